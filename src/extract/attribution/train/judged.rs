//! What the trees learn from: candidates with whether they are right, as `score.py` of the corpus has it.

use std::ops::Range;

use super::Example;
use crate::extract::attribution::candidates::{Candidate, candidates};
use crate::extract::attribution::model::Model;
use crate::extract::attribution::numbers::{Numbers, describe};

/// Candidates in numbers, and how right each is: 0 for wrong.
#[derive(Default)]
pub(super) struct Rows {
    pub numbers: Vec<Numbers>,
    pub right: Vec<f32>,
}

impl Rows {
    /// Adds the candidates of a text.
    pub fn add(&mut self, example: &Example, model: &Model<'_>) {
        let found = candidates(&example.reading, model);
        self.numbers.extend(describe(&example.reading, &found));
        self.right.extend(found.iter().map(|one| right(example, one)));
    }
}

/// A content that shares less of its letters with the one marked is another.
const SAME: f32 = 0.5;
/// How right a content is that shares just so much, beside one that shares [`WHOLE`].
const PARTLY: f32 = 0.7;
/// A content that shares so much is as good as the one marked.
const WHOLE: f32 = 0.95;

/// How right a candidate is: 0 unless content and source are those that somebody marked.
fn right(example: &Example, one: &Candidate) -> f32 {
    let content: Vec<usize> = one.content.iter().flat_map(Range::clone).collect();
    let (mut most, mut right) = (0.0, 0.0);
    for [source, marked] in &example.golds {
        let shared = shared(example, &content, marked);
        let union = letters(example, &content) + letters(example, marked) - shared;
        let share = shared / union.max(1.0);
        if share > most {
            let whole = ((share - SAME) / (WHOLE - SAME)).min(1.0);
            let of_source = source_share(example, one, source);
            let same = share >= SAME && of_source > 0.0;
            (most, right) = (share, if same { PARTLY + (1.0 - PARTLY) * whole * of_source } else { 0.0 });
        }
    }
    right
}

/// What both sources share of their letters: all where both name nobody, nothing where that is less than a
/// third of the shorter.
fn source_share(example: &Example, one: &Candidate, marked: &[usize]) -> f32 {
    let source: Vec<usize> = one.source.iter().flat_map(Range::clone).collect();
    if source.is_empty() && marked.is_empty() {
        return 1.0;
    }
    let shared = shared(example, &source, marked);
    let (one, other) = (letters(example, &source), letters(example, marked));
    if shared > 0.0 && shared * 3.0 >= one.min(other) { shared / (one + other - shared) } else { 0.0 }
}

fn letters(example: &Example, tokens: &[usize]) -> f32 {
    tokens.iter().map(|&at| example.reading.tokens[at].range().len() as f32).sum()
}

/// The letters of the tokens that are in both lists, which are in order.
fn shared(example: &Example, one: &[usize], other: &[usize]) -> f32 {
    let both: Vec<usize> = one.iter().copied().filter(|at| other.binary_search(at).is_ok()).collect();
    letters(example, &both)
}
