//! Corrections: what a person says in the program's stead, of words, of documents, of names.
//!
//! `file` reads `corrections.toml`, `write` appends to it, `place` finds the words of corrections in a document, `apply` changes what was
//! extracted.

mod apply;
mod file;
mod place;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use apply::Known;
pub use file::Was;
pub use place::PlacedCorrection;
pub(crate) use place::cuts;
pub use write::{NewCorrection, withdraw};

use super::anchor::Anchor;
use super::error::RecordError;
use crate::model::{CorrectedField, Entity, Kind, PartialDate};

/// Who corrected something, when, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Provenance {
    /// Who.
    pub by: Option<String>,
    /// On which day.
    pub on: Option<String>,
    /// Why.
    pub why: Option<String>,
}

/// What a correction says of a statement; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Wished {
    /// Who speaks, all of them; empty where nobody does, or nobody can be named.
    pub speakers: Option<Vec<String>>,
    /// The speaker's role; empty where there is none.
    pub role: Option<String>,
    /// The body spoken for; empty where there is none.
    pub affiliation: Option<String>,
    /// The kind of statement.
    pub kind: Option<Kind>,
    /// When it was said; an inner `None` where that is not known.
    pub date: Option<Option<PartialDate>>,
    /// What it is about.
    pub topics: Option<Vec<String>>,
    /// What it mentions.
    pub entities: Option<Vec<Entity>>,
    /// Files or links to statements that it is no copy of: it stands for itself.
    pub not_a_copy_of: Option<Vec<String>>,
}

impl Wished {
    /// The fields of which it says something.
    pub fn fields(&self) -> Vec<CorrectedField> {
        use CorrectedField as F;
        let said = [
            (F::Speaker, self.speakers.is_some()),
            (F::Role, self.role.is_some()),
            (F::Affiliation, self.affiliation.is_some()),
            (F::Kind, self.kind.is_some()),
            (F::Date, self.date.is_some()),
            (F::Topics, self.topics.is_some()),
            (F::Entities, self.entities.is_some()),
            (F::Copies, self.not_a_copy_of.is_some()),
        ];
        said.into_iter().filter(|(_, said)| *said).map(|(field, _)| field).collect()
    }

    /// Whether it names somebody who speaks.
    pub fn has_speaker(&self) -> bool {
        self.speakers.as_ref().is_some_and(|names| !names.is_empty())
    }

    /// Whether both say the same of a field.
    fn agrees(&self, other: &Self, field: CorrectedField) -> bool {
        use CorrectedField as F;
        match field {
            F::Speaker => self.speakers == other.speakers,
            F::Role => self.role == other.role,
            F::Affiliation => self.affiliation == other.affiliation,
            F::Kind => self.kind == other.kind,
            F::Date => self.date == other.date,
            F::Topics => self.topics == other.topics,
            F::Entities => self.entities == other.entities,
            _ => true,
        }
    }
}

/// A correction of what is known of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementCorrection {
    /// The words.
    pub at: Anchor,
    /// What is to be known of them.
    pub wished: Wished,
    /// Who says so.
    pub provenance: Provenance,
    /// Where it is written: the file, and the line.
    pub place: (Arc<Path>, usize),
}

/// A correction of what is known of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCorrection {
    /// The file.
    pub path: String,
    /// The document's id, where the file holds several.
    pub document: Option<String>,
    /// Who wrote it; empty where that is not known.
    pub author: Option<String>,
    /// When it was published; an inner `None` where that is not known.
    pub date: Option<Option<PartialDate>>,
    /// Who published it; empty where that is not known.
    pub source: Option<String>,
    /// Who says so.
    pub provenance: Provenance,
    /// Where it is written: the file, and the line.
    pub place: (Arc<Path>, usize),
}

impl DocumentCorrection {
    /// The id of the document.
    pub fn document_id(&self) -> String {
        self.document.clone().unwrap_or_else(|| crate::model::Document::id_of(&self.path, ""))
    }
}

/// Names under which the program has one person, and the one it is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name to have.
    pub name: String,
    /// The names that are the same person's.
    pub same: Vec<String>,
    /// Who says so.
    pub provenance: Provenance,
    /// Where it is written: the file, and the line.
    pub place: (Arc<Path>, usize),
}

/// Names of persons who are to be kept apart: whoever is written as one of them is not known under another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The names.
    pub names: Vec<String>,
    /// Who says so.
    pub provenance: Provenance,
    /// Where it is written: the file, and the line.
    pub place: (Arc<Path>, usize),
}

/// Any one correction.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Correction<'a> {
    /// Of words.
    Statement(&'a StatementCorrection),
    /// Of a document.
    Document(&'a DocumentCorrection),
    /// Of one person's names.
    Person(&'a Person),
    /// Of two persons' names.
    Apart(&'a Apart),
}

impl Correction<'_> {
    /// Where it is written: the file, and the line.
    pub fn place(&self) -> &(Arc<Path>, usize) {
        match self {
            Self::Statement(one) => &one.place,
            Self::Document(one) => &one.place,
            Self::Person(one) => &one.place,
            Self::Apart(one) => &one.place,
        }
    }

    /// Who says so.
    pub fn provenance(&self) -> &Provenance {
        match self {
            Self::Statement(one) => &one.provenance,
            Self::Document(one) => &one.provenance,
            Self::Person(one) => &one.provenance,
            Self::Apart(one) => &one.provenance,
        }
    }
}

/// All that was corrected, of one or several files.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    /// The files that were read.
    files: Vec<PathBuf>,
    statements: Vec<StatementCorrection>,
    documents: Vec<DocumentCorrection>,
    persons: Vec<Person>,
    apart: Vec<Apart>,
    /// The statements' corrections, by document.
    by_document: HashMap<String, Vec<usize>>,
    /// What a name is to be, and the person's place in the list.
    names: HashMap<String, usize>,
    /// What tells the corrections of a file from others.
    by_path: BTreeMap<String, String>,
}

impl Corrections {
    /// Reads files of corrections. One that is not there holds none.
    ///
    /// # Errors
    /// [`RecordError`] with file and line where one cannot be read or understood, or where the same words are corrected
    /// twice: then none of them is taken.
    pub fn open(paths: &[PathBuf]) -> Result<Self, RecordError> {
        let mut corrections = Self::default();
        for path in paths {
            if let Some(text) = super::file::read(path)? {
                corrections.take(path, &text)?;
            }
        }
        corrections.check()?;
        Ok(corrections)
    }

    /// Corrections as a text of the form of `corrections.toml` has them; `path` names it in messages.
    ///
    /// # Errors
    /// As [`Corrections::open`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, RecordError> {
        let mut corrections = Self::default();
        corrections.take(path, text)?;
        corrections.check()?;
        Ok(corrections)
    }

    fn take(&mut self, path: &Path, text: &str) -> Result<(), RecordError> {
        let file = file::parse(path, text)?;
        self.files.push(path.to_owned());
        let said = |path: &str, id: &str, what: &str| format!("{path}\0{id}\0{what}\n");
        for one in file.statements {
            let own = said(
                &one.at.path,
                &one.at.document_id(),
                &format!("{:?}", (&one.at, &one.wished, &one.provenance)),
            );
            self.by_path.entry(one.at.path.clone()).or_default().push_str(&own);
            self.by_document.entry(one.at.document_id()).or_default().push(self.statements.len());
            self.statements.push(one);
        }
        for one in file.documents {
            let what = format!("{:?}", (&one.author, &one.date, &one.source, &one.provenance));
            self.by_path.entry(one.path.clone()).or_default().push_str(&said(
                &one.path,
                &one.document_id(),
                &what,
            ));
            self.documents.push(one);
        }
        self.persons.extend(file.persons);
        self.apart.extend(file.apart);
        Ok(())
    }

    /// Refuses what cannot be meant: the same words corrected twice, a name that is two persons'.
    fn check(&mut self) -> Result<(), RecordError> {
        for indices in self.by_document.values() {
            let mut seen: HashMap<_, &StatementCorrection> = HashMap::new();
            for one in indices.iter().map(|at| &self.statements[*at]) {
                for field in one.wished.fields() {
                    let key =
                        (&one.at.quote, &one.at.hash, one.at.start, &one.at.before, &one.at.after, field);
                    if let Some(before) = seen.insert(key, one) {
                        let what = format!("the {} of the same words", field.as_str());
                        return Err(twice(&one.place, &before.place, &what));
                    }
                }
            }
        }
        let mut seen: HashMap<String, &DocumentCorrection> = HashMap::new();
        for one in &self.documents {
            if let Some(before) = seen.insert(one.document_id(), one) {
                return Err(twice(&one.place, &before.place, "the same document"));
            }
        }
        self.names.clear();
        for (at, person) in self.persons.iter().enumerate() {
            let mut own = HashSet::new();
            for name in std::iter::once(&person.name).chain(&person.same).filter(|name| own.insert(*name)) {
                if let Some(before) = self.names.insert(name.clone(), at) {
                    return Err(twice(
                        &person.place,
                        &self.persons[before].place,
                        &format!("the name `{name}`"),
                    ));
                }
            }
        }
        for apart in &self.apart {
            let persons: HashSet<usize> =
                apart.names.iter().filter_map(|name| self.names.get(name).copied()).collect();
            let named = apart.names.iter().filter(|name| self.names.contains_key(*name)).count();
            if persons.len() < named {
                let (path, line) = &apart.place;
                let reason = "keeps names apart that a [[person]] says are the same";
                return Err(RecordError::at(path, *line, reason));
            }
        }
        Ok(())
    }

    /// Whether nothing is corrected.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The files that were read.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// All corrections: of words and documents in the order of their files, then of names.
    pub fn iter(&self) -> impl Iterator<Item = Correction<'_>> {
        let statements = self.statements.iter().map(Correction::Statement);
        let documents = self.documents.iter().map(Correction::Document);
        let persons = self.persons.iter().map(Correction::Person);
        statements.chain(documents).chain(persons).chain(self.apart.iter().map(Correction::Apart))
    }

    /// Whether a person said that these are names of two persons.
    pub fn are_apart(&self, one: &str, other: &str) -> bool {
        let names = |apart: &Apart, name: &str| apart.names.iter().any(|known| known == name);
        self.apart.iter().any(|apart| names(apart, one) && names(apart, other))
    }

    /// What tells the corrections of names from others: they hold for every file. Empty where there are none.
    pub(super) fn fingerprint(&self) -> String {
        if self.persons.is_empty() && self.apart.is_empty() {
            return String::new();
        }
        let persons: Vec<_> =
            self.persons.iter().map(|one| (&one.name, &one.same, &one.provenance)).collect();
        let apart: Vec<_> = self.apart.iter().map(|one| (&one.names, &one.provenance)).collect();
        blake3::hash(format!("{persons:?}{apart:?}").as_bytes()).to_hex()[..16].to_owned()
    }

    /// What tells the corrections of one file's words from others; empty where there are none.
    pub(super) fn fingerprint_of(&self, path: &str) -> &str {
        self.by_path.get(path).map_or("", String::as_str)
    }
}

fn twice(place: &(Arc<Path>, usize), before: &(Arc<Path>, usize), what: &str) -> RecordError {
    let (path, line) = place;
    let there = format!("{}:{}", before.0.display(), before.1);
    RecordError::at(path, *line, format!("corrects {what} once more, after {there}; keep one of them"))
}
