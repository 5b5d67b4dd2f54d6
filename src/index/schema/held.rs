//! Held statements: what an index holds of a statement, whole, to be given to another index as it is.

use serde::{Deserialize, Serialize};

use super::ids::key;
use super::stored::StoredPassage;
use crate::index::duplicates::groups::GroupPlace;
use crate::model::{Document, Page, Statement, StatementDate};

/// A statement with what is known of its document and where its passages stand. The document has no body, no pages and no
/// turns: what was made of these is in the statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HeldStatement {
    pub document: Document,
    pub statement: Statement,
    /// Where each of its passages stands.
    pub passages: Vec<PassagePlace>,
    /// The key of the group of its copies, where that is named after another statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u64>,
    /// The other files that hold the same document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Which statement of its file it is, counted from 0 in the order of the index.
    pub order: u64,
    /// Whether it is the first of its document.
    pub opens: bool,
}

/// Where a passage stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PassagePlace {
    /// The line; 0 where the file has none.
    pub line: u32,
    /// The page, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

impl HeldStatement {
    /// Of the passages of one statement, in order; `None` without any.
    pub fn new(passages: &[StoredPassage], group: u64, order: u64) -> Option<Self> {
        let first = passages.first()?;
        let statement = Statement {
            id: first.id.clone(),
            document: first.document.clone(),
            kind: first.kind,
            speaker: first.speaker.clone(),
            speakers: first.speakers.clone(),
            date: first.date.clone(),
            topics: first.topics.clone(),
            topic_evidence: first.topic_evidence.clone(),
            entities: first.entities.clone(),
            mentions: passages.iter().flat_map(|passage| passage.mentions.iter().copied()).collect(),
            span: first.statement,
            text: passages.iter().map(|passage| passage.text.as_str()).collect(),
            attributions: first.attributions.clone(),
            tags: first.tags.clone(),
            corrected: first.corrected.clone(),
        };
        let document = Document {
            id: first.document.clone(),
            record: first.record.clone(),
            title: first.title.clone(),
            source: first.source.clone(),
            url: first.url.clone(),
            date: first.published.clone().unwrap_or_else(StatementDate::unknown),
            author: first.author.clone(),
            number: first.number.clone(),
            language: first.language.clone(),
            forms: first.forms.clone(),
            ..Document::new(first.path.clone(), "")
        };
        let place = |passage: &StoredPassage| PassagePlace { line: passage.line, page: passage.page.clone() };
        Some(Self {
            document,
            passages: passages.iter().map(place).collect(),
            group: Some(group).filter(|group| *group != key(&statement.id)),
            statement,
            places: Vec::new(),
            order,
            opens: false,
        })
    }

    /// The key of the group of its copies.
    pub fn group(&self) -> u64 {
        self.group.unwrap_or_else(|| key(&self.statement.id))
    }

    /// Its place among its copies.
    pub fn place(&self) -> GroupPlace {
        GroupPlace { group: self.group(), joined: self.group.is_some(), bands: Vec::new() }
    }

    /// The document of statements that share it, this one among them. That a statement does not say when its document was
    /// published means that it was said then, if another says when.
    pub fn document_of_all(&self, all: &[Self]) -> Document {
        let dated = all.iter().find(|one| one.document.date.value.is_some());
        dated.unwrap_or(self).document.clone()
    }

    /// The document as if all of it were printed on one page.
    pub fn on_page(&self, document: &Document, label: &str) -> Document {
        let pages = vec![Page { start: 0, label: label.to_owned(), index: 0 }];
        Document { pages, ..document.clone() }
    }
}
