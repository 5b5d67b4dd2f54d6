//! What the index keeps of a passage and of a file, to give back as it was.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::index::error::IndexError;
use crate::model::{
    Attribution, Corrected, Entity, EntityMention, Format, Kind, Span, Speaker, StatementDate, TopicEvidence,
    all_speakers,
};
use crate::read::Skip;

/// A passage as it stands in the index, with what is known of its statement and document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPassage {
    /// The statement's id.
    pub id: String,
    /// The document's id.
    pub document: String,
    /// The record's own id in its table, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// How the words came to stand in the document.
    pub kind: Kind,
    /// Who speaks; the first of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker>,
    /// All who say it together, as in [`crate::model::Statement::speakers`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Speaker>,
    /// When.
    pub date: StatementDate,
    /// When the document was published, where that is known and the words were said at another time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<StatementDate>,
    /// What about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// What speaks for each topic, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topic_evidence: Vec<TopicEvidence>,
    /// What the document is, as [`crate::model::Document::forms`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
    /// What the statement mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    /// Where the passage mentions them; one that begins in it may end after it.
    #[serde(skip)]
    pub mentions: Vec<EntityMention>,
    /// The document's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who wrote the document, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The number or symbol that the document is cited by: `S/PV.8051`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The document's language, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The file.
    pub path: String,
    /// The line of the file on which the passage begins; for a row of a table, the row's line; 0 where the file has no
    /// lines.
    pub line: u32,
    /// The page or column on which the passage stands, as printed: `499`, `2/6–3/6`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The whole statement's place in the body.
    pub statement: Span,
    /// The passage's place in the body, with the white space around it.
    pub span: Span,
    /// The passage's words, with the white space around them.
    pub text: String,
    /// The statement's attributions, kept on its first passage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributions: Vec<Attribution>,
    /// The codes that a person gave the statement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What a person corrected of the statement and of its document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
}

impl StoredPassage {
    /// Where the passage stands, for people: `talks.txt:12`, `S_PV_8051.pdf, page 2/6`.
    pub fn place(&self) -> String {
        match (&self.page, self.line) {
            (Some(page), 0) => format!("{}, page {page}", self.path),
            (Some(page), line) => format!("{}:{line}, page {page}", self.path),
            (None, 0) => self.path.clone(),
            (None, line) => format!("{}:{line}", self.path),
        }
    }

    /// All who speak: nobody, one, or several together.
    pub fn all_speakers(&self) -> &[Speaker] {
        all_speakers(&self.speaker, &self.speakers)
    }
}

/// Whether one finds a place in such a file by its line.
pub(crate) fn is_in_lines(format: Format) -> bool {
    use Format::{Csv, Jsonl, Markdown, Parquet, Text, Tsv, Xml};
    matches!(format, Text | Markdown | Jsonl | Csv | Tsv | Parquet | Xml)
}

/// Whether a passage's line is counted from its document's first line: a row of a table is one line.
pub(crate) fn has_lines(format: Format) -> bool {
    matches!(format, Format::Text | Format::Markdown)
}

/// What the index knows of a file it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// The file's name, as in [`crate::model::Document::path`].
    pub name: String,
    /// Its size in bytes, as it lay on the disk.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970; only to see whether it changed.
    pub modified: Option<i64>,
    /// A hash of its bytes.
    pub hash: String,
    /// A hash of the settings it was read with.
    pub settings: String,
    /// A hash of what is known of its documents beside their words: files of the same bytes may differ in it,
    /// by their names.
    #[serde(default)]
    pub likeness: String,
    /// The file that holds the same, bytes and all that is known of its documents, and was read in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    /// Whether reading it was broken off: what came before is in the index, and it is read anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_part: bool,
    /// How many documents it held; none where it is a copy.
    pub documents: u64,
    /// Of the documents, how many have no date.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub undated: u64,
    /// Of the documents, how many have no statement with a speaker.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub speakerless: u64,
    /// Whether it came on standard input, so that no file of this name is on the disk.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub standard_input: bool,
    /// How many statements.
    pub statements: u64,
    /// How many passages.
    pub passages: u64,
    /// What was left out of it, told again each time it is found unchanged.
    #[serde(default)]
    pub skips: Vec<Skip>,
    /// What one should know of how it was read, told again too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Skip>,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl StoredFile {
    /// From what was stored.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, IndexError> {
        serde_json::from_slice(bytes)
            .map_err(|error| IndexError::Damaged(format!("the record of a file: {error}")))
    }

    /// Whether this tells what the other told before it: records of a file's parts stay beside that of the
    /// whole.
    pub(crate) fn supersedes(&self, other: &Self) -> bool {
        self.name == other.name && (!self.in_part, self.documents) > (!other.in_part, other.documents)
    }
}

/// The records that no other supersedes.
pub(crate) fn latest(records: Vec<StoredFile>) -> Vec<StoredFile> {
    let mut latest: HashMap<String, StoredFile> = HashMap::with_capacity(records.len());
    for record in records {
        match latest.get_mut(&record.name) {
            Some(known) if record.supersedes(known) => *known = record,
            Some(_) => {}
            None => drop(latest.insert(record.name.clone(), record)),
        }
    }
    latest.into_values().collect()
}
