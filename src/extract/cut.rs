//! Where a body is cut, and code points counted along the way.

use super::attribution::Found;
use crate::model::{Kind, Span, Speaker, StatementDate};

/// The beginning of a statement; it ends where the next begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The first byte. The first cut of a body is at 0.
    pub start: usize,
    pub speaker: Option<Speaker>,
    pub kind: Kind,
    /// When it was said, where the text says; else the document's date holds.
    pub date: Option<StatementDate>,
    /// The attributions whose cue stands in it.
    pub said: Vec<Said>,
}

impl Cut {
    /// Nobody's words from `start` on.
    pub fn at(start: usize, kind: Kind) -> Self {
        Self { start, speaker: None, kind, date: None, said: Vec::new() }
    }
}

/// An attribution, with the source's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub found: Found,
    pub speaker: Option<Speaker>,
}

/// Counts the code points of a text as byte offsets move forward.
#[derive(Clone)]
pub(super) struct Points<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl<'a> Points<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, byte: 0, point: 0 }
    }

    /// The span of the bytes from `start` to `end`, neither before what was asked last.
    pub fn span(&mut self, start: usize, end: usize) -> Span {
        let start = self.at(start);
        Span::new(start, self.at(end))
    }

    /// The span of bytes that lie near what was asked last, on either side.
    pub fn near(&self, range: &std::ops::Range<usize>) -> Span {
        let at = |byte: usize| {
            if byte < self.byte {
                self.point - self.text[byte..self.byte].chars().count()
            } else {
                self.point + self.text[self.byte..byte].chars().count()
            }
        };
        Span::new(at(range.start), at(range.end))
    }

    /// Moves forward to `byte`, so that what lies around it is near.
    pub fn advance(&mut self, byte: usize) {
        if byte > self.byte {
            self.at(byte);
        }
    }

    fn at(&mut self, byte: usize) -> usize {
        self.point += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.point
    }
}

/// The bytes at which the paragraphs of a text begin: after blank lines. The first is 0.
pub(super) fn paragraphs(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let (mut at, mut blank, mut words) = (0, false, false);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            blank = true;
        } else {
            if blank && words {
                starts.push(at);
            }
            (blank, words) = (false, true);
        }
        at += line.len();
    }
    starts
}
