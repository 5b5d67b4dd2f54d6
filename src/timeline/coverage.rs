//! Coverage: what the index holds of a time, and why nothing matches there.

use chrono::NaiveDate;
use serde::Serialize;

/// What the index holds of a stretch of the calendar, whatever the filters leave of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Nothing.
    #[default]
    None,
    /// Statements whose dates hold its days among others: a year, of one of its months.
    Coarse,
    /// Statements with a date in it.
    Dated,
}

/// Why nothing matches in a run of bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GapKind {
    /// There are statements that satisfy the filters, and none matches.
    NoMatch,
    /// There are statements, and none satisfies the filters.
    FilteredOut,
    /// There are statements, but their dates are too coarse for a bin.
    TooCoarse,
    /// There are no statements.
    NoCoverage,
}

impl GapKind {
    /// The word that data have for it: `no_match`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoMatch => "no_match",
            Self::FilteredOut => "filtered_out",
            Self::TooCoarse => "too_coarse",
            Self::NoCoverage => "no_coverage",
        }
    }

    /// What people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoMatch => "no match",
            Self::FilteredOut => {
                "no statement that satisfies the filters; the index holds others of that time"
            }
            Self::TooCoarse => "no date so exact: the index holds statements of a longer time around it",
            Self::NoCoverage => "not covered: no statement of that time is in the index",
        }
    }
}

/// A run of bins in which nothing matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
    /// Its bins.
    pub bins: usize,
    /// Why.
    pub kind: GapKind,
}
