//! Bursts: stretches in which a query's share of all statements is higher than elsewhere.
//!
//! The method is Kleinberg's two-state automaton for batches (J. Kleinberg 2002, “Bursty and hierarchical
//! structure in streams”, section 4). A batch at time t has d statements, r of which match. In the base state a
//! statement matches with probability p0 = R / D, the share overall; in the burst state with p1 = s · p0. Being
//! in state i costs −ln of the binomial probability of r out of d under pi; going up from the base state costs
//! γ · ln n, n the number of batches; going down costs nothing. The cheapest sequence of states is sought, and
//! each run of burst states in it is a burst; its weight is what it saves against the base state.
//!
//! A burst found in a few statements may be chance all the same. So each has a p-value that holds for small
//! counts too: the chance that, R matches being spread over D statements at random, as many fall into these
//! batches (the hypergeometric tail, Fisher's exact test), times the number of stretches that could have been
//! looked at, n (n + 1) / 2 (Bonferroni's bound; the true value is lower).

use serde::Serialize;

/// The method, for showing beside the results.
pub const METHOD: &str = "Kleinberg 2002, two states, batches";

/// One stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Statements that match.
    pub matched: u64,
    /// All statements, matching or not. A batch with none says nothing for or against a burst.
    pub all: u64,
}

/// The parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BurstOptions {
    /// How many times the share overall is the share in a burst; above 1.
    pub s: f64,
    /// How dear it is to begin a burst; 0 or more.
    pub gamma: f64,
}

impl Default for BurstOptions {
    /// Kleinberg's own choice.
    fn default() -> Self {
        Self { s: 2.0, gamma: 1.0 }
    }
}

/// A burst.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Burst {
    /// Its first batch, counted from 0.
    pub first: usize,
    /// Its last batch.
    pub last: usize,
    /// Matches in it.
    pub matched: u64,
    /// All statements in it.
    pub all: u64,
    /// The matches that the share overall would give.
    pub expected: f64,
    /// What it saves against the base state; higher is stronger.
    pub weight: f64,
    /// How likely such a stretch is by chance; at most 1.
    pub p_value: f64,
}

/// The bursts of a sequence of batches, in order of time. None where nothing or everything matches.
pub fn bursts(batches: &[Batch], options: BurstOptions) -> Vec<Burst> {
    let (matched, all) = sums(batches);
    if matched == 0 || matched >= all {
        return Vec::new();
    }
    let gains = gains(batches, options.s);
    let states = cheapest(&gains, options.gamma.max(0.0) * (batches.len() as f64).ln());
    let mut found = Vec::new();
    let mut at = 0;
    for run in states.chunk_by(|a, b| a == b) {
        let batches_of = at..at + run.len();
        at = batches_of.end;
        if !run[0] {
            continue;
        }
        let (r, d) = sums(&batches[batches_of.clone()]);
        let stretches = batches.len() as f64 * (batches.len() + 1) as f64 / 2.0;
        found.push(Burst {
            first: batches_of.start,
            last: batches_of.end - 1,
            matched: r,
            all: d,
            expected: d as f64 * matched as f64 / all as f64,
            weight: gains[batches_of].iter().sum(),
            p_value: (tail(r, d, matched, all) * stretches).min(1.0),
        });
    }
    found
}

fn sums(batches: &[Batch]) -> (u64, u64) {
    // No batch has more matches than statements.
    batches
        .iter()
        .fold((0, 0), |(matched, all), batch| (matched + batch.matched.min(batch.all), all + batch.all))
}

/// What each batch saves in the burst state: the binomial coefficients of both costs are the same and fall away.
fn gains(batches: &[Batch], s: f64) -> Vec<f64> {
    let (matched, all) = sums(batches);
    let p0 = matched as f64 / all as f64;
    // A share of s · p0 may pass 1: then the share that does not match is divided by s instead.
    let p1 = (s * p0).min(1.0 - (1.0 - p0) / s);
    let (more, fewer) = ((p1 / p0).ln(), ((1.0 - p1) / (1.0 - p0)).ln());
    let gain = |batch: &Batch| {
        let matched = batch.matched.min(batch.all);
        matched as f64 * more + (batch.all - matched) as f64 * fewer
    };
    batches.iter().map(gain).collect()
}

/// The cheapest states (`true` for burst), beginning from the base state; of equally cheap ones, base.
fn cheapest(gains: &[f64], up: f64) -> Vec<bool> {
    // Costs of ending in the base and the burst state, and where each came from.
    let (mut base, mut burst) = (0.0, f64::INFINITY);
    let mut from: Vec<(bool, bool)> = Vec::with_capacity(gains.len());
    for gain in gains {
        let (stay, rise) = (burst, base + up);
        from.push((burst < base, stay <= rise));
        base = f64::min(base, burst);
        burst = f64::min(stay, rise) - gain;
    }
    let mut states = vec![false; gains.len()];
    let mut state = burst < base;
    for at in (0..gains.len()).rev() {
        states[at] = state;
        state = if state { from[at].1 } else { from[at].0 };
    }
    states
}

/// The chance that at least `r` of `matched` among `all` fall into `d` drawn at random.
fn tail(r: u64, d: u64, matched: u64, all: u64) -> f64 {
    let most = d.min(matched);
    if r == 0 || r + (all - matched) < d {
        return 1.0;
    }
    let mut term = (choose(matched, r) + choose(all - matched, d - r) - choose(all, d)).exp();
    let mut sum = term;
    for k in r..most {
        // C(M, k+1) C(N−M, d−k−1) over C(M, k) C(N−M, d−k).
        let up = (matched - k) as f64 * (d - k) as f64;
        let down = (k + 1) as f64 * (all - matched + k + 1 - d) as f64;
        term *= up / down;
        sum += term;
        if term < sum * 1e-17 && up < down {
            break;
        }
    }
    sum.min(1.0)
}

/// ln of the binomial coefficient.
fn choose(n: u64, k: u64) -> f64 {
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

/// ln n!, exact up to 20!, by Stirling's series beyond (its error is below 1 / (1260 n⁵)).
fn ln_factorial(n: u64) -> f64 {
    if n <= 20 {
        return ((1..=n).product::<u64>() as f64).ln();
    }
    let x = n as f64;
    x * x.ln() - x + 0.5 * (std::f64::consts::TAU * x).ln() + 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn batches(counts: &[(u64, u64)]) -> Vec<Batch> {
        counts.iter().map(|(matched, all)| Batch { matched: *matched, all: *all }).collect()
    }

    #[test]
    fn a_worked_example() {
        let counts: Vec<_> = [2, 2, 2, 10, 12, 9, 2, 2, 2, 2].map(|matched| (matched, 100)).to_vec();
        let found = bursts(&batches(&counts), BurstOptions::default());
        assert_eq!(found.len(), 1);
        let burst = found[0];
        assert_eq!((burst.first, burst.last, burst.matched, burst.all), (3, 5, 31, 300));
        // p0 = 45/1000, p1 = 0.09. A match saves ln 2 = 0.693147, another statement costs ln(0.955/0.91) =
        // 0.048267: batch 3 saves 10 · 0.693147 − 90 · 0.048267 = 2.58744, batch 4 4.07028, batch 5 1.84603,
        // in all more than the ln 10 = 2.302585 that it costs to begin.
        assert!((burst.weight - 8.50375).abs() < 1e-4, "{}", burst.weight);
        assert!((burst.expected - 13.5).abs() < 1e-9);
        // Exactly: the sum over k of C(45, k) C(955, 300 − k) / C(1000, 300), from 31 on, times 55 stretches.
        assert!((burst.p_value / 2.223869425e-6 - 1.0).abs() < 1e-8, "{}", burst.p_value);
        // Dearer to begin than it saves.
        assert!(bursts(&batches(&counts), BurstOptions { s: 2.0, gamma: 4.0 }).is_empty());
    }

    #[test]
    fn the_tail_is_fishers_exact_test() {
        // The lady tasting tea: all four cups of eight, one chance in 70.
        assert!((tail(4, 4, 4, 8) - 1.0 / 70.0).abs() < 1e-12);
        assert!((tail(3, 4, 4, 8) - 17.0 / 70.0).abs() < 1e-12);
        assert_eq!(tail(0, 4, 4, 8), 1.0);
        assert!((ln_factorial(21) - (ln_factorial(20) + 21f64.ln())).abs() < 1e-9);
    }

    #[test]
    fn a_burst_of_a_few_is_not_called_certain() {
        let found = bursts(&batches(&[(0, 2), (2, 2), (0, 2), (0, 2), (0, 2)]), BurstOptions::default());
        assert!(found.iter().all(|burst| burst.p_value > 0.05), "{found:?}");
    }

    #[test]
    fn growth_of_the_corpus_is_no_burst() {
        let counts: Vec<_> = [10u64, 10, 10, 500, 600, 10].map(|all| (all / 5, all)).to_vec();
        assert!(bursts(&batches(&counts), BurstOptions::default()).is_empty());
    }

    #[test]
    fn nothing_to_say_is_no_burst() {
        for counts in [&[][..], &[(0, 0)], &[(0, 9), (0, 9)], &[(9, 9), (9, 9)], &[(3, 9)]] {
            assert!(bursts(&batches(counts), BurstOptions::default()).is_empty(), "{counts:?}");
        }
        // A share so high that twice as much is more than all.
        let high = bursts(&batches(&[(6, 10), (6, 10), (100, 100), (6, 10)]), BurstOptions::default());
        assert!(high.iter().all(|burst| burst.weight.is_finite() && burst.weight > 0.0));
    }

    fn cost(states: &[bool], gains: &[f64], up: f64) -> f64 {
        let mut before = false;
        let mut cost = 0.0;
        for (state, gain) in states.iter().zip(gains) {
            cost += if *state && !before { up } else { 0.0 };
            cost -= if *state { *gain } else { 0.0 };
            before = *state;
        }
        cost
    }

    proptest! {
        #[test]
        fn no_sequence_of_states_is_cheaper(gains in prop::collection::vec(-5.0..5.0f64, 1..9), up in 0.0..4.0f64) {
            let found = cost(&cheapest(&gains, up), &gains, up);
            for bits in 0..1u32 << gains.len() {
                let states: Vec<bool> = (0..gains.len()).map(|at| bits >> at & 1 == 1).collect();
                prop_assert!(found <= cost(&states, &gains, up) + 1e-9);
            }
        }

        #[test]
        fn bursts_are_apart_and_above_the_share(counts in prop::collection::vec((0..50u64, 0..200u64), 0..30)) {
            let found = bursts(&batches(&counts), BurstOptions::default());
            for pair in found.windows(2) {
                prop_assert!(pair[0].last + 1 < pair[1].first);
            }
            for burst in found {
                prop_assert!(burst.matched as f64 > burst.expected);
                prop_assert!(burst.weight > 0.0 && (0.0..=1.0).contains(&burst.p_value));
            }
        }
    }
}
