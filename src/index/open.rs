//! Opens an index, on disk or in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::collector::{Count, DocSetCollector};
use tantivy::directory::{Directory, Lock};
use tantivy::query::ExistsQuery;
use tantivy::{DocAddress, DocId, IndexReader, ReloadPolicy, Searcher};

use super::analysis;
use super::error::IndexError;
use super::read::caches as remembered;
use super::read::lookup::with_id;
use super::schema::codec::Packed;
use super::schema::fields as schema;
use super::schema::runs::Passages;
use super::schema::stored::{self, StoredFile, StoredPassage};
use super::storage::directory::Folder;
use super::storage::manifest::About;
use super::storage::rebuild;
use super::vocabulary;
use super::write::writer::Writer;

/// Passages are compressed in pieces of so many bytes: those of a document say much that is the same.
const BLOCK: usize = 64 << 10;
/// So many of them are kept for each segment while searching: the passages of one answer.
const SEARCHER_BLOCKS: usize = 100;
/// While writing few are asked for twice.
const WRITER_BLOCKS: usize = 4;

/// What a program that asks for a writer is taken to add, in bytes; it may be any number.
const SOME_BYTES: u64 = 100_000_000;

/// An index of passages on disk or in memory.
pub struct Index {
    pub(crate) inner: tantivy::Index,
    pub(crate) fields: schema::Fields,
    pub(super) reader: IndexReader,
    /// Where it is; `None` in memory.
    pub(super) dir: Option<PathBuf>,
    pub(super) remembered: Arc<remembered::Remembered>,
    pub(super) vocabulary: vocabulary::Kept,
}

impl Index {
    /// Opens the index in `dir` for writing, or makes one there; a folder that holds anything else is refused.
    /// Writing takes no more memory than it must; for searching [`Index::open`] is faster.
    pub fn create_or_open(dir: &Path) -> Result<Self, IndexError> {
        rebuild::complete(dir)?;
        rebuild::clear(dir);
        if !About::exists(dir) {
            Self::create(dir)?;
        }
        About::read(dir)?;
        Self::with(tantivy::Index::open(Folder::for_writing(dir)?)?, Some(dir.to_owned()), WRITER_BLOCKS)
    }

    /// Whether an index lies in `dir`, as far as the names of folders tell.
    pub fn lies_in(dir: &Path) -> bool {
        rebuild::lies_in(dir)
    }

    fn create(dir: &Path) -> Result<(), IndexError> {
        // Texts and the files of an index do not go together in one folder.
        if let Some(other) = rebuild::foreign(dir)? {
            return Err(IndexError::NotOurs { path: dir.to_owned(), other });
        }
        std::fs::create_dir_all(dir).map_err(|source| IndexError::at(dir, source))?;
        let files = Folder::open(dir)?;
        // Of two processes that come at once, the second finds what the first made.
        let lock = Lock { filepath: PathBuf::from(".demarche-create.lock"), is_blocking: true };
        let _held = files.acquire_lock(&lock).map_err(tantivy::TantivyError::from)?;
        if About::exists(dir) {
            return Ok(());
        }
        let settings = tantivy::IndexSettings {
            docstore_compression: tantivy::store::Compressor::Zstd(Default::default()),
            docstore_blocksize: BLOCK,
            ..Default::default()
        };
        tantivy::Index::builder().schema(schema::build().0).settings(settings).open_or_create(files)?;
        About::write(dir)
    }

    /// Opens the index in `dir`.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        rebuild::complete(dir)?;
        About::read(dir)?;
        Self::with(tantivy::Index::open(Folder::open(dir)?)?, Some(dir.to_owned()), SEARCHER_BLOCKS)
    }

    /// An index in memory, gone with the program.
    pub fn in_memory() -> Result<Self, IndexError> {
        Self::with(tantivy::Index::create_in_ram(schema::build().0), None, SEARCHER_BLOCKS)
    }

    fn with(inner: tantivy::Index, dir: Option<PathBuf>, blocks: usize) -> Result<Self, IndexError> {
        let (_, fields) = schema::build();
        inner.tokenizers().register(schema::LINES, analysis::analyzer());
        let reader = inner.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader = reader.doc_store_cache_num_blocks(blocks).try_into()?;
        let vocabulary = vocabulary::Kept::beside(dir.clone());
        Ok(Self { inner, fields, reader, dir, remembered: Default::default(), vocabulary })
    }

    /// Where the index is.
    pub fn path(&self) -> &Path {
        self.dir.as_deref().unwrap_or(Path::new("(memory)"))
    }

    /// What tells one commit from another.
    pub(super) fn stamp(&self) -> Result<u64, IndexError> {
        Ok(self.inner.load_metas()?.opstamp)
    }

    /// A writer; one at a time, in all processes together.
    pub fn writer(&self) -> Result<Writer<'_>, IndexError> {
        Writer::new(self, SOME_BYTES)
    }

    /// Sees what was committed since the index was opened.
    pub fn reload(&self) -> Result<(), IndexError> {
        self.remembered.clear();
        Ok(self.reader.reload()?)
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// A number that changes with every commit.
    pub fn generation(&self) -> Result<u64, IndexError> {
        Ok(self.inner.load_metas()?.opstamp)
    }

    /// How many passages the index holds.
    pub fn passages(&self) -> Result<usize, IndexError> {
        let searcher = self.searcher();
        let passages = ExistsQuery::new("kind".to_owned(), false);
        Ok(searcher.search(&passages, &Count)?)
    }

    /// What the index knows of the files it was made from, in no order.
    pub fn files(&self) -> Result<Vec<StoredFile>, IndexError> {
        let searcher = self.searcher();
        let query = tantivy::query::RegexQuery::from_pattern(".*", self.fields.file_record)?;
        let found = searcher.search(&query, &DocSetCollector)?;
        let records = found.into_iter().map(|address| self.file_at(&searcher, address));
        Ok(stored::latest(records.collect::<Result<_, _>>()?))
    }

    /// Hands on every passage, in the order of the index: those of a statement follow one another.
    pub fn each_passage(&self, take: &mut dyn FnMut(StoredPassage)) -> Result<(), IndexError> {
        let searcher = self.searcher();
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let passages = Passages::of(reader)?;
            for at in reader.doc_ids_alive().filter(|at| passages.holds(*at)) {
                take(self.passage(&searcher, DocAddress::new(segment, at))?);
            }
        }
        Ok(())
    }

    /// The passages of the statement or document with that id, in order; empty where there is none.
    pub fn show(&self, id: &str) -> Result<Vec<StoredPassage>, IndexError> {
        let searcher = self.searcher();
        let found = with_id(&searcher, id)?.into_iter();
        let mut passages: Vec<StoredPassage> =
            found.map(|address| self.passage(&searcher, address)).collect::<Result<_, _>>()?;
        passages.sort_by_key(|passage| passage.span);
        Ok(passages)
    }

    /// The passage at a place.
    pub(crate) fn passage(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<StoredPassage, IndexError> {
        let keys = self.keys(searcher)?;
        let keys = &keys[address.segment_ord as usize];
        let stored = |at: DocId| self.stored(searcher, DocAddress::new(address.segment_ord, at));
        let own = stored(address.doc_id)?;
        let mut own = Packed::read(&own)?;
        // What the first passage of a statement or a document says of it holds for the others.
        let (leading, opening);
        let of_statement = match own.of_statement() {
            None => {
                leading = stored(keys.statement.first(address.doc_id))?;
                Packed::read(&leading)?.of_statement()
            }
            known => known,
        };
        let of_document = match own.of_document() {
            None => {
                opening = stored(keys.document.first(address.doc_id))?;
                Packed::read(&opening)?.of_document()
            }
            known => known,
        };
        let (Some(of_statement), Some(of_document)) = (of_statement, of_document) else {
            return Err(IndexError::Damaged("a passage is parted from the first of its document".into()));
        };
        Ok(own.passage(of_statement, &of_document, keys.ids(address.doc_id)))
    }

    /// The words of the passage at a place.
    pub(crate) fn text(&self, searcher: &Searcher, address: DocAddress) -> Result<String, IndexError> {
        self.with_packed(searcher, address, |packed| Ok(packed.text().to_owned()))
    }

    /// What is stored of the passage at a place, before anything of it is copied.
    pub(crate) fn with_packed<T>(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        take: impl FnOnce(Packed<'_>) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        take(Packed::read(&self.stored(searcher, address)?)?)
    }

    /// What is stored of a passage, as it was before it was written by numbers.
    pub(super) fn stored(&self, searcher: &Searcher, address: DocAddress) -> Result<Vec<u8>, IndexError> {
        let document = searcher.doc(address)?;
        Ok(self.vocabulary.read(self.fields.bytes_of(&document)?)?.into_owned())
    }

    /// The record of a file at a place.
    pub(super) fn file_at(&self, searcher: &Searcher, address: DocAddress) -> Result<StoredFile, IndexError> {
        let document = searcher.doc(address)?;
        StoredFile::read(self.fields.bytes_of(&document)?)
    }
}
