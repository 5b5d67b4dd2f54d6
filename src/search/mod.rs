//! Search: a query to ranked passages, concordances and counts.
//!
//! The road of one query, from the top:
//!
//! 1. [`Searcher`] holds a snapshot of the index and what it learned of terms; every answer begins there.
//! 2. `plan` turns the query's tree into queries for the engine and into the patterns that are marked in texts.
//! 3. `engine` finds the passages: conjunction, disjunction max, date range, top-k, counts, segments in parallel.
//! 4. `rank` orders the best of them again, by their statements and documents, neighbouring words and feedback.
//! 5. `results` makes hits of them: text, marks, near-duplicates, advice where nothing is found, reasons.
//!
//! Beside hits, `concordance` lays out every match in its context and counts collocates, and `aggregate` counts
//! statements by facets and hands them to the timeline. All constants of the ranking are in `weights`.

mod aggregate;
mod concordance;
mod engine;
mod error;
mod plan;
mod rank;
mod results;
mod searcher;
mod weights;

pub use aggregate::facets::{Facet, FacetField, FacetValue, Facets};
pub(crate) use aggregate::statements::{
    DayRange, PassOptions, PassageAddress, SegmentPass, StatementMatch, date_of_days,
};
pub use aggregate::within::Within;
pub use concordance::collocates::{
    Association, Collocate, CollocateOptions, Collocates, log_likelihood, mutual_information,
};
pub use concordance::context::Line;
pub use concordance::kwic::{KwicOptions, KwicTotals, LineOrder};
#[cfg(feature = "cluster")]
pub(crate) use engine::{
    across::AcrossPassages,
    cached_query::CachedQuery,
    date_range::DateRange,
    disjunction_max::DisjunctionMax,
    forward_only::ForwardOnly,
    legible::{Asks, Legible},
    proximity::Proximity,
};
pub use error::SearchError;
pub use plan::matches::Match;
pub(crate) use plan::matches::{Matches, held};
#[cfg(feature = "cluster")]
pub(crate) use plan::term_expansion::MAX_WORDS;
pub use results::explain::Searched;
pub use results::hit::{Copy, Hit, HitPassage, Others, Question};
pub use results::page::{Options, Results, Sort};
pub(crate) use results::quotation::as_read;
pub use results::quotation::{Quotation, quotation};
pub use searcher::Searcher;
