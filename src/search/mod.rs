//! Queries to ranked passages.

mod build;
mod build_tree;
mod expand;
mod highlight;
mod hit;
mod matches;
mod pattern;
mod proximity;
mod rank;
mod run;
pub mod weights;

pub use hit::{Hit, HitPassage, Match};
pub(crate) use matches::Matches;
pub use run::{Options, Results, SearchError, Sort};
