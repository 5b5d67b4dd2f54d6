//! Counts over everything that a query finds.

pub(crate) mod facets;
pub(crate) mod statements;
