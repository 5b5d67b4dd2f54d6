//! Queries to ranked passages.

mod build;
mod facets;
mod highlight;
mod hit;
mod kwic;
mod matches;
mod run;
pub mod weights;

pub use facets::{Facet, FacetField, FacetValue, Facets};
pub use hit::{Hit, HitPassage, Match};
pub use kwic::{KwicOptions, KwicTotals, Line, LineOrder};
pub use run::{Options, Results, SearchError, Sort};
