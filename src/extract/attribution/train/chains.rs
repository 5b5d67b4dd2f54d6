//! The two chains' weights by stochastic gradient descent with AdaGrad (Duchi, Hazan and Singer 2011).

use super::{Example, FOLDS, Plan, Random};
use crate::extract::attribution::candidates::{LIKELY, cue_scores};
use crate::extract::attribution::features::{self, Window};
use crate::extract::attribution::model::{self, CUE, CUE_BITS, LABELS, OUT, PLACES, SPAN_BITS, Weights};
use crate::extract::attribution::reading::CLASSES;
use crate::extract::attribution::spans;

/// Learns the weights of cues and of spans; returns the bytes of a model.
pub(super) fn learn(examples: &[&Example], plan: Plan) -> Vec<u8> {
    let mut learning = Learning {
        cue: Table::new(1 << CUE_BITS, plan.rate[0], plan.decay[0]),
        span: Table::new(LABELS << SPAN_BITS, plan.rate[1], plan.decay[1]),
        step: Table::new(PLACES * LABELS * LABELS, plan.rate[1], plan.decay[1]),
    };
    let folds = jackknife(examples, plan);
    learn_cues(examples, &mut learning, plan);
    learn_spans(examples, &folds, &mut learning, plan);
    model::write([&learning.cue.weights, &learning.span.weights, &learning.step.weights])
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

fn learn_cues(examples: &[&Example], learning: &mut Learning, plan: Plan) {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut found = Vec::new();
    for _ in 0..plan.rounds[0] {
        for i in random.order(examples.len()) {
            let example = examples[i];
            let tokens = &example.reading.tokens;
            for at in 0..tokens.len() {
                let gold = if example.is_head(at) { 1.0 } else { 0.0 };
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

fn learn_spans(examples: &[&Example], folds: &[Vec<f32>], learning: &mut Learning, plan: Plan) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..plan.rounds[1] {
        for i in random.order(examples.len()) {
            let example = examples[i];
            let tokens = &example.reading.tokens;
            let scores = &folds[i];
            let likely: Vec<bool> = scores.iter().map(|score| *score > LIKELY).collect();
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
            for (head, _) in scores.iter().enumerate().filter(|(_, score)| **score > plan.threshold) {
                // A false cue in a true one's cue is that attribution again; elsewhere it has no content.
                let is_cue = |(at, label): &(usize, u8)| *at == head && *label == CUE as u8;
                let again = || example.heads.iter().any(|(_, labels)| labels.iter().any(is_cue));
                if !example.is_head(head) && !again() {
                    let window = Window::new(tokens, head, &CLASSES, &likely);
                    let mut gold = vec![OUT as u8; window.end - window.start];
                    gold[head - window.start] = CUE as u8;
                    step(&window, &gold, learning);
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

/// The cue scores of each example by weights learned from others: what the spans learn from should look
/// as it will at work.
fn jackknife(examples: &[&Example], plan: Plan) -> Vec<Vec<f32>> {
    let mut scores = vec![Vec::new(); examples.len()];
    for fold in 0..FOLDS {
        let others: Vec<&Example> = examples
            .iter()
            .enumerate()
            .filter(|(i, _)| i % FOLDS != fold)
            .map(|(_, example)| *example)
            .collect();
        let mut learning = Learning {
            cue: Table::new(1 << CUE_BITS, plan.rate[0], plan.decay[0]),
            span: Table::new(0, 0.0, 0.0),
            step: Table::new(0, 0.0, 0.0),
        };
        learn_cues(&others, &mut learning, plan);
        for (i, example) in examples.iter().enumerate().filter(|(i, _)| i % FOLDS == fold) {
            scores[i] = cue_scores(&example.reading, &learning);
        }
    }
    scores
}
