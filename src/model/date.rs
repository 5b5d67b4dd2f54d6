//! Dates that say how exact they are and how they are known.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Which comes first in a date in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// The day: `25/03/2019`.
    Dmy,
    /// The month: `03/25/2019`.
    Mdy,
}

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A calendar day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// Ten years, the first of which ends in 0: the 1980s.
    Decade,
}

/// How a date is known. A date is never taken from a file's modification time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Basis {
    /// Written in the metadata or the text.
    Stated,
    /// Written at the head of a report: `MOSCOW, 3 March 2022 —`.
    Dateline,
    /// Worked out from words such as `on Wednesday` and the document's date.
    Relative,
    /// Read from the file's name: `USA_72_2017.txt`.
    Filename,
    /// Read from the address it was published at: `https://example.org/2024/03/14/talks`.
    Address,
    /// Given by the user on the command line.
    Given,
    /// Corrected by a person.
    Corrected,
    /// Not known.
    #[default]
    Unknown,
}

impl Basis {
    /// The word users read: `stated`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Dateline => "dateline",
            Self::Relative => "relative",
            Self::Filename => "filename",
            Self::Address => "address",
            Self::Given => "given",
            Self::Corrected => "corrected",
            Self::Unknown => "unknown",
        }
    }
}

impl Precision {
    /// The word users read: `day`, `month`, `year` or `decade`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Decade => "decade",
        }
    }
}

/// A day, a month, a year or a decade of the proleptic Gregorian calendar, written as in ISO 8601 but for the decade:
/// `2024-10-09`, `2024-10`, `2024` or `1980s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    first: NaiveDate,
    precision: Precision,
}

impl PartialDate {
    /// One day.
    pub fn day(day: NaiveDate) -> Self {
        Self { first: day, precision: Precision::Day }
    }

    /// A day by its numbers; `None` where the calendar has no such day.
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::day)
    }

    /// A whole month; `None` where `month` is not 1 to 12.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some(Self { first, precision: Precision::Month })
    }

    /// A whole year; `None` outside the calendar's range (about ±262,000).
    pub fn year(year: i32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
        Some(Self { first, precision: Precision::Year })
    }

    /// The ten years from `year` on; `None` where it does not end in 0 or lies before the year 1.
    pub fn decade(year: i32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| year > 0 && year % 10 == 0)?;
        Some(Self { first, precision: Precision::Decade })
    }

    /// The day, month, year or decade that holds `day`.
    pub fn at(day: NaiveDate, precision: Precision) -> Self {
        let first = match precision {
            Precision::Day => Some(day),
            Precision::Month => day.with_day(1),
            Precision::Year => day.with_day(1).and_then(|first| first.with_month(1)),
            Precision::Decade => NaiveDate::from_ymd_opt(day.year() - day.year().rem_euclid(10), 1, 1),
        };
        Self { first: first.unwrap_or(day), precision }
    }

    /// How exact the date is.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The first day that the date covers.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The last day that the date covers.
    pub fn last_day(self) -> NaiveDate {
        let next = match self.precision {
            Precision::Day => return self.first,
            Precision::Month => self.first.checked_add_months(chrono::Months::new(1)),
            Precision::Year => self.first.checked_add_months(chrono::Months::new(12)),
            Precision::Decade => self.first.checked_add_months(chrono::Months::new(120)),
        };
        next.and_then(|day| day.pred_opt()).unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.first.year(), self.first.month(), self.first.day());
        if year < 0 {
            write!(f, "-{:04}", -year)?;
        } else {
            write!(f, "{year:04}")?;
        }
        match self.precision {
            Precision::Year => Ok(()),
            Precision::Decade => f.write_str("s"),
            Precision::Month => write!(f, "-{month:02}"),
            Precision::Day => write!(f, "-{month:02}-{day:02}"),
        }
    }
}

/// A text that is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct ParseDateError(pub String);

impl FromStr for PartialDate {
    type Err = ParseDateError;

    /// Takes `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a decade as `1980s`, the year in three or more digits, with a leading
    /// `-` for years before 1 BC, and RFC 3339 date-times, whose day is taken as written.
    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        let bad = || ParseDateError(text.to_owned());
        let trimmed = text.trim();
        if let Some(year) = trimmed.strip_suffix('s').filter(|year| year.len() == 4) {
            return year.parse().ok().and_then(Self::decade).ok_or_else(bad);
        }
        let (sign, digits) = match trimmed.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, trimmed),
        };
        let date = digits.split(['T', ' ']).next().unwrap_or(digits);
        let mut parts = date.split('-');
        let mut number = |longest: std::ops::RangeInclusive<usize>| match parts.next() {
            None => Ok(None),
            Some(part) if longest.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u32>().map(Some).map_err(|_| bad())
            }
            Some(_) => Err(bad()),
        };
        let year = number(3..=6)?.ok_or_else(bad)?;
        let (month, day) = (number(1..=2)?, number(1..=2)?);
        if parts.next().is_some() || (day.is_none() && date.len() != digits.len()) {
            return Err(bad());
        }
        let year = i32::try_from(year).map_err(|_| bad())? * sign;
        match (month, day) {
            (None, _) => Self::year(year),
            (Some(month), None) => Self::month(year, month),
            (Some(month), Some(day)) => Self::ymd(year, month, day),
        }
        .ok_or_else(bad)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The date of a document or a statement: a value, how it is known, and the words it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub struct StatementDate {
    /// The day, month or year; `None` where it is not known.
    pub value: Option<PartialDate>,
    /// How the value is known; [`Basis::Unknown`] exactly where there is no value.
    pub basis: Basis,
    /// The words a relative date was read from, kept too where they could not be resolved: `Wednesday`.
    pub words: Option<String>,
}

impl StatementDate {
    /// A date that is not known.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// A known date.
    pub fn known(value: PartialDate, basis: Basis) -> Self {
        Self { value: Some(value), basis, words: None }
    }
}

/// The JSON shape: `{"value":"2024-10-09","precision":"day","basis":"relative","words":"Wednesday"}`.
#[derive(Serialize, Deserialize)]
struct Wire {
    value: Option<PartialDate>,
    precision: Option<Precision>,
    basis: Basis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

impl From<Wire> for StatementDate {
    fn from(wire: Wire) -> Self {
        Self { value: wire.value, basis: wire.basis, words: wire.words }
    }
}

impl From<StatementDate> for Wire {
    fn from(date: StatementDate) -> Self {
        let precision = date.value.map(PartialDate::precision);
        Self { value: date.value, precision, basis: date.basis, words: date.words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_they_were_read() {
        for text in ["2024-10-09", "2024-10", "2024", "1648-10-24", "0476", "2400-02-29", "-0480-09", "1980s"]
        {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        assert_eq!("2024-1-9T16:48:31-04:00".parse::<PartialDate>().unwrap().to_string(), "2024-01-09");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "20", "2023-02-29", "2024-13", "2024-10-09-01", "9 Oct 2024", "2024-", "2024 10", "+2024"]
        {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_decade_is_ten_years() {
        let decade: PartialDate = "1980s".parse().unwrap();
        assert_eq!(
            (decade.first_day().to_string(), decade.last_day().to_string()),
            ("1980-01-01".into(), "1989-12-31".into())
        );
        for text in ["1985s", "0000s", "80s", "-980s"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        let month: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(month.last_day().to_string(), "2024-02-29");
        let year: PartialDate = "2017".parse().unwrap();
        assert_eq!(year.last_day().to_string(), "2017-12-31");
    }
}
