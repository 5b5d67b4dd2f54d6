//! Verbatim records of the United Nations (S/PV, A/PV, E/…/PV): what their covers say.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{
    Basis, Document, GivenTurn, Layout, PartialDate, Precision, Span, Speaker, StatementDate,
};
use crate::read::{TurnHead, machine_dates, turns};

/// What the cover of a record says.
#[derive(Debug, PartialEq)]
pub(super) struct Cover {
    /// `S/PV.8051`.
    symbol: String,
    /// `Security Council, 8051st meeting`.
    title: Option<String>,
    date: Option<PartialDate>,
    /// Who presides.
    chair: Option<Speaker>,
}

fn pattern(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static SYMBOL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b[SAE](?:/[A-Z0-9.()-]+)*/PV\.\d{1,5}(?:/(?:Corr|Add)\.\d+)?(?:\s?\((?:Resumption|Part)\s?[0-9IVX]+\))?",
    )
});
static MEETING: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\b(\d{1,5})\s?(st|nd|rd|th)\s+(plenary\s+)?(?i:meeting)\b"));
/// `President: Mr. Example (Iceland)`.
static CHAIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?m)^President:?\s+((?:\p{Lu}\p{Alphabetic}*\.?\s+)?\p{Lu}[^():\n]{1,60}?)\s*\(([^()\n]{3,80})\)",
    )
});
/// `In the absence of the President, Mr. Example (Iceland), Vice-President, took the Chair.`
static TAKES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(\p{Lu}\p{Alphabetic}*\.\s+\p{Lu}[^(),\n]{1,60}?)\s*\(([^()\n]{3,80})\),[^.\n]*\b(?:took|in) the Chair",
    )
});
/// Paragraphs in which the record tells what happens: nobody says them.
static TOLD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:The meeting (?:was (?:called|suspended|resumed|adjourned)|rose|resumed)|The agenda was adopted|A vote was taken|A recorded vote was taken|In the absence of the President|The President (?:returned to|resumed) the Chair|[^.\n]{3,120}(?:took|in) the Chair)\b",
    )
});
static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"\((?:spoke|interpretation from|continued|spoke and read out)[^)]*?\b(?:in )?([A-Z][a-z]+)[;)]?")
});

/// The cover of a record, by the text of its first page and the running heads of the others; `None` where it is
/// another document, which may well mention a record.
pub(super) fn cover(first: &str, heads: &[String]) -> Option<Cover> {
    let find = |text: &str| Some(SYMBOL.as_ref()?.find(text)?.as_str().to_owned());
    let begin: String = first.chars().take(600).collect();
    let symbol = heads.iter().find_map(|head| find(head)).or_else(|| find(&begin))?;
    let meeting = MEETING.as_ref()?.captures(first);
    if meeting.is_none() && !heads.iter().any(|head| head.contains(&symbol)) {
        return None;
    }
    let body = match symbol.as_bytes().first()? {
        b'S' => "Security Council",
        b'A' => "General Assembly",
        _ => "Economic and Social Council",
    };
    let title = meeting
        .filter(|_| first.contains(body) || symbol.starts_with("S/PV") || symbol.starts_with("A/"))
        .map(|found| {
            let plenary = if found.get(3).is_some() { "plenary " } else { "" };
            format!("{body}, {}{} {plenary}meeting", &found[1], &found[2])
        });
    let lines = first.lines().chain(heads.iter().map(String::as_str));
    let date = lines.filter_map(machine_dates::within).find(|date| date.precision() == Precision::Day);
    let chair = CHAIR.as_ref()?.captures(first).map(|found| person(&found[1], Some(&found[2])));
    Some(Cover { symbol, title, date, chair })
}

/// A speaker by a name as written: `Mr. Example`.
fn person(written: &str, affiliation: Option<&str>) -> Speaker {
    let written = written.trim();
    let (title, name) = written.split_once(' ').unwrap_or(("", written));
    let courtesy = ["Mr.", "Mrs.", "Ms.", "Miss", "Mr", "Mrs", "Ms", "Dr."].contains(&title);
    Speaker {
        affiliation: affiliation.map(str::to_owned),
        as_written: written.to_owned(),
        ..Speaker::named(if courtesy { name.trim() } else { written })
    }
}

/// Who presides, as the record goes on.
struct Chair {
    president: Option<Speaker>,
    now: Option<Speaker>,
}

impl Chair {
    /// Takes note of a paragraph by which the chair changes.
    fn hear(&mut self, told: &str) {
        if told.starts_with("The President") {
            self.now.clone_from(&self.president);
        } else if let Some(found) = TAKES.as_ref().and_then(|takes| takes.captures(told)) {
            self.now = Some(person(&found[1], Some(&found[2])));
        }
    }

    fn speaker(&self, head: &TurnHead<'_>) -> Speaker {
        let label = head.label.trim();
        let presides = matches!(
            label,
            "The President" | "The Acting President" | "President" | "The Temporary President"
        );
        match &self.now {
            Some(chair) if presides => {
                let role = label.strip_prefix("The ").unwrap_or(label).to_owned();
                Speaker { role: Some(role), as_written: label.to_owned(), ..chair.clone() }
            }
            _ => person(label, head.bracket),
        }
    }
}

impl Cover {
    /// Fills in what the cover says.
    pub fn fill(self, document: &mut Document) {
        document.number = Some(self.symbol);
        document.title = self.title;
        document.source = Some("United Nations".to_owned());
        document.layout = Layout::Transcript;
        document.turns = given(&document.body, self.chair);
        if let Some(date) = self.date {
            document.date = StatementDate::known(date, Basis::Stated);
        }
    }
}

/// Where a turn begins, or a paragraph that nobody says.
struct Mark {
    start: usize,
    speaker: Option<Speaker>,
    language: Option<String>,
}

/// The turns of a record: by its heads, the chair by its cover; what the record tells itself is nobody's.
fn given(body: &str, chair: Option<Speaker>) -> Vec<GivenTurn> {
    let begin = body.find("The meeting was called to order").or_else(|| body.find("The meeting resumed"));
    let begin = begin.unwrap_or(0);
    let mut chair = Chair { now: chair.clone(), president: chair };
    let mut heads = turns(body, None).into_iter().filter(|turn| turn.start >= begin).peekable();
    let mut marks = vec![Mark { start: 0, speaker: None, language: None }];
    let mut at = 0;
    for paragraph in body.split("\n\n") {
        let start = at;
        at += paragraph.len() + 2;
        while heads.next_if(|turn| turn.start < start).is_some() {}
        if start >= begin && TOLD.as_ref().is_some_and(|told| told.is_match(paragraph)) {
            chair.hear(paragraph);
            marks.push(Mark { start, speaker: None, language: None });
        } else if let Some(turn) = heads.next_if(|turn| turn.start < start + paragraph.len()) {
            let speaker = turn.head.as_ref().map(|head| chair.speaker(head));
            let language =
                turn.head.and_then(|head| language(&paragraph[..paragraph.floor_char_boundary(head.length)]));
            marks.push(Mark { start, speaker, language });
        }
    }
    spans(body, marks)
}

/// The language of a head's note: `(spoke in French)`.
fn language(head: &str) -> Option<String> {
    let name = NOTE.as_ref()?.captures(head)?.get(1)?.as_str();
    let tags = [
        ("Arabic", "ar"),
        ("Chinese", "zh"),
        ("English", "en"),
        ("French", "fr"),
        ("Portuguese", "pt"),
        ("Russian", "ru"),
        ("Spanish", "es"),
        ("German", "de"),
    ];
    tags.iter().find(|(language, _)| *language == name).map(|(_, tag)| (*tag).to_owned())
}

/// Each mark's turn, up to the next one's, in code points.
fn spans(body: &str, marks: Vec<Mark>) -> Vec<GivenTurn> {
    let ends: Vec<usize> = marks.iter().skip(1).map(|mark| mark.start).chain([body.len()]).collect();
    let mut turns = Vec::new();
    let mut before = 0;
    let mut counted = 0;
    for (mark, end) in marks.into_iter().zip(ends) {
        let text = body[mark.start..end].trim_end();
        counted += body[before..mark.start].chars().count();
        before = mark.start;
        let span = Span::new(counted, counted + text.chars().count());
        if span.end > span.start {
            turns.push(GivenTurn { span, speaker: mark.speaker, language: mark.language });
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_names_its_record() {
        let first = "United Nations S/PV.9999\n\nSecurity Council Provisional\n\n9999th meeting\n\n\
                     Tuesday, 4 May 2021, 10 a.m. New York\n\nPresident: Ms. Example (Iceland)";
        let found = cover(first, &["S/PV.9999 04/05/2021".to_owned()]).unwrap();
        assert_eq!(found.symbol, "S/PV.9999");
        assert_eq!(found.title.as_deref(), Some("Security Council, 9999th meeting"));
        assert_eq!(found.date.map(|date| date.to_string()).as_deref(), Some("2021-05-04"));
        assert_eq!(cover("A letter that mentions S/PV.9999 and no more", &[]), None);
        let resumed =
            cover("9999th meeting (Resumption 1)", &["S/PV.9999 (Resumption 1)".to_owned()]).unwrap();
        assert_eq!(resumed.symbol, "S/PV.9999 (Resumption 1)");
    }

    #[test]
    fn the_chair_is_known_by_the_cover_and_by_who_takes_it() {
        let body = "President: Ms. Example (Iceland)\n\nThe meeting was called to order at 10 a.m.\n\n\
                    The President: I give the floor to the representative of Poland.\n\n\
                    Mr. Kovač (Poland) (spoke in French): We call for talks.\n\nThey must begin now.\n\n\
                    In the absence of the President, Mr. Weiss (Suriname), Vice-President, took the Chair.\n\n\
                    The Acting President: I thank him.\n\nThe meeting rose at noon.";
        let chair = Some(person("Ms. Example", Some("Iceland")));
        let said: Vec<(String, Option<String>, Option<String>)> = given(body, chair)
            .into_iter()
            .map(|turn| {
                let text: String =
                    body.chars().skip(turn.span.start).take(turn.span.end - turn.span.start).collect();
                (text.chars().take(24).collect(), turn.speaker.map(|speaker| speaker.name), turn.language)
            })
            .collect();
        let row = |text: &str, name: Option<&str>, language: Option<&str>| {
            (text.to_owned(), name.map(str::to_owned), language.map(str::to_owned))
        };
        assert_eq!(
            said,
            [
                row("President: Ms. Example (", None, None),
                row("The meeting was called t", None, None),
                row("The President: I give th", Some("Example"), None),
                row("Mr. Kovač (Poland) (spok", Some("Kovač"), Some("fr")),
                row("In the absence of the Pr", None, None),
                row("The Acting President: I ", Some("Weiss"), None),
                row("The meeting rose at noon", None, None),
            ]
        );
    }
}
