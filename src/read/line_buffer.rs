//! Lines of a text as they come: the one that is looked at and those that were looked at ahead.

use std::io::{self, BufRead};

use super::limits::MOST_TEXT;

/// Lines that were read and are not done with.
pub(super) struct LineBuffer<'t> {
    input: &'t mut dyn BufRead,
    /// What ends a line.
    end: u8,
    bytes: Vec<u8>,
    /// Bytes before this one are done with.
    at: usize,
    ended: bool,
    /// The line that stands at `at`, from 1.
    number: u64,
}

impl<'t> LineBuffer<'t> {
    pub fn new(input: &'t mut dyn BufRead, end: u8) -> Self {
        Self { input, end, bytes: Vec::new(), at: 0, ended: false, number: 1 }
    }

    /// Where the next line begins, once what is done with takes no more room.
    pub fn start(&mut self) -> usize {
        if self.at > self.bytes.len() / 2 {
            self.bytes.drain(..self.at);
            self.at = 0;
        }
        self.at
    }

    /// The line that stands at the start, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// All bytes that are held.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the line that begins at a byte ends, its end included, reading on as needed; one that is too long is cut
    /// off. `None` where none begins.
    pub fn end_of(&mut self, from: usize) -> io::Result<Option<usize>> {
        let mut seen = from;
        loop {
            if let Some(at) = memchr::memchr(self.end, &self.bytes[seen..]) {
                return Ok(Some(seen + at + 1));
            }
            seen = self.bytes.len();
            if self.ended || seen - from > MOST_TEXT {
                return Ok(Some(seen).filter(|end| *end > from));
            }
            self.fill()?;
        }
    }

    /// The bytes of a line, or of its rest, without its end.
    pub fn content(&self, start: usize, end: usize) -> &[u8] {
        let line = &self.bytes[start..end];
        let line = line.strip_suffix(&[self.end]).unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// Is done with so many lines, up to a byte.
    pub fn go_to(&mut self, at: usize, lines: u64) {
        self.at = at;
        self.number += lines;
    }

    /// Passes over a line without holding it.
    pub fn pass_over(&mut self) -> io::Result<()> {
        loop {
            if let Some(at) = memchr::memchr(self.end, &self.bytes[self.at..]) {
                self.go_to(self.at + at + 1, 1);
                return Ok(());
            }
            self.bytes.clear();
            self.at = 0;
            self.fill()?;
            if self.ended {
                return Ok(());
            }
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let block = self.input.fill_buf()?;
        self.ended = block.is_empty();
        self.bytes.extend_from_slice(block);
        let count = block.len();
        self.input.consume(count);
        Ok(())
    }
}
