//! Matches over time: the calendar's buckets, and bursts.

mod bursts;
mod calendar;

pub use bursts::{Batch, Burst, BurstOptions, METHOD, bursts};
pub use calendar::{Bucket, Counts, Unit};
