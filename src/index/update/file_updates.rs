//! Updates file by file: whether its bytes changed, whether another file holds the same, and what of it is read.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard};
use std::time::SystemTime;

use super::exact_copies::{ExactCopies, likeness_of};
use super::extraction_batch::MemoryBudget;
use super::file_reading::{FileReading, ReadingContext};
use super::file_task::{FileTask, in_parallel, is_settled, same_sized, settings_with_record};
use super::report::{Change, Deed, Report, Update};
use crate::extract::Extractor;
use crate::index::error::IndexError;
use crate::index::open::Index;
use crate::index::schema::stored::StoredFile;
use crate::index::write::progress::Progress;
use crate::index::write::writer::Writer;
use crate::read;
use crate::read::{Opened, ReadReport, Skip, SourceFile, Walk};

/// What the threads of one run share.
pub(crate) struct FileUpdates<'a> {
    index: &'a Index,
    walk: &'a Walk,
    options: &'a Update,
    extractor: &'a Extractor,
    settings: &'a str,
    room: MemoryBudget,
    state: Mutex<State>,
}

/// What a run has come to know.
#[derive(Default)]
struct State {
    report: Report,
    copies: ExactCopies,
}

impl State {
    fn count(&mut self, record: &StoredFile) {
        self.report.documents += record.documents;
        self.report.undated += record.undated;
        self.report.remarks.extend(record.remarks.iter().cloned());
        self.report.speakerless += record.speakerless;
        if record.standard_input {
            self.report.standard_input = Some(record.name.clone());
        }
        self.report.statements += record.statements;
        self.report.passages += record.passages;
    }
}

/// What became of a file.
enum Done {
    Unchanged,
    Unreadable,
    Copy,
    Read(ReadReport),
    /// The run was stopped in the middle of it.
    InPart,
}

impl<'a> FileUpdates<'a> {
    pub fn new(
        index: &'a Index,
        walk: &'a Walk,
        options: &'a Update,
        extractor: &'a Extractor,
        settings: &'a str,
    ) -> Self {
        Self {
            index,
            walk,
            options,
            extractor,
            settings,
            room: MemoryBudget::default(),
            state: Mutex::default(),
        }
    }

    /// What was done.
    pub fn report(self) -> Report {
        self.state.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()).report
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Reads some files and takes out those that are gone; without a writer it only finds out what would be
    /// done. Files that may hold the same as one before them come after the others, in order.
    pub fn apply(
        &mut self,
        writer: Option<&Writer<'_>>,
        work: &[FileTask],
        gone: &[String],
        progress: &dyn Progress,
    ) -> Result<(), IndexError> {
        for name in gone {
            if let Some(writer) = writer {
                writer.remove_file(name);
            }
            let mut state = self.state();
            state.report.removed += 1;
            state.copies.set_handled(name);
            state.copies.set_left(name);
            self.note_change(&mut state, name, Deed::Remove);
        }
        let later = same_sized(work);
        let (later, now): (Vec<_>, Vec<_>) = work.iter().partition(|one| later.contains(&one.file.name));
        let job = &*self;
        in_parallel(&now, |one| job.update_file(writer, one, progress))?;
        later.into_iter().try_for_each(|one| job.update_file(writer, one, progress))?;
        job.copies_of_what_left(writer)
    }

    fn update_file(
        &self,
        writer: Option<&Writer<'_>>,
        work: &FileTask,
        progress: &dyn Progress,
    ) -> Result<(), IndexError> {
        let name = &work.file.name;
        if progress.stopped() {
            return Ok(());
        }
        if self.state().copies.is_handled(name) {
            // It was read in the place of one that left.
            self.state().report.unchanged += 1;
            return Ok(());
        }
        let (done, skips) = self.update(writer, work, progress)?;
        if self.options.strict
            && let Some(skip) = skips.first()
        {
            return Err(IndexError::strict(skip));
        }
        let mut state = self.state();
        let deed = if work.old.is_some() { Deed::Replace } else { Deed::Add };
        match done {
            Done::Unchanged => state.report.unchanged += 1,
            Done::Unreadable => state.report.skipped += 1,
            Done::InPart => return Ok(()),
            Done::Copy | Done::Read(_) => {
                match deed {
                    Deed::Replace => state.report.replaced += 1,
                    _ => state.report.added += 1,
                }
                state.report.copies += u64::from(matches!(done, Done::Copy));
                self.note_change(&mut state, name, deed);
            }
        }
        if let Done::Read(read) = &done {
            state.report.bytes += read.bytes;
        }
        state.report.skips.extend(skips);
        drop(state);
        progress.done(name);
        Ok(())
    }

    fn note_change(&self, state: &mut State, name: &str, deed: Deed) {
        if self.options.dry_run {
            state.report.would.push(Change { path: name.to_owned(), deed });
        }
    }

    /// Brings one file into the index, in three steps whose order is what makes a crash harmless: it is opened and
    /// hashed while all that the index holds of it stands; only when it is read does the old go, in the commit that
    /// brings the new; its record comes last, so that a file without one is read again.
    fn update(
        &self,
        writer: Option<&Writer<'_>>,
        task: &FileTask,
        progress: &dyn Progress,
    ) -> Result<(Done, Vec<Skip>), IndexError> {
        let mut record = self.record_of(&task.file);
        let opened = match open_and_hash(&task.file, &mut record) {
            Ok(opened) => opened,
            Err(error) => return self.unreadable(writer, task.old.as_ref(), record, &error),
        };
        if let Some(done) = self.keep_unchanged(writer, task, &record, progress)? {
            return Ok(done);
        }
        if let Some(done) = self.add_as_copy(writer, task, &mut record, progress)? {
            return Ok(done);
        }
        self.read_and_record(writer, task, opened, record, progress)
    }

    /// What is known of a file before it is opened.
    fn record_of(&self, file: &SourceFile) -> StoredFile {
        StoredFile {
            name: file.name.clone(),
            size: file.size,
            modified: file.modified.filter(|at| is_settled(*at, SystemTime::now())),
            settings: settings_with_record(self.settings, self.extractor, &file.name),
            standard_input: file.is_standard_input(),
            ..StoredFile::default()
        }
    }

    /// Where a file holds the same bytes as when it was read, and was read in the same way: all stays, and only its
    /// record is made anew.
    fn keep_unchanged(
        &self,
        writer: Option<&Writer<'_>>,
        task: &FileTask,
        record: &StoredFile,
        progress: &dyn Progress,
    ) -> Result<Option<(Done, Vec<Skip>)>, IndexError> {
        let FileTask { file, old } = task;
        let same = |old: &&StoredFile| {
            is_readable_again(file)
                && old.hash == record.hash
                && old.settings == record.settings
                && !old.copy_of.as_ref().is_some_and(|original| self.state().copies.has_left(original))
        };
        let Some(old) = old.as_ref().filter(same) else { return Ok(None) };
        if let Some(writer) = writer {
            writer.forget_file(&file.name);
            writer.add_file(&StoredFile { size: record.size, modified: record.modified, ..old.clone() })?;
        }
        progress.read(&file.name, file.size);
        let nothing = old.documents == 0 && old.copy_of.is_none();
        let done = if nothing { Done::Unreadable } else { Done::Unchanged };
        Ok(Some((done, old.skips.clone())))
    }

    /// Where another file that was read holds the same: this one is its copy.
    fn add_as_copy(
        &self,
        writer: Option<&Writer<'_>>,
        task: &FileTask,
        record: &mut StoredFile,
        progress: &dyn Progress,
    ) -> Result<Option<(Done, Vec<Skip>)>, IndexError> {
        let file = &task.file;
        // What a person recorded of a file's words is said of them in no other file.
        if !is_readable_again(file) || !self.extractor.fingerprint_of(&file.name).is_empty() {
            return Ok(None);
        }
        let Some(original) = self.original(file, &record.hash)? else { return Ok(None) };
        self.remove_old(writer, task, record);
        record.likeness = original.likeness;
        record.copy_of = Some(original.name.clone());
        record.skips = original.skips;
        record.remarks = original.remarks;
        self.state().copies.add_copy(&file.name, original.name);
        if let Some(writer) = writer {
            writer.add_file(record)?;
        }
        progress.read(&file.name, file.size);
        Ok(Some((Done::Copy, Vec::new())))
    }

    /// Reads a file, what the index held of it going first, and records it.
    fn read_and_record(
        &self,
        writer: Option<&Writer<'_>>,
        task: &FileTask,
        mut opened: Opened,
        mut record: StoredFile,
        progress: &dyn Progress,
    ) -> Result<(Done, Vec<Skip>), IndexError> {
        let context = ReadingContext {
            options: self.options,
            extractor: self.extractor,
            room: &self.room,
            writer,
            progress,
            begin: &|record| self.remove_old(writer, task, record),
        };
        let mut read = match FileReading::new(task, context).read(&mut opened, &mut record)? {
            Ok(_) if record.in_part => {
                self.state().count(&record);
                return Ok((Done::InPart, Vec::new()));
            }
            Ok(read) => read,
            Err(error) => {
                // What was read of it before is there, unless something of it was read now.
                let old = task.old.as_ref().filter(|_| record.documents == 0);
                return self.unreadable(writer, old, record, &error);
            }
        };
        if read.hash != record.hash {
            // It was written to in the meantime, or breaks off: it is looked at again next time.
            record.modified = None;
            record.hash.clone_from(&read.hash);
            if is_readable_again(&task.file) && !read.broken {
                // What was read may be of two states: it is not taken for what the file holds.
                record.hash.clear();
                let reason = "was written to while it was read; run the same command again to read it whole";
                let path = task.file.name.clone();
                read.skips.push(Skip::new(path, None, reason));
            }
        }
        record.skips.clone_from(&read.skips);
        record.remarks.clone_from(&read.remarks);
        if let Some(writer) = writer {
            writer.add_file(&record)?;
        }
        let skips = read.skips.clone();
        if record.documents == 0 {
            return Ok((Done::Unreadable, skips));
        }
        let mut state = self.state();
        state.count(&record);
        state.copies.add_read(record);
        Ok((Done::Read(read), skips))
    }

    /// Takes out what the index holds of a file, for it is read anew.
    fn remove_old(&self, writer: Option<&Writer<'_>>, work: &FileTask, record: &StoredFile) {
        let name = &work.file.name;
        if let Some(writer) = writer {
            writer.remove_file(name);
        }
        let mut state = self.state();
        state.copies.set_handled(name);
        if work.old.as_ref().is_some_and(|old| old.copy_of.is_none() && old.hash != record.hash) {
            state.copies.set_left(name);
        }
    }

    /// A file that cannot be read now keeps what was read of it before, and is tried again next time.
    fn unreadable(
        &self,
        writer: Option<&Writer<'_>>,
        old: Option<&StoredFile>,
        record: StoredFile,
        error: &read::ReadError,
    ) -> Result<(Done, Vec<Skip>), IndexError> {
        let io = matches!(error, read::ReadError::Io { .. });
        let mut skip = error.skip(&record.name);
        let kept = match old {
            Some(old) if io && (old.documents > 0 || old.copy_of.is_some()) => {
                skip.reason.push_str("; what was read of it before is kept");
                old.clone()
            }
            // What the system refuses now it may give next time, though the bytes are the same.
            _ if io => StoredFile { hash: String::new(), ..record },
            _ => record,
        };
        if let Some(writer) = writer {
            writer.forget_file(&kept.name);
            writer.add_file(&StoredFile { modified: None, skips: vec![skip.clone()], ..kept })?;
        }
        Ok((Done::Unreadable, vec![skip]))
    }

    /// A file that was read and holds the same as this one, whose bytes have that hash, would under its name.
    fn original(&self, file: &SourceFile, hash: &str) -> Result<Option<StoredFile>, IndexError> {
        let snapshot = self.index.snapshot();
        let mut stored = snapshot.files_with(snapshot.fields().file_hash, hash)?;
        // Read again after a correction was taken back, a file is no copy of what it was.
        stored.retain(|other| other.name != file.name && other.settings.starts_with(self.settings));
        let same_bytes = self.state().copies.same_bytes(hash, stored);
        if same_bytes.is_empty() {
            return Ok(None);
        }
        let likeness = likeness_of(file, &self.options.read);
        Ok(same_bytes.into_iter().find(|other| Some(&other.likeness) == likeness.as_ref()))
    }

    /// Reads the copies of files whose text left the index: the first in place of what left, the others as
    /// copies of it.
    fn copies_of_what_left(&self, writer: Option<&Writer<'_>>) -> Result<(), IndexError> {
        let left = self.state().copies.take_left();
        let mut copies: BTreeSet<String> = BTreeSet::new();
        for name in &left {
            let stored = self.index.places_of(name)?;
            copies.extend(self.state().copies.take_copies_of(name, stored));
        }
        for name in copies {
            let Some(file) = self.walk.file(&name) else {
                let reason = "held the same as a file that changed or went, and is gone itself: its text left the index";
                let skip = Skip::new(name, None, reason);
                self.state().report.skips.push(skip);
                continue;
            };
            let work = FileTask { old: self.index.file(&name)?, file };
            let (_, skips) = self.update(writer, &work, &())?;
            self.state().report.skips.extend(skips);
        }
        Ok(())
    }
}

/// Whether a file can be read more than once: standard input cannot, and what it held is known at the end.
fn is_readable_again(file: &SourceFile) -> bool {
    !file.is_standard_input()
}

/// Opens a file from before its old text goes, so that what is hashed now is there to be read, and puts its hash and
/// size down.
fn open_and_hash(file: &SourceFile, record: &mut StoredFile) -> Result<Opened, read::ReadError> {
    let mut opened = Opened::new(file)?;
    if is_readable_again(file) {
        (record.hash, record.size) = opened.hash()?;
    }
    Ok(opened)
}
