//! What is typed as a word or a phrase to the words that are looked for.

use super::tree::{Form, Slot, Words};
use crate::index::analysis;

/// The most wildcards and fuzzy words of a query: each is looked up in the index's list of words.
pub(super) const MOST_PATTERNS: usize = 32;

/// A word with its wildcards.
pub(super) fn word(text: &str) -> Words {
    new(text, slots(text), Form::Stemmed)
}

/// A quotation: the words as they are.
pub(super) fn phrase(text: &str) -> Words {
    new(text, slots(text), Form::Exact)
}

/// A word whose stars and question marks are nothing special.
pub(super) fn literal(text: &str) -> Words {
    let slots = analysis::words(text).map(|word| Slot::Word(word.folded)).collect();
    new(text, slots, Form::Stemmed)
}

fn new(text: &str, slots: Vec<Slot>, form: Form) -> Words {
    Words { text: text.trim().to_owned(), slots, form, slop: None }
}

/// Lets the last word go on: `"cease fi"*`.
pub(super) fn open_end(words: &mut Words) {
    if let Some(Slot::Word(last)) = words.slots.last().cloned() {
        words.slots.pop();
        words.slots.push(Slot::Pattern(last + "*"));
    }
}

/// How many of the words are looked up in the index's list of words.
pub(super) fn patterns(words: &Words) -> usize {
    let wild = words.slots.iter().filter(|slot| matches!(slot, Slot::Pattern(_))).count();
    wild + usize::from(matches!(words.form, Form::Fuzzy(_)))
}

fn slots(text: &str) -> Vec<Slot> {
    let mut slots = Vec::new();
    for piece in text.split_whitespace() {
        if piece.contains(['*', '?']) {
            // Signs and hyphens end a word for the index, so they end a pattern too.
            let parts =
                piece.split(|c: char| !c.is_alphanumeric() && !matches!(c, '*' | '?' | '\'' | '’' | '.'));
            parts.filter(|part| !part.is_empty()).for_each(|part| slots.extend(pattern(part)));
        } else {
            slots.extend(analysis::words(piece).map(|word| Slot::Word(word.folded)));
        }
    }
    slots
}

/// A pattern, folded; nothing where it would stand for every word.
fn pattern(text: &str) -> Vec<Slot> {
    if !text.contains(['*', '?']) {
        return analysis::words(text).map(|word| Slot::Word(word.folded)).collect();
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Vec::new();
    }
    let mut folded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['*', '?']) {
        folded.push_str(&analysis::fold(&rest[..at]));
        if !(rest[at..].starts_with('*') && folded.ends_with('*')) {
            folded.push_str(&rest[at..=at]);
        }
        rest = &rest[at + 1..];
    }
    folded.push_str(&analysis::fold(rest));
    let lone = folded.chars().all(|c| matches!(c, '*' | '?'));
    if lone { Vec::new() } else { vec![Slot::Pattern(folded)] }
}
