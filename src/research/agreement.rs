//! How far coders agree: Krippendorff's alpha for nominal data, Cohen's kappa, with bootstrap intervals.
//!
//! Krippendorff, *Content Analysis* (2004), chapter 11; Cohen, "A Coefficient of Agreement for Nominal Scales", *Educational and
//! Psychological Measurement* 20 (1960).

use std::collections::BTreeMap;

use crate::index::hash::{ODD, mix};

/// What several coders said of one unit; `None` where one of them said nothing.
pub type Unit = Vec<Option<String>>;

/// So many samples are drawn for an interval.
const SAMPLES: usize = 1_000;

/// A coefficient with its interval.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Coefficient {
    /// The value; `None` where nothing was said to tell it by, or all said the same one thing throughout.
    pub value: Option<f64>,
    /// The middle 95 % of the values of samples drawn from the units.
    pub interval: Option<(f64, f64)>,
}

/// Krippendorff's alpha for nominal data: 1 is agreement, 0 what chance would give. Units that fewer than two coders spoke of
/// do not count. `None` where no value but one was given: there is nothing to be told apart.
pub fn alpha(units: &[Unit]) -> Option<f64> {
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    let (mut pairable, mut disagreement) = (0.0, 0.0);
    for unit in units {
        let said: Vec<&str> = unit.iter().flatten().map(String::as_str).collect();
        if said.len() < 2 {
            continue;
        }
        let count = said.len() as f64;
        let mut own: BTreeMap<&str, f64> = BTreeMap::new();
        for value in &said {
            *own.entry(value).or_default() += 1.0;
            *totals.entry(value).or_default() += 1.0;
        }
        let same: f64 = own.values().map(|times| times * (times - 1.0)).sum();
        disagreement += (count * (count - 1.0) - same) / (count - 1.0);
        pairable += count;
    }
    let same: f64 = totals.values().map(|times| times * (times - 1.0)).sum();
    let expected = (pairable * (pairable - 1.0) - same) / (pairable - 1.0);
    (pairable > 1.0 && expected > 0.0).then(|| 1.0 - disagreement / expected)
}

/// Cohen's kappa of two coders, over the units of which both spoke. `None` where chance alone would make them agree.
pub fn kappa(units: &[Unit]) -> Option<f64> {
    let both: Vec<(&str, &str)> = units
        .iter()
        .filter_map(|unit| match &unit[..] {
            [Some(one), Some(other)] => Some((one.as_str(), other.as_str())),
            _ => None,
        })
        .collect();
    let count = both.len() as f64;
    let mut margins: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (one, other) in &both {
        margins.entry(one).or_default().0 += 1.0;
        margins.entry(other).or_default().1 += 1.0;
    }
    let observed = both.iter().filter(|(one, other)| one == other).count() as f64 / count;
    let chance: f64 = margins.values().map(|(one, other)| one * other / (count * count)).sum();
    (count > 0.0 && chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
}

/// A coefficient with the middle 95 % of its values for samples of as many units, drawn with replacement by a seed.
pub fn with_interval(units: &[Unit], seed: u64, coefficient: impl Fn(&[Unit]) -> Option<f64>) -> Coefficient {
    let value = coefficient(units);
    if value.is_none() {
        return Coefficient { value, interval: None };
    }
    let mut numbers = Numbers(seed);
    let mut values: Vec<f64> = (0..SAMPLES)
        .filter_map(|_| {
            let drawn: Vec<Unit> =
                (0..units.len()).map(|_| units[numbers.below(units.len())].clone()).collect();
            coefficient(&drawn)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values.get(((values.len() as f64 - 1.0) * share).round() as usize).copied();
    Coefficient { value, interval: at(0.025).zip(at(0.975)) }
}

/// Numbers that are the same for a seed on every machine: SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(ODD);
        mix(self.0)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(coders: &[&str]) -> Vec<Unit> {
        let rows: Vec<Vec<Option<String>>> = coders
            .iter()
            .map(|row| row.split(' ').map(|cell| (cell != "*").then(|| cell.to_owned())).collect())
            .collect();
        (0..rows[0].len()).map(|at| rows.iter().map(|row| row[at].clone()).collect()).collect()
    }

    /// The worked examples of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), parts A, B and C; the Python
    /// package `krippendorff` gives the same.
    #[test]
    fn alpha_is_that_of_the_worked_examples() {
        let binary = units(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
        assert!((alpha(&binary).unwrap() - 0.095_238).abs() < 1e-6);
        let two = units(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"]);
        assert!((alpha(&two).unwrap() - 0.691_964).abs() < 1e-6);
        let four = units(&[
            "1 2 3 3 2 1 4 1 2 * * *",
            "1 2 3 3 2 2 4 1 2 5 * 3",
            "* 3 3 3 2 3 4 2 2 5 1 *",
            "1 2 3 3 2 4 4 1 2 5 1 *",
        ]);
        assert!((alpha(&four).unwrap() - 0.743_421).abs() < 1e-6);
    }

    #[test]
    fn kappa_is_that_of_the_worked_example() {
        // Twenty times both yes, fifteen both no, five and ten apart: (0.7 - 0.5) / (1 - 0.5).
        let pairs = [("yes", "yes", 20), ("yes", "no", 5), ("no", "yes", 10), ("no", "no", 15)];
        let units: Vec<Unit> = pairs
            .iter()
            .flat_map(|(a, b, times)| vec![vec![Some((*a).to_owned()), Some((*b).to_owned())]; *times])
            .collect();
        assert!((kappa(&units).unwrap() - 0.4).abs() < 1e-9);
    }

    #[test]
    fn where_nothing_can_be_told_apart_there_is_no_value() {
        let same = units(&["x x x", "x x x"]);
        assert_eq!((alpha(&same), kappa(&same)), (None, None));
        assert_eq!((alpha(&[]), kappa(&[])), (None, None));
        assert_eq!(alpha(&units(&["x * y", "* x *"])), None);
    }

    #[test]
    fn an_interval_holds_the_value_and_is_the_same_for_a_seed() {
        let units = units(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"]);
        let one = with_interval(&units, 7, alpha);
        assert_eq!(one, with_interval(&units, 7, alpha));
        let (low, high) = one.interval.unwrap();
        assert!(low < one.value.unwrap() && one.value.unwrap() < high && high <= 1.0);
    }
}
