//! Openings of lines that may be heads of turns, taken apart by their shape alone.

use super::titles::{is_asker, is_part, is_unnamed, titles};
use crate::authority::{Authority, offices};

/// A label is no longer than this, in bytes, with all that stands before its end.
const LONGEST: usize = 200;
/// A label has no more words than this.
const WORDS: usize = 14;

/// How a label ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    /// `Name:`.
    Colon,
    /// `Mr. NAME. Thank you`, `Q. And why`.
    Stop,
    /// `Name – Thank you`.
    Dash,
    /// `Name (PPE). – Thank you`.
    StopDash,
    /// `Name, 00:12` on a line of its own, or with the time on the next.
    Time,
    /// `<v Name>`.
    Voice,
    /// `Q   And why`, `Q And why`.
    Blank,
    /// `**Name** Thank you`.
    Bold,
    /// `Mr. Name (State) said that`: what follows reports.
    Said,
}

/// How a label is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Case {
    /// `MR. NAME`.
    Capitals,
    /// `Mr. NAME`, `The PRESIDENT`.
    Mixed,
    /// `Mr. Name`.
    Title,
}

/// The typography of an opening: the heads of a transcript share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Form {
    pub end: End,
    pub case: Case,
    pub bold: bool,
}

/// An opening of a line that may be the head of a turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'a> {
    /// How many bytes of the line it takes.
    pub length: usize,
    /// The name or office.
    pub label: &'a str,
    /// What a comma or `of` joins to the label: `CNN ANCHOR`, `New York`.
    pub description: Option<&'a str>,
    /// The first brackets that hold no note: `Russian Federation`.
    pub bracket: Option<&'a str>,
    /// Where brackets begin and end that hold a note, in bytes of the line: `spoke in Russian`.
    pub note: Option<(usize, usize)>,
    pub form: Form,
    /// Whether the shape alone says that somebody speaks.
    pub certain: bool,
    /// Whether a time stands beside the label.
    pub stamped: bool,
}

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

/// What joins the parts of a name in small letters; each may open a label.
const PARTICLES: [&str; 24] = [
    "d'", "d’", "da ", "de ", "del ", "della ", "dell'", "di ", "do ", "dos ", "du ", "el ", "el-", "al ",
    "al-", "bin ", "ibn ", "ben ", "bint ", "van ", "von ", "ter ", "la ", "l'",
];

/// Small words inside a label.
const JOINING: [&str; 38] = [
    "of", "the", "for", "and", "on", "in", "to", "at", "pro", "tempore", "hon", "de", "del", "della", "di",
    "da", "do", "dos", "du", "el", "al", "la", "le", "bin", "ibn", "ben", "bint", "van", "von", "der", "den",
    "ter", "y", "e", "zu", "af", "ul", "from",
];

/// Short forms whose full stop ends no label.
fn is_short(word: &str) -> bool {
    let lower = word.to_lowercase();
    titles().courtesy(word).is_some()
        || titles().full(&lower) != lower
        || matches!(
            lower.as_str(),
            "jr" | "sr"
                | "st"
                | "lt"
                | "gen"
                | "brig"
                | "maj"
                | "prof"
                | "hon"
                | "msgr"
                | "ltd"
                | "dept"
                | "rt"
                | "vs"
        )
}

/// Whether the shape alone says that somebody speaks.
fn is_certain(opening: &Opening<'_>, words: &[&str]) -> bool {
    let titled = is_titled(words);
    let person =
        |inside: &str| inside.split_once(' ').is_some_and(|(first, _)| titles().courtesy(first).is_some());
    // `MR. PRESIDENT, LADIES AND GENTLEMEN:` is spoken to them.
    let spoken_to = titles().courtesy(words[0]).is_some()
        && titles().is_vocative(&words[1..].join(" ").to_lowercase())
        && opening.description.is_some();
    if spoken_to {
        return false;
    }
    let known = opening.bracket.is_some_and(|inside| is_state(inside) || words[0] == "The" && person(inside));
    match opening.form.end {
        End::Colon => {
            titled
                || known
                || opening.note.is_some() && opening.description.is_none() && is_named(words)
                || is_asker(opening.label)
                || opening.form.case == Case::Capitals
                    && words.len() > 1
                    && opening.description.is_some_and(is_post)
        }
        // `Mr. KING of New York.`, `The CHAIRMAN.`, `Senator GRAHAM.`
        End::Stop => opening.form.case == Case::Mixed && (titled || words[0] == "The"),
        End::StopDash => {
            words.len() > 1 && (opening.bracket.is_some() || opening.description.is_some() || titled)
        }
        End::Said => known && titled,
        End::Voice => true,
        End::Dash | End::Time | End::Blank | End::Bold => false,
    }
}

/// Whether a label opens with a courtesy title or an office that a name, or nothing, follows.
pub(super) fn is_titled(words: &[&str]) -> bool {
    let bare = if words[0].eq_ignore_ascii_case("the") { &words[1..] } else { words };
    let Some(first) = bare.first() else { return false };
    if bare.len() == words.len() && (bare.len() > 1 && titles().courtesy(first).is_some() || glued(first)) {
        return is_named(bare);
    }
    let acting =
        ["acting", "temporary", "interim", "deputy", "provisional"].contains(&first.to_lowercase().as_str());
    let bare = if acting && bare.len() > 1 { &bare[1..] } else { bare };
    let taken = titles().office(bare);
    // An office alone heads a turn with its article, in capitals or with a name: `The President`.
    taken > 0 && (bare.len() < words.len() || bare.len() > taken && is_named(bare) && bare.len() - taken <= 5)
}

/// `MR.KIRBY`: a title with no space after it.
fn glued(word: &str) -> bool {
    word.split_once('.').is_some_and(|(title, rest)| rest.len() > 2 && titles().courtesy(title).is_some())
}

/// Whether the words are such as names and offices have: the last of them is no small word.
pub(super) fn is_named(words: &[&str]) -> bool {
    words.len() <= 12 && words.last().is_some_and(|last| !JOINING.contains(last))
}

/// Whether brackets hold a state, a body or an organ that the lists know.
pub(super) fn is_state(bracket: &str) -> bool {
    let first = bracket.split(['—', ',', ';']).next().unwrap_or(bracket);
    Authority::builtin().canonical(first.trim()).is_some()
}

/// Whether a time goes on with `P.M.`: it is one of day, not of a recording.
fn is_half_day(after: &str) -> bool {
    let word = after.split_whitespace().next().unwrap_or("").replace('.', "");
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

/// Whether words after a comma describe a speaker: a post, a group, or words written as names are.
fn is_description(words: &str) -> bool {
    let lower = words.to_lowercase();
    let named = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || JOINING.contains(&word)
    };
    lower.contains("on behalf of ")
        || words.split_whitespace().all(named) && !lower.starts_with("i ")
        || offices().starting_at(&lower, 0).is_some()
}

/// Whether brackets hold a note for the reader: `spoke in Russian`, `voice-over`, `Via video link`.
fn is_note(inside: &str) -> bool {
    if inside.is_empty()
        || inside.starts_with(char::is_lowercase) && !PARTICLES.iter().any(|part| inside.starts_with(part))
    {
        return true;
    }
    let small = |word: &str| word.starts_with(char::is_lowercase) && !JOINING[..9].contains(&word);
    let mut words = inside.split_whitespace();
    inside.starts_with(|c: char| c.is_ascii_digit())
        || words.clone().any(|word| word.eq_ignore_ascii_case("interpretation"))
        || words.any(small)
            && !is_state(inside)
            && titles().courtesy(inside.split(' ').next().unwrap_or("")).is_none()
}

/// Whether a description names an office or who is on the air: `CNN ANCHOR`, `FOREIGN MINISTER OF AUSTRIA`.
fn is_post(description: &str) -> bool {
    let words: Vec<&str> = description.split_whitespace().collect();
    words.iter().any(|word| is_unnamed(word) || is_asker(word))
        || (0..words.len())
            .any(|at| offices().starting_at(&words[at..].join(" ").to_lowercase(), 0).is_some())
}

/// Whether a label is a part's, a place's or a day's, and no speaker's.
pub(super) fn is_no_speaker(label: &str) -> bool {
    let lower = label.to_lowercase();
    let first = lower.split(' ').next().unwrap_or("");
    let day = |word: &str| DAYS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit());
    is_part(label) || matches!(first, "dear" | "statement" | "nominations") || lower.split(' ').all(day)
}

const DAYS: [&str; 19] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether what somebody says may begin with it.
pub(super) fn begins_speech(c: char) -> bool {
    c.is_uppercase()
        || matches!(c, '—' | '–' | '“' | '"' | '(' | '[' | '…' | '\'' | '‘' | '«')
        || c.is_ascii_digit()
}

/// Whether a word is written in capitals, but for a prefix: `KING`, `McCANN`.
pub(super) fn is_capitals(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals >= 2 && capitals > word.chars().filter(|c| c.is_lowercase()).count()
}

/// How a label is written.
fn case(label: &str) -> Case {
    let letters = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let words = label.split([' ', '\u{a0}']).filter(letters).filter(|word| !JOINING.contains(word));
    let (mut capitals, mut others) = (0, 0);
    for word in words {
        // `U.S.`, `H.E.` are capitals in every case.
        match is_capitals(word) {
            true => capitals += usize::from(!word.contains('.') || word.trim_end_matches('.').len() > 3),
            false => others += 1,
        }
    }
    match (capitals, others) {
        (_, 0) => Case::Capitals,
        (0, _) => Case::Title,
        _ => Case::Mixed,
    }
}

/// The bytes that a time takes at the beginning: `00:12`, `[00:01:05]`, `(0:03)`, `00:00:12.400`.
fn time(text: &str) -> Option<usize> {
    let open = text.starts_with(['[', '(']);
    let inside = &text[usize::from(open)..];
    let length =
        inside.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b',')).count();
    let written = inside[..length].trim_end_matches(['.', ',', ':']);
    let mut parts = written.split(':');
    let first = parts.next().is_some_and(|part| (1..=2).contains(&part.len()));
    let mut count = 1;
    for part in parts {
        let digits = part.split(['.', ',']).next().unwrap_or("");
        if digits.len() != 2 {
            return None;
        }
        count += 1;
    }
    if !first || !(2..=3).contains(&count) {
        return None;
    }
    let end = usize::from(open) + written.len();
    match (open, text[end..].chars().next()) {
        (true, Some(']' | ')')) => Some(end + 1),
        (false, None) => Some(end),
        (false, Some(next)) if !next.is_alphanumeric() => Some(end),
        _ => None,
    }
}
