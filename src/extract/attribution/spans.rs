//! Beside a cue: which words name the source and which are the content.
//!
//! A linear-chain model (Lafferty, McCallum and Pereira 2001) over the tokens around one cue; each is
//! outside, of the source, of the cue or of the content, and the best sequence is found by Viterbi's
//! algorithm.

use super::features::Window;
use super::model::{CUE, LABELS, Weights};

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
        }
    }
    rows
}

/// The best labels of the window's tokens.
pub(super) fn best(window: &Window<'_>, weights: &impl Weights) -> Vec<u8> {
    let rows = evidence(window, weights);
    let mut back = vec![[0_u8; LABELS]; rows.len()];
    let Some(mut scores) = rows.first().copied() else { return Vec::new() };
    for (i, row) in rows.iter().enumerate().skip(1) {
        let place = window.place(window.start + i);
        let mut next = [f32::MIN; LABELS];
        for label in 0..LABELS {
            for (before, score) in scores.iter().enumerate() {
                let sum = score + weights.step(place, before, label);
                if sum > next[label] {
                    next[label] = sum;
                    back[i][label] = before as u8;
                }
            }
            next[label] += row[label];
        }
        scores = next;
    }
    let mut label = (0..LABELS).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0) as u8;
    let mut labels = vec![0; rows.len()];
    for i in (0..rows.len()).rev() {
        labels[i] = label;
        label = back[i][usize::from(label)];
    }
    labels
}
