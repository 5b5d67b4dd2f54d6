//! Engine: queries and collectors of our own beside tantivy's. Nothing here knows what a user typed.
//!
//! - Which passages match: `conjunction` (all of several terms, block by block), `disjunction_max` (the fields in which a
//!   word can stand), `date_range`, `doc_list` (passages asked for by id), `proximity` (a `pattern` found in positions),
//!   `forward_only` (what is excluded), `cached_query` (a costly part worked out once).
//! - What is made of them: `top_k`, `count`, `column_reader` (statements and values by blocks), several segments in
//!   `parallel`.
//! - What all share: `term_queries`, and `term_statistics` for scores that agree over segments.

pub(crate) mod across;
pub(crate) mod cached_query;
pub(crate) mod column_reader;
pub(crate) mod conjunction;
pub(crate) mod count;
pub(crate) mod date_range;
pub(crate) mod disjunction_max;
pub(crate) mod doc_list;
pub(crate) mod forward_only;
pub(crate) mod legible;
pub(crate) mod parallel;
pub(crate) mod pattern;
pub(crate) mod proximity;
pub(crate) mod term_queries;
pub(crate) mod term_statistics;
pub(crate) mod top_k;

#[cfg(test)]
mod tests;
