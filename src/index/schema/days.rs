//! Dates as the numbers that stand in the columns.

use chrono::{Datelike, NaiveDate};

/// Days since 1970-01-01, which is day 719,163 of the calendar that chrono counts.
pub(crate) fn days(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - 719_163
}

/// The day so many days after 1970-01-01.
pub(crate) fn day_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day.checked_add(719_163)?).ok()?)
}
