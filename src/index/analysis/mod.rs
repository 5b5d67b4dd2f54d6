//! Text to the words that are indexed and searched for.
//!
//! Both sides use the same rules, so that these meet: naïve and naive, Türkiye and Turkiye, U.S. and
//! US (but not the pronoun us), Hamas’ and Hamas, `l'accord` and accord. Compounds written apart
//! (cease-fire, cease fire) are indexed as two words; the query looks for both spellings.

mod boundaries;
mod grammar;
mod lines;
pub(crate) mod name_keys;
mod stems;
mod tokens;

use std::ops::Range;

use crate::index::hash::{ODD, mix};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use boundaries::word_indices;
pub(crate) use grammar::{is_grammar, is_negation, says_nothing};
pub(crate) use lines::{analyzer, lines, stem_lines};
pub use stems::stem;
pub use tokens::{Part, Tokens};

/// A number for a folded word that tells it from others. It is part of the index's format, in
/// [`crate::index::duplicates::min_hash`]; the words are not chosen against us.
pub(crate) fn hash(word: &str) -> u64 {
    let eight = |bytes: &[u8]| {
        let mut eight = [0; 8];
        eight[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(eight)
    };
    let chunks = word.as_bytes().chunks(8).map(eight);
    mix(chunks.fold(word.len() as u64, |hash, eight| (hash.rotate_left(23) ^ eight).wrapping_mul(ODD)))
}

/// The longest word kept whole, in bytes; what follows is cut off. No language's words come near it.
const LONGEST_WORD: usize = 240;

/// What `US` and `U.S.` are indexed as: no word of running text, and left alone by the stemmer.
pub(crate) const UNITED_STATES: &str = "us0";

/// One word of a text: where it stands, in bytes, and its folded form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The bytes of the text that the word covers.
    pub range: Range<usize>,
    /// The word without case, accents, possessive and elided article.
    pub folded: String,
}

/// The words of a text, by the boundaries of Unicode Standard Annex 29.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    word_indices(text).filter_map(move |(start, word)| {
        if is_stray_possessive(text, start, word) {
            return None;
        }
        let mut folded = String::with_capacity(word.len());
        let skipped = fold_into(word, &mut folded);
        (!folded.is_empty()).then(|| Word { range: start + skipped..start + word.len(), folded })
    })
}

/// A word without case, accents, possessive and elided article.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Folds `word` into `folded` and returns how many bytes of an elided article were left out at its start.
fn fold_into(word: &str, folded: &mut String) -> usize {
    folded.clear();
    // Most words are small letters.
    if word.len() <= LONGEST_WORD && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        folded.push_str(word);
        return 0;
    }
    if is_united_states(word) {
        folded.push_str(UNITED_STATES);
        return 0;
    }
    let skipped = elided(word);
    let word = without_possessive(&word[skipped..]);
    if word.is_ascii() {
        folded.extend(
            word.bytes().filter(|b| !matches!(b, b'\'' | b'.')).map(|b| char::from(b.to_ascii_lowercase())),
        );
        // A decimal keeps its point: 3.5 is not 35.
        if word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(['.', ',']) {
            folded.clear();
            folded.extend(word.chars().filter(|c| *c != ',' || !is_grouped(word)));
        }
    } else {
        for c in word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            match c {
                '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '.' | '\u{307}' => {}
                c if is_invisible(c) => {}
                // Capitals have one sigma, and small letters another at a word's end.
                'ς' => folded.push('σ'),
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'ı' => folded.push('i'),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'þ' => folded.push_str("th"),
                _ => folded.push(c),
            }
        }
    }
    if folded.len() > LONGEST_WORD {
        let cut = (0..=LONGEST_WORD).rev().find(|&at| folded.is_char_boundary(at)).unwrap_or(0);
        folded.truncate(cut);
    }
    skipped
}

/// Whether commas part a number's thousands: `1,000,000` is 1000000.
fn is_grouped(word: &str) -> bool {
    let whole = word.split('.').next().unwrap_or(word);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && digits(first))
        && groups.all(|group| group.len() == 3 && digits(group))
}

/// Marks in a word that no reader sees: soft hyphens, joiners, marks of direction.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Case is the evidence: `US` is the country and `us` the pronoun.
fn is_united_states(word: &str) -> bool {
    matches!(without_possessive(word), "US" | "U.S" | "U.S.")
}

/// The `s` that the boundary rules cut off after a full stop: `U.S.’s`.
fn is_stray_possessive(text: &str, start: usize, word: &str) -> bool {
    word.eq_ignore_ascii_case("s") && (text[..start].ends_with(".'") || text[..start].ends_with(".’"))
}

/// A word without the `’s` at its end.
pub(crate) fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)
}

/// The length of a French or Italian article or pronoun run into the word: `l'`, `d’`, `qu'`.
fn elided(word: &str) -> usize {
    let Some(at) = word.find(['\'', '’']) else { return 0 };
    let mark = if word[at..].starts_with('\'') { 1 } else { '’'.len_utf8() };
    let short = matches!(
        word[..at].to_ascii_lowercase().as_str(),
        "l" | "d" | "j" | "n" | "s" | "c" | "m" | "qu" | "dell" | "nell"
    );
    if short && word[at + mark..].chars().count() >= 3 { at + mark } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    #[test]
    fn spellings_of_one_word_meet() {
        for (a, b) in [
            ("naïve", "naive"),
            ("Türkiye", "TURKIYE"),
            ("U.S.", "US"),
            ("U.S.’s", "US's"),
            ("Hamas’", "hamas"),
            ("Israel’s", "Israel"),
            ("U.N.", "UN"),
            ("l’accord", "accord"),
            ("don’t", "don't"),
            ("İstanbul", "istanbul"),
            ("O’Neill", "o'neill"),
            ("1,000,000", "1000000"),
            ("12,500.75", "12500.75"),
            ("cease\u{ad}fire", "ceasefire"),
            ("Waffen\u{ad}still\u{ad}stand", "Waffenstillstand"),
            ("ΕΛΛΑΣ", "Ελλάς"),
            ("Ge\u{300}neve", "Genève"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_ne!(folded("US"), folded("us"));
        assert_ne!(folded("3.5"), folded("35"));
        // A list of figures is no number.
        assert_ne!(folded("1,2,3"), folded("123"));
    }

    #[test]
    fn stems_meet() {
        assert_eq!(stem("negotiating"), stem("negotiate"));
        assert_eq!(stem(UNITED_STATES), UNITED_STATES);
    }

    #[test]
    fn words_say_where_they_stand() {
        let text = "Le refus de l’accord à Genève";
        let found: Vec<_> = words(text).map(|word| &text[word.range]).collect();
        assert_eq!(found, ["Le", "refus", "de", "accord", "à", "Genève"]);
    }
}
