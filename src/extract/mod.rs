//! Documents to statements: who said what, when, about whom.
//!
//! The statements of a document partition its body, and the passages of a statement partition it:
//! laid end to end they are the text as it was read.

mod article;
mod attribution;
mod cut;
mod explain;
mod given;
mod headlines;
mod mentions;
mod nested;
mod normalise;
mod page;
mod passages;
mod people;
mod sentences;
mod topics;
mod turns;
mod when;
mod wrapped;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use attribution::train as training;
pub use explain::{Explanation, Place, Reason, Words};
pub(crate) use passages::passages_of;
pub use passages::{PASSAGE_WORDS, passages};
pub use people::NameParts;
pub use sentences::sentences;
pub use topics::{Topic, TopicError, TopicRules};

use crate::authority::{Authority, Mention};
use crate::model::{Attribution, Document, Kind, Layout, Speaker, Statement};
use crate::record::{self, PlacedCorrection, Record};
use attribution::AttributionSpans;
use cut::{By, Cut, Points, Said};
use mentions::{about, entities, places, with_persons};
use normalise::Normalised;
use people::{Naming, Setting};
use topics::DocumentTopics;

/// The words of a class of function words: `modal`, `number`, `day`.
pub(crate) fn class_words(class: &str) -> impl Iterator<Item = &'static str> {
    attribution::class_words(class)
}

/// How far back, in bytes, the source of a quotation is looked for that goes on over paragraphs.
const FAR: usize = 20_000;

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

    fn statements(&self, document: &Document, cuts: &[Cut], mentions: &[Mention]) -> Vec<Statement> {
        let body = document.body.as_str();
        let mut points = Points::new(body);
        let mut seen: HashMap<u64, u32> = HashMap::new();
        let mut statements = Vec::with_capacity(cuts.len());
        let mut rest = mentions;
        let topics = self.document_topics(document);
        for (at, cut) in cuts.iter().enumerate() {
            let end = cuts.get(at + 1).map_or(body.len(), |next| next.start);
            let text = &body[cut.start..end];
            let (here, after) = rest.split_at(rest.partition_point(|mention| mention.start < end));
            rest = after;
            let topic_evidence = topics.evidence(text);
            let (entities, named) = entities(here);
            statements.push(Statement {
                id: id(&document.id, text, &mut seen),
                document: document.id.clone(),
                kind: cut.kind,
                speaker: cut.speaker.clone(),
                speakers: together(cut),
                date: cut.date.clone().unwrap_or_else(|| document.date.clone()),
                topics: topic_evidence.iter().map(|evidence| evidence.topic.clone()).collect(),
                topic_evidence,
                mentions: places(points.clone(), here, &named),
                entities,
                attributions: attributions(points.clone(), cut),
                span: points.span(cut.start, end),
                text: text.to_owned(),
                tags: Vec::new(),
                corrected: Vec::new(),
            });
        }
        statements
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

/// All who say it together, each once; none where one alone speaks.
fn together(cut: &Cut) -> Vec<Speaker> {
    if cut.speakers.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<Speaker> = Vec::new();
    for speaker in cut.speaker.iter().chain(&cut.speakers) {
        if !all.iter().any(|known| known.name == speaker.name) {
            all.push(speaker.clone());
        }
    }
    if all.len() > 1 { all } else { Vec::new() }
}

/// The attributions of a statement in code points; `points` stands at its beginning.
fn attributions(mut points: Points<'_>, cut: &Cut) -> Vec<Attribution> {
    let goes_on = cut.goes_on.as_ref().map(|content| Attribution {
        // Points are counted from here: a source that is far off is named only.
        source: match &cut.who {
            By::Open(who) if content.start - who.source.start < FAR => Some(points.near(&who.source)),
            _ => None,
        },
        cue: None,
        content: vec![points.near(content)],
        direct: true,
        speaker: cut.speaker.as_ref().map(|speaker| speaker.name.clone()),
    });
    let one = |said: &Said| {
        let AttributionSpans { source, cue, content, direct, .. } = &said.found;
        points.advance(cue.start);
        let span = |range: &Range<usize>| points.near(range);
        Attribution {
            source: source.as_ref().map(span),
            cue: Some(span(cue)),
            content: content.iter().map(span).collect(),
            direct: *direct,
            speaker: said.speaker().map(|speaker| speaker.name.clone()),
        }
    };
    goes_on.into_iter().chain(cut.said.iter().map(one)).collect()
}

/// Whether a document reports what others say.
fn is_report(document: &Document) -> bool {
    document.layout == Layout::Article && document.turns.is_empty() && document.speaker.is_none()
}

fn spoken_by(document: &Document) -> Kind {
    if document.speaker.is_some() { Kind::Spoken } else { Kind::Narration }
}

/// The same words at the same place have the same id: it comes from the document, the words, and
/// how often they stood there before.
fn id(document: &str, text: &str, seen: &mut HashMap<u64, u32>) -> String {
    let hash = |times: u32| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(text.trim().as_bytes());
        hasher.update(&times.to_le_bytes());
        hasher.finalize().to_hex()[..8].to_owned()
    };
    let first = hash(0);
    let times = seen.entry(u64::from_str_radix(&first, 16).unwrap_or(0)).or_default();
    *times += 1;
    if *times == 1 { format!("{document}-{first}") } else { format!("{document}-{first}-{times}") }
}
