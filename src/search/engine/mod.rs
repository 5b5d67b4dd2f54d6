//! Our own queries and collectors for tantivy.

pub(crate) mod cached_query;
pub(crate) mod column_reader;
pub(crate) mod conjunction;
pub(crate) mod count;
pub(crate) mod date_range;
pub(crate) mod disjunction_max;
pub(crate) mod doc_list;
pub(crate) mod forward_only;
pub(crate) mod parallel;
pub(crate) mod pattern;
pub(crate) mod proximity;
pub(crate) mod term_queries;
pub(crate) mod term_statistics;
pub(crate) mod top_k;
