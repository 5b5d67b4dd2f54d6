//! The names that the index holds.

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption};

use super::lookup::addresses_of_term;
use super::snapshot::Snapshot;
use crate::index::error::IndexError;

impl Snapshot {
    /// The speakers for whose whole names `wanted` holds, each with the number of passages; in the order of names.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speakers(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        self.names(self.fields().speaker_name, wanted)
    }

    /// Whether there is a speaker of just that name.
    pub fn has_speaker(&self, name: &str) -> Result<bool, IndexError> {
        let query =
            TermQuery::new(Term::from_field_text(self.fields().speaker_name, name), IndexRecordOption::Basic);
        Ok(self.searcher.search(&query, &Count)? > 0)
    }

    /// The entities for whose whole names `wanted` holds, each with the number of passages; in the order of names.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn entities(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        self.names(self.fields().entity_name, wanted)
    }

    /// The id that lasts of the entity of just that name; `None` where it has none, or where the first statements that name
    /// it do not all have the same.
    pub(crate) fn entity_id(&self, name: &str) -> Result<Option<String>, IndexError> {
        /// So many passages tell.
        const ENOUGH: usize = 8;
        let term = Term::from_field_text(self.fields().entity_name, name);
        let mut id = None;
        for at in addresses_of_term(&self.searcher, &term, ENOUGH)? {
            let found = self.passage(at)?.entities.into_iter().filter(|entity| entity.name == name);
            for entity in found {
                if id.get_or_insert_with(|| entity.id.clone()) != &entity.id {
                    return Ok(None);
                }
            }
        }
        Ok(id.flatten())
    }

    fn names(&self, field: Field, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        let searcher = &self.searcher;
        let mut names = std::collections::BTreeSet::new();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().stream().map_err(tantivy::TantivyError::from)?;
            while terms.advance() {
                if let Ok(name) = std::str::from_utf8(terms.key())
                    && wanted(name)
                {
                    names.insert(name.to_owned());
                }
            }
        }
        let counted = names.into_iter().map(|name| {
            let query = TermQuery::new(Term::from_field_text(field, &name), IndexRecordOption::Basic);
            Ok((name, searcher.search(&query, &Count)?))
        });
        // Terms of passages that were taken out stay for a while: they count none.
        let found: Result<Vec<_>, IndexError> = counted.collect();
        Ok(found?.into_iter().filter(|(_, count)| *count > 0).collect())
    }
}
