//! Dates in queries and in options: days, months, quarters, years, relative days, ranges.

use chrono::{Datelike, Days as Count, Months, NaiveDate};

use super::error::Problem;
use super::tree::Days;
use crate::model::PartialDate;
use crate::read::parse_date;

/// What a value of `date:` asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// A date that lies in these days.
    Days(Days),
    /// Some date.
    Any,
    /// No known date.
    Undated,
}

/// Reads a date or a range: `2023`, `2023-10`, `2023-Q4`, `9 Oct 2023`, `today`, `-30d`, `2023-10..2024-01`,
/// `2023..`, `>=2024`, `[2023 TO 2024]`, `{2023 TO 2024}` (without its ends), `=2023`, `none`, `*`. A
/// month or year stands for all its days, as the end of a range too.
pub(super) fn when(text: &str, today: NaiveDate) -> Result<When, Problem> {
    let text = text.trim();
    match text.to_lowercase().as_str() {
        "none" | "unknown" | "undated" => return Ok(When::Undated),
        "*" => return Ok(When::Any),
        _ => {}
    }
    let bad = || Problem::Date(text.to_owned());
    let one = |part: &str| span(part, today).ok_or_else(bad);
    let days = |first, last| Days { first, last, just: false };
    let range = if let Some(rest) = text.strip_prefix(">=") {
        days(Some(one(rest)?.0), None)
    } else if let Some(rest) = text.strip_prefix("<=") {
        days(None, Some(one(rest)?.1))
    } else if let Some(rest) = text.strip_prefix('>') {
        days(Some(next(one(rest)?.1)), None)
    } else if let Some(rest) = text.strip_prefix('<') {
        days(None, Some(before(one(rest)?.0)))
    } else if let Some(rest) = text.strip_prefix('=') {
        match when(rest, today)? {
            When::Days(days) => Days { just: true, ..days },
            other => return Ok(other),
        }
    } else if text.starts_with(['[', '{']) {
        bracketed(text, today).ok_or_else(bad)?
    } else if let Some((first, last)) = text.split_once("..") {
        let end = |part: &str| if part.trim().is_empty() { Ok(None) } else { one(part).map(Some) };
        let (first, last) = (end(first)?, end(last.trim_start_matches('.'))?);
        if first.is_none() && last.is_none() {
            return Err(bad());
        }
        days(first.map(|span| span.0), last.map(|span| span.1))
    } else {
        let (first, last) = one(text)?;
        days(Some(first), Some(last))
    };
    match (range.first, range.last) {
        (Some(first), Some(last)) if last < first => Err(Problem::Backwards(text.to_owned())),
        (None, None) => Ok(When::Any),
        _ => Ok(When::Days(range)),
    }
}

/// `[a TO b]` with its ends, `{a TO b}` without; `*` leaves an end open.
fn bracketed(text: &str, today: NaiveDate) -> Option<Days> {
    let inner = text.strip_prefix(['[', '{'])?.trim_end_matches([']', '}']);
    let (first, last) = inner.split_once(" TO ").or_else(|| inner.split_once(".."))?;
    let end = |part: &str| match part.trim() {
        "*" | "" => Some(None),
        part => span(part, today).map(Some),
    };
    let (first, last) = (end(first)?, end(last)?);
    Some(Days {
        first: first.map(|(first, last)| if text.starts_with('{') { next(last) } else { first }),
        last: last.map(|(first, last)| if text.ends_with('}') { before(first) } else { last }),
        just: false,
    })
}

/// The first and last day of a date without signs.
pub(super) fn span(text: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("today") {
        return Some((today, today));
    }
    if let Some(day) = ago(text, today) {
        return Some((day, day));
    }
    // A day may have a time after it, but no other words: they would be lost.
    let time = text.split_once(' ').is_some_and(|(day, _)| day.parse::<PartialDate>().is_ok());
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z' | ' ');
    if time && !text.chars().all(is_time) {
        return None;
    }
    quarter(text).or_else(|| parse_date(text).map(|date| (date.first_day(), date.last_day())))
}

/// `-30d`, `-2w`, `-6m`, `-1y`: so long before today.
fn ago(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let unit = text.strip_prefix(['-', '−'])?.char_indices().last()?;
    let number = text.strip_prefix(['-', '−'])?[..unit.0].parse::<u32>().ok()?;
    match unit.1.to_ascii_lowercase() {
        'd' => today.checked_sub_days(Count::new(number.into())),
        'w' => today.checked_sub_days(Count::new(u64::from(number) * 7)),
        'm' => today.checked_sub_months(Months::new(number)),
        'y' => today.checked_sub_months(Months::new(number.checked_mul(12)?)),
        _ => None,
    }
}

/// `2023-Q4`, `2023Q4`, `Q4 2023`.
fn quarter(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let upper = text.to_ascii_uppercase();
    let (year, number) = match upper.strip_prefix('Q') {
        Some(rest) => rest.split_once(' ').map(|(number, year)| (year, number))?,
        None => upper.split_once('Q').map(|(year, number)| (year.trim_end_matches(['-', ' ']), number))?,
    };
    let (year, number) = (year.trim().parse::<i32>().ok()?, number.parse::<u32>().ok()?);
    let first = NaiveDate::from_ymd_opt(year, number.checked_sub(1)?.checked_mul(3)?.checked_add(1)?, 1)?;
    let last = first.checked_add_months(Months::new(3))?.pred_opt()?;
    (year.abs() < 10_000 && first.year() == year).then_some((first, last))
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match when(text, NaiveDate::from_ymd_opt(2024, 10, 9).unwrap()) {
            Ok(When::Days(days)) => days.to_string(),
            Ok(other) => format!("{other:?}"),
            Err(problem) => format!("! {problem}"),
        }
    }

    #[test]
    fn dates_and_ranges() {
        for (text, days) in [
            ("2023", "2023-01-01..2023-12-31"),
            ("2023-10", "2023-10-01..2023-10-31"),
            ("2023-10-09", "2023-10-09"),
            ("2023-10-09T16:48:31Z", "2023-10-09"),
            ("2023-Q4", "2023-10-01..2023-12-31"),
            ("Q1 2024", "2024-01-01..2024-03-31"),
            ("9 Oct 2023", "2023-10-09"),
            ("October 2023", "2023-10-01..2023-10-31"),
            ("today", "2024-10-09"),
            ("-30d", "2024-09-09"),
            ("-30d..today", "2024-09-09..2024-10-09"),
            ("-1y..", "2023-10-09.."),
            ("2023-10..2024-01", "2023-10-01..2024-01-31"),
            ("..1945", "..1945-12-31"),
            (">=2024", "2024-01-01.."),
            (">2024", "2025-01-01.."),
            ("<2024", "..2023-12-31"),
            ("<=2024-02", "..2024-02-29"),
            ("=2017", "=2017-01-01..2017-12-31"),
            ("[2023-10-01 TO 2023-10-31]", "2023-10-01..2023-10-31"),
            ("{2023-10-01 TO 2023-10-31}", "2023-10-02..2023-10-30"),
            ("[2023 TO *]", "2023-01-01.."),
            ("none", "Undated"),
            ("*", "Any"),
        ] {
            assert_eq!(read(text), days, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "soon",
            "09/10/2023",
            "2023-13",
            "..",
            "2023-Q5",
            "[2023",
            "2023-10-09 Hamas",
            "2023 Hamas",
            "-30x",
            ">",
            "2024..2023",
        ] {
            assert!(read(text).starts_with('!'), "{text}: {}", read(text));
        }
    }
}
