//! Rank: the order of the best passages.
//!
//! `rerank` takes the engine's best, scores them again with their statements, documents and neighbouring words
//! (`adjacent_pairs`), and, for long questions or with query expansion, by words that the best ones share (`feedback`).

pub(crate) mod adjacent_pairs;
pub(crate) mod feedback;
pub(crate) mod rerank;
