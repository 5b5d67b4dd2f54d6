//! Compaction: files taken out of an index, and its segments merged into one.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;
use tantivy::TantivyDocument;

use crate::index::error::IndexError;
use crate::index::open::Index;
use crate::index::write::progress::Progress;

/// Memory of a writer that adds nothing, in bytes: the least that the engine takes.
const CLEARING: usize = 15_000_000;

/// What was taken out of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TakenOut {
    /// The files, in order of their names.
    pub files: Vec<String>,
    /// Their statements.
    pub statements: u64,
    /// Their passages.
    pub passages: u64,
    /// Files that held the same as one of them and stay: the next run that finds them reads them.
    pub to_read_again: Vec<String>,
}

/// What merging all segments did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compacted {
    /// Segments before.
    pub segments_before: u64,
    /// Segments after.
    pub segments_after: u64,
    /// Bytes on disk before.
    pub bytes_before: u64,
    /// Bytes on disk after.
    pub bytes_after: u64,
}

impl Index {
    /// Takes out the files whose names `chosen` holds for, all in one commit. The files themselves are not
    /// touched. With `dry_run`, only says what would go.
    ///
    /// # Errors
    /// [`IndexError::Locked`] where another process still writes after `wait`, [`IndexError::Stopped`] where `progress` ends
    /// the waiting, and what the disk or the engine refuse.
    pub fn take_out(
        &self,
        chosen: impl Fn(&str) -> bool,
        dry_run: bool,
        wait: Duration,
        progress: &dyn Progress,
    ) -> Result<TakenOut, IndexError> {
        let writer = match dry_run {
            true => None,
            false => Some(self.writer_for(0, wait, progress)?),
        };
        self.reload()?;
        let mut out = TakenOut::default();
        let mut again = BTreeSet::new();
        for name in self.snapshot().file_names()?.into_iter().filter(|name| chosen(name)) {
            let Some(file) = self.file(&name)? else { continue };
            out.statements += file.statements;
            out.passages += file.passages;
            again.extend(self.places_of(&name)?.into_iter().filter(|copy| !chosen(copy)));
            if let Some(writer) = &writer {
                writer.remove_file(&name);
            }
            out.files.push(name);
        }
        out.to_read_again = again.into_iter().collect();
        if let Some(writer) = &writer {
            out.to_read_again.iter().for_each(|copy| writer.forget_file(copy));
            writer.commit()?;
        }
        writer.map_or(Ok(()), |writer| writer.finish())?;
        Ok(out)
    }

    fn segments(&self) -> u64 {
        self.snapshot().searcher.segment_readers().len() as u64
    }

    /// Merges all segments of the index into one, and frees the room of what was taken out. Readers go on
    /// meanwhile; killed at any moment, the index is as it was.
    ///
    /// # Errors
    /// [`IndexError::Locked`] where another process still writes after `wait`, [`IndexError::Stopped`] where `progress` ends
    /// the waiting, and what the disk or the engine refuse.
    pub fn compact(&self, wait: Duration, progress: &dyn Progress) -> Result<Compacted, IndexError> {
        let (segments_before, bytes_before) = (self.segments(), self.snapshot().bytes());
        let writer = self.writer_for(0, wait, progress)?;
        let done = writer.merge_all().and_then(|()| writer.finish());
        self.cleared(done)?;
        Ok(Compacted {
            segments_before,
            segments_after: self.segments(),
            bytes_before,
            bytes_after: self.snapshot().bytes(),
        })
    }

    /// What was done. Where there was no room for it, the files that it left unfinished are removed, so that the
    /// disk is no fuller than before. To be called without a writer.
    pub(crate) fn cleared<T>(&self, done: Result<T, IndexError>) -> Result<T, IndexError> {
        if matches!(done, Err(IndexError::Full(_)))
            && let Ok(writer) = self.shared.engine.writer_with_num_threads::<TantivyDocument>(1, CLEARING)
        {
            // Where it fails, the next commit removes them.
            let _ = writer.garbage_collect_files().wait();
        }
        done
    }
}
