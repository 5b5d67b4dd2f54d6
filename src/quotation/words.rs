//! The words of a text as quotations compare them: signs that are read as words (`%`, `$`) are words here, possessives
//! and elided articles are parts of theirs.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::index::analysis;
use crate::model::Span;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands, in code points of the text.
    pub span: Span,
    /// As it stands there.
    pub written: String,
    /// The form by which the index has it; empty for a sign.
    pub folded: String,
    /// What all forms of the word have in common that count as the same word.
    pub key: String,
    /// A hash of the key.
    pub hash: u64,
    /// The hash of another word that it may be: `US` in a text in capitals is `us` too.
    pub other: Option<u64>,
    /// Whether a hyphen joins it to the next word.
    pub hyphen: bool,
}

impl Word {
    pub(super) fn new(span: Span, written: String, folded: String) -> Self {
        let key = key(&written, &folded);
        let hash = analysis::hash(&key);
        Self { span, written, folded, key, hash, other: None, hyphen: false }
    }
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let found: Vec<analysis::Word> = analysis::words(text).collect();
    let mut words = Vec::with_capacity(found.len());
    let mut places = Places::new(text);
    let mut end = 0;
    for (at, word) in found.iter().enumerate() {
        let next = found.get(at + 1).map_or(text.len(), |next| next.range.start);
        let gap = &text[end..word.range.start];
        signs(gap, end, text, &mut |range| {
            words.push(Word::new(places.span(range.clone()), text[range].to_owned(), String::new()));
        });
        // `l’` of `l’accord` before it, `’s` of `U.S.’s` after it.
        let start = word.range.start - glued(gap.chars().rev());
        end = word.range.end + glued(text[word.range.end..next].chars());
        let hyphen = text[end..].starts_with(['-', '‐', '‑']) && text[end..next].trim().chars().count() == 1;
        let word = Word::new(places.span(start..end), text[start..end].to_owned(), word.folded.clone());
        words.push(Word { hyphen, ..word });
    }
    signs(&text[end..], end, text, &mut |range| {
        words.push(Word::new(places.span(range.clone()), text[range].to_owned(), String::new()));
    });
    words
}

/// How many bytes a text goes on with letters, apostrophes and full stops, up to the last letter.
fn glued(chars: impl Iterator<Item = char>) -> usize {
    let (mut length, mut letters) = (0, 0);
    for c in chars.take_while(|c| c.is_alphanumeric() || is_apostrophe(*c) || *c == '.') {
        length += c.len_utf8();
        if c.is_alphanumeric() {
            letters = length;
        }
    }
    letters
}

/// Hands on the signs of a gap between words that are read aloud.
fn signs(gap: &str, start: usize, text: &str, each: &mut dyn FnMut(std::ops::Range<usize>)) {
    for (at, c) in gap.char_indices() {
        let place = start + at;
        let is_word = match c {
            '%' | '‰' | '$' | '€' | '£' | '¥' | '&' | '+' | '=' | '°' => true,
            '-' | '−' | '–' => is_minus(text, place, c),
            _ => false,
        };
        if is_word {
            each(place..place + c.len_utf8());
        }
    }
}

/// Whether a dash is a minus: a figure follows, and a blank or nothing stands before.
fn is_minus(text: &str, at: usize, c: char) -> bool {
    let figure = text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    figure && text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(')
}

/// Bytes of a text to code points, asked in order.
struct Places<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, byte: 0, point: 0 }
    }

    fn at(&mut self, byte: usize) -> usize {
        self.point += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.point
    }

    fn span(&mut self, bytes: std::ops::Range<usize>) -> Span {
        let start = self.at(bytes.start);
        Span::new(start, self.at(bytes.end))
    }
}

/// Whether a character stands for an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '′' | '´' | '`')
}

/// Whether a character is not seen where it stands.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A word in one typographic form: one apostrophe, one hyphen, no ligatures, nothing unseen.
pub(super) fn plain(written: &str) -> String {
    if written.is_ascii() {
        return written.replace('`', "'");
    }
    let seen = written.chars().filter(|c| !is_unseen(*c));
    let one = seen.map(|c| if is_apostrophe(c) { '\'' } else { c });
    let one = one.map(|c| if matches!(c, '‐' | '‑') { '-' } else { c });
    one.nfkc().collect()
}

/// The spellings of words that have several, each with the one that stands for all.
static SPELLINGS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let rows = include_str!("spellings.tsv").lines().filter(|line| !line.starts_with('#'));
    let pairs = rows.flat_map(|row| {
        let first = row.split('\t').next().unwrap_or(row);
        row.split('\t').map(move |spelling| (spelling, first))
    });
    pairs.collect()
});

/// The other spellings of a folded word.
pub(super) fn spellings(folded: &str) -> Vec<&'static str> {
    let Some(first) = SPELLINGS.get(folded) else { return Vec::new() };
    let row = include_str!("spellings.tsv").lines().find(|row| row.split('\t').next() == Some(first));
    row.into_iter().flat_map(|row| row.split('\t')).filter(|spelling| *spelling != folded).collect()
}

/// A word without its capitals and accents has so many letters at least: `où` is not `ou`.
const LETTERS_WITHOUT_ACCENTS: usize = 4;

/// What the forms of a word have in common that count as the same word.
fn key(written: &str, folded: &str) -> String {
    match written {
        "&" => return "and".to_owned(),
        "%" => return "percent".to_owned(),
        "−" | "–" => return "-".to_owned(),
        _ => {}
    }
    // `US` is no pronoun, and 1,000 is 1000.
    if folded == analysis::UNITED_STATES || written.starts_with(|c: char| c.is_ascii_digit()) {
        let possessive = plain(written).ends_with("'s");
        return format!("{folded}{}", if possessive { "'s" } else { "" });
    }
    let lower = plain(written).to_lowercase();
    let trimmed = lower.trim_matches('\'');
    let (stem, end) = match trimmed.strip_suffix("'s") {
        Some(stem) => (stem, "'s"),
        None => (trimmed, ""),
    };
    let bare: String = stem.chars().filter(|c| *c != '.').collect();
    let bare = without_accents(bare);
    let one = SPELLINGS.get(bare.as_str()).map_or(bare.as_str(), |first| *first);
    format!("{one}{end}")
}

fn without_accents(word: String) -> String {
    if word.is_ascii() || word.chars().count() < LETTERS_WITHOUT_ACCENTS {
        return word;
    }
    word.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn forms_of_one_word_have_one_key() {
        for (one, other) in [
            ("labour", "Labor"),
            ("don’t", "don't"),
            ("U.N.", "UN"),
            ("1,000", "1000"),
            ("naïve", "naive"),
            ("states’", "states"),
            ("organisation’s", "organization's"),
            ("20%", "20 percent"),
            ("co\u{ad}operate", "cooperate"),
        ] {
            assert_eq!(keys(one), keys(other), "{one} {other}");
        }
    }

    #[test]
    fn other_words_have_other_keys() {
        for (one, other) in [
            ("the president's", "the president"),
            ("US", "us"),
            ("l’accord", "d’accord"),
            ("its", "it's"),
            ("où", "ou"),
            ("20%", "20"),
            ("$5", "€5"),
            ("-5 degrees", "5 degrees"),
            ("3.5", "35"),
            ("will not", "will"),
            ("can", "can't"),
        ] {
            assert_ne!(keys(one), keys(other), "{one} {other}");
        }
    }

    #[test]
    fn places_are_code_points() {
        let text = "“Où” is l’accord — $5, U.S.’s?";
        let letters: Vec<char> = text.chars().collect();
        let found: Vec<String> =
            words(text).iter().map(|word| letters[word.span.start..word.span.end].iter().collect()).collect();
        assert_eq!(found, ["Où", "is", "l’accord", "$", "5", "U.S.’s"]);
        assert!(words(text).iter().zip(&found).all(|(word, found)| word.written == *found));
    }
}
