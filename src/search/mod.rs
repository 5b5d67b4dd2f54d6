//! Queries to ranked passages.

mod advice;
mod build;
mod build_tree;
mod expand;
mod explain;
mod feedback;
mod forward;
mod highlight;
mod hit;
pub(crate) mod matches;
mod pattern;
mod proximity;
mod rank;
mod run;
pub mod weights;

pub use explain::Searched;
pub use hit::{Hit, HitPassage, Match};
pub use run::{Options, Results, SearchError, Sort};
