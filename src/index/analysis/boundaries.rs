//! Where words begin and end: the boundaries of Unicode Standard Annex 29, found fast where text is plain.

use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

/// The words of a text with the byte at which each begins: what `unicode_word_indices` gives, but for a
/// vowel sign after white space, which is a word without it here.
///
/// No word reaches over white space, so each piece between is looked at alone; most are letters with marks
/// around them, and for those the rules come down to one.
pub(crate) fn word_indices(text: &str) -> WordIndices<'_> {
    WordIndices { text, at: 0, piece: None }
}

/// See [`word_indices`].
pub(crate) struct WordIndices<'a> {
    text: &'a str,
    at: usize,
    /// A piece that is not plain, with the byte at which it begins.
    piece: Option<(usize, UnicodeWordIndices<'a>)>,
}

impl<'a> Iterator for WordIndices<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((start, words)) = &mut self.piece {
                match words.next() {
                    Some((at, word)) => return Some((*start + at, word)),
                    None => self.piece = None,
                }
            }
            let bytes = self.text.as_bytes();
            let start = skip(bytes, self.at, |byte| byte.is_ascii_whitespace());
            let first = skip(bytes, start, is_mark);
            let last = skip(bytes, first, |byte| byte.is_ascii_alphabetic());
            let end = skip(bytes, last, is_mark);
            if bytes.get(end).is_none_or(u8::is_ascii_whitespace) {
                self.at = end;
                if first < last {
                    return Some((first, &self.text[first..last]));
                }
                if end == bytes.len() {
                    return None;
                }
            } else {
                self.at = skip(bytes, end, |byte| !byte.is_ascii_whitespace());
                self.piece = Some((start, self.text[start..self.at].unicode_word_indices()));
            }
        }
    }
}

/// The first byte from `at` on that is none of these.
fn skip(bytes: &[u8], at: usize, these: impl Fn(&u8) -> bool) -> usize {
    bytes[at..].iter().position(|byte| !these(byte)).map_or(bytes.len(), |length| at + length)
}

/// Whether a byte is a sign that no word holds unless it stands between two letters or figures.
fn is_mark(byte: &u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'_' && !byte.is_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_words_are_those_of_the_standard(
            text in r#"([a-zA-Z0-9éß北ü'’“”".,:;_()\-\t\n \u{a0}\u{200d}\u{301}😀🇨🇭\u{5d0}]|\PC){0,40}"#,
        ) {
            let found: Vec<_> = word_indices(&text).collect();
            let bare = |(at, word): (usize, &str)| {
                let bare = word.trim_start_matches(|c: char| c.is_ascii_whitespace()).to_owned();
                (at + word.len() - bare.len(), bare)
            };
            let standard: Vec<_> = text.unicode_word_indices().map(bare).collect();
            let found: Vec<_> = found.into_iter().map(|(at, word)| (at, word.to_owned())).collect();
            prop_assert_eq!(found, standard);
        }
    }

    #[test]
    fn plain_and_other_words_stand_where_they_stand() {
        let found: Vec<_> = word_indices("(The “U.S.-led” talks), 3.5 o'clock\r\nJüdin. … --").collect();
        let words =
            [(1, "The"), (8, "U.S"), (13, "led"), (20, "talks"), (28, "3.5"), (32, "o'clock"), (41, "Jüdin")];
        assert_eq!(found, words);
    }
}
