//! Records of files: what a snapshot knows of those it was made from.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::schema::Field;

use super::lookup::addresses_of_term;
use super::snapshot::Snapshot;
use crate::index::error::IndexError;
use crate::index::schema::stored::{StoredFile, latest};

impl Snapshot {
    /// What the index knows of the file of that name.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn file(&self, name: &str) -> Result<Option<StoredFile>, IndexError> {
        Ok(latest(self.files_with(self.fields().file_record, name)?).pop())
    }

    /// The files that hold the same as the file of that name, documents and all; they are its other places.
    ///
    /// # Errors
    /// Where the index cannot be read.
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
