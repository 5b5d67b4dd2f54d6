//! What became of each correction and of each marked passage, as the index stands.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use crate::index::{IndexError, Snapshot, StoredPassage};
use crate::model::{Corrected, CorrectedField, Document, PartialDate, Span};
use crate::record::{
    Anchor, Correction, DocumentCorrection, Found, Known, Marked, PlacedCorrection, Provenance, Record, State,
};

/// A correction, and what became of it.
#[derive(Clone, Debug)]
pub struct Reviewed<'a> {
    /// The correction.
    pub correction: Correction<'a>,
    /// What became of it.
    pub state: State,
    /// Why, where that is to be told.
    pub why: Option<String>,
}

/// What was said of words, and whether they are still there.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewedMark<'a> {
    /// What was said.
    #[serde(flatten)]
    pub marked: &'a Marked,
    /// What became of the words.
    pub state: State,
    /// Where they stand now, in code points of the body.
    pub now: Option<Span>,
}

/// A document as the index has it.
struct Held {
    document: Document,
    passages: Vec<StoredPassage>,
}

impl Held {
    fn open(snapshot: &Snapshot, id: &str, path: &str) -> Result<Option<Self>, IndexError> {
        let passages = snapshot.show(id)?;
        if passages.is_empty() || passages[0].document != id {
            return Ok(None);
        }
        let body: String = passages.iter().map(|passage| passage.text.as_str()).collect();
        let document = Document { id: id.to_owned(), ..Document::new(path, body) };
        Ok(Some(Self { document, passages }))
    }

    /// The passages with words in these bytes, and whether all of their words are.
    fn passages_in(&self, bytes: &Range<usize>) -> Vec<(&StoredPassage, bool)> {
        let mut found = Vec::new();
        let mut start = 0;
        for passage in &self.passages {
            let words = start + passage.text.len() - passage.text.trim_start().len();
            let end = words + passage.text.trim().len();
            if words < bytes.end && bytes.start < end {
                found.push((passage, bytes.start <= words && end <= bytes.end));
            }
            start += passage.text.len();
        }
        found
    }
}

/// What became of each correction, in their order.
///
/// # Errors
/// Where the index cannot be read.
pub fn review_corrections<'a>(
    snapshot: &Snapshot,
    record: &'a Record,
) -> Result<Vec<Reviewed<'a>>, IndexError> {
    let mut held: HashMap<String, Option<Held>> = HashMap::new();
    let mut reviewed = Vec::new();
    for correction in record.corrections.iter() {
        let (id, path) = match correction {
            Correction::Statement(one) => (one.at.document_id(), &one.at.path),
            Correction::Document(one) => (one.document_id(), &one.path),
            Correction::Person(person) => {
                let old = |name: &str| name != person.name && person.same.iter().any(|same| same == name);
                let left = !snapshot.speakers(old)?.is_empty();
                let state = match (left, snapshot.has_speaker(&person.name)?) {
                    (true, _) => State::Waiting,
                    (false, true) => State::Applied,
                    (false, false) => State::Lost,
                };
                let why =
                    (state == State::Lost).then(|| "nobody of these names speaks in the index".to_owned());
                reviewed.push(Reviewed { correction, state, why });
                continue;
            }
            Correction::Apart(_) => {
                reviewed.push(Reviewed { correction, state: State::Applied, why: None });
                continue;
            }
        };
        if !held.contains_key(&id) {
            held.insert(id.clone(), Held::open(snapshot, &id, path)?);
        }
        let (state, why) = match (&held[&id], correction) {
            (None, _) => (State::Lost, Some(not_there(snapshot, path)?)),
            (Some(held), Correction::Document(one)) => (of_document(held, one), None),
            (Some(held), _) => {
                let placed = record.corrections.place(&held.document);
                let own = placed.into_iter().find(|placed| placed.correction.place == *correction.place());
                match own {
                    Some(placed) => of_words(snapshot, record, held, placed)?,
                    None => (State::Lost, None),
                }
            }
        };
        reviewed.push(Reviewed { correction, state, why });
    }
    Ok(reviewed)
}

/// What is said of words, each with whether they are still there.
///
/// # Errors
/// Where the index cannot be read.
pub fn review_notes<'a>(
    snapshot: &Snapshot,
    record: &'a Record,
) -> Result<Vec<ReviewedMark<'a>>, IndexError> {
    let mut held: HashMap<String, Option<Held>> = HashMap::new();
    let mut reviewed = Vec::new();
    for marked in record.notes.marked() {
        let id = marked.at.document_id();
        if !held.contains_key(&id) {
            held.insert(id.clone(), Held::open(snapshot, &id, &marked.at.path)?);
        }
        let (state, now) = match &held[&id] {
            None => (State::Lost, None),
            Some(held) => place(&marked.at, &held.document),
        };
        reviewed.push(ReviewedMark { marked, state, now });
    }
    Ok(reviewed)
}

fn place(at: &Anchor, document: &Document) -> (State, Option<Span>) {
    let span = |bytes: Range<usize>| {
        let start = document.body[..bytes.start].chars().count();
        Some(Span::new(start, start + document.body[bytes].chars().count()))
    };
    match at.find(&document.body) {
        Found::Here(bytes) => (State::Applied, span(bytes)),
        Found::Moved(bytes) => (State::Moved, span(bytes)),
        Found::InDoubt(_) => (State::InDoubt, None),
        Found::Lost => (State::Lost, None),
    }
}

/// Why a document is not in the index.
fn not_there(snapshot: &Snapshot, path: &str) -> Result<String, IndexError> {
    let file = snapshot.file(path)?;
    let original = file.as_ref().and_then(|file| file.copy_of.as_ref());
    Ok(match (original, &file) {
        (Some(original), _) => {
            format!("{path} holds the same as {original}, and stands in the index under that name")
        }
        (None, Some(_)) => format!("{path} has no such document any more"),
        (None, None) => format!("{path} is not in the index: if it was renamed, name it by its new name"),
    })
}

fn of_words(
    snapshot: &Snapshot,
    record: &Record,
    held: &Held,
    placed: PlacedCorrection<'_>,
) -> Result<(State, Option<String>), IndexError> {
    let Some(bytes) = &placed.bytes else { return Ok((placed.state, placed.why)) };
    let (wished, provenance) = (&placed.correction.wished, &placed.correction.provenance);
    let passages = held.passages_in(bytes);
    let as_wished = passages.iter().all(|(passage, whole)| *whole && wished.holds_for(known(passage)));
    let fields = wished.fields();
    let is_marked = passages.iter().any(|(passage, _)| {
        passage.corrected.iter().any(|mark| fields.contains(&mark.field) && is_of(mark, provenance))
    });
    let copies = fields.contains(&CorrectedField::Copies);
    Ok(match (as_wished, is_marked) {
        (true, true) => (placed.state, None),
        (true, false) if !copies => (State::AlreadySo, None),
        _ => {
            let path = &placed.correction.at.path;
            let own = record.fingerprint_of(path);
            match snapshot.file(path)? {
                Some(file) if !own.is_empty() && file.settings.ends_with(&own) => {
                    let why = "nobody is said to speak these words: correct the speaker too";
                    (State::InDoubt, Some(why.to_owned()))
                }
                _ => (State::Waiting, Some("run `demarche index` to apply it".to_owned())),
            }
        }
    })
}

fn of_document(held: &Held, one: &DocumentCorrection) -> State {
    let first = &held.passages[0];
    let text = |wanted: &Option<String>, value: &Option<String>| {
        wanted.as_ref().is_none_or(|wanted| wanted == value.as_deref().unwrap_or_default())
    };
    let published: Option<PartialDate> = first.published.as_ref().unwrap_or(&first.date).value;
    let marked = first.corrected.iter().any(|mark| is_of(mark, &one.provenance) && is_documents(mark.field));
    let so = text(&one.author, &first.author)
        && text(&one.source, &first.source)
        && one.date.is_none_or(|date| date == published);
    match (marked, so) {
        (true, _) => State::Applied,
        (false, true) => State::AlreadySo,
        (false, false) => State::Waiting,
    }
}

fn is_documents(field: CorrectedField) -> bool {
    matches!(field, CorrectedField::Author | CorrectedField::Source | CorrectedField::Published)
}

fn is_of(mark: &Corrected, provenance: &Provenance) -> bool {
    (&mark.by, &mark.on, &mark.why) == (&provenance.by, &provenance.on, &provenance.why)
}

fn known(passage: &StoredPassage) -> Known<'_> {
    Known {
        speakers: passage.all_speakers(),
        kind: passage.kind,
        date: passage.date.value,
        topics: &passage.topics,
        entities: &passage.entities,
    }
}
