//! Results: the page of hits that a user sees.
//!
//! `page` runs the query and makes the hits (`hit`), with statements of the same words folded (`near_duplicates`) and no
//! document filling the first ten (`arrangement`), `advice` where no passage has all words, and the reasons of a score
//! (`explain`). `quotation` makes of a text what one quotes.

pub(crate) mod advice;
pub(crate) mod arrangement;
pub(crate) mod explain;
pub(crate) mod hit;
pub(crate) mod near_duplicates;
pub(crate) mod page;
pub(crate) mod quotation;
mod wrapped_lines;
