//! Queries to ranked passages.

mod advice;
mod build;
mod build_tree;
mod expand;
mod explain;
mod highlight;
mod hit;
mod matches;
mod pattern;
mod proximity;
mod rank;
mod run;
pub mod weights;

pub use explain::Searched;
pub use hit::{Hit, HitPassage, Match};
pub(crate) use matches::Matches;
pub use run::{Options, Results, SearchError, Sort};
