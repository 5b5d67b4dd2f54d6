//! Writer: adds documents to an index and takes them out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy, UserOperation};
use tantivy::{TantivyDocument, Term};

use super::in_flight::{BytesInFlight, CountedDocument};
use super::merge_policy::BoundedMergePolicy;
use super::passage_document::PassageFields;
use super::progress::Progress;
use super::queue::{EngineQueue, IndexWriter};
use crate::extract::{passages_of, sentences};
use crate::index::analysis::Tokens;
use crate::index::duplicates::groups::DuplicateGroups;
use crate::index::error::IndexError;
use crate::index::holder::Holder;
use crate::index::open::Index;
use crate::index::schema::codec::Packed;
use crate::index::schema::ids::key;
use crate::index::schema::stored::StoredFile;
use crate::index::schema::stored::has_lines;
use crate::index::storage::directory;
use crate::index::storage::lock::LockNote;
use crate::model::{Document, Statement};

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
}

impl Added {
    /// Counts what was added beside it.
    pub(crate) fn include(&mut self, other: Self) {
        self.statements += other.statements;
        self.passages += other.passages;
    }
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
        let groups = Arc::new(DuplicateGroups::of(&index.snapshot(), bytes)?);
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
    pub fn add(&self, document: &Document, statements: &[Statement]) -> Result<Added, IndexError> {
        self.add_prepared(self.make(document, statements)?)
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
    pub(crate) fn make(
        &self,
        document: &Document,
        statements: &[Statement],
    ) -> Result<PreparedDocuments, IndexError> {
        let mut added = Added::default();
        let mut passages = Vec::new();
        let mut line = document.line;
        let counts = has_lines(document.format);
        for statement in statements {
            added.statements += 1;
            let tokens = Tokens::of(&statement.text);
            let number = key(&statement.id);
            let place = self.groups.place(|| self.index.snapshot(), statement, &tokens, number)?;
            let labels = PassageFields::of(&self.index.shared.fields, document, statement, &place);
            let sentences = sentences(&statement.text);
            let mut begins = 0;
            for passage in passages_of(statement, &sentences) {
                let blank = passage.text.len() - passage.text.trim_start().len();
                let before = if counts { newlines(&passage.text[..blank]) } else { 0 };
                let first = added.passages == 0;
                let packed = Packed::of(document, statement, &passage, line + before, first);
                let stored = self.index.shared.vocabulary.stored(&packed)?;
                let ends = begins + passage.text.len();
                let words = tokens.part(begins..ends);
                // A long sentence may be in two passages: its second part begins one of its own.
                let next = sentences.partition_point(|sentence| sentence.start <= begins);
                let starts = sentences[next..].iter().map(|sentence| sentence.start);
                let starts = starts.take_while(|start| *start < ends).map(|start| start - begins);
                let mut made = labels.with(&words, std::iter::once(0).chain(starts), &stored);
                if begins == 0 {
                    labels.lead(&mut made, number, &place);
                }
                if first {
                    made.add_u64(self.index.shared.fields.document_key, key(&document.id));
                }
                passages.push(UserOperation::Add(self.in_flight.counted(made, passage.text.len())));
                added.passages += 1;
                begins = ends;
                line += if counts { newlines(passage.text) } else { 0 };
            }
        }
        Ok(PreparedDocuments { passages, bytes: document.body.len(), added })
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
    pub fn commit(&self) -> Result<(), IndexError> {
        self.commit_later()?;
        self.queue.finish()
    }

    /// Has the same done while the caller goes on. What the last commit held is seen when this returns.
    pub(crate) fn commit_later(&self) -> Result<(), IndexError> {
        self.queue.commit(|| self.groups.seal())
    }

    /// Why nothing more is written, where `error` says no more than that.
    pub(crate) fn why(&self, error: IndexError) -> IndexError {
        self.queue.why(error)
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

fn newlines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, IndexError> {
    serde_json::to_vec(value).map_err(|error| IndexError::Damaged(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use tantivy::DocAddress;

    use super::*;
    use crate::extract::Extractor;
    use crate::index::read::lookup::addresses_of_key;
    use crate::index::schema::column::{DOCUMENT_KEY, STATEMENT_KEY};
    use crate::index::schema::runs::PassageFilter;
    use crate::index::schema::runs::SegmentKeys;
    use crate::model::{Layout, Speaker};

    fn speech(thread: usize, number: usize) -> Document {
        let speaker = Some(Speaker::named("Ada Example"));
        let text = format!("We spoke of river number {number} in the hall of thread {thread}. ").repeat(60);
        Document { speaker, layout: Layout::Speech, ..Document::new(format!("{thread}-{number}.txt"), text) }
    }

    /// The statements in the order of the index, each as often as a run of its passages begins; and whether
    /// the passages of each run stand in their order.
    fn runs(index: &Index) -> (Vec<u64>, bool) {
        let searcher = index.snapshot().searcher;
        let (mut runs, mut ordered) = (Vec::new(), true);
        let mut by_key: HashMap<_, Vec<DocAddress>> = HashMap::new();
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let SegmentKeys { statement: keys, document: documents, .. } = SegmentKeys::of(reader).unwrap();
            let passages = PassageFilter::of(reader).unwrap();
            let mut before: Option<crate::index::StoredPassage> = None;
            for at in reader.doc_ids_alive().filter(|at| passages.holds(*at)) {
                let address = DocAddress::new(segment, at);
                let passage = index.snapshot().passage(address).unwrap();
                assert_eq!((keys.key(at), documents.key(at)), (key(&passage.id), key(&passage.document)));
                by_key.entry((STATEMENT_KEY, keys.key(at))).or_default().push(address);
                by_key.entry((DOCUMENT_KEY, documents.key(at))).or_default().push(address);
                match before {
                    Some(before) if before.id == passage.id => {
                        ordered &= before.span.end == passage.span.start && !keys.begins(at)
                    }
                    _ => runs.push(keys.key(at)),
                }
                before = Some(passage);
            }
        }
        for ((column, key), passages) in by_key {
            assert_eq!(addresses_of_key(&searcher, column, key).unwrap(), passages);
        }
        (runs, ordered)
    }

    #[test]
    fn passages_of_a_statement_stay_together_through_threads_removals_and_merges() {
        let index = Index::in_memory().unwrap();
        let writer = index.writer().unwrap();
        // The merge is made below, all at once: one of the engine's own would be in its way.
        let no_merges = |engine: &mut IndexWriter| {
            engine.set_merge_policy(Box::new(NoMergePolicy));
            Ok(())
        };
        writer.queue.with(no_merges).unwrap();
        let extractor = Extractor::default();
        for round in 0..10 {
            std::thread::scope(|scope| {
                for thread in 0..4 {
                    let (writer, extractor) = (&writer, &extractor);
                    scope.spawn(move || {
                        for number in round * 3..(round + 1) * 3 {
                            let document = speech(thread, number);
                            let added = writer.add(&document, &extractor.extract(&document)).unwrap();
                            assert!(added.passages > 3);
                        }
                    });
                }
            });
            writer.add_file(&StoredFile { name: round.to_string(), ..StoredFile::default() }).unwrap();
            writer.remove_file(&format!("1-{}.txt", round * 3));
            writer.commit().unwrap();
        }
        let segments = index.snapshot().searcher.segment_readers().len();
        let check = |index: &Index| {
            let (mut runs, ordered) = runs(index);
            assert!(ordered);
            let all = runs.len();
            runs.sort_unstable();
            runs.dedup();
            assert_eq!((runs.len(), all), (110, 110), "each statement is one run");
        };
        check(&index);
        let all = index.shared.engine.searchable_segment_ids().unwrap();
        writer.queue.with(move |engine| engine.merge(&all).wait().map(drop)).unwrap();
        writer.finish().unwrap();
        assert!(index.snapshot().searcher.segment_readers().len() < segments);
        check(&index);
    }
}
