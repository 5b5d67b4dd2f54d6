//! Dates as machines and the headings of pages write them.

use std::sync::LazyLock;

use regex::Regex;

use super::dates::parse_date;
use super::months::month_in_any_language;
use super::numeric::Numeric;
use crate::model::PartialDate;
#[cfg(any(feature = "pdf", feature = "office", feature = "xml"))]
use crate::model::Precision;

/// Reads a date as machines write it, with or without its time: as [`parse_date`] does, `20241009`, RFC 2822, and
/// `26.04.2024` where only one order of day and month is possible.
pub(super) fn machine_date(text: &str) -> Option<PartialDate> {
    let whole = text.trim();
    let text = without_time(whole);
    if let Some(date) = parse_date(whole).or_else(|| parse_date(text)) {
        return Some(date);
    }
    let day = text.get(..10).filter(|_| text[10..].starts_with(['T', ' ', ','])).and_then(parse_date);
    day.or_else(|| {
        let written = chrono::DateTime::parse_from_rfc2822(whole).ok()?;
        Some(PartialDate::day(written.date_naive()))
    })
    .or_else(|| digits(text))
    .or_else(|| numbers(text))
    .or_else(|| worded(text))
}

/// `October 9, 2024, 12:06 PM EDT` without the time of day.
fn without_time(text: &str) -> &str {
    static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?x)[,\s]*(?:(?:at|um|à|alle|kl\.?)\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?
              \s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Uhr|[A-Z]{1,5}|[+-]\d{2}:?\d{2})?(?:\s*\([A-Z]{1,5}\))?$",
        )
        .ok()
    });
    let found = TIME.as_ref().and_then(|time| time.find(text));
    found.map_or(text, |found| text[..found.start()].trim_end_matches([' ', ',', '-', '–', '|', '•']))
}

/// `mardi 14 mars 2006`, `14. März 2006`, `14 de marzo de 2006`, `11 January 2010 Monday`: the day, the month by its name in
/// one of many languages, the year, and no number besides.
fn worded(text: &str) -> Option<PartialDate> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.'))
        .filter(|word| !word.is_empty())
        .collect();
    const MOST_WORDS: usize = 8;
    if words.len() > MOST_WORDS {
        return None;
    }
    let months: Vec<(usize, u32)> =
        words.iter().enumerate().filter_map(|(at, word)| Some((at, month_in_any_language(word)?))).collect();
    let numbers: Vec<&str> =
        words.iter().copied().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect();
    let (&[(_, month)], &[day, year]) = (&months[..], &numbers[..]) else { return None };
    let day = day.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
    PartialDate::ymd(year.parse().ok().filter(|year| (1000..3000).contains(year))?, month, day)
}

/// `20241009`, with or without a time after it.
fn digits(text: &str) -> Option<PartialDate> {
    let day = text.get(..8).filter(|day| day.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = &text[8..];
    (rest.is_empty() || rest.starts_with(['T', ' ']) || rest.len() == 6).then_some(())?;
    PartialDate::ymd(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?)
        .filter(|date| (1500..2100).contains(&chrono::Datelike::year(&date.first_day())))
}

/// `26.04.2024`, `04/26/2024`, where one order only gives a day.
fn numbers(text: &str) -> Option<PartialDate> {
    Numeric::read(text.split([' ', ',', 'T']).next()?)?.date(None)
}

/// The first day that is written out in a line: `Tuesday, 19 September 2017, 10 a.m.`, `19th March, 2008(P)`, `dilluns 9 de
/// novembre de 2015`.
#[cfg(any(feature = "pdf", feature = "office", feature = "xml"))]
pub(super) fn within(line: &str) -> Option<PartialDate> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?x)\b(?:\d{1,2}(?:st|nd|rd|th|er|\.|º|ª)?\s+(?:de\s+|d['’]\s*)?\p{Alphabetic}{3,12}\.?
              |\p{Alphabetic}{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?)\s*,?\s+(?:del?\s+)?\d{4}\b",
        )
        .ok()
    });
    let day = |words: &str| parse_date(words).or_else(|| worded(&words.replace(['\'', '’'], " ")));
    let found = DAY.as_ref()?.find_iter(line).find_map(|found| day(found.as_str()));
    found.filter(|date| date.precision() == Precision::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_machines_and_other_languages_write_them() {
        for (text, date) in [
            ("2024-10-09T23:30:00+02:00", "2024-10-09"),
            ("Wed, 09 Oct 2024 12:00:00 GMT", "2024-10-09"),
            ("20241009", "2024-10-09"),
            ("Saturday, December 27, 2014, 12:06 PM", "2014-12-27"),
            ("26/04/2024", "2024-04-26"),
            ("05.08.2024, kl. 13.05", "2024-08-05"),
            ("mardi 14 mars 2006", "2006-03-14"),
            ("14 de marzo de 2006", "2006-03-14"),
            ("11 January 2010 Monday", "2010-01-11"),
            ("9 мая 1945 года", "1945-05-09"),
        ] {
            assert_eq!(machine_date(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in ["04/05/2024", "le 3 et 4 mars 2006", "page 5 of 2006", "PT1M48S", "12345678"] {
            assert_eq!(machine_date(text), None, "{text}");
        }
    }
}
