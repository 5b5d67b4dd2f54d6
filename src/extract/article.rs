//! Articles, by paragraph: the writer's own words, unless the metadata names who speaks.

use super::cut::{Cut, paragraphs};
use crate::model::{Document, Kind};

/// One statement a paragraph; the headline is one of its own.
pub(super) fn cut(document: &Document) -> Vec<Cut> {
    let kind = if document.speaker.is_some() { Kind::Spoken } else { Kind::Narration };
    let starts = paragraphs(&document.body).into_iter();
    starts.map(|start| Cut { start, speaker: document.speaker.clone(), kind }).collect()
}
