//! Articles: who is quoted and reported in them, by attribution.

use std::ops::Range;

use super::attribution::{self, Found};
use super::cut::{Cut, Said, paragraphs};
use super::people::People;
use super::{sentences, when};
use crate::authority::{Authority, Mention};
use crate::model::{Document, Kind, PartialDate, Speaker, StatementDate};

/// A sentence belongs to a speaker if so much of it is theirs, as a share of its letters.
const SHARE: f32 = 0.3;

/// The statements of an article. Each sentence belongs to whoever says most of it, with a quotation and
/// its sentences kept together; neighbours of one speaker in a paragraph are one statement.
pub(super) fn cut(document: &Document, mentions: &[Mention], authority: &Authority) -> Vec<Cut> {
    let body = document.body.as_str();
    if document.speaker.is_some() {
        let starts = paragraphs(body).into_iter();
        return starts
            .map(|start| Cut { speaker: document.speaker.clone(), ..Cut::at(start, Kind::Spoken) })
            .collect();
    }
    let sentences = sentences(body);
    let mut people = People::new(body, mentions, authority);
    let said: Vec<Said> = attribution::attribute(body, &sentences)
        .into_iter()
        .map(|found| {
            let speaker = found.source.clone().and_then(|source| people.speaker(source));
            Said { speaker, found }
        })
        .collect();
    let units = units(body, sentences, &said);
    let mut dates = Dates { document, told: Vec::new() };
    let mut cuts: Vec<Cut> = Vec::new();
    let mut open: Option<Speaker> = None;
    for (at, unit) in units.iter().enumerate() {
        let mut cut = of_unit(body, unit, &said);
        let text = &body[unit.range.clone()];
        // A quotation that its paragraph leaves open goes on where the next opens with a mark again.
        if cut.speaker.is_none()
            && let Some(speaker) = open.as_ref().filter(|_| unit.opens && begins_quoted(text))
        {
            cut.speaker = Some(speaker.clone());
            cut.kind = Kind::Quoted;
        }
        if let Some(speaker) = &cut.speaker {
            cut.date = Some(dates.of(text, unit, &said, speaker));
        }
        let ends = units.get(at + 1).is_none_or(|next| next.opens);
        open = match &cut.speaker {
            Some(speaker) if ends && left_open(paragraph(body, unit.range.end)) => Some(speaker.clone()),
            _ => open.filter(|_| !ends),
        };
        match cuts.last_mut() {
            Some(last) if !unit.opens && joins(last, &cut) => {
                last.kind = if cut.kind == Kind::Quoted { Kind::Quoted } else { last.kind };
            }
            _ => cuts.push(cut),
        }
    }
    for one in said {
        let next = cuts.partition_point(|cut| cut.start <= one.found.cue.start);
        // The first cut begins at 0.
        if let Some(cut) = cuts[..next].last_mut() {
            cut.said.push(one);
        }
    }
    cuts
}

fn joins(last: &Cut, next: &Cut) -> bool {
    let same = match (&last.speaker, &next.speaker) {
        (Some(one), Some(other)) => one.name == other.name,
        (one, other) => one.is_none() && other.is_none(),
    };
    same && last.date == next.date && (last.speaker.is_some() || last.kind == next.kind)
}

/// Sentences that stay together.
struct Unit {
    range: Range<usize>,
    /// Whether it opens a paragraph.
    opens: bool,
    /// The attributions whose cue or content stands in it.
    said: Range<usize>,
}

/// The sentences of a body; one that ends inside a quotation goes on.
fn units(body: &str, sentences: Vec<Range<usize>>, said: &[Said]) -> Vec<Unit> {
    let mut quoted: Vec<Range<usize>> = said
        .iter()
        .filter(|said| said.found.direct)
        .flat_map(|said| said.found.content.iter().cloned())
        .collect();
    quoted.sort_by_key(|range| range.start);
    let starts = paragraphs(body);
    let (mut next_quote, mut reach) = (0, 0);
    let mut units: Vec<Unit> = Vec::new();
    for sentence in sentences {
        let opens = starts.binary_search(&sentence.start).is_ok();
        while next_quote < quoted.len() && quoted[next_quote].start < sentence.start {
            reach = reach.max(quoted[next_quote].end);
            next_quote += 1;
        }
        match units.last_mut() {
            // White space after a sentence is its own: a quotation that reaches beyond it is not over.
            Some(last) if !opens && reach > sentence.start => last.range.end = sentence.end,
            _ => units.push(Unit { range: sentence, opens, said: 0..0 }),
        }
    }
    let first = |found: &Found| found.content.iter().map(|part| part.start).chain([found.cue.start]).min();
    let mut order = 0;
    for unit in &mut units {
        let start = order;
        while order < said.len() && said[order].found.cue.start < unit.range.end {
            order += 1;
        }
        // Cues are in order; the content of the next few may begin before them, in this unit.
        let more =
            said[order..].iter().take(4).take_while(|said| first(&said.found) < Some(unit.range.end)).count();
        let back = said[..start]
            .iter()
            .rev()
            .take(4)
            .take_while(|said| last(&said.found) > unit.range.start)
            .count();
        unit.said = start - back..order + more;
    }
    units
}

fn last(found: &Found) -> usize {
    found.content.iter().map(|part| part.end).chain([found.cue.end]).max().unwrap_or(0)
}

/// The statement that a unit makes: whose words most of it is.
fn of_unit(body: &str, unit: &Unit, said: &[Said]) -> Cut {
    let here = &unit.range;
    let letters = |range: &Range<usize>| {
        let (start, end) = (range.start.max(here.start), range.end.min(here.end));
        if start < end { body[start..end].bytes().filter(|b| !b.is_ascii_whitespace()).count() } else { 0 }
    };
    let all = letters(here).max(1);
    let mut best: Option<(usize, &Said)> = None;
    for one in &said[unit.said.clone()] {
        let share: usize = one.found.content.iter().map(letters).sum();
        let counts = one.found.direct || (share as f32) >= SHARE * all as f32;
        if share > 0
            && counts
            && one.speaker.is_some()
            && one.found.speaks(body)
            && best.is_none_or(|(most, _)| share > most)
        {
            best = Some((share, one));
        }
    }
    let mut cut = Cut::at(here.start, Kind::Narration);
    let quotes = |one: &Said| one.found.direct && here.contains(&one.found.cue.start);
    if let Some((_, one)) = best {
        cut.kind = if one.found.direct { Kind::Quoted } else { Kind::Reported };
        cut.speaker = one.speaker.clone();
    } else if said[unit.said.clone()].iter().any(quotes) {
        cut.kind = Kind::Quoted;
    }
    cut
}

/// The paragraph that ends at `end`.
fn paragraph(body: &str, end: usize) -> &str {
    let text = body[..end].trim_end();
    // A paragraph that is longer than this is no paragraph.
    let near =
        (text.len().saturating_sub(20_000)..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let text = &text[near..];
    text.rfind("\n\n").map_or(text, |at| &text[at + 2..])
}

fn begins_quoted(text: &str) -> bool {
    text.trim_start().starts_with(['“', '"', '«', '„'])
}

fn left_open(paragraph: &str) -> bool {
    let count = |mark: char| paragraph.matches(mark).count();
    count('“') > count('”') || count('«') > count('»') || count('"') % 2 == 1
}

/// When the speakers of one article spoke.
struct Dates<'a> {
    document: &'a Document,
    /// The date of each speaker's last statement.
    told: Vec<(String, StatementDate)>,
}

impl Dates<'_> {
    /// The date that a unit's frame names, else that of the speaker's words before, else the document's.
    fn of(&mut self, text: &str, unit: &Unit, said: &[Said], speaker: &Speaker) -> StatementDate {
        let anchor = self.document.date.value;
        let told = self.told.iter().position(|(name, _)| *name == speaker.name);
        let before: Option<PartialDate> = told.and_then(|at| self.told[at].1.value);
        let frame = frame(&unit.range, &said[unit.said.clone()]);
        match when::of_frame(text, &frame, anchor, before) {
            Some(date) => {
                match told {
                    Some(at) => self.told[at].1 = date.clone(),
                    None => self.told.push((speaker.name.clone(), date.clone())),
                }
                date
            }
            None => told.map_or_else(|| self.document.date.clone(), |at| self.told[at].1.clone()),
        }
    }
}

/// The parts of a unit, in bytes from its start, that are nobody's content.
fn frame(unit: &Range<usize>, said: &[Said]) -> Vec<Range<usize>> {
    let mut content: Vec<&Range<usize>> = said.iter().flat_map(|said| &said.found.content).collect();
    content.sort_by_key(|part| part.start);
    let mut parts = Vec::new();
    let mut at = unit.start;
    for part in content.into_iter().filter(|part| part.end > unit.start && part.start < unit.end) {
        if part.start > at {
            parts.push(at - unit.start..part.start - unit.start);
        }
        at = at.max(part.end);
    }
    if at < unit.end {
        parts.push(at - unit.start..unit.end - unit.start);
    }
    parts
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::model::Document;

    #[test]
    fn an_endless_paragraph_is_one_long_statement_and_its_offsets_hold() {
        // So long that anything that grows with the square of the length would be felt.
        let body = "“Élan,” Minister Ada Example said, and she noted that talks went on. ".repeat(4000);
        let statements = Extractor::default().extract(&Document::new("long.txt", body.as_str()));
        let letters: Vec<char> = body.chars().collect();
        let joined: String = statements.iter().map(|statement| statement.text.as_str()).collect();
        assert_eq!(joined, body);
        let attributions: Vec<_> = statements.iter().flat_map(|statement| &statement.attributions).collect();
        assert!(attributions.len() >= 4000, "{}", attributions.len());
        for attribution in attributions {
            let cue = attribution.cue.expect("a cue");
            let cue: String = letters[cue.start..cue.end].iter().collect();
            assert!(cue.contains("said") || cue.contains("noted"), "{cue}");
        }
    }
}
