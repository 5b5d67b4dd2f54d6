//! Beside a cue: which words name the source and which are the content.
//!
//! A linear-chain model (Lafferty, McCallum and Pereira 2001) over the tokens around one cue; each is
//! outside, of the source, of the cue or of the content, and the best sequence is found by Viterbi's
//! algorithm.

use super::features::Window;
use super::model::{CONTENT, CUE, LABELS, Weights};

/// The evidence for each label of each token of the window.
pub(super) fn evidence(window: &Window<'_>, weights: &impl Weights) -> Vec<[f32; LABELS]> {
    let mut rows = vec![[0.0; LABELS]; window.end - window.start];
    for (row, at) in rows.iter_mut().zip(window.start..) {
        if at == window.head {
            // The head is of the cue, whatever else speaks for it.
            *row = [-1e6; LABELS];
            row[CUE] = 0.0;
        } else {
            window.features(at, |feature| weights.span(feature, row));
            row.iter_mut().for_each(|sum| *sum *= weights.scale());
        }
    }
    rows
}

/// The best labels of the window's tokens; where `content` is asked for, the best that have some.
pub(super) fn best(window: &Window<'_>, weights: &impl Weights, content: bool) -> Vec<u8> {
    // A state is a label, and whether content was seen before: the second half of the states.
    const STATES: usize = 2 * LABELS;
    let rows = evidence(window, weights);
    let Some(first) = rows.first() else { return Vec::new() };
    let mut scores = [f32::MIN; STATES];
    for label in 0..LABELS {
        scores[label + if label == CONTENT { LABELS } else { 0 }] = first[label];
    }
    let mut back = vec![[0_u8; STATES]; rows.len()];
    for (i, row) in rows.iter().enumerate().skip(1) {
        let place = window.place(window.start + i);
        let mut next = [f32::MIN; STATES];
        for (state, score) in scores.iter().enumerate().filter(|(_, score)| **score > f32::MIN) {
            for (label, evidence) in row.iter().enumerate() {
                let seen = state >= LABELS || label == CONTENT;
                let to = label + if seen { LABELS } else { 0 };
                let sum = score + weights.step(place, state % LABELS, label) + evidence;
                if sum > next[to] {
                    next[to] = sum;
                    back[i][to] = state as u8;
                }
            }
        }
        scores = next;
    }
    let least = if content { LABELS } else { 0 };
    let mut state = (least..STATES).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0) as u8;
    let mut labels = vec![0; rows.len()];
    for i in (0..rows.len()).rev() {
        labels[i] = state % LABELS as u8;
        state = back[i][usize::from(state)];
    }
    labels
}
