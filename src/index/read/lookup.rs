//! Lookup: addresses of what holds a term or a key, without a query.

use std::collections::BTreeSet;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::snapshot::Snapshot;
use crate::index::error::IndexError;
use crate::index::schema::column;
use crate::index::schema::ids::key;
use crate::index::schema::runs::{KeyRuns, PassageFilter};
use crate::index::schema::stored::StoredFile;
use crate::index::schema::stored::latest;

/// The first `most` passages and records that hold the term, in the order of the index.
pub(crate) fn addresses_of_term(
    searcher: &Searcher,
    term: &Term,
    most: usize,
) -> Result<Vec<DocAddress>, IndexError> {
    let mut found = Vec::new();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let inverted = reader.inverted_index(term.field())?;
        let postings = inverted.read_postings(term, IndexRecordOption::Basic);
        let Some(mut postings) = postings.map_err(tantivy::TantivyError::from)? else { continue };
        let mut at = postings.doc();
        while at != TERMINATED && found.len() < most {
            if is_alive(reader, at) {
                found.push(DocAddress::new(segment, at));
            }
            at = postings.advance();
        }
    }
    Ok(found)
}

/// The passages of the statements or documents, as the column says, that have a key, in the order of the index. The
/// columns are looked through: 2 ms for 1,000,000 passages, where a dictionary of ids would be a tenth of the index.
pub(crate) fn addresses_of_key(
    searcher: &Searcher,
    column: &str,
    key: u64,
) -> Result<Vec<DocAddress>, IndexError> {
    let mut found = Vec::new();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let (runs, passages) = (KeyRuns::of(reader, column)?, PassageFilter::of(reader)?);
        for first in runs.firsts_with_key(key, reader.max_doc()) {
            let run = first..runs.end_after(first, &passages);
            let alive = run.filter(|at| is_alive(reader, *at));
            found.extend(alive.map(|at| DocAddress::new(segment, at)));
        }
    }
    Ok(found)
}

/// The passages of the statement or the document that has the id.
pub(crate) fn addresses_of_id(searcher: &Searcher, id: &str) -> Result<Vec<DocAddress>, IndexError> {
    let mut found = addresses_of_key(searcher, column::STATEMENT_KEY, key(id))?;
    found.extend(addresses_of_key(searcher, column::DOCUMENT_KEY, key(id))?);
    Ok(found)
}

/// Whether a passage was not taken out.
pub(crate) fn is_alive(reader: &SegmentReader, at: DocId) -> bool {
    reader.alive_bitset().is_none_or(|alive| alive.is_alive(at))
}

impl Snapshot {
    /// What the index knows of the file of that name.
    pub fn file(&self, name: &str) -> Result<Option<StoredFile>, IndexError> {
        Ok(latest(self.files_with(self.fields().file_record, name)?).pop())
    }

    /// The files that hold the same as the file of that name, documents and all; they are its other places.
    pub fn places_of(&self, name: &str) -> Result<Vec<String>, IndexError> {
        let mut names: Vec<String> =
            self.files_with(self.fields().copy_of, name)?.into_iter().map(|file| file.name).collect();
        names.sort();
        Ok(names)
    }

    /// The names of all files that the index was made from, in order.
    pub(crate) fn file_names(&self) -> Result<Vec<String>, IndexError> {
        let searcher = &self.searcher;
        let mut names = BTreeSet::new();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields().file_record)?;
            let mut terms = inverted.terms().stream().map_err(tantivy::TantivyError::from)?;
            while terms.advance() {
                names.extend(std::str::from_utf8(terms.key()).map(str::to_owned));
            }
        }
        let mut known = Vec::with_capacity(names.len());
        for name in names {
            // The term of a record that was taken out stays for a while.
            if !addresses_of_term(searcher, &Term::from_field_text(self.fields().file_record, &name), 1)?
                .is_empty()
            {
                known.push(name);
            }
        }
        Ok(known)
    }

    /// The records of files that hold the term.
    pub(crate) fn files_with(&self, field: Field, value: &str) -> Result<Vec<StoredFile>, IndexError> {
        let searcher = &self.searcher;
        if !self.fields_in_use()?.contains(&field) {
            return Ok(Vec::new());
        }
        let found = addresses_of_term(searcher, &Term::from_field_text(field, value), usize::MAX)?;
        found.into_iter().map(|at| self.file_at(at)).collect()
    }
}
