//! Queries of the engine for single terms and phrases.

use tantivy::query::{BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query as Engine, TermQuery};
use tantivy::schema::{Field as Column, IndexRecordOption, Term};

use super::legible::Legible;
use crate::index::IndexError;

pub(crate) type BoxQuery = Box<dyn Engine>;
pub(crate) type EngineResult<T> = Result<T, IndexError>;

/// What has this value, whole.
pub(crate) fn whole(column: Column, value: &str) -> BoxQuery {
    Box::new(TermQuery::new(Term::from_field_text(column, value), IndexRecordOption::Basic))
}

/// What holds these words, side by side.
pub(crate) fn phrase(column: Column, words: &[String]) -> BoxQuery {
    match words {
        [] => Box::new(EmptyQuery),
        [word] => Box::new(TermQuery::new(Term::from_field_text(column, word), IndexRecordOption::WithFreqs)),
        _ => {
            Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(column, word)).collect()))
        }
    }
}

/// The same passages, with their scores times a weight.
pub(crate) fn boosted(query: BoxQuery, weight: f32) -> BoxQuery {
    if weight == 1.0 { query } else { Legible::boosted(query, weight) }
}

/// The terms of a query that asks for several terms and nothing else, each in the same way.
pub(crate) fn plain_terms(query: &dyn Engine, wanted: Occur) -> Option<Vec<&Term>> {
    let clauses = query.downcast_ref::<BooleanQuery>()?.clauses();
    let mut terms = Vec::with_capacity(clauses.len());
    for (occur, part) in clauses {
        terms.push(part.downcast_ref::<TermQuery>().filter(|_| *occur == wanted)?.term());
    }
    Some(terms).filter(|terms| terms.len() > 1)
}
