//! The order of the passages found.

pub(crate) mod adjacent_pairs;
pub(crate) mod feedback;
pub(crate) mod rerank;
