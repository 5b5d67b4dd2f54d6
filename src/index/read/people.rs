//! The speakers that the index holds, and the forms under which they are written.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use tantivy::DocAddress;

use super::snapshot::Snapshot;
use crate::index::error::IndexError;
use crate::index::schema::runs::PassageFilter;

/// A speaker of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexedSpeaker {
    /// The canonical name.
    pub name: String,
    /// How many statements are this speaker's, alone or together with others.
    pub statements: u64,
    /// As whom the texts name the speaker, the most frequent form first.
    pub forms: Vec<WrittenForm>,
}

/// A form of a name as texts write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrittenForm {
    /// As written.
    pub written: String,
    /// In how many statements.
    pub statements: u64,
}

impl Snapshot {
    /// All speakers, who has most statements first. Reads the first passage of every statement.
    pub fn people(&self) -> Result<Vec<IndexedSpeaker>, IndexError> {
        let mut counted: HashMap<String, BTreeMap<String, u64>> = HashMap::new();
        let keys = self.keys()?;
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let passages = PassageFilter::open(reader)?;
            let statements = &keys[segment as usize].statement;
            let firsts = reader.doc_ids_alive().filter(|at| passages.holds(*at) && statements.begins(*at));
            for at in firsts {
                self.with_packed(DocAddress::new(segment, at), |packed| {
                    for (name, written) in packed.speakers_written() {
                        if !counted.contains_key(name) {
                            counted.insert(name.to_owned(), BTreeMap::new());
                        }
                        if let Some(forms) = counted.get_mut(name) {
                            *forms.entry(written.to_owned()).or_default() += 1;
                        }
                    }
                    Ok(())
                })?;
            }
        }
        let speakers = counted.into_iter().map(|(name, forms)| {
            let mut forms: Vec<WrittenForm> =
                forms.into_iter().map(|(written, statements)| WrittenForm { written, statements }).collect();
            forms.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.written.cmp(&b.written)));
            IndexedSpeaker { statements: forms.iter().map(|form| form.statements).sum(), name, forms }
        });
        let mut speakers: Vec<IndexedSpeaker> = speakers.collect();
        speakers.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.name.cmp(&b.name)));
        Ok(speakers)
    }
}
