//! Codec of stored passages: without names of fields, and without what the columns say.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::days::{day_of, days};
use super::ids::{are_told, document_id, statement_id};
use super::stored::StoredPassage;
use crate::index::error::IndexError;
use crate::model::{
    Attribution, Basis, Corrected, Document, Entity, EntityMention, EntityType, Kind, PartialDate, Passage,
    Precision, Span, Speaker, Statement, StatementDate, TopicEvidence, TopicPlace,
};

/// What is stored of a passage, in [postcard](https://docs.rs/postcard)'s format: one value after the other, so
/// that their order and kinds are part of the index's format.
#[derive(Serialize, Deserialize)]
pub(crate) struct Packed<'a> {
    /// On the document's first passage, what is known of the document.
    #[serde(borrow)]
    document: Option<OfDocument<'a>>,
    /// On the statement's first passage, what is known of the statement.
    #[serde(borrow)]
    statement: Option<OfStatement<'a>>,
    line: u32,
    /// The page on which it stands, as printed.
    page: Option<Cow<'a, str>>,
    /// Where the passage begins in the body, and how long it is.
    span: (usize, usize),
    /// How much of the statement lies before it and after.
    around: (usize, usize),
    /// Which of the statement's entities it names, how many code points after its beginning, and in how many.
    mentions: Vec<(u32, u32, u32)>,
    text: &'a str,
}

/// What all statements of a document share.
#[derive(Serialize, Deserialize)]
pub(crate) struct OfDocument<'a> {
    path: &'a str,
    #[serde(borrow)]
    title: Option<&'a str>,
    #[serde(borrow)]
    source: Option<&'a str>,
    #[serde(borrow)]
    url: Option<&'a str>,
    #[serde(borrow)]
    record: Option<&'a str>,
    #[serde(borrow)]
    author: Option<&'a str>,
    #[serde(borrow)]
    number: Option<&'a str>,
    #[serde(borrow)]
    language: Option<&'a str>,
    #[serde(borrow)]
    forms: Vec<&'a str>,
    /// The first day of the date, and how it is known.
    date: Option<(i64, Precision, Basis)>,
    corrected: Cow<'a, [Corrected]>,
}

/// What all passages of a statement share.
#[derive(Serialize, Deserialize)]
pub(crate) struct OfStatement<'a> {
    /// The ids of the document and the statement, where their keys do not say them.
    #[serde(borrow)]
    ids: Option<(&'a str, &'a str)>,
    kind: Kind,
    /// The first day of the date.
    date: Option<(i64, Precision)>,
    basis: Basis,
    #[serde(borrow)]
    date_words: Option<&'a str>,
    /// All who speak; several say it together.
    #[serde(borrow)]
    speakers: Vec<Voice<'a>>,
    #[serde(borrow)]
    topics: Vec<AboutTopic<'a>>,
    #[serde(borrow)]
    entities: Vec<(&'a str, EntityType, Option<&'a str>)>,
    attributions: Cow<'a, [Attribution]>,
    #[serde(borrow)]
    tags: Vec<&'a str>,
    corrected: Cow<'a, [Corrected]>,
}

/// A topic, and what speaks for it.
#[derive(Serialize, Deserialize)]
struct AboutTopic<'a> {
    topic: &'a str,
    place: TopicPlace,
    #[serde(borrow)]
    words: Vec<&'a str>,
}

/// A speaker.
#[derive(Serialize, Deserialize)]
struct Voice<'a> {
    name: &'a str,
    unnamed: bool,
    #[serde(borrow)]
    role: Option<&'a str>,
    #[serde(borrow)]
    affiliation: Option<&'a str>,
    /// `None` where it is the name.
    #[serde(borrow)]
    as_written: Option<&'a str>,
}

/// The keys of the document and the statement of a passage, as the columns have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ids {
    pub document: u64,
    pub statement: u64,
}

impl<'a> OfDocument<'a> {
    /// The file it came from.
    pub fn file(&self) -> &'a str {
        self.path
    }

    fn new(document: &'a Document) -> Self {
        Self {
            path: &document.path,
            title: document.title.as_deref(),
            source: document.source.as_deref(),
            url: document.url.as_deref(),
            record: document.record.as_deref(),
            author: document.author.as_deref(),
            number: document.number.as_deref(),
            language: document.language.as_deref(),
            forms: document.forms.iter().map(String::as_str).collect(),
            date: document
                .date
                .value
                .map(|date| (days(date.first_day()), date.precision(), document.date.basis)),
            corrected: Cow::Borrowed(&document.corrected),
        }
    }

    /// When it was published, where that is another date than the words have.
    fn published(&self, said: Option<PartialDate>) -> Option<StatementDate> {
        let (first, precision, basis) = self.date?;
        let date = PartialDate::at(day_of(first)?, precision);
        (Some(date) != said).then(|| StatementDate::known(date, basis))
    }
}

impl<'a> OfStatement<'a> {
    fn new(document: &'a Document, statement: &'a Statement) -> Self {
        let speakers = statement.all_speakers().iter().map(|speaker| Voice {
            name: &speaker.name,
            unnamed: speaker.unnamed,
            role: speaker.role.as_deref(),
            affiliation: speaker.affiliation.as_deref(),
            as_written: Some(&*speaker.as_written).filter(|written| *written != speaker.name),
        });
        let topics = statement.topic_evidence.iter().map(|evidence| AboutTopic {
            topic: &evidence.topic,
            place: evidence.place,
            words: evidence.words.iter().map(String::as_str).collect(),
        });
        let entity = |entity: &'a Entity| (entity.name.as_str(), entity.kind, entity.id.as_deref());
        let date = &statement.date;
        let told = are_told(&document.id, &statement.id);
        Self {
            ids: (!told).then_some((&document.id, &statement.id)),
            kind: statement.kind,
            date: date.value.map(|date| (days(date.first_day()), date.precision())),
            basis: date.basis,
            date_words: date.words.as_deref(),
            speakers: speakers.collect(),
            topics: topics.collect(),
            entities: statement.entities.iter().map(entity).collect(),
            attributions: Cow::Borrowed(&statement.attributions),
            tags: statement.tags.iter().map(String::as_str).collect(),
            corrected: Cow::Borrowed(&statement.corrected),
        }
    }
}

/// The mentions that begin in a passage.
fn mentions_in(statement: &Statement, passage: Span) -> Vec<(u32, u32, u32)> {
    let from = statement.mentions.partition_point(|mention| mention.span.start < passage.start);
    let here = statement.mentions[from..].iter().take_while(|mention| mention.span.start < passage.end);
    let number = |number: usize| u32::try_from(number).ok();
    here.filter_map(|mention| {
        let Span { start, end } = mention.span;
        Some((number(mention.entity)?, number(start - passage.start)?, number(end - start)?))
    })
    .collect()
}

/// The page on which the words of a passage stand.
fn page_of(document: &Document, passage: &Passage<'_>) -> Option<String> {
    if document.pages.is_empty() {
        return None;
    }
    let space = |text: &str, words: &str| text.chars().count() - words.chars().count();
    let before = space(passage.text, passage.text.trim_start());
    let after = space(passage.text, passage.text.trim_end());
    let (start, end) = (passage.span.start + before, passage.span.end.saturating_sub(after));
    document.page_of(Span::new(start, end.max(start)))
}

impl<'a> Packed<'a> {
    /// Of a passage that begins on that line; whether it is the `first` of its document.
    pub fn new(
        document: &'a Document,
        statement: &'a Statement,
        passage: &Passage<'a>,
        line: u32,
        first: bool,
    ) -> Self {
        let (whole, span) = (statement.span, passage.span);
        Self {
            document: first.then(|| OfDocument::new(document)),
            statement: (span.start == whole.start).then(|| OfStatement::new(document, statement)),
            line,
            page: page_of(document, passage).map(Cow::Owned),
            span: (span.start, span.end - span.start),
            around: (span.start - whole.start, whole.end - span.end),
            mentions: mentions_in(statement, span),
            text: passage.text,
        }
    }

    /// From its bytes in postcard's format.
    pub fn read(bytes: &'a [u8]) -> Result<Self, IndexError> {
        postcard::from_bytes(bytes).map_err(|error| IndexError::Damaged(format!("a passage: {error}")))
    }

    /// The passage's words.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What is known of the statement, if this is its first passage.
    pub fn of_statement(&mut self) -> Option<OfStatement<'a>> {
        self.statement.take()
    }

    /// What is known of the document, if this is its first passage.
    pub fn of_document(&mut self) -> Option<OfDocument<'a>> {
        self.document.take()
    }

    /// The names of all who speak, or the words for them, if this is the statement's first passage.
    pub fn speakers(&self) -> impl Iterator<Item = &'a str> {
        self.voices().map(|voice| voice.name)
    }

    fn voices(&self) -> impl Iterator<Item = &Voice<'a>> {
        self.statement.iter().flat_map(|statement| statement.speakers.iter())
    }

    /// The names of those whom the text names, each with the words as written.
    pub fn speakers_written(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let voices = self.voices().filter(|voice| !voice.unnamed);
        voices.map(|voice| (voice.name, voice.as_written.unwrap_or(voice.name)))
    }

    /// Where the statement stands in the body.
    pub fn statement(&self) -> Span {
        let (span, (before, after)) = (self.span(), self.around);
        Span::new(span.start.saturating_sub(before), span.end.saturating_add(after))
    }

    /// Where the passage stands in the body.
    pub fn span(&self) -> Span {
        let (start, length) = self.span;
        Span::new(start, start.saturating_add(length))
    }

    /// The passage as it was, with what its statement and document say.
    pub fn passage(self, of: OfStatement<'_>, document: &OfDocument<'_>, ids: Ids) -> StoredPassage {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let (statement, span) = (self.statement(), self.span());
        let (document_id, id) = match of.ids {
            Some((document, id)) => (document.to_owned(), id.to_owned()),
            None => (document_id(ids.document), statement_id(ids.document, ids.statement)),
        };
        let date = of.date.and_then(|(first, precision)| Some(PartialDate::at(day_of(first)?, precision)));
        let mut speakers: Vec<Speaker> = of
            .speakers
            .into_iter()
            .map(|voice| Speaker {
                name: voice.name.to_owned(),
                unnamed: voice.unnamed,
                role: owned(voice.role),
                affiliation: owned(voice.affiliation),
                as_written: voice.as_written.unwrap_or(voice.name).to_owned(),
            })
            .collect();
        let speaker = if speakers.len() > 1 { speakers.first().cloned() } else { speakers.pop() };
        let entity = |(name, kind, id): (&str, _, _)| Entity { name: name.to_owned(), kind, id: owned(id) };
        let mention = |(entity, start, length): &(u32, u32, u32)| EntityMention {
            entity: *entity as usize,
            span: Span::new(span.start + *start as usize, span.start + *start as usize + *length as usize),
        };
        let mentions = self.mentions.iter().map(mention).collect();
        let first = span.start == statement.start;
        let evidence = |about: &AboutTopic<'_>| TopicEvidence {
            topic: about.topic.to_owned(),
            place: about.place,
            words: about.words.iter().map(|word| (*word).to_owned()).collect(),
        };
        StoredPassage {
            id,
            document: document_id,
            record: owned(document.record),
            kind: of.kind,
            speaker,
            speakers,
            published: document.published(date),
            date: StatementDate { value: date, basis: of.basis, words: owned(of.date_words) },
            topics: of.topics.iter().map(|about| about.topic.to_owned()).collect(),
            topic_evidence: of.topics.iter().map(evidence).collect(),
            forms: document.forms.iter().map(|form| (*form).to_owned()).collect(),
            entities: of.entities.into_iter().map(entity).collect(),
            mentions,
            title: owned(document.title),
            source: owned(document.source),
            url: owned(document.url),
            author: owned(document.author),
            number: owned(document.number),
            language: owned(document.language),
            path: document.path.to_owned(),
            line: self.line,
            page: self.page.map(Cow::into_owned),
            statement,
            span,
            text: self.text.to_owned(),
            attributions: if first { of.attributions.into_owned() } else { Vec::new() },
            tags: of.tags.into_iter().map(str::to_owned).collect(),
            corrected: of.corrected.iter().chain(&*document.corrected).cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::schema::ids::key;
    use crate::model::Page;

    fn packed_and_back(document: &Document, statement: &Statement, passage: &Passage<'_>) -> StoredPassage {
        let bytes = |passage, first| {
            postcard::to_stdvec(&Packed::new(document, statement, passage, 7, first)).unwrap()
        };
        let ids = Ids { document: key(&document.id), statement: key(&statement.id) };
        let (first, own) = (bytes(&crate::extract::passages(statement)[0], true), bytes(passage, false));
        let (mut first, own) = (Packed::read(&first).unwrap(), Packed::read(&own).unwrap());
        own.passage(first.of_statement().unwrap(), &first.of_document().unwrap(), ids)
    }

    #[test]
    fn a_passage_comes_back_as_it_was() {
        let mut document =
            Document::new("briefing.txt", "  The envoy said “we agreed” to France. Nobody asked. ");
        document.title = Some("A briefing".into());
        document.record = Some("row 3".into());
        document.author = Some("Ada Example".into());
        document.number = Some("S/PV.1".into());
        document.topics = vec!["envoys".into()];
        document.forms = vec!["press-briefings".into()];
        document.pages = vec![Page { start: 0, label: "2/6".into(), index: 2 }];
        document.date = StatementDate::known(PartialDate::ymd(2024, 3, 1).unwrap(), Basis::Dateline);
        let mut statements = crate::extract::Extractor::default().extract(&document);
        statements[0].speaker = Some(Speaker {
            role: Some("envoy".into()),
            as_written: "the envoy".into(),
            ..Speaker::named("Ada Example")
        });
        let (one, both) = (statements[0].speaker.clone(), Speaker::described("two aides"));
        for (id, speakers) in
            [("some id", vec![]), (&statements[0].id.clone(), one.into_iter().chain([both]).collect())]
        {
            statements[0].speakers = speakers;
            for value in [PartialDate::month(-480, 9), PartialDate::ymd(2024, 2, 29), None] {
                statements[0].id = id.to_owned();
                statements[0].date.value = value;
                let statement = &statements[0];
                for passage in crate::extract::passages(statement) {
                    let back = packed_and_back(&document, statement, &passage);
                    assert_eq!((&*back.id, &*back.document), (id, &*document.id));
                    assert_eq!((back.span, back.statement), (passage.span, statement.span));
                    assert_eq!((&*back.text, back.line, back.kind), (passage.text, 7, statement.kind));
                    assert_eq!((&back.speaker, &back.date), (&statement.speaker, &statement.date));
                    assert_eq!(back.published.as_ref(), Some(&document.date));
                    assert_eq!(back.speakers, statement.speakers);
                    assert_eq!((&back.title, &back.record), (&document.title, &document.record));
                    assert_eq!((&back.author, &back.number), (&document.author, &document.number));
                    assert_eq!(back.place(), "briefing.txt:7, page 2/6");
                    assert_eq!((&back.entities, &back.topics), (&statement.entities, &statement.topics));
                    assert_eq!(
                        (&back.topic_evidence, &back.forms),
                        (&statement.topic_evidence, &document.forms)
                    );
                    assert_eq!(back.attributions, statement.attributions);
                    assert_eq!(back.mentions, statement.mentions);
                }
            }
        }
    }

    #[test]
    fn bytes_that_are_no_passage_are_an_error() {
        for length in 0..40 {
            assert!(Packed::read(&vec![0xff; length]).is_err());
        }
    }
}
