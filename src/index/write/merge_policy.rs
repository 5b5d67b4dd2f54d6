//! Merge policy: when the segments of an index are merged.

use tantivy::index::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// So many segments of one size are merged.
const SEGMENTS_PER_MERGE: usize = 6;
/// Segments of fewer passages are of one size.
const SMALL_PASSAGES: u32 = 10_000;
/// A segment is written anew when so much of it was taken out.
const MAX_DELETED_RATIO: f32 = 0.3;
/// With more segments than this, no merge is put off.
const MAX_SEGMENTS: usize = 32;
/// A merge of so many passages is never put off: it takes less than half a second.
const MIN_MERGED_PASSAGES: u64 = 40_000;
/// A merge of more passages is put off in any run. A first index of some millions is thus merged once, from
/// what fitted into memory, and not once more: that would take a quarter of the time again, and more memory than
/// all else.
const MAX_MERGED_PASSAGES: u64 = 600_000;

/// Keeps the number of segments small without making the addition of a file wait for the whole index.
///
/// Six segments of about one size are merged (sizes differ by a factor of 1.7 at most; all below 10,000
/// passages are of one size), and one of which three tenths were taken out is written anew. A run puts off merges
/// that are large beside what it adds, or large at all, until one that adds more or until there are more than 32
/// segments: that is the bound.
#[derive(Debug)]
pub(crate) struct BoundedMergePolicy {
    by_size: LogMergePolicy,
    /// The most passages that are merged in this run while there are few segments.
    passages: u64,
}

impl BoundedMergePolicy {
    /// For a run that reads so many bytes.
    pub fn for_run_of(bytes: u64) -> Self {
        let mut by_size = LogMergePolicy::default();
        by_size.set_min_num_segments(SEGMENTS_PER_MERGE);
        by_size.set_min_layer_size(SMALL_PASSAGES);
        by_size.set_del_docs_ratio_before_merge(MAX_DELETED_RATIO);
        // About 500 bytes make a passage; a run may merge some times what it adds.
        Self { by_size, passages: (bytes / 100).clamp(MIN_MERGED_PASSAGES, MAX_MERGED_PASSAGES) }
    }
}

impl MergePolicy for BoundedMergePolicy {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut merges = self.by_size.compute_merge_candidates(segments);
        if segments.len() <= MAX_SEGMENTS {
            merges.retain(|merge| {
                let parts = segments.iter().filter(|segment| merge.0.contains(&segment.id()));
                parts.map(|segment| u64::from(segment.num_docs())).sum::<u64>() <= self.passages
            });
        }
        merges
    }
}
