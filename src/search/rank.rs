//! The order of the best passages: the engine's scores, and what their documents say beside them.

use std::collections::{HashMap, HashSet};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as Engine};
use tantivy::{DocAddress, Searcher};

use super::build::{Boxed, boosted, phrase};
use super::feedback;
use super::matches::Matches;
use super::pattern::Places;
use super::proximity::Positions;
use super::weights;
use crate::index::{Index, IndexError, StoredPassage, analysis};

/// So many of the best passages by the engine's score are looked at again.
const WINDOW: usize = 400;
/// Words farther apart than this do not belong together: about half a sentence.
const CLOSE: u32 = 8;

/// A passage, its score by the engine and what came on top.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub at: DocAddress,
    pub engine: f32,
    /// For what its document holds.
    pub document: f32,
    /// For words close together.
    pub close: f32,
    /// For words that the best passages share.
    pub shared: f32,
}

impl Found {
    pub fn at(at: DocAddress) -> Self {
        Self { at, engine: 0.0, document: 0.0, close: 0.0, shared: 0.0 }
    }

    pub fn score(&self) -> f32 {
        self.engine + self.document + self.close + self.shared
    }
}

/// The first `wanted` passages, best first: those with all the words, then those with some.
pub(super) fn ranked(
    index: &Index,
    searcher: &Searcher,
    matches: &Matches,
    wanted: usize,
    expand: bool,
) -> Result<Vec<Found>, IndexError> {
    let best = |query: &dyn Engine, count: usize| -> Result<Vec<Found>, IndexError> {
        let found = searcher.search(query, &TopDocs::with_limit(count).order_by_score())?;
        Ok(found.into_iter().map(|(engine, at)| Found { engine, ..Found::at(at) }).collect())
    };
    let count = wanted.max(WINDOW);
    let tiers = matches.any().is_none() || matches.needs.len() <= weights::ALL_FIRST;
    let mut first = if tiers { best(matches.all(), count)? } else { Vec::new() };
    let mut rest = match matches.any() {
        Some(any) if first.len() < wanted => {
            let before: HashSet<DocAddress> = first.iter().map(|found| found.at).collect();
            let mut more = best(any, count + first.len())?;
            more.retain(|found| !before.contains(&found.at));
            more
        }
        _ => Vec::new(),
    };
    // What the rest holds says nothing of the first: whether it is looked at depends on the page asked for,
    // and the order must not.
    let seen = order(searcher, matches, &mut first, Vec::new())?;
    let seen = order(searcher, matches, &mut rest, seen)?;
    if expand {
        first.append(&mut rest);
        return expanded(index, searcher, matches, &first, wanted);
    }
    if !tiers {
        let end = rest.len().min(WINDOW);
        add_feedback(index, searcher, matches, &seen, &mut rest[..end])?;
    }
    first.append(&mut rest);
    first.truncate(wanted);
    Ok(first)
}

/// Puts the first of a tier in the order that their documents and neighbouring words give, with what is
/// known of the passages `before`; the passages looked at, those too, in order.
fn order(
    searcher: &Searcher,
    matches: &Matches,
    tier: &mut [Found],
    before: Vec<DocAddress>,
) -> Result<Vec<DocAddress>, IndexError> {
    if tier.is_empty() {
        return Ok(before);
    }
    let end = tier.len().min(WINDOW);
    let head = &mut tier[..end];
    let mut seen = before;
    seen.extend(head.iter().map(|found| found.at));
    seen.sort_unstable();
    let evidence = Evidence::of(searcher, matches, &seen)?;
    for found in head.iter_mut() {
        if let Ok(place) = seen.binary_search(&found.at) {
            evidence.weigh(place, found);
        }
    }
    sort(head);
    Ok(seen)
}

fn sort(found: &mut [Found]) {
    found.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.at.cmp(&b.at)));
}

/// Orders the answers to a long question once more, by what the best of them share.
fn add_feedback(
    index: &Index,
    searcher: &Searcher,
    matches: &Matches,
    seen: &[DocAddress],
    found: &mut [Found],
) -> Result<(), IndexError> {
    let best = texts(index, searcher, found)?;
    let asked = asked(matches);
    let added = feedback::scores(searcher, &matches.fields, &best, &asked, seen)?;
    let words = matches.needs.len() as f32;
    for found in found.iter_mut() {
        if let Ok(place) = seen.binary_search(&found.at) {
            found.shared = weights::SHARED * words * added[place];
        }
    }
    sort(found);
    Ok(())
}

/// Answers once more with the words that the best answers share: passages that hold only those are found too.
fn expanded(
    index: &Index,
    searcher: &Searcher,
    matches: &Matches,
    found: &[Found],
    wanted: usize,
) -> Result<Vec<Found>, IndexError> {
    let best = texts(index, searcher, found)?;
    let words = feedback::shared(searcher, &matches.fields, &best, &asked(matches));
    let count = weights::SHARED * matches.needs.len() as f32;
    let mut ways = vec![(Occur::Should, matches.any().unwrap_or(matches.all()).box_clone())];
    ways.extend(words.into_iter().map(|(stem, weight)| {
        (Occur::Should, boosted(phrase(matches.fields.text, &[stem]), count * weight))
    }));
    let mut parts: Vec<(Occur, Boxed)> = vec![(Occur::Must, Box::new(BooleanQuery::new(ways)))];
    parts.extend(matches.conditions.iter().map(|condition| (condition.occur, condition.query.box_clone())));
    let top = TopDocs::with_limit(wanted.max(WINDOW)).order_by_score();
    let again = searcher.search(&BooleanQuery::new(parts), &top)?;
    let mut again: Vec<_> = again.into_iter().map(|(engine, at)| Found { engine, ..Found::at(at) }).collect();
    order(searcher, matches, &mut again, Vec::new())?;
    again.truncate(wanted);
    Ok(again)
}

/// The best passages' scores and texts.
fn texts(index: &Index, searcher: &Searcher, found: &[Found]) -> Result<Vec<(f32, String)>, IndexError> {
    let best = found.iter().take(feedback::PASSAGES);
    best.map(|found| Ok((found.score(), index.stored::<StoredPassage>(searcher, found.at)?.text))).collect()
}

/// The stems of the words asked for.
fn asked(matches: &Matches) -> HashSet<String> {
    matches.needs.iter().filter_map(|need| need.word.as_deref()).map(analysis::stem).collect()
}

/// What some passages hold of the query's words, and their statements and documents all in all.
struct Evidence {
    statements: Groups,
    documents: Groups,
    /// For each passage how close neighbours of the query stand in it.
    close: Vec<f32>,
}

impl Evidence {
    /// `passages` in order.
    fn of(searcher: &Searcher, matches: &Matches, passages: &[DocAddress]) -> Result<Self, IndexError> {
        let needs = &matches.needs;
        let stems: Vec<_> = needs.iter().map(|need| need.word.as_deref().map(analysis::stem)).collect();
        let scoring = EnableScoring::enabled_from_searcher(searcher);
        let engines: Vec<_> =
            needs.iter().map(|need| need.query.weight(scoring)).collect::<Result<_, _>>()?;
        let mut statements = Groups::default();
        let mut documents = Groups::default();
        let mut close = Vec::with_capacity(passages.len());
        let mut rest = passages;
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let (here, after) = rest.split_at(rest.partition_point(|at| at.segment_ord <= ordinal));
            rest = after;
            let mut scores = vec![vec![0.0; needs.len()]; here.len()];
            for (word, engine) in engines.iter().enumerate() {
                let mut found = engine.scorer(segment, 1.0)?;
                for (at, scores) in here.iter().zip(&mut scores) {
                    // Seeking back is not allowed: a match beyond the passage is none in it.
                    if found.doc() <= at.doc_id && found.seek(at.doc_id) == at.doc_id {
                        scores[word] = found.score();
                    }
                }
            }
            let columns = segment.fast_fields();
            let (statement, document) = (columns.u64("statement_key")?, columns.u64("document_key")?);
            let mut positions = Positions::new(segment, matches.fields)?;
            for (at, scores) in here.iter().zip(&scores) {
                statements.add(statement.first(at.doc_id).unwrap_or_default(), scores);
                documents.add(document.first(at.doc_id).unwrap_or_default(), scores);
                positions.go_to(at.doc_id);
                close.push(closeness(&mut positions, &stems, scores));
            }
        }
        Ok(Self { statements, documents, close })
    }

    fn weigh(&self, place: usize, found: &mut Found) {
        found.document = weights::STATEMENT * self.statements.holds(place)
            + weights::DOCUMENT * self.documents.holds(place);
        found.close = weights::CLOSE * self.close[place];
    }
}

/// Passages by the statement or the document they stand in.
#[derive(Default)]
struct Groups {
    /// The group of each passage.
    keys: Vec<u64>,
    /// For each group the best score of each word in any of its passages, and the sum of them all.
    words: HashMap<u64, Vec<(f32, f32)>>,
}

impl Groups {
    fn add(&mut self, key: u64, scores: &[f32]) {
        self.keys.push(key);
        let words = self.words.entry(key).or_insert_with(|| vec![(0.0, 0.0); scores.len()]);
        for (word, score) in words.iter_mut().zip(scores) {
            *word = (word.0.max(*score), word.1 + score);
        }
    }

    /// What the group of a passage holds: each word as well as it is held best, and a share of the rest,
    /// never more than it is held best.
    fn holds(&self, place: usize) -> f32 {
        let words = self.words.get(&self.keys[place]).map(Vec::as_slice).unwrap_or_default();
        words.iter().map(|(best, sum)| best + weights::OTHER_PASSAGES * (sum - best).min(*best)).sum()
    }
}

/// How close neighbours of the query stand in a passage: for each pair the weaker word's score, shared
/// out by the root of their distance. The other order counts as one word farther.
fn closeness(positions: &mut Positions, stems: &[Option<String>], scores: &[f32]) -> f32 {
    let mut places: Vec<Vec<u32>> = Vec::with_capacity(stems.len());
    for (stem, score) in stems.iter().zip(scores) {
        let mut found = Vec::new();
        if let (Some(stem), true) = (stem, *score > 0.0) {
            positions.stem(stem, &mut found);
        }
        places.push(found);
    }
    let pairs = places.windows(2).zip(scores.windows(2));
    pairs
        .filter_map(|(places, scores)| {
            let apart = |a: u32, b: u32| a.abs_diff(b) + u32::from(b < a);
            let distances = places[0].iter().flat_map(|a| places[1].iter().map(move |b| apart(*a, *b)));
            let least = distances.filter(|distance| (1..=CLOSE).contains(distance)).min()?;
            Some(scores[0].min(scores[1]) / (least as f32).sqrt())
        })
        .sum()
}
