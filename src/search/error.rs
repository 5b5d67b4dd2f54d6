//! What a search cannot do.

use crate::index::IndexError;
use crate::query::{FilterError, QueryError};

/// What a search cannot do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// A query that cannot be understood.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A filter that cannot be meant.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// A quotation with too many words to be held against the corpus.
    #[error("a quotation has {words} words; more than {most} cannot be checked at once")]
    LongQuotation {
        /// How many it has.
        words: usize,
        /// How many it may have.
        most: usize,
    },
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// What takes the results refuses them.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error.into())
    }
}
