//! Collection: what an index is an excerpt of, where it holds only a part of something larger.
//!
//! A query is planned and ranked by what the whole holds: which words there are, how common they are, who speaks. An index
//! that holds all there is knows this itself; an excerpt asks its collection.
#![cfg_attr(not(feature = "cluster"), allow(dead_code, reason = "only a cluster is larger than its index"))]

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::Query as Engine;

use crate::index::error::IndexError;

/// The whole that an index holds an excerpt of. Columns go by their names in the schema.
pub(crate) trait Collection: Send + Sync {
    /// How many entries an index of all would have: passages, and records of files.
    fn entries(&self) -> u64;

    /// How many documents there are.
    fn documents(&self) -> u64;

    /// How many words all passages hold in a column.
    fn words_in(&self, column: &str) -> u64;

    /// How many statements hold a term; of the words of whole documents, how many documents.
    fn statements_with(&self, column: &str, term: &Term) -> Result<u64, IndexError>;

    /// How many statements a query finds, or a few more: none where it finds none.
    fn count(&self, query: &dyn Engine) -> Result<u64, IndexError>;

    /// The words of a column that fit, each with its statements, and whether these are all.
    fn words_like(&self, column: &str, like: &WordsLike<'_>) -> Result<Vec<(String, u64)>, IndexError>;

    /// The whole values of a column of names that hold these folded words in the column of their words.
    fn values(&self, column: &str, words: &[String]) -> Result<Vec<String>, IndexError>;

    /// Whole names of speakers that are spelt like a name, some of them.
    fn speakers_like(&self, name: &str) -> Result<Vec<String>, IndexError>;

    /// All that filters leave, counted; the query is theirs.
    fn counted(&self, query: &dyn Engine) -> Result<Counted, IndexError>;

    /// A number that changes whenever the collection does.
    fn generation(&self) -> u64;

    /// What went wrong where a number was asked for and none could be given; told once.
    fn failure(&self) -> Option<IndexError>;
}

/// Which words are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WordsLike<'w> {
    /// Those that fit a pattern of letters, `*` and `?`.
    Pattern(&'w str),
    /// Those so many edits away from a word, a swap of neighbours counting as one.
    Near(&'w str, u8),
}

/// What there is, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Statements by the first and the last day of their dates, counted from 1970-01-01.
    pub dates: BTreeMap<Option<(i64, i64)>, u64>,
    /// Statements.
    pub statements: u64,
    /// Documents.
    pub documents: u64,
    /// The sum of the statements' keys, whatever runs over.
    pub content: u64,
}
