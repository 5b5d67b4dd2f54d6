//! Bins as columns: where there are more than a reader can tell apart, neighbours are drawn as one.

use chrono::NaiveDate;

use crate::timeline::{Coverage, Tally, Timeline};

/// Neighbouring bins that are drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub start: NaiveDate,
    pub end: NaiveDate,
    /// `2024-10` or `2024-10 to 2024-12`.
    pub label: String,
    /// Their sums.
    pub tally: Tally,
    /// The most that the index holds of one of them.
    pub coverage: Coverage,
}

impl Column {
    /// The pattern behind days without a statement: the corpus has none, or the filters leave none.
    pub fn ground(&self) -> Option<&'static str> {
        match (self.tally.all, self.coverage) {
            (1.., _) => None,
            (0, Coverage::None) => Some("hatch"),
            (0, _) => Some("dots"),
        }
    }
}

/// The bins of a timeline in at most `most` columns of equally many bins (the last may have fewer).
pub(super) fn columns(timeline: &Timeline, most: usize) -> Vec<Column> {
    timeline.bins.chunks(per_column(timeline, most)).filter_map(column).collect()
}

/// How many bins a column holds.
pub(super) fn per_column(timeline: &Timeline, most: usize) -> usize {
    timeline.bins.len().div_ceil(most.max(1)).max(1)
}

fn column(bins: &[crate::timeline::Bin]) -> Option<Column> {
    let (first, last) = (bins.first()?, bins.last()?);
    let (mut tally, mut coverage) = (first.tally.clone(), first.coverage);
    for bin in &bins[1..] {
        tally.matched += bin.tally.matched;
        tally.all += bin.tally.all;
        coverage = coverage.max(bin.coverage);
        tally.lanes.iter_mut().zip(&bin.tally.lanes).for_each(|(sum, lane)| *sum += lane);
    }
    let label =
        if bins.len() == 1 { first.label.clone() } else { format!("{} to {}", first.label, last.label) };
    Some(Column { start: first.start, end: last.end, label, tally, coverage })
}
