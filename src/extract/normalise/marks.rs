//! What programs write for characters: references of HTML, UTF-8 that was read as Windows-1252, letters and accents
//! apart, marks of Markdown.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;
use memchr::{memchr, memchr2, memmem};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::Normalised;
use crate::extract::wrapped::is_wrap;

/// The longest reference, in bytes: `&thetasym;`.
const REFERENCE: usize = 10;

/// A link's address is not longer, in bytes.
const ADDRESS: usize = 1000;

/// What of these a text has.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    references: bool,
    read_twice: bool,
    apart: bool,
    markdown: bool,
    /// Whether items of lists go on in lines that are indented.
    indented: bool,
}

impl Marks {
    pub fn of(body: &str, markdown: bool) -> Self {
        let ascii = body.is_ascii();
        let bytes = body.as_bytes();
        let has = |words: &str| memmem::find(bytes, words.as_bytes()).is_some();
        let mut references = body.match_indices('&').take(100);
        Self {
            references: memchr(b'&', bytes).is_some()
                && references.any(|(at, _)| reference(&body[at..]).is_some()),
            // `Ã` before what UTF-8 goes on with: `Ã©`.
            read_twice: !ascii && (has("â€") || memmem::find(bytes, &[0xc3, 0x83, 0xc2]).is_some()),
            apart: !ascii && memchr2(0xcc, 0xcd, bytes).is_some() && body.chars().any(is_combining_mark),
            markdown: markdown && (has("**") || has("__") || has("](")),
            indented: markdown && has("\n  "),
        }
    }

    pub fn any(self) -> bool {
        self.references || self.read_twice || self.apart || self.markdown || self.indented
    }

    /// The text without them.
    pub fn read(self, body: &str) -> Normalised {
        let mut read = Normalised { text: String::with_capacity(body.len()), parts: Vec::new() };
        let (mut copied, mut at, mut address, mut line) = (0, 0, None, 0);
        while let Some(c) = body[at..].chars().next() {
            let found = match address {
                // The address of a link ends after its text.
                Some((opens, closes)) if at == opens => {
                    address = None;
                    Some((String::new(), closes - opens))
                }
                _ if c == '\n' => {
                    let before = &body[std::mem::replace(&mut line, at + 1)..at];
                    self.indented.then(|| indentation(before, &body[at + 1..])).flatten()
                }
                _ => self.at(&body[at..], c, at, &mut address),
            };
            match found {
                Some((written, length)) => {
                    read.copy(body, copied..at);
                    read.put(&written, at);
                    at += length;
                    copied = at;
                }
                None => at += c.len_utf8(),
            }
        }
        read.copy(body, copied..body.len());
        read.close(body);
        read
    }

    /// What stands for the beginning of a text that begins with `c`, and how many bytes of it.
    fn at(
        self,
        rest: &str,
        c: char,
        at: usize,
        address: &mut Option<(usize, usize)>,
    ) -> Option<(String, usize)> {
        match c {
            '&' if self.references => reference(rest).map(|(c, length)| (c.to_string(), length)),
            '*' | '_' if self.markdown => {
                let double = if c == '*' { "**" } else { "__" };
                rest.starts_with(double).then(|| (String::new(), 2))
            }
            '[' if self.markdown && address.is_none() => {
                let (opens, closes) = link(rest)?;
                *address = Some((at + opens, at + closes));
                Some((String::new(), 1))
            }
            'Â'..='ô' if self.read_twice => read_twice(rest),
            _ if self.apart => apart(rest, c),
            _ => None,
        }
    }
}

/// A line break without the indentation after it, where the line before was broken for its width: `- Director Ana` goes on
/// with `    Weiss said`.
fn indentation(line: &str, rest: &str) -> Option<(String, usize)> {
    const MOST: usize = 8;
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    ((2..=MOST).contains(&spaces) && is_wrap(line, rest)).then(|| ("\n".to_owned(), spaces + 1))
}

/// The character that a reference stands for which a text begins with, and how long that is: `&quot;`, `&#8220;`.
fn reference(text: &str) -> Option<(char, usize)> {
    static NAMED: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
        let lines = include_str!("references.tsv").lines().filter(|line| !line.starts_with('#'));
        let named = |line: &'static str| {
            let (name, code) = line.split_once('\t')?;
            Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
        };
        lines.filter_map(named).collect()
    });
    let end = memchr(b';', &text.as_bytes()[..text.len().min(REFERENCE)])?;
    let name = text.get(1..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| !c.is_control())?
        }
        None => *NAMED.get(name)?,
    };
    Some((c, end + 1))
}

/// The character that stands in UTF-8 where a text begins with its bytes as Windows-1252 shows them: `â€œ`.
fn read_twice(text: &str) -> Option<(String, usize)> {
    let byte = |c: char| {
        let mut buffer = [0; 4];
        let (bytes, _, unknown) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        (!unknown && bytes.len() == 1).then(|| bytes[0])
    };
    let mut bytes = Vec::with_capacity(4);
    let mut length = 0;
    for c in text.chars().take(4) {
        let Some(next) = byte(c).filter(|next| bytes.is_empty() || (0x80..0xc0).contains(next)) else {
            break;
        };
        bytes.push(next);
        length += c.len_utf8();
        if let Ok(written) = std::str::from_utf8(&bytes) {
            return Some((written.to_owned(), length));
        }
    }
    // The last byte of `”` is no character in Windows-1252: programs leave it out.
    (bytes == [0xe2, 0x80]).then(|| ("”".to_owned(), length))
}

/// A letter with the accents that follow it, as one where there is one.
fn apart(text: &str, letter: char) -> Option<(String, usize)> {
    let after = &text[letter.len_utf8()..];
    if !after.starts_with(is_combining_mark) {
        return None;
    }
    let marks = after.find(|c| !is_combining_mark(c)).unwrap_or(after.len());
    let length = letter.len_utf8() + marks;
    Some((text[..length].nfc().collect(), length))
}

/// Where the address of the link begins and ends that a text begins with: `[text](address)`.
fn link(text: &str) -> Option<(usize, usize)> {
    let end = (0..=ADDRESS.min(text.len())).rev().find(|&at| text.is_char_boundary(at))?;
    let near = &text[..end];
    let opens = near.find("](")?;
    if near[1..opens].contains(['[', '\n']) {
        return None;
    }
    let closes = opens + 2 + near[opens + 2..].find([')', '\n', ' '])?;
    near[closes..].starts_with(')').then_some((opens, closes + 1))
}
