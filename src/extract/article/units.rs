//! Units: sentences that stay together, and parts of sentences with a source each.

use std::ops::Range;

use crate::extract::attribution::AttributionSpans;
use crate::extract::cut::{Said, paragraphs};
use crate::read::dateline;

/// Sentences that stay together.
pub(super) struct Unit {
    pub range: Range<usize>,
    /// Whether it opens a paragraph.
    pub opens: bool,
    /// The bytes of the dateline that it opens with.
    pub dateline: usize,
    /// The attributions whose cue or content stands in it.
    pub said: Range<usize>,
}

/// The sentences of a body; one that ends inside a quotation goes on.
pub(super) fn units(body: &str, sentences: Vec<Range<usize>>, said: &[Said]) -> Vec<Unit> {
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
            _ => units.push(Unit { range: sentence, opens, dateline: 0, said: 0..0 }),
        }
    }
    let mut units = apart(body, units, said);
    for unit in units.iter_mut().filter(|unit| unit.opens) {
        unit.dateline = dateline(&body[unit.range.clone()]).unwrap_or(0);
    }
    let mut order = 0;
    for unit in &mut units {
        let start = order;
        while order < said.len() && said[order].found.cue.start < unit.range.end {
            order += 1;
        }
        // Cues are in order; the content of the next few may begin before them, in this unit.
        let more =
            said[order..].iter().take(4).take_while(|said| first_byte(&said.found) < unit.range.end).count();
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

/// The words that join two clauses as equals, or set one against the other.
const JOINS: [&str; 8] = ["and", "but", "while", "whereas", "although", "though", "yet", "as"];

/// Units in which two sources speak one after the other, each with a content of its own, cut between the two: `Ada said
/// that it was over, while Ben called it a pause.`
fn apart(body: &str, units: Vec<Unit>, said: &[Said]) -> Vec<Unit> {
    let mut all = Vec::with_capacity(units.len());
    let mut next = 0;
    for mut unit in units {
        let first = next + said[next..].partition_point(|one| one.found.cue.start < unit.range.start);
        next = first + said[first..].partition_point(|one| one.found.cue.start < unit.range.end);
        for at in first + 1..next {
            let Some(cut) = between(body, &said[at - 1], &said[at]) else { continue };
            let near = &said[at.saturating_sub(4).max(first)..(at + 4).min(next)];
            let inside = |one: &Said| first_byte(&one.found) < cut && cut < last(&one.found);
            if unit.range.start < cut && cut < unit.range.end && !near.iter().any(inside) {
                let rest = Unit { range: cut..unit.range.end, opens: false, dateline: 0, said: 0..0 };
                unit.range.end = cut;
                all.push(std::mem::replace(&mut unit, rest));
            }
        }
        all.push(unit);
    }
    all
}

/// The byte at which the clause of the second of two sources begins, where a comma or a word alone joins them.
fn between(body: &str, one: &Said, other: &Said) -> Option<usize> {
    let (speaker, second) = (one.speaker()?, other.speaker()?);
    let both = [one, other].iter().all(|said| said.found.speaks(body) && !said.found.content.is_empty());
    let gap = last(&one.found)..first_byte(&other.found);
    if speaker.name == second.name || !both || gap.start > gap.end {
        return None;
    }
    let text = &body[gap.clone()];
    let stop = text.rfind([',', ';', '—']).map(|at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let joint = &text[stop.unwrap_or(0)..];
    let word = joint.trim();
    let joined = JOINS.contains(&word) || word.is_empty() && text.contains([';', '—']);
    let space = joint.len() - joint.trim_start().len();
    joined.then_some(gap.start + stop.unwrap_or(0) + space)
}

fn first_byte(found: &AttributionSpans) -> usize {
    let source = found.source.iter().map(|source| source.start);
    found.content.iter().map(|part| part.start).chain(source).chain([found.cue.start]).min().unwrap_or(0)
}

fn last(found: &AttributionSpans) -> usize {
    let source = found.source.iter().map(|source| source.end);
    found.content.iter().map(|part| part.end).chain(source).chain([found.cue.end]).max().unwrap_or(0)
}
