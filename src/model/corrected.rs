//! What a person corrected.

use serde::{Deserialize, Serialize};

/// What of a statement or a document a person can correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CorrectedField {
    /// Who speaks.
    Speaker,
    /// The speaker's role.
    Role,
    /// The body spoken for.
    Affiliation,
    /// The kind of statement.
    Kind,
    /// When it was said.
    Date,
    /// What it is about.
    Topics,
    /// What it mentions.
    Entities,
    /// Whether it is a copy of another statement.
    Copies,
    /// Who wrote the document.
    Author,
    /// When the document was published.
    Published,
    /// Who published the document.
    Source,
}

impl CorrectedField {
    /// The word users read: `speaker`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Role => "role",
            Self::Affiliation => "affiliation",
            Self::Kind => "kind",
            Self::Date => "date",
            Self::Topics => "topics",
            Self::Entities => "entities",
            Self::Copies => "copies",
            Self::Author => "author",
            Self::Published => "published",
            Self::Source => "source",
        }
    }
}

/// A value that a person put in the place of the program's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// What was corrected.
    pub field: CorrectedField,
    /// What the program has, as text; empty where it has nothing.
    pub was: String,
    /// Who corrected it.
    pub by: Option<String>,
    /// On which day, as the person wrote it.
    pub on: Option<String>,
    /// Why.
    pub why: Option<String>,
}

impl Corrected {
    /// The same as a sentence: `speaker corrected by A. Reader on 2026-03-04: was “Ada Example” (misread head)`.
    pub fn sentence(&self) -> String {
        let mut said = format!("{} corrected", self.field.as_str());
        let parts = [(" by ", &self.by), (" on ", &self.on)];
        for (before, part) in
            parts.iter().filter_map(|(before, part)| part.as_ref().map(|part| (before, part)))
        {
            said.push_str(before);
            said.push_str(part);
        }
        match self.was.as_str() {
            "" => said.push_str(": was not known"),
            was => said.push_str(&format!(": was “{was}”")),
        }
        if let Some(why) = &self.why {
            said.push_str(&format!(" ({why})"));
        }
        said
    }
}
