//! Statements made of cuts: the words between one cut and the next, with what is known of them, in code points.

use std::collections::HashMap;
use std::ops::Range;

use super::Extractor;
use super::attribution::AttributionSpans;
use super::cut::{By, Cut, Points, Said};
use super::mentions::{entities, places};
use crate::authority::Mention;
use crate::model::{Attribution, Document, Speaker, Statement};

/// How far back, in bytes, the source of a quotation is looked for that goes on over paragraphs.
const FAR: usize = 20_000;

impl Extractor {
    /// The statements of a document whose body is cut so; `mentions` are those of the whole body, in order.
    pub(super) fn statements(
        &self,
        document: &Document,
        cuts: &[Cut],
        mentions: &[Mention],
    ) -> Vec<Statement> {
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
