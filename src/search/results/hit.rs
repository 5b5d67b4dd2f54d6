//! One answer: a passage, its rank, and the words in it that matched.

use serde::{Serialize, Serializer};

use super::quotation::{Quotation, quotation};
use crate::index::schema::stored::StoredPassage;
use crate::model::{Span, Speaker};
use crate::search::plan::matches::{Match, Matches};

/// The text of a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HitPassage {
    /// The words, without the white space around them, as they stand in the source.
    pub text: String,
    /// The words that matched, in code points of `text`.
    pub highlights: Vec<Span>,
    /// The same in code points of the document's body.
    pub highlights_in_body: Vec<Span>,
    /// How one quotes it, where that differs: wrapped lines joined, no marks of Markdown or HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quotation>,
}

impl HitPassage {
    /// The words as one quotes them, and what matched in them, in their code points.
    pub fn quoted(&self) -> (&str, &[Span]) {
        let quote = self.quote.as_ref().map(|quote| (quote.text.as_str(), quote.highlights.as_slice()));
        quote.unwrap_or((&self.text, &self.highlights))
    }
}

/// The passage without the white space around it, with its matches, and where it stands.
pub(crate) fn shown(stored: &StoredPassage, matches: Option<&Matches>) -> (HitPassage, Span) {
    let text = stored.text.trim();
    let blank = stored.text.len() - stored.text.trim_start().len();
    let start = stored.span.start + stored.text[..blank].chars().count();
    let highlights = matches.map(|matches| matches.spans(text)).unwrap_or_default();
    let highlights_in_body =
        highlights.iter().map(|span| Span::new(span.start + start, span.end + start)).collect();
    let place = Span::new(start, start + text.chars().count());
    let quote = quotation(text, &highlights);
    (HitPassage { text: text.to_owned(), highlights, highlights_in_body, quote }, place)
}

/// A statement that is a copy of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Copy {
    /// The statement's id.
    pub id: String,
    /// The file it stands in.
    pub path: String,
}

/// Where else the words of a statement stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// Files that hold the same document.
    pub places: Vec<String>,
    /// Statements of other words that are near-identical, or of the same words in another document: the first
    /// twenty.
    pub copies: Vec<Copy>,
    /// How many there are of both together.
    pub count: usize,
}

/// A question that a hit answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The statement's id.
    pub id: String,
    /// Who asks.
    pub speaker: Option<Speaker>,
    /// The words, without the white space around them.
    pub text: String,
    /// The words that matched, in code points of `text`.
    pub highlights: Vec<Span>,
}

impl Question {
    /// Of the passages of the question's statement.
    pub(crate) fn of(passages: Vec<StoredPassage>, matches: &Matches) -> Option<Self> {
        let text: String = passages.iter().map(|passage| passage.text.as_str()).collect();
        let first = passages.into_iter().next()?;
        let text = text.trim().to_owned();
        let highlights = matches.spans(&text);
        Some(Self { id: first.id, speaker: first.speaker, text, highlights })
    }
}

/// A ranked passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Counted from 1, over all pages of the results.
    pub rank: usize,
    /// Higher is better; to be compared within one search only.
    pub score: f32,
    /// Whether every word of the query is there.
    pub matched: Match,
    /// The query's words that are not there.
    pub missing: Vec<String>,
    /// The passage as the index keeps it.
    pub stored: StoredPassage,
    /// The passage's text and what matched in it.
    pub passage: HitPassage,
    /// Where the passage's text stands in the document's body, in code points.
    pub place: Span,
    /// The question of a journalist that it answers: the one found by the words, or that its statement follows.
    pub question: Option<Question>,
    /// How many more passages of its document were found and put after the tenth hit, as far as is known; told at the
    /// last one of the document that stands before.
    pub held_back: usize,
    /// Where else the same words stand.
    pub others: Others,
    /// Why it was found and ranked here, where that was asked.
    pub why: Vec<String>,
}

impl Serialize for Hit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = &self.stored;
        Wire {
            rank: self.rank,
            score: self.score,
            matched: self.matched,
            missing: &self.missing,
            id: &stored.id,
            document: &stored.document,
            record: stored.record.as_deref(),
            kind: stored.kind,
            speaker: stored.speaker.as_ref(),
            speakers: &stored.speakers,
            date: &stored.date,
            published: stored.published.as_ref(),
            topics: &stored.topics,
            topic_evidence: &stored.topic_evidence,
            forms: &stored.forms,
            entities: &stored.entities,
            tags: &stored.tags,
            corrected: &stored.corrected,
            title: stored.title.as_deref(),
            source: stored.source.as_deref(),
            url: stored.url.as_deref(),
            path: &stored.path,
            line: stored.line,
            page: stored.page.as_deref(),
            author: stored.author.as_deref(),
            number: stored.number.as_deref(),
            language: stored.language.as_deref(),
            start: self.place.start,
            end: self.place.end,
            passage: &self.passage,
            question: self.question.as_ref(),
            held_back: self.held_back,
            also: self.others.count,
            places: &self.others.places,
            copies: &self.others.copies,
            why: &self.why,
        }
        .serialize(serializer)
    }
}

/// The JSON shape of a hit.
#[derive(Serialize)]
struct Wire<'a> {
    rank: usize,
    score: f32,
    #[serde(rename = "match")]
    matched: Match,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    missing: &'a [String],
    id: &'a str,
    document: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'a str>,
    kind: crate::model::Kind,
    speaker: Option<&'a crate::model::Speaker>,
    #[serde(skip_serializing_if = "<[crate::model::Speaker]>::is_empty")]
    speakers: &'a [crate::model::Speaker],
    date: &'a crate::model::StatementDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a crate::model::StatementDate>,
    topics: &'a [String],
    #[serde(skip_serializing_if = "<[crate::model::TopicEvidence]>::is_empty")]
    topic_evidence: &'a [crate::model::TopicEvidence],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    forms: &'a [String],
    entities: &'a [crate::model::Entity],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "<[crate::model::Corrected]>::is_empty")]
    corrected: &'a [crate::model::Corrected],
    title: Option<&'a str>,
    source: Option<&'a str>,
    url: Option<&'a str>,
    path: &'a str,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    start: usize,
    end: usize,
    passage: &'a HitPassage,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a Question>,
    #[serde(skip_serializing_if = "is_zero")]
    held_back: usize,
    also: usize,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    places: &'a [String],
    #[serde(skip_serializing_if = "<[Copy]>::is_empty")]
    copies: &'a [Copy],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    why: &'a [String],
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
