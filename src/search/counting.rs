//! How many passages match.

use tantivy::Searcher;
use tantivy::query::{EnableScoring, Query as Engine};

use super::terms::Built;

/// How many passages match. For a term alone the index knows the number.
pub(super) fn count(query: &dyn Engine, searcher: &Searcher) -> Built<usize> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut sum = 0;
    for reader in searcher.segment_readers() {
        sum += weight.count(reader)? as usize;
    }
    Ok(sum)
}
