//! Runs of passages: those of a statement, and those of a document, stand one after the other in one segment, in
//! order, and merges keep them so.

use tantivy::columnar::column_index::Set;
use tantivy::columnar::{Column, ColumnIndex, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::codec::Ids;
use super::column;
use super::standing::Standings;
use crate::index::error::IndexError;

/// The columns of one segment by which passages are put together.
pub(crate) struct SegmentKeys {
    /// The passages' statements.
    pub statement: KeyRuns,
    /// The groups of near-identical statements that statements joined; in few segments any did.
    joined: Option<Column<u64>>,
    /// The passages' documents.
    pub document: KeyRuns,
    /// Which passages say less than others.
    pub standing: Standings,
}

impl SegmentKeys {
    /// Those of a segment.
    pub fn open(reader: &SegmentReader) -> Result<Self, IndexError> {
        Ok(Self {
            statement: KeyRuns::open(reader, column::STATEMENT_KEY)?,
            joined: reader.fast_fields().column_opt(column::GROUP_KEY)?,
            document: KeyRuns::open(reader, column::DOCUMENT_KEY)?,
            standing: Standings::open(reader)?,
        })
    }

    /// The passage's statement and document.
    pub fn ids(&self, passage: DocId) -> Ids {
        Ids { document: self.document.key(passage), statement: self.statement.key(passage) }
    }

    /// The key of the group of near-identical statements that the passage's statement belongs to.
    pub fn group(&self, passage: DocId) -> u64 {
        let joined = self.joined.as_ref().and_then(|joined| joined.first(passage));
        joined.unwrap_or_else(|| self.statement.key(passage))
    }
}

/// The passages of a segment in runs: those of a statement, or those of a document. The first of a run has its key.
pub(crate) struct KeyRuns(Column<u64>);

impl KeyRuns {
    /// By a column of keys.
    pub fn open(reader: &SegmentReader, column: &str) -> Result<Self, IndexError> {
        Ok(Self::of(reader, column)?)
    }

    /// The same, for queries of the engine.
    pub fn of(reader: &SegmentReader, column: &str) -> tantivy::Result<Self> {
        Ok(Self(reader.fast_fields().u64(column)?))
    }

    /// How many runs there are, those of what was taken out too.
    pub fn len(&self) -> u32 {
        self.0.values.num_vals()
    }

    /// Whether the passage is the first of its run.
    pub fn begins(&self, passage: DocId) -> bool {
        self.0.index.has_value(passage)
    }

    /// The first passage of the run that a passage stands in.
    pub fn first(&self, passage: DocId) -> DocId {
        let Some(number) = self.number(passage) else { return passage };
        match &self.0.index {
            ColumnIndex::Optional(index) => index.select(number),
            // Each passage is a run of its own.
            _ => passage,
        }
    }

    /// The place after the last passage of the run that a passage stands in.
    pub fn end_after(&self, passage: DocId, passages: &PassageFilter) -> DocId {
        let others = passage + 1..passages.end;
        passage + 1 + others.take_while(|at| !self.begins(*at) && passages.holds(*at)).count() as DocId
    }

    /// The key of the run that the passage stands in.
    pub fn key(&self, passage: DocId) -> u64 {
        self.number(passage).map(|number| self.key_of(number)).unwrap_or_default()
    }

    /// The key of a run by its number.
    pub fn key_of(&self, number: u32) -> u64 {
        self.0.values.get_val(number)
    }

    /// The keys of runs by their numbers.
    pub fn keys_of(&self, numbers: &[u32], keys: &mut Vec<u64>) {
        keys.clear();
        keys.resize(numbers.len(), 0);
        self.0.values.get_vals(numbers, keys);
    }

    /// The segment's own number of the run that the passage stands in: its runs are counted from 0, in order.
    pub fn number(&self, passage: DocId) -> Option<u32> {
        self.0.index.docid_range_to_rowids(0..passage + 1).end.checked_sub(1)
    }

    /// The numbers of the runs that passages, in order, stand in.
    pub fn numbers(&self, passages: &[DocId], numbers: &mut Vec<u32>) {
        numbers.clear();
        let (Some(first), Some(last)) = (passages.first(), passages.last()) else { return };
        let begin = self.0.index.docid_range_to_rowids(*first..last + 1);
        if begin.len() == (last + 1 - first) as usize {
            // Each passage is a run of its own.
            numbers.extend(passages.iter().map(|passage| begin.start + (passage - first)));
        } else {
            numbers.extend(passages.iter().map(|passage| self.number(*passage).unwrap_or_default()));
        }
    }

    /// The first passages of the runs that have a key.
    pub fn firsts_with_key(&self, key: u64, end: DocId) -> Vec<DocId> {
        let mut found = Vec::new();
        self.0.get_docids_for_value_range(key..=key, 0..end, &mut found);
        // For a key below all others the engine finds the least of these.
        found.retain(|at| self.0.first(*at) == Some(key));
        found
    }
}

/// Tells the passages of a segment from the records of files.
pub(crate) struct PassageFilter {
    kinds: Option<StrColumn>,
    end: DocId,
}

impl PassageFilter {
    /// Of a segment.
    pub fn open(reader: &SegmentReader) -> Result<Self, IndexError> {
        Ok(Self::of(reader)?)
    }

    /// The same, for queries of the engine.
    pub fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self { kinds: reader.fast_fields().str(column::KIND)?, end: reader.max_doc() })
    }

    /// How many passages there are, those that were taken out too.
    pub fn len(&self) -> u32 {
        self.kinds.as_ref().map_or(0, |kinds| kinds.ords().values.num_vals())
    }

    /// Whether it is a passage: only these have a kind.
    pub fn holds(&self, at: DocId) -> bool {
        self.kinds.as_ref().is_some_and(|kinds| kinds.ords().index.has_value(at))
    }
}
