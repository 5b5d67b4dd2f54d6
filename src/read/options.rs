//! What the user says about how to read.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Serialize;

use super::{DateOrder, SpeakerTable};
use crate::model::{Format, PartialDate};

/// What the user says about how to read.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct ReadOptions {
    /// The format of every file; else it is chosen by content and name.
    pub format: Option<Format>,
    /// Columns or keys to take fields from, instead of the common headings.
    pub map: BTreeMap<Field, String>,
    /// The date of documents that state none.
    pub date: Option<PartialDate>,
    /// Which comes first in dates such as `03/04/2014`; else a file's own dates settle it, or it stays in doubt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// The source of documents that name none.
    pub source: Option<String>,
    /// Who spoke for a country in a session of the UN General Debate.
    pub speakers: Option<SpeakerTable>,
}

/// A field of a document that a column can be mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Field {
    /// The record's own id.
    Id,
    /// Who speaks.
    Speaker,
    /// The speaker's role.
    Role,
    /// The body the speaker speaks for.
    Affiliation,
    /// When.
    Date,
    /// The title.
    Title,
    /// Who published it.
    Source,
    /// Where it was published.
    Url,
    /// What about; several in one cell are separated by `;`.
    Topic,
    /// The words themselves.
    Text,
}

impl Field {
    /// Every field with its name and its common headings, the preferred first, in lower case; in their own order.
    pub(super) const ALL: [(Self, &'static str, &'static [&'static str]); 10] = [
        (Self::Id, "id", &["id", "_id", "doc_id", "docid", "docno", "identifier"]),
        (
            Self::Speaker,
            "speaker",
            &["speaker", "speaker_name", "name", "author", "delegate", "delegation", "country"],
        ),
        (Self::Role, "role", &["role", "post", "position", "office", "speaker_role"]),
        (Self::Affiliation, "affiliation", &["affiliation", "organisation", "organization", "institution"]),
        (
            Self::Date,
            "date",
            &["date", "published", "published_at", "published_time", "publication_date", "day", "year"],
        ),
        (Self::Title, "title", &["title", "headline", "subject"]),
        (Self::Source, "source", &["source", "publisher", "outlet", "newspaper"]),
        (Self::Url, "url", &["url", "link", "source_url", "permalink"]),
        (Self::Topic, "topic", &["topic", "topics", "tags", "keywords", "category"]),
        (Self::Text, "text", &["text", "body", "speech", "content", "statement", "transcript", "quote"]),
    ];
}

/// A field's name that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no field; the fields are id, speaker, role, affiliation, date, title, source, url, topic and text"
)]
pub struct UnknownField(pub String);

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(name: &str) -> Result<Self, UnknownField> {
        let wanted = name.to_ascii_lowercase();
        let found = Self::ALL.iter().find(|(_, name, _)| *name == wanted);
        found.map(|(field, ..)| *field).ok_or_else(|| UnknownField(name.to_owned()))
    }
}
