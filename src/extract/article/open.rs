//! Quotations that a paragraph leaves open and the next goes on with.

use std::ops::Range;

use crate::read::blank_lines;

/// The paragraph that ends at `end`.
pub(super) fn paragraph(body: &str, end: usize) -> &str {
    let text = body[..end].trim_end();
    // A paragraph that is longer than this is no paragraph.
    let near =
        (text.len().saturating_sub(20_000)..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let text = &text[near..];
    blank_lines(text).last().map_or(text, |blank| &text[blank.end..])
}

pub(super) fn begins_quoted(text: &str) -> bool {
    text.trim_start().starts_with(['“', '"', '«', '„'])
}

/// The quoted words of a unit that begins with a mark: up to the mark that closes, or all.
pub(super) fn goes_on(body: &str, unit: &Range<usize>) -> Option<Range<usize>> {
    let text = body[unit.clone()].trim_end();
    let start = text.len() - text.trim_start().len();
    let opens = text[start..].chars().next()?;
    let closes = match opens {
        '«' => '»',
        '"' => '"',
        _ => '”',
    };
    let inside = start + opens.len_utf8();
    let end = text[inside..].find(closes).map_or(text.len(), |at| inside + at + closes.len_utf8());
    (inside < end).then_some(unit.start + start..unit.start + end)
}

pub(super) fn left_open(paragraph: &str) -> bool {
    let count = |mark: char| paragraph.matches(mark).count();
    count('“') > count('”') || count('«') > count('»') || count('"') % 2 == 1
}
