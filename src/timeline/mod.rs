//! Matches over time: the calendar's buckets, first mentions, gaps, bursts and the statements in order.

mod bins;
mod build;
mod bursts;
mod calendar;
mod choose;
mod coverage;
mod events;
mod model;
mod options;
mod positions;
mod tallies;

pub use bursts::{Batch, Burst, BurstOptions, METHOD, bursts};
pub use calendar::{Bucket, Counts, Unit};
pub use coverage::{Coverage, Gap, GapKind};
pub use model::{
    Bin, Bursts, Choice, Coarse, Corpus, Event, LaneBy, LaneName, Lanes, Mentions, Series, Tally, TimedBurst,
    Timeline,
};
pub use options::{TimelineError, TimelineOptions};
pub use positions::{Change, compare};
