//! The order of the best passages: the engine's scores, and what their documents say beside them.

use std::collections::{HashMap, HashSet};

use tantivy::collector::TopDocs;
use tantivy::query::{EnableScoring, Query as Engine};
use tantivy::{DocAddress, DocSet, Searcher};

use super::matches::Matches;
use super::weights;
use crate::index::IndexError;

/// So many of the best passages by the engine's score are looked at again.
const WINDOW: usize = 400;

/// A passage and its score.
pub(super) type Found = (f32, DocAddress);

/// The first `wanted` passages, best first: those with all the words, then those with some.
pub(super) fn ranked(
    searcher: &Searcher,
    matches: &Matches,
    wanted: usize,
) -> Result<Vec<Found>, IndexError> {
    let best = |query: &dyn Engine, count: usize| -> Result<Vec<Found>, IndexError> {
        Ok(searcher.search(query, &TopDocs::with_limit(count).order_by_score())?)
    };
    let count = wanted.max(WINDOW);
    let tiers = matches.any().is_none() || matches.needs.len() <= weights::w("ALL_FIRST", 4.0) as usize;
    let mut first = if tiers { best(matches.all(), count)? } else { Vec::new() };
    let mut rest = match matches.any() {
        Some(any) if first.len() < wanted => {
            let before: HashSet<DocAddress> = first.iter().map(|(_, at)| *at).collect();
            let mut more = best(any, count + first.len())?;
            more.retain(|(_, at)| !before.contains(at));
            more
        }
        _ => Vec::new(),
    };
    let seen: Vec<DocAddress> =
        [&first, &rest].into_iter().flat_map(|tier| tier.iter().take(WINDOW)).map(|(_, at)| *at).collect();
    let context = Context::of(searcher, matches, &seen)?;
    for tier in [&mut first, &mut rest] {
        let end = tier.len().min(WINDOW);
        let head = &mut tier[..end];
        for (score, at) in head.iter_mut() {
            *score += context.bonus(*at);
        }
        head.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    }
    first.append(&mut rest);
    first.truncate(wanted);
    Ok(first)
}

/// What the documents of some passages hold of the query's words, all their passages together.
struct Context {
    documents: HashMap<DocAddress, u64>,
    /// For each document the best score of each word in any of its passages.
    best: HashMap<u64, Vec<f32>>,
}

impl Context {
    fn of(searcher: &Searcher, matches: &Matches, passages: &[DocAddress]) -> Result<Self, IndexError> {
        let mut passages = passages.to_vec();
        passages.sort_unstable();
        passages.dedup();
        let mut documents = HashMap::with_capacity(passages.len());
        let mut best: HashMap<u64, Vec<f32>> = HashMap::new();
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let keys = segment.fast_fields().u64("document_key")?;
            for at in passages.iter().filter(|at| at.segment_ord == ordinal) {
                documents.insert(*at, keys.first(at.doc_id).unwrap_or_default());
            }
        }
        for (word, need) in matches.needs.iter().enumerate() {
            let weight = need.query.weight(EnableScoring::enabled_from_searcher(searcher))?;
            for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
                let mut scores = weight.scorer(segment, 1.0)?;
                for at in passages.iter().filter(|at| at.segment_ord == ordinal) {
                    // Seeking back is not allowed: a match beyond the passage is none in it.
                    if scores.doc() <= at.doc_id && scores.seek(at.doc_id) == at.doc_id {
                        let score = scores.score();
                        let best =
                            best.entry(documents[at]).or_insert_with(|| vec![0.0; matches.needs.len()]);
                        best[word] = best[word].max(score);
                    }
                }
            }
        }
        Ok(Self { documents, best })
    }

    fn bonus(&self, at: DocAddress) -> f32 {
        let scores = self.documents.get(&at).and_then(|document| self.best.get(document));
        weights::w("CONTEXT", 0.4) * scores.map_or(0.0, |scores| scores.iter().sum::<f32>())
    }
}
