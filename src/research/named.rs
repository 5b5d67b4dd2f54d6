//! Words of the index that something is to be recorded of: by the id of a statement, or by their place in it.

use crate::index::{IndexError, Snapshot, StoredPassage};
use crate::model::{Document, Span};
use crate::record::{Anchor, AnchorError, Was, Wished};

/// Words that an id and a place name.
#[derive(Clone, Debug)]
pub struct NamedWords {
    /// The passages of the statement.
    pub passages: Vec<StoredPassage>,
    /// The words.
    pub at: Anchor,
}

/// Why no words are named.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NamedError {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// Nothing has the id.
    #[error("nothing has the id `{0}`")]
    Unknown(String),
    /// The id is a document's: one of its statements must be named, or words at a place.
    #[error("`{0}` is a whole document")]
    WholeDocument(String),
    /// The words cannot be held.
    #[error(transparent)]
    Anchor(#[from] AnchorError),
}

/// The words of a statement, or those at a place of it in code points of the document's body, as they stand in the index.
///
/// # Errors
/// [`NamedError`] where none are named.
pub fn words_at(snapshot: &Snapshot, id: &str, place: Option<Span>) -> Result<NamedWords, NamedError> {
    let passages = snapshot.show(id)?;
    let Some(first) = passages.first() else { return Err(NamedError::Unknown(id.to_owned())) };
    if place.is_none() && passages.iter().any(|passage| passage.id != first.id) {
        return Err(NamedError::WholeDocument(id.to_owned()));
    }
    let all = snapshot.show(&first.document)?;
    let body: String = all.iter().map(|passage| passage.text.as_str()).collect();
    let mut document = Document::new(first.path.as_str(), body);
    document.id.clone_from(&first.document);
    let at = Anchor::new(&document, place.unwrap_or(first.statement))?;
    Ok(NamedWords { passages, at })
}

/// What the index has in the place of what is wished.
pub fn was(wished: &Wished, of: &StoredPassage) -> Was {
    let speaker = of.speaker.as_ref();
    let names: Vec<&str> = of.all_speakers().iter().map(|speaker| speaker.name.as_str()).collect();
    let mut was = Was {
        speaker: wished.speakers.as_ref().map(|_| names.join("; ")),
        role: wished.role.as_ref().and(speaker.and_then(|speaker| speaker.role.clone())),
        affiliation: wished.affiliation.as_ref().and(speaker.and_then(|speaker| speaker.affiliation.clone())),
        kind: wished.kind.map(|_| of.kind.as_str().to_owned()),
        date: wished.date.map(|_| of.date.value.map(|date| date.to_string()).unwrap_or_default()),
        topics: wished.topics.as_ref().map(|_| of.topics.clone()),
        ..Was::default()
    };
    let entities = || of.entities.iter().map(|entity| entity.name.clone()).collect();
    was.entities = wished.entities.as_ref().map(|_| entities());
    was
}
