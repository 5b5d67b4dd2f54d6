//! Reads one file into the index; a large one that is new is committed in parts.

use super::extraction_batch::{ExtractionBatch, MemoryBudget};
use super::file_task::{FileTask, metadata_key};
use super::report::Update;
use crate::extract::Extractor;
use crate::index::error::IndexError;
use crate::index::schema::stored::StoredFile;
use crate::index::write::progress::Progress;
use crate::index::write::writer::{Added, Writer};
use crate::model::Document;
use crate::read::{Opened, ReadError, ReadReport};

/// Progress is told each time so many bytes of text are read.
const PROGRESS_BYTES: u64 = 256 << 10;

/// What a file is read with.
pub(crate) struct ReadingContext<'a> {
    pub options: &'a Update,
    pub extractor: &'a Extractor,
    pub room: &'a MemoryBudget,
    /// Without one the file is only read.
    pub writer: Option<&'a Writer<'a>>,
    pub progress: &'a dyn Progress,
    /// Called once, before anything of the file is added.
    pub begin: &'a dyn Fn(&StoredFile),
}

/// A file on its way into the index.
pub(crate) struct FileReading<'a> {
    work: &'a FileTask,
    tools: ReadingContext<'a>,
    intake: Option<ExtractionBatch<'a>>,
    /// Bytes of text to a part, where the file is read in parts.
    part: Option<u64>,
    /// Bytes of text since the last commit.
    since: u64,
    likeness: blake3::Hasher,
    /// Bytes of text that progress was not told of yet, and bytes of the file that it was told of.
    untold: u64,
    told: u64,
    done: Result<(), IndexError>,
}

impl<'a> FileReading<'a> {
    pub fn new(work: &'a FileTask, tools: ReadingContext<'a>) -> Self {
        let intake = tools.writer.map(|writer| ExtractionBatch::new(tools.extractor, writer, tools.room));
        // Nothing else is read beside a file that is larger than an interval, so that its parts can be
        // committed; and nothing that was whole before may be left in part.
        let large = work.file.size > tools.options.interval && !tools.options.strict;
        let new = work.old.as_ref().is_none_or(|old| old.in_part);
        let part = (tools.writer.is_some() && large && new).then_some(tools.options.interval);
        Self {
            work,
            tools,
            intake,
            part,
            since: 0,
            likeness: blake3::Hasher::new(),
            untold: 0,
            told: 0,
            done: Ok(()),
        }
    }

    /// Reads the documents of the file and counts them in its record, which is left in part where the run
    /// was stopped.
    pub fn read(
        mut self,
        opened: &mut Opened,
        record: &mut StoredFile,
    ) -> Result<Result<ReadReport, ReadError>, IndexError> {
        let options = &self.tools.options.read;
        let read = opened.read(options, &mut |document| {
            if self.done.is_ok() && !record.in_part {
                self.done = self.add(document, record);
            }
        });
        self.done?;
        if read.is_ok() && record.documents == 0 {
            (self.tools.begin)(record);
        }
        if let Some(intake) = &mut self.intake {
            let added = intake.flush()?;
            count(record, added);
        }
        record.likeness = self.likeness.finalize().to_hex()[..32].to_owned();
        self.tools.progress.read(&record.name, self.work.file.size.saturating_sub(self.told));
        Ok(read)
    }

    fn add(&mut self, document: Document, record: &mut StoredFile) -> Result<(), IndexError> {
        let bytes = document.body.len() as u64;
        self.likeness.update(&metadata_key(&document));
        let document = self.tools.extractor.correct(document);
        if record.documents == 0 {
            (self.tools.begin)(record);
        }
        record.documents += 1;
        record.undated += u64::from(document.date.value.is_none());
        if let Some(intake) = &mut self.intake {
            intake.add(document);
        }
        self.tell(bytes);
        self.since += bytes;
        let Some(part) = self.part else { return Ok(()) };
        let stopped = self.tools.progress.stopped();
        if self.since >= part || stopped {
            self.since = 0;
            self.keep(record)?;
            record.in_part = stopped;
        }
        Ok(())
    }

    /// Commits what is read, with a record that says that it is a part.
    fn keep(&mut self, record: &mut StoredFile) -> Result<(), IndexError> {
        let (Some(intake), Some(writer)) = (&mut self.intake, self.tools.writer) else { return Ok(()) };
        let added = intake.flush()?;
        count(record, added);
        // The record before it stays: taking it out would leave every part with something taken out, and what
        // is whole is counted faster.
        writer.add_file(&StoredFile {
            in_part: true,
            hash: String::new(),
            modified: None,
            ..record.clone()
        })?;
        writer.commit_later()
    }

    fn tell(&mut self, bytes: u64) {
        self.untold += bytes;
        if self.untold >= PROGRESS_BYTES {
            // A text can be longer than the file that it is packed in.
            let bytes = self.untold.min(self.work.file.size.saturating_sub(self.told));
            self.tools.progress.read(&self.work.file.name, bytes);
            self.told += bytes;
            self.untold = 0;
        }
    }
}

/// Puts down in a file's record what was added of it so far.
fn count(record: &mut StoredFile, added: Added) {
    record.statements = added.statements;
    record.passages = added.passages;
    record.speakerless = added.speakerless;
}
