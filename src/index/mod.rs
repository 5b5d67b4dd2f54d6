//! Statements to disk and back.

pub mod analysis;
mod error;
mod ingest;
pub(crate) mod names;
pub(crate) mod schema;
mod stored;
mod writer;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{AllQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term};

pub use error::IndexError;
pub use ingest::{Progress, Report, Update, update};
pub use stored::{StoredFile, StoredPassage};
pub(crate) use writer::days;
pub use writer::{Added, Writer};

/// The format of the index on disk; an index of another format is told apart, never read wrongly.
pub const FORMAT: u32 = 4;
const ABOUT: &str = "demarche.json";

/// What stands beside the index about itself.
#[derive(Serialize, Deserialize)]
struct About {
    format: u32,
    made_by: String,
}

/// An index of passages on disk or in memory.
pub struct Index {
    pub(crate) inner: tantivy::Index,
    pub(crate) fields: schema::Fields,
    reader: IndexReader,
    path: PathBuf,
}

impl Index {
    /// Opens the index in `dir`, or makes one there.
    pub fn create_or_open(dir: &Path) -> Result<Self, IndexError> {
        let at = |source| IndexError::Io { path: dir.to_owned(), source };
        if !dir.join(ABOUT).exists() {
            std::fs::create_dir_all(dir).map_err(at)?;
            let (schema, _) = schema::build();
            let settings = tantivy::IndexSettings {
                docstore_compression: tantivy::store::Compressor::Zstd(Default::default()),
                ..Default::default()
            };
            let files = tantivy::directory::MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?;
            tantivy::Index::builder().schema(schema).settings(settings).open_or_create(files)?;
            let about =
                About { format: FORMAT, made_by: concat!("demarche ", env!("CARGO_PKG_VERSION")).into() };
            let text = serde_json::to_string(&about).map_err(|error| at(error.into()))?;
            std::fs::write(dir.join(ABOUT), text).map_err(at)?;
        }
        Self::open(dir)
    }

    /// Opens the index in `dir`.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        let text = std::fs::read(dir.join(ABOUT)).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => IndexError::Missing(dir.to_owned()),
            _ => IndexError::Io { path: dir.join(ABOUT), source },
        })?;
        let about: About = serde_json::from_slice(&text)
            .map_err(|error| IndexError::Damaged(format!("{ABOUT}: {error}")))?;
        if about.format != FORMAT {
            return Err(IndexError::Version { path: dir.to_owned(), found: about.format, expected: FORMAT });
        }
        Self::with(tantivy::Index::open_in_dir(dir)?, dir.to_owned())
    }

    /// An index in memory, gone with the program.
    pub fn in_memory() -> Result<Self, IndexError> {
        Self::with(tantivy::Index::create_in_ram(schema::build().0), PathBuf::from("(memory)"))
    }

    fn with(inner: tantivy::Index, path: PathBuf) -> Result<Self, IndexError> {
        let (_, fields) = schema::build();
        inner.tokenizers().register(schema::STEMMED, analysis::stemmed());
        inner.tokenizers().register(schema::EXACT, analysis::exact());
        let reader = inner.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { inner, fields, reader, path })
    }

    /// Where the index is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A writer; one at a time, in all processes together.
    pub fn writer(&self) -> Result<Writer<'_>, IndexError> {
        Writer::new(self)
    }

    /// Sees what was committed since the index was opened.
    pub fn reload(&self) -> Result<(), IndexError> {
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
        Ok(searcher.search(&AllQuery, &Count)? - self.files()?.len())
    }

    /// What the index knows of the files it was made from, in no order.
    pub fn files(&self) -> Result<Vec<StoredFile>, IndexError> {
        let searcher = self.searcher();
        let query = tantivy::query::RegexQuery::from_pattern(".*", self.fields.file_record)?;
        let found = searcher.search(&query, &DocSetCollector)?;
        found.into_iter().map(|address| self.stored(&searcher, address)).collect()
    }

    /// The passages of the statement or document with that id, in order; empty where there is none.
    pub fn show(&self, id: &str) -> Result<Vec<StoredPassage>, IndexError> {
        let searcher = self.searcher();
        let mut passages: Vec<StoredPassage> = Vec::new();
        for field in [self.fields.statement, self.fields.document] {
            let query = TermQuery::new(Term::from_field_text(field, id), IndexRecordOption::Basic);
            for address in searcher.search(&query, &DocSetCollector)? {
                passages.push(self.stored(&searcher, address)?);
            }
        }
        passages.sort_by_key(|passage| passage.span);
        Ok(passages)
    }

    pub(crate) fn stored<T: for<'a> Deserialize<'a>>(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<T, IndexError> {
        let document: TantivyDocument = searcher.doc(address)?;
        let bytes = document.get_first(self.fields.stored).and_then(|value| value.as_bytes());
        let bytes = bytes.ok_or_else(|| IndexError::Damaged("nothing is stored".into()))?;
        serde_json::from_slice(bytes).map_err(|error| IndexError::Damaged(error.to_string()))
    }
}
