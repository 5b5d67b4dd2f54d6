//! The cells of one record of a table, quoted as RFC 4180 says.

use std::io;
use std::ops::Range;

use super::limits::{MOST_COLUMNS, MOST_TEXT};
use super::line_buffer::LineBuffer;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: u8,
    /// What ends a line.
    pub line_end: u8,
    /// Whether cells are quoted only where they must be, so that a cell in marks that need not be is a quotation:
    /// databases write tab-separated tables so.
    pub sparing: bool,
}

/// The cells of a record, one after the other.
#[derive(Default)]
pub(super) struct Cells {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// How a record of cells ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parsed {
    /// At this byte, after so many lines.
    To(usize, u64),
    /// A quotation mark is left open or stands where none may.
    Open,
    /// It has more than [`MOST_COLUMNS`] cells.
    TooWide,
}

/// How quotation marks of one line are read where the rules do not hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// As letters.
    Letters,
    /// Those inside a quoted cell as letters too, and with blanks before it.
    Lenient,
}

impl Cells {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of a cell, from 0.
    pub fn get(&self, at: usize) -> Option<&[u8]> {
        let range: Range<usize> = if at == 0 { 0 } else { *self.ends.get(at - 1)? }..*self.ends.get(at)?;
        Some(&self.bytes[range])
    }

    /// Whether a cell begins as a number or a date does; `None` where it is empty.
    pub fn is_number(&self, at: usize) -> Option<bool> {
        self.get(at)?.trim_ascii().first().map(u8::is_ascii_digit)
    }

    /// Leaves out empty cells at the end beyond so many.
    pub fn trim(&mut self, columns: usize) {
        while self.len() > columns && self.get(self.len() - 1).is_some_and(<[u8]>::is_empty) {
            self.ends.pop();
        }
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Reads the cells of one line by itself; whether a quoted one in it is closed.
    pub fn read_line(&mut self, line: &[u8], delimiter: u8, marks: Marks) -> bool {
        self.clear();
        let mut rest = line;
        loop {
            let blank = rest.len() - rest.trim_ascii_start().len();
            let end = if marks == Marks::Lenient && rest.get(blank) == Some(&b'"') {
                let closes = |mark: &usize| rest.get(mark + 1).is_none_or(|next| *next == delimiter);
                let close = memchr::memchr_iter(b'"', rest).filter(|at| *at > blank).find(closes);
                let Some(close) = close else { return false };
                self.bytes.extend_from_slice(&rest[blank + 1..close]);
                close + 1
            } else {
                let end = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
                self.bytes.extend_from_slice(&rest[..end]);
                end
            };
            self.ends.push(self.bytes.len());
            if end >= rest.len() || self.ends.len() > MOST_COLUMNS {
                return true;
            }
            rest = &rest[end + 1..];
        }
    }

    /// Reads the record that begins at a byte, over as many lines as its quoted cells take.
    pub fn read(&mut self, lines: &mut LineBuffer<'_>, start: usize, dialect: Dialect) -> io::Result<Parsed> {
        self.clear();
        let Some(end) = lines.end_of(start)? else { return Ok(Parsed::To(start, 0)) };
        let mut place = Place { at: start, start, end, lines: 1 };
        loop {
            if self.ends.len() == MOST_COLUMNS {
                return Ok(Parsed::TooWide);
            }
            let opened = place.at;
            let rest = lines.content(opened, place.end);
            if rest.first() == Some(&b'"') {
                if !self.quoted(lines, &mut place, dialect)? {
                    return Ok(Parsed::Open);
                }
                let whole = &lines.bytes()[opened..place.at];
                if dialect.sparing && !must_be_quoted(whole, dialect) {
                    self.bytes.truncate(self.ends.last().copied().unwrap_or(0));
                    self.bytes.extend_from_slice(whole);
                }
            } else {
                let length = memchr::memchr(dialect.delimiter, rest).unwrap_or(rest.len());
                self.bytes.extend_from_slice(&rest[..length]);
                place.at += length;
            }
            self.ends.push(self.bytes.len());
            // After a cell stands a delimiter or the line's end.
            if place.at < place.end && lines.bytes().get(place.at) == Some(&dialect.delimiter) {
                place.at += 1;
            } else {
                return Ok(Parsed::To(place.end, place.lines));
            }
        }
    }

    /// Reads the quoted cell that opens here, over lines; whether it ends as it must, before a delimiter or a line's end.
    fn quoted(
        &mut self,
        lines: &mut LineBuffer<'_>,
        place: &mut Place,
        dialect: Dialect,
    ) -> io::Result<bool> {
        let mut at = place.at + 1;
        loop {
            let bytes = lines.bytes();
            let Some(mark) = memchr::memchr(b'"', &bytes[at..place.end]).map(|found| at + found) else {
                self.bytes.extend_from_slice(&bytes[at..place.end]);
                let long = place.end - place.start > MOST_TEXT;
                let Some(next) = (if long { None } else { lines.end_of(place.end)? }) else {
                    return Ok(false);
                };
                at = std::mem::replace(&mut place.end, next);
                place.lines += 1;
                continue;
            };
            self.bytes.extend_from_slice(&bytes[at..mark]);
            if mark + 1 < place.end && bytes[mark + 1] == b'"' {
                self.bytes.push(b'"');
                at = mark + 2;
                continue;
            }
            let rest = lines.content(mark + 1, place.end);
            let blank = rest.iter().take_while(|byte| **byte == b' ').count();
            place.at = mark + 1 + blank;
            return Ok(rest.get(blank).is_none_or(|byte| *byte == dialect.delimiter));
        }
    }
}

/// Where the reading of a record stands.
struct Place {
    at: usize,
    /// Where the record begins.
    start: usize,
    /// Where the line ends, and how many the record has taken.
    end: usize,
    lines: u64,
}

/// Whether a quoted cell holds what must be quoted.
fn must_be_quoted(cell: &[u8], dialect: Dialect) -> bool {
    let inner = cell.trim_ascii();
    let inner = inner.get(1..inner.len() - 1).unwrap_or_default();
    inner.iter().any(|byte| [b'"', dialect.delimiter, dialect.line_end].contains(byte))
}
