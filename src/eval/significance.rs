//! Significance: whether the difference of two runs may be chance.
//!
//! The paired randomisation test (Fisher; for retrieval Smucker, Allan and Carterette 2007, “A comparison of statistical
//! significance tests for information retrieval evaluation”): were the two runs alike, it would be chance which of them
//! got which of a topic's two values. The p value is the share of random exchanges that bring the means at least as far
//! apart as they are.

use serde::Serialize;

use super::{Measures, Scores};
use crate::index::hash::{ODD, mix};

/// So many exchanges are drawn: p values are good to about a hundredth part of themselves where they matter.
const EXCHANGES: u32 = 20_000;

/// One measure of two runs, over the topics that both answer and that are judged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The mean of the run.
    pub mean: f64,
    /// The mean of the run that it is compared with.
    pub other: f64,
    /// How likely a difference as large is by chance, in either direction: from just above 0 up to 1.
    pub p: f64,
}

/// The measures of two runs, compared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The topics that are compared.
    pub topics: usize,
    /// nDCG of the first ten.
    #[serde(rename = "ndcg_cut_10")]
    pub ndcg_10: Difference,
    /// Average precision.
    pub map: Difference,
    /// Precision among ten.
    #[serde(rename = "P_10")]
    pub precision_10: Difference,
    /// Recall among a hundred.
    #[serde(rename = "recall_100")]
    pub recall_100: Difference,
    /// Reciprocal rank.
    #[serde(rename = "recip_rank")]
    pub reciprocal_rank: Difference,
}

/// Compares a run with another, topic by topic. The same two give the same p values: what is drawn begins with a fixed
/// number.
pub fn compare(run: &Scores, other: &Scores) -> Comparison {
    let shared = run.per_topic.iter().filter_map(|(topic, one)| Some((one, other.per_topic.get(topic)?)));
    let pairs: Vec<(&Measures, &Measures)> = shared.collect();
    let of = |measure: fn(&Measures) -> f64| {
        difference(&pairs.iter().map(|(one, other)| (measure(one), measure(other))).collect::<Vec<_>>())
    };
    Comparison {
        topics: pairs.len(),
        ndcg_10: of(|m| m.ndcg_10),
        map: of(|m| m.map),
        precision_10: of(|m| m.precision_10),
        recall_100: of(|m| m.recall_100),
        reciprocal_rank: of(|m| m.reciprocal_rank),
    }
}

fn difference(pairs: &[(f64, f64)]) -> Difference {
    let count = pairs.len().max(1) as f64;
    let apart: Vec<f64> = pairs.iter().map(|(one, other)| one - other).collect();
    let observed = apart.iter().sum::<f64>().abs();
    let mut state = 0_u64;
    let mut as_far = 0_u32;
    for _ in 0..EXCHANGES {
        let mut sum = 0.0;
        for part in apart.chunks(64) {
            state = state.wrapping_add(ODD);
            let signs = mix(state);
            for (at, difference) in part.iter().enumerate() {
                sum += if signs >> at & 1 == 0 { *difference } else { -difference };
            }
        }
        // Sums of the same numbers in another order differ in their last digits.
        as_far += u32::from(sum.abs() >= observed - 1e-9);
    }
    Difference {
        mean: pairs.iter().map(|(one, _)| one).sum::<f64>() / count,
        other: pairs.iter().map(|(_, other)| other).sum::<f64>() / count,
        // What was observed is one of the exchanges itself.
        p: f64::from(as_far + 1) / f64::from(EXCHANGES + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_those_of_all_exchanges_counted() {
        // Five topics, all better by the same: 2 of the 32 exchanges are as far apart.
        let p = difference(&[(0.6, 0.5); 5]).p;
        assert!((p - 2.0 / 32.0).abs() < 0.005, "{p}");
        // Differences 3, 1 and -1: all but the exchanges whose sum is 1 are as far apart as their sum, 3.
        let p = difference(&[(3.0, 0.0), (1.0, 0.0), (0.0, 1.0)]).p;
        assert!((p - 6.0 / 8.0).abs() < 0.01, "{p}");
    }

    #[test]
    fn a_run_differs_from_itself_by_chance_alone() {
        let same = difference(&[(0.3, 0.3), (0.9, 0.9)]);
        assert_eq!((same.mean, same.other, same.p), (0.6, 0.6, 1.0));
        assert_eq!(difference(&[]).p, 1.0);
    }
}
