//! What the user asks: words and phrases, and filters beside them.
//!
//! A query's text is never refused for its punctuation: what is no phrase is words. A filter that
//! cannot be understood is an error, never dropped.

mod filters;
mod parse;

pub use filters::{FilterError, Filters};
pub use parse::{Clause, Note, Query};
