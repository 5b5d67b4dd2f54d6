//! Index: opened on disk or in memory.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::{Directory, Lock};
use tantivy::{IndexReader, ReloadPolicy};

use super::analysis;
use super::error::IndexError;
use super::read::caches::Caches;
use super::read::collection::Collection;
use super::read::people::IndexedSpeaker;
use super::read::snapshot::{Shared, Snapshot};
use super::read::stats::Stats;
use super::schema::fields;
use super::schema::stored::{StoredFile, StoredPassage};
use super::storage::directory::IndexDirectory;
use super::storage::manifest::About;
use super::storage::rebuild;
use super::vocabulary;

/// Passages are compressed in pieces of so many bytes: those of a document say much that is the same.
const STORE_BLOCK_BYTES: usize = 64 << 10;
/// So many of them are kept unpacked of a segment while searching: the passages of one answer. Those of all segments together
/// take no more than 16 MiB, however many segments there are.
const CACHED_BLOCKS_SEARCHING: usize = 100;
const CACHED_BLOCKS_OF_ALL: usize = (16 << 20) / STORE_BLOCK_BYTES;
/// While writing few are asked for twice.
const CACHED_BLOCKS_WRITING: usize = 4;

/// An index of passages on disk or in memory: opened here, written by its [`Writer`](crate::index::Writer), read by
/// a [`Snapshot`], and asked by a [`Searcher`](crate::search::Searcher). Its own methods that answer forward to these.
///
/// ```
/// use demarche::extract::Extractor;
/// use demarche::index::Index;
/// use demarche::model::Document;
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path().join("index");
/// let index = Index::create_or_open(&folder)?;
/// let document = Document::new("un/1", "The talks in Geneva go on.\n\nThe observers left.");
/// let writer = index.writer()?;
/// writer.add(&document, &Extractor::default().extract(&document))?;
/// writer.finish()?;
/// drop(index);
///
/// let index = Index::open(&folder)?;
/// let passages = index.show(&document.id)?;
/// assert_eq!(passages[0].path, "un/1");
/// assert!(passages[0].text.starts_with("The talks in Geneva go on."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Index {
    pub(crate) shared: Arc<Shared>,
    pub(super) latest: Arc<Latest>,
}

impl Index {
    /// Opens the index in `dir` for writing, or makes one there; a folder that holds anything else is refused.
    /// Writing takes no more memory than it must; for searching [`Index::open`] is faster.
    ///
    /// # Errors
    /// [`IndexError::NotOurs`] where the folder holds something else, [`IndexError::Version`] and [`IndexError::Settings`] where
    /// an index there was made in another way, and what the disk or the engine refuse.
    pub fn create_or_open(dir: &Path) -> Result<Self, IndexError> {
        rebuild::complete(dir)?;
        rebuild::clear(dir);
        if !About::exists(dir) {
            Self::create(dir)?;
        }
        About::read(dir)?;
        Self::with(
            tantivy::Index::open(IndexDirectory::for_writing(dir)?)?,
            Some(dir.to_owned()),
            None,
            CACHED_BLOCKS_WRITING,
        )
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
        let files = IndexDirectory::open(dir)?;
        // Of two processes that come at once, the second finds what the first made.
        let lock = Lock { filepath: PathBuf::from(".demarche-create.lock"), is_blocking: true };
        let _held = files.acquire_lock(&lock).map_err(tantivy::TantivyError::from)?;
        if About::exists(dir) {
            return Ok(());
        }
        let settings = tantivy::IndexSettings {
            docstore_compression: tantivy::store::Compressor::Zstd(Default::default()),
            docstore_blocksize: STORE_BLOCK_BYTES,
            ..Default::default()
        };
        tantivy::Index::builder().schema(fields::build().0).settings(settings).open_or_create(files)?;
        About::write(dir)
    }

    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// [`IndexError::Missing`] where there is none, [`IndexError::Version`] and [`IndexError::Settings`] where it was made in
    /// another way, and what the disk or the engine refuse.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        rebuild::complete(dir)?;
        About::read(dir)?;
        Self::with(
            tantivy::Index::open(IndexDirectory::open(dir)?)?,
            Some(dir.to_owned()),
            None,
            CACHED_BLOCKS_SEARCHING,
        )
    }

    /// An index in memory, gone with the program.
    ///
    /// # Errors
    /// Where the engine refuses.
    pub fn in_memory() -> Result<Self, IndexError> {
        Self::with(tantivy::Index::create_in_ram(fields::build().0), None, None, CACHED_BLOCKS_SEARCHING)
    }

    /// An index in memory for an excerpt of something larger.
    #[cfg(feature = "cluster")]
    pub(crate) fn excerpt_of(collection: Arc<dyn Collection>) -> Result<Self, IndexError> {
        let engine = tantivy::Index::create_in_ram(fields::build().0);
        Self::with(engine, None, Some(collection), CACHED_BLOCKS_SEARCHING)
    }

    fn with(
        engine: tantivy::Index,
        dir: Option<PathBuf>,
        collection: Option<Arc<dyn Collection>>,
        blocks: usize,
    ) -> Result<Self, IndexError> {
        let (_, fields) = fields::build();
        engine.tokenizers().register(fields::LINES, analysis::analyzer());
        let reader = engine.reader_builder().reload_policy(ReloadPolicy::Manual);
        // The engine keeps them for each segment apart.
        let of_one = CACHED_BLOCKS_OF_ALL / engine.searchable_segment_ids()?.len().max(1);
        let reader = reader.doc_store_cache_num_blocks(blocks.min(of_one.max(1))).try_into()?;
        let vocabulary = vocabulary::StoredVocabulary::beside(dir.clone());
        Ok(Self {
            shared: Arc::new(Shared { engine, fields, dir, vocabulary, collection }),
            latest: Arc::new(Latest { reader, caches: Mutex::default() }),
        })
    }

    /// Where the index is.
    pub fn path(&self) -> &Path {
        self.shared.dir.as_deref().unwrap_or(Path::new("(memory)"))
    }

    /// Sees what was committed since the index was opened.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn reload(&self) -> Result<(), IndexError> {
        self.latest.reload()
    }

    /// The index as it stands at the last commit that was seen: that of when it was opened, of the last
    /// [`Index::reload`], or of this program's own last commit.
    pub fn snapshot(&self) -> Snapshot {
        self.latest.snapshot(&self.shared)
    }

    /// See [`Snapshot::generation`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn generation(&self) -> Result<u64, IndexError> {
        self.snapshot().generation()
    }

    /// See [`Snapshot::passages`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn passages(&self) -> Result<usize, IndexError> {
        self.snapshot().passages()
    }

    /// See [`Snapshot::files`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn files(&self) -> Result<Vec<StoredFile>, IndexError> {
        self.snapshot().files()
    }

    /// See [`Snapshot::file`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn file(&self, name: &str) -> Result<Option<StoredFile>, IndexError> {
        self.snapshot().file(name)
    }

    /// See [`Snapshot::places_of`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn places_of(&self, name: &str) -> Result<Vec<String>, IndexError> {
        self.snapshot().places_of(name)
    }

    /// See [`Snapshot::each_passage`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn each_passage(&self, take: &mut dyn FnMut(StoredPassage)) -> Result<(), IndexError> {
        self.snapshot().each_passage(take)
    }

    /// See [`Snapshot::show`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn show(&self, id: &str) -> Result<Vec<StoredPassage>, IndexError> {
        self.snapshot().show(id)
    }

    /// See [`Snapshot::speakers`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speakers(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        self.snapshot().speakers(wanted)
    }

    /// See [`Snapshot::people`].
    pub fn people(&self) -> Result<Vec<IndexedSpeaker>, IndexError> {
        self.snapshot().people()
    }

    /// See [`Snapshot::speakers_like`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speakers_like(&self, name: &str, most: usize) -> Result<Vec<String>, IndexError> {
        self.snapshot().speakers_like(name, most)
    }

    /// See [`Snapshot::has_speaker`].
    pub fn has_speaker(&self, name: &str) -> Result<bool, IndexError> {
        self.snapshot().has_speaker(name)
    }

    /// See [`Snapshot::entities`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn entities(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        self.snapshot().entities(wanted)
    }

    /// See [`Snapshot::stats`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        self.snapshot().stats()
    }
}

/// The latest commit that was seen, and the caches of its snapshot.
pub(crate) struct Latest {
    reader: IndexReader,
    caches: Mutex<(u64, Arc<Caches>)>,
}

impl Latest {
    fn snapshot(&self, shared: &Arc<Shared>) -> Snapshot {
        let searcher = self.reader.searcher();
        let generation = searcher.generation().generation_id();
        let mut latest = self.caches.lock().unwrap_or_else(PoisonError::into_inner);
        if latest.0 < generation {
            *latest = (generation, Arc::default());
        }
        // Who took an older state just before it was seen anew has caches of its own.
        let caches = if latest.0 == generation { Arc::clone(&latest.1) } else { Arc::default() };
        Snapshot { searcher, shared: Arc::clone(shared), caches }
    }

    /// Sees what was committed since. The caches go first: by them, files of segments that are gone would stay open.
    pub fn reload(&self) -> Result<(), IndexError> {
        self.caches.lock().unwrap_or_else(PoisonError::into_inner).1 = Arc::default();
        Ok(self.reader.reload()?)
    }
}
