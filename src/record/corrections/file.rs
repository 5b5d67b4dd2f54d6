//! `corrections.toml`, read.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::{Apart, DocumentCorrection, Person, Provenance, StatementCorrection, Wished};
use crate::model::{Entity, Kind, PartialDate};
use crate::record::anchor::Anchor;
use crate::record::error::RecordError;
use crate::record::file::{from_toml, line_of};

/// A date between quotation marks, or as TOML itself writes one.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a date such as \"2024-10-09\"")]
enum Day {
    Text(String),
    Date(toml::value::Datetime),
}

impl Day {
    fn written(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Date(date) => date.to_string(),
        }
    }
}

/// One name, or those of several who speak together. An empty name says that nobody speaks.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Names;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a name, or a list of names")
            }

            fn visit_str<E>(self, name: &str) -> Result<Names, E> {
                Ok(Names(vec![name.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Names, A::Error> {
                let mut all = Vec::new();
                while let Some(name) = names.next_element()? {
                    all.push(name);
                }
                Ok(Names(all))
            }
        }

        from.deserialize_any(Reader)
    }
}

impl Names {
    /// Those that are not empty.
    fn all(self) -> Vec<String> {
        self.0.into_iter().map(trimmed).filter(|name| !name.is_empty()).collect()
    }
}

/// What a file holds.
pub(super) struct Content {
    pub statements: Vec<StatementCorrection>,
    pub documents: Vec<DocumentCorrection>,
    pub persons: Vec<Person>,
    pub apart: Vec<Apart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    #[serde(default)]
    statement: Vec<Spanned<StatementWire>>,
    #[serde(default)]
    document: Vec<Spanned<DocumentWire>>,
    #[serde(default)]
    person: Vec<Spanned<PersonWire>>,
    #[serde(default)]
    apart: Vec<Spanned<ApartWire>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementWire {
    at: Anchor,
    speaker: Option<Names>,
    role: Option<String>,
    affiliation: Option<String>,
    kind: Option<Kind>,
    date: Option<Day>,
    topics: Option<Vec<String>>,
    entities: Option<Vec<Entity>>,
    not_a_copy_of: Option<Vec<String>>,
    /// For readers of the file: what the program had.
    #[serde(default, rename = "was")]
    _was: Option<Was>,
    by: Option<String>,
    on: Option<Day>,
    why: Option<String>,
}

/// What the program had before a correction, for readers of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Was {
    /// Who spoke.
    pub speaker: Option<String>,
    /// The speaker's role.
    pub role: Option<String>,
    /// The body spoken for.
    pub affiliation: Option<String>,
    /// The kind of statement.
    pub kind: Option<String>,
    /// When it was said, or published.
    pub date: Option<String>,
    /// What it was about.
    pub topics: Option<Vec<String>>,
    /// The names of what it mentioned.
    pub entities: Option<Vec<String>>,
    /// Who wrote the document.
    pub author: Option<String>,
    /// Who published it.
    pub source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentWire {
    path: String,
    document: Option<String>,
    author: Option<String>,
    date: Option<Day>,
    source: Option<String>,
    #[serde(default, rename = "was")]
    _was: Option<Was>,
    by: Option<String>,
    on: Option<Day>,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonWire {
    name: String,
    same: Vec<String>,
    by: Option<String>,
    on: Option<Day>,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApartWire {
    names: Vec<String>,
    by: Option<String>,
    on: Option<Day>,
    why: Option<String>,
}

/// Reads what a text of the form of `corrections.toml` holds.
pub(super) fn parse(path: &Path, text: &str) -> Result<Content, RecordError> {
    let wire: FileWire = from_toml(path, text)?;
    let reading = Reading { path: path.into(), text };
    Ok(Content {
        statements: wire.statement.into_iter().map(|one| reading.statement(one)).collect::<Result<_, _>>()?,
        documents: wire.document.into_iter().map(|one| reading.document(one)).collect::<Result<_, _>>()?,
        persons: wire.person.into_iter().map(|one| reading.person(one)).collect::<Result<_, _>>()?,
        apart: wire.apart.into_iter().map(|one| reading.apart(one)).collect::<Result<_, _>>()?,
    })
}

struct Reading<'a> {
    path: Arc<Path>,
    text: &'a str,
}

impl Reading<'_> {
    fn place(&self, byte: usize) -> (Arc<Path>, usize) {
        (Arc::clone(&self.path), line_of(self.text, byte))
    }

    fn wrong<T>(&self, byte: usize, reason: &str) -> Result<T, RecordError> {
        Err(RecordError::at(&self.path, line_of(self.text, byte), reason))
    }

    fn statement(&self, one: Spanned<StatementWire>) -> Result<StatementCorrection, RecordError> {
        let byte = one.span().start;
        let one = one.into_inner();
        if one.at.quote.trim().is_empty() || one.at.path.is_empty() {
            return self
                .wrong(byte, "says of no words what is to be known of them: `at` needs `path` and `quote`");
        }
        let wished = Wished {
            speakers: one.speaker.map(Names::all),
            role: one.role.map(trimmed),
            affiliation: one.affiliation.map(trimmed),
            kind: one.kind,
            date: self.date(byte, one.date)?,
            topics: one.topics,
            entities: one.entities,
            not_a_copy_of: one.not_a_copy_of,
        };
        if wished.fields().is_empty() {
            return self.wrong(byte, "corrects nothing: it needs speaker, role, affiliation, kind, date, topics, entities or not_a_copy_of");
        }
        if wished.has_speaker() && wished.kind == Some(Kind::Narration) {
            return self.wrong(byte, "narration has no speaker: leave out the speaker, or say another kind");
        }
        let provenance = provenance(one.by, one.on, one.why);
        Ok(StatementCorrection { at: one.at, wished, provenance, place: self.place(byte) })
    }

    fn document(&self, one: Spanned<DocumentWire>) -> Result<DocumentCorrection, RecordError> {
        let byte = one.span().start;
        let one = one.into_inner();
        if one.author.is_none() && one.date.is_none() && one.source.is_none() {
            return self.wrong(byte, "corrects nothing: it needs author, date or source");
        }
        Ok(DocumentCorrection {
            path: one.path,
            document: one.document,
            author: one.author.map(trimmed),
            date: self.date(byte, one.date)?,
            source: one.source.map(trimmed),
            provenance: provenance(one.by, one.on, one.why),
            place: self.place(byte),
        })
    }

    fn person(&self, one: Spanned<PersonWire>) -> Result<Person, RecordError> {
        let byte = one.span().start;
        let PersonWire { name, same, by, on, why } = one.into_inner();
        if name.trim().is_empty() || same.iter().all(|other| other.trim().is_empty()) {
            return self.wrong(byte, "names nobody: it needs `name`, and `same` with other names");
        }
        let same = same.into_iter().map(trimmed).collect();
        Ok(Person { name: trimmed(name), same, provenance: provenance(by, on, why), place: self.place(byte) })
    }

    fn apart(&self, one: Spanned<ApartWire>) -> Result<Apart, RecordError> {
        let byte = one.span().start;
        let ApartWire { names, by, on, why } = one.into_inner();
        if names.len() < 2 {
            return self.wrong(byte, "keeps nobody apart: it needs two names");
        }
        let names = names.into_iter().map(trimmed).collect();
        Ok(Apart { names, provenance: provenance(by, on, why), place: self.place(byte) })
    }

    /// A date; the empty text says that none is known.
    fn date(&self, byte: usize, day: Option<Day>) -> Result<Option<Option<PartialDate>>, RecordError> {
        let Some(text) = day.map(Day::written) else { return Ok(None) };
        if text.trim().is_empty() {
            return Ok(Some(None));
        }
        match text.parse() {
            Ok(date) => Ok(Some(Some(date))),
            Err(error) => self.wrong(byte, &format!("{error}, or nothing between the quotation marks")),
        }
    }
}

fn provenance(by: Option<String>, on: Option<Day>, why: Option<String>) -> Provenance {
    Provenance { by, on: on.map(Day::written), why }
}

fn trimmed(text: String) -> String {
    text.trim().to_owned()
}
