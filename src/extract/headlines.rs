//! Headlines of the form `State Department: talks have stalled`: a source, a colon and what it said.

use std::ops::Range;

use super::attribution::Found;
use super::cut::paragraphs;
use super::people::People;
use crate::read::is_part;

/// A source before the colon is no longer than this, in bytes.
const SOURCE: usize = 60;
/// A headline is no longer than this, in bytes.
const HEADLINE: usize = 250;
/// So many words at least are a statement: `Russia: 24 medals` is a table's line.
const WORDS: usize = 4;

/// Adds the headlines that name their source to the attributions of a body, in order of their cues. Only a
/// person, a body or a government that is known is a source: `Analysis: …` names none.
pub(super) fn add(body: &str, people: &People<'_>, found: Vec<Found>) -> Vec<Found> {
    let starts = paragraphs(body);
    let mut all = Vec::with_capacity(found.len());
    let mut rest = found.into_iter().peekable();
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(body.len());
        all.extend(std::iter::from_fn(|| rest.next_if(|found| found.cue.start < start)));
        if let Some(colon) = dateline(body, start..end) {
            while rest.next_if(|found| found.cue.start <= colon).is_some() {}
        }
        // What the words themselves attribute goes before.
        if rest.peek().is_none_or(|found| found.cue.start >= end)
            && let Some(headline) = headline(body, start..end)
            && !headline.source.as_ref().is_some_and(|source| is_part(&body[source.clone()]))
            && headline.source.as_ref().is_some_and(|source| people.names(source))
        {
            all.push(headline);
        }
    }
    all.extend(rest);
    all
}

/// The colon after a place in capitals, or after the label of a part, that opens a paragraph of sentences:
/// `CAIRO: Talks went on.` Nobody says what follows.
fn dateline(body: &str, paragraph: Range<usize>) -> Option<usize> {
    let text = body[paragraph.clone()].trim();
    let near = text.char_indices().take(SOURCE).find(|(_, c)| *c == ':').map(|(at, _)| at)?;
    let label = &text[..near];
    let capitals = label.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && label.len() > 2;
    let whole = &body[paragraph.clone()];
    let start = paragraph.start + whole.len() - whole.trim_start().len();
    let ends = text.ends_with(['.', '”', '"']);
    (is_part(label) || capitals && ends && !label.contains(['“', '"', ','])).then_some(start + near)
}

/// What a paragraph attributes, if it is a line of that form: one line without a full stop.
fn headline(body: &str, paragraph: Range<usize>) -> Option<Found> {
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
    Some(Found {
        source: Some(start..start + colon),
        head: cue.clone(),
        cue,
        content: vec![said],
        direct: content.starts_with(['“', '"', '‘', '\'', '«']),
    })
}
