//! Candidates: the openings of a body's lines, before it is known which are heads.

use super::form::{Case, End, Form, Opening};
use super::opening::{is_time, opening};
use super::prose::{ends_sentence, is_title};
use crate::read::blank_lines;

/// A line shorter than this, in bytes, is not broken for its width.
const BROKEN: usize = 50;

/// A longer paragraph is no title, in bytes.
const LONGEST_TITLE: usize = 200;

/// An opening and what is around it.
pub(super) struct Candidate<'a> {
    /// The first byte of its line.
    pub start: usize,
    /// Where the line after its head goes on.
    pub after: usize,
    /// Whether it opens a paragraph.
    pub opens: bool,
    pub opening: Opening<'a>,
}

/// The openings of a body's lines.
pub(super) fn candidates(body: &str) -> Vec<Candidate<'_>> {
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    let (mut at, mut opens) = (0, true);
    let mut last: Option<(usize, &str)> = None;
    for line in body.split_inclusive('\n') {
        let text = line.trim();
        if text.is_empty() {
            (opens, last) = (true, None);
            at += line.len();
            continue;
        }
        if let Some((start, before)) = last.filter(|_| is_time(text))
            && let Some(label) = plain(before)
        {
            // A name on a line, the time on the next.
            let length = at + line.trim_end().len() - start;
            candidates.push(Candidate {
                start,
                after: at + line.len(),
                opens: true,
                opening: timed(label, length),
            });
            (opens, last) = (true, None);
            at += line.len();
            continue;
        }
        let indented = line.starts_with("    ") || line.starts_with('\t');
        if let Some(opening) = opening(line) {
            let after = at + opening.length;
            // `Ana Weiss: Nominee for the Court of Appeals` heads a part, and nobody's turn.
            let titled = opening.form.case == Case::Title && !opening.certain;
            if titled && title_at(&body[after..]).is_some_and(is_title) {
                (opens, last) = (ends_sentence(text) || text.len() < BROKEN, Some((at, line)));
                at += line.len();
                continue;
            }
            candidates.push(Candidate { start: at, after, opens: opens || indented, opening });
        }
        opens = ends_sentence(text) || text.len() < BROKEN || is_time(text);
        last = Some((at, line));
        at += line.len();
    }
    candidates
}

/// The paragraph that a text begins with, where it is short enough for a title. What follows in bold type with the name
/// is the heading, where a text goes on after it. No more of the text is read than a title has.
fn title_at(text: &str) -> Option<&str> {
    let start = &text[..text.floor_char_boundary(LONGEST_TITLE + 2)];
    let blank = blank_lines(start).next().map(|blank| blank.start);
    let end = blank.into_iter().chain(start.find("**")).min();
    let end = end.or((start.len() == text.len()).then_some(text.len()))?;
    (end <= LONGEST_TITLE).then_some(&text[..end])
}

/// The name that is all of a short line, if it is written as one.
pub(super) fn plain(line: &str) -> Option<&str> {
    let label = line.trim().trim_matches('*').trim();
    let words = label.split_whitespace();
    let named =
        |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || word.len() <= 3;
    let short =
        label.len() <= 60 && label.starts_with(char::is_uppercase) && !label.ends_with(['.', ':', '?', '!']);
    (short && words.clone().count() <= 6 && words.clone().all(named)).then_some(label)
}

pub(super) fn timed(label: &str, length: usize) -> Opening<'_> {
    let form = Form { end: End::Time, case: Case::Title, bold: false };
    let (description, bracket, note) = (None, None, None);
    Opening { length, label, description, bracket, note, form, certain: false, stamped: true }
}
