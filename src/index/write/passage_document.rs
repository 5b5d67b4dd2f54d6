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
use crate::index::schema::ids::key;
use crate::index::schema::standing::Standing;
use crate::model::{Document, EntityType, Kind, Speaker, Statement};
use crate::record::ancestors;

/// What is not the words of a passage has about so many bytes in a document.
const LABELS: usize = 1024;

/// What is the same for all passages of a statement: all but the words.
pub(crate) struct PassageFields<'i> {
    fields: &'i Fields,
    texts: Vec<(Field, Label<'i>)>,
    group: Option<u64>,
    days: Option<(i64, i64)>,
    standing: Option<Standing>,
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
            if let Some(name) = speaker.known_name() {
                add(fields.speaker_name, Whole(name));
            }
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
        let asks = |statement: &Statement| {
            statement.kind == Kind::Spoken && statement.speaker.as_ref().is_some_and(Speaker::is_questioner)
        };
        let standing = asks(statement).then_some(Standing::Question);
        Self { fields, texts, group, days, standing }
    }

    /// What the fields hold that say no words of a passage: names, labels, words of names and labels one to a line.
    #[cfg(feature = "cluster")]
    pub fn texts(&self) -> impl Iterator<Item = (Field, &str)> {
        self.texts.iter().map(|(field, label)| match label {
            Label::Whole(text) => (*field, *text),
            Label::Words(words) => (*field, &**words),
        })
    }

    /// A passage with these words, the stems of those that are not of grammar, and with what is kept of it.
    ///
    /// `sentences` are the bytes of the passage on which its sentences begin, in order.
    pub fn with(
        &self,
        words: &Part<'_>,
        stems: &str,
        sentences: impl Iterator<Item = usize>,
        stored: &[u8],
    ) -> TantivyDocument {
        let fields = self.fields;
        let exact = words.lines();
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
        if let Some(standing) = self.standing {
            document.add_u64(fields.standing, standing.number());
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

/// What is gathered over the passages of a document, for its first one.
#[derive(Default)]
pub(crate) struct WholeDocument {
    stems: String,
    /// For each passage whether it is the title.
    titles: Vec<bool>,
}

impl WholeDocument {
    /// Takes in the next passage.
    pub fn include(&mut self, document: &Document, words: &Part<'_>, stems: &str) {
        self.stems.push_str(stems);
        self.titles.push(document.title.as_deref().is_some_and(|title| is_title(words, title)));
    }

    /// Says of a document's passages, in order, what is known when all are made.
    pub fn finish<'p>(
        self,
        fields: &Fields,
        document: &Document,
        mut passages: impl Iterator<Item = &'p mut TantivyDocument>,
    ) {
        // Where nothing else is said, the title is what is said.
        let goes_on = self.titles.iter().any(|title| !title);
        for (at, is_title) in self.titles.into_iter().enumerate() {
            let Some(passage) = passages.next() else { break };
            if at == 0 {
                passage.add_u64(fields.document_key, key(&document.id));
                passage.add_text(fields.document, &self.stems);
                if let Some(title) = &document.title {
                    passage.add_text(fields.document, stem_lines(title));
                }
            }
            if is_title && goes_on {
                passage.add_u64(fields.standing, Standing::Title.number());
            }
        }
    }
}

/// Whether words are a title, or the first half of it and more: pages add the name of the site.
fn is_title(words: &Part<'_>, title: &str) -> bool {
    let title = lines(title);
    !words.is_empty() && 2 * words.len() >= title.lines().count() && title.starts_with(words.lines())
}
