//! Reranking of the best passages: what they say themselves, and what their documents say beside them.

use std::collections::HashSet;

use tantivy::query::{BooleanQuery, Occur, Query as Engine};
use tantivy::{DocAddress, DocSet, TERMINATED};

use super::document_scores::DocumentQuery;
use super::evidence::{Evidence, gather, in_segment};
use super::exchanges::{exchanges, lend};
use super::feedback;
use crate::index::IndexError;
use crate::index::analysis;
use crate::index::read::lookup::is_alive;
use crate::index::schema::standing::Standing;
use crate::search::engine::count::count;
use crate::search::engine::term_queries::{BoxQuery, boosted, phrase};
use crate::search::engine::top_k::{Candidate, top_k};
use crate::search::plan::matches::Matches;
use crate::search::weights;

/// So many of the best passages by the engine's score are looked at again: more bring nothing into the first ten.
const RERANK_WINDOW: usize = 100;
/// Of the answers to a long question, or one asked with more words, so many: the engine's score says less of them.
const WIDE_WINDOW: usize = 200;
/// The best passages of so many of the best documents are looked at beside them.
const BEST_DOCUMENTS: usize = 100;

/// The best passages, and how many there are.
pub(crate) struct Ranking {
    /// The first `wanted` and more where more are known, best first: those with all the words, then those with some.
    pub found: Vec<Candidate>,
    /// How many have all the words.
    pub all: usize,
    /// How many have some or all of them, where that came to be known.
    pub any: Option<usize>,
}

/// The first `wanted` passages.
pub(crate) fn rank(matches: &Matches, wanted: usize, expand: bool) -> Result<Ranking, IndexError> {
    let tiers = matches.any().is_none() || matches.clauses.len() <= weights::ALL_FIRST;
    let long = matches.any().is_some() && matches.clauses.len() > weights::LONG;
    let window = match matches.clauses.is_empty() {
        // Conditions are scored in full at once, and say nothing of documents.
        true => 0,
        false if !long && !expand => RERANK_WINDOW,
        false => WIDE_WINDOW,
    };
    let most = wanted.max(window);
    let (mut first, all) = match tiers {
        true => top_k(&matches.statistics, matches.all(), most)?,
        false => (Vec::new(), count(matches.all(), &matches.statistics)?),
    };
    first.iter_mut().for_each(|found| found.all = true);
    let (mut rest, mut any) = (Vec::new(), None);
    if let Some(some) = matches.any().filter(|_| first.len() < wanted) {
        let before: HashSet<DocAddress> = first.iter().map(|found| found.at).collect();
        let (more, number) = top_k(&matches.statistics, some, most + first.len())?;
        rest.extend(more.into_iter().filter(|found| !before.contains(&found.at)));
        any = Some(number);
    }
    if window > 0 {
        let documents = DocumentQuery::of_words(matches)?.best(BEST_DOCUMENTS)?;
        let reranker = Reranker { matches, window, documents };
        reranker.order(matches.all(), &mut first, &HashSet::new())?;
        if let Some(some) = matches.any().filter(|_| !rest.is_empty()) {
            let before: HashSet<_> = first.iter().map(|found| found.at).collect();
            rest.retain(|found| !before.contains(&found.at));
            let head = reranker.order(some, &mut rest, &before)?;
            if long && !expand {
                let best = reranker.best_texts(&rest)?;
                reranker.add_feedback(&best, &mut rest[..head])?;
            }
        }
        if expand {
            first.append(&mut rest);
            let found = reranker.with_feedback_terms(&first, wanted)?;
            return Ok(Ranking { found, all, any });
        }
    }
    first.append(&mut rest);
    Ok(Ranking { found: first, all, any })
}

/// What is looked at again of one query's passages.
struct Reranker<'m> {
    matches: &'m Matches,
    /// How many passages of a tier.
    window: usize,
    /// The first passages of the best documents.
    documents: Vec<DocAddress>,
}

impl Reranker<'_> {
    /// Puts the first passages of a tier that `query` found, and those of the best documents, in the order of their
    /// scores; how many these are. `before` are shown already.
    fn order(
        &self,
        query: &dyn Engine,
        tier: &mut Vec<Candidate>,
        before: &HashSet<DocAddress>,
    ) -> Result<usize, IndexError> {
        let Some(all) = tier.first().map(|found| found.all) else { return Ok(0) };
        let tail = tier.split_off(tier.len().min(self.window));
        let joined = self.of_best_documents(query, tier)?;
        let joined = joined.into_iter().filter(|at| !before.contains(at));
        tier.extend(joined.map(|at| Candidate { all, ..Candidate::at(at) }));
        let exchanges = exchanges(self.matches, tier)?;
        let mut known: HashSet<DocAddress> = tier.iter().map(|found| found.at).collect();
        let answers: Vec<DocAddress> = exchanges.iter().map(|exchange| exchange.answer).collect();
        let answers = answers.into_iter().filter(|at| !before.contains(at) && known.insert(*at));
        tier.extend(answers.map(|at| Candidate { all, ..Candidate::at(at) }));
        tier.sort_unstable_by_key(|found| found.at);
        let addresses: Vec<DocAddress> = tier.iter().map(|found| found.at).collect();
        for (found, evidence) in tier.iter_mut().zip(gather(self.matches, &addresses)?) {
            weigh(found, &evidence);
        }
        lend(&exchanges, tier);
        sort(tier);
        tier.extend(tail.into_iter().filter(|found| addresses.binary_search(&found.at).is_err()));
        Ok(addresses.len())
    }

    /// The best passage of each of the best documents that has none among `known`.
    fn of_best_documents(
        &self,
        query: &dyn Engine,
        known: &[Candidate],
    ) -> Result<Vec<DocAddress>, IndexError> {
        let matches = self.matches;
        let keys = matches.snapshot().keys()?;
        let first = |at: DocAddress| {
            DocAddress::new(at.segment_ord, keys[at.segment_ord as usize].document.first(at.doc_id))
        };
        let known: HashSet<DocAddress> = known.iter().map(|found| first(found.at)).collect();
        let mut documents: Vec<DocAddress> =
            self.documents.iter().copied().filter(|at| !known.contains(at)).collect();
        documents.sort_unstable();
        let weight = query.weight(matches.statistics.scoring())?;
        let mut found = Vec::with_capacity(documents.len());
        for (ordinal, segment) in (0..).zip(matches.searcher().segment_readers()) {
            let here = in_segment(&documents, ordinal);
            if here.is_empty() {
                continue;
            }
            let mut passages = weight.scorer(segment, 1.0)?;
            for document in here {
                let range = matches.snapshot().document_around(*document)?;
                let mut best: Option<(f32, DocAddress)> = None;
                // Seeking back is not allowed.
                let mut at = passages.doc();
                if at < range.start {
                    at = passages.seek(range.start);
                }
                while at < range.end && at != TERMINATED {
                    let score = passages.score();
                    if best.is_none_or(|(before, _)| score > before) && is_alive(segment, at) {
                        best = Some((score, DocAddress::new(ordinal, at)));
                    }
                    at = passages.advance();
                }
                found.extend(best.map(|(_, at)| at));
            }
        }
        Ok(found)
    }

    /// The scores and texts of the best passages, each of another document.
    fn best_texts(&self, found: &[Candidate]) -> Result<Vec<(f32, String)>, IndexError> {
        let keys = self.matches.snapshot().keys()?;
        let mut documents = HashSet::new();
        let mut is_other = |at: DocAddress| {
            documents.insert((at.segment_ord, keys[at.segment_ord as usize].document.first(at.doc_id)))
        };
        let best = found.iter().filter(|found| is_other(found.at)).take(feedback::PASSAGES);
        best.map(|found| Ok((found.score(), self.matches.snapshot().text(found.at)?))).collect()
    }

    /// Orders answers once more, by what the best of them share.
    fn add_feedback(&self, best: &[(f32, String)], found: &mut [Candidate]) -> Result<(), IndexError> {
        let matches = self.matches;
        let shared = self.shared(best);
        let query = DocumentQuery::new(matches, shared)?;
        let (keys, weights_of_words) = (matches.snapshot().keys()?, query.weights()?);
        let share = weights::SHARED * matches.clauses.len() as f32;
        found.sort_unstable_by_key(|found| found.at);
        for (ordinal, segment) in (0..).zip(matches.searcher().segment_readers()) {
            let start = found.partition_point(|found| found.at.segment_ord < ordinal);
            let end = found.partition_point(|found| found.at.segment_ord <= ordinal);
            let documents = &keys[ordinal as usize].document;
            let firsts: Vec<_> =
                found[start..end].iter().map(|found| documents.first(found.at.doc_id)).collect();
            let scores = query.scores(&weights_of_words, segment, &firsts)?;
            for (found, score) in found[start..end].iter_mut().zip(scores) {
                found.shared = share * score;
            }
        }
        sort(found);
        Ok(())
    }

    /// The words that the best answers share, with their weights.
    fn shared(&self, best: &[(f32, String)]) -> Vec<(String, f32)> {
        let matches = self.matches;
        let asked = matches.clauses.iter().flat_map(|clause| &clause.words);
        let asked = asked.map(|word| analysis::stem(word)).collect();
        feedback::shared(&matches.statistics, matches.fields(), best, &asked)
    }

    /// Answers once more with the words that the best answers share: passages that hold only those are found too.
    fn with_feedback_terms(&self, found: &[Candidate], wanted: usize) -> Result<Vec<Candidate>, IndexError> {
        let matches = self.matches;
        let best = self.best_texts(found)?;
        let count = weights::EXPANSION * matches.clauses.len() as f32;
        let mut parts = vec![(Occur::Should, matches.any().unwrap_or(matches.all()).box_clone())];
        parts.extend(self.shared(&best).into_iter().map(|(stem, weight)| {
            (Occur::Should, boosted(phrase(matches.fields().stem_column(&stem), &[stem]), count * weight))
        }));
        let mut parts: Vec<(Occur, BoxQuery)> = vec![(Occur::Must, Box::new(BooleanQuery::new(parts)))];
        parts.extend(
            matches.conditions.iter().map(|condition| (condition.occur, condition.query.box_clone())),
        );
        let query = BooleanQuery::new(parts);
        let (mut again, _) = top_k(&matches.statistics, &query, wanted.max(WIDE_WINDOW))?;
        let head = self.order(&query, &mut again, &HashSet::new())?;
        self.add_feedback(&best, &mut again[..head])?;
        Ok(again)
    }
}

/// Scores a passage by what is known of it.
fn weigh(found: &mut Candidate, evidence: &Evidence) {
    found.engine = weights::PASSAGE * evidence.passage;
    found.document = weights::DOCUMENT * evidence.document;
    found.title = weights::IN_TITLE * evidence.title;
    found.source = weights::BY_WHOM * evidence.source;
    found.close = weights::ADJACENT * evidence.adjacent;
    found.by_role = evidence.by_role;
    let full = (evidence.length as f32 / weights::FEW_WORDS).min(1.0);
    let brevity = weights::BARE + (1.0 - weights::BARE) * full;
    found.share = match evidence.standing {
        Some(Standing::Title) => weights::TITLE_LINE,
        Some(Standing::Question) => weights::QUESTION * brevity,
        None => brevity,
    };
}

fn sort(found: &mut [Candidate]) {
    let only_by_role = |found: &Candidate| found.all && found.by_role;
    let order = |a: &Candidate, b: &Candidate| b.score().total_cmp(&a.score()).then(a.at.cmp(&b.at));
    found.sort_by(|a, b| only_by_role(a).cmp(&only_by_role(b)).then_with(|| order(a, b)));
}
