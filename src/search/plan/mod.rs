//! A query to what is looked for.

pub(crate) mod builder;
pub(crate) mod highlight;
pub(crate) mod matches;
pub(crate) mod planner;
pub(crate) mod spellings;
pub(crate) mod term_expansion;
pub(crate) mod term_fields;
pub(crate) mod text_pattern;
pub(crate) mod tree;
