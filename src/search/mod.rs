//! Queries to ranked passages.

mod build;
mod highlight;
mod hit;
mod run;
pub mod weights;

pub use hit::{Hit, HitPassage, Match};
pub use run::{Options, Results, SearchError, Sort};
