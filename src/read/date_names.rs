//! Dates in names of files and in addresses: `2024-10-09-briefing.md`, `/2024/03/14/talks`.

use std::sync::LazyLock;

use regex::Regex;

use super::dates::Written;
use super::months::month;
use super::numeric::Numeric;
use crate::model::{DateOrder, PartialDate};

/// The date in a file's name, else in the folders it lies in: `x_20241009.txt`, `9-Oct-2024.txt`, `2024/10/09/x.txt`;
/// else the month, as in `orlov_2024-10.txt`.
pub(super) fn in_name(name: &str, order: Option<DateOrder>) -> Option<PartialDate> {
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", name));
    let stem = file.split(".txt").next().unwrap_or(file);
    let numbers = || digits(stem).or_else(|| day_first(stem)?.date(order)).or_else(|| named(stem));
    numbers().or_else(|| in_address(&format!("/{folders}/"))).or_else(|| of_month(stem))
}

/// The date in an address: `https://example.org/2024/03/14/talks`, `/2024/mar/14/`, `/2024-03-14/`.
pub(super) fn in_address(url: &str) -> Option<PartialDate> {
    static PATH: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"/(1[5-9]\d\d|20\d\d)([/-])(\d{1,2}|[A-Za-z]{3,9})[/-](\d{1,2})(?:[/-]|$|\?|\.)").ok()
    });
    let found = PATH.as_ref()?.captures(url)?;
    let month = found[3].parse().ok().or_else(|| month(&found[3]))?;
    PartialDate::ymd(found[1].parse().ok()?, month, found[4].parse().ok()?)
}

/// Year, month and day: `2024-10-09`, `2024_10_09`, `20241009`, `20241009T1405`.
fn digits(stem: &str) -> Option<PartialDate> {
    static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9])(1[5-9]\d\d|20\d\d)([-_. ]?)(\d\d)([-_. ]?)(\d\d)(?:(?:[0-2]\d[0-5]\d){1}(?:[0-5]\d)?)?(?:[^0-9]|$)")
            .ok()
    });
    let found = NAME.as_ref()?.captures(stem)?;
    if found[2] != found[4] {
        return None;
    }
    PartialDate::ymd(found[1].parse().ok()?, found[3].parse().ok()?, found[5].parse().ok()?)
}

/// Day and month before the year: `09-10-2024`, `25.03.2019`.
fn day_first(stem: &str) -> Option<Numeric> {
    static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9])(\d{1,2})([-_. ])(\d{1,2})[-_. ](1[5-9]\d\d|20\d\d)(?:[^0-9]|$)").ok()
    });
    let found = NAME.as_ref()?.captures(stem)?;
    let by = found[2].chars().next()?;
    Numeric::new([&found[1], &found[3], &found[4]], by)
}

/// With the month's name: `9-Oct-2024`, `Oct 9, 2024`, `2024-Oct-09`, `9October2024`.
fn named(stem: &str) -> Option<PartialDate> {
    let words: String = stem.chars().map(|c| if matches!(c, '_' | '+') { ' ' } else { c }).collect();
    match super::dates::find(&words)?.0 {
        Written::Known(date) => Some(date),
        _ => None,
    }
}

/// A month alone: `orlov_2024-10`, `Oct-2024`.
fn of_month(stem: &str) -> Option<PartialDate> {
    static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9])(1[5-9]\d\d|20\d\d)[-_.](0[1-9]|1[0-2])(?:[^0-9-]|$)|(?:^|[^A-Za-z])([A-Za-z]{3,9})[-_ ](1[5-9]\d\d|20\d\d)(?:[^0-9-]|$)")
            .ok()
    });
    let found = NAME.as_ref()?.captures(stem)?;
    match found.get(1) {
        Some(year) => PartialDate::month(year.as_str().parse().ok()?, found[2].parse().ok()?),
        None => PartialDate::month(found[4].parse().ok()?, month(&found[3])?),
    }
}

/// The year that a file's name or its folders state, beside which a day without its year may stand.
pub(super) fn year_in_name(name: &str) -> Option<i32> {
    static YEAR: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:^|[^0-9])(1[5-9]\d\d|20\d\d)(?:[^0-9]|$)").ok());
    let mut years = YEAR.as_ref()?.captures_iter(name).map(|found| found[1].to_owned());
    let year = years.next()?;
    years.all(|other| other == year).then(|| year.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_names() {
        let name = |name: &str| in_name(name, None).map(|date| date.to_string());
        for (text, date) in [
            ("a/2024-10-09-briefing.md", Some("2024-10-09")),
            ("nyt_2016-09-08_obama.txt", Some("2016-09-08")),
            ("20241009.txt", Some("2024-10-09")),
            ("20241009T1405_x.txt", Some("2024-10-09")),
            ("2024_10_09 briefing.txt", Some("2024-10-09")),
            ("25.03.2019.txt", Some("2019-03-25")),
            ("25-03-2019 talks.txt", Some("2019-03-25")),
            ("03-04-2019.txt", None),
            ("9-Oct-2024.txt", Some("2024-10-09")),
            ("briefing_October_9_2024.txt", Some("2024-10-09")),
            ("news/2024/10/09/talks.txt", Some("2024-10-09")),
            ("orlov_2024-10.txt", Some("2024-10")),
            ("12345678.txt", None),
            ("USA_72_2017.txt", None),
            ("resolution-2024-1701.txt", None),
        ] {
            assert_eq!(name(text).as_deref(), date, "{text}");
        }
        assert_eq!(in_name("03-04-2019.txt", Some(DateOrder::Dmy)), PartialDate::ymd(2019, 4, 3));
    }

    #[test]
    fn dates_of_addresses() {
        for url in [
            "https://example.org/2024/03/14/talks.html",
            "https://example.org/world/2024/mar/14/talks",
            "https://example.org/news/2024-03-14/talks",
        ] {
            assert_eq!(in_address(url), PartialDate::ymd(2024, 3, 14), "{url}");
        }
        assert_eq!(in_address("https://example.org/2024/99/14/"), None);
        assert_eq!(in_address("https://example.org/talks-2024"), None);
    }
}
