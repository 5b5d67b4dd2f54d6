//! Explanation of a statement: for each of its values the rule that gave it, and the words on which it rests. Plain data.

use serde::Serialize;

use crate::model::{Span, Statement, StatementDate};

/// Why a statement's values are what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Why it is of its kind.
    pub kind: Reason,
    /// Why it is this speaker's; `None` where it has none.
    pub speaker: Option<Reason>,
    /// Where the speaker's role comes from.
    pub role: Option<Reason>,
    /// Where the speaker's affiliation comes from.
    pub affiliation: Option<Reason>,
    /// Where the date comes from.
    pub date: Reason,
    /// Why it has each topic, in the order of its topics.
    pub topics: Vec<Reason>,
    /// Why each entity is taken to be mentioned, in the order of its entities.
    pub entities: Vec<Reason>,
}

/// The rule that gave one value, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The value; `None` where it is unknown.
    pub value: Option<String>,
    /// The rule, in words.
    pub rule: String,
    /// The words it rests on.
    pub words: Vec<Words>,
    /// For a date: what it was counted from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<StatementDate>,
}

/// Words on which a value rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The words as written.
    pub text: String,
    /// Where they stand, in code points of the body; `None` where they stand elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
    /// What they stand in.
    #[serde(rename = "in")]
    pub place: Place,
}

/// What words stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Place {
    /// The text.
    Body,
    /// The title that the metadata gives.
    Title,
    /// The file's path.
    Path,
}

impl Explanation {
    /// Says of each value that a person corrected who did, when and why, in the place of the rule that gave the other.
    pub(super) fn correct(&mut self, statement: &Statement) {
        use crate::model::CorrectedField as F;
        let speaker = statement.speaker.as_ref();
        for mark in &statement.corrected {
            let reason = |value: Option<&str>| Reason::new(value, mark.sentence(), Vec::new());
            let text = |value: Option<&String>| Some(reason(value.map(String::as_str)));
            match mark.field {
                F::Speaker => self.speaker = text(speaker.map(|speaker| &speaker.name)),
                F::Role => self.role = text(speaker.and_then(|speaker| speaker.role.as_ref())),
                F::Affiliation => {
                    self.affiliation = text(speaker.and_then(|speaker| speaker.affiliation.as_ref()))
                }
                F::Kind => self.kind = reason(Some(statement.kind.as_str())),
                F::Date => self.date = reason(statement.date.value.map(|date| date.to_string()).as_deref()),
                F::Topics => self.topics = statement.topics.iter().map(|topic| reason(Some(topic))).collect(),
                F::Entities => {
                    self.entities =
                        statement.entities.iter().map(|entity| reason(Some(&entity.name))).collect();
                }
                _ => {}
            }
        }
    }
}

impl Reason {
    /// A rule and the words it rests on.
    pub(super) fn new(value: Option<&str>, rule: impl Into<String>, words: Vec<Words>) -> Self {
        Self { value: value.map(str::to_owned), rule: rule.into(), words, from: None }
    }
}
