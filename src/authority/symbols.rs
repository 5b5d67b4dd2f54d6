//! Symbols and numbers of UN documents.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::Mention;
use crate::model::{Entity, EntityType};

/// What may open a symbol or a numbered resolution.
pub(super) const OPENINGS: [&str; 21] = [
    "S/",
    "A/",
    "E/",
    "SC/",
    "GA/",
    "SG/SM/",
    "resolution ",
    "Resolution ",
    "RESOLUTION ",
    "resolutions ",
    "Resolutions ",
    "RESOLUTIONS ",
    "res. ",
    "Res. ",
    "RES. ",
    "Res ",
    "RES ",
    "UNSCR ",
    "UNSCRs ",
    "UNGAR ",
    "UNGARs ",
];

/// No symbol is longer: what is looked at stays small, so that the whole takes linear time.
const LONGEST: usize = 64;

/// The documents whose symbol or number begins at the byte `start`; `body` is the name that ends before it:
/// `Security Council resolution 1701 (2006)` is `S/RES/1701 (2006)`, and so is `UNSCR 1701 (2006)`. Several where the
/// word is of many: `resolutions 1559 (2004) and 1701 (2006)`.
pub(super) fn at(text: &str, start: usize, body: Option<&str>) -> Vec<Mention> {
    static SYMBOL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?x)^(?: [SAE]/(?:RES/|PRST/|PV\.|INF/|C\.\d/|\d{1,4}/|\d{4,})[\w/.()-]*\w\)?
                  | [SAE]/\d{1,5} | (?:SC|GA|SG/SM)/\d{3,6} ) (?:\ \(\d{4}\))?",
        )
        .ok()
    });
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:(?i:resolution|res\.?)|UNSCR|UNGAR)([sS])? (?:[Nn]o\. ?|number )?").ok()
    });
    let window = window(text, start);
    if let Some(word) = WORD.as_ref().and_then(|word| word.captures(window)) {
        let body = match &window[..4] {
            "UNSC" => Some("UN Security Council"),
            "UNGA" => Some("UN General Assembly"),
            _ => body,
        };
        return resolutions(text, (start, start + word[0].len()), word.get(1).is_some(), body);
    }
    let Some(found) = SYMBOL.as_ref().and_then(|symbol| symbol.find(window)) else { return Vec::new() };
    let symbol = balanced(found.as_str());
    document(text, start, start + symbol.len(), spaced(symbol)).into_iter().collect()
}

/// What is looked at from a byte on.
fn window(text: &str, start: usize) -> &str {
    let end = (start + LONGEST).min(text.len());
    let end = (start..=end).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    &text[start..end]
}

/// A document, if its name ends where a word does.
fn document(text: &str, start: usize, end: usize, name: String) -> Option<Mention> {
    let whole = !text[end..].chars().next().is_some_and(char::is_alphanumeric);
    let entity = Entity::new(name, EntityType::Document);
    whole.then_some(Mention { start, end, entity })
}

/// The resolutions whose numbers begin at the byte `number`: one, or as many as commas and `and` join.
fn resolutions(text: &str, (start, number): (usize, usize), many: bool, body: Option<&str>) -> Vec<Mention> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^((?:ES-|S-)?\d{1,4}(?:/\d{1,3})?)(?: ?\((\d{4}|[IVXLC]+)\))?").ok()
    });
    let (mut found, mut start, mut at) = (Vec::new(), start, number);
    while let Some(one) = NUMBER.as_ref().and_then(|number| number.captures(window(text, at))) {
        let name = numbered(&one[1], one.get(2).map(|year| year.as_str()), body);
        let end = at + one[0].len();
        let Some(mention) = document(text, start, end, name) else { break };
        found.push(mention);
        let joint = [", and ", " and ", ", "].iter().find(|joint| text[end..].starts_with(**joint));
        let Some(joint) = joint.filter(|_| many) else { break };
        (start, at) = (end + joint.len(), end + joint.len());
    }
    found
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
