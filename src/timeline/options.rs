//! How a timeline is made, and why there may be none.

use chrono::NaiveDate;

use super::bursts::BurstOptions;
use super::calendar::Unit;
use super::model::{Choice, LaneBy};
use crate::index::IndexError;
use crate::search::{SearchError, Within};

/// The most bins of one timeline: more than a thousand years of days.
pub(super) const MOST_BINS: usize = 400_000;

/// How a timeline is made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TimelineOptions {
    /// What the timeline is called, in place of its queries.
    pub title: Option<String>,
    /// What bins cover; by itself the finest that keeps their number readable ([`Unit::fitting`]).
    pub unit: Option<Unit>,
    /// What bins are split by. Several queries are always told apart, and then nothing else is.
    pub split: Option<LaneBy>,
    /// What of a statement must name an entity for it to lie in the entity's lane; other lanes are the statement's.
    pub within: Within,
    /// How many lanes at most, beside one for all others.
    pub lanes: usize,
    /// How events are chosen.
    pub choice: Choice,
    /// How many events at most, but for [`Choice::All`].
    pub limit: usize,
    /// Whether there are events at all.
    pub events: bool,
    /// Whether statements with the same words are all shown.
    pub all_copies: bool,
    /// How bursts are found.
    pub bursts: BurstOptions,
}

impl Default for TimelineOptions {
    fn default() -> Self {
        Self {
            title: None,
            unit: None,
            split: None,
            within: Within::Statement,
            lanes: 6,
            choice: Choice::Spread,
            limit: 20,
            events: true,
            all_copies: false,
            bursts: BurstOptions::default(),
        }
    }
}

/// Why there is no timeline.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TimelineError {
    /// The query, the filters or the index.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// There is nothing to draw.
    #[error("a timeline needs a query")]
    NoQuery,
    /// Both queries and a field are to make lanes.
    #[error("bins can be split by {} or compared between queries, not both", .0.as_str())]
    SplitAndCompare(LaneBy),
    /// The bins are too fine for the time they are to cover.
    #[error("from {first} to {last} there are more than {MOST_BINS} bins of that size")]
    TooFine {
        /// The first day.
        first: NaiveDate,
        /// The last day.
        last: NaiveDate,
    },
}

impl From<IndexError> for TimelineError {
    fn from(error: IndexError) -> Self {
        Self::Search(error.into())
    }
}
