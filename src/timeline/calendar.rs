//! The calendar's buckets: days, ISO weeks, months, quarters, years, decades.
//!
//! All on the proleptic Gregorian calendar, years before 1 AD included (0000 is 1 BC).

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::Serialize;

use crate::model::{PartialDate, Precision};

/// How long a bucket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Unit {
    /// A day.
    Day,
    /// A week from Monday to Sunday (ISO 8601).
    Week,
    /// A month.
    Month,
    /// Three months, from January, April, July or October on.
    Quarter,
    /// A year.
    Year,
    /// Ten years, from one that ends in 0 on.
    Decade,
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bucket {
    start: NaiveDate,
    unit: Unit,
}

impl Unit {
    /// Every unit, the shortest first.
    pub const ALL: [Unit; 6] = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Decade];

    /// The word users write: `month`.
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Year => "year",
            Unit::Decade => "decade",
        }
    }

    /// The bucket that holds a day.
    pub fn bucket_of(self, day: NaiveDate) -> Bucket {
        let first_of = |year, month| NaiveDate::from_ymd_opt(year, month, 1);
        let start = match self {
            Unit::Day => Some(day),
            Unit::Week => day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())),
            Unit::Month => first_of(day.year(), day.month()),
            Unit::Quarter => first_of(day.year(), day.month0() / 3 * 3 + 1),
            Unit::Year => first_of(day.year(), 1),
            Unit::Decade => first_of(day.year().div_euclid(10) * 10, 1),
        };
        // Only at the very beginning of the calendar, 262,000 years ago, does a bucket begin outside it.
        Bucket { start: start.unwrap_or(NaiveDate::MIN), unit: self }
    }

    /// The bucket that holds every day of a date; `None` where the date is coarser than that, or lies across
    /// two (no month lies in one week).
    pub fn holding(self, date: PartialDate) -> Option<Bucket> {
        let bucket = self.bucket_of(date.first_day());
        let exact = date.precision() == Precision::Day || self >= Unit::Month;
        (exact && date.last_day() <= bucket.end()).then_some(bucket)
    }

    /// The unit that shows the days from `first` to `last` in about 20 to 100 buckets.
    pub fn fitting(first: NaiveDate, last: NaiveDate) -> Unit {
        match (last - first).num_days() {
            ..=62 => Unit::Day,
            63..=366 => Unit::Week,
            367..=2_200 => Unit::Month,
            2_201..=7_400 => Unit::Quarter,
            7_401..=37_000 => Unit::Year,
            _ => Unit::Decade,
        }
    }
}

impl Bucket {
    /// Its first day.
    pub fn start(self) -> NaiveDate {
        self.start
    }

    /// Its last day.
    pub fn end(self) -> NaiveDate {
        self.after().and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// The bucket that follows; `None` at the end of the calendar.
    pub fn next(self) -> Option<Bucket> {
        self.after().map(|start| Bucket { start, unit: self.unit })
    }

    /// The bucket and all that follow, up to and including that of `last`.
    pub fn up_to(self, last: NaiveDate) -> impl Iterator<Item = Bucket> {
        std::iter::successors(Some(self), |bucket| bucket.next())
            .take_while(move |bucket| bucket.start <= last)
    }

    fn after(self) -> Option<NaiveDate> {
        match self.unit {
            Unit::Day => self.start.succ_opt(),
            Unit::Week => self.start.checked_add_days(Days::new(7)),
            Unit::Month => self.start.checked_add_months(Months::new(1)),
            Unit::Quarter => self.start.checked_add_months(Months::new(3)),
            Unit::Year => self.start.checked_add_months(Months::new(12)),
            Unit::Decade => self.start.checked_add_months(Months::new(120)),
        }
    }
}

impl fmt::Display for Bucket {
    /// `2024-10-09`, `2024-W41`, `2024-10`, `2024-Q4`, `2024`, `2020s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.start;
        let year = |year: i32| {
            if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
        };
        match self.unit {
            Unit::Day => write!(f, "{}-{:02}-{:02}", year(day.year()), day.month(), day.day()),
            // The week's year is that of its Thursday, which may not be that of its Monday.
            Unit::Week => write!(f, "{}-W{:02}", year(day.iso_week().year()), day.iso_week().week()),
            Unit::Month => write!(f, "{}-{:02}", year(day.year()), day.month()),
            Unit::Quarter => write!(f, "{}-Q{}", year(day.year()), day.month0() / 3 + 1),
            Unit::Year => f.write_str(&year(day.year())),
            Unit::Decade => write!(f, "{}s", year(day.year())),
        }
    }
}

/// How many statements there are in each bucket, under each date too coarse for a bucket, and without a date.
/// Nothing is lost: the three make up the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    unit: Unit,
    buckets: BTreeMap<Bucket, u64>,
    coarse: BTreeMap<(NaiveDate, Precision), u64>,
    undated: u64,
}

impl Counts {
    /// No counts yet.
    pub fn new(unit: Unit) -> Self {
        Self { unit, buckets: BTreeMap::new(), coarse: BTreeMap::new(), undated: 0 }
    }

    /// Counts `count` statements of one date.
    pub fn add(&mut self, date: Option<PartialDate>, count: u64) {
        let Some(date) = date else {
            self.undated += count;
            return;
        };
        match self.unit.holding(date) {
            Some(bucket) => *self.buckets.entry(bucket).or_default() += count,
            None => *self.coarse.entry((date.first_day(), date.precision())).or_default() += count,
        }
    }

    /// The buckets that hold something, in order of time.
    pub fn buckets(&self) -> impl Iterator<Item = (Bucket, u64)> + '_ {
        self.buckets.iter().map(|(bucket, count)| (*bucket, *count))
    }

    /// What one bucket holds.
    pub fn in_bucket(&self, bucket: Bucket) -> u64 {
        self.buckets.get(&bucket).copied().unwrap_or(0)
    }

    /// The dates too coarse for a bucket, in order of time: each one's first day and precision.
    pub fn coarse(&self) -> impl Iterator<Item = (NaiveDate, Precision, u64)> + '_ {
        self.coarse.iter().map(|((first, precision), count)| (*first, *precision, *count))
    }

    /// How many have one date that is too coarse.
    pub fn of_coarse(&self, first: NaiveDate, precision: Precision) -> u64 {
        self.coarse.get(&(first, precision)).copied().unwrap_or(0)
    }

    /// How many have no date.
    pub fn undated(&self) -> u64 {
        self.undated
    }

    /// All that was counted.
    pub fn total(&self) -> u64 {
        self.buckets.values().sum::<u64>() + self.coarse.values().sum::<u64>() + self.undated
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        date(text).first_day()
    }

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn buckets_are_the_calendars() {
        for (on, unit, label, start, end) in [
            ("2024-10-09", Unit::Day, "2024-10-09", "2024-10-09", "2024-10-09"),
            ("2024-10-09", Unit::Week, "2024-W41", "2024-10-07", "2024-10-13"),
            ("2024-02-10", Unit::Month, "2024-02", "2024-02-01", "2024-02-29"),
            ("2024-10-09", Unit::Quarter, "2024-Q4", "2024-10-01", "2024-12-31"),
            ("1790-01-08", Unit::Year, "1790", "1790-01-01", "1790-12-31"),
            ("1859-12-31", Unit::Decade, "1850s", "1850-01-01", "1859-12-31"),
            // Weeks belong to the year of their Thursday.
            ("2021-01-03", Unit::Week, "2020-W53", "2020-12-28", "2021-01-03"),
            ("2024-12-31", Unit::Week, "2025-W01", "2024-12-30", "2025-01-05"),
            // Before 1677, and before 1 AD.
            ("1648-10-24", Unit::Decade, "1640s", "1640-01-01", "1649-12-31"),
            ("-0431-05-01", Unit::Quarter, "-0431-Q2", "-0431-04-01", "-0431-06-30"),
            ("-0431-05-01", Unit::Decade, "-0440s", "-0440-01-01", "-0431-12-31"),
        ] {
            let bucket = unit.bucket_of(day(on));
            assert_eq!(bucket.to_string(), label);
            assert_eq!((bucket.start(), bucket.end()), (day(start), day(end)), "{label}");
        }
    }

    #[test]
    fn coarse_dates_go_into_buckets_at_least_as_coarse() {
        let held = |unit: Unit, text: &str| unit.holding(date(text)).map(|bucket| bucket.to_string());
        assert_eq!(held(Unit::Month, "2024-10").as_deref(), Some("2024-10"));
        assert_eq!(held(Unit::Quarter, "2024-10").as_deref(), Some("2024-Q4"));
        assert_eq!(held(Unit::Decade, "2017").as_deref(), Some("2010s"));
        assert_eq!(held(Unit::Year, "2017").as_deref(), Some("2017"));
        for (unit, text) in [
            (Unit::Day, "2024-10"),
            (Unit::Week, "2024-10"),
            (Unit::Week, "2024"),
            (Unit::Month, "2024"),
            (Unit::Quarter, "2024"),
        ] {
            assert_eq!(held(unit, text), None, "{unit:?} {text}");
        }
        // 28 days from Monday on: still no week.
        assert_eq!(held(Unit::Week, "2021-02"), None);
    }

    #[test]
    fn an_axis_is_made_that_fits() {
        for (from, to, unit) in [
            ("2024-10-01", "2024-10-31", Unit::Day),
            ("2024-01-01", "2024-10-31", Unit::Week),
            ("2021-01-20", "2025-01-20", Unit::Month),
            ("2001-01-20", "2020-01-20", Unit::Quarter),
            ("1946-01-01", "2024-01-01", Unit::Year),
            ("1790-01-08", "2025-03-04", Unit::Decade),
        ] {
            assert_eq!(Unit::fitting(day(from), day(to)), unit);
            let axis = unit.bucket_of(day(from)).up_to(day(to)).count();
            assert!((10..=110).contains(&axis), "{unit:?} {axis}");
        }
    }

    #[test]
    fn an_axis_has_no_holes() {
        let axis: Vec<String> = Unit::Quarter
            .bucket_of(day("2023-11-30"))
            .up_to(day("2024-07-01"))
            .map(|b| b.to_string())
            .collect();
        assert_eq!(axis, ["2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3"]);
        assert_eq!(Unit::Year.bucket_of(day("2024-01-01")).up_to(day("2023-01-01")).count(), 0);
    }

    fn any_date() -> impl Strategy<Value = Option<PartialDate>> {
        let parts = (-3000..3000i32, 1..=12u32, 1..=28u32);
        (0..4u8, parts).prop_map(|(sort, (year, month, day))| match sort {
            0 => None,
            1 => PartialDate::year(year),
            2 => PartialDate::month(year, month),
            _ => PartialDate::ymd(year, month, day),
        })
    }

    proptest! {
        #[test]
        fn nothing_is_lost(dates in prop::collection::vec(any_date(), 0..60), by in 0..6usize) {
            let mut counts = Counts::new(Unit::ALL[by]);
            dates.iter().for_each(|date| counts.add(*date, 1));
            prop_assert_eq!(counts.total(), dates.len() as u64);
            prop_assert_eq!(counts.undated(), dates.iter().filter(|date| date.is_none()).count() as u64);
        }

        #[test]
        fn a_bucket_holds_its_days_and_meets_the_next(date in any_date(), by in 0..6usize) {
            let Some(date) = date else { return Ok(()) };
            let bucket = Unit::ALL[by].bucket_of(date.first_day());
            prop_assert!(bucket.start() <= date.first_day() && date.first_day() <= bucket.end());
            let next = bucket.next().unwrap();
            prop_assert_eq!(bucket.end().succ_opt().unwrap(), next.start());
            prop_assert_eq!(Unit::ALL[by].bucket_of(bucket.end()), bucket);
            prop_assert_eq!(Unit::ALL[by].bucket_of(next.start()), next);
        }
    }
}
