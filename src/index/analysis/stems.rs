//! The stems of words.

use std::cell::RefCell;

use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

use super::grammar::is_grammar;
use super::hash;

/// The English stem of a folded word (Snowball's English stemmer, as tantivy has it). A word of grammar is its
/// own stem, and no other word's: `willing` is no form of `will`.
pub fn stem(folded: &str) -> String {
    let mut stem = String::with_capacity(folded.len());
    push_stem(folded, hash(folded), &mut stem);
    stem
}

/// Puts the stem of a folded word, which has this [`hash`], at the end of `to`.
pub(crate) fn push_stem(folded: &str, hash: u64, to: &mut String) {
    STEMS.with_borrow_mut(|stems| stems.stem_of(folded, hash).push(folded, to));
}

/// The same, but nothing for a word of grammar.
pub(crate) fn push_content_stem(folded: &str, hash: u64, to: &mut String) {
    STEMS.with_borrow_mut(|stems| {
        let stem = stems.stem_of(folded, hash);
        if !stem.grammar {
            stem.push(folded, to);
        }
    });
}

thread_local! {
    static STEMS: RefCell<Stems> = RefCell::new(Stems::default());
}

/// The longest end of a stem that is not of the word: `y` of sky, which is of skies.
const TAIL: usize = 5;

/// A stem, told from its word: so many bytes of it, and what comes after.
#[derive(Clone, Copy, Default)]
struct Stem {
    kept: u8,
    tail: [u8; TAIL],
    length: u8,
    grammar: bool,
}

impl Stem {
    /// How a word becomes its stem; `None` where that is not told so.
    fn new(word: &str, stem: &str, grammar: bool) -> Option<Self> {
        let same = word.bytes().zip(stem.bytes()).take_while(|(a, b)| a == b).count();
        let kept = (0..=same).rev().find(|at| word.is_char_boundary(*at))?;
        let rest = stem.as_bytes().get(kept..).filter(|rest| rest.len() <= TAIL)?;
        let mut tail = [0; TAIL];
        tail[..rest.len()].copy_from_slice(rest);
        Some(Self { kept: u8::try_from(kept).ok()?, tail, length: rest.len() as u8, grammar })
    }

    fn push(&self, word: &str, to: &mut String) {
        to.push_str(word.get(..usize::from(self.kept)).unwrap_or(word));
        to.push_str(str::from_utf8(&self.tail[..usize::from(self.length)]).unwrap_or_default());
    }
}

/// Stems are remembered in sets of four, by their words' hashes: in so many at first, which do for a search and
/// take no time to make.
const SETS: usize = 1 << 6;
/// And in so many at last, eight times as many at each step.
const MAX_SETS: usize = 1 << 15;

/// A stemmer, and what it has found: making one costs more than using it, and using it more than looking up.
struct Stems {
    analyzer: TextAnalyzer,
    known: Vec<[(u64, Stem); 4]>,
    /// How many were found since there are so many sets.
    found: usize,
}

impl Default for Stems {
    fn default() -> Self {
        let analyzer = TextAnalyzer::builder(Whole).filter(Stemmer::new(Language::English)).build();
        Self { analyzer, known: vec![Default::default(); SETS], found: 0 }
    }
}

impl Stems {
    /// The stem of a word, known by its hash alone: two of a million words share one with a chance of one in
    /// thirty million.
    fn stem_of(&mut self, word: &str, hash: u64) -> Stem {
        // No hash is that of an empty place.
        let hash = hash | 1;
        let set = (hash >> 32) as usize;
        let places = &self.known[set % self.known.len()];
        if let Some((_, stem)) = places.iter().find(|(other, _)| *other == hash) {
            return *stem;
        }
        let stem = self.find(word);
        self.found += 1;
        if self.found > 2 * self.known.len() && self.known.len() < MAX_SETS {
            // What was remembered is soon found again.
            self.known = vec![Default::default(); 8 * self.known.len()];
            self.found = 0;
        }
        let sets = self.known.len();
        let places = &mut self.known[set % sets];
        // What came first goes.
        places.rotate_right(1);
        places[0] = (hash, stem);
        stem
    }

    fn find(&mut self, word: &str) -> Stem {
        let itself = Stem { kept: u8::MAX, ..Stem::default() };
        if is_grammar(word) {
            return Stem { grammar: true, ..itself };
        }
        let mut stream = self.analyzer.token_stream(word);
        let stem = if stream.advance() { stream.token().text.as_str() } else { word };
        // A word so long that a stem cannot be told from it is its own.
        if is_grammar(stem) { itself } else { Stem::new(word, stem, false).unwrap_or(itself) }
    }
}

/// Takes a text as one word.
#[derive(Clone, Copy)]
struct Whole;

impl Tokenizer for Whole {
    type TokenStream<'a> = WholeStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WholeStream {
        WholeStream { token: Token { text: text.to_owned(), ..Token::default() }, done: false }
    }
}

struct WholeStream {
    token: Token,
    done: bool,
}

impl TokenStream for WholeStream {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.done, true)
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_told_from_their_words() {
        for (word, expected) in [
            ("negotiating", "negoti"),
            ("skies", "sky"),
            ("dying", "die"),
            ("relational", "relat"),
            ("happiness", "happi"),
            ("talks", "talk"),
            ("naïveté", "naïveté"),
            ("北京", "北京"),
            ("us0", "us0"),
            ("the", "the"),
            ("willing", "willing"),
        ] {
            // Found, then remembered.
            assert_eq!((stem(word).as_str(), stem(word).as_str()), (expected, expected));
        }
        let long = "é".repeat(150);
        assert_eq!(stem(&long), long);
    }

    #[test]
    fn more_words_than_are_remembered_have_their_own_stems() {
        for _ in 0..2 {
            for number in 0..5 * MAX_SETS {
                assert_eq!(stem(&format!("{number}ing")), format!("{number}ing"));
            }
        }
    }
}
