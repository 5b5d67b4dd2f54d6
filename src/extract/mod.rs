//! Documents to statements: who said what, when, about whom.
//!
//! The statements of a document partition its body, and the passages of a statement partition it:
//! laid end to end they are the text as it was read.

mod article;
mod attribution;
mod cut;
mod explain;
mod explanation;
mod given;
mod headlines;
mod mentions;
mod nested;
mod normalise;
mod page;
mod passages;
mod people;
mod sentences;
mod statements;
mod topics;
mod turns;
mod when;
mod wrapped;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use attribution::train as training;
pub use explanation::{Explanation, Place, Reason, Words};
pub(crate) use passages::passages_of;
pub use passages::{PASSAGE_WORDS, passages};
pub use people::NameParts;
pub use sentences::sentences;
pub use topics::{Topic, TopicError, TopicRules};

use crate::authority::{Authority, Mention};
use crate::model::{Document, Kind, Layout, Speaker, Statement};
use crate::record::{self, PlacedCorrection, Record};
use cut::{By, Cut};
use mentions::{about, with_persons};
use normalise::Normalised;
use people::{Naming, Setting};
use topics::DocumentTopics;

/// The words of a class of function words: `modal`, `number`, `day`.
pub(crate) fn class_words(class: &str) -> impl Iterator<Item = &'static str> {
    attribution::class_words(class)
}

/// Makes statements of documents; one serves all threads.
///
/// ```
/// use demarche::extract::Extractor;
/// use demarche::model::{Document, Kind};
///
/// let body = "The border is closed. “We will open it in May,” Foreign Minister Ada Example said on Monday.";
/// let document = Document::new("news/1.txt", body);
/// let statements = Extractor::default().extract(&document);
/// // Nothing of the text is lost.
/// assert_eq!(statements.iter().map(|statement| statement.text.as_str()).collect::<String>(), body);
/// let said = statements.iter().find(|statement| statement.kind == Kind::Quoted).unwrap();
/// assert_eq!(said.speaker.as_ref().unwrap().name, "Ada Example");
/// ```
pub struct Extractor {
    authority: Arc<Authority>,
    topics: Arc<TopicRules>,
    as_given: bool,
    record: Record,
}

impl Default for Extractor {
    fn default() -> Self {
        Self::new(Authority::shared())
    }
}

impl Extractor {
    /// An extractor that knows the names of `authority`.
    pub fn new(authority: Arc<Authority>) -> Self {
        Self { authority, topics: TopicRules::shared(), as_given: false, record: Record::default() }
    }

    /// The same with other topic rules.
    pub fn with_topics(self, topics: Arc<TopicRules>) -> Self {
        Self { topics, ..self }
    }

    /// The same, but it takes only what documents state: a document is one statement of its speaker, a
    /// transcript's are its turns. No attribution, no date, no name and no topic is looked for in the text.
    pub fn as_given(self) -> Self {
        Self { as_given: true, ..self }
    }

    /// The same with the names of another authority.
    pub fn with_authority(self, authority: Arc<Authority>) -> Self {
        Self { authority, ..self }
    }

    /// The same, which puts what a person recorded in the place of what it finds.
    pub fn with_record(self, record: Record) -> Self {
        Self { record, ..self }
    }

    /// What tells the lists it works with from others: what they extract may differ.
    pub fn fingerprint(&self) -> String {
        let given = if self.as_given { "-as-given" } else { "" };
        let names = self.record.fingerprint();
        format!("{}-{}{given}{names}", self.authority.fingerprint(), self.topics.fingerprint())
    }

    /// What tells that which a person recorded of the words of one file from other records of it; empty where there is none.
    pub fn fingerprint_of(&self, path: &str) -> String {
        self.record.fingerprint_of(path)
    }

    /// The document with what a person corrected of it as a whole, to be extracted and kept so.
    pub fn correct(&self, document: Document) -> Document {
        self.record.correct(document)
    }

    /// The statements of a document, in order. An empty body has none.
    pub fn extract(&self, document: &Document) -> Vec<Statement> {
        let placed = self.record.corrections.place(document);
        let (cuts, mentions) = self.cut_around(document, &placed);
        let mut statements = self.statements(document, &cuts, &mentions);
        self.take_record(document, &placed, &mut statements);
        statements
    }

    /// Where a body is cut, also around the words that a person corrected.
    fn cut_around(&self, document: &Document, placed: &[PlacedCorrection<'_>]) -> (Vec<Cut>, Vec<Mention>) {
        let (mut cuts, mentions) = self.cut(document);
        if !placed.is_empty() {
            cut::split(&document.body, &mut cuts, &record::cuts(&document.body, placed));
        }
        (cuts, mentions)
    }

    /// Puts what a person recorded in the place of what was extracted.
    fn take_record(
        &self,
        document: &Document,
        placed: &[PlacedCorrection<'_>],
        statements: &mut [Statement],
    ) {
        let office = |name: &str, date| {
            let held = self.authority.role_on(name, date).filter(|_| !self.as_given)?;
            Some((held.role.clone(), held.affiliation.clone()))
        };
        self.record.corrections.apply(document, placed, statements, &office);
        self.record.tag(document, statements);
    }

    /// The same statements, each with the rules by which its values were given and the words these rest on.
    pub fn explain(&self, document: &Document) -> Vec<(Statement, Explanation)> {
        let placed = self.record.corrections.place(document);
        let (cuts, mentions) = self.cut_around(document, &placed);
        let statements = self.statements(document, &cuts, &mentions);
        let mut explained = explain::explain(self, document, statements, &cuts, &mentions);
        if !self.record.is_empty() {
            let mut statements: Vec<Statement> =
                explained.iter().map(|(statement, _)| statement.clone()).collect();
            self.take_record(document, &placed, &mut statements);
            for ((statement, explanation), corrected) in explained.iter_mut().zip(statements) {
                *statement = corrected;
                explanation.correct(statement);
            }
        }
        explained
    }

    /// Where a body is cut, with what is known of each part, and what it mentions, in bytes of the body.
    fn cut(&self, document: &Document) -> (Vec<Cut>, Vec<Mention>) {
        let normalised = if self.as_given { None } else { Normalised::of(document, &self.authority) };
        // Marks alone are no text: they stay.
        let normalised = normalised.filter(|normalised| !normalised.text.is_empty());
        let Some(normalised) = normalised else { return self.cut_text(document) };
        let read = Document { body: normalised.text.clone(), ..document.clone() };
        let (mut cuts, mut mentions) = self.cut_text(&read);
        normalised.carry_back(&mut cuts, &mut mentions);
        (cuts, mentions)
    }

    /// The same for a text as its reader sees it.
    fn cut_text(&self, document: &Document) -> (Vec<Cut>, Vec<Mention>) {
        let body = document.body.as_str();
        if body.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let text = wrapped::unwrapped(body);
        let mut mentions = if self.as_given { Vec::new() } else { self.authority.find(&text) };
        let setting = self.setting(document);
        let persons = (!self.as_given).then(|| Naming::new(&text, &mentions, setting));
        if let Some(persons) = &persons {
            mentions = persons.without_names(mentions);
        }
        let named =
            persons.as_ref().map(|persons| persons.mentions(is_english(document))).unwrap_or_default();
        let found: Vec<Speaker> = if self.as_given {
            page::stated(document, setting).into_iter().collect()
        } else {
            page::speakers(document, setting).into_iter().map(|one| setting.canonical(one)).collect()
        };
        let mut page = found.into_iter();
        let (page, others) = (page.next(), page.collect());
        let (mut cuts, persons) = match persons {
            Some(persons) if is_report(document) && page.is_none() => {
                (article::cut(document, &text, &mentions, setting, persons), None)
            }
            persons => (self.cut_spoken(document, page, others, &mut mentions), persons),
        };
        if self.as_given {
            return (cuts, mentions);
        }
        // A transcript has few heads, and each of them often.
        let mut heads: HashMap<Speaker, Speaker> = HashMap::new();
        for cut in &mut cuts {
            if matches!(cut.who, By::Head(_)) {
                if let Some(speaker) = cut.speaker.take() {
                    let named =
                        heads.entry(speaker).or_insert_with_key(|speaker| setting.head(speaker.clone()));
                    cut.speaker = Some(named.clone());
                }
            } else if cut.is_stated(document)
                && let Some(speaker) = cut.speaker.take()
            {
                let named =
                    heads.entry(speaker).or_insert_with_key(|speaker| setting.stated(speaker.clone()));
                cut.speaker = Some(named.clone());
            }
            self.hold_office(cut, document);
        }
        let named = about(named, &cuts);
        if let Some(persons) = persons {
            nested::add(&text, &mut cuts, &mentions, setting, persons);
        }
        (cuts, with_persons(mentions, named))
    }

    /// The cuts of what is not a report on others' words: turns, a speech, a page whose title or byline names who speaks.
    /// What the heads of turns say in notes mentions nothing.
    fn cut_spoken(
        &self,
        document: &Document,
        page: Option<Speaker>,
        others: Vec<Speaker>,
        mentions: &mut Vec<Mention>,
    ) -> Vec<Cut> {
        let own = document.speaker.as_ref();
        let more: Vec<Speaker> = document.speakers.iter().skip(1).cloned().collect();
        match document.layout {
            _ if !document.turns.is_empty() => given::cut(document),
            Layout::Transcript => {
                let (cuts, notes) = turns::cut(document, page.as_ref().or(own));
                mentions.retain(|mention| !within(&notes, mention.start));
                cuts
            }
            Layout::Article if page.is_some() => {
                vec![Cut { speaker: page, speakers: others, ..Cut::at(0, Kind::Spoken) }]
            }
            Layout::Article if own.is_some() && !self.as_given => {
                let starts = cut::paragraphs(&document.body).into_iter();
                let all = |start| Cut { speakers: more.clone(), ..Cut::at(start, Kind::Spoken) };
                starts.map(|start| Cut { speaker: own.cloned(), ..all(start) }).collect()
            }
            Layout::Speech | Layout::Article => {
                vec![Cut { speaker: own.cloned(), speakers: more, ..Cut::at(0, spoken_by(document)) }]
            }
        }
    }

    /// What is known beside a document's text.
    fn setting<'a>(&'a self, document: &Document) -> Setting<'a> {
        let host = document.url.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        let host = host.and_then(|rest| rest.split(['/', ':']).next()).or(document.source.as_deref());
        Setting {
            authority: &self.authority,
            date: document.date.value,
            home: host.and_then(people::home_of),
        }
    }

    /// Gives a speaker for whom the text has no role the one that the authority knows for the date.
    fn hold_office(&self, cut: &mut Cut, document: &Document) {
        let Some(speaker) = cut.speaker.as_mut().filter(|speaker| speaker.role.is_none()) else { return };
        let date = cut.date.as_ref().unwrap_or(&document.date).value;
        let Some(held) = self.authority.role_on(&speaker.name, date) else { return };
        let other = |body: &String| held.affiliation.as_ref().is_some_and(|own| own != body);
        if !speaker.affiliation.as_ref().is_some_and(other) {
            speaker.role = Some(held.role.clone()).filter(|role| !role.is_empty());
            speaker.affiliation = speaker.affiliation.take().or_else(|| held.affiliation.clone());
            cut.held = Some(held.clone());
        }
    }

    /// The topics that the words of a text show, each with the rule that holds and the words it rests on; none
    /// where only what is given counts.
    pub fn explain_topics(&self, text: &str) -> Vec<Topic<'_>> {
        if self.as_given { Vec::new() } else { self.topics.topics(text) }
    }

    fn document_topics<'a>(&'a self, document: &'a Document) -> DocumentTopics<'a> {
        DocumentTopics::new((!self.as_given).then_some(&self.topics), document)
    }
}

/// Whether a document is English, by what it says of itself, else by its words.
fn is_english(document: &Document) -> bool {
    match &document.language {
        Some(language) => language.starts_with("en"),
        None => people::is_english(&document.body),
    }
}

/// Whether a byte lies in one of the ranges, which are in order.
fn within(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.start <= at);
    next > 0 && at < ranges[next - 1].end
}

/// Whether a document reports what others say.
fn is_report(document: &Document) -> bool {
    document.layout == Layout::Article && document.turns.is_empty() && document.speaker.is_none()
}

fn spoken_by(document: &Document) -> Kind {
    if document.speaker.is_some() { Kind::Spoken } else { Kind::Narration }
}
