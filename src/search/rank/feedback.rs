//! Relevance feedback: what the best passages speak of, beside the words asked for.
//!
//! A relevance model in the manner of RM3 (Lavrenko and Croft 2001, “Relevance-based language models”;
//! Abdul-Jaleel and others 2004, “UMass at TREC 2004: novelty and HARD”): words that the best documents share
//! count a little too. For long questions they order the passages that were found by the user's own words, and
//! none is found by them. Where the user asks for it, passages with the shared words alone are found too.

use std::collections::{HashMap, HashSet};

use tantivy::schema::Term;

use crate::index::analysis;
use crate::index::schema::fields::Fields;
use crate::search::engine::term_statistics::TermStatistics;

/// How many of the best passages are read, each of another document.
pub(crate) const PASSAGES: usize = 10;
/// How many words are taken from them.
const WORDS: usize = 20;
/// A word must stand in so many of them: one alone proves nothing.
const SHARED_BY: usize = 2;

/// The words that tell the best passages from the rest of the index, with their weights, which sum to 1, given the
/// texts of the best ones with their scores, and the stems asked for.
pub(crate) fn shared(
    statistics: &TermStatistics,
    fields: &Fields,
    best: &[(f32, String)],
    asked: &HashSet<String>,
) -> Vec<(String, f32)> {
    let mut weights: HashMap<String, (f32, usize)> = HashMap::new();
    for (score, text) in best {
        let mut counts: HashMap<String, f32> = HashMap::new();
        let mut length = 0.0;
        for word in analysis::words(text) {
            length += 1.0;
            let letters = word.folded.chars().all(char::is_alphabetic) && word.folded.len() > 2;
            if letters && !analysis::says_nothing(&word.folded) {
                *counts.entry(analysis::stem(&word.folded)).or_default() += 1.0;
            }
        }
        for (stem, count) in counts.into_iter().filter(|(stem, _)| !asked.contains(stem)) {
            let (weight, passages) = weights.entry(stem).or_default();
            *weight += score * count / length;
            *passages += 1;
        }
    }
    let all = statistics.entries() as f32;
    let mut words: Vec<(String, f32)> = weights
        .into_iter()
        .filter(|(_, (_, passages))| *passages >= SHARED_BY)
        .map(|(stem, (weight, _))| {
            let term = Term::from_field_text(fields.stem_column(&stem), &stem);
            let held = statistics.passages(&term) as f32;
            let rarity = (all / (held + 1.0)).ln().max(0.0);
            (stem, weight * rarity)
        })
        .collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(WORDS);
    let total: f32 = words.iter().map(|(_, weight)| weight).sum();
    words.iter_mut().for_each(|(_, weight)| *weight /= total);
    words
}
