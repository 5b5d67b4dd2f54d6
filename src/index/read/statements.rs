//! Statements whole, as a snapshot holds them.

use tantivy::{DocAddress, Term};

use super::lookup::addresses_of_term;
use super::snapshot::Snapshot;
use crate::index::error::IndexError;
use crate::index::schema::held::HeldStatement;
use crate::index::schema::stored::StoredPassage;

impl Snapshot {
    /// Hands on every statement that came from a file, in the order of the index.
    pub(crate) fn statements_of_file<E: From<IndexError>>(
        &self,
        file: &str,
        each: &mut dyn FnMut(HeldStatement) -> Result<(), E>,
    ) -> Result<(), E> {
        let term = Term::from_field_text(self.fields().file, file);
        let places = self.places_of(file)?;
        let mut document = String::new();
        let mut order = 0;
        let mut hand_on = |passages: &[StoredPassage], group| {
            let Some(held) = HeldStatement::new(passages, group, order) else { return Ok(()) };
            order += 1;
            let opens = document != held.statement.document;
            document.clone_from(&held.statement.document);
            each(HeldStatement { opens, places: places.clone(), ..held })
        };
        let (mut passages, mut group): (Vec<StoredPassage>, u64) = (Vec::new(), 0);
        let keys = self.keys()?;
        for at in addresses_of_term(&self.searcher, &term, usize::MAX)? {
            let DocAddress { segment_ord, doc_id } = at;
            let keys = &keys[segment_ord as usize];
            if !self.is_passage(at)? {
                continue;
            }
            if keys.statement.begins(doc_id) {
                hand_on(&passages, group)?;
                passages.clear();
                group = keys.group(doc_id);
            }
            passages.push(self.passage(at)?);
        }
        hand_on(&passages, group)
    }
}
