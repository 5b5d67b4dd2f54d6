//! The order of the best passages: the engine's scores, and what their documents say beside them.

use std::collections::{HashMap, HashSet};

use tantivy::collector::TopDocs;
use tantivy::query::{EnableScoring, Query as Engine};
use tantivy::{DocAddress, Searcher};

use super::matches::Matches;
use super::pattern::Places;
use super::proximity::Positions;
use super::weights;
use crate::index::{IndexError, analysis};

/// So many of the best passages by the engine's score are looked at again.
const WINDOW: usize = 400;

/// A passage, its score by the engine and what came on top.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub at: DocAddress,
    pub engine: f32,
    /// For what its document holds.
    pub document: f32,
    /// For words close together.
    pub close: f32,
}

impl Found {
    pub fn at(at: DocAddress) -> Self {
        Self { at, engine: 0.0, document: 0.0, close: 0.0 }
    }

    pub fn score(&self) -> f32 {
        self.engine + self.document + self.close
    }
}

/// The first `wanted` passages, best first: those with all the words, then those with some.
pub(super) fn ranked(
    searcher: &Searcher,
    matches: &Matches,
    wanted: usize,
) -> Result<Vec<Found>, IndexError> {
    let best = |query: &dyn Engine, count: usize| -> Result<Vec<Found>, IndexError> {
        let found = searcher.search(query, &TopDocs::with_limit(count).order_by_score())?;
        Ok(found.into_iter().map(|(engine, at)| Found { engine, ..Found::at(at) }).collect())
    };
    let count = wanted.max(WINDOW);
    let tiers = matches.any().is_none() || matches.needs.len() <= weights::w("ALL_FIRST", 4.0) as usize;
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
    let mut seen: Vec<DocAddress> =
        [&first, &rest].into_iter().flat_map(|tier| tier.iter().take(WINDOW)).map(|found| found.at).collect();
    seen.sort_unstable();
    let evidence = Evidence::of(searcher, matches, &seen)?;
    for tier in [&mut first, &mut rest] {
        let end = tier.len().min(WINDOW);
        let head = &mut tier[..end];
        for found in head.iter_mut() {
            if let Ok(place) = seen.binary_search(&found.at) {
                evidence.weigh(place, found);
            }
        }
        head.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.at.cmp(&b.at)));
    }
    first.append(&mut rest);
    first.truncate(wanted);
    Ok(first)
}

/// What some passages and their documents hold of the query's words.
struct Evidence {
    /// For each passage the score of each word in it.
    scores: Vec<Vec<f32>>,
    documents: Vec<u64>,
    /// For each document the best score of each word in any of its passages.
    best: HashMap<u64, Vec<(f32, f32)>>,
    near: Vec<f32>,
    most: Vec<f32>,
}

impl Evidence {
    /// `passages` in order.
    fn of(searcher: &Searcher, matches: &Matches, passages: &[DocAddress]) -> Result<Self, IndexError> {
        let words = matches.needs.len();
        let mut scores = vec![vec![0.0_f32; words]; passages.len()];
        let mut documents = vec![0; passages.len()];
        let mut near = vec![0.0; passages.len()];
        let stems: Vec<Option<String>> =
            matches.needs.iter().map(|need| need.word.as_deref().map(analysis::stem)).collect();
        let mut start = 0;
        let weights: Vec<_> = matches
            .needs
            .iter()
            .map(|need| need.query.weight(EnableScoring::enabled_from_searcher(searcher)))
            .collect::<Result<_, _>>()?;
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let end = start + passages[start..].partition_point(|at| at.segment_ord <= ordinal);
            let keys = segment.fast_fields().u64("document_key")?;
            for place in start..end {
                documents[place] = keys.first(passages[place].doc_id).unwrap_or_default();
            }
            for (word, weight) in weights.iter().enumerate() {
                let mut found = weight.scorer(segment, 1.0)?;
                for place in start..end {
                    let doc = passages[place].doc_id;
                    // Seeking back is not allowed: a match beyond the passage is none in it.
                    if found.doc() <= doc && found.seek(doc) == doc {
                        scores[place][word] = found.score();
                    }
                }
            }
            let mut positions = Positions::new(segment, matches.fields)?;
            for place in start..end {
                positions.go_to(passages[place].doc_id);
                near[place] = closeness(&mut positions, &stems, &scores[place]);
            }
            start = end;
        }
        let mut best: HashMap<u64, Vec<(f32, f32)>> = HashMap::new();
        let mut most = vec![0.0_f32; words];
        for (document, scores) in documents.iter().zip(&scores) {
            let best = best.entry(*document).or_insert_with(|| vec![(0.0, 0.0); words]);
            for ((best, score), most) in best.iter_mut().zip(scores).zip(&mut most) {
                best.0 = best.0.max(*score);
                best.1 += *score;
                *most = most.max(*score);
            }
        }
        Ok(Self { scores, documents, best, near, most })
    }

    fn weigh(&self, place: usize, found: &mut Found) {
        let best = &self.best[&self.documents[place]];
        let context: f32 =
            best.iter().map(|(max, sum)| max + weights::w("REST", 0.3) * (sum - max).min(*max)).sum();
        found.document = weights::w("CONTEXT", 1.0) * context;
        found.close = weights::w("NEARW", 0.0) * self.near[place];
        let mut held = 0.0;
        for word in 0..best.len() {
            if self.scores[place][word] > 0.0 {
                held += self.most[word];
            }
        }
        let all: f32 = self.most.iter().sum();
        let own: f32 = self.scores[place].iter().sum();
        found.engine += weights::w("COORD", 0.0) * own * (held / all.max(0.001));
    }
}

/// How close neighbours of the query stand in a passage.
fn closeness(positions: &mut Positions, stems: &[Option<String>], scores: &[f32]) -> f32 {
    let places: Vec<Vec<u32>> = stems
        .iter()
        .zip(scores)
        .map(|(stem, score)| {
            let mut found = Vec::new();
            if *score > 0.0
                && let Some(stem) = stem
            {
                positions.stem(stem, &mut found);
            }
            found
        })
        .collect();
    let mut sum = 0.0;
    let reach = weights::w("REACH", 1.0) as usize;
    for first in 0..places.len() {
        for second in first + 1..=(first + reach).min(places.len().saturating_sub(1)) {
            let mut least = u32::MAX;
            for a in &places[first] {
                for b in &places[second] {
                    if a != b {
                        least = least.min(a.abs_diff(*b) + u32::from(b < a));
                    }
                }
            }
            if least <= weights::w("FAR", 8.0) as u32 {
                sum += scores[first].min(scores[second])
                    / (least as f32).powf(weights::w("POW", 0.5))
                    / ((second - first) as f32);
            }
        }
    }
    sum
}
