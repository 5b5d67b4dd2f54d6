//! Where a body is cut, and code points counted along the way.

use std::ops::Range;
use std::rc::Rc;

use super::attribution::AttributionSpans;
use super::people::Who;
use crate::authority::Role;
use crate::model::{Document, Kind, PartialDate, Span, Speaker, StatementDate};

/// The beginning of a statement; it ends where the next begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The first byte. The first cut of a body is at 0.
    pub start: usize,
    pub speaker: Option<Speaker>,
    /// Who says it together with the speaker.
    pub speakers: Vec<Speaker>,
    pub kind: Kind,
    /// When it was said, where the text says; else the document's date holds.
    pub date: Option<StatementDate>,
    /// The attributions whose cue stands in it.
    pub said: Vec<Said>,
    /// The part of a quotation that the paragraph before leaves open and that goes on here.
    pub goes_on: Option<Range<usize>>,
    /// What the speaker was worked out from.
    pub who: By,
    /// What the date was worked out from.
    pub when: Dated,
    /// The office that the authority knows the speaker held, where the text has none.
    pub held: Option<Role>,
}

/// What a statement's speaker was worked out from, in bytes of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum By {
    /// There is no speaker, or the metadata names them.
    #[default]
    Metadata,
    /// The source of an attribution.
    Source(Rc<Who>),
    /// The same, in a quotation that the paragraph before leaves open.
    Open(Rc<Who>),
    /// The head of a turn.
    Head(Range<usize>),
    /// The source's markup gives them.
    Given,
}

/// What a statement's date was worked out from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Dated {
    /// The document's date.
    #[default]
    Document,
    /// Words of its own, in bytes of the body: which rule made a date of them, and from which date on.
    Words { at: Range<usize>, rule: &'static str, from: Option<PartialDate> },
    /// The words of the speaker's statement before.
    Before(Range<usize>),
}

impl Cut {
    /// Whether the file states who speaks: by its markup, or by its metadata.
    pub fn is_stated(&self, document: &Document) -> bool {
        match self.who {
            By::Given => true,
            By::Metadata => document.speaker.is_some(),
            By::Source(_) | By::Open(_) | By::Head(_) => false,
        }
    }

    /// Nobody's words from `start` on.
    pub fn at(start: usize, kind: Kind) -> Self {
        Self {
            start,
            speaker: None,
            speakers: Vec::new(),
            kind,
            date: None,
            said: Vec::new(),
            goes_on: None,
            who: By::Metadata,
            when: Dated::Document,
            held: None,
        }
    }
}

/// Cuts a body once more at bytes in order: what is known of a cut holds for its parts, and each attribution goes with its cue.
/// Where only white space would be cut off, nothing is.
pub(super) fn split(body: &str, cuts: &mut Vec<Cut>, at: &[usize]) {
    let mut finer: Vec<Cut> = Vec::with_capacity(cuts.len() + at.len());
    let ends: Vec<usize> = cuts.iter().skip(1).map(|cut| cut.start).chain([body.len()]).collect();
    let mut rest = at;
    for (mut cut, end) in std::mem::take(cuts).into_iter().zip(ends) {
        let here;
        (here, rest) = rest.split_at(rest.partition_point(|byte| *byte < end));
        for &byte in here {
            if byte <= cut.start
                || body[cut.start..byte].trim().is_empty()
                || body[byte..end].trim().is_empty()
            {
                continue;
            }
            let mut after = cut.clone();
            after.start = byte;
            cut.said.retain(|said| said.found.cue.start < byte);
            after.said.retain(|said| said.found.cue.start >= byte);
            for (goes_on, whole) in [(&mut cut.goes_on, 0..byte), (&mut after.goes_on, byte..end)] {
                let part = goes_on.take().map(|at| at.start.max(whole.start)..at.end.min(whole.end));
                *goes_on = part.filter(|part| part.start < part.end);
            }
            finer.push(std::mem::replace(&mut cut, after));
        }
        finer.push(cut);
    }
    *cuts = finer;
}

/// An attribution, and who its source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub found: AttributionSpans,
    pub who: Option<Rc<Who>>,
}

impl Said {
    /// The source's name, with the post.
    pub fn speaker(&self) -> Option<&Speaker> {
        self.who.as_ref().map(|who| &who.speaker)
    }
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
    pub fn near(&self, range: &Range<usize>) -> Span {
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
