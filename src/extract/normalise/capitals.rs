//! Texts in capitals, as cables and old wires are: small letters for the words that running text writes so, so that
//! names stand out again.

use crate::authority::{Authority, is_ordinary};
use crate::extract::people;

/// So many letters show whether a text is in capitals.
const SAMPLE: usize = 2000;

/// A text of fewer letters is a heading.
const LEAST: usize = 40;

/// Of so many letters one may be small: `McDonald`.
const SMALL: usize = 20;

/// Whether a text is written in capitals.
pub(super) fn is_in_capitals(text: &str) -> bool {
    let (mut letters, mut small) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        small += usize::from(!c.is_uppercase());
        // Most texts show in their first words that they are not.
        if letters == SAMPLE || small * SMALL > LEAST.max(letters) {
            break;
        }
    }
    letters >= LEAST && small * SMALL <= letters
}

/// The same text with small letters, but for the first of what opens a sentence or is no ordinary word, and for names
/// that are written in capitals: `NATO`. Byte for byte as long.
pub(super) fn lowered(text: &str, authority: &Authority) -> String {
    let mut out = String::with_capacity(text.len());
    let mut opens = true;
    let mut words = text.split_inclusive(|c: char| !is_letter(c)).peekable();
    while let Some(piece) = words.next() {
        let word = piece.trim_end_matches(|c: char| !is_letter(c));
        let next = words.peek().map_or("", |next| next.trim_end_matches(|c: char| !is_letter(c)));
        let number = words.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        match case(word, next, number, authority) {
            Case::Small if opens => out.push_str(&titled(word)),
            Case::Small => out.push_str(&small(word)),
            Case::Title => out.push_str(&titled(word)),
            Case::Capitals => out.push_str(word),
        }
        let gap = &piece[word.len()..];
        out.push_str(gap);
        if !word.is_empty() || !gap.trim().is_empty() {
            opens = gap.contains(['.', '?', '!', '"', '“', ':']) && !(word.len() == 1 && gap == ".")
                || (opens && word.is_empty());
        }
    }
    out
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\'' | '’')
}

enum Case {
    Small,
    Title,
    Capitals,
}

/// How running text writes a word.
fn case(word: &str, next: &str, number: bool, authority: &Authority) -> Case {
    let lower = word.to_lowercase();
    let bare = lower.trim_end_matches("'s").trim_end_matches("’s");
    let title = titled(word);
    let name = title.trim_end_matches("'s").trim_end_matches("’s");
    let month = ["may", "march", "august"].contains(&bare) && number;
    if month {
        Case::Title
    } else if names(authority, word) && !names(authority, name) {
        Case::Capitals
    } else if !is_ordinary(bare) || names(authority, name) {
        Case::Title
    } else if people::may_be_given(name) && !next.is_empty() && !is_ordinary(&next.to_lowercase()) {
        // `MARK RUTTE`
        Case::Title
    } else {
        Case::Small
    }
}

/// Whether a word as it is written names something of the lists.
fn names(authority: &Authority, word: &str) -> bool {
    authority.find(word).iter().any(|mention| mention.end - mention.start == word.len())
}

fn small(word: &str) -> String {
    word.chars().map(small_letter).collect()
}

fn titled(word: &str) -> String {
    let mut first = true;
    word.chars().map(|c| if std::mem::take(&mut first) { c } else { small_letter(c) }).collect()
}

/// The small letter, if it has as many bytes.
fn small_letter(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
        _ => c,
    }
}
