//! Snapshot: an index as it stood at one commit. All that is read of an index is read of a snapshot.

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::ExistsQuery;
use tantivy::schema::Field;
use tantivy::{DocAddress, DocId};

use super::caches::{Caches, get_or_make};
use super::collection::Collection;
use super::lookup::addresses_of_id;
use crate::index::error::IndexError;
use crate::index::schema::codec::Packed;
use crate::index::schema::column;
use crate::index::schema::fields::Fields;
use crate::index::schema::runs::{PassageFilter, SegmentKeys};
use crate::index::schema::stored::{StoredFile, StoredPassage, latest};
use crate::index::vocabulary;

/// What the snapshots of one index share.
pub(crate) struct Shared {
    /// The engine's index.
    pub engine: tantivy::Index,
    pub fields: Fields,
    /// Where the index is; `None` in memory.
    pub dir: Option<PathBuf>,
    pub vocabulary: vocabulary::StoredVocabulary,
    /// What the index is an excerpt of; `None` where it holds all there is.
    pub collection: Option<Arc<dyn Collection>>,
}

/// An index as it stood at one commit: what is written later is not seen. A copy of it costs little.
///
/// ```
/// use demarche::extract::Extractor;
/// use demarche::index::Index;
/// use demarche::model::Document;
///
/// let index = Index::in_memory()?;
/// let before = index.snapshot();
/// let writer = index.writer()?;
/// let document = Document::new("un/1", "The talks in Geneva go on.");
/// writer.add(&document, &Extractor::default().extract(&document))?;
/// writer.commit()?;
/// assert_eq!((before.passages()?, index.snapshot().passages()?), (0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Snapshot {
    pub(crate) searcher: tantivy::Searcher,
    pub(crate) shared: Arc<Shared>,
    pub(crate) caches: Arc<Caches>,
}

impl Snapshot {
    /// The fields of the index.
    pub(crate) fn fields(&self) -> &Fields {
        &self.shared.fields
    }

    /// What the index is an excerpt of; `None` where it holds all there is.
    pub(crate) fn collection(&self) -> Option<&dyn Collection> {
        self.shared.collection.as_deref()
    }

    /// A number that changes with every commit: that of the last one, seen here or not. Of an excerpt, that of the whole.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn generation(&self) -> Result<u64, IndexError> {
        match self.collection() {
            Some(whole) => Ok(whole.generation()),
            None => Ok(self.shared.engine.load_metas()?.opstamp),
        }
    }

    /// How many passages the index holds.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn passages(&self) -> Result<usize, IndexError> {
        let passages = ExistsQuery::new(column::KIND.to_owned(), false);
        Ok(self.searcher.search(&passages, &Count)?)
    }

    /// What the index knows of the files it was made from, in no order.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn files(&self) -> Result<Vec<StoredFile>, IndexError> {
        let query = tantivy::query::RegexQuery::from_pattern(".*", self.fields().file_record)?;
        let found = self.searcher.search(&query, &DocSetCollector)?;
        let records = found.into_iter().map(|address| self.file_at(address));
        Ok(latest(records.collect::<Result<_, _>>()?))
    }

    /// Hands on every passage, in the order of the index: those of a statement follow one another.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn each_passage(&self, take: &mut dyn FnMut(StoredPassage)) -> Result<(), IndexError> {
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let passages = PassageFilter::open(reader)?;
            for at in reader.doc_ids_alive().filter(|at| passages.holds(*at)) {
                take(self.passage(DocAddress::new(segment, at))?);
            }
        }
        Ok(())
    }

    /// The passages of the statement or document with that id, in order; empty where there is none.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn show(&self, id: &str) -> Result<Vec<StoredPassage>, IndexError> {
        let found = addresses_of_id(&self.searcher, id)?.into_iter();
        let mut passages: Vec<StoredPassage> =
            found.map(|address| self.passage(address)).collect::<Result<_, _>>()?;
        passages.sort_by_key(|passage| passage.span);
        Ok(passages)
    }

    /// The passage at an address.
    pub(crate) fn passage(&self, address: DocAddress) -> Result<StoredPassage, IndexError> {
        let keys = self.keys()?;
        let keys = &keys[address.segment_ord as usize];
        let stored = |at: DocId| self.stored(DocAddress::new(address.segment_ord, at));
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

    /// The words of the passage at an address.
    pub(crate) fn text(&self, address: DocAddress) -> Result<String, IndexError> {
        self.with_packed(address, |packed| Ok(packed.text().to_owned()))
    }

    /// Hands `take` what is stored of the passage at an address, before anything of it is copied.
    pub(crate) fn with_packed<T>(
        &self,
        address: DocAddress,
        take: impl FnOnce(Packed<'_>) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        take(Packed::read(&self.stored(address)?)?)
    }

    /// What is stored of a passage, as it was before it was written by numbers.
    fn stored(&self, address: DocAddress) -> Result<Vec<u8>, IndexError> {
        let document = self.searcher.doc(address)?;
        Ok(self.shared.vocabulary.read(self.fields().bytes_of(&document)?)?.into_owned())
    }

    /// The record of a file at an address.
    pub(crate) fn file_at(&self, address: DocAddress) -> Result<StoredFile, IndexError> {
        let document = self.searcher.doc(address)?;
        StoredFile::read(self.fields().bytes_of(&document)?)
    }

    /// The columns of keys, by segment.
    pub(crate) fn keys(&self) -> Result<Arc<Vec<SegmentKeys>>, IndexError> {
        get_or_make(&self.caches.keys, || {
            self.searcher.segment_readers().iter().map(SegmentKeys::open).collect()
        })
    }

    /// Which of the engine's documents are passages, by segment.
    fn passage_filters(&self) -> Result<Arc<Vec<PassageFilter>>, IndexError> {
        get_or_make(&self.caches.passages, || {
            self.searcher.segment_readers().iter().map(PassageFilter::open).collect::<Result<Vec<_>, _>>()
        })
    }

    /// Whether at an address there is a passage, not the record of a file.
    #[cfg(feature = "cluster")]
    pub(crate) fn is_passage(&self, at: DocAddress) -> Result<bool, IndexError> {
        Ok(self.passage_filters()?[at.segment_ord as usize].holds(at.doc_id))
    }

    /// All passages of the document that a passage stands in, in its segment.
    pub(crate) fn document_around(&self, at: DocAddress) -> Result<Range<DocId>, IndexError> {
        let segment = at.segment_ord as usize;
        let passages = self.passage_filters()?;
        let documents = &self.keys()?[segment].document;
        Ok(documents.first(at.doc_id)..documents.end_after(at.doc_id, &passages[segment]))
    }

    /// The fields in which any document has something to find, be it taken out since.
    pub(crate) fn fields_in_use(&self) -> Result<Arc<HashSet<Field>>, IndexError> {
        get_or_make(&self.caches.fields_in_use, || {
            let mut fields = HashSet::new();
            let indexed = self.searcher.schema().fields().filter(|(_, entry)| entry.is_indexed());
            if self.collection().is_some() {
                // What the excerpt lacks the whole may have.
                return Ok(indexed.map(|(field, _)| field).collect());
            }
            for (field, _) in indexed {
                for reader in self.searcher.segment_readers() {
                    if reader.inverted_index(field)?.terms().num_terms() > 0 {
                        fields.insert(field);
                        break;
                    }
                }
            }
            Ok(fields)
        })
    }
}
