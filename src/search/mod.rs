//! Queries to ranked passages.

mod aggregate;
mod concordance;
mod engine;
mod error;
mod plan;
mod rank;
mod results;
mod searcher;
pub mod weights;

pub use aggregate::facets::{Facet, FacetField, FacetValue, Facets};
pub(crate) use aggregate::statements::{
    DayRange, PassOptions, PassageAddress, SegmentPass, StatementMatch, date_of_days,
};
pub use concordance::collocates::{
    Association, Collocate, CollocateOptions, Collocates, log_likelihood, mutual_information,
};
pub use concordance::context::Line;
pub use concordance::kwic::{KwicOptions, KwicTotals, LineOrder};
pub use error::SearchError;
pub use plan::matches::Match;
pub(crate) use plan::matches::Matches;
pub use results::explain::Searched;
pub use results::hit::{Copy, Hit, HitPassage, Others};
pub use results::page::{Options, Results, Sort};
pub use searcher::Searcher;
