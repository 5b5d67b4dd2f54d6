//! Queries to ranked passages.

mod build;
mod collocates;
mod facets;
mod highlight;
mod hit;
mod kwic;
mod matches;
mod run;
pub mod weights;

pub use collocates::{
    Association, Collocate, CollocateOptions, Collocates, log_likelihood, mutual_information,
};
pub use facets::{Facet, FacetField, FacetValue, Facets};
pub use hit::{Hit, HitPassage, Match};
pub use kwic::{KwicOptions, KwicTotals, Line, LineOrder};
pub use run::{Options, Results, SearchError, Sort};
