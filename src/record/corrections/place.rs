//! Where the words of corrections stand in a document.

use std::ops::Range;

use super::{Corrections, StatementCorrection};
use crate::model::Document;
use crate::record::State;
use crate::record::anchor::Found;

/// A correction of words, and where they stand in a document.
#[derive(Clone, Debug)]
pub struct PlacedCorrection<'a> {
    /// The correction.
    pub correction: &'a StatementCorrection,
    /// Where its words stand, in bytes of the body; `None` where that is in doubt or they are lost.
    pub bytes: Option<Range<usize>>,
    /// [`State::Applied`], [`State::Moved`], [`State::InDoubt`] or [`State::Lost`].
    pub state: State,
    /// Why, where it is in doubt or lost.
    pub why: Option<String>,
}

impl Corrections {
    /// The corrections of a document's words, in the order of their files, each with where its words stand in the body. Of two
    /// that say different things of the same field of the same words, neither is applied.
    pub fn place(&self, document: &Document) -> Vec<PlacedCorrection<'_>> {
        let Some(indices) = self.by_document.get(&document.id) else { return Vec::new() };
        let mut placed: Vec<PlacedCorrection<'_>> =
            indices.iter().map(|at| placed(&self.statements[*at], &document.body)).collect();
        for (one, other) in contradictions(&placed) {
            let (line_one, line_other) = (placed[one].correction.place.1, placed[other].correction.place.1);
            for (at, there) in [(one, line_other), (other, line_one)] {
                placed[at].state = State::InDoubt;
                placed[at].why = Some(format!("line {there} says something else of some of these words"));
            }
        }
        for doubtful in placed.iter_mut().filter(|one| one.state == State::InDoubt) {
            doubtful.bytes = None;
        }
        placed
    }
}

fn placed<'a>(correction: &'a StatementCorrection, body: &str) -> PlacedCorrection<'a> {
    let (bytes, state, why) = match correction.at.find(body) {
        Found::Here(bytes) => (Some(bytes), State::Applied, None),
        Found::Moved(bytes) => (Some(bytes), State::Moved, None),
        Found::InDoubt(1) => {
            let why = "the words stand once, where they stood several times, and what stands around them is another";
            (None, State::InDoubt, Some(why.to_owned()))
        }
        Found::InDoubt(times) => {
            let why = format!("the words stand {times} times, and nothing tells which are meant");
            (None, State::InDoubt, Some(why))
        }
        Found::Lost => (None, State::Lost, Some("the words are not in the document any more".to_owned())),
    };
    PlacedCorrection { correction, bytes, state, why }
}

/// Pairs of corrections that say different things of the same field of some of the same words.
fn contradictions(placed: &[PlacedCorrection<'_>]) -> Vec<(usize, usize)> {
    let mut in_order: Vec<(usize, &Range<usize>)> =
        placed.iter().enumerate().filter_map(|(at, one)| Some((at, one.bytes.as_ref()?))).collect();
    in_order.sort_by_key(|(_, bytes)| bytes.start);
    let mut found = Vec::new();
    for (place, (one, bytes)) in in_order.iter().enumerate() {
        let next = in_order[place + 1..].iter().take_while(|(_, other)| other.start < bytes.end);
        for (other, _) in next {
            let (a, b) = (&placed[*one].correction.wished, &placed[*other].correction.wished);
            if a.fields().iter().any(|field| b.fields().contains(field) && !a.agrees(b, *field)) {
                found.push((*one, *other));
            }
        }
    }
    found
}

/// The bytes at which a body is to be cut so that what is placed is told apart from what stands around it: white space goes
/// with the words before it. In order, each once; none at the body's ends.
pub(crate) fn cuts(body: &str, placed: &[PlacedCorrection<'_>]) -> Vec<usize> {
    let mut cuts = Vec::new();
    for bytes in placed.iter().filter_map(|one| one.bytes.as_ref()) {
        let rest = &body[bytes.end..];
        cuts.push(bytes.start);
        cuts.push(bytes.end + rest.len() - rest.trim_start().len());
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|at| *at > 0 && *at < body.len());
    cuts
}
