//! Rank: the order of the best passages.
//!
//! `rerank` takes the engine's best passages and the best passages of the best documents (`document_scores`), gathers
//! what is known of them (`evidence`, with neighbouring words in `adjacent_pairs`), and scores them again, answers before
//! their questions (`exchanges`); for long questions or with query expansion also by words that the best ones share (`feedback`).
//! `near_in_meaning` finds those that say it in other words.

pub(crate) mod adjacent_pairs;
pub(crate) mod document_scores;
pub(crate) mod evidence;
pub(crate) mod exchanges;
pub(crate) mod feedback;
pub(crate) mod near_in_meaning;
pub(crate) mod rerank;
