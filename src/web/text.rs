//! Text from files as it may stand in a page, and dates and numbers as one reads them.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, Render, html};

use crate::model::{Basis, PartialDate, Precision, Span, Speaker, StatementDate};

/// Text from a file: escaped, and without what drives a program or reorders what is shown; U+FFFD stands for each of
/// these.
pub(super) struct Shown<'a>(&'a str);

/// A text from a file, to be shown.
pub(super) fn t(text: &str) -> Shown<'_> {
    Shown(text)
}

impl Render for Shown<'_> {
    fn render_to(&self, page: &mut String) {
        for c in self.0.chars() {
            match c {
                '&' => page.push_str("&amp;"),
                '<' => page.push_str("&lt;"),
                '>' => page.push_str("&gt;"),
                '"' => page.push_str("&quot;"),
                '\n' | '\t' => page.push(c),
                '\r' => {}
                c if is_unsafe(c) => page.push('\u{fffd}'),
                c => page.push(c),
            }
        }
    }
}

fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}')
}

/// A text with marks: runs of its code points, in order.
pub(super) fn marked(text: &str, marks: &[Span]) -> Markup {
    let mut rest = text.chars();
    let mut at = 0;
    let mut take = |to: usize| -> String {
        let part = rest.by_ref().take(to.saturating_sub(at)).collect();
        at = at.max(to);
        part
    };
    html! {
        @for mark in marks {
            (t(&take(mark.start)))
            mark { (t(&take(mark.end))) }
        }
        (t(&take(usize::MAX)))
    }
}

/// A date as one reads it: `9 October 2024`, `October 2024`, `2024`, `the 1980s`.
pub(super) fn human(date: PartialDate) -> String {
    let first = date.first_day();
    let year = year(first);
    match date.precision() {
        Precision::Day => format!("{} {} {year}", first.day(), month(first)),
        Precision::Month => format!("{} {year}", month(first)),
        Precision::Year => year,
        Precision::Decade => format!("the {year}s"),
    }
}

fn year(day: NaiveDate) -> String {
    // There is no year 0: the year before 1 is 1 BC.
    if day.year() > 0 { day.year().to_string() } else { format!("{} BC", 1 - day.year()) }
}

fn month(day: NaiveDate) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS[day.month0() as usize % 12]
}

/// The date of a statement, with how exact it is and how it is known.
pub(super) fn date(date: &StatementDate) -> Markup {
    let Some(value) = date.value else {
        return html! { span.date.none { "no date" @if let Some(words) = &date.words { " (“" (t(words)) "”)" } } };
    };
    html! {
        span.date { time datetime=[machine(value)] { (human(value)) } }
        @if value.precision() != Precision::Day { " " span.quiet { "(" (value.precision().as_str()) " only)" } }
        @if let Some(how) = how_known(date) { " " span.quiet { (t(&how)) } }
    }
}

/// A date as HTML has it; none for years that HTML does not have.
fn machine(date: PartialDate) -> Option<String> {
    (date.first_day().year() > 0 && date.precision() != Precision::Decade).then(|| date.to_string())
}

/// How a date is known, where that is not plain.
pub(super) fn how_known(date: &StatementDate) -> Option<String> {
    let words = || date.words.as_deref().map(|words| format!("from “{words}”"));
    Some(match date.basis {
        Basis::Stated | Basis::Unknown => return None,
        Basis::Dateline => "from the dateline".to_owned(),
        Basis::Relative => words().unwrap_or_else(|| "worked out from the text".to_owned()),
        Basis::Filename => "from the file’s name".to_owned(),
        Basis::Address => "from the address".to_owned(),
        Basis::Given => "given when it was indexed".to_owned(),
        Basis::Corrected => "corrected".to_owned(),
    })
}

/// A speaker's role and the body spoken for: `spokesman, US State Department`.
pub(super) fn office(speaker: &Speaker) -> Option<String> {
    let parts: Vec<&str> = speaker.role.iter().chain(&speaker.affiliation).map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// An address that a reader may follow: only one of the web.
pub(super) fn web(url: &str) -> Option<&str> {
    let url = url.trim();
    let scheme = url.split_once("://")?.0;
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    (known && !url.chars().any(|c| c.is_control() || c.is_whitespace())).then_some(url)
}

/// A share in per cent, with as many digits as tell it from nothing.
pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        0.0 => "0 %".to_owned(),
        x if x < 0.01 => "under 0.01 %".to_owned(),
        x if x < 1.0 => format!("{x:.2} %"),
        x if x < 10.0 => format!("{x:.1} %"),
        x => format!("{x:.0} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        let shown = t("<b a=\"1\">&\u{202e}\u{0}x\r\n").render().into_string();
        assert_eq!(shown, "&lt;b a=&quot;1&quot;&gt;&amp;\u{fffd}\u{fffd}x\n");
    }

    #[test]
    fn marks_stand_at_code_points() {
        let shown = marked("Paix à Genève <1>", &[Span::new(5, 6), Span::new(7, 13)]).into_string();
        assert_eq!(shown, "Paix <mark>à</mark> <mark>Genève</mark> &lt;1&gt;");
    }

    #[test]
    fn dates_say_how_exact_they_are() {
        let said = |date: &str| human(date.parse().unwrap());
        let said: Vec<String> = ["2024-10-09", "2024-10", "2024", "1980s", "-0043"].map(said).into();
        assert_eq!(said, ["9 October 2024", "October 2024", "2024", "the 1980s", "44 BC"]);
    }
}
