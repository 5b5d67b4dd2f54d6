//! How many passages match.

use tantivy::Searcher;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query as Engine, TermQuery};

use super::abreast::{abreast, entries};
use super::statistics::Statistics;
use super::terms::Built;
use super::together::Together;

/// How many passages match. For a term alone the index knows the number.
pub(super) fn count(query: &dyn Engine, searcher: &Searcher, statistics: &Statistics) -> Built<usize> {
    if let Some(query) = query.downcast_ref::<TermQuery>()
        && searcher.segment_readers().iter().all(|reader| !reader.has_deletes())
    {
        return Ok(statistics.doc_freq(query.term())? as usize);
    }
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let together = Together::of(query, statistics)?;
    let entries = entries(query, statistics);
    let counts = abreast(searcher, entries, usize::default, |sum, _, reader| {
        *sum += match &together {
            Some(terms) => terms.count(reader)?,
            None => weight.count(reader)? as usize,
        };
        Ok::<_, tantivy::TantivyError>(())
    })?;
    Ok(counts.into_iter().sum())
}
