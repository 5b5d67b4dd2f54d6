//! Text to the tokens that attribution looks at: words, numbers and marks, with what surrounds them.

use std::ops::Range;

/// A token's first letter is a capital.
pub(super) const CAPITAL: u16 = 1;
/// Every letter is a capital, and there are two or more.
pub(super) const CAPITALS: u16 = 2;
/// It holds a digit.
pub(super) const DIGIT: u16 = 4;
/// It is a mark, not a word.
pub(super) const MARK: u16 = 8;
/// It opens a quotation.
pub(super) const OPENS: u16 = 16;
/// It closes a quotation.
pub(super) const CLOSES: u16 = 32;
/// It stands inside a quotation, or is one of its marks.
pub(super) const QUOTED: u16 = 64;
/// It is the first of its unit.
pub(super) const FIRST: u16 = 128;

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Its bytes in the text.
    pub start: u32,
    pub end: u32,
    /// A hash of its small letters; the same word has the same hash everywhere.
    pub word: u32,
    /// A hash of its last three bytes, small letters.
    pub ending: u32,
    /// What it is, not which word: its class, letters and marks in one number.
    pub kind: u32,
    /// What sort of token it is.
    pub flags: u16,
    /// Its class among function words and titles, 0 for none: see `words.txt`.
    pub class: u8,
    /// The sentence it stands in; a quotation and its sentences are one unit.
    pub unit: u32,
    /// The paragraph it stands in.
    pub paragraph: u32,
    /// The quotation it stands in, from 1; 0 for none.
    pub quote: u32,
}

impl Token {
    pub fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// FNV-1a, folded so that `’` and `'` are one.
pub(super) fn hash(word: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    if word.is_ascii() {
        for byte in word.bytes() {
            hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
        }
    } else {
        let mut buffer = [0; 4];
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = if c == '’' { '\'' } else { c };
            for byte in c.encode_utf8(&mut buffer).bytes() {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        }
    }
    hash
}

/// The tokens of a text. `’s` is a token of its own; `''` and ` `` ` are quotation marks.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5 + 8);
    let (mut at, mut paragraph, mut breaks) = (0, 0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'\n' {
            breaks += 1;
            at += 1;
            continue;
        }
        if byte == b' ' || byte == b'\t' || byte == b'\r' {
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        if breaks > 1 && !found.is_empty() {
            paragraph += 1;
        }
        breaks = 0;
        let end = if c.is_alphanumeric() { word_end(text, at) } else { mark_end(text, at, c) };
        push(&mut found, text, at, end, paragraph);
        at = end;
    }
    found
}

fn push(found: &mut Vec<Token>, text: &str, start: usize, end: usize, paragraph: u32) {
    let word = &text[start..end];
    let mut flags = 0;
    let first = word.chars().next().unwrap_or(' ');
    if !first.is_alphanumeric() && !is_possessive(word) {
        flags |= MARK;
    }
    if first.is_uppercase() {
        flags |= CAPITAL;
        if word.len() > 1 && !word.bytes().any(|b| b.is_ascii_lowercase()) {
            flags |= CAPITALS;
        }
    }
    if word.bytes().any(|b| b.is_ascii_digit()) {
        flags |= DIGIT;
    }
    let tail = (word.len().saturating_sub(3)..=word.len()).find(|&at| word.is_char_boundary(at)).unwrap_or(0);
    let word_hash = if flags & DIGIT != 0 { hash("0") } else { hash(word) };
    found.push(Token {
        start: start as u32,
        end: end as u32,
        word: word_hash,
        ending: hash(&word[tail..]),
        kind: 0,
        flags,
        class: 0,
        unit: 0,
        paragraph,
        quote: 0,
    });
}

fn is_possessive(word: &str) -> bool {
    matches!(word, "'s" | "’s" | "'S" | "’S")
}

/// The end of the word that begins at `start`: letters and digits, with hyphens, full stops and
/// apostrophes between them.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        let mut chars = text[at..].chars();
        let Some(c) = chars.next() else { return at };
        let next = chars.next().unwrap_or(' ');
        let joins = match c {
            '-' | '‑' => next.is_alphanumeric(),
            '\'' | '’' => next.is_alphanumeric() && !possessive_at(&text[at..]),
            // `U.S.` keeps its last stop too: a lone letter stands before each.
            '.' => next.is_alphanumeric() || lone_letter(&text[start..at]),
            ',' => next.is_ascii_digit() && bytes[at - 1].is_ascii_digit(),
            '@' | '_' | '/' => next.is_alphanumeric(),
            '\u{301}' | '\u{ad}' => true,
            _ => c.is_alphanumeric(),
        };
        if !joins {
            return at;
        }
        at += c.len_utf8();
    }
}

fn possessive_at(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

fn lone_letter(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next().is_some_and(char::is_uppercase) && back.next().is_none_or(|c| c == '.')
}

fn mark_end(text: &str, start: usize, c: char) -> usize {
    let rest = &text[start..];
    if matches!(c, '\'' | '’') && possessive_at(rest) {
        return start + c.len_utf8() + 1;
    }
    if rest.starts_with("''") || rest.starts_with("``") || rest.starts_with("--") {
        return start + 2;
    }
    start + c.len_utf8()
}
