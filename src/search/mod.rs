//! Queries to ranked passages.

mod abreast;
mod advice;
mod build;
mod build_tree;
mod collocates;
mod columns;
mod context;
mod copies;
mod counting;
mod dated;
mod error;
mod expand;
mod explain;
mod facets;
mod feedback;
mod forward;
mod highlight;
mod hit;
mod kept;
mod kwic;
mod listed;
mod matches;
mod pairs;
mod pattern;
mod plan;
mod proximity;
mod rank;
mod run;
mod sought;
mod spellings;
mod statements;
mod statistics;
mod terms;
mod together;
mod top;
mod union;
mod ways;
pub mod weights;

pub use collocates::{
    Association, Collocate, CollocateOptions, Collocates, log_likelihood, mutual_information,
};
pub use context::Line;
pub use error::SearchError;
pub use explain::Searched;
pub use facets::{Facet, FacetField, FacetValue, Facets};
pub use hit::{Copy, Hit, HitPassage, Match, Others};
pub use kwic::{KwicOptions, KwicTotals, LineOrder};
pub(crate) use matches::Matches;
pub use run::{Options, Results, Sort};
pub(crate) use statements::{At, DaysOf, Passed, Seen, Wanted, date_of};
