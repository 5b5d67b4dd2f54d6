//! Looks a text through for names.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::Mention;
use crate::model::{Entity, EntityType};

/// Names that are also given names or surnames.
const ALSO_PERSONS: [&str; 3] = ["Jordan", "Chad", "Israel"];

/// All names in one automaton: a text is read once, however many names there are.
pub(super) struct Finder {
    automaton: Option<AhoCorasick>,
    /// The entity of each pattern.
    entities: Vec<usize>,
}

impl Finder {
    pub fn new(names: &[(String, usize)]) -> Self {
        // A list of plain strings is far below the automaton's limits; were it not, nothing would be found.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.iter().map(|(name, _)| name))
            .ok();
        Self { automaton, entities: names.iter().map(|(_, at)| *at).collect() }
    }

    pub fn find(&self, text: &str, entities: &[Entity]) -> Vec<Mention> {
        let names = self.automaton.iter().flat_map(|automaton| automaton.find_iter(text));
        let mut mentions: Vec<Mention> = names
            .filter(|found| is_whole(text, found.start(), found.end()))
            .filter(|found| !is_other(text, found.start(), found.end()))
            .map(|found| Mention {
                start: found.start(),
                end: found.end(),
                entity: entities[self.entities[found.pattern().as_usize()]].clone(),
            })
            .collect();
        let documents = documents(text);
        if !documents.is_empty() {
            mentions.retain(|m| !documents.iter().any(|d| m.start < d.end && d.start < m.end));
            mentions.extend(documents);
            mentions.sort_by_key(|mention| mention.start);
        }
        mentions
    }
}

fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// Whether the name is here a person's, or a US state's.
fn is_other(text: &str, start: usize, end: usize) -> bool {
    let name = &text[start..end];
    let before = text[..start].strip_suffix(' ').unwrap_or("");
    let last = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let capital = |word: &str| {
        word.chars().count() > 1
            && word.starts_with(char::is_uppercase)
            && word.chars().all(char::is_alphabetic)
    };
    if ALSO_PERSONS.contains(&name) {
        let next = text[end..]
            .strip_prefix(' ')
            .and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next())
            .unwrap_or("");
        let opens = before.trim_end().is_empty() || before.ends_with(['.', '?', '!', ':']);
        let given = !opens
            && capital(last)
            && !["And", "In", "The", "But", "For", "To", "From", "With"].contains(&last);
        return name != "Israel"
            && (given || (capital(next) && next.chars().skip(1).any(char::is_lowercase)));
    }
    name == "Georgia" && last.ends_with(',') && last.starts_with(char::is_uppercase)
}

/// Symbols and numbers of UN documents, as written.
fn documents(text: &str) -> Vec<Mention> {
    static SYMBOL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\b[SA]/(?:RES/|PRST/|PV\.|\d{1,4}/)[\w/.-]*\w(?: \(\d{4}\))?|\b[Rr]esolution \d{1,4}(?:/\d{1,3})?(?: \(\d{4}\))?").ok()
    });
    let Some(symbol) = SYMBOL.as_ref() else { return Vec::new() };
    let found = symbol.find_iter(text).map(|found| {
        let name = found.as_str().replacen("Resolution", "resolution", 1);
        Mention {
            start: found.start(),
            end: found.end(),
            entity: Entity { name, kind: EntityType::Document },
        }
    });
    found.collect()
}
