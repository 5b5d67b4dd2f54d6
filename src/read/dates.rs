//! Dates as people write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::{PartialDate, Precision};

/// A month's number by its English name or abbreviation: `October`, `Oct.`, `Sept`.
pub(crate) fn month(name: &str) -> Option<u32> {
    let name = name.trim_end_matches('.');
    let name = if name.eq_ignore_ascii_case("sept") { "Sep" } else { name };
    name.parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

/// Reads `2024-10-09`, `2024-10`, `2017`, RFC 3339, `9 October 2024`, `Oct. 9, 2024`, `October 2024`,
/// with or without a weekday, and `2024/10/09`. `09/10/2024` is refused: it means two days.
pub fn parse_date(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    if let Ok(date) = text.replace('/', "-").parse() {
        return Some(date);
    }
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?x)^(?:[A-Za-z]+day,?\s+)?
              (?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m1>[A-Za-z]+\.?)|(?P<m2>[A-Za-z]+\.?)(?:\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?)
              ,?\s+(?P<y>\d{4})$",
        )
        .ok()
    });
    let found = WORDS.as_ref()?.captures(text)?;
    let number = |name: &str| found.name(name).and_then(|part| part.as_str().parse::<u32>().ok());
    let month = month(found.name("m1").or_else(|| found.name("m2"))?.as_str())?;
    let year = i32::try_from(number("y")?).ok()?;
    match number("d1").or_else(|| number("d2")) {
        Some(day) => PartialDate::ymd(year, month, day),
        None => PartialDate::month(year, month),
    }
}

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
        words.iter().enumerate().filter_map(|(at, word)| Some((at, month_of(word)?))).collect();
    let numbers: Vec<&str> =
        words.iter().copied().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect();
    let (&[(_, month)], &[day, year]) = (&months[..], &numbers[..]) else { return None };
    let day = day.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
    PartialDate::ymd(year.parse().ok().filter(|year| (1000..3000).contains(year))?, month, day)
}

/// A month's number by its name in one of the languages of `months.tsv`, or in English.
fn month_of(word: &str) -> Option<u32> {
    static MONTHS: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
        let rows = include_str!("months.tsv").lines().filter(|row| !row.starts_with('#'));
        rows.flat_map(|row| row.split('\t').skip(1).zip(1..)).collect()
    });
    MONTHS.get(word.to_lowercase().as_str()).copied().or_else(|| month(word))
}

/// `20241009`, with or without a time after it.
fn digits(text: &str) -> Option<PartialDate> {
    let day = text.get(..8).filter(|day| day.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = &text[8..];
    (rest.is_empty() || rest.starts_with(['T', ' ']) || rest.len() == 6).then_some(())?;
    PartialDate::ymd(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?)
        .filter(|date| (1500..2100).contains(&chrono::Datelike::year(&date.first_day())))
}

/// `26.04.2024`, `04/26/2024`: the day is what is no month.
fn numbers(text: &str) -> Option<PartialDate> {
    let date = text.split([' ', ',', 'T']).next()?;
    let mut parts = date.split(['.', '/', '-']);
    let mut number = |longest: usize| {
        let part = parts.next().filter(|part| (1..=longest).contains(&part.len()))?;
        part.parse::<u32>().ok()
    };
    let (a, b, year) = (number(2)?, number(2)?, number(4).filter(|year| *year > 1000)?);
    let year = i32::try_from(year).ok()?;
    match (a > 12, b > 12) {
        (true, false) => PartialDate::ymd(year, b, a),
        (false, true) => PartialDate::ymd(year, a, b),
        // By points the day comes first wherever dates are written so.
        (false, false) if date.contains('.') || a == b => PartialDate::ymd(year, b, a),
        _ => None,
    }
}

/// The date in a file's name: `2024-10-09-briefing.md`, `x_20241009.txt`.
pub(super) fn in_name(name: &str) -> Option<PartialDate> {
    static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9])(1[5-9]\d\d|20\d\d)([-_.]?)(\d\d)([-_.]?)(\d\d)(?:[^0-9]|$)").ok()
    });
    let file = name.rsplit('/').next().unwrap_or(name);
    let found = NAME.as_ref()?.captures(file)?;
    if found[2] != found[4] {
        return None;
    }
    PartialDate::ymd(found[1].parse().ok()?, found[3].parse().ok()?, found[5].parse().ok()?)
}

/// The date of a dateline that opens a line: `WASHINGTON, Oct. 9, 2024 (Reuters) —`, `Moscow, 3 March 2022 —`.
pub(super) fn in_dateline(line: &str) -> Option<PartialDate> {
    let (rest, _) = dateline_words(line)?;
    // `Oct. 9, 2024` or, after a country, `Syria, 9 October 2024`.
    parse_date(rest).or_else(|| rest.split_once(", ").and_then(|(_, date)| parse_date(date)))
}

/// The bytes of a dateline that opens a line, with or without its year, up to its dash.
pub(crate) fn dateline(line: &str) -> Option<usize> {
    let (rest, end) = dateline_words(line)?;
    let dated = |words: &str| parse_date(words).or_else(|| parse_date(&format!("{words}, 2000"))).is_some();
    (dated(rest) || rest.split_once(", ").is_some_and(|(_, date)| dated(date))).then_some(end)
}

/// What follows the place in a dateline, without the agency, and the byte at which its dash stands.
fn dateline_words(line: &str) -> Option<(&str, usize)> {
    let head = line.char_indices().nth(120).map_or(line, |(end, _)| &line[..end]);
    let end = head.find(['—', '–']).or_else(|| head.find(" - ")).or_else(|| head.find(" -- "))?;
    let (place, rest) = head[..end].split_once(", ")?;
    if !place.starts_with(char::is_uppercase) || place.split_whitespace().count() > 5 {
        return None;
    }
    let rest = rest.split('(').next().unwrap_or(rest);
    Some((rest.trim().trim_end_matches(','), end))
}

/// The day a heading ends with: `Security Council, meeting of 4 May 1990`, `Daily Briefing, Oct. 7, 2024`.
pub(super) fn ending(line: &str) -> Option<PartialDate> {
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.len() > 16 {
        return None;
    }
    (1..=4.min(words.len()))
        .rev()
        .find_map(|count| parse_date(&words[words.len() - count..].join(" ")))
        .filter(|date| date.precision() == Precision::Day)
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
    fn dates_as_written() {
        for (text, date) in [
            ("9 October 2024", "2024-10-09"),
            ("Oct. 9, 2024", "2024-10-09"),
            ("Wednesday, October 9th, 2024", "2024-10-09"),
            ("Sept 1939", "1939-09"),
            ("1790-01-08", "1790-01-08"),
            ("2024/10/09", "2024-10-09"),
            ("2024-09-17 16:48:31-04:00", "2024-09-17"),
            ("1648", "1648"),
        ] {
            assert_eq!(parse_date(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in ["09/10/2024", "Wednesday", "32 May 2024", "Mayor 2024", "soon", "", "31 June 2020"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

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

    #[test]
    fn dates_of_names_and_datelines() {
        let name = |name| in_name(name).map(|date| date.to_string());
        assert_eq!(name("a/2024-10-09-briefing.md").as_deref(), Some("2024-10-09"));
        assert_eq!(name("nyt_2016-09-08_obama.txt").as_deref(), Some("2016-09-08"));
        assert_eq!(name("20241009.txt").as_deref(), Some("2024-10-09"));
        assert_eq!(name("12345678.txt"), None);
        assert_eq!(name("USA_72_2017.txt"), None);
        #[cfg(feature = "pdf")]
        for (line, date) in [
            ("Tuesday, 19 September 2017, 10 a.m.", Some("2017-09-19")),
            ("Thursday, 19th March, 2008(P)", Some("2008-03-19")),
            ("Primera reunió, dilluns 9 de novembre de 2015", Some("2015-11-09")),
            ("Sitzung vom 4. Mai 2021", Some("2021-05-04")),
            ("Resolution 2758 of 1971", None),
        ] {
            assert_eq!(within(line).map(|date| date.to_string()).as_deref(), date, "{line}");
        }
        let line = |line| in_dateline(line).map(|date| date.to_string());
        assert_eq!(line("WASHINGTON, Oct. 9, 2024 (Reuters) — Talks").as_deref(), Some("2024-10-09"));
        assert_eq!(line("Moscow, 3 March 2022 — The").as_deref(), Some("2022-03-03"));
        let end = |line| ending(line).map(|date| date.to_string());
        assert_eq!(end("Security Council, Friday, 4 May 1990").as_deref(), Some("1990-05-04"));
        assert_eq!(end("Daily Press Briefing – October 7, 2024").as_deref(), Some("2024-10-07"));
        assert_eq!(end("A treaty of 1648"), None);
        assert_eq!(line("WASHINGTON, Oct. 9 — Talks"), None);
        assert_eq!(line("The talks, he said — in vain — went on"), None);
        let head = |line: &str| dateline(line).map(|end| line[..end].to_owned());
        assert_eq!(head("GENEVA, Oct. 9 (Reuters) — Talks").as_deref(), Some("GENEVA, Oct. 9 (Reuters) "));
        assert_eq!(head("Moscow, 3 March 2022 — The").as_deref(), Some("Moscow, 3 March 2022 "));
        assert_eq!(head("The talks, he said — in vain — went on"), None);
    }
}
