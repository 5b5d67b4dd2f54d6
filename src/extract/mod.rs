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
mod page;
mod passages;
mod people;
mod sentences;
mod topics;
mod turns;
mod when;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

pub use attribution::train as training;
pub use explain::{Explanation, Place, Reason, Words};
pub(crate) use passages::passages_of;
pub use passages::{PASSAGE_WORDS, passages};
pub use sentences::sentences;
pub use topics::{Topic, TopicError, TopicRules};

use crate::authority::{Authority, Mention};
use crate::model::{Attribution, Document, Entity, Kind, Layout, Speaker, Statement};
use crate::record::{self, PlacedCorrection, Record};
use attribution::AttributionSpans;
use cut::{By, Cut, Points, Said};
use people::{Naming, Setting};

/// How many topics of its own statements an article lends to those that have none.
const SHARED: usize = 2;

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

    /// Where a body is cut, with what is known of each part, and what it mentions.
    fn cut(&self, document: &Document) -> (Vec<Cut>, Vec<Mention>) {
        let body = document.body.as_str();
        if body.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut mentions = if self.as_given { Vec::new() } else { self.authority.find(body) };
        let setting = self.setting(document);
        let persons = (!self.as_given).then(|| Naming::new(body, &mentions, setting));
        let named =
            persons.as_ref().map(|persons| persons.mentions(is_english(document))).unwrap_or_default();
        let found: Vec<Speaker> = if self.as_given {
            page::stated(document, setting).into_iter().collect()
        } else {
            page::speakers(document, setting).into_iter().map(|one| setting.canonical(one)).collect()
        };
        let mut page = found.into_iter();
        let (page, others) = (page.next(), page.collect());
        let speaker = page.as_ref().or(document.speaker.as_ref());
        let mut cuts = match (document.layout, persons) {
            _ if !document.turns.is_empty() => given::cut(document),
            (Layout::Transcript, _) => {
                let (cuts, notes) = turns::cut(document, speaker);
                mentions.retain(|mention| !within(&notes, mention.start));
                cuts
            }
            (Layout::Article, _) if page.is_some() => {
                vec![Cut { speaker: page, speakers: others, ..Cut::at(0, Kind::Spoken) }]
            }
            (Layout::Article, Some(persons)) => article::cut(document, &mentions, setting, persons),
            (Layout::Speech | Layout::Article, _) => {
                vec![Cut { speaker: document.speaker.clone(), ..Cut::at(0, spoken_by(document)) }]
            }
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
        (cuts, with_persons(mentions, named))
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
        for (at, cut) in cuts.iter().enumerate() {
            let end = cuts.get(at + 1).map_or(body.len(), |next| next.start);
            let text = &body[cut.start..end];
            let (here, after) = rest.split_at(rest.partition_point(|mention| mention.start < end));
            rest = after;
            statements.push(Statement {
                id: id(&document.id, text, &mut seen),
                document: document.id.clone(),
                kind: cut.kind,
                speaker: cut.speaker.clone(),
                speakers: together(cut),
                date: cut.date.clone().unwrap_or_else(|| document.date.clone()),
                topics: self.topics_of(text, document),
                entities: entities(here),
                attributions: attributions(points.clone(), cut),
                span: points.span(cut.start, end),
                text: text.to_owned(),
                tags: Vec::new(),
                corrected: Vec::new(),
            });
        }
        if document.layout == Layout::Article && !self.as_given {
            self.share_topics(document, &mut statements);
        }
        statements
    }

    /// The topics that the words of a text show, each with the rule that holds and the words it rests on; none
    /// where only what is given counts.
    pub fn explain_topics(&self, text: &str) -> Vec<Topic<'_>> {
        if self.as_given { Vec::new() } else { self.topics.topics(text, None) }
    }

    /// The topics that the metadata names, then those that the words show.
    fn topics_of(&self, text: &str, document: &Document) -> Vec<String> {
        let mut topics = document.topics.clone();
        for topic in self.explain_topics(text) {
            if !topics.iter().any(|known| known == topic.label) {
                topics.push(topic.label.to_owned());
            }
        }
        topics
    }

    /// In an article, a statement with no topic of its own has the article's: the title's, or those that
    /// most of its statements have.
    fn share_topics(&self, document: &Document, statements: &mut [Statement]) {
        if statements.iter().all(|statement| !statement.topics.is_empty()) {
            return;
        }
        let title = self.topics.topics(document.title.as_deref().unwrap_or(""), None);
        let mut shared: Vec<String> = title.into_iter().map(|topic| topic.label.to_owned()).collect();
        if shared.is_empty() {
            let mut counts: Vec<(usize, &String)> = Vec::new();
            for topic in statements.iter().flat_map(|statement| &statement.topics) {
                match counts.iter_mut().find(|(_, known)| *known == topic) {
                    Some((count, _)) => *count += 1,
                    None => counts.push((1, topic)),
                }
            }
            counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
            shared = counts.into_iter().take(SHARED).map(|(_, topic)| topic.clone()).collect();
        }
        for statement in statements.iter_mut().filter(|statement| statement.topics.is_empty()) {
            statement.topics.clone_from(&shared);
        }
    }
}

/// Whether a document is English, by what it says of itself, else by its words.
fn is_english(document: &Document) -> bool {
    match &document.language {
        Some(language) => language.starts_with("en"),
        None => people::is_english(&document.body),
    }
}

/// The mentions of persons but for those that say who speaks: in the head of a turn, and in the source of what is theirs.
fn about(named: Vec<Mention>, cuts: &[Cut]) -> Vec<Mention> {
    let mut sources: Vec<(Range<usize>, Option<&str>)> = Vec::new();
    for cut in cuts {
        if let By::Head(head) = &cut.who {
            sources.push((head.clone(), None));
        }
        for said in &cut.said {
            let speaker = said.speaker().map(|speaker| speaker.name.as_str());
            sources.extend(said.found.source.clone().filter(|_| speaker.is_some()).map(|at| (at, speaker)));
        }
    }
    sources.sort_by_key(|(range, _)| range.start);
    let speaks = |mention: &Mention| {
        let next = sources.partition_point(|(range, _)| range.start <= mention.start);
        sources[..next].iter().rev().take(3).any(|(range, speaker)| {
            mention.start < range.end && speaker.is_none_or(|speaker| speaker == mention.entity.name)
        })
    };
    named.into_iter().filter(|mention| !speaks(mention)).collect()
}

/// Mentions in order, those of persons among the others. Of two over the same words the longer stands: `Michael Jordan` is no
/// state.
fn with_persons(mut mentions: Vec<Mention>, persons: Vec<Mention>) -> Vec<Mention> {
    if persons.is_empty() {
        return mentions;
    }
    mentions.extend(persons);
    mentions.sort_by_key(|mention| (mention.start, std::cmp::Reverse(mention.end)));
    let mut kept: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        match kept.last_mut() {
            Some(last) if mention.start < last.end => {
                if mention.end - mention.start > last.end - last.start {
                    *last = mention;
                }
            }
            _ => kept.push(mention),
        }
    }
    kept
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

/// What mentions name, each once, in order of first mention.
fn entities(mentions: &[Mention]) -> Vec<Entity> {
    let mut seen = HashSet::new();
    mentions.iter().map(|mention| &mention.entity).filter(|entity| seen.insert(*entity)).cloned().collect()
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
