//! Matches in their context.

pub(crate) mod collocates;
pub(crate) mod context;
pub(crate) mod kwic;
