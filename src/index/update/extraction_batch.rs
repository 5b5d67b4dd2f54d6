//! Extraction batch: documents of one file, extracted in parallel within a budget of memory that all files of a run
//! share.

use std::sync::{Condvar, Mutex};

use rayon::prelude::*;

use crate::extract::Extractor;
use crate::index::error::IndexError;
use crate::index::write::writer::PreparedDocuments;
use crate::index::write::writer::{Added, Writer};
use crate::model::Document;
use crate::read::MOST_TEXT;

/// Documents of one file wait for each other until they have so many bytes of text.
const BATCH_BYTES: usize = 512 << 10;
/// Or until they are so many.
const MAX_DOCUMENTS: usize = 512;

/// How much text may be worked on at once, in bytes: the longest document, or many short ones.
pub(crate) struct MemoryBudget {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Default for MemoryBudget {
    fn default() -> Self {
        Self { free: Mutex::new(MOST_TEXT), freed: Condvar::new() }
    }
}

impl MemoryBudget {
    /// Does the work when there is room for so many bytes. Not to be called from within it.
    fn with<T>(&self, bytes: usize, work: impl FnOnce() -> T) -> T {
        let bytes = bytes.min(MOST_TEXT);
        let lock = || self.free.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let waited = self.freed.wait_while(lock(), |free| *free < bytes);
        *waited.unwrap_or_else(|poisoned| poisoned.into_inner()) -= bytes;
        let done = work();
        *lock() += bytes;
        self.freed.notify_all();
        done
    }
}

/// Takes in the documents of one file.
pub(crate) struct ExtractionBatch<'a> {
    extractor: &'a Extractor,
    writer: &'a Writer<'a>,
    room: &'a MemoryBudget,
    waiting: Vec<Document>,
    bytes: usize,
    added: Result<Added, IndexError>,
}

impl<'a> ExtractionBatch<'a> {
    pub fn new(extractor: &'a Extractor, writer: &'a Writer<'a>, room: &'a MemoryBudget) -> Self {
        Self { extractor, writer, room, waiting: Vec::new(), bytes: 0, added: Ok(Added::default()) }
    }

    /// Takes a document; nothing more after a failure.
    pub fn add(&mut self, document: Document) {
        if self.bytes + document.body.len() > BATCH_BYTES || self.waiting.len() == MAX_DOCUMENTS {
            self.work();
        }
        self.bytes += document.body.len();
        self.waiting.push(document);
    }

    /// Adds what waits, and says what was added of all that was taken.
    pub fn flush(&mut self) -> Result<Added, IndexError> {
        self.work();
        std::mem::replace(&mut self.added, Ok(Added::default())).inspect(|added| self.added = Ok(*added))
    }

    fn work(&mut self) {
        let documents = std::mem::take(&mut self.waiting);
        let bytes = std::mem::take(&mut self.bytes);
        let Ok(before) = &self.added else { return };
        let one = |document: &Document| self.writer.prepare(document, &self.extractor.extract(document));
        let before = *before;
        let made = self.room.with(bytes, || match &documents[..] {
            [only] => one(only),
            many if self.writer.is_behind() => many
                .iter()
                .try_fold(PreparedDocuments::default(), |made, document| Ok(made.and(one(document)?))),
            many => many.par_iter().map(one).try_reduce(PreparedDocuments::default, |a, b| Ok(a.and(b))),
        });
        self.added = made.and_then(|made| self.writer.add_prepared(made));
        if let Ok(added) = &mut self.added {
            added.include(before);
        }
    }
}
