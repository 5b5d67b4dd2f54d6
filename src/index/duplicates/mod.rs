//! Near-identical statements.

pub(crate) mod bloom_filter;
pub(crate) mod candidates;
pub(crate) mod groups;
pub(crate) mod min_hash;
