//! The words of a statement, found once for all that the index makes of them.

use std::ops::Range;

use super::boundaries::word_indices;
use super::stems::{push_content_stem, push_stem};
use super::{fold_into, hash, is_stray_possessive};

/// The words of a text in their order, folded, one to a line.
///
/// A word's number is its position in the index. The engine is given lines: `lines` tells why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    lines: String,
    /// Where each word's line begins in `lines`, and where the last one ends.
    starts: Vec<usize>,
    /// The bytes of the text that each word covers.
    ranges: Vec<Range<usize>>,
    /// The hash of each word.
    hashes: Vec<u64>,
}

impl Tokens {
    /// The words of a text, as [`super::words`] gives them.
    pub fn from_text(text: &str) -> Self {
        // English has six bytes to a word, with the space.
        let words = text.len() / 6 + 8;
        let mut tokens = Self {
            lines: String::with_capacity(text.len()),
            starts: Vec::with_capacity(words + 1),
            ranges: Vec::with_capacity(words),
            hashes: Vec::with_capacity(words),
        };
        let mut folded = String::new();
        for (start, word) in word_indices(text) {
            let skipped = fold_into(word, &mut folded);
            if folded.is_empty() || is_stray_possessive(text, start, word) {
                continue;
            }
            tokens.starts.push(tokens.lines.len());
            tokens.ranges.push(start + skipped..start + word.len());
            tokens.hashes.push(hash(&folded));
            tokens.lines.push_str(&folded);
            tokens.lines.push('\n');
        }
        tokens.starts.push(tokens.lines.len());
        tokens
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The [`hash`](super::hash) of each word.
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Each word with the bytes of the text that it covers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        (0..self.len()).map(|at| (self.word(at), self.ranges[at].clone()))
    }

    /// The bytes of the text that a word covers; `None` where there are not so many.
    pub fn range(&self, at: usize) -> Option<Range<usize>> {
        self.ranges.get(at).cloned()
    }

    /// The words that have this stem, each by its number. A stem begins as its words do.
    pub fn with_stem(&self, stem: &str) -> impl Iterator<Item = usize> {
        let mut found = String::new();
        (0..self.len()).filter(move |at| {
            let word = self.word(*at);
            word.as_bytes().first() == stem.as_bytes().first() && {
                found.clear();
                push_stem(word, self.hashes[*at], &mut found);
                found == stem
            }
        })
    }

    /// The words that begin within these bytes of the text.
    pub fn part(&self, bytes: Range<usize>) -> Part<'_> {
        let first = self.ranges.partition_point(|word| word.start < bytes.start);
        let count = self.ranges[first..].partition_point(|word| word.start < bytes.end);
        Part { tokens: self, words: first..first + count, start: bytes.start }
    }

    fn word(&self, at: usize) -> &str {
        &self.lines[self.starts[at]..self.starts[at + 1] - 1]
    }
}

/// The words of a part of a text; places are counted from where the part begins.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    tokens: &'a Tokens,
    words: Range<usize>,
    start: usize,
}

impl<'a> Part<'a> {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words, one to a line.
    pub fn lines(&self) -> &'a str {
        let starts = &self.tokens.starts;
        &self.tokens.lines[starts[self.words.start]..starts[self.words.end]]
    }

    /// The stems of the words, one to a line.
    pub fn stems(&self) -> String {
        self.each_line(push_stem)
    }

    /// The same, with an empty line for each word of grammar.
    pub fn content_stems(&self) -> String {
        self.each_line(push_content_stem)
    }

    fn each_line(&self, push: impl Fn(&str, u64, &mut String)) -> String {
        let mut lines = String::with_capacity(self.lines().len());
        for at in self.words.clone() {
            push(self.tokens.word(at), self.tokens.hashes[at], &mut lines);
            lines.push('\n');
        }
        lines
    }

    /// How many words begin before a byte.
    pub fn before(&self, byte: usize) -> usize {
        let ranges = &self.tokens.ranges[self.words.clone()];
        ranges.partition_point(|word| word.start < self.start + byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::analysis::{stem, words};

    #[test]
    fn tokens_are_the_words_of_a_query() {
        let text = "U.S.-backed cease-fire talks; “naïve” l'accord 3.5 北京 U.S.’s Jews’ negotiating";
        let tokens = Tokens::from_text(text);
        let found: Vec<_> = tokens.iter().map(|(word, range)| (word.to_owned(), range)).collect();
        let asked: Vec<_> = words(text).map(|word| (word.folded, word.range)).collect();
        assert_eq!(found, asked);
        let all = tokens.part(0..text.len());
        assert!(all.lines().lines().eq(asked.iter().map(|(word, _)| word)));
        let stems = all.stems();
        assert!(stems.lines().eq(asked.iter().map(|(word, _)| stem(word))));
        for stem in stems.lines() {
            let found: Vec<_> = tokens.with_stem(stem).collect();
            let expected: Vec<_> = (0..).zip(stems.lines()).filter(|(_, other)| *other == stem).collect();
            assert!(found.iter().eq(expected.iter().map(|(at, _)| at)), "{stem}");
        }
    }

    #[test]
    fn parts_of_a_text_hold_the_words_that_begin_there() {
        let tokens = Tokens::from_text("The talks failed. Nobody came.");
        let part = tokens.part(18..30);
        assert_eq!((tokens.part(0..18).lines(), part.lines()), ("the\ntalks\nfailed\n", "nobody\ncame\n"));
        assert_eq!((part.before(0), part.before(7), part.before(12)), (0, 1, 2));
    }
}
