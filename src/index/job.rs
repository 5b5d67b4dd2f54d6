//! Reads one file after the other into the index: whether its bytes changed, whether another file holds the
//! same, and what becomes of its copies when it goes.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use super::intake::Room;
use super::reading::Reading;
use super::report::{Change, Deed, Progress, Report, Update};
use super::{Index, IndexError, StoredFile, Writer};
use crate::extract::Extractor;
use crate::model::Document;
use crate::read::{self, Opened, ReadReport, Skip, SourceFile, Walk};

/// A file written less than this before it was read may have been written again since without its time
/// telling: clocks of file systems have steps.
const SURE: Duration = Duration::from_millis(100);

/// A file to read, and what is known of it.
pub(super) struct Work {
    pub file: SourceFile,
    pub old: Option<StoredFile>,
}

/// What the threads of one run share.
pub(super) struct Job<'a> {
    index: &'a Index,
    walk: &'a Walk,
    pub(super) options: &'a Update,
    pub(super) extractor: &'a Extractor,
    settings: &'a str,
    pub(super) room: Room,
    state: Mutex<State>,
}

/// What a run has come to know.
#[derive(Default)]
struct State {
    report: Report,
    /// By the hash of their bytes, the files that this run read, with their likeness.
    read: HashMap<String, Vec<(String, String)>>,
    /// The copies that this run found, and what they are copies of.
    copies: HashMap<String, String>,
    /// Files of which the index as committed is no longer right.
    handled: HashSet<String>,
    /// Files whose text left the index: their copies are to be read in their place.
    left: HashSet<String>,
    /// Those of them whose copies are not read yet.
    to_replace: Vec<String>,
}

impl State {
    fn leaves(&mut self, name: &str) {
        self.left.insert(name.to_owned());
        self.to_replace.push(name.to_owned());
    }

    fn count(&mut self, record: &StoredFile) {
        self.report.documents += record.documents;
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

impl<'a> Job<'a> {
    pub fn new(
        index: &'a Index,
        walk: &'a Walk,
        options: &'a Update,
        extractor: &'a Extractor,
        settings: &'a str,
    ) -> Self {
        Self { index, walk, options, extractor, settings, room: Room::default(), state: Mutex::default() }
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
    pub fn chunk(
        &mut self,
        writer: Option<&Writer<'_>>,
        work: &[Work],
        gone: &[String],
        progress: &dyn Progress,
    ) -> Result<(), IndexError> {
        for name in gone {
            if let Some(writer) = writer {
                writer.remove_file(name);
            }
            let mut state = self.state();
            state.report.removed += 1;
            state.handled.insert(name.clone());
            state.leaves(name);
            self.would(&mut state, name, Deed::Remove);
        }
        let later = twins(work);
        let (later, now): (Vec<_>, Vec<_>) = work.iter().partition(|one| later.contains(&one.file.name));
        let job = &*self;
        side_by_side(&now, |one| job.file(writer, one, progress))?;
        later.into_iter().try_for_each(|one| job.file(writer, one, progress))?;
        job.copies_of_what_left(writer)
    }

    fn file(
        &self,
        writer: Option<&Writer<'_>>,
        work: &Work,
        progress: &dyn Progress,
    ) -> Result<(), IndexError> {
        let name = &work.file.name;
        if progress.stopped() {
            return Ok(());
        }
        if self.state().handled.contains(name) {
            // It was read in the place of one that left.
            self.state().report.unchanged += 1;
            return Ok(());
        }
        let (done, skips) = self.take(writer, work, progress)?;
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
                self.would(&mut state, name, deed);
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

    fn would(&self, state: &mut State, name: &str, deed: Deed) {
        if self.options.dry_run {
            state.report.would.push(Change { path: name.to_owned(), deed });
        }
    }

    /// Brings one file into the index.
    fn take(
        &self,
        writer: Option<&Writer<'_>>,
        work: &Work,
        progress: &dyn Progress,
    ) -> Result<(Done, Vec<Skip>), IndexError> {
        let Work { file, old } = work;
        let now = SystemTime::now();
        let mut record = StoredFile {
            name: file.name.clone(),
            size: file.size,
            modified: file.modified.filter(|at| is_sure(*at, now)),
            hash: String::new(),
            settings: self.settings.to_owned(),
            likeness: String::new(),
            copy_of: None,
            in_part: false,
            documents: 0,
            statements: 0,
            passages: 0,
            skips: Vec::new(),
        };
        // Standard input can be read only once: what it held is known at the end.
        let again = file.name != "-";
        // Open from before the old text goes: what is hashed now is there to be read.
        let mut opened = match Opened::new(file) {
            Ok(opened) => opened,
            Err(error) => return self.unreadable(writer, old.as_ref(), record, &error),
        };
        if again {
            (record.hash, record.size) = match opened.hash() {
                Ok(known) => known,
                Err(error) => return self.unreadable(writer, old.as_ref(), record, &error),
            };
        }
        if let Some(old) = old
            && again
            && old.hash == record.hash
            && old.settings == record.settings
            && !old.copy_of.as_ref().is_some_and(|original| self.state().left.contains(original))
        {
            let skips = old.skips.clone();
            if let Some(writer) = writer {
                writer.forget_file(&file.name);
                writer.add_file(&StoredFile {
                    size: record.size,
                    modified: record.modified,
                    ..old.clone()
                })?;
            }
            progress.read(&file.name, file.size);
            let done =
                if old.documents == 0 && old.copy_of.is_none() { Done::Unreadable } else { Done::Unchanged };
            return Ok((done, skips));
        }
        if again && let Some(original) = self.original(file, &record.hash)? {
            self.begin(writer, work, &record);
            record.likeness = original.likeness;
            record.copy_of = Some(original.name.clone());
            record.skips = original.skips;
            self.state().copies.insert(file.name.clone(), original.name);
            if let Some(writer) = writer {
                writer.add_file(&record)?;
            }
            progress.read(&file.name, file.size);
            return Ok((Done::Copy, Vec::new()));
        }
        let mut read = match Reading::of(self, writer, work, progress).read(&mut opened, &mut record)? {
            Ok(_) if record.in_part => {
                self.state().count(&record);
                return Ok((Done::InPart, Vec::new()));
            }
            Ok(read) => read,
            Err(error) => {
                // What was read of it before is there, unless something of it was read now.
                let old = old.as_ref().filter(|_| record.documents == 0);
                return self.unreadable(writer, old, record, &error);
            }
        };
        if read.hash != record.hash {
            // It was written to in the meantime, or breaks off: it is looked at again next time.
            record.modified = None;
            record.hash.clone_from(&read.hash);
            if again && !read.broken {
                // What was read may be of two states: it is not taken for what the file holds.
                record.hash.clear();
                let reason = "was written to while it was read; run the same command again to read it whole";
                read.skips.push(Skip { path: file.name.clone(), line: None, reason: reason.to_owned() });
            }
        }
        record.skips.clone_from(&read.skips);
        if let Some(writer) = writer {
            writer.add_file(&record)?;
        }
        let skips = read.skips.clone();
        if record.documents == 0 {
            return Ok((Done::Unreadable, skips));
        }
        let mut state = self.state();
        state.count(&record);
        state.read.entry(record.hash).or_default().push((record.likeness, record.name));
        Ok((Done::Read(read), skips))
    }

    /// Takes out what the index holds of a file, for it is read anew.
    pub(super) fn begin(&self, writer: Option<&Writer<'_>>, work: &Work, record: &StoredFile) {
        let name = &work.file.name;
        if let Some(writer) = writer {
            writer.remove_file(name);
        }
        let mut state = self.state();
        state.handled.insert(name.clone());
        state.copies.remove(name);
        if work.old.as_ref().is_some_and(|old| old.copy_of.is_none() && old.hash != record.hash) {
            state.leaves(name);
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
        let mut skip = Skip { path: record.name.clone(), line: error.line(), reason: error.reason() };
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
        let mut twins: Vec<StoredFile> = Vec::new();
        for twin in self.index.files_with(self.index.fields.file_hash, hash)? {
            let usable = twin.copy_of.is_none() && twin.documents > 0 && twin.settings == self.settings;
            if usable && !self.state().handled.contains(&twin.name) {
                twins.push(twin);
            }
        }
        let here = self.state().read.get(hash).cloned().unwrap_or_default();
        if twins.is_empty() && here.is_empty() {
            return Ok(None);
        }
        let mut likeness = blake3::Hasher::new();
        let read = read::read(file, &self.options.read, &mut |document| {
            likeness.update(&beside_the_words(&document));
        });
        if read.is_err() {
            return Ok(None);
        }
        let likeness = likeness.finalize().to_hex()[..32].to_owned();
        let here = here.into_iter().find(|(other, _)| *other == likeness);
        if let Some((likeness, name)) = here {
            return Ok(Some(StoredFile { likeness, name, ..StoredFile::default() }));
        }
        Ok(twins.into_iter().filter(|twin| twin.likeness == likeness).min_by(|a, b| a.name.cmp(&b.name)))
    }

    /// Reads the copies of files whose text left the index: the first in place of what left, the others as
    /// copies of it.
    fn copies_of_what_left(&self, writer: Option<&Writer<'_>>) -> Result<(), IndexError> {
        let left = std::mem::take(&mut self.state().to_replace);
        let mut copies: BTreeSet<String> = BTreeSet::new();
        for name in &left {
            let known = self.index.places_of(name)?;
            let mut state = self.state();
            copies.extend(known.into_iter().filter(|copy| !state.handled.contains(copy)));
            let here = state.copies.extract_if(|_, original| original == name);
            copies.extend(here.map(|(copy, _)| copy));
        }
        for name in copies {
            let Some(file) = self.walk.file(&name) else {
                let reason = "held the same as a file that changed or went, and is gone itself: its text left the index";
                let skip = Skip { path: name.clone(), line: None, reason: reason.to_owned() };
                self.state().report.skips.push(skip);
                continue;
            };
            let work = Work { old: self.index.file(&name)?, file };
            let (_, skips) = self.take(writer, &work, &())?;
            self.state().report.skips.extend(skips);
        }
        Ok(())
    }
}

/// Does something with each file, several at once. Threads of their own read: the documents of each go to the
/// common pool, and none of its threads may wait for a file.
fn side_by_side(
    work: &[&Work],
    file: impl Fn(&Work) -> Result<(), IndexError> + Sync,
) -> Result<(), IndexError> {
    let next = AtomicUsize::new(0);
    let hand = || -> Result<(), IndexError> {
        while let Some(one) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
            file(one).inspect_err(|_| next.store(work.len(), Ordering::Relaxed))?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let hands: Vec<_> =
            (0..rayon::current_num_threads().min(work.len())).map(|_| scope.spawn(hand)).collect();
        hands
            .into_iter()
            .try_for_each(|hand| hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The files that hold the same bytes as one before them.
fn twins(work: &[Work]) -> HashSet<String> {
    let mut by_size: HashMap<u64, Vec<&SourceFile>> = HashMap::new();
    for one in work.iter().filter(|one| one.file.name != "-") {
        by_size.entry(one.file.size).or_default().push(&one.file);
    }
    let alike: Vec<&SourceFile> = by_size.into_values().filter(|files| files.len() > 1).flatten().collect();
    let hash = |file: &&SourceFile| Some((Opened::new(file).ok()?.hash().ok()?.0, file.name.clone()));
    let mut hashed: Vec<(String, String)> = alike.par_iter().filter_map(hash).collect();
    hashed.sort();
    hashed.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1.clone()).collect()
}

/// Whether a file's time would tell of a change after it is read now.
fn is_sure(modified: i64, now: SystemTime) -> bool {
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    i64::try_from(now).is_ok_and(|now| now - modified > SURE.as_nanos() as i64)
}

/// What is known of a document beside its words, for comparison: all but its place.
pub(super) fn beside_the_words(document: &Document) -> Vec<u8> {
    let Document { record, line, format, layout, title, source, url, date, speaker, topics, .. } = document;
    let known = ((record, line, format, layout), (title, source, url, date), (speaker, topics));
    serde_json::to_vec(&known).unwrap_or_default()
}
