//! Why a statement has its kind, speaker, date, topics and entities: the rule that gave each, and the words
//! on which it rests. Nothing is decided here: what was decided on the way is told.

use std::collections::HashMap;
use std::ops::Range;

use super::cut::{By, Cut, Dated};
use super::explanation::{Explanation, Place, Reason, Words};
use super::people::{Rule, Who};
use super::{Extractor, Topic};
use crate::authority::{Mention, Role};
use crate::model::{
    Basis, Document, EntityType, Kind, PartialDate, Span, Speaker, Statement, StatementDate, TopicPlace,
};

/// Tells of each statement why it is as it is; `cuts` and `mentions` are those of the same document.
pub(super) fn explain(
    extractor: &Extractor,
    document: &Document,
    statements: Vec<Statement>,
    cuts: &[Cut],
    mentions: &[Mention],
) -> Vec<(Statement, Explanation)> {
    let points = Points::new(&document.body);
    let mut named: HashMap<&str, Option<usize>> = HashMap::new();
    for cut in cuts.iter().filter(|cut| matches!(cut.who, By::Head(_))) {
        if let Some(speaker) = &cut.speaker {
            named.entry(&speaker.name).or_insert_with(|| document.body.find(&speaker.name));
        }
    }
    let mut rest = mentions;
    let mut start = 0;
    let mut explained = Vec::with_capacity(statements.len());
    for (statement, cut) in statements.into_iter().zip(cuts) {
        let end = start + statement.text.len();
        let (here, after) = rest.split_at(rest.partition_point(|mention| mention.start < end));
        rest = after;
        let (points, named) = (&points, &named);
        let one =
            One { extractor, document, statement: &statement, cut, start, points, mentions: here, named };
        let explanation = one.explain();
        explained.push((statement, explanation));
        start = end;
    }
    explained
}

/// Counts the code points before any byte of a text, however far apart those asked for are.
struct Points<'a> {
    text: &'a str,
    /// The code points before every so many bytes.
    before: Vec<usize>,
}

impl<'a> Points<'a> {
    const STEP: usize = 1024;

    fn new(text: &'a str) -> Self {
        let mut before = vec![0];
        for part in text.as_bytes().chunks(Self::STEP) {
            before.push(before.last().copied().unwrap_or(0) + begun(part));
        }
        Self { text, before }
    }

    fn span(&self, bytes: &Range<usize>) -> Span {
        let at = |byte: usize| {
            let step = byte / Self::STEP;
            self.before[step] + begun(&self.text.as_bytes()[step * Self::STEP..byte])
        };
        Span::new(at(bytes.start), at(bytes.end))
    }
}

/// How many code points begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// One statement and what it was made of.
struct One<'a> {
    extractor: &'a Extractor,
    document: &'a Document,
    statement: &'a Statement,
    cut: &'a Cut,
    /// The statement's first byte.
    start: usize,
    points: &'a Points<'a>,
    mentions: &'a [Mention],
    /// Where the names of those who have turns stand first.
    named: &'a HashMap<&'a str, Option<usize>>,
}

impl One<'_> {
    fn explain(&self) -> Explanation {
        Explanation {
            kind: self.kind(),
            speaker: self.speaker(),
            role: self.role(),
            affiliation: self.affiliation(),
            date: self.date(),
            topics: self.topics(),
            entities: self.entities(),
        }
    }

    fn words(&self, at: &Range<usize>) -> Words {
        let text = self.document.body[at.clone()].to_owned();
        Words { text, at: Some(self.points.span(at)), place: Place::Body }
    }

    fn kind(&self) -> Reason {
        let said = &self.cut.said;
        let name = self.statement.speaker.as_ref().map(|speaker| &speaker.name);
        let (rule, words): (_, Vec<_>) = match (self.statement.kind, &self.cut.who) {
            (Kind::Spoken, By::Head(head)) => ("a turn of a transcript", vec![self.words(head)]),
            (Kind::Spoken, By::Given) => ("the file marks it as a turn", Vec::new()),
            (Kind::Spoken, _) => ("the metadata names one speaker for the whole text", Vec::new()),
            (Kind::Quoted, By::Open(_)) => ("it goes on with the quotation before", Vec::new()),
            (Kind::Quoted, _) => {
                let direct = said.iter().find(|said| said.found.direct);
                let words = direct.into_iter().flat_map(|said| said.found.content.first().into_iter());
                ("a quotation is attributed in it", words.map(|part| self.words(part)).collect())
            }
            (Kind::Reported, _) => {
                let cue = said.iter().find(|said| said.speaker().map(|one| &one.name) == name);
                let words = cue.map(|said| self.words(&said.found.cue)).into_iter().collect();
                ("much of it is what the cue attributes, with no quotation", words)
            }
            (Kind::Narration, _) => ("too little of it is attributed to anybody", Vec::new()),
        };
        Reason::new(Some(self.statement.kind.as_str()), rule, words)
    }

    fn speaker(&self) -> Option<Reason> {
        let speaker = self.statement.speaker.as_ref()?;
        let (rule, words) = match &self.cut.who {
            By::Metadata if self.document.speaker.is_none() => {
                let rule = "the page's title or the line under it says whose words these are";
                (rule.to_owned(), self.full_name(&speaker.name).into_iter().collect())
            }
            By::Metadata => ("the metadata names the speaker".to_owned(), Vec::new()),
            By::Given => ("the file's markup names the speaker".to_owned(), Vec::new()),
            By::Head(head) => {
                let rule = if speaker.role.as_deref() == Some("journalist") {
                    "the head of the turn is that of a question: whoever asks has no name"
                } else {
                    "the head of the turn, with the full name that the page has for it"
                };
                let words = [Some(self.words(head)), self.full_name(&speaker.name)];
                (rule.to_owned(), words.into_iter().flatten().collect())
            }
            By::Source(who) => (rule(who.rule).to_owned(), self.source(who)),
            By::Open(who) => {
                let rule = rule(who.rule);
                let rule = format!("the paragraph before leaves the speaker's quotation open; there: {rule}");
                (rule, self.source(who))
            }
        };
        let rule = if self.has_name(speaker) { rule } else { format!("{rule}; the name is that of {LISTS}") };
        Some(Reason::new(Some(&speaker.name), rule, words))
    }

    /// Whether the name is the page's own, and not one of the lists.
    fn has_name(&self, speaker: &Speaker) -> bool {
        let name = speaker.name.as_str();
        let title = self.document.title.as_deref().unwrap_or_default();
        let stated = self.document.speaker.as_ref().is_some_and(|stated| stated.name.contains(name));
        stated || !name.contains(' ') || title.contains(name) || self.document.body.contains(name)
    }

    /// The words of a source, and those that give its name if they stand elsewhere.
    fn source(&self, who: &Who) -> Vec<Words> {
        let elsewhere =
            who.named.as_ref().filter(|at| at.start < who.source.start || at.end > who.source.end);
        [Some(&who.source), elsewhere].into_iter().flatten().map(|at| self.words(at)).collect()
    }

    /// Where the title or the page has a name in full.
    fn full_name(&self, name: &str) -> Option<Words> {
        if !name.contains(' ') {
            return None;
        }
        if let Some(Some(at)) = self.named.get(name) {
            return Some(self.words(&(*at..at + name.len())));
        }
        let title = self.document.title.as_deref().unwrap_or_default();
        let words = Words { text: name.to_owned(), at: None, place: Place::Title };
        title.contains(name).then_some(words)
    }

    fn role(&self) -> Option<Reason> {
        let role = self.statement.speaker.as_ref()?.role.as_deref()?;
        let held = self.cut.held.as_ref().filter(|held| held.role == role);
        Some(self.post(role, held, self.who().and_then(|who| who.role.as_ref())))
    }

    fn affiliation(&self) -> Option<Reason> {
        let body = self.statement.speaker.as_ref()?.affiliation.as_deref()?;
        let at = self.who().and_then(|who| who.affiliation.as_ref());
        let held =
            self.cut.held.as_ref().filter(|held| at.is_none() && held.affiliation.as_deref() == Some(body));
        Some(self.post(body, held, at))
    }

    fn who(&self) -> Option<&Who> {
        match &self.cut.who {
            By::Source(who) | By::Open(who) => Some(who),
            By::Metadata | By::Head(_) | By::Given => None,
        }
    }

    /// Where a role or an affiliation was read.
    fn post(&self, value: &str, held: Option<&Role>, at: Option<&Range<usize>>) -> Reason {
        if let Some(held) = held {
            let bound = |date: Option<PartialDate>| date.map_or("?".to_owned(), |date| date.to_string());
            let rule = format!("your list of names: held from {} to {}", bound(held.from), bound(held.to));
            return Reason::new(Some(value), rule, Vec::new());
        }
        let (rule, words) = match (&self.cut.who, at) {
            (_, Some(at)) => ("it stands with the name in the text", vec![self.words(at)]),
            (By::Head(head), _) => {
                ("the head of the turn, or what stands with the name on the page", vec![self.words(head)])
            }
            _ => ("the metadata names it", Vec::new()),
        };
        Reason::new(Some(value), rule, words)
    }

    fn date(&self) -> Reason {
        let date = &self.statement.date;
        let value = date.value.map(|value| value.to_string());
        let mut reason = match &self.cut.when {
            Dated::Document => self.document_date(),
            Dated::Before(at) => {
                let rule = "as the speaker's statement before, which names it";
                Reason::new(None, rule, vec![self.words(at)])
            }
            Dated::Words { at, rule, from } => {
                let mut reason = Reason::new(None, *rule, vec![self.words(at)]);
                let document = &self.document.date;
                reason.from = match from {
                    Some(from) if document.value == Some(*from) => Some(document.clone()),
                    Some(from) => Some(StatementDate::known(*from, Basis::Relative)),
                    None => None,
                };
                if value.is_none() {
                    reason.rule =
                        format!("{rule}; the document's date is not known well enough to settle it");
                }
                reason
            }
        };
        reason.value = value;
        reason
    }

    fn document_date(&self) -> Reason {
        let rule = match self.document.date.basis {
            Basis::Stated => "the document's date, from its metadata or head",
            Basis::Dateline => "the document's date, from its dateline",
            Basis::Relative => "the document's date, counted from another",
            Basis::Filename => "the document's date, from its file's name",
            Basis::Address => "the document's date, from its address",
            Basis::Given => "the document's date, as you gave it",
            Basis::Corrected => "the document's date, as it was corrected",
            Basis::Unknown => "no date is stated",
        };
        let path = Words { text: self.document.path.clone(), at: None, place: Place::Path };
        let from_path = self.document.date.basis == Basis::Filename;
        Reason::new(None, rule, from_path.then_some(path).into_iter().collect())
    }

    /// In the order of the statement's topics: those of the metadata, then those that words show.
    fn topics(&self) -> Vec<Reason> {
        let named = &self.document.topics;
        let found = self.extractor.document_topics(self.document).find(&self.statement.text);
        let reasons = found.topics.iter().filter(|topic| !named.iter().any(|known| known == topic.label));
        let reasons = reasons.map(|topic| match found.place {
            TopicPlace::Title => self.of_title(topic),
            _ => {
                let place = |at: &Range<usize>| self.words(&(self.start + at.start..self.start + at.end));
                Reason::new(Some(topic.label), topic.rule, topic.words.iter().map(place).collect())
            }
        });
        let metadata = |topic: &String| Reason::new(Some(topic), "the metadata names it", Vec::new());
        named.iter().map(metadata).chain(reasons).collect()
    }

    /// A topic of the title, for a statement whose own words show none.
    fn of_title(&self, topic: &Topic<'_>) -> Reason {
        let title = self.document.title.as_deref().unwrap_or_default();
        // The first line of a text without a title of its own is its title too.
        let body = self.document.body.trim_start();
        let blank = self.document.body.len() - body.len();
        let place = |at: &Range<usize>| match body.starts_with(title) {
            true => self.words(&(blank + at.start..blank + at.end)),
            false => Words { text: title[at.clone()].to_owned(), at: None, place: Place::Title },
        };
        let rule = format!("of the title, by the rule: {}", topic.rule);
        Reason::new(Some(topic.label), rule, topic.words.iter().map(place).collect())
    }

    fn entities(&self) -> Vec<Reason> {
        let first = |name: &str| self.mentions.iter().find(|mention| mention.entity.name == name);
        let reason = |mention: &Mention| {
            let authority = &self.extractor.authority;
            let listed = || authority.canonical(&self.document.body[mention.start..mention.end]).is_some();
            let rule = match mention.entity.kind {
                EntityType::Person if !listed() => {
                    "a person whom the text names, under the fullest name that it or the lists have"
                }
                _ => authority.why(&self.document.body, mention).as_str(),
            };
            let words = vec![self.words(&(mention.start..mention.end))];
            Reason::new(Some(&mention.entity.name), rule, words)
        };
        let entities = &self.statement.entities;
        entities.iter().filter_map(|entity| first(&entity.name)).map(reason).collect()
    }
}

/// Where a name is from that the page does not have.
const LISTS: &str = "your list of names or the shipped list of office holders";

/// The rule that named a source, in words.
fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Name => "the source names a person, here under the fullest name in the text",
        Rule::LastSpeaker => "a pronoun: whoever spoke last",
        Rule::LastNamed => "a pronoun: the person named last whom it goes with",
        Rule::NameBefore => "`who`: the name right before it",
        Rule::Body => "the source names a body or a government",
        Rule::Holder => "the source names a post, which one person in the text holds",
        Rule::OnDate => "the source names an office of a state or body, which one person held on the date",
        Rule::Post => "the source names a post, which nobody in the text is known to hold",
        Rule::Words => "the words of the source, which name nobody that is known",
    }
}
