//! The stems of words.

use std::cell::RefCell;

use super::grammar::is_grammar;
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

/// So many stems are remembered by each thread: a text of any length has few words that are not among them.
const REMEMBERED: usize = 100_000;

/// The English stem of a folded word (Snowball's English stemmer, as tantivy has it). A word of grammar is its
/// own stem, and no other word's: `willing` is no form of `will`.
pub fn stem(folded: &str) -> String {
    let mut stem = String::with_capacity(folded.len());
    push_stem(folded, &mut stem);
    stem
}

/// Puts the stem of a folded word at the end of `to`.
pub(super) fn push_stem(folded: &str, to: &mut String) {
    with(folded, |stem, _| to.push_str(stem));
}

/// Puts the stem of a folded word at the end of `to`, and nothing if it is a word of grammar.
pub(super) fn push_content_stem(folded: &str, to: &mut String) {
    with(folded, |stem, grammar| {
        if !grammar {
            to.push_str(stem);
        }
    });
}

/// Hands on the stem of a folded word, and whether the word is one of grammar.
fn with(folded: &str, take: impl FnOnce(&str, bool)) {
    thread_local! {
        static STEMS: RefCell<Stems> = RefCell::new(Stems::default());
    }
    STEMS.with_borrow_mut(|stems| {
        let known = match stems.known.get(folded) {
            Some(known) => known,
            None => stems.find(folded),
        };
        take(&known.stem, known.grammar);
    });
}

/// What is known of a word.
struct Known {
    stem: Box<str>,
    grammar: bool,
}

/// A stemmer, and what it has found: making one costs more than using it, and using it more than looking up.
struct Stems {
    analyzer: TextAnalyzer,
    known: FxHashMap<Box<str>, Known>,
}

impl Default for Stems {
    fn default() -> Self {
        let analyzer = TextAnalyzer::builder(Whole).filter(Stemmer::new(Language::English)).build();
        Self { analyzer, known: FxHashMap::default() }
    }
}

impl Stems {
    /// Finds the stem of a word that is not known, and remembers it.
    fn find(&mut self, folded: &str) -> &Known {
        if self.known.len() == REMEMBERED {
            self.known.clear();
        }
        let mut stream = self.analyzer.token_stream(folded);
        let stem = if stream.advance() { stream.token().text.as_str() } else { folded };
        let grammar = is_grammar(folded);
        let stem = if grammar || is_grammar(stem) { folded } else { stem };
        let known = Known { stem: stem.into(), grammar };
        self.known.entry(folded.into()).insert_entry(known).into_mut()
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
