//! Which statements are shown as events: the best of every bin in turn, the best of every day, or all, by pages.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet};

use super::calendar::{Bucket, Unit};
use crate::search::{
    DayRange, Matches, PassOptions, PassageAddress, SearchError, StatementMatch, date_of_days,
};

/// A statement that was chosen.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub at: PassageAddress,
    pub key: u64,
    pub group: u64,
    pub score: f32,
    /// The queries it was chosen for.
    pub series: Vec<usize>,
    /// How many statements it stands for.
    pub stands_for: u64,
}

impl Chosen {
    fn new(seen: &StatementMatch<'_>, series: usize) -> Self {
        let StatementMatch { at, key, group, score, .. } = *seen;
        Self { at, key, group, score, series: vec![series], stands_for: 1 }
    }
}

/// Scores and keys as one order: the best first, and of equally good ones the same on every machine.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
struct Rank(Reverse<u32>, u64);

impl Rank {
    fn new(score: f32, key: u64) -> Self {
        // The bits of numbers that are not negative are in the order of the numbers.
        Self(Reverse(score.max(0.0).to_bits()), key)
    }
}

/// The bins that events are taken from in turn, of each query.
type Bins = BTreeMap<(Slot, usize), Best>;

/// Where a statement lies: in a bin, under a date too coarse for one, or nowhere.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Slot {
    Bin(Bucket),
    Coarse(DayRange),
    Undated,
}

impl Slot {
    fn new(days: Option<DayRange>, unit: Unit) -> Self {
        let Some((days, date)) = days.and_then(|days| Some((days, date_of_days(days)?))) else {
            return Self::Undated;
        };
        unit.holding(date).map_or(Self::Coarse(days), Self::Bin)
    }
}

/// The best of one bin, at most so many. The worst of them is at hand.
#[derive(Default)]
struct Best {
    ranks: BinaryHeap<(Rank, PassageAddress)>,
    chosen: HashMap<PassageAddress, Chosen>,
}

impl Best {
    fn offer(&mut self, rank: Rank, most: usize, at: PassageAddress, make: impl FnOnce() -> Chosen) {
        if self.ranks.len() >= most {
            if self.ranks.peek().is_none_or(|(worst, _)| rank >= *worst) {
                return;
            }
            if let Some((_, worst)) = self.ranks.pop() {
                self.chosen.remove(&worst);
            }
        }
        self.ranks.push((rank, at));
        self.chosen.insert(at, make());
    }

    /// Best first.
    fn sorted(mut self) -> impl Iterator<Item = Chosen> {
        self.ranks.into_sorted_vec().into_iter().filter_map(move |(_, at)| self.chosen.remove(&at))
    }
}

/// The best of every bin in turn, until there are `most`; of statements with the same words one, if `fold`.
pub(super) fn spread(
    queries: &[Matches],
    unit: Unit,
    most: usize,
    fold: bool,
) -> Result<Vec<Chosen>, SearchError> {
    let scored = PassOptions { scores: true, days: true, groups: true, ..PassOptions::default() };
    let mut bins = Bins::new();
    for (series, matches) in queries.iter().enumerate() {
        let mut last = None;
        matches.statements(scored, &mut |seen| {
            let slot = match last {
                Some((days, slot)) if days == seen.days => slot,
                _ => Slot::new(seen.days, unit),
            };
            last = Some((seen.days, slot));
            let rank = Rank::new(seen.score, seen.key);
            let bin = bins.entry((slot, series)).or_default();
            bin.offer(rank, most, seen.at, || Chosen::new(seen, series));
        })?;
    }
    Ok(in_turn(bins, most, fold))
}

/// The best of each day, with the number of the day's statements; those of the bins in turn, until there are
/// `most` days.
pub(super) fn days(
    matches: &Matches,
    unit: Unit,
    most: usize,
    counts: &HashMap<DayRange, u64>,
) -> Result<Vec<Chosen>, SearchError> {
    let scored = PassOptions { scores: true, days: true, groups: true, ..PassOptions::default() };
    let mut best: BTreeMap<DayRange, (Rank, Chosen)> = BTreeMap::new();
    matches.statements(scored, &mut |seen| {
        let Some(day) = seen.days.filter(|(first, last)| first == last) else { return };
        let rank = Rank::new(seen.score, seen.key);
        if best.get(&day).is_none_or(|(held, _)| rank < *held) {
            best.insert(day, (rank, Chosen::new(seen, 0)));
        }
    })?;
    let mut bins = Bins::new();
    for (day, (_, mut chosen)) in best {
        chosen.stands_for = counts.get(&day).copied().unwrap_or(1);
        let rank = Rank::new(chosen.stands_for as f32, day.0.unsigned_abs());
        bins.entry((Slot::new(Some(day), unit), 0))
            .or_default()
            .offer(rank, most, chosen.at, || chosen.clone());
    }
    Ok(in_turn(bins, most, false))
}

fn in_turn(bins: Bins, most: usize, fold: bool) -> Vec<Chosen> {
    let mut bins: Vec<_> = bins.into_values().map(Best::sorted).collect();
    let mut found: Vec<Chosen> = Vec::new();
    let mut places: HashMap<u64, usize> = HashMap::new();
    let mut groups: HashSet<u64> = HashSet::new();
    while !bins.is_empty() && found.len() < most {
        bins.retain_mut(|bin| {
            for next in bin.by_ref() {
                if let Some(&place) = places.get(&next.key) {
                    found[place].series.extend(next.series);
                    continue;
                }
                if found.len() >= most {
                    return false;
                }
                if fold && !groups.insert(next.group) {
                    continue;
                }
                places.insert(next.key, found.len());
                found.push(next);
                return true;
            }
            false
        });
    }
    found
}

/// How many of the statements that match have the same words as one that was chosen, itself counted in.
pub(super) fn copies(queries: &[Matches], chosen: &[Chosen]) -> Result<HashMap<u64, u64>, SearchError> {
    let mut counts: HashMap<u64, u64> = chosen.iter().map(|chosen| (chosen.group, 0)).collect();
    // A statement may match several queries.
    let mut seen_before = HashSet::new();
    for matches in queries {
        matches.statements(PassOptions { groups: true, ..PassOptions::default() }, &mut |seen| {
            if let Some(count) = counts.get_mut(&seen.group)
                && seen_before.insert(seen.key)
            {
                *count += 1;
            }
        })?;
    }
    Ok(counts)
}

/// A statement's place in the order of time; those without a date last.
pub(super) type Place = (bool, DayRange, u64);

fn place(seen: &StatementMatch<'_>) -> Place {
    (seen.days.is_none(), seen.days.unwrap_or_default(), seen.key)
}

/// The next `most` statements after a place in the order of time, and where they end.
pub(super) fn page(
    queries: &[Matches],
    after: Option<Place>,
    most: usize,
) -> Result<(Vec<Chosen>, Option<Place>), SearchError> {
    let mut held: BTreeMap<Place, Chosen> = BTreeMap::new();
    for (series, matches) in queries.iter().enumerate() {
        matches.statements(
            PassOptions { days: true, groups: true, ..PassOptions::default() },
            &mut |seen| {
                let here = place(seen);
                if after.is_some_and(|after| here <= after) {
                    return;
                }
                if let Some(held) = held.get_mut(&here) {
                    held.series.push(series);
                    return;
                }
                if held.len() >= most {
                    if held.last_key_value().is_some_and(|(last, _)| here > *last) {
                        return;
                    }
                    held.pop_last();
                }
                held.insert(here, Chosen::new(seen, series));
            },
        )?;
    }
    let end = held.last_key_value().map(|(place, _)| *place);
    Ok((held.into_values().collect(), end))
}
