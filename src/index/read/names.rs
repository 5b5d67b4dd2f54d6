//! The names that the index holds.

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption};

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
