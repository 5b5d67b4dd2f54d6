//! Quotation marks of a text: which words stand between which.

use std::ops::Range;

/// Words between quotation marks, or set off as a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marked {
    /// The bytes between the marks; several parts where a quotation goes on over paragraphs.
    pub parts: Vec<Range<usize>>,
    /// Whether it stands in another.
    pub nested: bool,
    /// Whether it is set off as a block.
    pub block: bool,
}

impl Marked {
    /// From the first byte to the last.
    pub fn place(&self) -> Range<usize> {
        let start = self.parts.first().map_or(0, |part| part.start);
        start..self.parts.last().map_or(start, |part| part.end)
    }
}

/// What opens a quotation, and what closes it.
const PAIRS: [(&str, &[&str]); 12] = [
    ("“", &["”"]),
    ("„", &["“", "”"]),
    ("«", &["»"]),
    ("‹", &["›"]),
    ("「", &["」"]),
    ("『", &["』"]),
    ("``", &["''"]),
    ("\\enquote{", &["}"]),
    ("\"", &["\""]),
    ("‘", &["’"]),
    ("‚", &["‘", "’"]),
    ("'", &["'"]),
];
/// Blocks of LaTeX.
const BLOCKS: [&str; 4] = ["quote", "quotation", "displayquote", "blockquote"];
/// Quotations in quotations are read so deep.
const DEEPEST: usize = 4;

/// A mark that is open.
struct Open {
    closes: &'static [&'static str],
    opens: &'static str,
    parts: Vec<Range<usize>>,
    start: usize,
}

/// All that stands between quotation marks, in the order of their beginnings, and blocks that are set off.
pub(super) fn marked(text: &str) -> Vec<Marked> {
    let mut found = blocks(text);
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(length) = paragraph_end(rest) {
            at += length;
            end_of_paragraph(text, at, length, &mut open);
            if let Some(last) = open.last() {
                // The mark that opens the paragraph anew.
                at += last.opens.len();
            }
            continue;
        }
        if let Some(closes) = open.last().and_then(|open| closing(text, at, open)) {
            if let Some(mut last) = open.pop() {
                last.parts.push(last.start..at);
                found.push(Marked { parts: last.parts, nested: !open.is_empty(), block: false });
            }
            at += closes;
            continue;
        }
        if let Some((opens, closes)) = opening(text, at).filter(|_| open.len() < DEEPEST) {
            at += opens.len();
            open.push(Open { closes, opens, parts: Vec::new(), start: at });
            continue;
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    found.sort_by_key(|one| (one.place().start, std::cmp::Reverse(one.place().end)));
    found
}

/// The length of the blank lines that a text opens with, where it opens with some.
fn paragraph_end(text: &str) -> Option<usize> {
    let blank = text.len() - text.trim_start().len();
    let lines = text[..blank].matches('\n').count();
    (text.starts_with(['\n', '\r']) && lines > 1).then_some(blank)
}

/// At a paragraph's end only a quotation goes on that the next paragraph opens again.
fn end_of_paragraph(text: &str, next: usize, blank: usize, open: &mut Vec<Open>) {
    let goes_on =
        open.first().is_some_and(|first| first.opens != "'" && text[next..].starts_with(first.opens));
    if !goes_on {
        return open.clear();
    }
    open.truncate(1);
    if let Some(first) = open.first_mut() {
        first.parts.push(first.start..next - blank);
        first.start = next + first.opens.len();
    }
}

/// The mark that closes here what is open, by its length.
fn closing(text: &str, at: usize, open: &Open) -> Option<usize> {
    let mark = open.closes.iter().find(|mark| text[at..].starts_with(**mark))?;
    let after = text[at + mark.len()..].chars().next();
    let before = text[..at].chars().next_back();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match open.opens {
        // An apostrophe stands between letters, or after a plural: then another mark closes later.
        "‘" | "'" | "‚" => {
            let closes = !letter(after) && before.is_some_and(|c| !c.is_whitespace());
            (closes && !is_plural(text, at, mark, before)).then_some(mark.len())
        }
        "\"" => (before.is_some_and(|c| !c.is_whitespace()) || !letter(after)).then_some(mark.len()),
        _ => Some(mark.len()),
    }
}

/// Whether an apostrophe after an `s` is that of a plural: words go on, and another mark closes before the next opens.
fn is_plural(text: &str, at: usize, mark: &str, before: Option<char>) -> bool {
    let rest = &text[at + mark.len()..];
    let line = rest.split("\n\n").next().unwrap_or(rest);
    let goes_on = rest.starts_with(' ') && rest[1..].starts_with(char::is_lowercase);
    let next = line
        .find(mark)
        .map(|next| (line[..next].chars().next_back(), line[next + mark.len()..].chars().next()));
    let closes_later = next.is_some_and(|(before, after)| {
        before.is_some_and(|c| matches!(c, '.' | ',' | '!' | '?'))
            && after.is_none_or(|c| !c.is_alphanumeric())
    });
    before == Some('s') && goes_on && closes_later
}

/// The mark that opens a quotation here.
fn opening(text: &str, at: usize) -> Option<(&'static str, &'static [&'static str])> {
    let (opens, closes) = PAIRS.into_iter().find(|(opens, _)| text[at..].starts_with(*opens))?;
    let before = text[..at].chars().next_back();
    let after = text[at + opens.len()..].chars().next();
    let fits = match opens {
        "\"" | "'" | "‘" | "‚" => {
            before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(|c| !c.is_whitespace())
        }
        _ => true,
    };
    // A straight mark that nothing closes in its paragraph is none.
    let paragraph = text[at + opens.len()..].split("\n\n").next().unwrap_or_default();
    let closed = !matches!(opens, "'" | "‘") || paragraph.contains(closes[0]);
    (fits && closed).then_some((opens, closes))
}

/// Blocks: lines that Markdown marks with `>`, and those between the commands of LaTeX.
fn blocks(text: &str) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match line.trim_start().strip_prefix('>') {
            Some(rest) => {
                parts.push(at - rest.len()..start + line.trim_end().len().max(line.len() - rest.len()))
            }
            None if !parts.is_empty() => found.push(block(std::mem::take(&mut parts))),
            None => {}
        }
    }
    if !parts.is_empty() {
        found.push(block(parts));
    }
    for name in BLOCKS {
        let (begin, end) = (format!("\\begin{{{name}}}"), format!("\\end{{{name}}}"));
        let mut from = 0;
        while let Some(start) = text[from..].find(&begin).map(|at| from + at + begin.len()) {
            let Some(length) = text[start..].find(&end) else { break };
            found.push(block(std::iter::once(start..start + length).collect()));
            from = start + length;
        }
    }
    found
}

fn block(parts: Vec<Range<usize>>) -> Marked {
    Marked { parts, nested: false, block: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let parts =
            |one: &Marked| one.parts.iter().map(|part| &text[part.clone()]).collect::<Vec<_>>().join("|");
        marked(text)
            .iter()
            .map(|one| format!("{}{}", if one.nested { "+" } else { "" }, parts(one)))
            .collect()
    }

    #[test]
    fn all_marks_that_there_are_are_read() {
        for (text, expected) in [
            ("She said “we go on” and left.", vec!["we go on"]),
            ("She said \"we go on\" and \"we stay\".", vec!["we go on", "we stay"]),
            ("Elle a dit « nous continuons ».", vec![" nous continuons "]),
            ("Sie sagte „wir gehen“ und ging.", vec!["wir gehen"]),
            ("She said ``we go on'' twice.", vec!["we go on"]),
            ("She \\enquote{will go on}.", vec!["will go on"]),
            ("She said ‘we don’t go on’ and left.", vec!["we don’t go on"]),
            ("She said 'the states' rights are ours,' and left.", vec!["the states' rights are ours,"]),
            ("The states' rights and the people's own.", vec![]),
            (
                "“He told me, ‘go on now,’ and I went.”",
                vec!["He told me, ‘go on now,’ and I went.", "+go on now,"],
            ),
            ("“One day.\n\n“Another day.” Then no more.", vec!["One day.|Another day."]),
            ("“Never closed.\n\nAnother paragraph “closed”.", vec!["closed"]),
            ("She said:\n\n> We go on.\n> We stay.\n\nThen.", vec![" We go on.| We stay."]),
            ("\\begin{quote}\nWe go on.\n\\end{quote}", vec!["\nWe go on.\n"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
