//! Duplicates: statements that are near-identical to one before.
//!
//! `min_hash` compares two texts and gives the bands under which copies are looked for, `bloom_filter` says which bands the
//! index cannot hold, `candidates` finds statements of the index that share some, and `groups` decides which group a
//! statement joins.

pub(crate) mod bloom_filter;
pub(crate) mod candidates;
pub(crate) mod groups;
pub(crate) mod min_hash;
