//! Parallel work over segments.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use tantivy::query::{BooleanQuery, Occur, Query as Engine};
use tantivy::{Searcher, SegmentReader};

use super::term_statistics::TermStatistics;

/// To read fewer entries of the index than this takes less time than to wake a thread for it.
const MIN_POSTINGS: u64 = 50_000;
/// Entries are unpacked so many at a time.
const BLOCK_POSTINGS: u64 = 128;

/// About how many entries of the index are read to answer a query.
pub(crate) fn postings_read(query: &dyn Engine, statistics: &TermStatistics) -> u64 {
    if let Some(query) = query.downcast_ref::<BooleanQuery>() {
        let parts = query.clauses().iter();
        let parts: Vec<_> = parts.map(|(occur, part)| (*occur, postings_read(&**part, statistics))).collect();
        let needed =
            parts.iter().filter(|(occur, postings_read)| *occur == Occur::Must && *postings_read > 0);
        // Of the other lists those blocks are read that the rarest of what must be there may lie in.
        let most = needed
            .map(|(_, postings_read)| *postings_read)
            .min()
            .map_or(u64::MAX, |rarest| rarest.saturating_mul(BLOCK_POSTINGS));
        return parts.iter().map(|(_, postings_read)| *postings_read.min(&most)).sum();
    }
    let mut sum = 0;
    query.query_terms(&mut |term, _| sum += statistics.passages(term));
    sum
}

/// What was made of all segments, in parts: each thread makes its own, begun with `begin`, of the segments it takes.
///
/// Where reading so many `postings_read` is worth it, several threads take segments in turns, each of them in order and
/// this thread among them: what the others do not come to, it does.
pub(crate) fn over_segments<P: Send, E: Send>(
    searcher: &Searcher,
    postings_read: u64,
    begin: impl Fn() -> P + Sync,
    add: impl Fn(&mut P, u32, &SegmentReader) -> Result<(), E> + Sync,
) -> Result<Vec<P>, E> {
    let segments = searcher.segment_readers();
    let next = AtomicUsize::new(0);
    let take = || {
        let mut part = begin();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(segment) = segments.get(at) else { return Ok(part) };
            add(&mut part, at as u32, segment)?;
        }
    };
    let threads =
        if postings_read < MIN_POSTINGS { 1 } else { rayon::current_num_threads().min(segments.len()) };
    if threads < 2 {
        return take().map(|part| vec![part]);
    }
    let parts = Mutex::new(Vec::with_capacity(threads));
    let put = |part| parts.lock().unwrap_or_else(PoisonError::into_inner).push(part);
    rayon::in_place_scope(|scope| {
        (1..threads).for_each(|_| scope.spawn(|_| put(take())));
        put(take());
    });
    parts.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
}
