//! Writer: adds documents to an index and takes them out.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy, UserOperation};
use tantivy::{TantivyDocument, Term};

use super::in_flight::{BytesInFlight, CountedDocument};
use super::merge_policy::BoundedMergePolicy;
use super::passage_document::{PassageFields, WholeDocument};
use super::progress::Progress;
use super::queue::{EngineQueue, IndexWriter};
use crate::extract::{passages_of, sentences};
use crate::index::analysis::Tokens;
use crate::index::duplicates::groups::{DuplicateGroups, GroupPlace};
use crate::index::error::IndexError;
use crate::index::holder::Holder;
use crate::index::open::Index;
use crate::index::schema::codec::Packed;
#[cfg(feature = "cluster")]
use crate::index::schema::held::HeldStatement;
use crate::index::schema::ids::key;
use crate::index::schema::stored::StoredFile;
use crate::index::schema::stored::{has_lines, is_in_lines};
use crate::index::storage::directory;
use crate::index::storage::lock::LockNote;
use crate::model::{CorrectedField, Document, Passage, Statement};

/// Memory for the words of passages not yet on disk, in bytes, shared by the writing threads.
const MEMORY_BYTES: usize = 60_000_000;
/// So many threads write at most, and as many as half of the processors: to find the words of a text is as much
/// work as to write them. Each thread leaves a segment behind at every commit, and fewer that are larger are less
/// work to write, to put together and to search.
const MAX_THREADS: usize = 4;
/// With more bytes of texts under way than this, those who write have enough to do for a while.
const MAX_IN_FLIGHT_BYTES: usize = 1 << 20;
/// A run of fewer bytes is little work.
const SMALL_RUN_BYTES: u64 = 2_000_000;

/// How long between two tries for the lock.
const LOCK_RETRY: Duration = Duration::from_millis(50);

/// How much was added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Statements.
    pub statements: u64,
    /// Passages.
    pub passages: u64,
    /// Documents none of whose statements has a speaker.
    pub speakerless: u64,
}

impl Added {
    /// Counts what was added beside it.
    pub(crate) fn include(&mut self, other: Self) {
        self.statements += other.statements;
        self.passages += other.passages;
        self.speakerless += other.speakerless;
    }
}

/// The passages of one document while they are made.
#[derive(Default)]
struct DocumentPassages {
    passages: Vec<(TantivyDocument, usize)>,
    whole: WholeDocument,
    /// Whether any of its statements has a speaker.
    speaker: bool,
    added: Added,
}

/// Where a passage stands in its file.
struct Printed<'d> {
    line: u32,
    /// Its document, with the pages that it is printed on.
    document: Cow<'d, Document>,
}

/// What was made of documents.
#[derive(Default)]
pub(crate) struct PreparedDocuments {
    passages: Vec<UserOperation<CountedDocument>>,
    /// Bytes of their texts.
    bytes: usize,
    added: Added,
}

impl PreparedDocuments {
    /// Takes in what was made of others, which come after.
    pub fn and(mut self, mut others: Self) -> Self {
        self.passages.append(&mut others.passages);
        self.bytes += others.bytes;
        self.added.include(others.added);
        self
    }
}

/// The one writer of an index. What it adds is seen by readers after [`Writer::commit`]; if it is
/// dropped before, nothing of it is kept. It can be used from several threads.
///
/// ```
/// use demarche::extract::Extractor;
/// use demarche::index::Index;
/// use demarche::model::Document;
///
/// let (index, extractor) = (Index::in_memory()?, Extractor::default());
/// let writer = index.writer()?;
/// for (path, words) in [("un/1", "The talks go on."), ("un/2", "The observers left.")] {
///     let document = Document::new(path, words);
///     writer.add(&document, &extractor.extract(&document))?;
/// }
/// assert_eq!(index.passages()?, 0);
/// writer.commit()?;
/// assert_eq!(index.passages()?, 2);
/// writer.remove_file("un/1");
/// writer.commit()?;
/// assert_eq!(index.passages()?, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Writer<'i> {
    index: &'i Index,
    _note: LockNote,
    broken_off: Option<Holder>,
    queue: EngineQueue,
    in_flight: BytesInFlight,
    groups: Arc<DuplicateGroups>,
}

impl<'i> Writer<'i> {
    /// The writer for a run that reads about so many bytes.
    pub(crate) fn new(index: &'i Index, bytes: u64) -> Result<Self, IndexError> {
        // Each thread leaves a segment behind: little work is done by one.
        let threads = if bytes < SMALL_RUN_BYTES {
            1
        } else {
            (rayon::current_num_threads() / 2).clamp(1, MAX_THREADS)
        };
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(MEMORY_BYTES / threads)
            .num_merge_threads(1)
            .build();
        let inner: IndexWriter =
            index.shared.engine.writer_with_options(options).map_err(|error| match error {
                tantivy::TantivyError::LockFailure(error, _) => directory::refused(index.path(), error),
                other => other.into(),
            })?;
        inner.set_merge_policy(Box::new(BoundedMergePolicy::for_run_of(bytes)));
        let (note, broken_off) = LockNote::leave(index.shared.dir.as_deref())?;
        // From here on nobody else commits: what is found in the index stays so.
        index.reload()?;
        index.shared.vocabulary.ready()?;
        let groups = Arc::new(DuplicateGroups::open(&index.snapshot(), bytes)?);
        let (latest, known) = (Arc::clone(&index.latest), Arc::clone(&groups));
        let queue = EngineQueue::new(inner, move || {
            latest.reload()?;
            known.committed();
            Ok(())
        })?;
        Ok(Self { index, _note: note, broken_off, queue, in_flight: BytesInFlight::default(), groups })
    }

    /// The process that wrote before and did not end in order; what it had committed is kept.
    pub fn broken_off(&self) -> Option<&Holder> {
        self.broken_off.as_ref()
    }

    /// Adds a document's statements. Add a document once: see [`Writer::remove_file`] for replacing.
    ///
    /// Its passages go to the engine in one piece, so that they stand in the index one after the other,
    /// whichever threads add documents beside it.
    ///
    /// # Errors
    /// What the disk or the engine refuse, now or before: then nothing since the last commit is kept.
    pub fn add(&self, document: &Document, statements: &[Statement]) -> Result<Added, IndexError> {
        self.add_prepared(self.prepare(document, statements)?)
    }

    /// Adds what was made of documents, all in one piece.
    pub(crate) fn add_prepared(&self, made: PreparedDocuments) -> Result<Added, IndexError> {
        self.queue.run(made.passages, made.bytes)?;
        Ok(made.added)
    }

    /// Whether more is made than is written: to make still more at once would only hold up who writes.
    pub(crate) fn is_behind(&self) -> bool {
        self.in_flight.bytes() > MAX_IN_FLIGHT_BYTES
    }

    /// Makes a document's statements ready to be added.
    pub(crate) fn prepare(
        &self,
        document: &Document,
        statements: &[Statement],
    ) -> Result<PreparedDocuments, IndexError> {
        let mut line = if is_in_lines(document.format) { document.line } else { 0 };
        let counts = has_lines(document.format);
        let mut made = DocumentPassages::default();
        for statement in statements {
            let tokens = Tokens::from_text(&statement.text);
            let number = key(&statement.id);
            let place = match stands_for_itself(statement) {
                // Copies of it may have its own key for their group: that of one that stands for itself is no statement's.
                true => GroupPlace { group: !number, joined: true, ..GroupPlace::default() },
                false => self.groups.place(|| self.index.snapshot(), statement, &tokens, number)?,
            };
            self.add_statement(&mut made, (document, statement), (&tokens, &place), &mut |passage| {
                let blank = passage.text.len() - passage.text.trim_start().len();
                let before = if counts { newlines(&passage.text[..blank]) } else { 0 };
                let begins = line + before;
                line += if counts { newlines(passage.text) } else { 0 };
                Printed { line: begins, document: Cow::Borrowed(document) }
            })?;
        }
        Ok(self.prepared(made, document))
    }

    /// Adds statements of one document, in its order, as another index held them: with their groups, lines and pages.
    #[cfg(feature = "cluster")]
    pub(crate) fn restore(&self, held: &[HeldStatement]) -> Result<Added, IndexError> {
        let Some(first) = held.first() else { return Ok(Added::default()) };
        let document = first.document_of_all(held);
        let mut made = DocumentPassages::default();
        for one in held {
            let tokens = Tokens::from_text(&one.statement.text);
            let mut printed = one.passages.iter();
            self.add_statement(&mut made, (&document, &one.statement), (&tokens, &one.place()), &mut |_| {
                let place = printed.next();
                let page = place.and_then(|place| place.page.as_ref());
                let paged = |page: &String| Cow::Owned(one.on_page(&document, page));
                Printed {
                    line: place.map_or(0, |place| place.line),
                    document: page.map_or(Cow::Borrowed(&document), paged),
                }
            })?;
        }
        self.add_prepared(self.prepared(made, &document))
    }

    /// Makes the passages of a statement; `printed` says where each stands.
    fn add_statement<'d>(
        &self,
        made: &mut DocumentPassages,
        (document, statement): (&'d Document, &'d Statement),
        (tokens, place): (&Tokens, &GroupPlace),
        printed: &mut dyn FnMut(&Passage<'_>) -> Printed<'d>,
    ) -> Result<(), IndexError> {
        made.added.statements += 1;
        made.speaker |= statement.speaker.is_some();
        let labels = PassageFields::new(&self.index.shared.fields, document, statement, place);
        let sentences = sentences(&statement.text);
        let mut begins = 0;
        for passage in passages_of(statement, &sentences) {
            let first = made.added.passages == 0;
            let printed = printed(&passage);
            let packed = Packed::new(&printed.document, statement, &passage, printed.line, first);
            let stored = self.index.shared.vocabulary.stored(&packed)?;
            let ends = begins + passage.text.len();
            let words = tokens.part(begins..ends);
            // A long sentence may be in two passages: its second part begins one of its own.
            let next = sentences.partition_point(|sentence| sentence.start <= begins);
            let starts = sentences[next..].iter().map(|sentence| sentence.start);
            let starts = starts.take_while(|start| *start < ends).map(|start| start - begins);
            let stems = words.content_stems();
            let mut one = labels.with(&words, &stems, std::iter::once(0).chain(starts), &stored);
            made.whole.include(document, &words, &stems);
            if begins == 0 {
                labels.lead(&mut one, key(&statement.id), place);
            }
            made.passages.push((one, passage.text.len()));
            made.added.passages += 1;
            begins = ends;
        }
        Ok(())
    }

    /// A document's passages, ready to be added.
    fn prepared(&self, mut made: DocumentPassages, document: &Document) -> PreparedDocuments {
        made.added.speakerless = u64::from(!made.speaker);
        let passages = made.passages.iter_mut().map(|(passage, _)| passage);
        made.whole.finish(&self.index.shared.fields, document, passages);
        let counted = |(passage, bytes)| UserOperation::Add(self.in_flight.counted(passage, bytes));
        let passages = made.passages.into_iter().map(counted).collect();
        PreparedDocuments { passages, bytes: document.body.len(), added: made.added }
    }

    /// Takes out all that came from the file, and what is known of it.
    pub fn remove_file(&self, name: &str) {
        self.groups.removed(name);
        self.take_out(Term::from_field_text(self.index.shared.fields.file, name));
    }

    /// Takes out what is known of the file, to be known anew; what came from it stays.
    pub(crate) fn forget_file(&self, name: &str) {
        self.take_out(Term::from_field_text(self.index.shared.fields.file_record, name));
    }

    fn take_out(&self, term: Term) {
        // Where it fails, so does the next commit.
        let _ = self.queue.run(vec![UserOperation::Delete(term)], 0);
    }

    /// Remembers a file, so that it is read again only when it changed.
    ///
    /// # Errors
    /// What the disk or the engine refuse, now or before: then nothing since the last commit is kept.
    pub fn add_file(&self, file: &StoredFile) -> Result<(), IndexError> {
        let fields = &self.index.shared.fields;
        let mut document = TantivyDocument::new();
        document.add_text(fields.file, &file.name);
        document.add_text(fields.file_record, &file.name);
        document.add_text(fields.file_hash, &file.hash);
        if let Some(original) = &file.copy_of {
            document.add_text(fields.copy_of, original);
        }
        document.add_bytes(fields.stored, &json(file)?);
        self.queue.run(vec![UserOperation::Add(self.in_flight.counted(document, 0))], 0)
    }

    /// Makes what was added and removed last; from here on readers see it and no crash undoes it.
    ///
    /// # Errors
    /// What the disk or the engine refuse, now or before: then nothing since the last commit is kept.
    pub fn commit(&self) -> Result<(), IndexError> {
        self.commit_later()?;
        self.queue.finish()
    }

    /// Has the same done while the caller goes on. What the last commit held is seen when this returns.
    pub(crate) fn commit_later(&self) -> Result<(), IndexError> {
        self.queue.commit(|| self.groups.seal())
    }

    /// Why nothing more is written, where `error` says no more than that.
    pub(crate) fn cause_of(&self, error: IndexError) -> IndexError {
        self.queue.cause_of(error)
    }

    /// Makes one segment of all, without what was taken out, and removes the files that are then of no use.
    pub(crate) fn merge_all(&self) -> Result<(), IndexError> {
        let segments = self.index.shared.engine.searchable_segment_ids()?;
        let whole =
            self.index.snapshot().searcher.segment_readers().iter().all(|reader| !reader.has_deletes());
        self.queue.with(move |writer| {
            // What is running now would be in the way.
            writer.set_merge_policy(Box::new(NoMergePolicy));
            if segments.len() > 1 || !whole {
                writer.merge(&segments).wait()?;
            }
            writer.garbage_collect_files().wait().map(drop)
        })?;
        self.queue.finish()
    }

    /// Commits what is left and waits for the tidying up of files.
    ///
    /// # Errors
    /// What the disk or the engine refuse, now or before: then nothing since the last commit is kept.
    pub fn finish(self) -> Result<(), IndexError> {
        self.commit()?;
        self.queue.close()?.wait_merging_threads()?;
        self.index.reload()
    }
}

/// What a program that asks for a writer is taken to add, in bytes; it may be any number.
const ASSUMED_BYTES: u64 = 100_000_000;

impl Index {
    /// A writer; one at a time, in all processes together.
    ///
    /// # Errors
    /// [`IndexError::Locked`] where another process writes, and what the disk or the engine refuse.
    pub fn writer(&self) -> Result<Writer<'_>, IndexError> {
        Writer::new(self, ASSUMED_BYTES)
    }

    /// A writer for about so many bytes of files, waiting for another process as long as said.
    pub(crate) fn writer_for(
        &self,
        bytes: u64,
        wait: Duration,
        progress: &dyn Progress,
    ) -> Result<Writer<'_>, IndexError> {
        let begun = Instant::now();
        let mut told = false;
        loop {
            let error = match Writer::new(self, bytes) {
                Err(error @ IndexError::Locked { .. }) => error,
                other => return other,
            };
            if begun.elapsed() >= wait {
                return Err(error);
            }
            if progress.stopped() {
                return Err(IndexError::Stopped);
            }
            if let (IndexError::Locked { holder, .. }, false) = (&error, told) {
                progress.waiting(holder.as_ref());
                told = true;
            }
            std::thread::sleep(LOCK_RETRY);
        }
    }
}

/// Whether a person said that it is a copy of no other.
fn stands_for_itself(statement: &Statement) -> bool {
    statement.corrected.iter().any(|mark| mark.field == CorrectedField::Copies)
}

fn newlines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, IndexError> {
    serde_json::to_vec(value).map_err(|error| IndexError::Damaged(error.to_string()))
}

#[cfg(test)]
mod tests;
