//! One event as a flat row: what JSON and CSV give of it.

use std::collections::HashMap;

use serde::Serialize;

use super::super::csv::{entity_ids, names, unnamed};
use super::super::permalink::Permalink;
use crate::model::{Basis, Entity, Kind, PartialDate, Precision, Span, Speaker, StatementDate};
use crate::timeline::{Change, Event};

/// The statements met so far whose words are met again, so that a copy can name its original: the first of
/// them in order of time.
#[derive(Debug, Default)]
pub struct Originals(HashMap<u64, String>);

impl Originals {
    /// The original's id, if `event` is a copy of one that was asked about before.
    pub(in crate::output) fn original_of(&mut self, event: &Event) -> Option<String> {
        if event.also == 0 {
            return None;
        }
        let original = self.0.entry(event.group).or_insert_with(|| event.stored.id.clone());
        (*original != event.stored.id).then(|| original.clone())
    }
}

/// The JSON shape of an event.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    pub id: &'a str,
    pub document: &'a str,
    pub date: Option<PartialDate>,
    pub date_precision: Option<Precision>,
    pub date_basis: Basis,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_words: Option<&'a str>,
    /// Whether the date is when the words were spoken or when they were published.
    pub date_kind: Option<&'static str>,
    /// When the document was published, where that is another date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    pub speaker: Option<&'a str>,
    /// All who say it together; none where one alone does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<&'a str>,
    /// The words for those who speak and are not named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unnamed_speaker: Vec<&'a str>,
    pub role: Option<&'a str>,
    pub affiliation: Option<&'a str>,
    pub kind: Kind,
    pub topics: &'a [String],
    /// What sort of text the document is: `press-briefing`.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub forms: &'a [String],
    /// The codes that a researcher gave the words.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub tags: &'a [String],
    pub entities: Vec<&'a str>,
    /// Their ids, as many, joined by `;`: nothing for one that has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub entity_ids: String,
    pub quote: &'a str,
    /// Where the quote stands in the document's body, in code points.
    pub start: usize,
    pub end: usize,
    pub highlights: &'a [Span],
    pub title: Option<&'a str>,
    pub source: Option<&'a str>,
    pub url: Option<&'a str>,
    pub path: &'a str,
    pub line: u32,
    /// The same in one: `path:line#start-end`.
    pub place: String,
    pub permalink: String,
    pub score: f32,
    /// The words of the quote that the query found; none where other facts of the statement did.
    pub why: Vec<String>,
    /// The numbers of the queries that it matches, from 1.
    pub queries: Vec<usize>,
    pub first_for_speaker: bool,
    /// Further statements with the same words.
    pub also: u64,
    /// The statements that this row stands for.
    pub stands_for: u64,
    pub duplicate_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<&'a Change>,
}

impl<'a> Row<'a> {
    pub fn new(event: &'a Event, originals: &mut Originals) -> Self {
        let stored = &event.stored;
        let speaker = stored.speaker.as_ref();
        let name = |entity: &'a Entity| entity.name.as_str();
        Self {
            id: &stored.id,
            document: &stored.document,
            date: stored.date.value,
            date_precision: event.precision(),
            date_basis: stored.date.basis,
            date_words: stored.date.words.as_deref(),
            date_kind: date_kind(stored.kind, &stored.date),
            published: stored.published.as_ref().and_then(|published| published.value),
            speaker: speaker.and_then(Speaker::known_name),
            speakers: names(&stored.speakers).collect(),
            unnamed_speaker: unnamed(stored.all_speakers()).collect(),
            role: speaker.and_then(|speaker| speaker.role.as_deref()),
            affiliation: speaker.and_then(|speaker| speaker.affiliation.as_deref()),
            kind: stored.kind,
            topics: &stored.topics,
            forms: &stored.forms,
            tags: &stored.tags,
            entities: stored.entities.iter().map(name).collect(),
            entity_ids: entity_ids(&stored.entities),
            quote: &event.quote,
            start: event.place.start,
            end: event.place.end,
            highlights: &event.highlights,
            title: stored.title.as_deref(),
            source: stored.source.as_deref(),
            url: stored.url.as_deref(),
            path: &stored.path,
            line: stored.line,
            place: format!("{}#{}-{}", stored.place(), event.place.start, event.place.end),
            permalink: permalink(event),
            score: event.score,
            why: why(event),
            queries: event.series.iter().map(|series| series + 1).collect(),
            first_for_speaker: event.first_for_speaker,
            also: event.also,
            stands_for: event.stands_for,
            duplicate_of: originals.original_of(event),
            change: event.change.as_ref(),
        }
    }
}

/// What a date is the date of: a speech, a turn and what is told of a day (`on Wednesday`) were spoken then;
/// other words in a report are dated by the report.
pub(in crate::output) fn date_kind(kind: Kind, date: &StatementDate) -> Option<&'static str> {
    date.value?;
    Some(match (kind, date.basis) {
        (Kind::Spoken, _) | (Kind::Quoted | Kind::Reported, Basis::Relative) => "spoken",
        _ => "published",
    })
}

/// The words that were found, each once, in the order of the quote.
fn why(event: &Event) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for span in &event.highlights {
        let words: String = event.quote.chars().skip(span.start).take(span.end - span.start).collect();
        let word = format!("text:{}", words.to_lowercase());
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// The link that names the quotation.
pub(super) fn permalink(event: &Event) -> String {
    // The link names the words as the source has them.
    Permalink::new(&event.stored.id, event.place, event.stored.text.trim()).to_string()
}
