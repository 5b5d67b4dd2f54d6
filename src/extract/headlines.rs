//! Headlines of the form `State Department: talks have stalled`: a source, a colon and what it said.

use std::ops::Range;

use super::attribution::AttributionSpans;
use super::cut::paragraphs;
use super::people::People;
use crate::authority::Authority;
use crate::read::is_part;

/// A source before the colon is no longer than this, in bytes.
const SOURCE: usize = 60;
/// A headline is no longer than this, in bytes.
const HEADLINE: usize = 250;
/// So many words at least are a statement: `Russia: 24 medals` is a table's line.
const WORDS: usize = 4;

/// Adds the headlines that name their source to the attributions of a body, in order of their cues. Only a
/// person, a body or a government that is known is a source: `Analysis: …` names none.
pub(super) fn add(body: &str, people: &People<'_>, found: Vec<AttributionSpans>) -> Vec<AttributionSpans> {
    let starts = paragraphs(body);
    let mut all = Vec::with_capacity(found.len());
    let mut rest = found.into_iter().peekable();
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(body.len());
        all.extend(std::iter::from_fn(|| rest.next_if(|found| found.cue.start < start)));
        // The headline's own label may be a source that the text does not name: `Newspaper: …`.
        let unknown = |label: &Range<usize>| at > 0 && !people.names(label);
        let nobody = |label: Range<usize>| {
            dateline(body, &label, end) || unknown(&label) || is_no_source(&body[label])
        };
        if let Some(label) = label(body, start..end).filter(|label| nobody(label.clone())) {
            while rest.next_if(|found| found.cue.start <= label.end).is_some() {}
        }
        // What the words themselves attribute goes before.
        if rest.peek().is_none_or(|found| found.cue.start >= end)
            && let Some(headline) = headline(body, start..end)
            && !headline.source.as_ref().is_some_and(|source| is_no_source(&body[source.clone()]))
            && headline.source.as_ref().is_some_and(|source| people.names(source))
        {
            all.push(headline);
        }
    }
    all.extend(rest);
    all
}

/// Whether words before a colon name a part of a page, or address somebody: `Dear Mr. Speaker:` opens a letter.
fn is_no_source(label: &str) -> bool {
    let addresses = ["Dear ", "Cher ", "Chère ", "Estimad", "Sehr geehrte"];
    is_part(label) || addresses.iter().any(|word| label.trim_start().starts_with(word))
}

/// The label and the colon that open a paragraph with no quotation after them: `Roads: We will mend them.`
fn label(body: &str, paragraph: Range<usize>) -> Option<Range<usize>> {
    let text = body[paragraph.clone()].trim_start();
    let start = paragraph.end - text.len();
    let colon = text.char_indices().take(SOURCE).find(|(_, c)| *c == ':').map(|(at, _)| at)?;
    let words = text[..colon].split_whitespace();
    let named = words.clone().all(|word| word.starts_with(char::is_uppercase));
    let quoted = text[colon + 1..].trim_start().starts_with(['“', '"', '‘', '\'', '«']);
    (named && words.count() <= 4 && !quoted).then_some(start..start + colon)
}

/// Whether a label is that of a part, or a place in capitals that opens a paragraph of sentences:
/// `CAIRO: Talks went on.` Nobody says what follows, up to `end`.
fn dateline(body: &str, label: &Range<usize>, end: usize) -> bool {
    let written = &body[label.clone()];
    let capitals = written.len() > 2 && written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let place = capitals && (label.start > 0 || Authority::builtin().canonical(written).is_some());
    is_part(written) && written != "Report"
        || place && body[label.end..end].trim_end().ends_with(['.', '”', '"'])
}

/// What a paragraph attributes, if it is a line of that form: one line without a full stop.
fn headline(body: &str, paragraph: Range<usize>) -> Option<AttributionSpans> {
    let near = paragraph.end.min(paragraph.start + 2 * HEADLINE);
    let near = (paragraph.start..=near).rev().find(|&at| body.is_char_boundary(at))?;
    let line = body[paragraph.start..near].trim_end();
    let start = paragraph.start + line.len() - line.trim_start().len();
    let line = line.trim_start();
    if near < paragraph.end
        || line.len() > HEADLINE
        || line.contains('\n')
        || line.ends_with(['.', '?', ':', ';'])
    {
        return None;
    }
    let colon = line.find(": ").filter(|&colon| (1..=SOURCE).contains(&colon))?;
    let content = line[colon + 1..].trim_start();
    if content.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() < WORDS {
        return None;
    }
    let cue = start + colon..start + colon + 1;
    let said = start + line.len() - content.len()..start + line.len();
    Some(AttributionSpans {
        source: Some(start..start + colon),
        head: cue.clone(),
        cue,
        content: vec![said],
        direct: content.starts_with(['“', '"', '‘', '\'', '«']),
    })
}
