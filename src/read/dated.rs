//! The date that stands in a document: in the lines of its head or foot, else its address, else its file's name.

use super::date_lines::{self, Of};
use super::date_names::{in_address, in_name, year_in_name};
use super::dates::{Written, ending, parse_date};
use super::numeric::Numeric;
use super::{datelines, transcript};
use crate::model::{Basis, DateOrder, Document, Layout, PartialDate, Precision, StatementDate};

/// So many lines that are not empty may stand over the text and say when it was published.
const HEAD: usize = 9;

/// So many of them may hold a dateline, and a transcript's heading that ends in its day.
const OPENING: usize = 5;

/// So many lines that are not empty may stand under it.
const FOOT: usize = 4;

/// A dateline's day lies so many days before its text was changed or archived.
const APART: i64 = 31;

/// What a document states of its date.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub date: StatementDate,
    /// The only date it states, where day and month may change places.
    pub doubt: Option<(Numeric, String)>,
}

/// What the lines of a document state of its date.
#[derive(Default)]
struct Lines {
    /// The first date of the head; one of a later change or of the foot.
    first: Option<(Written, Basis)>,
    later: Option<(Written, Basis)>,
    /// The day of a dateline without its year.
    day: Option<(u32, u32)>,
    doubt: Option<(Numeric, String)>,
    url: Option<PartialDate>,
}

/// The date that a document states, whose metadata has none. `name` is the file's, with its folders.
pub(super) fn stated(document: &Document, name: &str, order: Option<DateOrder>) -> Stated {
    let lines = Lines::read(document, order);
    let known = |date: Option<PartialDate>, basis| date.map(|date| StatementDate::known(date, basis));
    let of_line =
        |line: Option<(Written, Basis)>| line.and_then(|(date, basis)| known(date.date(order), basis));
    let url = || document.url.as_deref().and_then(in_address).or(lines.url);
    let by_name = || in_name(name, order);
    let later = || {
        let (date, basis) = lines.later.and_then(|(date, basis)| Some((date.date(order)?, basis)))?;
        known(lines.day_before(date), Basis::Dateline).or_else(|| known(Some(date), basis))
    };
    let composed = || {
        let (month, day) = lines.day?;
        known(PartialDate::ymd(year_in_name(name)?, month, day), Basis::Dateline)
    };
    let named = || {
        let date = by_name()?;
        known(lines.day_before(date).or(Some(date)), Basis::Filename)
    };
    let found = of_line(lines.first)
        .or_else(later)
        .or_else(|| known(url(), Basis::Address))
        .or_else(|| if lines.day.is_some() { composed().or_else(named) } else { named() });
    match found {
        Some(date) => Stated { date, doubt: None },
        None => Stated { date: StatementDate::unknown(), doubt: lines.doubt },
    }
}

impl Lines {
    fn read(document: &Document, order: Option<DateOrder>) -> Self {
        let body = document.body.as_str();
        let mut lines = Self::default();
        let filled = |line: &&str| !line.is_empty();
        let head = body.lines().map(str::trim).filter(filled).take(HEAD);
        // What follows a dateline is the text, and then its foot.
        let mut over = true;
        for (at, line) in head.take_while(|line| transcript::turn_head(line).is_none()).enumerate() {
            if at < OPENING {
                over &= !lines.opening(line, document.layout, order, over);
            }
            lines.take(line, order, over);
        }
        for line in body.trim_end().rsplit('\n').map(str::trim).filter(filled).take(FOOT) {
            lines.take(line, order, false);
        }
        lines
    }

    /// A dateline, a transcript's heading, or a line that is a date; whether it is a dateline.
    fn opening(&mut self, line: &str, layout: Layout, order: Option<DateOrder>, over: bool) -> bool {
        let dateline = datelines::read(line).map(|found| found.date);
        match dateline {
            Some(Written::DayOfYear(month, day)) => drop(self.day.get_or_insert((month, day))),
            Some(date) => self.add(date, Basis::Dateline, line, order, over),
            None => {}
        }
        let heading = if layout == Layout::Transcript { ending(line) } else { None };
        let alone = || parse_date(line).filter(|date| date.precision() == Precision::Day);
        if let Some(date) = heading.or_else(alone) {
            self.add(Written::Known(date), Basis::Dateline, line, order, over);
        }
        dateline.is_some()
    }

    /// What a line of the head or the foot says.
    fn take(&mut self, line: &str, order: Option<DateOrder>, head: bool) {
        if let Some(found) = date_lines::read(line) {
            let basis = if found.of == Of::Line { Basis::Dateline } else { Basis::Stated };
            self.add(found.date, basis, line, order, head && found.of != Of::Change);
        } else if self.url.is_none() && line.contains("://") && line.split_whitespace().count() <= 2 {
            self.url = in_address(line);
        }
    }

    fn add(&mut self, date: Written, basis: Basis, line: &str, order: Option<DateOrder>, first: bool) {
        match date {
            Written::Doubt(numeric) if numeric.date(order).is_none() => {
                self.doubt.get_or_insert_with(|| (numeric, line.to_owned()));
            }
            _ if first => drop(self.first.get_or_insert((date, basis))),
            _ => drop(self.later.get_or_insert((date, basis))),
        }
    }

    /// The dateline's day, where it is the last such day before a date and near it.
    fn day_before(&self, date: PartialDate) -> Option<PartialDate> {
        use chrono::Datelike;
        let (month, day) = self.day?;
        let last = date.last_day();
        let years = [last.year(), last.year() - 1];
        let found = years.iter().filter_map(|year| PartialDate::ymd(*year, month, day));
        let apart = |found: &PartialDate| (0..=APART).contains(&(last - found.first_day()).num_days());
        found.into_iter().find(apart)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str, name: &str) -> Option<String> {
        let document = Document::new(name, body);
        stated(&document, name, None).date.value.map(|date| date.to_string())
    }

    #[test]
    fn a_date_is_read_where_it_stands() {
        for (body, name, date) in [
            (
                "By Ada Example\nOctober 9, 2024 5:24 PM GMT+2\n\nGENEVA, Oct 8 (Reuters) - Talks.",
                "x.txt",
                Some("2024-10-09"),
            ),
            (
                "MOSCOW, October 9. /TASS/. Talks are over.\n\nPublished 10 October 2024",
                "x.txt",
                Some("2024-10-09"),
            ),
            ("SEOUL, Dec. 30 (Yonhap) -- Talks.\n\n(2025/01/02)", "x.txt", Some("2024-12-30")),
            ("GENEVA, Oct 9 (Reuters) - Talks.", "reuters_2024.txt", Some("2024-10-09")),
            ("GENEVA, Oct 9 (Reuters) - Talks.", "news/2024/10/09/x.txt", Some("2024-10-09")),
            ("GENEVA, Oct 9 (Reuters) - Talks.", "x.txt", None),
            ("Updated 11 October 2024\nPublished 9 October 2024\n\nTalks.", "x.txt", Some("2024-10-09")),
            ("Talks\nhttps://example.org/2024/10/09/talks\n\nTalks.", "x.txt", Some("2024-10-09")),
            ("What happened on 7 October 2023\n\nTalks are over.", "x.txt", None),
            ("Talks\nDate: 03/04/2014\n\nTalks.", "x.txt", None),
            ("Talks\nDate: 03/04/2014\n\nTalks.", "x_2014-04-03.txt", Some("2014-04-03")),
        ] {
            assert_eq!(of(body, name).as_deref(), date, "{body}, {name}");
        }
    }

    #[test]
    fn a_date_in_doubt_is_told() {
        let document = Document::new("x.txt", "Talks\nDate: 03/04/2014\n\nTalks.");
        assert!(stated(&document, "x.txt", None).doubt.is_some());
        let date = stated(&document, "x.txt", Some(DateOrder::Mdy)).date;
        assert_eq!((date.value, date.basis), (PartialDate::ymd(2014, 3, 4), Basis::Stated));
    }
}
