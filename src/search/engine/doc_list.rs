//! List of passages by address: those of a statement or a document asked for by its id.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query as Engine, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED};

/// Some passages, by segment.
#[derive(Clone, Debug)]
pub(crate) struct DocList(Arc<HashMap<SegmentId, Vec<DocId>>>);

impl DocList {
    /// These, in any order, in the index as it stands.
    pub fn new(searcher: &Searcher, mut passages: Vec<DocAddress>) -> Self {
        passages.sort_unstable();
        passages.dedup();
        let mut listed: HashMap<SegmentId, Vec<DocId>> = HashMap::new();
        for at in passages {
            let segment = searcher.segment_reader(at.segment_ord).segment_id();
            listed.entry(segment).or_default().push(at.doc_id);
        }
        Self(Arc::new(listed))
    }
}

impl Engine for DocList {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for DocList {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let passages = self.0.get(&reader.segment_id()).cloned().unwrap_or_default();
        Ok(Box::new(ConstScorer::new(DocListScorer::new(passages), boost)))
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("by id", 0.0))
    }
}

/// The passages of one segment, in order.
pub(super) struct DocListScorer {
    passages: Vec<DocId>,
    next: usize,
}

impl DocListScorer {
    /// These, in order.
    pub fn new(passages: Vec<DocId>) -> Self {
        Self { passages, next: 0 }
    }
}

impl DocSet for DocListScorer {
    fn advance(&mut self) -> DocId {
        self.next = (self.next + 1).min(self.passages.len());
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.passages.get(self.next).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.passages.len() as u32
    }
}
