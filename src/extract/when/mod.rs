//! When something was said: expressions of date in reports, resolved with the press's habit of looking back.
//!
//! `On Wednesday` is the last Wednesday not after the document's day. A value is as exact as the words
//! allow: `last week` lies in a month, or only in a year; `recently` has no value, and its words are kept.

mod calendar;
mod clause;
mod tokens;
mod words;

use std::cell::OnceCell;
use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::model::{Basis, DateOrder, PartialDate, Precision, StatementDate};
use clause::Clauses;
use words::{Expression, Words};

/// What an expression means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// A date with its year.
    Stated(PartialDate),
    /// A day of the year: `3 October`.
    DayOfYear { month: u32, day: u32 },
    /// A day of a month that is not said: `on the 25th`.
    DayOfMonth(u32),
    /// Days of a month: `Oct. 9-10`.
    Between { year: Option<i32>, month: u32, days: (u32, u32) },
    /// A month of a year that is not said: `in March`.
    Month(u32),
    /// `last March`.
    LastMonth(u32),
    /// `on Wednesday`.
    Weekday(Weekday),
    /// `last Wednesday`.
    LastWeekday(Weekday),
    /// So many units before the document's day: `two days ago`, `last month`, `earlier this year`.
    Ago(u32, Unit),
    /// So many days after the document's day: `yesterday` is -1.
    Day(i64),
    /// So many days after the day that the account has reached: `the day before` is -1.
    Told(i64),
    /// The same for weeks, months and years: `a week earlier`.
    Earlier(u32, Unit),
    /// `overnight`.
    Night,
    /// `over the weekend`.
    Weekend,
    /// What lies ahead: `next week`.
    Ahead,
    /// What no calendar knows: `recently`.
    Vague,
    /// A day and a month that may change places: `03/04/2014`.
    Doubt,
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
}

/// An attribution in a sentence, in bytes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attributed {
    /// Whether it is the speaker's whose words are dated.
    pub own: bool,
    pub source: Option<Range<usize>>,
    pub cue: Range<usize>,
    /// Where the cue's chief word begins.
    pub head: usize,
    pub content: Vec<Range<usize>>,
    /// Whether the content is a quotation.
    pub direct: bool,
}

/// The days of a year that may lie ahead of a day without its year: so near a report that was published before it looks
/// forward, not a year back.
const NEAR: u64 = 30;

/// A date that the frame of an attribution names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Framed {
    pub date: StatementDate,
    /// Where its words stand, in bytes of the sentence.
    pub words: Range<usize>,
    /// How a date was made of them.
    pub rule: &'static str,
    /// The date from which it was counted; `None` where it needs none, or none is known.
    pub from: Option<PartialDate>,
}

/// A sentence whose dates are read once, and only where one is asked for.
pub(crate) struct Sentence<'a> {
    text: &'a str,
    order: Option<DateOrder>,
    read: OnceCell<(Words<'a>, Vec<Expression>)>,
}

impl<'a> Sentence<'a> {
    /// A sentence of a document; `order` is that of day and month in its dates in numbers, where it is known.
    pub fn new(text: &'a str, order: Option<DateOrder>) -> Self {
        Self { text, order, read: OnceCell::new() }
    }

    /// Its words and the expressions of date in it.
    fn read(&self) -> &(Words<'a>, Vec<Expression>) {
        self.read.get_or_init(|| {
            let words = Words { order: self.order, ..Words::of(self.text) };
            let found = words.expressions();
            (words, found)
        })
    }

    /// When the speaker's words in it were said: the date that hangs on the verb of saying (`Miller told reporters on
    /// Wednesday`). `None` where none does.
    ///
    /// `anchor` is the document's date, `told` the date of the statement before, from which `the day before` and `a week
    /// earlier` are counted. Dates that only bound (`since Monday`), that belong to a person or a thing (`who was born in
    /// 1950`, `Monday’s attack`, `the truce agreed on Sunday`) are passed over, and days to come unless the verb is of what
    /// is yet to be said. What stands before the byte `from` is the dateline's: it counts only where nothing else does.
    pub fn date(
        &self,
        said: &[Attributed],
        from: usize,
        anchor: Option<PartialDate>,
        told: Option<PartialDate>,
    ) -> Option<Framed> {
        let (words, found) = self.read();
        let clauses = Clauses { words, said };
        let frame = |ahead: bool, found: &Expression| {
            let words = &self.text[found.start..found.end];
            let told = told.or(anchor);
            let date = if ahead {
                to_come(words, found.when, anchor)?
            } else {
                dated(words, found.when, anchor, told)
            };
            let reached = self::from(found.when, anchor, told);
            let rule = if ahead && date.basis == Basis::Relative { TO_COME } else { rule(found.when) };
            Some(Framed { date, words: found.start..found.end, rule, from: reached })
        };
        let ties = found.iter().filter(|one| !one.aside && one.start >= from && one.when != When::Ahead);
        let framed = ties.filter_map(|one| {
            let tie = clauses.tie(one)?;
            let framed = frame(tie.ahead, one).filter(|_| tie.ahead || !lies_ahead(one.when, anchor))?;
            Some((framed.date.value.is_none(), tie.distance, framed))
        });
        let best =
            framed.min_by_key(|(unknown, distance, _)| (*unknown, *distance)).map(|(.., framed)| framed);
        let dateline = || found.iter().find(|one| !one.aside && one.end <= from);
        best.or_else(|| dateline().and_then(|one| frame(false, one)))
    }

    /// The day that it names itself, whoever speaks: `On Wednesday, troops crossed the river`.
    pub fn day(&self, said: &[Attributed], anchor: Option<PartialDate>) -> Option<PartialDate> {
        let (words, found) = self.read();
        let clauses = Clauses { words, said };
        let main = found.iter().filter(|one| !lies_ahead(one.when, anchor) && clauses.is_main(one));
        main.filter_map(|one| dated("", one.when, anchor, anchor).value)
            .find(|date| date.precision() == Precision::Day)
    }

    /// How many of its letters say when, outside of what is said.
    pub fn letters(&self, said: &[Attributed]) -> usize {
        let (words, found) = self.read();
        let clauses = Clauses { words, said };
        let outside = found.iter().filter_map(|one| clauses.outside(one));
        outside.map(|at| self.text[at].bytes().filter(|byte| !byte.is_ascii_whitespace()).count()).sum()
    }
}

/// Whether an expression means what had not come when the document was written.
fn lies_ahead(when: When, anchor: Option<PartialDate>) -> bool {
    let Some(anchor) = anchor else { return matches!(when, When::Day(1..) | When::Told(1..) | When::Ahead) };
    let soon = anchor.last_day().checked_add_days(Days::new(NEAR)).unwrap_or(NaiveDate::MAX);
    match when {
        When::Day(1..) | When::Told(1..) | When::Ahead => true,
        When::Stated(date) => date.first_day() > anchor.last_day(),
        When::Between { year: Some(year), month, days } => {
            between(year, month, days).is_some_and(|date| date.first_day() > anchor.last_day())
        }
        // Of a day of the year the next is much nearer than the last.
        When::DayOfYear { month, day } | When::Between { year: None, month, days: (day, _) } => {
            day_ahead(anchor.last_day(), month, day).is_some_and(|next| {
                next > anchor.last_day()
                    && next <= soon
                    && day_back(anchor.last_day(), month, day) != Some(next)
            })
        }
        _ => false,
    }
}

/// The rule of a date to come.
const TO_COME: &str = "a day to come: the first such day not before the document's date";

/// The date of what is yet to be said; `None` where the words look back.
fn to_come(words: &str, when: When, anchor: Option<PartialDate>) -> Option<StatementDate> {
    let value = |today: NaiveDate| match when {
        When::Weekday(weekday) => Some(PartialDate::day(weekday_ahead(today, weekday)?)),
        When::DayOfYear { month, day } => day_ahead(today, month, day).map(PartialDate::day),
        When::Between { year: None, month, days } => {
            let first = day_ahead(today, month, days.0)?;
            between(first.year(), month, days)
        }
        When::DayOfMonth(day) => months(today, true)
            .find_map(|first| first.with_day(day).filter(|date| *date >= today).map(PartialDate::day)),
        When::Month(month) => PartialDate::month(today.year() + i32::from(month < today.month()), month),
        When::Day(shift @ 0..) => Some(PartialDate::day(shifted(today, shift)?)),
        When::Weekend => {
            let saturday = weekday_ahead(today, Weekday::Sat)?;
            cover(saturday, saturday.succ_opt()?)
        }
        _ => None,
    };
    match when {
        When::Stated(_) | When::Between { year: Some(_), .. } => Some(dated(words, when, anchor, anchor)),
        _ => {
            let anchor = anchor?;
            let value = agree(value(anchor.first_day()), value(anchor.last_day()))?;
            let date = StatementDate::known(value, Basis::Relative);
            Some(StatementDate { words: Some(words.to_owned()), ..date })
        }
    }
}

fn dated(words: &str, when: When, anchor: Option<PartialDate>, told: Option<PartialDate>) -> StatementDate {
    let from = from(when, anchor, told);
    let (value, basis) = match when {
        When::Stated(date) => (Some(date), Basis::Stated),
        When::Between { year: Some(year), month, days } => (between(year, month, days), Basis::Stated),
        // Looking back never runs ahead of the anchor: where the first and the last of its days agree, all do.
        _ => (
            from.and_then(|from| agree(value(when, from.first_day()), value(when, from.last_day()))),
            Basis::Relative,
        ),
    };
    let basis = if value.is_some() { basis } else { Basis::Unknown };
    StatementDate { value, basis, words: Some(words.to_owned()) }
}

/// The date from which an expression is counted.
fn from(when: When, anchor: Option<PartialDate>, told: Option<PartialDate>) -> Option<PartialDate> {
    match when {
        When::Stated(_) | When::Between { year: Some(_), .. } | When::Vague | When::Doubt => None,
        When::Told(_) | When::Earlier(..) => told,
        _ => anchor,
    }
}

/// How an expression is made a date, in words for the reader.
fn rule(when: When) -> &'static str {
    match when {
        When::Stated(_) | When::Between { year: Some(_), .. } => "a date with its year",
        When::DayOfYear { .. } | When::Between { year: None, .. } => {
            "a day without its year: the last such day not after the document's date"
        }
        When::DayOfMonth(_) => "a day without its month: the last such day not after the document's date",
        When::Month(_) | When::LastMonth(_) => {
            "a month without its year, looked back from the document's date"
        }
        When::Weekday(_) => "a weekday: the last one not after the document's date",
        When::LastWeekday(_) => "the last such weekday, looked back from the document's date",
        When::Ago(..) | When::Day(_) | When::Night | When::Weekend => "counted back from the document's date",
        When::Told(_) | When::Earlier(..) => "counted from the day that the account has reached",
        When::Ahead => "what lies ahead is no date of a statement",
        When::Vague => "words that no calendar knows",
        When::Doubt => "a date in numbers whose day and month may change places",
    }
}

fn agree(a: Option<PartialDate>, b: Option<PartialDate>) -> Option<PartialDate> {
    if a == b { a } else { None }
}

/// What the expression means to somebody who writes on `today`.
fn value(when: When, today: NaiveDate) -> Option<PartialDate> {
    match when {
        When::Stated(date) => Some(date),
        When::Between { year: Some(year), month, days } => between(year, month, days),
        When::Between { year: None, month, days } => {
            let last = day_back(today, month, days.1)?;
            between(last.year(), month, days)
        }
        When::DayOfYear { month, day } => day_back(today, month, day).map(PartialDate::day),
        When::DayOfMonth(day) => months(today, false)
            .find_map(|first| first.with_day(day).filter(|date| *date <= today).map(PartialDate::day)),
        When::Month(month) => PartialDate::month(today.year() - i32::from(month > today.month()), month),
        // In November, `last October` may be that of this year or of the last.
        When::LastMonth(month) if month >= today.month() => PartialDate::month(today.year() - 1, month),
        When::LastMonth(_) => None,
        When::Weekday(weekday) => Some(PartialDate::day(weekday_back(today, weekday)?)),
        When::LastWeekday(weekday) => {
            let last = weekday_back(today.pred_opt()?, weekday)?;
            let same_week = last.iso_week() == today.iso_week();
            // On a Friday, `last Wednesday` may be that of this week or of the last.
            cover(if same_week { back(last, 7)? } else { last }, last)
        }
        When::Ago(count, unit) | When::Earlier(count, unit) => ago(today, count, unit),
        When::Day(shift) | When::Told(shift) => Some(PartialDate::day(shifted(today, shift)?)),
        When::Night => cover(today.pred_opt()?, today),
        When::Weekend => {
            let saturday = weekday_back(today, Weekday::Sat)?;
            cover(saturday, saturday.succ_opt()?.min(today))
        }
        When::Ahead | When::Vague | When::Doubt => None,
    }
}

/// The unit that lies `count` units back, by the calendar.
fn ago(today: NaiveDate, count: u32, unit: Unit) -> Option<PartialDate> {
    match unit {
        Unit::Hour => cover(back(today, u64::from(count / 24) + 1)?, back(today, u64::from(count / 24))?),
        Unit::Day => Some(PartialDate::day(back(today, count.into())?)),
        Unit::Week => {
            // Weeks begin on Sunday for some and on Monday for others: both are held.
            let monday = weekday_back(back(today, 7 * u64::from(count))?, Weekday::Mon)?;
            let last = if count == 0 { today } else { monday.checked_add_days(Days::new(6))? };
            cover(back(monday, 1)?, last)
        }
        Unit::Month => {
            let day = today.checked_sub_months(Months::new(count))?;
            PartialDate::month(day.year(), day.month())
        }
        Unit::Year => PartialDate::year(today.year().checked_sub_unsigned(count)?),
        // `A decade ago` is a round number.
        Unit::Decade => None,
    }
}

/// The finest date that holds both days; `None` where they lie in two years.
fn cover(first: NaiveDate, last: NaiveDate) -> Option<PartialDate> {
    if first == last {
        Some(PartialDate::day(first))
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        PartialDate::month(first.year(), first.month())
    } else if first.year() == last.year() {
        PartialDate::year(first.year())
    } else {
        None
    }
}

fn between(year: i32, month: u32, (first, last): (u32, u32)) -> Option<PartialDate> {
    cover(NaiveDate::from_ymd_opt(year, month, first)?, NaiveDate::from_ymd_opt(year, month, last)?)
}

/// The last such day of the year not after `today`; 29 February is looked for in leap years.
fn day_back(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let years = (0..=8).map(|back| today.year() - back);
    years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|date| *date <= today)
}

/// The first days of some months from this one on, or back.
fn months(today: NaiveDate, on: bool) -> impl Iterator<Item = NaiveDate> {
    let first = today.with_day(1);
    (0..4).filter_map(move |count| match on {
        true => first?.checked_add_months(Months::new(count)),
        false => first?.checked_sub_months(Months::new(count)),
    })
}

/// The first such day of the year not before `today`; 29 February is looked for in leap years.
fn day_ahead(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let years = (0..=8).map(|on| today.year() + on);
    years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|date| *date >= today)
}

/// The first such weekday not before `today`.
fn weekday_ahead(today: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let days = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(days.into()))
}

/// The last such weekday not after `today`.
fn weekday_back(today: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let days = (7 + today.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7;
    back(today, days.into())
}

fn back(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(days))
}

fn shifted(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_signed(chrono::TimeDelta::try_days(days)?)
}

#[cfg(test)]
mod tests;
