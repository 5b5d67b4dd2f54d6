//! The engine's analyser: one word a line; an empty line is the place of a word that is not indexed.
//!
//! The engine is given words that are found, folded and stemmed already: each is needed by more than one
//! field and by the search for copies, and the threads that write have enough to do. A text put to a field is
//! therefore [`lines`] of it, and what is asked for is a term made by the same rules.

use std::rc::Rc;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::Tokens;
use crate::memo::Memo;

/// The folded words of a short text, a name or a label, one to a line; remembered.
pub(crate) fn lines(text: &str) -> Rc<str> {
    thread_local! {
        static LINES: Memo<Rc<str>> = Memo::default();
    }
    LINES.with(|known| {
        known.get_or_make(text, |text| Tokens::from_text(text).part(0..text.len()).lines().into())
    })
}

/// The stems of its words, one to a line; remembered.
pub(crate) fn stem_lines(text: &str) -> Rc<str> {
    thread_local! {
        static LINES: Memo<Rc<str>> = Memo::default();
    }
    LINES.with(|known| {
        known.get_or_make(text, |text| Tokens::from_text(text).part(0..text.len()).stems().into())
    })
}

/// The analyser of all fields of words.
pub(crate) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::from(Lines)
}

#[derive(Clone, Copy)]
struct Lines;

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream { text, at: 0, token: Token::default() }
    }
}

struct LineStream<'a> {
    text: &'a str,
    at: usize,
    token: Token,
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let left_out = rest.bytes().take_while(|byte| *byte == b'\n').count();
        let rest = &rest[left_out..];
        if rest.is_empty() {
            return false;
        }
        self.at += left_out;
        self.token.position = self.token.position.wrapping_add(left_out);
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        self.token.text.clear();
        self.token.text.push_str(&rest[..length]);
        (self.token.offset_from, self.token.offset_to) = (self.at, self.at + length);
        self.token.position = self.token.position.wrapping_add(1);
        self.at += rest.len().min(length + 1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
