//! Ids and dates as the numbers that stand in the columns, and numbers mixed to serve as hashes.

use chrono::{Datelike, NaiveDate};

/// A number for an id, to group by: the first eight bytes of its hash. Two of a million ids share one with
/// a chance of one in thirty million.
pub(crate) fn key(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    u64::from_le_bytes(std::array::from_fn(|at| hash.as_bytes()[at]))
}

/// Days since 1970-01-01, which is day 719,163 of the calendar that chrono counts.
pub(crate) fn days(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - 719_163
}

/// The day so many days after 1970-01-01.
pub(crate) fn day_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day.checked_add(719_163)?).ok()?)
}

/// A number with its bits mixed, one to one: the finaliser of SplitMix64 (G. Steele, D. Lea and C. Flood, Fast
/// splittable pseudorandom number generators, 2014).
pub(super) const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
