//! Plan: a query and its filters to what is looked for.
//!
//! `planner` splits what stands side by side from what must hold, `builder` finds the fields in which a word can match
//! (`term_fields`), with other `spellings`, names of several words (`person_names`) and the words that a wildcard stands for
//! (`term_expansion`); `tree` does the same
//! for operators, and `text_pattern` says what is marked in a text. The outcome is [`Matches`](matches::Matches), on which
//! hits, counts, concordances and timelines stand; `highlight` marks its words. `related_words` are used alike.

pub(crate) mod builder;
pub(crate) mod highlight;
pub(crate) mod matches;
pub(crate) mod person_names;
pub(crate) mod planner;
pub(crate) mod related_words;
pub(crate) mod spellings;
pub(crate) mod term_expansion;
pub(crate) mod term_fields;
pub(crate) mod text_pattern;
pub(crate) mod tree;
