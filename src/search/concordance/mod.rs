//! Concordance: matches in their context (`kwic`, with the words around them from `context`), and the words that stand near
//! them more often than by chance (`collocates`).

pub(crate) mod collocates;
pub(crate) mod context;
pub(crate) mod kwic;
