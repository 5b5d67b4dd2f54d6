//! Beside a cue: which words name the source and which are the content.
//!
//! A linear-chain model (Lafferty, McCallum and Pereira 2001) over the tokens around one cue; each is
//! outside, of the source, of the cue or of the content. The n best sequences are found by Viterbi's
//! algorithm with so many places in each cell (Schwartz and Chow 1990).

use super::features::Window;
use super::model::{CONTENT, CUE, LABELS, Weights};

/// The evidence for each label of a token.
pub(super) type Row = [f32; LABELS];

/// Sequences that are found for a cue.
pub(super) const BEST: usize = 4;

/// The evidence for a label that the head of a cue cannot have.
const NEVER: f32 = -1e6;
/// What no possible sequence scores.
const IMPOSSIBLE: f32 = NEVER / 2.0;

/// The evidence for each label of each token of the window.
pub(super) fn evidence<W: Weights>(window: &Window<'_>, weights: &W) -> Vec<Row> {
    let mut rows = Vec::with_capacity(window.end - window.start);
    // Tokens side by side often stand at the same spot: what it says is added up once.
    let mut last = None;
    let mut of_spot = W::Sum::default();
    for at in window.start..window.end {
        if at == window.head {
            // The head is of the cue, whatever else speaks for it.
            let mut row = [NEVER; LABELS];
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

/// Where a sequence comes from, for each place of each label: the label before and its place.
type Back = [[u8; BEST]; LABELS];

/// The best sequences of labels of the window's tokens with their scores, the best first.
pub(super) fn best(window: &Window<'_>, weights: &impl Weights) -> Vec<(f32, Vec<u8>)> {
    let rows = evidence(window, weights);
    let Some(first) = rows.first() else { return Vec::new() };
    let mut scores =
        first.map(|score| std::array::from_fn(|place| if place == 0 { score } else { f32::MIN }));
    let mut back: Vec<Back> = vec![[[0; BEST]; LABELS]; rows.len()];
    for (i, row) in rows.iter().enumerate().skip(1) {
        let steps = weights.steps(window.place(window.start + i));
        let mut next = [[f32::MIN; BEST]; LABELS];
        for label in 0..LABELS {
            if row[label] > NEVER {
                let step: [f32; LABELS] = std::array::from_fn(|before| steps[before][label]);
                (next[label], back[i][label]) = merge(&scores, step, row[label]);
            }
        }
        scores = next;
    }
    let mut ends: [(f32, usize); LABELS * BEST] =
        std::array::from_fn(|end| (scores[end / BEST][end % BEST], end));
    ends.sort_by(|a, b| b.0.total_cmp(&a.0));
    let sequence = |mut end: usize| {
        let mut labels = vec![0; rows.len()];
        for (label, back) in labels.iter_mut().zip(&back).rev() {
            *label = (end / BEST) as u8;
            end = usize::from(back[end / BEST][end % BEST]);
        }
        labels
    };
    let possible = ends[..BEST].iter().filter(|(score, _)| *score > IMPOSSIBLE);
    possible.map(|&(score, end)| (score, sequence(end))).collect()
}

/// The best of the sequences that end with each label before, each list in order, after one more step.
#[inline]
fn merge(scores: &[[f32; BEST]; LABELS], step: Row, evidence: f32) -> ([f32; BEST], [u8; BEST]) {
    let mut heads: Row = std::array::from_fn(|before| scores[before][0] + step[before]);
    let mut taken = [0_usize; LABELS];
    let (mut best, mut from) = ([f32::MIN; BEST], [0_u8; BEST]);
    for place in 0..BEST {
        let one = if heads[1] > heads[0] { 1 } else { 0 };
        let other = if heads[3] > heads[2] { 3 } else { 2 };
        let before = if heads[other] > heads[one] { other } else { one };
        best[place] = heads[before] + evidence;
        from[place] = (before * BEST + taken[before]) as u8;
        taken[before] += 1;
        heads[before] = match scores[before].get(taken[before]) {
            Some(score) => score + step[before],
            None => f32::MIN,
        };
    }
    (best, from)
}

/// The best sequence that has content: for a cue that surely has some, where the best have none.
pub(super) fn best_with_content(window: &Window<'_>, weights: &impl Weights) -> Vec<u8> {
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

#[cfg(test)]
mod tests {
    use super::super::reading::{CLASSES, read};
    use super::*;

    /// Weights drawn from the features' own numbers.
    struct Drawn;

    impl Weights for Drawn {
        type Sum = [f32; LABELS];

        fn cue(&self, _: u32) -> f32 {
            0.0
        }

        fn span(&self, feature: u32, sum: &mut [f32; LABELS]) {
            for (label, sum) in sum.iter_mut().enumerate() {
                *sum += (feature >> (8 * label) & 0xff) as f32 / 128.0 - 1.0;
            }
        }

        fn evidence(&self, one: [f32; LABELS], other: [f32; LABELS]) -> [f32; LABELS] {
            std::array::from_fn(|label| one[label] + other[label])
        }

        fn steps(&self, _: usize) -> &[[f32; LABELS]; LABELS] {
            &[[0.5, -0.2, 0.1, -0.9], [0.3, 0.7, -0.4, 0.2], [-0.6, 0.4, 0.0, 0.8], [0.1, -0.3, 0.6, 0.9]]
        }
    }

    /// Every sequence with its score, the best first.
    fn all(window: &Window<'_>) -> Vec<(f32, Vec<u8>)> {
        let rows = evidence(window, &Drawn);
        let mut all = vec![(0.0, Vec::new())];
        for (i, row) in rows.iter().enumerate() {
            let step = |labels: &[u8], label: usize| match labels.last() {
                Some(before) => Drawn.steps(window.place(window.start + i))[usize::from(*before)][label],
                None => 0.0,
            };
            let longer = |(score, labels): &(f32, Vec<u8>)| {
                let (score, labels) = (*score, labels.clone());
                std::array::from_fn::<_, LABELS, _>(|label| {
                    let longer = [&labels[..], &[label as u8]].concat();
                    (score + row[label] + step(&labels, label), longer)
                })
            };
            all = all.iter().flat_map(longer).collect();
        }
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        all
    }

    #[test]
    fn the_best_sequences_are_those_of_all() {
        let text = "Vadas said that talks ended.";
        let whole = 0..text.len();
        let reading = read(text, std::slice::from_ref(&whole));
        for head in 0..reading.tokens.len() {
            let window = Window::new(&reading.tokens, head, &CLASSES, &[false; 6]);
            let (all, best) = (all(&window), best(&window, &Drawn));
            assert_eq!(best.len(), BEST);
            for (one, wanted) in best.iter().zip(&all) {
                assert!((one.0 - wanted.0).abs() < 1e-3, "{one:?} {wanted:?}");
                assert_eq!(one.1, wanted.1);
            }
            let with_content = all.iter().find(|(_, labels)| labels.contains(&(CONTENT as u8)));
            assert_eq!(Some(best_with_content(&window, &Drawn)), with_content.map(|one| one.1.clone()));
        }
    }
}
