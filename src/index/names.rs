//! The names that the index holds, and the keys that they are found by.

use std::rc::Rc;

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption};

use super::known::Known;
use super::{Index, IndexError, analysis};
use crate::authority::name_key;

/// The keys under which a name is indexed and looked up: one for each of its words that is no article, the
/// same for all spellings ([`name_key`]). The words are taken as written, since a key needs what the
/// analysis of words takes out (the hyphen of `ash-Sharaa`, the letters of other scripts), but for a possessive.
pub(crate) fn name_keys(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().map(analysis::without_possessive).collect();
    name_key(&words.join(" ")).split(' ').filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

/// The same, remembered.
pub(super) fn known_keys(name: &str) -> Rc<[Rc<str>]> {
    thread_local! {
        static KEYS: Known<Rc<[Rc<str>]>> = Known::default();
    }
    KEYS.with(|known| known.of(name, |name| name_keys(name).into_iter().map(Rc::from).collect()))
}

impl Index {
    /// The speakers for whose whole names `wanted` holds, each with the number of passages; in the order of names.
    pub fn speakers(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        self.names(self.fields.speaker_name, wanted)
    }

    /// The entities for whose whole names `wanted` holds, each with the number of passages; in the order of names.
    pub fn entities(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        self.names(self.fields.entity_name, wanted)
    }

    fn names(&self, field: Field, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, usize)>, IndexError> {
        let searcher = self.searcher();
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
