//! What was corrected, put in the place of what was extracted.

use std::ops::Range;

use super::{Corrections, PlacedCorrection, Provenance, Wished};
use crate::model::{
    Basis, Corrected, CorrectedField, Document, Entity, EntityType, Kind, PartialDate, Speaker, Statement,
    StatementDate,
};

/// The role and the body that somebody of a name is known to have had on a date.
pub(crate) type KnownOffice<'a> = &'a dyn Fn(&str, Option<PartialDate>) -> Option<(String, Option<String>)>;

impl Corrections {
    /// The document with what was corrected of it as a whole.
    pub(in crate::record) fn correct_document(&self, mut document: Document) -> Document {
        let Some(one) =
            self.documents.iter().find(|one| one.path == document.path && one.document_id() == document.id)
        else {
            return document;
        };
        let mut text = |field: CorrectedField, value: &mut Option<String>, wanted: &Option<String>| {
            let Some(wanted) = wanted else { return };
            let wanted = Some(wanted.clone()).filter(|wanted| !wanted.is_empty());
            if *value != wanted {
                let was = std::mem::replace(value, wanted).unwrap_or_default();
                document.corrected.push(corrected(field, was, &one.provenance));
            }
        };
        text(CorrectedField::Author, &mut document.author, &one.author);
        text(CorrectedField::Source, &mut document.source, &one.source);
        if let Some(wanted) = one.date
            && document.date.value != wanted
        {
            let was = date_text(&document.date);
            document.date = date(wanted);
            document.corrected.push(corrected(CorrectedField::Published, was, &one.provenance));
        }
        document
    }

    /// Puts what was corrected of words and of names in the place of what was extracted. The statements are cut so that each
    /// lies in the words of a correction or outside.
    pub(crate) fn apply(
        &self,
        document: &Document,
        placed: &[PlacedCorrection<'_>],
        statements: &mut [Statement],
        office: KnownOffice<'_>,
    ) {
        if !self.names.is_empty() || !self.apart.is_empty() {
            statements.iter_mut().for_each(|statement| self.rename(statement));
        }
        if placed.iter().all(|one| one.bytes.is_none()) {
            return;
        }
        let mut start = 0;
        for statement in statements {
            let words = words_of(start, &statement.text);
            start += statement.text.len();
            let here =
                placed.iter().filter(|one| one.bytes.as_ref().is_some_and(|bytes| holds(bytes, &words)));
            for one in here {
                let (wished, provenance) = (&one.correction.wished, &one.correction.provenance);
                correct(statement, document, wished, provenance, office);
            }
        }
    }

    /// Gives persons the names that were corrected.
    fn rename(&self, statement: &mut Statement) {
        let mut marks = Vec::new();
        let new_name = |speaker: &Speaker| -> Option<(String, &Provenance)> {
            for apart in self.apart.iter().filter(|apart| apart.names.contains(&speaker.name)) {
                let written =
                    apart.names.iter().find(|name| **name == speaker.as_written && **name != speaker.name);
                if let Some(written) = written {
                    return Some((written.clone(), &apart.provenance));
                }
            }
            let person = &self.persons[*self.names.get(&speaker.name)?];
            (person.name != speaker.name).then(|| (person.name.clone(), &person.provenance))
        };
        for speaker in statement.speaker.iter_mut().chain(&mut statement.speakers) {
            let Some((name, provenance)) = new_name(speaker) else { continue };
            speaker.unnamed = false;
            let was = std::mem::replace(&mut speaker.name, name.clone());
            for attribution in
                statement.attributions.iter_mut().filter(|one| one.speaker.as_ref() == Some(&was))
            {
                attribution.speaker = Some(name.clone());
            }
            let mark = corrected(CorrectedField::Speaker, was, provenance);
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        let mut seen: Vec<Entity> = Vec::new();
        for entity in &mut statement.entities {
            if entity.kind == EntityType::Person
                && let Some(person) = self.names.get(&entity.name).map(|at| &self.persons[*at])
                && person.name != entity.name
            {
                let was = std::mem::replace(&mut entity.name, person.name.clone());
                marks.push(corrected(CorrectedField::Entities, was, &person.provenance));
            }
            if !seen.contains(entity) {
                seen.push(entity.clone());
            }
        }
        statement.entities = seen;
        statement.corrected.extend(marks);
    }
}

/// Whether the words of a statement lie in those of a correction.
fn holds(bytes: &Range<usize>, words: &Range<usize>) -> bool {
    words.start < words.end && bytes.start <= words.start && words.end <= bytes.end
}

/// Where the words of a text stand that begins at a byte, without the white space around them.
fn words_of(start: usize, text: &str) -> Range<usize> {
    let first = start + text.len() - text.trim_start().len();
    first..first + text.trim().len()
}

/// Corrects one statement, all of whose words are meant.
fn correct(
    statement: &mut Statement,
    document: &Document,
    wished: &Wished,
    provenance: &Provenance,
    office: KnownOffice<'_>,
) {
    if let Some(wanted) = wished.date
        && statement.date.value != wanted
    {
        statement.corrected.push(corrected(CorrectedField::Date, date_text(&statement.date), provenance));
        statement.date = date(wanted);
    }
    correct_kind(statement, wished, provenance);
    if let Some(names) = &wished.speakers {
        correct_speakers(statement, names, provenance);
    }
    correct_office(statement, document, wished, provenance, office);
    if let Some(topics) = wished.topics.as_ref().filter(|topics| **topics != statement.topics) {
        let was = std::mem::replace(&mut statement.topics, topics.clone());
        statement.corrected.push(corrected(CorrectedField::Topics, was.join("; "), provenance));
    }
    if let Some(entities) = wished.entities.as_ref().filter(|entities| **entities != statement.entities) {
        let was = std::mem::replace(&mut statement.entities, entities.clone());
        let was: Vec<String> = was.into_iter().map(|entity| entity.name).collect();
        statement.corrected.push(corrected(CorrectedField::Entities, was.join("; "), provenance));
    }
    if wished.not_a_copy_of.is_some() {
        statement.corrected.push(corrected(CorrectedField::Copies, String::new(), provenance));
    }
}

/// Corrects the kind; who is said to speak in what was taken for narration is taken to be reported, where nothing more is said.
fn correct_kind(statement: &mut Statement, wished: &Wished, provenance: &Provenance) {
    let wanted = match wished.kind {
        None if wished.has_speaker() && statement.kind == Kind::Narration => Kind::Reported,
        None => return,
        Some(kind) => kind,
    };
    if statement.kind != wanted {
        let was = std::mem::replace(&mut statement.kind, wanted);
        statement.corrected.push(corrected(CorrectedField::Kind, was.as_str().to_owned(), provenance));
    }
    if wanted == Kind::Narration && statement.speaker.is_some() && wished.speakers.is_none() {
        correct_speakers(statement, &[], provenance);
    }
}

fn correct_speakers(statement: &mut Statement, wanted: &[String], provenance: &Provenance) {
    let names: Vec<&str> = statement.all_speakers().iter().map(|speaker| speaker.name.as_str()).collect();
    if names == wanted {
        return;
    }
    let was = names.join("; ");
    // Of several who speak together the words are no one's alone.
    let only = Some(wanted).filter(|names| names.len() == 1).and_then(|names| names.first());
    for attribution in &mut statement.attributions {
        if attribution
            .speaker
            .as_deref()
            .is_some_and(|speaker| names_of(&statement.speaker, &statement.speakers, speaker))
        {
            attribution.speaker = only.cloned();
        }
    }
    let speakers: Vec<Speaker> = wanted.iter().map(Speaker::named).collect();
    statement.speaker = speakers.first().cloned();
    statement.speakers = if speakers.len() > 1 { speakers } else { Vec::new() };
    statement.corrected.push(corrected(CorrectedField::Speaker, was, provenance));
}

fn names_of(first: &Option<Speaker>, all: &[Speaker], name: &str) -> bool {
    first.iter().chain(all).any(|speaker| speaker.name == name)
}

/// Corrects role and affiliation; a new speaker whose office is not said has the one that the lists know for the date.
fn correct_office(
    statement: &mut Statement,
    document: &Document,
    wished: &Wished,
    provenance: &Provenance,
    office: KnownOffice<'_>,
) {
    let new = statement.corrected.iter().any(|mark| mark.field == CorrectedField::Speaker);
    let date = statement.date.value.or(document.date.value);
    let Some(speaker) = &mut statement.speaker else { return };
    let unsaid = wished.role.is_none() && wished.affiliation.is_none() && speaker.role.is_none();
    if new
        && unsaid
        && let Some((role, affiliation)) = office(&speaker.name, date)
    {
        speaker.role = Some(role).filter(|role| !role.is_empty());
        speaker.affiliation = affiliation;
    }
    let mut marks = Vec::new();
    let mut text = |field, value: &mut Option<String>, wanted: &Option<String>| {
        let Some(wanted) = wanted else { return };
        let wanted = Some(wanted.clone()).filter(|wanted| !wanted.is_empty());
        if *value != wanted {
            let was = std::mem::replace(value, wanted).unwrap_or_default();
            marks.push(corrected(field, was, provenance));
        }
    };
    text(CorrectedField::Role, &mut speaker.role, &wished.role);
    text(CorrectedField::Affiliation, &mut speaker.affiliation, &wished.affiliation);
    let speaker = speaker.clone();
    if let Some(first) = statement.speakers.first_mut() {
        *first = speaker;
    }
    statement.corrected.extend(marks);
}

fn corrected(field: CorrectedField, was: String, provenance: &Provenance) -> Corrected {
    let Provenance { by, on, why } = provenance.clone();
    Corrected { field, was, by, on, why }
}

fn date(value: Option<PartialDate>) -> StatementDate {
    value.map_or_else(StatementDate::unknown, |value| StatementDate::known(value, Basis::Corrected))
}

fn date_text(date: &StatementDate) -> String {
    date.value.map(|value| value.to_string()).unwrap_or_default()
}

/// The word that files have for a type of entity.
pub(super) fn type_word(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "person",
        EntityType::Country => "country",
        EntityType::Place => "place",
        EntityType::Organisation => "organisation",
        EntityType::Document => "document",
    }
}

/// What is known of a statement, wherever it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// All who speak.
    pub speakers: &'a [Speaker],
    /// The kind.
    pub kind: Kind,
    /// When it was said.
    pub date: Option<PartialDate>,
    /// What it is about.
    pub topics: &'a [String],
    /// What it mentions.
    pub entities: &'a [Entity],
}

impl Wished {
    /// Whether a statement is as the correction would have it, in every field.
    pub fn holds_for(&self, known: Known<'_>) -> bool {
        let first = known.speakers.first();
        let text = |wanted: &Option<String>, value: Option<&String>| {
            wanted.as_ref().is_none_or(|wanted| wanted == value.map_or("", String::as_str))
        };
        let speaker = self
            .speakers
            .as_ref()
            .is_none_or(|names| known.speakers.iter().map(|speaker| &speaker.name).eq(names));
        speaker
            && text(&self.role, first.and_then(|speaker| speaker.role.as_ref()))
            && text(&self.affiliation, first.and_then(|speaker| speaker.affiliation.as_ref()))
            && self.kind.is_none_or(|kind| kind == known.kind)
            && self.date.is_none_or(|date| date == known.date)
            && self.topics.as_ref().is_none_or(|topics| *topics == known.topics)
            && self.entities.as_ref().is_none_or(|entities| *entities == known.entities)
    }
}
