//! When something was said: expressions of date in reports, resolved with the press's habit of looking back.
//!
//! `On Wednesday` is the last Wednesday not after the document's day. A value is as exact as the words
//! allow: `last week` lies in a month, or only in a year; `recently` has no value, and its words are kept.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::when_words::{Expression, expressions};
use crate::model::{Basis, PartialDate, StatementDate};

/// An expression of date: the bytes of a sentence on which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateWords {
    pub start: usize,
    pub end: usize,
}

/// What an expression means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// A date with its year.
    Stated(PartialDate),
    /// A day of the year: `3 October`.
    DayOfYear { month: u32, day: u32 },
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
    /// What no calendar knows: `recently`, `in the 1990s`.
    Vague,
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// The expressions of date in a sentence, in order. False friends (`Black September`, `they may`) are none.
/// Takes linear time.
pub(crate) fn find(sentence: &str) -> Vec<DateWords> {
    expressions(sentence, false)
        .into_iter()
        .map(|found| DateWords { start: found.start, end: found.end })
        .collect()
}

/// The date that one expression means to a document of the day `anchor`. Where that is not known, or
/// known to the month or year and this decides the matter, the value is unknown. The words are always kept.
pub(crate) fn resolve(words: &str, anchor: Option<PartialDate>) -> StatementDate {
    let words = words.trim();
    match expressions(words, true).first() {
        Some(found) => dated(&words[found.start..found.end], found.when, anchor, anchor),
        None => StatementDate { words: Some(words.to_owned()), ..StatementDate::unknown() },
    }
}

/// When the words of an attribution were said, by its frame: the parts of `sentence`, in bytes, that are
/// not its content (`Miller told reporters on Wednesday`). `None` where the frame names no date.
///
/// `anchor` is the document's date, `told` the date of the statement before, from which `the day before`
/// and `a week earlier` are counted. Dates that only bound (`since Monday`), that belong to something else
/// (`Monday’s attack`, `the Oct. 7 attack`) or lie ahead (`next week`) are passed over.
pub(crate) fn of_frame(
    sentence: &str,
    frame: &[Range<usize>],
    anchor: Option<PartialDate>,
    told: Option<PartialDate>,
) -> Option<StatementDate> {
    let inside =
        |found: &Expression| frame.iter().any(|part| part.start <= found.start && found.end <= part.end);
    let found = expressions(sentence, false)
        .into_iter()
        .find(|found| !found.aside && found.when != When::Ahead && !is_ahead(found.when) && inside(found))?;
    Some(dated(&sentence[found.start..found.end], found.when, anchor, told.or(anchor)))
}

fn is_ahead(when: When) -> bool {
    matches!(when, When::Day(1..) | When::Told(1..))
}

fn dated(words: &str, when: When, anchor: Option<PartialDate>, told: Option<PartialDate>) -> StatementDate {
    let from = if matches!(when, When::Told(_) | When::Earlier(..)) { told } else { anchor };
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
        When::Ahead | When::Vague => None,
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
mod tests {
    use super::*;

    fn value(words: &str, anchor: &str) -> Option<String> {
        resolve(words, anchor.parse().ok()).value.map(|date| date.to_string())
    }

    /// What an article of Friday, 11 October 2024 means.
    #[test]
    fn expressions_to_a_day() {
        for (words, date) in [
            ("Wednesday", "2024-10-09"),
            ("on Wednesday", "2024-10-09"),
            ("Tuesday", "2024-10-08"),
            ("on Friday", "2024-10-11"),
            ("Saturday", "2024-10-05"),
            ("on Monday night", "2024-10-07"),
            ("Thursday morning", "2024-10-10"),
            ("WEDNESDAY", "2024-10-09"),
            ("last Saturday", "2024-10-05"),
            ("today", "2024-10-11"),
            ("tonight", "2024-10-11"),
            ("this morning", "2024-10-11"),
            ("earlier today", "2024-10-11"),
            ("yesterday", "2024-10-10"),
            ("Yesterday evening", "2024-10-10"),
            ("last night", "2024-10-10"),
            ("the day before yesterday", "2024-10-09"),
            ("the day before", "2024-10-10"),
            ("a day earlier", "2024-10-10"),
            ("two days ago", "2024-10-09"),
            ("a couple of days ago", "2024-10-09"),
            ("10 days ago", "2024-10-01"),
            ("tomorrow", "2024-10-12"),
            ("3 October", "2024-10-03"),
            ("3rd of October", "2024-10-03"),
            ("October 3rd", "2024-10-03"),
            ("Sept. 30", "2024-09-30"),
            ("Sept 30", "2024-09-30"),
            ("on Dec. 24", "2023-12-24"),
            ("12 October", "2023-10-12"),
            ("29 February", "2024-02-29"),
            ("Oct. 9, 2024", "2024-10-09"),
            ("9 October 2024", "2024-10-09"),
            ("Wednesday, Oct. 9", "2024-10-09"),
            ("Wednesday, 9 October 2024", "2024-10-09"),
            ("May 3", "2024-05-03"),
            ("2024-10-09", "2024-10-09"),
        ] {
            assert_eq!(value(words, "2024-10-11").as_deref(), Some(date), "{words}");
        }
    }

    #[test]
    fn coarse_expressions_are_as_exact_as_they_may_be() {
        for (words, anchor, date) in [
            ("last week", "2024-10-18", Some("2024-10")),
            ("last week", "2024-10-08", Some("2024")),
            ("last week", "2025-01-08", None),
            ("earlier this week", "2024-10-18", Some("2024-10")),
            ("this week", "2024-10-02", Some("2024")),
            ("a week ago", "2024-10-18", Some("2024-10")),
            ("two weeks ago", "2024-10-30", Some("2024-10")),
            ("earlier this month", "2024-10-11", Some("2024-10")),
            ("last month", "2024-01-11", Some("2023-12")),
            ("three months ago", "2024-10-11", Some("2024-07")),
            ("in March", "2024-10-11", Some("2024-03")),
            ("in November", "2024-10-11", Some("2023-11")),
            ("in October", "2024-10-11", Some("2024-10")),
            ("early September", "2024-10-11", Some("2024-09")),
            ("last March", "2024-01-11", Some("2023-03")),
            ("last March", "2024-10-11", None),
            ("October 2024", "2024-10-11", Some("2024-10")),
            ("Oct. 9-10", "2024-10-11", Some("2024-10")),
            ("9-10 October 1973", "2024-10-11", Some("1973-10")),
            ("in 1994", "2024-10-11", Some("1994")),
            ("last year", "2024-10-11", Some("2023")),
            ("earlier this year", "2024-10-11", Some("2024")),
            ("ten years ago", "2024-10-11", Some("2014")),
            ("overnight", "2024-10-11", Some("2024-10")),
            ("overnight", "2024-01-01", None),
            ("over the weekend", "2024-10-11", Some("2024-10")),
            ("last Wednesday", "2024-10-11", Some("2024-10")),
            ("three hours ago", "2024-10-11", Some("2024-10")),
            ("recently", "2024-10-11", None),
            ("a few days ago", "2024-10-11", None),
            ("in recent weeks", "2024-10-11", None),
            ("the 1990s", "2024-10-11", None),
            ("next week", "2024-10-11", None),
            ("last summer", "2024-10-11", None),
            ("soon", "2024-10-11", None),
            ("31 June", "2024-10-11", None),
        ] {
            assert_eq!(value(words, anchor).as_deref(), date, "{words}, {anchor}");
        }
    }

    #[test]
    fn without_an_anchor_the_words_are_kept_and_nothing_is_guessed() {
        for words in
            ["Wednesday", "last week", "the day before", "yesterday", "3 October", "in March", "recently"]
        {
            let date = resolve(words, None);
            assert_eq!((date.value, date.basis), (None, Basis::Unknown), "{words}");
            assert!(date.words.is_some_and(|kept| words.ends_with(&kept)), "{words}");
        }
        assert_eq!(resolve("on Wednesday", None).words.as_deref(), Some("Wednesday"));
        for (words, date) in [("Oct. 9, 2024", "2024-10-09"), ("in 1994", "1994"), ("March 1991", "1991-03")]
        {
            let found = resolve(words, None);
            assert_eq!(found.value.map(|date| date.to_string()).as_deref(), Some(date), "{words}");
            assert_eq!(found.basis, Basis::Stated, "{words}");
        }
        assert_eq!(resolve("Wednesday", "2024-10-11".parse().ok()).basis, Basis::Relative);
    }

    #[test]
    fn a_coarse_anchor_decides_only_what_all_its_days_agree_on() {
        for (words, anchor, date) in [
            ("Wednesday", "2024-10", None),
            ("Wednesday", "2024", None),
            ("yesterday", "2024-10", None),
            ("3 October", "2024-10", None),
            ("3 September", "2024-10", Some("2024-09-03")),
            ("last month", "2024-10", Some("2024-09")),
            ("earlier this month", "2024", None),
            ("in March", "2024-10", Some("2024-03")),
            ("in March", "2024", None),
            ("last year", "2024", Some("2023")),
            ("two years ago", "2024-10", Some("2022")),
        ] {
            assert_eq!(value(words, anchor).as_deref(), date, "{words}, {anchor}");
        }
    }

    fn found(sentence: &str) -> Vec<&str> {
        find(sentence).into_iter().map(|words| &sentence[words.start..words.end]).collect()
    }

    #[test]
    fn expressions_are_found_in_sentences() {
        for (sentence, words) in [
            ("Miller told reporters on Wednesday that talks had stopped", &["Wednesday"][..]),
            ("Asked Tuesday by a reporter", &["Tuesday"]),
            ("On Oct. 9, 2024, he said in the Council", &["Oct. 9, 2024"]),
            ("She spoke on 3 October and again two days ago.", &["3 October", "two days ago"]),
            ("He said earlier this month, and last week too", &["earlier this month", "last week"]),
            ("He said in 1994 that the war of 1967 went on", &["1994", "1967"]),
            ("Late on Sunday, the day before, in mid-October", &["Sunday", "the day before", "October"]),
            ("The minister said in March that in May he may march on", &["March", "May"]),
            ("The letter of 4 May 1990, in December 1991", &["4 May 1990", "December 1991"]),
            ("said on Wed. that", &["Wed"]),
        ] {
            assert_eq!(found(sentence), words, "{sentence}");
        }
    }

    #[test]
    fn false_friends_are_no_dates() {
        for sentence in [
            "They may march on the capital.",
            "The second sanctions were august.",
            "1,994 people and 1994 villages burned in 2000 places",
            "She told the Sunday Times",
            "Black September said",
            "It was Good Friday for the Good Friday Agreement",
            "Theresa May said",
            "The March on Washington",
            "He sat in the sun; they wed.",
            "The Sun. He read it.",
            "Russia Today said",
            "resolution 1701 and 2735",
            "10 Downing Street",
            "$3 March Holdings",
            "31 June, 30 February 2020",
            "a day of mourning, for weeks, in two days",
            "April Glaspie and June Example met",
        ] {
            assert!(found(sentence).is_empty(), "{sentence}: {:?}", found(sentence));
        }
    }

    fn framed(sentence: &str, told: Option<&str>) -> Option<String> {
        let content = sentence.find('“').unwrap_or(sentence.len())
            ..sentence.find('”').map_or(sentence.len(), |at| at + '”'.len_utf8());
        let frame = [0..content.start, content.end..sentence.len()];
        let told = told.and_then(|date| date.parse().ok());
        let date = of_frame(sentence, &frame, "2024-10-11".parse().ok(), told)?;
        Some(date.value.map_or_else(|| date.words.unwrap_or_default(), |value| value.to_string()))
    }

    #[test]
    fn a_statement_is_dated_by_its_frame() {
        for (sentence, date) in [
            ("“We met on Monday,” Miller told reporters on Wednesday.", Some("2024-10-09")),
            ("“We met on Monday,” Miller said.", None),
            ("Since the war of 1973, Example said, “nothing.”", None),
            ("After Monday’s attack, Example said on Thursday: “No.”", Some("2024-10-10")),
            ("In Wednesday’s briefing Example said: “No.”", Some("2024-10-09")),
            ("Before next week’s vote, the envoy said: “No.”", None),
            ("The Oct. 7 attack, the envoy said, “changed it.”", None),
            ("“No,” she said in recent days.", Some("in recent days")),
            ("The day before, he had said: “No.”", Some("2024-10-08")),
        ] {
            assert_eq!(framed(sentence, Some("2024-10-09")).as_deref(), date, "{sentence}");
        }
        assert_eq!(framed("The day before, he had said: “No.”", None).as_deref(), Some("2024-10-10"));
    }

    #[test]
    fn a_long_sentence_takes_linear_time() {
        let text = "last early in May 3 of the two weeks ".repeat(100_000);
        assert!(find(&text).len() >= 100_000);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,60}", words in "(on|last|early|3|1994|May|Oct\\.|Wed\\.|’s|-|two weeks ago|, | |–|é){0,12}") {
            for text in [text.as_str(), words.as_str()] {
                for part in find(text) {
                    proptest::prop_assert!(text.get(part.start..part.end).is_some());
                }
                let date = resolve(text, "2024-10-11".parse().ok());
                proptest::prop_assert_eq!(date.value.is_none(), date.basis == Basis::Unknown);
            }
        }
    }
}
