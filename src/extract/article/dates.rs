//! Dates of one article's statements.

use std::ops::Range;

use super::units::Unit;
use crate::extract::cut::{Dated, Said};
use crate::extract::when;
use crate::model::{Document, PartialDate, Precision, Speaker, StatementDate};

/// When the speakers of one article spoke.
pub(super) struct Dates<'a> {
    document: &'a Document,
    /// What is known of each speaker's last dated statement.
    told: Vec<Told>,
    /// How many paragraphs have begun.
    paragraph: usize,
}

/// A speaker's last dated statement.
struct Told {
    name: String,
    date: StatementDate,
    /// Where the words of its date stand.
    at: Range<usize>,
    paragraph: usize,
}

impl<'a> Dates<'a> {
    /// Of a document of which nothing was read.
    pub fn new(document: &'a Document) -> Self {
        Self { document, told: Vec::new(), paragraph: 0 }
    }

    /// The date that hangs on what a unit attributes, else that of the speaker's words before, else the document's.
    pub fn date_of(
        &mut self,
        sentence: &when::Sentence<'_>,
        unit: &Unit,
        said: &[Said],
        speaker: &Speaker,
    ) -> (StatementDate, Dated) {
        let anchor = self.document.date.value;
        self.begin(sentence, unit, said);
        let attributed = attributed(&unit.range, &said[unit.said.clone()], Some(speaker));
        // The day of a dateline is the report's: it dates a statement only where no other day is named.
        let told = self.told.iter().position(|told| told.name == speaker.name);
        let before: Option<PartialDate> = told.and_then(|at| self.told[at].date.value);
        if let Some(found) = sentence.date(&attributed, unit.dateline, anchor, before) {
            let at = unit.range.start + found.words.start..unit.range.start + found.words.end;
            if found.date.value.is_some() {
                let name = speaker.name.clone();
                let new = Told { name, date: found.date.clone(), at: at.clone(), paragraph: self.paragraph };
                match told {
                    Some(known) => self.told[known] = new,
                    None => self.told.push(new),
                }
            }
            return (found.date, Dated::Words { at, rule: found.rule, from: found.from });
        }
        // A month or a year that one sentence names is no day on which its speaker still speaks a paragraph on.
        let carries = |told: &&Told| {
            let day = told.date.value.is_some_and(|date| date.precision() == Precision::Day);
            day || told.paragraph == self.paragraph
        };
        match told.map(|at| &self.told[at]).filter(carries) {
            Some(told) => (told.date.clone(), Dated::Before(told.at.clone())),
            None => (self.document.date.clone(), Dated::Document),
        }
    }

    /// Begins a unit. A sentence with a day of its own ends what the paragraphs before have told: nobody said that the
    /// speaker still speaks of that day.
    pub fn begin(&mut self, sentence: &when::Sentence<'_>, unit: &Unit, said: &[Said]) {
        self.paragraph += usize::from(unit.opens);
        let paragraph = self.paragraph;
        if self.told.iter().any(|told| told.paragraph < paragraph) {
            let attributed = attributed(&unit.range, &said[unit.said.clone()], None);
            if let Some(day) = sentence.day(&attributed, self.document.date.value) {
                self.told.retain(|told| told.paragraph == paragraph || told.date.value == Some(day));
            }
        }
    }
}

/// The attributions of a unit, in bytes from its start.
pub(super) fn attributed(
    unit: &Range<usize>,
    said: &[Said],
    speaker: Option<&Speaker>,
) -> Vec<when::Attributed> {
    let within = |range: &Range<usize>| {
        let (start, end) = (range.start.max(unit.start), range.end.min(unit.end));
        (start < end).then(|| start - unit.start..end - unit.start)
    };
    let one = |said: &Said| {
        let cue = within(&said.found.cue);
        when::Attributed {
            own: cue.is_some()
                && speaker.is_some()
                && said.speaker().map(|one| &one.name) == speaker.map(|one| &one.name),
            source: said.found.source.as_ref().and_then(within),
            cue: cue.unwrap_or_default(),
            head: said.found.head.start.saturating_sub(unit.start),
            content: said.found.content.iter().filter_map(within).collect(),
            direct: said.found.direct,
        }
    };
    said.iter().map(one).collect()
}
