//! Openings of lines that may be heads of turns, taken apart by their shape alone.

use super::form::{Case, End, Form, Opening};
use super::label::{
    JOINING, PARTICLES, begins_speech, case, is_capitals, is_certain, is_description, is_half_day, is_note,
    is_short, is_state, time,
};
use super::titles::{is_unnamed, titles};

/// A label is no longer than this, in bytes, with all that stands before its end.
const LONGEST: usize = 200;
/// A label has no more words than this.
const WORDS: usize = 14;

/// The opening of a line, if it may be a head's. The line may begin with white space, marks of bold, a
/// paragraph's number and a time.
pub(super) fn opening(line: &str) -> Option<Opening<'_>> {
    Scan::new(line)?.opening()
}

/// Whether a line is a time and nothing else: `00:12`, `[00:01:05]`.
pub(super) fn is_time(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 24
        && time(line).is_some_and(|length| line[length..].trim_matches([' ', '-', '–']).is_empty())
}

/// The reading of one line from its beginning on.
struct Scan<'a> {
    line: &'a str,
    at: usize,
    bold: bool,
    stamped: bool,
    numbered: bool,
}

impl<'a> Scan<'a> {
    /// Takes what may stand before a label; `None` where no label can follow.
    fn new(line: &'a str) -> Option<Self> {
        let mut scan = Self { line, at: 0, bold: false, stamped: false, numbered: false };
        scan.marks();
        if scan.rest().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '[' | '(')) {
            if let Some(length) = time(scan.rest()) {
                scan.at += length;
                if is_half_day(scan.rest()) {
                    return None;
                }
                scan.stamped = true;
                scan.at +=
                    scan.rest().len() - scan.rest().trim_start_matches([' ', '\t', '-', '–', '—']).len();
            } else {
                let digits = scan.rest().bytes().take(5).take_while(u8::is_ascii_digit).count();
                let after = scan.rest()[digits..].strip_prefix('.')?;
                if !(1..=4).contains(&digits) || !after.starts_with([' ', '\t', '\u{a0}']) {
                    return None;
                }
                scan.at += digits + 1;
                scan.numbered = true;
            }
            scan.marks();
        }
        let first = scan.rest().chars().next()?;
        let voice = scan.rest().starts_with("<v");
        (first.is_uppercase() || voice || PARTICLES.iter().any(|word| scan.rest().starts_with(word)))
            .then_some(scan)
    }

    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    /// Passes over white space and marks of bold.
    fn marks(&mut self) {
        let rest = self.rest();
        let after = rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{feff}', '*', '_']);
        self.bold |= rest[..rest.len() - after.len()].contains(['*', '_']);
        self.at += rest.len() - after.len();
    }

    fn opening(mut self) -> Option<Opening<'a>> {
        if let Some(voice) = self.rest().strip_prefix("<v") {
            return self.voice(voice);
        }
        if let Some(asked) = self.letter() {
            return Some(asked);
        }
        let start = self.at;
        let mut parts = Parts { end: start, ..Parts::default() };
        let end = loop {
            if self.at - start > LONGEST || parts.words > WORDS {
                return None;
            }
            if self.bold && parts.words > 0 && self.ends_bold() {
                break End::Bold;
            }
            self.marks();
            let rest = self.rest();
            match rest.chars().next() {
                None | Some('\r' | '\n') if self.stamped || parts.time => break End::Time,
                None => return None,
                Some(':') if parts.words > 0 => break self.colon(&mut parts)?,
                Some('(' | '[') if parts.words > 0 => self.brackets(&mut parts)?,
                Some(',') if parts.words > 0 => {
                    if let Some(end) = self.comma(&mut parts)? {
                        break end;
                    }
                }
                Some('—' | '–') if parts.words > 0 => break End::Dash,
                Some('-') if parts.words > 0 && rest.starts_with("--") => break End::Dash,
                Some('.') if parts.bracketed() => break self.stop()?,
                Some(c) if c.is_ascii_digit() && parts.words > 0 && time(rest).is_some() => {
                    self.at += time(rest).unwrap_or(0);
                    parts.time = true;
                }
                Some(_) if parts.time => return None,
                Some(_) => {
                    if let Some(end) = self.word(&mut parts)? {
                        break end;
                    }
                }
            }
        };
        self.made(start, &parts, end)
    }

    /// Whether marks of bold end here and speech follows with no colon.
    fn ends_bold(&self) -> bool {
        let after = self.rest().trim_start_matches(['*', '_']);
        let speech = after.trim_start_matches([' ', '\u{a0}']);
        let begins = |c: char| c.is_uppercase() || matches!(c, '“' | '"' | '…');
        after.len() < self.rest().len() && speech.len() < after.len() && speech.starts_with(begins)
    }

    /// `Q` and `A`, which need no colon.
    fn letter(&self) -> Option<Opening<'a>> {
        let rest = self.rest();
        let label = rest.get(..1).filter(|label| matches!(*label, "Q" | "A"))?;
        let after = rest[1..].trim_start_matches(['*', '_']);
        let marks = rest.len() - 1 - after.len();
        let speech = after.trim_start_matches([' ', '\t', '\u{a0}']);
        let blank = after.len() - speech.len();
        // `Q    What about …`, `Q What about …`: before a small letter, `Q` is a word of the text.
        let begins = speech.trim_end().is_empty() || speech.chars().next().is_some_and(begins_speech);
        let (end, taken) = match after.chars().next() {
            Some(':') => (End::Colon, 1),
            Some('.') if after[1..].starts_with([' ', '\t', '*', '\u{a0}']) => (End::Stop, 1),
            _ if label == "Q" && (blank >= 2 || after.starts_with('\t') || blank > 0 && begins) => {
                (End::Blank, 0)
            }
            _ => return None,
        };
        let form = Form { end, case: Case::Capitals, bold: self.bold };
        let length = self.at + 1 + if taken > 0 { marks + taken } else { 0 };
        let length = length + self.line[length..].len() - self.line[length..].trim_start_matches('*').len();
        let certain = end != End::Stop && label == "Q";
        Some(Opening {
            length,
            label,
            description: None,
            bracket: None,
            note: None,
            form,
            certain,
            stamped: self.stamped,
        })
    }

    /// `<v Name>` of WebVTT, with or without classes.
    fn voice(&self, inside: &'a str) -> Option<Opening<'a>> {
        let inside = &inside[..inside.find('>').filter(|&end| end <= LONGEST)?];
        let label =
            inside.find([' ', '\t']).map(|at| inside[at..].trim()).filter(|label| !label.is_empty())?;
        let form = Form { end: End::Voice, case: case(label), bold: false };
        let length = self.at + 2 + inside.len() + 1;
        Some(Opening {
            length,
            label,
            description: None,
            bracket: None,
            note: None,
            form,
            certain: true,
            stamped: false,
        })
    }

    /// What a colon ends: a label, or one with its time after it.
    fn colon(&mut self, parts: &mut Parts<'a>) -> Option<End> {
        self.at += 1;
        let rest = self.rest();
        let after = rest.trim_start_matches([' ', '\t', '\u{a0}', '*', '_']);
        let next = after.chars().next();
        let joined = next.is_some_and(|next| {
            rest.len() == after.len()
                && (next.is_lowercase() || next.is_ascii_digit() || matches!(next, '/' | ':'))
        });
        if joined {
            return None;
        }
        if let Some(length) = time(after)
            && after[length..].trim().is_empty()
        {
            self.at += rest.trim_end().len();
            parts.time = true;
            return Some(End::Time);
        }
        let marks = rest.len() - rest.trim_start_matches(['*', '_']).len();
        self.at += marks;
        Some(End::Colon)
    }

    /// A group in brackets: a state, a person, a note, a time.
    fn brackets(&mut self, parts: &mut Parts<'a>) -> Option<()> {
        let rest = self.rest();
        if let Some(length) = time(rest) {
            self.at += length;
            parts.time = true;
            return Some(());
        }
        let close = if rest.starts_with('(') { ')' } else { ']' };
        let end = rest.find([close, '\n']).filter(|&end| end <= 130 && rest[end..].starts_with(close))?;
        let inside = rest[1..end].trim();
        if is_note(inside) || rest.starts_with('[') {
            parts.note = parts.note.or(Some((self.at, self.at + end + 1)));
        } else if parts.bracket.is_none() {
            parts.bracket = Some(inside);
        }
        self.at += end + 1;
        parts.closed = self.at;
        Some(())
    }

    /// What follows a comma: a description up to the colon, a time, or the text of a report.
    fn comma(&mut self, parts: &mut Parts<'a>) -> Option<Option<End>> {
        let rest = &self.rest()[1..];
        let after = rest.trim_start_matches([' ', '\t', '\u{a0}']);
        if time(after).is_some() {
            self.at += 1 + rest.len() - after.len();
            return Some(None);
        }
        let behalf = ["speaking ", "on behalf "].iter().any(|begins| after.starts_with(begins));
        let colon = after.find([':', '.', '?', '!', '\n']).filter(|&end| after[end..].starts_with(':'));
        if parts.bracketed() && parts.states() && (!behalf || colon.is_none()) {
            return Some(Some(End::Said));
        }
        let end = after.find([':', '(', '?', '!', '"', '“', ';', '\n', '.']).filter(|&end| end <= 120)?;
        let ended = match after[end..].chars().next() {
            Some(':' | '(') => true,
            // `JR.`, `U.S.`, and the end of a label that a dash follows.
            Some('.') => after[end + 1..].trim_start().starts_with(['–', '—', ',', ':']),
            _ => false,
        };
        if !ended || parts.description.is_some() || !is_description(after[..end].trim()) {
            return None;
        }
        parts.description = Some(after[..end].trim());
        self.at += 1 + rest.len() - after.len() + end;
        if after[end..].starts_with('.') {
            return self.stop().map(Some);
        }
        Some(None)
    }

    /// What a full stop ends.
    fn stop(&mut self) -> Option<End> {
        let after = &self.rest()[1..];
        let speech = after.trim_start_matches([' ', '\t', '\u{a0}', '*', '_']);
        self.at += 1;
        if speech.starts_with(['–', '—']) {
            let dash = speech.chars().next().map_or(0, char::len_utf8);
            self.at += after.len() - speech.len() + dash;
            return Some(End::StopDash);
        }
        (speech.len() < after.len() && speech.chars().next().is_some_and(begins_speech)).then_some(End::Stop)
    }

    /// One word of a label; the label may end with its full stop.
    fn word(&mut self, parts: &mut Parts<'a>) -> Option<Option<End>> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        ':' | '(' | '[' | ',' | '*' | '—' | '–' | '"' | '“' | '?' | '!' | ';' | '/'
                    )
            })
            .unwrap_or(rest.len());
        let whole = &rest[..length];
        let first = whole.chars().next()?;
        if matches!(first, '"' | '“' | '?' | '!' | ';' | '/') {
            return None;
        }
        let word = whole.trim_end_matches('.');
        let joins = JOINING.contains(&word.to_lowercase().as_str());
        let named = first.is_uppercase()
            || PARTICLES.iter().any(|particle| whole.starts_with(particle))
            || first.is_ascii_digit() && parts.words > 0 && whole.len() <= 3
            || first == '#' && parts.words > 0;
        // `The representative of Chad`.
        let office = |word: &str| {
            parts.words == 1 && titles().is_office(word) && self.line[..self.at].trim_end().ends_with("The")
        };
        let named = named || first.is_lowercase() && office(word);
        if !(named || joins && parts.words > 0) || parts.bracketed() {
            // `Mr. Name (State) said that`, `Mr. Name (State), introducing the draft, said`.
            let says = first.is_lowercase() && parts.bracketed() && parts.states();
            return says.then_some(Some(End::Said));
        }
        parts.words += 1;
        let begin = self.at;
        self.at += length;
        // `JEAN-PIERRE.` ends a label; `Mr.`, `J.`, `H.E.` do not.
        let dots = whole.len() - word.len();
        let short =
            word.chars().filter(|c| c.is_alphabetic()).count() <= 1 || word.contains('.') || is_short(word);
        parts.joined(self.line, begin, begin + word.len() + if short { dots } else { 0 }, first);
        if dots > 0 && !short {
            self.at -= dots;
            let end = self.stop()?;
            return (end == End::StopDash || parts.words > 1 || is_unnamed(word)).then_some(Some(end));
        }
        Some(None)
    }

    fn made(&self, start: usize, parts: &Parts<'a>, end: End) -> Option<Opening<'a>> {
        let label = self.line.get(start..parts.end)?.trim();
        if label.len() < 2 {
            return None;
        }
        let words: Vec<&str> = label.split([' ', '\t', '\u{a0}']).filter(|word| !word.is_empty()).collect();
        let form = Form { end, case: case(label), bold: self.bold };
        let opening = Opening {
            length: self.at,
            label,
            description: parts.description.or(parts.of),
            bracket: parts.bracket,
            note: parts.note,
            form,
            certain: false,
            stamped: self.stamped || parts.time,
        };
        let opening = match end {
            End::Dash | End::Said => Opening { length: parts.closed.max(parts.end), ..opening },
            _ => opening,
        };
        Some(Opening { certain: is_certain(&opening, &words), ..opening })
    }
}

/// What was read of a label.
#[derive(Default)]
struct Parts<'a> {
    words: usize,
    /// Where the name or office ends.
    end: usize,
    /// Where the last brackets end; 0 where there are none.
    closed: usize,
    description: Option<&'a str>,
    /// The place after `of`: `KING of New York`.
    of: Option<&'a str>,
    /// Where the words after such an `of` begin.
    of_at: Option<usize>,
    bracket: Option<&'a str>,
    note: Option<(usize, usize)>,
    time: bool,
}

impl<'a> Parts<'a> {
    fn bracketed(&self) -> bool {
        self.closed > 0
    }

    /// Whether the brackets hold a state or body.
    fn states(&self) -> bool {
        self.bracket.is_some_and(is_state)
    }

    /// Takes a word into the label; the place after the surname in capitals stands apart from it.
    fn joined(&mut self, line: &'a str, begin: usize, end: usize, first: char) {
        let word = &line[begin..end];
        if self.of_at.is_none()
            && word == "of"
            && is_capitals(line[..begin].trim_end().rsplit([' ', '\u{a0}']).next().unwrap_or(""))
        {
            self.of_at = Some(end);
            return;
        }
        match self.of_at {
            Some(of) => self.of = line.get(of..end).map(str::trim),
            None if first.is_alphanumeric() || first == '#' => self.end = end,
            None => {}
        }
    }
}
