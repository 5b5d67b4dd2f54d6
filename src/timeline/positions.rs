//! One speaker's words on a matter, each time beside the time before: what wording is new, what is gone.
//!
//! This shows words. Whether a position changed is for the reader to say.

use serde::Serialize;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use super::model::Event;
use crate::index::analysis::words;
use crate::model::Span;

/// How the wording differs from the statement before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The id of the statement before.
    pub since: String,
    /// The runs of words that were not there before, in code points of the quote.
    pub new: Vec<Span>,
    /// The runs of words that are there no more, as they were written.
    pub gone: Vec<String>,
    /// The part of the words of both that they have in common and in the same order, from 0 to 1: twice
    /// the common words by all words (Dice 1945).
    pub common: f64,
}

/// Sets each event's [`Event::change`] against the one before it in the list, if both have a date.
pub fn compare(events: &mut [Event]) {
    for at in 1..events.len() {
        let (before, here) = events.split_at_mut(at);
        let (before, here) = (&before[at - 1], &mut here[0]);
        if before.days().is_some() && here.days().is_some() {
            here.change = Some(change(before, here));
        }
    }
}

fn change(before: &Event, here: &Event) -> Change {
    let (old, new) = (Worded::new(&before.quote), Worded::new(&here.quote));
    // The longest common run of words, by Myers 1986.
    let ops = capture_diff_slices(Algorithm::Myers, &old.folded, &new.folded);
    let equal: usize =
        ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(|op| op.new_range().len()).sum();
    let all = old.folded.len() + new.folded.len();
    let changed = |op: &&DiffOp| op.tag() != DiffTag::Equal;
    Change {
        since: before.stored.id.clone(),
        new: ops.iter().filter(changed).filter_map(|op| new.span(op.new_range())).collect(),
        gone: ops
            .iter()
            .filter(changed)
            .filter_map(|op| old.span(op.old_range()))
            .map(|span| before.quote.chars().skip(span.start).take(span.end - span.start).collect())
            .collect(),
        common: if all == 0 { 1.0 } else { 2.0 * equal as f64 / all as f64 },
    }
}

/// A text by its words: case and accents make no change of wording.
struct Worded {
    folded: Vec<String>,
    spans: Vec<Span>,
}

impl Worded {
    fn new(text: &str) -> Self {
        let (mut folded, mut spans) = (Vec::new(), Vec::new());
        // Bytes to code points, as far as the words went.
        let (mut bytes, mut points) = (0, 0);
        for word in words(text) {
            points += text[bytes..word.range.start].chars().count();
            let length = text[word.range.clone()].chars().count();
            spans.push(Span::new(points, points + length));
            points += length;
            bytes = word.range.end;
            folded.push(word.folded);
        }
        Self { folded, spans }
    }

    /// From the first to the last of these words; `None` where there are none.
    fn span(&self, words: std::ops::Range<usize>) -> Option<Span> {
        let run = self.spans.get(words)?;
        Some(Span::new(run.first()?.start, run.last()?.end))
    }
}
