//! A passage as the engine's document.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::analysis::{Part, lines, stem_lines};
use super::copies;
use super::groups::Place;
use super::ids::key;
use super::names::known_keys;
use super::numbers::days;
use super::schema::{Fields, SENTENCE};
use crate::extract::sentences;
use crate::model::{Document, EntityType, Statement};

/// What is the same for all passages of a statement: all but the words.
pub(super) struct Labels<'i> {
    fields: &'i Fields,
    texts: Vec<(Field, String)>,
    numbers: Vec<(Field, u64)>,
    days: Option<(i64, i64)>,
}

impl<'i> Labels<'i> {
    /// Of a statement with a place among its copies.
    pub fn of(fields: &'i Fields, document: &Document, statement: &Statement, place: &Place) -> Self {
        let mut texts = Vec::new();
        let mut add = |field, text: &str| texts.push((field, text.to_owned()));
        if let Some(speaker) = &statement.speaker {
            let written = Some(&speaker.as_written).filter(|written| **written != speaker.name);
            let mut keys = BTreeSet::new();
            for name in std::iter::once(&speaker.name).chain(written) {
                let words = lines(name);
                // With the keys of the words by themselves, the keys of a name find all that its words find.
                for part in std::iter::once(name.as_str()).chain(words.lines()) {
                    keys.extend(known_keys(part).iter().cloned());
                }
                add(fields.speaker, &words);
            }
            add(fields.speaker_name, &speaker.name);
            keys.iter().for_each(|key| add(fields.speaker_keys, key));
            for words in speaker.role.iter().chain(&speaker.affiliation) {
                add(fields.role, &lines(words));
            }
        }
        for entity in &statement.entities {
            add(fields.entities, &lines(&entity.name));
            add(fields.entity_name, &entity.name);
            if entity.kind == EntityType::Person {
                known_keys(&entity.name).iter().for_each(|key| add(fields.entity_keys, key));
            }
        }
        for topic in &statement.topics {
            add(fields.topics, &stem_lines(topic));
            add(fields.topic_name, topic);
        }
        if let Some(title) = &document.title {
            add(fields.title, &stem_lines(title));
        }
        if let Some(source) = &document.source {
            add(fields.source, &lines(source));
            add(fields.source_name, source);
        }
        add(fields.kind, statement.kind.as_str());
        add(fields.file, &document.path);
        let mut numbers =
            vec![(fields.statement_key, key(&statement.id)), (fields.document_key, key(&document.id))];
        numbers.extend(place.joined.then_some((fields.group_key, place.group)));
        let days = statement.date.value.map(|date| (days(date.first_day()), days(date.last_day())));
        Self { fields, texts, numbers, days }
    }

    /// A passage with these words, and with what is kept of it.
    pub fn with(&self, words: &Part<'_>, text: &str, stored: &[u8]) -> TantivyDocument {
        let fields = self.fields;
        let mut document = TantivyDocument::new();
        document.add_text(fields.text, words.content_stems());
        document.add_text(fields.exact, words.lines());
        document.add_text(fields.sentences, sentence_starts(text, words));
        for (field, text) in &self.texts {
            document.add_text(*field, text);
        }
        for (field, number) in &self.numbers {
            document.add_u64(*field, *number);
        }
        if let Some((first, last)) = self.days {
            document.add_i64(fields.first_day, first);
            document.add_i64(fields.last_day, last);
        }
        document.add_bytes(fields.stored, stored);
        document
    }

    /// Makes a passage the first of its statement: the one by which the statement's copies are found.
    pub fn lead(&self, document: &mut TantivyDocument, place: &Place) {
        if place.joined {
            document.add_u64(self.fields.joined, place.group);
        }
        for band in &place.bands {
            document.add_u64(self.fields.bands, u64::from(*band));
            document.add_u64(self.fields.band_keys, copies::key(*band));
        }
    }
}

/// A line for each word: [`SENTENCE`] for the first of each sentence, and nothing for the others.
fn sentence_starts(text: &str, words: &Part<'_>) -> String {
    let mut lines = String::with_capacity(words.len() + 16);
    let mut line = 0;
    for sentence in sentences(text) {
        // A sentence without a word has no place among the words.
        let Some(first) = words.within(&sentence).next() else { continue };
        lines.extend(std::iter::repeat_n('\n', first - line));
        lines.push_str(SENTENCE);
        line = first;
    }
    lines
}
