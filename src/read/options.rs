//! What the user says about how to read.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

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
    /// The list that holds the records of a JSON file, by the names of the keys that lead to it: `results`,
    /// `response.docs`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
    /// The encoding of texts that do not say theirs, by its name on the web: `windows-1251`. Else it is told from the
    /// bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The source of documents that name none.
    pub source: Option<String>,
    /// Who spoke for a country in a session of the UN General Debate.
    pub speakers: Option<SpeakerTable>,
    /// Whether a text is a manuscript whose quotations are to be checked: notes are marked where they hang and where they
    /// stand (`[^1]`), paragraphs that are set off by `>`, and an address of demarche stands behind the words that lead to it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub manuscript: bool,
}

/// A field of a document that a column can be mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// Who wrote it; no speaker of what it reports.
    Author,
    /// The language, a BCP 47 tag: `en`.
    Language,
    /// The number or symbol that it is cited by: `S/PV.8051`.
    Number,
}

impl Field {
    /// Every field with its name, in their own order. What columns of each are called is in `headings.tsv`.
    pub(super) const ALL: [(Self, &'static str); 13] = [
        (Self::Id, "id"),
        (Self::Speaker, "speaker"),
        (Self::Role, "role"),
        (Self::Affiliation, "affiliation"),
        (Self::Date, "date"),
        (Self::Title, "title"),
        (Self::Source, "source"),
        (Self::Url, "url"),
        (Self::Topic, "topic"),
        (Self::Text, "text"),
        (Self::Author, "author"),
        (Self::Language, "language"),
        (Self::Number, "number"),
    ];

    /// Its name, as [`Field::from_str`] reads it.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// A field's name that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no field; the fields are id, speaker, role, affiliation, date, title, source, url, topic, text, author, language and number"
)]
pub struct UnknownField(pub String);

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(name: &str) -> Result<Self, UnknownField> {
        let wanted = name.to_ascii_lowercase();
        let found = Self::ALL.iter().find(|(_, name)| *name == wanted);
        found.map(|(field, _)| *field).ok_or_else(|| UnknownField(name.to_owned()))
    }
}
