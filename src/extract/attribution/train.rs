//! Learns the weights of attribution from annotated texts.
//!
//! Two models: a logistic one that says which tokens head cues, and a linear chain that says whose
//! words stand around one. Both are trained by stochastic gradient descent with AdaGrad (Duchi, Hazan
//! and Singer 2011) in an order drawn by a fixed seed, so that the same texts give the same weights.
//!
//! ```
//! use demarche::extract::training::{Annotated, Attributor, Gold, Plan, learn};
//!
//! let text = "Orsolya Vadas said that talks would resume.";
//! let gold = Gold { source: vec![0..13], cue: vec![14..18], content: vec![19..42] };
//! let texts = [Annotated { text: text.to_owned(), attributions: vec![gold] }];
//! let model = learn(&texts, Plan { rounds: [40, 40], negatives: false, ..Plan::default() });
//! let attributor = Attributor::new(&model).ok_or("no model")?;
//! assert_eq!(attributor.find(text)[0].source, Some(0..13));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::HashMap;
use std::ops::Range;

use super::features::{self, Window};
use super::model::{CONTENT, CUE, CUE_BITS, LABELS, OUT, PLACES, SOURCE, SPAN_BITS, Weights};
pub use super::{AttributionSpans, Attributor};
use super::{CLASSES, LIKELY, Reading, cue_scores, model, read, spans};

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

/// Weights that are being learned.
struct Learning {
    cue: Table,
    span: Table,
    step: Table,
}

/// A table of weights with the sum of squared gradients of each.
struct Table {
    weights: Vec<f32>,
    squares: Vec<f32>,
    rate: f32,
    decay: f32,
}

impl Table {
    fn new(size: usize, rate: f32, decay: f32) -> Self {
        Self { weights: vec![0.0; size], squares: vec![1e-2; size], rate, decay }
    }

    fn update(&mut self, at: usize, gradient: f32) {
        let gradient = gradient - self.decay * self.weights[at];
        self.squares[at] += gradient * gradient;
        self.weights[at] += self.rate * gradient / self.squares[at].sqrt();
    }
}

impl Weights for Learning {
    type Sum = [f32; LABELS];

    fn cue(&self, feature: u32) -> f32 {
        self.cue.weights[(feature >> (32 - CUE_BITS)) as usize]
    }

    fn span(&self, feature: u32, sum: &mut [f32; LABELS]) {
        let at = (feature >> (32 - SPAN_BITS)) as usize * LABELS;
        for (sum, weight) in sum.iter_mut().zip(&self.span.weights[at..at + LABELS]) {
            *sum += weight;
        }
    }

    fn evidence(&self, one: [f32; LABELS], other: [f32; LABELS]) -> [f32; LABELS] {
        std::array::from_fn(|label| one[label] + other[label])
    }

    fn steps(&self, place: usize) -> &[[f32; LABELS]; LABELS] {
        let (rows, _) = self.step.weights.as_chunks();
        let (places, _) = rows.as_chunks();
        &places[place]
    }
}

/// A text that is read, with the head of each attribution's cue and the labels of its tokens.
struct Example {
    reading: Reading,
    heads: Vec<(usize, Vec<(usize, u8)>)>,
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
    /// The least score of a cue at work.
    pub least: f32,
    /// Whether the spans learn from false cues at all.
    pub negatives: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            rounds: [8, 8],
            rate: [0.025, 0.03],
            decay: [1e-4, 1e-4],
            threshold: 0.8,
            least: -0.9,
            negatives: true,
        }
    }
}

/// Learns from annotated texts; returns the bytes of a model.
pub fn learn(texts: &[Annotated], plan: Plan) -> Vec<u8> {
    let examples = examples(texts);
    let mut learning = Learning {
        cue: Table::new(1 << CUE_BITS, plan.rate[0], plan.decay[0]),
        span: Table::new(LABELS << SPAN_BITS, plan.rate[1], plan.decay[1]),
        step: Table::new(PLACES * LABELS * LABELS, plan.rate[1], plan.decay[1]),
    };
    let folds = if plan.negatives { jackknife(&examples, plan) } else { Vec::new() };
    learn_cues(&examples.iter().collect::<Vec<_>>(), &mut learning, plan);
    learn_spans(&examples, &folds, &mut learning, plan);
    model::write([&learning.cue.weights, &learning.span.weights, &learning.step.weights], plan.least)
}

fn examples(texts: &[Annotated]) -> Vec<Example> {
    let readings: Vec<Reading> =
        texts.iter().map(|text| read(&text.text, &crate::extract::sentences(&text.text))).collect();
    let (mut in_cue, mut all) = (HashMap::<u32, f32>::new(), HashMap::<u32, f32>::new());
    let covered = |reading: &Reading, ranges: &[Range<usize>]| -> Vec<usize> {
        let at = |byte: usize| reading.tokens.partition_point(|token| (token.end as usize) <= byte);
        ranges
            .iter()
            .flat_map(|range| {
                at(range.start)..reading.tokens.partition_point(|t| (t.start as usize) < range.end)
            })
            .collect()
    };
    for (reading, text) in readings.iter().zip(texts) {
        for token in &reading.tokens {
            *all.entry(token.word).or_default() += 1.0;
        }
        for gold in &text.attributions {
            for at in covered(reading, &gold.cue) {
                *in_cue.entry(reading.tokens[at].word).or_default() += 1.0;
            }
        }
    }
    let weight = |word: u32| in_cue.get(&word).unwrap_or(&0.0) / (all.get(&word).unwrap_or(&0.0) + 5.0);
    readings
        .into_iter()
        .zip(texts)
        .map(|(reading, text)| {
            let mut heads = Vec::new();
            for gold in &text.attributions {
                let cue = covered(&reading, &gold.cue);
                let best = cue.iter().copied().max_by(|&a, &b| {
                    let score = |at: usize| weight(reading.tokens[at].word);
                    score(a).total_cmp(&score(b)).then(b.cmp(&a))
                });
                let Some(head) = best else { continue };
                let mut labels = Vec::new();
                for (ranges, label) in [(&gold.content, CONTENT), (&gold.source, SOURCE), (&gold.cue, CUE)] {
                    labels.extend(covered(&reading, ranges).into_iter().map(|at| (at, label as u8)));
                }
                heads.push((head, labels));
            }
            heads.sort();
            Example { reading, heads }
        })
        .collect()
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

fn learn_cues(examples: &[&Example], learning: &mut Learning, plan: Plan) {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut found = Vec::new();
    for _ in 0..plan.rounds[0] {
        for i in random.order(examples.len()) {
            let example = &examples[i];
            let tokens = &example.reading.tokens;
            for at in 0..tokens.len() {
                let gold = if example.heads.iter().any(|(head, _)| *head == at) { 1.0 } else { 0.0 };
                found.clear();
                let mut take = |feature: u32| found.push((feature >> (32 - CUE_BITS)) as usize);
                features::cue_first(tokens, at, &mut take);
                features::cue_rest(tokens, at, &mut take);
                let sum: f32 = found.iter().map(|&at| learning.cue.weights[at]).sum();
                let gradient = gold - 1.0 / (1.0 + (-sum).exp());
                if gradient.abs() > 1e-3 {
                    found.iter().for_each(|&at| learning.cue.update(at, gradient));
                }
            }
        }
    }
}

/// The cue scores of each example by weights learned from the others, in two halves: what the spans
/// learn from should look as it will at work.
fn jackknife(examples: &[Example], plan: Plan) -> Vec<Vec<f32>> {
    let mut scores = vec![Vec::new(); examples.len()];
    for fold in 0..4 {
        let others: Vec<&Example> =
            examples.iter().enumerate().filter(|(i, _)| i % 4 != fold).map(|(_, example)| example).collect();
        let mut learning = Learning {
            cue: Table::new(1 << CUE_BITS, plan.rate[0], plan.decay[0]),
            span: Table::new(0, 0.0, 0.0),
            step: Table::new(0, 0.0, 0.0),
        };
        learn_cues(&others, &mut learning, plan);
        for (i, example) in examples.iter().enumerate().filter(|(i, _)| i % 4 == fold) {
            scores[i] = cue_scores(&example.reading, &learning);
        }
    }
    scores
}

fn learn_spans(examples: &[Example], folds: &[Vec<f32>], learning: &mut Learning, plan: Plan) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..plan.rounds[1] {
        for i in random.order(examples.len()) {
            let example = &examples[i];
            let tokens = &example.reading.tokens;
            let likely: Vec<bool> = match folds.get(i) {
                Some(scores) => scores.iter().map(|score| *score > LIKELY).collect(),
                None => {
                    (0..tokens.len()).map(|at| example.heads.iter().any(|(head, _)| *head == at)).collect()
                }
            };
            for (head, labels) in &example.heads {
                let window = Window::new(tokens, *head, &CLASSES, &likely);
                let mut gold = vec![OUT as u8; window.end - window.start];
                for (at, label) in labels {
                    if (window.start..window.end).contains(at) {
                        gold[at - window.start] = *label;
                    }
                }
                gold[*head - window.start] = CUE as u8;
                step(&window, &gold, learning);
            }
            if let Some(scores) = folds.get(i) {
                for head in 0..tokens.len() {
                    if scores[head] > plan.threshold && !example.heads.iter().any(|(at, _)| *at == head) {
                        // A false cue in a true one's span is that attribution again; elsewhere it has no content.
                        let inside = example.heads.iter().find(|(_, labels)| {
                            labels.iter().any(|(at, label)| *at == head && *label == CUE as u8)
                        });
                        if inside.is_some() {
                            continue;
                        }
                        let window = Window::new(tokens, head, &CLASSES, &likely);
                        let mut gold = vec![OUT as u8; window.end - window.start];
                        gold[head - window.start] = CUE as u8;
                        step(&window, &gold, learning);
                    }
                }
            }
        }
    }
}

/// One step up the gradient of the log-likelihood of the gold labels: forward and backward sums.
fn step(window: &Window<'_>, gold: &[u8], learning: &mut Learning) {
    let rows = spans::evidence(window, learning);
    let length = rows.len();
    let places: Vec<usize> = (0..length).map(|i| window.place(window.start + i)).collect();
    let add = |a: f32, b: f32| {
        let (most, least) = if a > b { (a, b) } else { (b, a) };
        most + (least - most).exp().ln_1p()
    };
    let mut forward = rows.clone();
    for i in 1..length {
        for label in 0..LABELS {
            let mut sum = f32::MIN;
            for (before, score) in forward[i - 1].iter().enumerate() {
                sum = add(sum, score + learning.steps(places[i])[before][label]);
            }
            forward[i][label] = rows[i][label] + sum;
        }
    }
    let mut backward = vec![[0.0_f32; LABELS]; length];
    for i in (0..length - 1).rev() {
        for label in 0..LABELS {
            let mut sum = f32::MIN;
            for after in 0..LABELS {
                sum = add(
                    sum,
                    learning.steps(places[i + 1])[label][after] + rows[i + 1][after] + backward[i + 1][after],
                );
            }
            backward[i][label] = sum;
        }
    }
    let total = forward[length - 1].iter().copied().reduce(add).unwrap_or(0.0);
    let mut steps: Vec<(usize, f32)> = Vec::new();
    for i in 1..length {
        for (before, reached) in forward[i - 1].iter().enumerate() {
            for label in 0..LABELS {
                let score =
                    reached + learning.steps(places[i])[before][label] + rows[i][label] + backward[i][label];
                let expected = (score - total).exp();
                let seen = f32::from(gold[i - 1] == before as u8 && gold[i] == label as u8);
                if (seen - expected).abs() > 1e-3 {
                    steps.push(((places[i] * LABELS + before) * LABELS + label, seen - expected));
                }
            }
        }
    }
    for i in 0..length {
        if window.start + i == window.head {
            continue;
        }
        let mut gradient = [0.0; LABELS];
        for label in 0..LABELS {
            let expected = (forward[i][label] + backward[i][label] - total).exp();
            gradient[label] = f32::from(gold[i] == label as u8) - expected;
        }
        if gradient.iter().all(|g| g.abs() < 1e-3) {
            continue;
        }
        let table = &mut learning.span;
        window.features(window.start + i, |feature| {
            let row = (feature >> (32 - SPAN_BITS)) as usize * LABELS;
            for (label, gradient) in gradient.iter().enumerate() {
                table.update(row + label, *gradient);
            }
        });
    }
    for (at, gradient) in steps {
        learning.step.update(at, gradient);
    }
}
