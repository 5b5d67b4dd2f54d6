//! Learns the weights of attribution from annotated texts.
//!
//! Three models: a logistic one that says which tokens head cues, a linear chain that says whose words
//! stand around one, and trees that judge what these two propose. All are drawn by a fixed seed, so that
//! the same texts give the same weights. What the trees learn from is proposed by chains that have not
//! seen its text: so it is as at work (the jackknife).
//!
//! ```
//! use demarche::extract::training::{Annotated, Attributor, Gold, Plan, learn};
//!
//! let text = "Orsolya Vadas said that talks would resume.";
//! let gold = Gold { source: vec![0..13], cue: vec![14..18], content: vec![19..42] };
//! let annotated = || Annotated { text: text.to_owned(), attributions: vec![gold.clone()] };
//! let texts: Vec<Annotated> = std::iter::repeat_with(annotated).take(60).collect();
//! let learned = learn(&texts, Plan { rounds: [8, 8], trees: 20, drawn: 0, ..Plan::default() });
//! let attributor = Attributor::new(&learned).ok_or("no weights")?;
//! assert_eq!(attributor.find(text)[0].source, Some(0..13));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod boosting;
mod chains;
mod grammar;
mod judged;

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use super::model::{CONTENT, CUE, Model, SOURCE};
use super::reading::{Reading, read};
pub use super::{AttributionSpans, Attributor};

/// A text with its attributions, in bytes.
pub struct Annotated {
    /// The text.
    pub text: String,
    /// Its attributions.
    pub attributions: Vec<Gold>,
}

/// One attribution that a person marked, in bytes of the text.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Who.
    pub source: Vec<Range<usize>>,
    /// The words that attribute.
    pub cue: Vec<Range<usize>>,
    /// What was said.
    pub content: Vec<Range<usize>>,
}

/// What was learned, for [`Attributor::new`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learned {
    /// The weights of cues and spans.
    pub model: Vec<u8>,
    /// The trees that judge candidates.
    pub trees: Vec<u8>,
}

/// How the weights are learned.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Times that every text is gone through, for cues and for spans.
    pub rounds: [usize; 2],
    /// The step of the gradient descent, for cues and for spans.
    pub rate: [f32; 2],
    /// The decay of weights towards nothing, for cues and for spans.
    pub decay: [f32; 2],
    /// The least score of a false cue from which the spans learn that it has no content.
    pub threshold: f32,
    /// How many trees.
    pub trees: usize,
    /// The most leaves of a tree.
    pub leaves: usize,
    /// The least likelihood of an attribution.
    pub least: f32,
    /// How many texts drawn from a grammar are learned from as well: forms that news rarely has.
    pub drawn: usize,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            rounds: [8, 8],
            rate: [0.025, 0.03],
            decay: [1e-4, 1e-4],
            threshold: 0.8,
            trees: 80,
            leaves: 31,
            least: 0.3,
            drawn: 1800,
        }
    }
}

/// Parts of the texts, each of which is proposed for by what is learned from the others.
const FOLDS: usize = 4;

/// Learns from annotated texts.
pub fn learn(texts: &[Annotated], plan: Plan) -> Learned {
    let drawn = grammar::texts(plan.drawn);
    let examples = examples(&texts.iter().chain(&drawn).collect::<Vec<_>>());
    let jobs: Vec<usize> = (0..=FOLDS).collect();
    // The last job learns from all, the others leave out their fold.
    let mut models: Vec<Vec<u8>> = jobs
        .into_par_iter()
        .map(|fold| {
            let others = examples.iter().enumerate().filter(|(at, _)| at % FOLDS != fold);
            chains::learn(&others.map(|(_, example)| example).collect::<Vec<_>>(), plan)
        })
        .collect();
    let model = models.pop().unwrap_or_default();
    let mut rows = judged::Rows::default();
    for (fold, bytes) in models.iter().enumerate() {
        let Some(model) = Model::read(bytes) else { continue };
        for example in examples.iter().skip(fold).step_by(FOLDS) {
            rows.add(example, &model);
        }
    }
    let trees = boosting::boost(&rows.numbers, &rows.right, plan);
    Learned { model, trees: trees.write() }
}

/// A text that is read, with what was marked in it.
struct Example {
    reading: Reading,
    /// The head of each attribution's cue, and the labels of its tokens.
    heads: Vec<(usize, Vec<(usize, u8)>)>,
    /// The tokens of each attribution's source and content.
    golds: Vec<[Vec<usize>; 2]>,
}

impl Example {
    fn is_head(&self, at: usize) -> bool {
        self.heads.binary_search_by_key(&at, |(head, _)| *head).is_ok()
    }
}

fn examples(texts: &[&Annotated]) -> Vec<Example> {
    let readings: Vec<Reading> =
        texts.iter().map(|text| read(&text.text, &crate::extract::sentences(&text.text))).collect();
    let weights = weights(&readings, texts);
    let example = |(reading, text): (Reading, &&Annotated)| {
        let mut example = Example { reading, heads: Vec::new(), golds: Vec::new() };
        for gold in &text.attributions {
            let [source, cue, content] =
                [&gold.source, &gold.cue, &gold.content].map(|ranges| covered(&example.reading, ranges));
            let weight =
                |at: usize| weights.get(&example.reading.tokens[at].word).copied().unwrap_or_default();
            let head = cue.iter().copied().max_by(|&a, &b| weight(a).total_cmp(&weight(b)).then(b.cmp(&a)));
            if let Some(head) = head {
                let mut labels = Vec::new();
                for (tokens, label) in [(&content, CONTENT), (&source, SOURCE), (&cue, CUE)] {
                    labels.extend(tokens.iter().map(|&at| (at, label as u8)));
                }
                example.heads.push((head, labels));
            }
            example.golds.push([source, content]);
        }
        example.heads.sort();
        example
    };
    readings.into_iter().zip(texts).map(example).collect()
}

/// How often each word is a cue's, as a share of all its places.
fn weights(readings: &[Reading], texts: &[&Annotated]) -> HashMap<u32, f32> {
    let mut counts = HashMap::<u32, [f32; 2]>::new();
    for (reading, text) in readings.iter().zip(texts) {
        for token in &reading.tokens {
            counts.entry(token.word).or_default()[1] += 1.0;
        }
        for at in text.attributions.iter().flat_map(|gold| covered(reading, &gold.cue)) {
            counts.entry(reading.tokens[at].word).or_default()[0] += 1.0;
        }
    }
    counts.into_iter().map(|(word, [cues, all])| (word, cues / (all + 5.0))).collect()
}

/// The tokens that ranges of bytes cover, in order.
fn covered(reading: &Reading, ranges: &[Range<usize>]) -> Vec<usize> {
    let tokens = &reading.tokens;
    let tokens_of = |range: &Range<usize>| {
        let start = tokens.partition_point(|token| token.end as usize <= range.start);
        start..tokens.partition_point(|token| (token.start as usize) < range.end)
    };
    let mut covered: Vec<usize> = ranges.iter().flat_map(tokens_of).collect();
    covered.sort_unstable();
    covered.dedup();
    covered
}

/// A small generator (xorshift) for the order of the examples.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn order(&mut self, length: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..length).collect();
        for at in (1..length).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}
