//! Verbatim records of the United Nations (S/PV, A/PV, E/…/PV): what their covers say.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Basis, Document, Layout, PartialDate, Precision, StatementDate};
use crate::read::dates;

/// What the cover of a record says.
#[derive(Debug, PartialEq)]
pub(super) struct Cover {
    /// `S/PV.8051`.
    symbol: String,
    /// `Security Council, 8051st meeting`.
    title: Option<String>,
    date: Option<PartialDate>,
}

fn pattern(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static SYMBOL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"\b[SAE](?:/[A-Z0-9.()-]+)*/PV\.\d{1,5}(?:/(?:Corr|Add)\.\d+)?(?:\s?\((?:Resumption|Part)\s?[0-9IVX]+\))?")
});
static MEETING: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\b(\d{1,5})\s?(st|nd|rd|th)\s+(plenary\s+)?(?i:meeting)\b"));

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
    let title = meeting.filter(|_| first.contains(body) || symbol.starts_with("S/PV") || symbol.starts_with("A/")).map(|found| {
        let plenary = if found.get(3).is_some() { "plenary " } else { "" };
        format!("{body}, {}{} {plenary}meeting", &found[1], &found[2])
    });
    let lines = first.lines().chain(heads.iter().map(String::as_str));
    let date = lines.filter_map(dates::within).find(|date| date.precision() == Precision::Day);
    Some(Cover { symbol, title, date })
}

impl Cover {
    /// Fills in what the cover says.
    pub fn fill(self, document: &mut Document) {
        document.number = Some(self.symbol);
        document.title = self.title;
        document.source = Some("United Nations".to_owned());
        document.layout = Layout::Transcript;
        if let Some(date) = self.date {
            document.date = StatementDate::known(date, Basis::Stated);
        }
    }
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
        let resumed = cover("9999th meeting (Resumption 1)", &["S/PV.9999 (Resumption 1)".to_owned()]).unwrap();
        assert_eq!(resumed.symbol, "S/PV.9999 (Resumption 1)");
    }
}
