//! Dates as people write them.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::Datelike;
use regex::{Captures, Regex};

use super::date_words::is_beside;
use super::months::month_in_any_language;
use super::numeric::Numeric;
use crate::model::{DateOrder, PartialDate, Precision};

/// Years that a document's date can have. What lies outside is a number of another kind: a spreadsheet's day 45352, a
/// day 19575 since 1970, a year that is left open as 0000.
const YEARS: std::ops::RangeInclusive<i32> = -9999..=2199;

/// A date as it is written in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Known(PartialDate),
    /// A day and a month that may change places.
    Doubt(Numeric),
    /// A day of a year that is not said: `Oct. 9`.
    DayOfYear(u32, u32),
}

impl Written {
    /// Day and month in numbers: known where one order only gives a date.
    fn of(numeric: Numeric) -> Self {
        numeric.date(None).map_or(Self::Doubt(numeric), Self::Known)
    }

    /// The date, where it is known or the order settles it.
    pub fn date(self, order: Option<DateOrder>) -> Option<PartialDate> {
        match self {
            Self::Known(date) => Some(date),
            Self::Doubt(numeric) => numeric.date(order),
            Self::DayOfYear(..) => None,
        }
    }

    pub fn is_day(self) -> bool {
        !matches!(self, Self::Known(date) if date.precision() != Precision::Day)
    }
}

/// Reads `2024-10-09`, `2024-10`, `2017`, RFC 3339, `9 October 2024`, `Oct. 9, 2024`, `October 2024` in the languages of
/// the United Nations, with or without a weekday and a time, `2024/10/09`, and `25/03/2019` or `25.03.2019`, where one order
/// only gives a date. `09/10/2024` is refused: it means two days. So are years that cannot be: `45352`, `0000`.
pub fn parse_date(text: &str) -> Option<PartialDate> {
    written(text)?.date(None)
}

/// The same with dates in doubt.
pub(super) fn written(text: &str) -> Option<Written> {
    let text = text.trim();
    let can_be = |date: PartialDate| YEARS.contains(&date.first_day().year()) && date.first_day().year() != 0;
    if let Ok(date) = text.parse::<PartialDate>().or_else(|_| text.replace('/', "-").parse()) {
        return Some(Written::Known(date)).filter(|_| can_be(date));
    }
    if let Some(numeric) = Numeric::read(text) {
        return Some(Written::of(numeric));
    }
    if let Some(month) = MONTH_YEAR.as_ref().and_then(|form| month_year(&form.captures(text)?)) {
        return Some(Written::Known(month));
    }
    let (written, range) = find(text)?;
    let (before, after) = (text[..range.start].trim(), text[range.end..].trim());
    let time = after.is_empty() || after.contains(|c: char| c.is_ascii_digit());
    let alone = is_beside(before) && time && is_beside(after);
    (alone && !matches!(written, Written::DayOfYear(..))).then_some(written)
}

/// The forms of a day in a text. Letters of any script may name the month.
static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?P<yi>\d{4})(?P<s>[-/.])(?P<mi>\d{1,2}|\p{L}{3,})[-/.](?P<di>\d{1,2})
        | (?P<yc>\d{4})\s?[年년]\s?(?P<mc>\d{1,2})\s?[月월]\s?(?P<dc>\d{1,2})\s?[日일]
        | (?P<n1>\d{1,2})(?P<ns>[-/.])\s?(?P<n2>\d{1,2}|[IVX]{1,4})[-/.]\s?(?P<n3>\d{4})
        | (?P<d1>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?[\s-]*(?:de\s|of\s)?\s*(?P<m1>\p{L}[\p{L}\p{M}]+(?:\s(?:الثاني|الأول))?)\.?
          (?:,?[\s-]*(?:del?\s|of\s)?\s*(?P<y1>\d{4})(?:\s?г\.?)?)?
        | (?P<m2>\p{L}{3,})\.?[\s-]+(?:the\s)?(?P<d2>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>\d{4}))?",
    )
    .ok()
});

/// A month with its year, and nothing else.
static MONTH_YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?P<m>\p{L}[\p{L}\p{M}]+)\.?,?\s+(?:de\s|of\s)?(?P<y>\d{4})$").ok());

fn month_year(found: &Captures<'_>) -> Option<PartialDate> {
    let year = found["y"].parse().ok().filter(|year| YEARS.contains(year))?;
    PartialDate::month(year, month_in_any_language(&found["m"])?)
}

/// The first date in a text, and its bytes; a day without its year too.
pub(super) fn find(text: &str) -> Option<(Written, Range<usize>)> {
    let mut at = 0;
    // A run that is no date, as `10 members, 9 October`, may hide one that begins in it.
    while let Some(found) = DAY.as_ref()?.captures_at(text, at) {
        let whole = found.get(0)?;
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let before = text[..whole.start()].chars().next_back();
        let (date, end) = of_form(&found, whole.end());
        let after = text[end..].chars().next();
        // `T14:05` follows a day.
        let apart = apart(before) && (apart(after) || after == Some('T') || found.name("yc").is_some());
        match date.filter(|_| apart) {
            Some(date) => return Some((date, whole.start()..end)),
            None => at = whole.start() + text[whole.start()..].chars().next()?.len_utf8(),
        }
    }
    None
}

/// The date of one form, and where it ends.
fn of_form(found: &Captures<'_>, end: usize) -> (Option<Written>, usize) {
    let number = |name: &str| found.name(name).and_then(|part| part.as_str().parse::<u32>().ok());
    let year =
        |name: &str| number(name).and_then(|year| i32::try_from(year).ok()).filter(|year| *year >= 1000);
    let day = |year: Option<i32>, month: Option<u32>, day: Option<u32>| {
        PartialDate::ymd(year.filter(|year| YEARS.contains(year))?, month?, day?).map(Written::Known)
    };
    let named = |name: &str| found.name(name).and_then(|part| month_in_any_language(part.as_str()));
    let date = if found.name("yi").is_some() {
        day(year("yi"), number("mi").or_else(|| named("mi")), number("di"))
    } else if found.name("yc").is_some() {
        day(year("yc"), number("mc"), number("dc"))
    } else if let Some(by) = found.name("ns") {
        let by = by.as_str().chars().next().unwrap_or('/');
        Numeric::new([&found["n1"], &found["n2"], &found["n3"]], by).map(Written::of)
    } else {
        let (month, of_month) = if found.name("d1").is_some() {
            (named("m1"), number("d1"))
        } else {
            (named("m2"), number("d2"))
        };
        let years = found.name("y1").or_else(|| found.name("y2"));
        match (years, month.zip(of_month)) {
            (Some(_), _) => day(year("y1").or_else(|| year("y2")), month, of_month),
            (None, Some((month, day))) => {
                PartialDate::ymd(2000, month, day).map(|_| Written::DayOfYear(month, day))
            }
            (None, None) => None,
        }
    };
    (date, end)
}

/// Digits of other scripts as `0` to `9`; the bytes change, the words do not.
pub(super) fn plain_digits(text: &str) -> std::borrow::Cow<'_, str> {
    let digit = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(c as u32 - 0x6f0, 10),
        '\u{200e}' | '\u{200f}' => None,
        c => Some(c),
    };
    let strange =
        |c: char| matches!(c, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{200e}' | '\u{200f}');
    if text.contains(strange) {
        text.chars().filter_map(digit).collect::<String>().into()
    } else {
        text.into()
    }
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
            ("25/03/2019", "2019-03-25"),
            ("9-Oct-2024", "2024-10-09"),
            ("le 9 octobre 2024", "2024-10-09"),
            ("1er mars 2024", "2024-03-01"),
            ("9 de octubre de 2024", "2024-10-09"),
            ("9 октября 2024 г.", "2024-10-09"),
            ("2024年10月9日", "2024-10-09"),
            ("9. Oktober 2024", "2024-10-09"),
            ("9 Oct 2024 18.04 BST", "2024-10-09"),
        ] {
            assert_eq!(parse_date(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in ["09/10/2024", "Wednesday", "32 May 2024", "Mayor 2024", "soon", "", "31 June 2020"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(parse_date(&plain_digits("٩ أكتوبر ٢٠٢٤")), PartialDate::ymd(2024, 10, 9));
        assert_eq!(parse_date("9 تشرين الأول 2024"), PartialDate::ymd(2024, 10, 9));
    }

    #[test]
    fn years_that_cannot_be_are_no_dates() {
        for text in ["45352", "19575", "0000", "0000-00-00", "45352-01-01", "9999", "1 May 9999"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn headings_end_in_their_day() {
        let end = |line| ending(line).map(|date| date.to_string());
        assert_eq!(end("Security Council, Friday, 4 May 1990").as_deref(), Some("1990-05-04"));
        assert_eq!(end("Daily Briefing, Oct. 7, 2024").as_deref(), Some("2024-10-07"));
        assert_eq!(end("Daily Press Briefing – October 7, 2024").as_deref(), Some("2024-10-07"));
        assert_eq!(end("A treaty of 1648"), None);
    }
}
