//! Beside a cue: which words name the source and which are the content.
//!
//! A linear-chain model (Lafferty, McCallum and Pereira 2001) over the tokens around one cue; each is
//! outside, of the source, of the cue or of the content, and the best sequence is found by Viterbi's
//! algorithm.

use super::features::Window;
use super::model::{CONTENT, CUE, LABELS, Weights};

/// The evidence for each label of a token.
pub(super) type Row = [f32; LABELS];

/// The evidence for each label of each token of the window.
pub(super) fn evidence<W: Weights>(window: &Window<'_>, weights: &W) -> Vec<Row> {
    let mut rows = Vec::with_capacity(window.end - window.start);
    // Tokens side by side often stand at the same spot: what it says is added up once.
    let mut last = None;
    let mut of_spot = W::Sum::default();
    for at in window.start..window.end {
        if at == window.head {
            // The head is of the cue, whatever else speaks for it.
            let mut row = [-1e6; LABELS];
            row[CUE] = 0.0;
            rows.push(row);
            continue;
        }
        let spot = window.spot(at);
        if last != Some(spot) {
            last = Some(spot);
            of_spot = W::Sum::default();
            window.of_spot(spot, |feature| weights.span(feature, &mut of_spot));
        }
        let mut of_token = W::Sum::default();
        window.of_token(at, spot, |feature| weights.span(feature, &mut of_token));
        rows.push(weights.evidence(of_spot, of_token));
    }
    rows
}

/// The best labels of the window's tokens; where `content` is asked for, the best that have some.
pub(super) fn best(window: &Window<'_>, weights: &impl Weights, content: bool) -> Vec<u8> {
    let rows = evidence(window, weights);
    let labels = chain(window, &rows, weights);
    if content && !labels.contains(&(CONTENT as u8)) {
        return chain_with_content(window, &rows, weights);
    }
    labels
}

fn chain(window: &Window<'_>, rows: &[Row], weights: &impl Weights) -> Vec<u8> {
    let Some(first) = rows.first() else { return Vec::new() };
    let mut scores = *first;
    let mut back = vec![[0_u8; LABELS]; rows.len()];
    for (i, row) in rows.iter().enumerate().skip(1) {
        let steps = weights.steps(window.place(window.start + i));
        let mut next = [f32::MIN; LABELS];
        let mut from = [0_u8; LABELS];
        for (before, step) in steps.iter().enumerate() {
            for label in 0..LABELS {
                let sum = scores[before] + step[label];
                let better = sum > next[label];
                next[label] = if better { sum } else { next[label] };
                from[label] = if better { before as u8 } else { from[label] };
            }
        }
        back[i] = from;
        scores = std::array::from_fn(|label| next[label] + row[label]);
    }
    let best = (0..LABELS).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
    let mut labels = vec![0; rows.len()];
    let mut label = best as u8;
    for (at, back) in back.iter().enumerate().rev() {
        labels[at] = label;
        label = back[usize::from(label)];
    }
    labels
}

/// The same where content is asked for and the best labels have none.
fn chain_with_content(window: &Window<'_>, rows: &[Row], weights: &impl Weights) -> Vec<u8> {
    // A state is a label, and whether content was seen before: the second half of the states.
    const STATES: usize = 2 * LABELS;
    let Some(first) = rows.first() else { return Vec::new() };
    let mut scores = [f32::MIN; STATES];
    for label in 0..LABELS {
        scores[label + if label == CONTENT { LABELS } else { 0 }] = first[label];
    }
    let mut back = vec![[0_u8; STATES]; rows.len()];
    for (i, row) in rows.iter().enumerate().skip(1) {
        let steps = weights.steps(window.place(window.start + i));
        let mut next = [f32::MIN; STATES];
        for (state, score) in scores.iter().enumerate().filter(|(_, score)| **score > f32::MIN) {
            for (label, evidence) in row.iter().enumerate() {
                let seen = state >= LABELS || label == CONTENT;
                let to = label + if seen { LABELS } else { 0 };
                let sum = score + steps[state % LABELS][label] + evidence;
                if sum > next[to] {
                    next[to] = sum;
                    back[i][to] = state as u8;
                }
            }
        }
        scores = next;
    }
    let mut state = (LABELS..STATES).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0) as u8;
    let mut labels = vec![0; rows.len()];
    for i in (0..rows.len()).rev() {
        labels[i] = state % LABELS as u8;
        state = back[i][usize::from(state)];
    }
    labels
}
