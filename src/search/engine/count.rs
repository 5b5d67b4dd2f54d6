//! Counts of the passages that match.

use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Occur, Query as Engine, TermQuery};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{Searcher, SegmentReader};

use super::conjunction::Conjunction;
use super::parallel::{over_segments, postings_read};
use super::term_queries::{EngineResult, plain_terms};
use super::term_statistics::TermStatistics;

/// A bit for each passage is worth it where one in so many is an entry to read.
const MIN_DENSITY: u64 = 64;

/// How many passages match. For a term alone the index knows the number.
pub(crate) fn count(query: &dyn Engine, statistics: &TermStatistics) -> EngineResult<usize> {
    if let Some(query) = query.downcast_ref::<TermQuery>()
        && statistics.snapshot.collection().is_none()
        && statistics.snapshot.searcher.segment_readers().iter().all(|reader| !reader.has_deletes())
    {
        return Ok(statistics.doc_freq(query.term())? as usize);
    }
    match plain_terms(query, Occur::Should) {
        Some(terms) => count_any(query, &terms, statistics),
        None => count_matches(query, statistics),
    }
}

/// How many passages match a query that finds what holds any of these terms.
pub(crate) fn count_any(
    query: &dyn Engine,
    terms: &[&Term],
    statistics: &TermStatistics,
) -> EngineResult<usize> {
    let postings_read: u64 = terms.iter().map(|term| statistics.passages(term)).sum();
    let searcher = &statistics.snapshot.searcher;
    if postings_read * MIN_DENSITY < searcher.num_docs() {
        return count_matches(query, statistics);
    }
    sum(searcher, postings_read, |reader| count_by_bits(terms, reader))
}

/// How many passages the engine finds.
fn count_matches(query: &dyn Engine, statistics: &TermStatistics) -> EngineResult<usize> {
    let searcher = &statistics.snapshot.searcher;
    let postings_read = postings_read(query, statistics);
    if let Some(terms) = Conjunction::from_query(query, statistics)? {
        return sum(searcher, postings_read, |reader| terms.count(reader));
    }
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    sum(searcher, postings_read, |reader| Ok(weight.count(reader)? as usize))
}

/// The sum of what is counted in each segment, where so many entries are read.
fn sum(
    searcher: &Searcher,
    postings_read: u64,
    each: impl Fn(&SegmentReader) -> tantivy::Result<usize> + Sync,
) -> EngineResult<usize> {
    let counts = over_segments(searcher, postings_read, usize::default, |sum, _, reader| {
        *sum += each(reader)?;
        Ok::<_, tantivy::TantivyError>(())
    })?;
    Ok(counts.into_iter().sum())
}

/// How many passages of a segment hold any of the terms: each has a bit. The engine's set of bits counts at each
/// that is put in, which takes a fifth longer.
fn count_by_bits(terms: &[&Term], reader: &SegmentReader) -> tantivy::Result<usize> {
    let mut held = vec![0_u64; reader.max_doc().div_ceil(u64::BITS) as usize];
    let place = |doc: u32| ((doc / u64::BITS) as usize, 1 << (doc % u64::BITS));
    for term in terms {
        let index = reader.inverted_index(term.field())?;
        let Some(mut list) = index.read_block_postings(term, IndexRecordOption::Basic)? else { continue };
        while !list.docs().is_empty() {
            for doc in list.docs() {
                let (word, bit) = place(*doc);
                held[word] |= bit;
            }
            list.advance();
        }
    }
    let taken_out = reader.alive_bitset().map_or(0, |alive| {
        let holds = |doc: &u32| {
            let (word, bit) = place(*doc);
            held[word] & bit != 0
        };
        (0..reader.max_doc()).filter(|doc| alive.is_deleted(*doc)).filter(holds).count()
    });
    Ok(held.iter().map(|bits| bits.count_ones() as usize).sum::<usize>() - taken_out)
}
