//! `corrections.toml`: read, and appended to. What a person wrote there is never rewritten.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::apply::type_word;
use super::{Apart, DocumentCorrection, Person, Provenance, StatementCorrection, Wished};
use crate::model::{Entity, Kind, PartialDate};
use crate::record::anchor::Anchor;
use crate::record::error::RecordError;
use crate::record::file::{change, from_toml, line_of, toml_list, toml_text};

/// What stands at the head of a file that the program makes.
const HEAD: &str = "\
# Corrections for demarche (docs/research.md). Entries are appended; what stands here is never rewritten.
# `demarche index` applies them, `demarche corrections` tells what became of each.
";

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
    speaker: Option<String>,
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
            speaker: one.speaker.map(trimmed),
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
        if wished.speaker.as_deref().is_some_and(|name| !name.is_empty())
            && wished.kind == Some(Kind::Narration)
        {
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

/// A correction to be written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NewCorrection {
    /// Of words.
    Statement {
        /// The words.
        at: Box<Anchor>,
        /// What is to be known of them.
        wished: Box<Wished>,
        /// What the program had.
        was: Box<Was>,
    },
    /// Of a document.
    Document {
        /// The file.
        path: String,
        /// The document's id, where the file holds several.
        document: Option<String>,
        /// Who wrote it.
        author: Option<String>,
        /// When it was published.
        date: Option<Option<PartialDate>>,
        /// Who published it.
        source: Option<String>,
        /// What the program had.
        was: Box<Was>,
    },
    /// Of one person's names.
    Person {
        /// The name to have.
        name: String,
        /// The other names.
        same: Vec<String>,
    },
    /// Of persons who are to be kept apart.
    Apart {
        /// Their names.
        names: Vec<String>,
    },
}

impl NewCorrection {
    /// Appends it to a file, which is made where there is none. All of it is in the file then, or nothing.
    ///
    /// # Errors
    /// Where the file cannot be written, or what would stand in it then could not be read: it is as it was.
    pub fn append_to(&self, path: &Path, provenance: &Provenance) -> Result<(), RecordError> {
        change(path, |before| {
            let head = if before.is_empty() { HEAD } else { "" };
            let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
            let after = [before, gap, head, "\n", &self.entry(provenance)].concat();
            super::Corrections::parse(path, &after)?;
            Ok(after)
        })
    }

    fn entry(&self, provenance: &Provenance) -> String {
        let mut entry = Lines::default();
        match self {
            Self::Statement { at, wished, was } => {
                entry.head("[[statement]]");
                entry.wished(wished);
                entry.provenance(provenance);
                entry.was("statement", was);
                entry.anchor("statement", at);
            }
            Self::Document { path, document, author, date, source, was } => {
                entry.head("[[document]]");
                entry.text("path", Some(path));
                entry.text("document", document.as_ref());
                entry.text("author", author.as_ref());
                entry.date(date);
                entry.text("source", source.as_ref());
                entry.provenance(provenance);
                entry.was("document", was);
            }
            Self::Person { name, same } => {
                entry.head("[[person]]");
                entry.text("name", Some(name));
                entry.list("same", Some(same));
                entry.provenance(provenance);
            }
            Self::Apart { names } => {
                entry.head("[[apart]]");
                entry.list("names", Some(names));
                entry.provenance(provenance);
            }
        }
        entry.0
    }
}

/// The lines of an entry.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn head(&mut self, head: &str) {
        self.0.push_str(head);
        self.0.push('\n');
    }

    fn line(&mut self, key: &str, value: String) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    fn text(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.line(key, toml_text(value));
        }
    }

    fn list(&mut self, key: &str, value: Option<&Vec<String>>) {
        if let Some(value) = value {
            self.line(key, toml_list(value));
        }
    }

    fn number(&mut self, key: &str, value: Option<usize>) {
        if let Some(value) = value {
            self.line(key, value.to_string());
        }
    }

    fn date(&mut self, date: &Option<Option<PartialDate>>) {
        if let Some(date) = date {
            self.line("date", toml_text(&date.map(|date| date.to_string()).unwrap_or_default()));
        }
    }

    fn wished(&mut self, wished: &Wished) {
        self.text("speaker", wished.speaker.as_ref());
        self.text("role", wished.role.as_ref());
        self.text("affiliation", wished.affiliation.as_ref());
        if let Some(kind) = wished.kind {
            self.line("kind", toml_text(kind.as_str()));
        }
        self.date(&wished.date);
        self.list("topics", wished.topics.as_ref());
        if let Some(entities) = &wished.entities {
            let one = |entity: &Entity| {
                let kind = type_word(entity.kind);
                format!("{{ name = {}, type = {} }}", toml_text(&entity.name), toml_text(kind))
            };
            let list: Vec<String> = entities.iter().map(one).collect();
            self.line("entities", format!("[{}]", list.join(", ")));
        }
        self.list("not_a_copy_of", wished.not_a_copy_of.as_ref());
    }

    fn provenance(&mut self, provenance: &Provenance) {
        self.text("by", provenance.by.as_ref());
        self.text("on", provenance.on.as_ref());
        self.text("why", provenance.why.as_ref());
    }

    fn was(&mut self, of: &str, was: &Was) {
        if *was == Was::default() {
            return;
        }
        self.head(&format!("[{of}.was]"));
        self.text("speaker", was.speaker.as_ref());
        self.text("role", was.role.as_ref());
        self.text("affiliation", was.affiliation.as_ref());
        self.text("kind", was.kind.as_ref());
        self.text("date", was.date.as_ref());
        self.list("topics", was.topics.as_ref());
        self.list("entities", was.entities.as_ref());
        self.text("author", was.author.as_ref());
        self.text("source", was.source.as_ref());
    }

    fn anchor(&mut self, of: &str, at: &Anchor) {
        self.head(&format!("[{of}.at]"));
        self.text("path", Some(&at.path));
        self.text("document", at.document.as_ref());
        self.number("start", at.start);
        self.number("end", at.end);
        self.text("before", at.before.as_ref());
        self.text("quote", Some(&at.quote));
        self.text("last", at.last.as_ref());
        self.text("hash", at.hash.as_ref());
        self.text("after", at.after.as_ref());
        self.number("times", at.times);
        self.text("only_in", at.only_in.as_ref());
    }
}
