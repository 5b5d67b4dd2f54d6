//! Counts by date, laid on the calendar: bins, coarse dates, gaps and bursts.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::bursts::{Batch, BurstOptions, bursts};
use super::calendar::{Counts, Unit};
use super::coverage::{Coverage, Gap};
use super::model::{Bin, Bursts, Coarse, Tally, TimedBurst};
use super::options::{MOST_BINS, TimelineError};
use super::tallies::{Dates, QueryCounts};
use crate::model::{PartialDate, Precision};
use crate::query::Filters;

/// The days that the axis covers: the range asked for, and what is found; `None` where nothing has a date.
pub(super) fn extent(found: &[QueryCounts], filters: &Filters) -> Option<(NaiveDate, NaiveDate)> {
    let known = || found.iter().filter_map(|found| found.dates.covered());
    let from = filters.from.as_ref().map(|bound| bound.first);
    let to = filters.to.as_ref().map(|bound| bound.last);
    let first = known().map(|(first, _)| first).min();
    let last = known().map(|(_, last)| last).max();
    // Without a match a range has its beginning and its end, or it is no range.
    Some((from.into_iter().chain(first).min()?, to.into_iter().chain(last).max()?))
        .filter(|(first, last)| first <= last)
}

/// What is counted, on the calendar.
pub(super) struct BinCounts {
    pub bins: Vec<Bin>,
    pub coarse: Vec<Coarse>,
    pub undated: Tally,
}

/// What is laid on the calendar, by its dates.
pub(super) struct Counted<'a> {
    /// What matches the first query.
    pub matched: &'a Dates,
    /// What the filters leave of the index.
    pub all: &'a Dates,
    /// What the index holds.
    pub corpus: &'a Dates,
    /// What lies in each lane.
    pub lanes: &'a [&'a Dates],
}

impl BinCounts {
    pub fn new(
        unit: Unit,
        extent: Option<(NaiveDate, NaiveDate)>,
        Counted { matched, all, corpus, lanes }: Counted<'_>,
    ) -> Result<Self, TimelineError> {
        let corpus = corpus.by(unit);
        let coarse = stretches(&corpus);
        let counts = All {
            matched: matched.by(unit),
            all: all.by(unit),
            lanes: lanes.iter().map(|dates| dates.by(unit)).collect(),
        };
        let mut bins = Vec::new();
        if let Some((first, last)) = extent {
            for bucket in unit.bucket_of(first).up_to(last) {
                if bins.len() == MOST_BINS {
                    return Err(TimelineError::TooFine { first, last });
                }
                let tally = counts.tally(|counts| counts.in_bucket(bucket));
                let (start, end) = (bucket.start(), bucket.end());
                let coverage = match corpus.in_bucket(bucket) {
                    1.. => Coverage::Dated,
                    0 if meets(&coarse, start, end) => Coverage::Coarse,
                    0 => Coverage::None,
                };
                bins.push(Bin { start, end, label: bucket.to_string(), tally, coverage });
            }
        }
        Ok(Self { bins, coarse: counts.coarse(), undated: counts.tally(Counts::undated) })
    }
}

/// The days of the dates too coarse for a bucket, as stretches in order that do not overlap.
fn stretches(counts: &Counts) -> Vec<(NaiveDate, NaiveDate)> {
    let mut stretches: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for (first, precision, _) in counts.coarse() {
        let last = PartialDate::at(first, precision).last_day();
        match stretches.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => stretches.push((first, last)),
        }
    }
    stretches
}

/// Whether one of the stretches has a day from `start` to `end`.
fn meets(stretches: &[(NaiveDate, NaiveDate)], start: NaiveDate, end: NaiveDate) -> bool {
    let next = stretches.partition_point(|(_, last)| *last < start);
    stretches.get(next).is_some_and(|(first, _)| *first <= end)
}

/// The counts that one tally is made of.
struct All {
    matched: Counts,
    all: Counts,
    lanes: Vec<Counts>,
}

impl All {
    fn tally(&self, of: impl Fn(&Counts) -> u64) -> Tally {
        Tally { matched: of(&self.matched), all: of(&self.all), lanes: self.lanes.iter().map(&of).collect() }
    }

    /// The coarse dates that anything found has.
    fn coarse(&self) -> Vec<Coarse> {
        let found = std::iter::once(&self.matched).chain(&self.lanes).flat_map(Counts::coarse);
        let dates: BTreeSet<(NaiveDate, Precision)> =
            found.map(|(first, precision, _)| (first, precision)).collect();
        let date = |(first, precision): (NaiveDate, Precision)| {
            let date = PartialDate::at(first, precision);
            Coarse { date, tally: self.tally(|counts| counts.of_coarse(first, precision)) }
        };
        dates.into_iter().map(date).collect()
    }
}

/// The runs of bins in which nothing matches, by what the index holds of their days.
pub(super) fn gaps(bins: &[Bin]) -> Vec<Gap> {
    let runs = bins.chunk_by(|a, b| a.gap() == b.gap());
    let gap = |run: &[Bin]| {
        let (first, last) = (run.first()?, run.last()?);
        Some(Gap { start: first.start, end: last.end, bins: run.len(), kind: first.gap()? })
    };
    runs.filter_map(gap).collect()
}

/// The bursts among the bins, with their days.
pub(super) fn timed_bursts(bins: &[Bin], options: BurstOptions) -> Bursts {
    let batches: Vec<Batch> =
        bins.iter().map(|bin| Batch { matched: bin.tally.matched, all: bin.tally.all }).collect();
    let timed = |burst: super::Burst| {
        let (first, last) = (&bins[burst.first], &bins[burst.last]);
        let label = match burst.first == burst.last {
            true => first.label.clone(),
            false => format!("{} to {}", first.label, last.label),
        };
        TimedBurst { start: first.start, end: last.end, label, burst }
    };
    Bursts { options, found: bursts(&batches, options).into_iter().map(timed).collect() }
}
