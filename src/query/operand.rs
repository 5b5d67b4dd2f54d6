//! Words and phrases with the signs after them, within the limits.

use super::error::QueryError;
use super::parse::Parser;
use super::token::Kind;
use super::tree::{Expr, Form, Node, Slot, Words};
use super::words::{self, MOST_PATTERNS};
use crate::model::Span;

/// The most words and phrases.
const MOST_WORDS: usize = 400;

type Parsed<T> = Result<T, QueryError>;

impl Parser<'_> {
    /// Every word a word, whatever its signs.
    pub fn literal(&mut self) -> Parsed<Option<Node>> {
        let mut parts = Vec::new();
        let mut at = 0;
        for word in self.input.split(char::is_whitespace) {
            let span = Span::new(at, at + word.chars().count());
            at = span.end + 1;
            let words = words::literal(word);
            parts.extend(self.counted(span, words)?);
        }
        Ok(self.side_by_side(parts))
    }

    /// A word with its `~`.
    pub fn word(&mut self, text: &str, span: Span) -> Parsed<Option<Node>> {
        if !text.is_empty() && text.chars().all(|c| c == '*') {
            return Ok(match self.field {
                Some(field) => Some(Node::new(span, Expr::Has(field))),
                None => Some(Node::new(span, Expr::All)),
            });
        }
        let mut words = words::word(text);
        let last = self.at == self.tokens.len();
        if text.ends_with('?') && last && self.at > 2 && self.field.is_none() {
            words = words::word(text.trim_end_matches('?'));
            self.note(span, "took the last `?` for a question mark, not for any one letter");
        }
        let mut whole = span;
        if let Some(Kind::Tilde(distance)) = self.kind().cloned() {
            let sign = self.next_span();
            whole.end = sign.end;
            match words.slots[..] {
                [Slot::Word(ref word)] => {
                    words.form = match self.fuzzy(distance, word, sign) {
                        0 => Form::Exact,
                        distance => Form::Fuzzy(distance),
                    }
                }
                _ => self.note(sign, "left out a `~`: it stands after one whole word"),
            }
        }
        self.counted(whole, words)
    }

    /// One letter may differ in words of up to seven letters, else two; a number says otherwise.
    fn fuzzy(&mut self, asked: Option<u32>, word: &str, sign: Span) -> u8 {
        match asked {
            None => {
                if word.chars().count() < 8 {
                    1
                } else {
                    2
                }
            }
            Some(0) => 0,
            Some(1) => 1,
            Some(2) => 2,
            Some(more) => {
                self.note(sign, format!("at most 2 letters may differ: read ~{more} as ~2"));
                2
            }
        }
    }

    /// A quotation with its `~n` and `*`.
    pub fn phrase(&mut self, text: &str, closed: bool, span: Span) -> Parsed<Option<Node>> {
        if !closed {
            self.note(span, format!("closed the quotation mark after `{}`", text.trim()));
        }
        let mut words = words::phrase(text);
        if text.split_whitespace().any(|word| word == "*") && !words.slots.is_empty() {
            self.note(span, "left out a lone `*` in a phrase: for a gap write \"two words\"~1");
        }
        let mut whole = span;
        while let Some(kind @ (Kind::Tilde(_) | Kind::Star)) = self.kind().cloned() {
            let sign = self.next_span();
            whole.end = sign.end;
            match kind {
                Kind::Star => words::open_end(&mut words),
                Kind::Tilde(Some(slop)) if words.slots.len() > 1 => words.slop = (slop > 0).then_some(slop),
                _ => self
                    .note(sign, "left out a `~`: after a phrase it needs a number, such as \"two words\"~3"),
            }
        }
        self.counted(whole, words)
    }

    /// A node for words, within the limits; a note where nothing is left to look for.
    fn counted(&mut self, span: Span, words: Words) -> Parsed<Option<Node>> {
        if words.slots.is_empty() {
            let text = match words.text.trim() {
                "" if span.end > span.start => "left out quotation marks with nothing in them".to_owned(),
                "" => return Ok(None),
                text => format!("`{text}` holds no word to look for"),
            };
            self.note(span, text);
            return Ok(None);
        }
        self.words += words.slots.len();
        self.patterns += words::patterns(&words);
        if self.words > MOST_WORDS {
            return Err(self.too_much(span, MOST_WORDS, "words"));
        }
        if self.patterns > MOST_PATTERNS {
            return Err(self.too_much(span, MOST_PATTERNS, "wildcards and fuzzy words"));
        }
        Ok(Some(Node::new(span, Expr::Words(words))))
    }
}
