//! Documents with what was coded and noted in them, and collections, to be handed to other programs.

use std::collections::BTreeMap;

use super::review::review_notes;
use crate::index::{IndexError, Snapshot, StoredPassage};
use crate::model::Span;
use crate::record::{Marked, Record};

/// A document in which something is coded or noted.
#[derive(Clone, Debug)]
pub struct CodedDocument<'a> {
    /// Its id.
    pub id: String,
    /// The file.
    pub path: String,
    /// Its passages, in order: their texts, joined, are its body.
    pub passages: Vec<StoredPassage>,
    /// What is said of its words, and where these stand, in code points.
    pub marks: Vec<(Span, &'a Marked)>,
}

impl CodedDocument<'_> {
    /// The passage in which a place begins.
    pub fn passage_at(&self, place: Span) -> Option<&StoredPassage> {
        let first = self.passages.partition_point(|passage| passage.span.start <= place.start);
        self.passages.get(first.checked_sub(1)?)
    }

    /// The words at a place.
    pub fn words(&self, place: Span) -> String {
        let all = self.passages.iter().flat_map(|passage| passage.text.chars());
        all.skip(place.start).take(place.end - place.start).collect()
    }
}

/// The documents in which `wanted` is coded or noted, in order of their files; and what of it is not there any more, or in doubt.
///
/// # Errors
/// Where the index cannot be read.
pub fn coded_documents<'a>(
    snapshot: &Snapshot,
    record: &'a Record,
    wanted: impl Fn(&Marked) -> bool,
) -> Result<(Vec<CodedDocument<'a>>, Vec<&'a Marked>), IndexError> {
    let mut documents: BTreeMap<(String, String), CodedDocument<'a>> = BTreeMap::new();
    let mut missing = Vec::new();
    for one in review_notes(snapshot, record)?.into_iter().filter(|one| wanted(one.marked)) {
        let Some(now) = one.now else {
            missing.push(one.marked);
            continue;
        };
        let (path, id) = (one.marked.at.path.clone(), one.marked.at.document_id());
        let key = (path.clone(), id.clone());
        if !documents.contains_key(&key) {
            let passages = snapshot.show(&id)?;
            documents.insert(key.clone(), CodedDocument { id, path, passages, marks: Vec::new() });
        }
        if let Some(document) = documents.get_mut(&key) {
            document.marks.push((now, one.marked));
        }
    }
    let mut documents: Vec<CodedDocument<'a>> = documents.into_values().collect();
    documents.iter_mut().for_each(|document| document.marks.sort_by_key(|(place, _)| *place));
    Ok((documents, missing))
}
