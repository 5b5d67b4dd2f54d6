//! Document of a passage, as the engine takes it.

use std::collections::BTreeSet;
use std::rc::Rc;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use crate::index::analysis::name_keys::memoized_name_keys;
use crate::index::analysis::{Part, lines, stem_lines};
use crate::index::duplicates::groups::GroupPlace;
use crate::index::duplicates::min_hash;
use crate::index::schema::days::days;
use crate::index::schema::fields::{Fields, SENTENCE};
use crate::model::{Document, EntityType, Statement};
use crate::record::ancestors;

/// What is not the words of a passage has about so many bytes in a document.
const LABELS: usize = 1024;

/// What is the same for all passages of a statement: all but the words.
pub(crate) struct PassageFields<'i> {
    fields: &'i Fields,
    texts: Vec<(Field, Label<'i>)>,
    group: Option<u64>,
    days: Option<(i64, i64)>,
}

/// A text of the document or the statement, or what is remembered of one.
enum Label<'i> {
    Whole(&'i str),
    Words(Rc<str>),
}

impl<'i> PassageFields<'i> {
    /// Of a statement with a place among its copies.
    pub fn new(
        fields: &'i Fields,
        document: &'i Document,
        statement: &'i Statement,
        place: &GroupPlace,
    ) -> Self {
        use Label::{Whole, Words};
        let mut texts = Vec::with_capacity(24);
        let mut add = |field, label| texts.push((field, label));
        for speaker in statement.all_speakers() {
            let written = Some(&speaker.as_written).filter(|written| **written != speaker.name);
            for name in std::iter::once(&speaker.name).chain(written) {
                add(fields.speaker, Words(lines(name)));
            }
            add(fields.speaker_name, Whole(&speaker.name));
            for key in speaker_keys(&speaker.name, written.map(String::as_str)) {
                add(fields.speaker_keys, Words(key));
            }
            for words in speaker.role.iter().chain(&speaker.affiliation) {
                add(fields.role, Words(lines(words)));
                add(fields.role_name, Whole(words));
            }
        }
        for name in statement.quoted() {
            add(fields.quoted, Words(lines(name)));
            add(fields.quoted_name, Whole(name));
        }
        for entity in &statement.entities {
            add(fields.entities, Words(lines(&entity.name)));
            add(fields.entity_name, Whole(&entity.name));
            if entity.kind == EntityType::Person {
                for key in &*memoized_name_keys(&entity.name) {
                    add(fields.entity_keys, Words(Rc::clone(key)));
                }
            }
        }
        for topic in &statement.topics {
            add(fields.topics, Words(stem_lines(topic)));
            add(fields.topic_name, Whole(topic));
        }
        for form in &document.forms {
            add(fields.forms, Words(stem_lines(form)));
            add(fields.form_name, Whole(form));
        }
        let codes: BTreeSet<&str> = statement.tags.iter().flat_map(|tag| ancestors(tag)).collect();
        for code in codes {
            add(fields.tags, Words(lines(code)));
            add(fields.tag_name, Whole(code));
        }
        if let Some(title) = &document.title {
            add(fields.title, Words(stem_lines(title)));
        }
        if let Some(source) = &document.source {
            add(fields.source, Words(lines(source)));
            add(fields.source_name, Whole(source));
        }
        add(fields.kind, Whole(statement.kind.as_str()));
        add(fields.file, Whole(&document.path));
        let group = place.joined.then_some(place.group);
        let days = statement.date.value.map(|date| (days(date.first_day()), days(date.last_day())));
        Self { fields, texts, group, days }
    }

    /// A passage with these words, and with what is kept of it.
    ///
    /// `sentences` are the bytes of the passage on which its sentences begin, in order.
    pub fn with(
        &self,
        words: &Part<'_>,
        sentences: impl Iterator<Item = usize>,
        stored: &[u8],
    ) -> TantivyDocument {
        let fields = self.fields;
        let (stems, exact) = (words.content_stems(), words.lines());
        let mut document = TantivyDocument::with_capacity(stems.len() + exact.len() + stored.len() + LABELS);
        document.add_text(fields.text, stems);
        document.add_text(fields.exact, exact);
        document.add_u64(fields.words, words.len() as u64);
        document.add_text(fields.sentences, sentence_starts(sentences, words));
        for (field, label) in &self.texts {
            let text = match label {
                Label::Whole(text) => text,
                Label::Words(words) => &**words,
            };
            document.add_text(*field, text);
        }
        if let Some(group) = self.group {
            document.add_u64(fields.group_key, group);
        }
        if let Some((first, last)) = self.days {
            document.add_i64(fields.first_day, first);
            document.add_i64(fields.last_day, last);
        }
        document.add_bytes(fields.stored, stored);
        document
    }

    /// Makes a passage the first of its statement: the one that bears its key, and by which its copies are found.
    pub fn lead(&self, document: &mut TantivyDocument, statement: u64, place: &GroupPlace) {
        document.add_u64(self.fields.statement_key, statement);
        if place.joined {
            document.add_u64(self.fields.joined, place.group);
        }
        for band in &place.bands {
            document.add_u64(self.fields.bands, u64::from(*band));
            if *band != min_hash::NO_BAND {
                document.add_u64(self.fields.band_keys, min_hash::key(*band));
            }
        }
    }
}

/// The keys that a speaker is found by: those of the name, of its other spelling, and of the words of each by
/// themselves. The keys of a name then find all that its words find.
fn speaker_keys(name: &str, written: Option<&str>) -> BTreeSet<Rc<str>> {
    let mut keys = BTreeSet::new();
    for name in std::iter::once(name).chain(written) {
        for part in std::iter::once(name).chain(lines(name).lines()) {
            keys.extend(memoized_name_keys(part).iter().cloned());
        }
    }
    keys
}

/// A line for each word: [`SENTENCE`] for the first of each sentence, and nothing for the others.
fn sentence_starts(sentences: impl Iterator<Item = usize>, words: &Part<'_>) -> String {
    let mut lines = String::with_capacity(words.len() + 16);
    let mut line = 0;
    for first in sentences.map(|start| words.before(start)).filter(|first| *first < words.len()) {
        // A sentence without a word has no place among the words: the next begins there.
        if first > line || lines.is_empty() {
            lines.extend(std::iter::repeat_n('\n', first - line));
            lines.push_str(SENTENCE);
            line = first;
        }
    }
    lines
}
