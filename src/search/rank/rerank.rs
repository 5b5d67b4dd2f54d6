//! Reranking of the best passages: the engine's scores, and what their documents say beside them.

use std::collections::{HashMap, HashSet};

use rustc_hash::{FxBuildHasher, FxHashMap};
use tantivy::query::{BooleanQuery, Occur, Weight};
use tantivy::{DocAddress, SeekDangerResult, SegmentReader};

use super::adjacent_pairs::Pairs;
use super::feedback;
use crate::index::IndexError;
use crate::index::analysis;
use crate::index::schema::runs::SegmentKeys;
use crate::search::engine::count::count;
use crate::search::engine::date_range::DateRange;
use crate::search::engine::disjunction_max::combined_score;
use crate::search::engine::parallel::over_segments;
use crate::search::engine::proximity::Positions;
use crate::search::engine::term_queries::{BoxQuery, boosted, phrase};
use crate::search::engine::top_k::{Candidate, top_k};
use crate::search::plan::matches::{Clause, Matches};
use crate::search::weights;

/// So many of the best passages by the engine's score are looked at again: more bring nothing into the first ten.
const RERANK_WINDOW: usize = 100;
/// Of the answers to a long question, or one asked with more words, so many: the engine's score says less of them.
const WIDE_WINDOW: usize = 200;
/// To look at one word of a passage is so much work in entries of the index read one after the other.
const POSTINGS_PER_LOOKUP: u64 = 100;

/// The best passages, and how many there are.
pub(crate) struct Ranking {
    /// The first `wanted`, best first: those with all the words, then those with some.
    pub found: Vec<Candidate>,
    /// How many have all the words.
    pub all: usize,
    /// How many have some or all of them, where that came to be known.
    pub any: Option<usize>,
}

/// The first `wanted` passages.
pub(crate) fn rank(matches: &Matches, wanted: usize, expand: bool) -> Result<Ranking, IndexError> {
    let tiers = matches.any().is_none() || matches.clauses.len() <= weights::ALL_FIRST;
    let window = match matches.clauses.is_empty() {
        // Conditions are scored in full at once, and say nothing of neighbouring passages.
        true => 0,
        false if tiers && !expand => RERANK_WINDOW,
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
        // What the rest holds says nothing of the first: whether it is looked at depends on the page asked
        // for, and the order must not.
        let seen = order(matches, window, &mut first, Vec::new())?;
        let seen = order(matches, window, &mut rest, seen)?;
        if expand {
            first.append(&mut rest);
            let found = with_feedback_terms(matches, &first, wanted)?;
            return Ok(Ranking { found, all, any });
        }
        if !tiers {
            let end = rest.len().min(window);
            let best = texts(matches, &rest[..end])?;
            add_feedback(matches, &best, &seen, &mut rest[..end])?;
        }
    }
    first.append(&mut rest);
    first.truncate(wanted);
    Ok(Ranking { found: first, all, any })
}

/// Puts the first, `window`, of a tier in the order that their documents and neighbouring words give, with what is
/// known of the passages `before`; the passages looked at, those too, in order.
fn order(
    matches: &Matches,
    window: usize,
    tier: &mut [Candidate],
    before: Vec<DocAddress>,
) -> Result<Vec<DocAddress>, IndexError> {
    if tier.is_empty() {
        return Ok(before);
    }
    let end = tier.len().min(window);
    let head = &mut tier[..end];
    let mut seen = before;
    seen.extend(head.iter().map(|found| found.at));
    seen.sort_unstable();
    let evidence = Evidence::gather(matches, &seen)?;
    for found in head.iter_mut() {
        if let Ok(place) = seen.binary_search(&found.at) {
            evidence.weigh(place, found);
        }
    }
    sort(head);
    Ok(seen)
}

fn sort(found: &mut [Candidate]) {
    found.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.at.cmp(&b.at)));
}

/// Orders answers once more, by what the best of them share.
fn add_feedback(
    matches: &Matches,
    best: &[(f32, String)],
    seen: &[DocAddress],
    found: &mut [Candidate],
) -> Result<(), IndexError> {
    let added = feedback::scores(matches.searcher(), matches.fields(), best, &asked(matches), seen)?;
    let words = matches.clauses.len() as f32;
    for found in found.iter_mut() {
        if let Ok(place) = seen.binary_search(&found.at) {
            found.shared = weights::SHARED * words * added[place];
        }
    }
    sort(found);
    Ok(())
}

/// Answers once more with the words that the best answers share: passages that hold only those are found too.
fn with_feedback_terms(
    matches: &Matches,
    found: &[Candidate],
    wanted: usize,
) -> Result<Vec<Candidate>, IndexError> {
    let best = texts(matches, found)?;
    let words = feedback::shared(matches.searcher(), matches.fields(), &best, &asked(matches));
    let count = weights::SHARED * matches.clauses.len() as f32;
    let mut term_fields = vec![(Occur::Should, matches.any().unwrap_or(matches.all()).box_clone())];
    term_fields.extend(words.into_iter().map(|(stem, weight)| {
        (Occur::Should, boosted(phrase(matches.fields().stem_column(&stem), &[stem]), count * weight))
    }));
    let mut parts: Vec<(Occur, BoxQuery)> = vec![(Occur::Must, Box::new(BooleanQuery::new(term_fields)))];
    parts.extend(matches.conditions.iter().map(|condition| (condition.occur, condition.query.box_clone())));
    let (mut again, _) = top_k(&matches.statistics, &BooleanQuery::new(parts), wanted.max(WIDE_WINDOW))?;
    let seen = order(matches, WIDE_WINDOW, &mut again, Vec::new())?;
    let end = again.len().min(WIDE_WINDOW);
    add_feedback(matches, &best, &seen, &mut again[..end])?;
    again.truncate(wanted);
    Ok(again)
}

/// The best passages' scores and texts.
fn texts(matches: &Matches, found: &[Candidate]) -> Result<Vec<(f32, String)>, IndexError> {
    let best = found.iter().take(feedback::PASSAGES);
    best.map(|found| Ok((found.score(), matches.snapshot().text(found.at)?))).collect()
}

/// The stems of the words asked for.
fn asked(matches: &Matches) -> HashSet<String> {
    matches.clauses.iter().filter_map(|clause| clause.word.as_deref()).map(analysis::stem).collect()
}

/// What some passages hold of the query's words, and their statements and documents all in all.
#[derive(Default)]
struct Evidence {
    /// For each passage what it holds itself: words, conditions and neighbours of the query as neighbours.
    engine: Vec<f32>,
    statements: GroupScores,
    documents: GroupScores,
    /// For each passage how close neighbours of the query stand in it.
    close: Vec<f32>,
}

impl Evidence {
    /// `passages` in order.
    fn gather(matches: &Matches, passages: &[DocAddress]) -> Result<Self, IndexError> {
        let (searcher, clauses) = (matches.searcher(), &matches.clauses);
        let scoring = matches.statistics.scoring();
        let ready = |query: &BoxQuery| query.weight(scoring);
        let term_fields = |clause: &Clause| clause.each.iter().map(ready).collect::<Result<Vec<_>, _>>();
        let words: Vec<_> = clauses.iter().map(term_fields).collect::<Result<_, _>>()?;
        let conditions = matches.conditions.iter().filter(|condition| condition.occur == Occur::Must);
        // A date adds nothing to a score.
        let beside = conditions.map(|condition| &condition.query).filter(|query| !query.is::<DateRange>());
        let beside: Vec<_> = beside.map(ready).collect::<Result<_, _>>()?;
        let stems: Vec<_> = clauses.iter().map(|clause| clause.word.as_deref().map(analysis::stem)).collect();
        let pairs = Pairs::new(matches, &stems)?;
        let keys = matches.snapshot().keys()?;
        let entries = (passages.len() * clauses.len()) as u64 * POSTINGS_PER_LOOKUP;
        let parts = over_segments(searcher, entries, Vec::new, |parts, ordinal, segment| {
            let here = &passages[passages.partition_point(|at| at.segment_ord < ordinal)..];
            let here = &here[..here.partition_point(|at| at.segment_ord == ordinal)];
            if here.is_empty() {
                return Ok(());
            }
            let mut held = clause_scores(&words, segment, here)?;
            for part in &beside {
                scored(&**part, segment, here, |at, score| held[at].engine += score)?;
            }
            let SegmentKeys { statement, document, .. } = &keys[ordinal as usize];
            let mut positions = Positions::new(segment, *matches.fields())?;
            let mut places = pairs.places(&mut positions);
            let lengths = segment.get_fieldnorms_reader(matches.fields().text)?;
            for (DocAddress { doc_id: at, .. }, one) in here.iter().zip(&mut held) {
                one.statement = statement.key(*at);
                one.document = document.key(*at);
                positions.go_to(*at);
                let (adjacent, near) =
                    pairs.weigh(&mut places, &mut positions, &one.words, lengths.fieldnorm_id(*at));
                one.engine += adjacent;
                one.close = near;
            }
            parts.push((ordinal, held));
            Ok::<_, IndexError>(())
        })?;
        let mut parts: Vec<_> = parts.into_iter().flatten().collect();
        parts.sort_unstable_by_key(|(ordinal, _)| *ordinal);
        let mut evidence = Self {
            statements: GroupScores::new(passages.len(), clauses.len()),
            documents: GroupScores::new(passages.len(), clauses.len()),
            ..Self::default()
        };
        for held in parts.into_iter().flat_map(|(_, held)| held) {
            evidence.statements.add(held.statement, &held.words);
            evidence.documents.add(held.document, &held.words);
            evidence.engine.push(held.engine);
            evidence.close.push(held.close);
        }
        Ok(evidence)
    }

    fn weigh(&self, place: usize, found: &mut Candidate) {
        found.engine = self.engine[place];
        found.document = weights::STATEMENT * self.statements.holds(place)
            + weights::DOCUMENT * self.documents.holds(place);
        found.close = weights::CLOSE * self.close[place];
    }
}

/// What one passage holds.
#[derive(Default)]
struct PassageEvidence {
    /// The keys of its statement and its document.
    statement: u64,
    document: u64,
    /// The score of each word.
    words: Vec<f32>,
    engine: f32,
    close: f32,
}

/// The words that these passages of a segment hold, each word by its fields.
fn clause_scores(
    words: &[Vec<Box<dyn Weight>>],
    segment: &SegmentReader,
    passages: &[DocAddress],
) -> tantivy::Result<Vec<PassageEvidence>> {
    let mut scores = vec![vec![0.0; words.len()]; passages.len()];
    let mut ways_held = vec![(0.0_f32, 0.0_f32); passages.len()];
    for (word, term_fields) in words.iter().enumerate() {
        ways_held.fill((0.0, 0.0));
        // One way after the other: all of them as one query would score what lies between, too.
        for term_field in term_fields {
            scored(&**term_field, segment, passages, |at, score| {
                let (greatest, sum) = ways_held[at];
                ways_held[at] = (greatest.max(score), sum + score);
            })?;
        }
        for (scores, (greatest, sum)) in scores.iter_mut().zip(&ways_held) {
            scores[word] = combined_score(*greatest, *sum);
        }
    }
    let held =
        |words: Vec<f32>| PassageEvidence { engine: words.iter().sum(), words, ..PassageEvidence::default() };
    Ok(scores.into_iter().map(held).collect())
}

/// Hands on the scores of those passages of a segment, in order, that a query finds.
fn scored(
    query: &dyn Weight,
    segment: &SegmentReader,
    passages: &[DocAddress],
    mut each: impl FnMut(usize, f32),
) -> tantivy::Result<()> {
    let mut found = query.scorer(segment, 1.0)?;
    // No match lies before it; whether one is there is known unless the last passage asked about was none.
    let (mut next, mut known) = (found.doc(), true);
    for (place, DocAddress { doc_id: at, .. }) in passages.iter().enumerate() {
        // Asking about a passage is less work than looking for the match after it. Going back is not allowed.
        if *at < next {
            continue;
        }
        let seek = if known && *at == next { SeekDangerResult::Found } else { found.seek_danger(*at) };
        (next, known) = match seek {
            SeekDangerResult::Found => (*at, true),
            SeekDangerResult::SeekLowerBound(next) => (next, false),
        };
        if known {
            each(place, found.score());
        }
    }
    Ok(())
}

/// Passages by the statement or the document they stand in.
#[derive(Default)]
struct GroupScores {
    /// The group of each passage.
    groups: Vec<usize>,
    /// The group of each key.
    known: FxHashMap<u64, usize>,
    /// For each group the best score of each word in any of its passages, and the sum of them all.
    words: Vec<(f32, f32)>,
    /// How many words there are.
    width: usize,
}

impl GroupScores {
    fn new(passages: usize, width: usize) -> Self {
        Self {
            groups: Vec::with_capacity(passages),
            known: HashMap::with_capacity_and_hasher(passages, FxBuildHasher),
            words: Vec::with_capacity(passages * width),
            width,
        }
    }

    fn add(&mut self, key: u64, scores: &[f32]) {
        let next = self.known.len();
        let group = *self.known.entry(key).or_insert(next);
        if group == next {
            self.words.extend(scores.iter().map(|score| (*score, *score)));
        } else {
            for (word, score) in self.words[group * self.width..].iter_mut().zip(scores) {
                *word = (word.0.max(*score), word.1 + score);
            }
        }
        self.groups.push(group);
    }

    /// What the group of a passage holds: each word as well as it is held best, and a share of the rest,
    /// never more than it is held best.
    fn holds(&self, place: usize) -> f32 {
        let words = &self.words[self.groups[place] * self.width..][..self.width];
        words.iter().map(|(best, sum)| best + weights::OTHER_PASSAGES * (sum - best).min(*best)).sum()
    }
}
