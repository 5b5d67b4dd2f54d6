//! The query language: text to a syntax tree, and filters beside it.
//!
//! What is typed is never an error for its punctuation: a lone quotation mark or bracket is repaired
//! and a [`Note`] says so. A filter that cannot be understood is a [`QueryError`] with its place and
//! a suggestion, never dropped: an answer without it would look right and be wrong.

mod dates;
mod error;
mod field;
mod filters;
mod names;
mod operand;
mod parse;
mod question;
mod speaker;
mod token;
mod tree;
mod understood;
mod value;
mod words;

use chrono::{Local, NaiveDate};

pub use error::{Problem, QueryError};
pub use field::Field;
pub use filters::{Bound, FilterError, Filters, JustDate};
pub use speaker::{MeantName, SpeakerMeaning};
pub use tree::{Days, Expr, Form, Node, Slot, Words};

use crate::model::Span;

/// How a query is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseOptions {
    /// Refuse what would be repaired.
    pub strict: bool,
    /// Take every word as a word: no signs, no operators, no fields, no names of several words, no questions.
    pub literal: bool,
    /// The day that `today` and `-30d` count from.
    pub today: NaiveDate,
}

impl Default for ParseOptions {
    fn default() -> Self {
        Self { strict: false, literal: false, today: Local::now().date_naive() }
    }
}

/// A repair made to a query, or a warning about it, for telling the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The place in the query, in code points.
    pub span: Span,
    /// What was done.
    pub text: String,
}

/// A query as understood: a tree whose nodes keep their place in the text.
///
/// ```
/// use demarche::query::{ParseOptions, Query};
///
/// let query = Query::parse("speaker:Miller ceasefire -hostage", &ParseOptions::default())?;
/// assert_eq!(query.asked(), ["ceasefire"]);
/// // What is shown to a user as the meaning of the query is a query that means the same.
/// let again = Query::parse(&query.understood(), &ParseOptions::default())?;
/// assert_eq!(again.understood(), query.understood());
/// # Ok::<(), demarche::query::QueryError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// The text as typed.
    pub input: String,
    /// What is asked. `None`: every passage.
    pub root: Option<Node>,
    /// What was repaired, or understood otherwise than as typed.
    pub notes: Vec<Note>,
    /// Whether words are looked for in what was said only: not in speaker, topics, title or entities, but for
    /// those asked for by their fields.
    pub words_only: bool,
    /// Whether every word was taken as a word, as [`ParseOptions::literal`] says.
    pub literal: bool,
}

impl Query {
    /// The same, its words looked for in what was said only.
    #[must_use]
    pub fn only_words(self) -> Self {
        Self { words_only: true, ..self }
    }

    /// Reads a query. Text is repaired, with notes; a filter that cannot be understood is an error.
    ///
    /// ```
    /// use demarche::query::{ParseOptions, Query};
    ///
    /// let query = Query::parse("speaker:(Miller OR Patel) \"red line", &ParseOptions::default())?;
    /// assert_eq!(query.root.unwrap().to_string(), "(best (speaker (or miller patel)) \"red line\")");
    /// assert_eq!(query.notes[0].text, "closed the quotation mark after `red line`");
    /// assert!(Query::parse("speker:Miller", &ParseOptions::default()).is_err());
    /// # Ok::<(), demarche::query::QueryError>(())
    /// ```
    ///
    /// # Errors
    /// Where a filter cannot be understood, or the query is past the limits; with [`ParseOptions::strict`], where anything would
    /// be repaired. The error bears the place.
    pub fn parse(input: &str, options: &ParseOptions) -> Result<Self, QueryError> {
        let (root, notes) = parse::parse(input, options)?;
        Ok(Self { input: input.to_owned(), root, notes, words_only: false, literal: options.literal })
    }

    /// The words and phrases asked for, as typed, in order; not those of filters.
    pub fn asked(&self) -> Vec<&str> {
        fn collect<'q>(node: &'q Node, found: &mut Vec<&'q str>) {
            match &node.expr {
                Expr::Words(words) => found.push(&words.text),
                _ if node.is_filter() => {}
                _ => node.children().into_iter().for_each(|part| collect(part, found)),
            }
        }
        let mut found = Vec::new();
        self.root.iter().for_each(|root| collect(root, &mut found));
        found
    }

    /// Lets the values of `speaker:` and `entity:` stand for a canonical name too, beside the name as typed.
    #[must_use]
    pub fn with_names(mut self, canonical: &dyn Fn(&str) -> Option<String>) -> Self {
        self.root.iter_mut().for_each(|root| names::add(root, false, canonical));
        self
    }

    /// What of the query holds for every hit whatever words are asked for: its filters and exclusions.
    pub fn narrowing(&self) -> Query {
        fn asks_words(node: &Node) -> bool {
            match &node.expr {
                Expr::In(Field::Text, _) => true,
                Expr::Or(parts) => parts.iter().any(asks_words),
                _ => !node.is_filter(),
            }
        }
        fn collect(node: &Node, found: &mut Vec<Node>) {
            match &node.expr {
                Expr::Best(parts) | Expr::And(parts) => parts.iter().for_each(|part| collect(part, found)),
                Expr::Must(part) | Expr::Boost(part, _) => collect(part, found),
                _ if asks_words(node) => {}
                _ => found.push(node.clone()),
            }
        }
        let mut found = Vec::new();
        self.root.iter().for_each(|root| collect(root, &mut found));
        let root = self.root.as_ref().filter(|_| !found.is_empty());
        let root = root.map(|root| Node::new(root.span, Expr::And(found)));
        let (words_only, literal) = (self.words_only, self.literal);
        Query { input: self.input.clone(), root, notes: Vec::new(), words_only, literal }
    }
}
