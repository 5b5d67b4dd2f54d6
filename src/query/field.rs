//! The names of fields.

use std::fmt;

/// What a query can be about besides the words said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The words said.
    Text,
    /// Who says them.
    Speaker,
    /// Whom a speaker quotes in a statement.
    Quoted,
    /// The speaker's role and affiliation.
    Role,
    /// Countries, bodies, places and persons that are mentioned.
    Entity,
    /// Topics.
    Topic,
    /// What the document is: a briefing, a speech.
    Form,
    /// The codes that a person gave.
    Tag,
    /// The document's title.
    Title,
    /// Who published it.
    Source,
    /// `spoken`, `quoted`, `reported` or `narration`.
    Kind,
    /// When.
    Date,
    /// A statement's or a document's id.
    Id,
}

/// What a name before a colon stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A field.
    Field(Field),
    /// The days from a date's first on.
    Since,
    /// The days up to a date's last.
    Until,
    /// The days after a date's last.
    After,
    /// The days before a date's first.
    Before,
    /// Something an index could keep and this one does not.
    NotKept(&'static str),
}

/// Every name that can stand before a colon.
const NAMES: [(&str, Name); 33] = [
    ("text", Name::Field(Field::Text)),
    ("speaker", Name::Field(Field::Speaker)),
    ("who", Name::Field(Field::Speaker)),
    ("by", Name::Field(Field::Speaker)),
    ("quoted", Name::Field(Field::Quoted)),
    ("role", Name::Field(Field::Role)),
    ("affiliation", Name::Field(Field::Role)),
    ("entity", Name::Field(Field::Entity)),
    ("about", Name::Field(Field::Entity)),
    ("mentions", Name::Field(Field::Entity)),
    ("topic", Name::Field(Field::Topic)),
    ("form", Name::Field(Field::Form)),
    ("genre", Name::Field(Field::Form)),
    ("tag", Name::Field(Field::Tag)),
    ("code", Name::Field(Field::Tag)),
    ("title", Name::Field(Field::Title)),
    ("intitle", Name::Field(Field::Title)),
    ("source", Name::Field(Field::Source)),
    ("publisher", Name::Field(Field::Source)),
    ("kind", Name::Field(Field::Kind)),
    ("date", Name::Field(Field::Date)),
    ("when", Name::Field(Field::Date)),
    ("id", Name::Field(Field::Id)),
    ("since", Name::Since),
    ("from", Name::Since),
    ("until", Name::Until),
    ("to", Name::Until),
    ("after", Name::After),
    ("before", Name::Before),
    ("lang", Name::NotKept("languages")),
    ("language", Name::NotKept("languages")),
    ("place", Name::NotKept("places of speaking")),
    ("location", Name::NotKept("places of speaking")),
];

impl Field {
    /// The name users write.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Speaker => "speaker",
            Field::Quoted => "quoted",
            Field::Role => "role",
            Field::Entity => "entity",
            Field::Topic => "topic",
            Field::Form => "form",
            Field::Tag => "tag",
            Field::Title => "title",
            Field::Source => "source",
            Field::Kind => "kind",
            Field::Date => "date",
            Field::Id => "id",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a name stands for, whatever its case.
pub(super) fn named(name: &str) -> Option<Name> {
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
}

/// The known name nearest to a mistyped one, and how many letters away it is: at most two, and less
/// than half of the name.
pub(super) fn nearest(name: &str) -> Option<(&'static str, usize)> {
    let name = name.to_lowercase();
    NAMES
        .iter()
        .map(|(known, _)| (*known, strsim::osa_distance(known, &name)))
        .filter(|(known, distance)| *distance <= 2 && distance * 2 < known.len())
        .min_by_key(|(_, distance)| *distance)
}
