//! What somebody said: statements, their attributions, speakers and entities.

use serde::{Deserialize, Serialize};

use super::{Corrected, StatementDate};

/// A run of a body: code points from `start` up to, not including, `end`. Written `[start,end]` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct Span {
    /// The first code point.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// How a statement's words came to stand in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A speech, or a turn of a transcript.
    Spoken,
    /// Holds a direct quotation.
    Quoted,
    /// Indirect speech.
    Reported,
    /// The writer's own words; no speaker.
    Narration,
}

impl Kind {
    /// Every kind, in the order of how close it is to the speaker's own words.
    pub const ALL: [Kind; 4] = [Kind::Spoken, Kind::Quoted, Kind::Reported, Kind::Narration];

    /// The word users write: `spoken`, `quoted`, `reported` or `narration`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Spoken => "spoken",
            Kind::Quoted => "quoted",
            Kind::Reported => "reported",
            Kind::Narration => "narration",
        }
    }
}

/// A person or body that speaks.
///
/// In JSON the `name` of one whom the text does not name is null, and the words for him are the `description`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "WrittenSpeaker", from = "WrittenSpeaker")]
pub struct Speaker {
    /// The canonical name: `Matthew Miller`. The words of the text where it names nobody: `two officials`.
    pub name: String,
    /// Whether the text names nobody, so that `name` only describes who spoke.
    pub unnamed: bool,
    /// The role held then: `spokesman`.
    pub role: Option<String>,
    /// The body spoken for: `US State Department`.
    pub affiliation: Option<String>,
    /// The words as written: `Miller`.
    pub as_written: String,
}

impl Speaker {
    /// The name that stands for whoever asks: a transcript does not say who it was.
    pub const JOURNALIST: &str = "Journalist";

    /// A speaker known by a name alone.
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { as_written: name.clone(), name, ..Self::default() }
    }

    /// A speaker whom the text does not name: `two officials`.
    pub fn described(words: impl Into<String>) -> Self {
        Self { unnamed: true, ..Self::named(words) }
    }

    /// The name; `None` for one whom the text does not name.
    pub fn known_name(&self) -> Option<&str> {
        (!self.unnamed).then_some(self.name.as_str())
    }

    /// Whether it is one who only asks: a journalist without a name.
    pub fn is_questioner(&self) -> bool {
        self.name == Self::JOURNALIST
    }
}

/// A speaker as JSON has him.
#[derive(Serialize, Deserialize)]
struct WrittenSpeaker {
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    role: Option<String>,
    affiliation: Option<String>,
    as_written: String,
}

impl From<Speaker> for WrittenSpeaker {
    fn from(Speaker { name, unnamed, role, affiliation, as_written }: Speaker) -> Self {
        let (name, description) = if unnamed { (None, Some(name)) } else { (Some(name), None) };
        Self { name, description, role, affiliation, as_written }
    }
}

impl From<WrittenSpeaker> for Speaker {
    fn from(WrittenSpeaker { name, description, role, affiliation, as_written }: WrittenSpeaker) -> Self {
        let unnamed = name.is_none();
        Self { name: name.or(description).unwrap_or_default(), unnamed, role, affiliation, as_written }
    }
}

/// What sort of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum EntityType {
    /// A human being.
    Person,
    /// A state or a territory with a government of its own.
    Country,
    /// A town, a region, a river.
    Place,
    /// A body: the Security Council, NATO, Hamas.
    Organisation,
    /// A resolution, a treaty, a record.
    Document,
}

/// Something a statement mentions, under its canonical name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entity {
    /// The canonical name.
    pub name: String,
    /// What sort of thing it is.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// An id that lasts, whatever the name: of a state its code in ISO 3166-1 alpha-3 (`FRA`), of a person of the list of
    /// office holders the item in Wikidata (`Q22686`). `None` where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Entity {
    /// An entity without an id.
    pub fn new(name: impl Into<String>, kind: EntityType) -> Self {
        Self { name: name.into(), kind, id: None }
    }
}

/// A place where a statement names one of its entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityMention {
    /// Which of the statement's entities, counted from 0.
    pub entity: usize,
    /// The words that name it, in code points of the body.
    pub span: Span,
}

/// What speaks for a topic of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TopicEvidence {
    /// The topic.
    pub topic: String,
    /// Where its words stand.
    #[serde(rename = "in")]
    pub place: TopicPlace,
    /// The words, as written but for line ends; each once, the first few. None where the metadata names the topic.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

impl TopicEvidence {
    /// Of a topic that the metadata names.
    pub fn named(topic: impl Into<String>) -> Self {
        Self { topic: topic.into(), place: TopicPlace::Metadata, words: Vec::new() }
    }
}

/// Where the words stand that speak for a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TopicPlace {
    /// The metadata names it.
    Metadata,
    /// The statement's own words.
    Text,
    /// The document's title: the statement's own words show no topic.
    Title,
}

/// One source, cue and content inside a statement, after PARC and PolNeAR: `Miller` + `said` + `“…”`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who: `US State Department spokesman Matthew Miller`.
    pub source: Option<Span>,
    /// The words that attribute: `said`.
    pub cue: Option<Span>,
    /// What was said, in one piece or several.
    pub content: Vec<Span>,
    /// Whether the content is a quotation.
    pub direct: bool,
    /// The source's canonical name, where it is known.
    pub speaker: Option<String>,
}

/// A run of a body that belongs to one speaker. The statements of a document partition its body:
/// laid end to end, their texts are the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Stable: the same words at the same place have the same id.
    pub id: String,
    /// The id of the document it stands in.
    pub document: String,
    /// How the words came to stand there.
    pub kind: Kind,
    /// Who speaks; `None` for narration, and where nobody can be named. The first of several.
    pub speaker: Option<Speaker>,
    /// All who say it together, the first of them too; empty where nobody does, or one alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Speaker>,
    /// When it was said.
    pub date: StatementDate,
    /// What it is about, in order of evidence.
    pub topics: Vec<String>,
    /// What speaks for each topic, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topic_evidence: Vec<TopicEvidence>,
    /// What it mentions, in order of first mention, each once.
    pub entities: Vec<Entity>,
    /// Where it mentions them, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<EntityMention>,
    /// Where it stands in the document's body.
    pub span: Span,
    /// The words, with the white space around them.
    pub text: String,
    /// Who said what inside it.
    pub attributions: Vec<Attribution>,
    /// The codes that a person gave it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What a person corrected of the above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
}

impl Statement {
    /// All who speak: nobody, one, or several together.
    pub fn all_speakers(&self) -> &[Speaker] {
        all_speakers(&self.speaker, &self.speakers)
    }

    /// The names of those who are quoted in it and do not speak it themselves, each once.
    pub fn quoted(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        let direct = self.attributions.iter().filter(|one| one.direct);
        for name in direct.filter_map(|one| one.speaker.as_deref()) {
            let speaks = self.all_speakers().iter().any(|speaker| speaker.name == name);
            if !speaks && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// All who speak, where `all` is empty but for several who speak together.
pub(crate) fn all_speakers<'s>(first: &'s Option<Speaker>, all: &'s [Speaker]) -> &'s [Speaker] {
    if all.is_empty() { first.as_slice() } else { all }
}

/// A part of a statement of at most about 150 words, cut at sentence ends. The passages of a
/// statement partition it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage<'a> {
    /// Where it stands in the document's body.
    pub span: Span,
    /// The words, with the white space around them.
    pub text: &'a str,
}
