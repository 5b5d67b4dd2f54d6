//! Symbols and numbers of UN documents.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::Mention;
use crate::model::{Entity, EntityType};

/// What may open a symbol or a numbered resolution.
pub(super) const OPENINGS: [&str; 9] =
    ["S/", "A/", "E/", "SC/", "GA/", "SG/SM/", "resolution ", "Resolution ", "RESOLUTION "];

/// No symbol is longer: what is looked at stays small, so that the whole takes linear time.
const LONGEST: usize = 64;

/// The document whose symbol or number begins at the byte `start`; `body` is the name that ends before it:
/// `Security Council resolution 1701 (2006)` is `S/RES/1701 (2006)`.
pub(super) fn at(text: &str, start: usize, body: Option<&str>) -> Option<Mention> {
    static SYMBOL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?x)^(?: [SAE]/(?:RES/|PRST/|PV\.|INF/|C\.\d/|\d{1,4}/|\d{4,})[\w/.()-]*\w\)?
                  | [SAE]/\d{1,5} | (?:SC|GA|SG/SM)/\d{3,6} ) (?:\ \(\d{4}\))?",
        )
        .ok()
    });
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^resolution ((?:ES-|S-)?\d{1,4}(?:/\d{1,3})?)(?: ?\((\d{4}|[IVXLC]+)\))?").ok()
    });
    let end = (start + LONGEST).min(text.len());
    let end = (start..=end).rev().find(|&at| text.is_char_boundary(at))?;
    let window = &text[start..end];
    let (name, length) = if window.as_bytes()[0].eq_ignore_ascii_case(&b'r') {
        let found = NUMBER.as_ref()?.captures(window)?;
        (numbered(&found[1], found.get(2).map(|year| year.as_str()), body), found.get(0)?.end())
    } else {
        let found = SYMBOL.as_ref()?.find(window)?;
        let symbol = balanced(found.as_str());
        (spaced(symbol), symbol.len())
    };
    let after = text[start + length..].chars().next();
    let whole = !after.is_some_and(char::is_alphanumeric);
    let entity = Entity { name, kind: EntityType::Document };
    whole.then_some(Mention { start, end: start + length, entity })
}

fn numbered(number: &str, year: Option<&str>, body: Option<&str>) -> String {
    match (body, year) {
        (Some("UN Security Council"), Some(year)) => format!("S/RES/{number} ({year})"),
        (Some("UN Security Council"), None) => format!("S/RES/{number}"),
        (Some("UN General Assembly"), Some(year)) => format!("A/RES/{number} ({year})"),
        (Some("UN General Assembly"), None) => format!("A/RES/{number}"),
        (_, Some(year)) => format!("resolution {number} ({year})"),
        (_, None) => format!("resolution {number}"),
    }
}

/// Without a bracket that closes what the symbol did not open: `(see A/79/PV.4)`.
fn balanced(symbol: &str) -> &str {
    if symbol.ends_with(')') && !symbol.contains('(') { &symbol[..symbol.len() - 1] } else { symbol }
}

/// `S/RES/1701(2006)` is written `S/RES/1701 (2006)`.
fn spaced(symbol: &str) -> String {
    match symbol.find('(') {
        Some(at) if at > 0 && !symbol[..at].ends_with(' ') && symbol.contains("RES/") => {
            format!("{} {}", &symbol[..at], &symbol[at..])
        }
        _ => symbol.to_owned(),
    }
}

/// A resolution that is named without its year is the one that the same text names with it.
pub(super) fn join(mentions: &mut [Mention]) {
    let documents = || mentions.iter().filter(|mention| mention.entity.kind == EntityType::Document);
    let mut full: HashMap<String, Option<String>> = HashMap::new();
    for mention in documents() {
        if let Some((bare, _)) = mention.entity.name.split_once(" (") {
            let name = &mention.entity.name;
            let one = full.entry(bare.to_owned()).or_insert_with(|| Some(name.clone()));
            // Two years, two documents: the bare number may be either.
            if one.as_ref() != Some(name) {
                *one = None;
            }
        }
    }
    if full.is_empty() {
        return;
    }
    for mention in mentions.iter_mut().filter(|mention| mention.entity.kind == EntityType::Document) {
        if let Some(Some(name)) = full.get(&mention.entity.name) {
            mention.entity.name.clone_from(name);
        }
    }
}
