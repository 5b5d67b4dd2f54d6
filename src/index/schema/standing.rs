//! Standing: what is known of a passage that says less than others, for the order of hits.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::column;
use crate::index::error::IndexError;

/// What a passage is that is no answer by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It holds the document's title and nothing else, and the document goes on.
    Title = 1,
    /// The turn of one who asks.
    Question = 2,
}

impl Standing {
    /// The number in the column.
    pub fn number(self) -> u64 {
        self as u64
    }

    fn from_number(number: u64) -> Option<Self> {
        [Self::Title, Self::Question].into_iter().find(|standing| standing.number() == number)
    }
}

/// The standings of the passages of a segment; in many segments none has one.
pub(crate) struct Standings(Option<Column<u64>>);

impl Standings {
    /// Those of a segment.
    pub fn open(reader: &SegmentReader) -> Result<Self, IndexError> {
        Ok(Self(reader.fast_fields().column_opt(column::STANDING)?))
    }

    /// What a passage is, if it says less than others.
    pub fn of(&self, passage: DocId) -> Option<Standing> {
        Standing::from_number(self.0.as_ref()?.first(passage)?)
    }
}
