//! One candidate examined: its passages are read, the quotation aligned with them, and the differences told.

use super::align::{Alignment, Step, align};
use super::asked::Asked;
use super::candidates::Candidate;
use super::compare::differences;
use super::difference::Difference;
use super::finding::Verdict;
use super::source::Source;
use crate::index::{Snapshot, StoredPassage};
use crate::model::Span;
use crate::search::SearchError;

/// A quotation is altered, and not another text, where so much of it is as it was said.
const LEAST_SAME: f32 = 0.7;
/// And where the alignment has so much of what the same words throughout would have.
const LEAST_SCORE: f32 = 0.4;
/// A part of a quotation that stands far from the rest has so many words at least.
const PART_WORDS: usize = 4;
/// What is left out without a mark is far from there on.
const FAR_WORDS: usize = 12;

/// A candidate with the quotation beside it.
pub(super) struct Examined {
    pub candidate: Candidate,
    pub passages: Vec<StoredPassage>,
    pub source: Source,
    pub alignment: Alignment,
    pub differences: Vec<Difference>,
    pub verdict: Verdict,
    /// How many words of the quotation are as they were said, in its order.
    pub same: usize,
}

impl Examined {
    /// Reads a candidate and aligns the quotation with it; `None` where nothing can be read.
    pub fn of(snapshot: &Snapshot, asked: &Asked, candidate: Candidate) -> Result<Option<Self>, SearchError> {
        let passages = candidate.addresses().map(|at| snapshot.passage(at)).collect::<Result<Vec<_>, _>>()?;
        let source = Source::of(&passages);
        let Some(alignment) = align(asked, &source.words) else { return Ok(None) };
        let differences = differences(asked, &source, &alignment);
        let same = same_words(asked, &source, &alignment);
        let verdict = if differences.is_empty() {
            Verdict::Exact
        } else if differences.iter().all(|difference| difference.kind.keeps_words()) {
            Verdict::SameWords
        } else if is_altered(asked, &alignment, same) {
            Verdict::Altered
        } else {
            Verdict::NotFound
        };
        Ok(Some(Self { candidate, passages, source, alignment, differences, verdict, same }))
    }

    /// The first and the word after the last of the text that the quotation is aligned with.
    pub fn words(&self) -> (usize, usize) {
        let places = self.alignment.steps.iter().filter_map(|step| match step {
            Step::Same(_, t) | Step::Joined(_, t) | Step::Changed(_, t) | Step::LeftOut(t) => {
                Some((*t, t + 1))
            }
            Step::Parted(_, t) => Some((*t, t + 2)),
            Step::Added(_) => None,
        });
        let (start, end) =
            places.fold((usize::MAX, 0), |(start, end), (from, to)| (start.min(from), end.max(to)));
        (start.min(end), end)
    }

    /// Where the words of the text stand in the body of the document, and the words as one reads them.
    pub fn place(&self, (first, end): (usize, usize)) -> (Span, String) {
        let from = self.source.words.get(first).map_or(0, |word| word.span.start);
        let to = end
            .checked_sub(1)
            .and_then(|last| self.source.words.get(last))
            .map_or(from, |word| word.span.end);
        (self.source.place(from, to), self.source.text(from, to))
    }

    /// What the body has at a place, where the passages that were read hold it.
    pub fn in_body(&self, place: Span) -> String {
        let mut words = String::new();
        for passage in &self.passages {
            let (from, to) = (place.start.max(passage.span.start), place.end.min(passage.span.end));
            if from < to {
                words.extend(passage.text.chars().skip(from - passage.span.start).take(to - from));
            }
        }
        words
    }

    /// The passage in which a place of the body begins.
    pub fn passage_at(&self, place: Span) -> Option<&StoredPassage> {
        self.passages.iter().rev().find(|passage| passage.span.start <= place.start).or(self.passages.first())
    }
}

/// How many words are the same in both. One that stands alone between others that are not, and says nothing by itself,
/// is there by chance.
fn same_words(asked: &Asked, source: &Source, alignment: &Alignment) -> usize {
    let steps = &alignment.steps;
    let is_same =
        |at: usize| matches!(steps.get(at), Some(Step::Same(..) | Step::Joined(..) | Step::Parted(..)));
    let counted = steps.iter().enumerate().map(|(at, step)| match step {
        Step::Same(q, t) => {
            let beside = at > 0 && is_same(at - 1) || is_same(at + 1) || asked.len() <= PART_WORDS;
            let tells = !crate::index::analysis::is_grammar(&source.words[*t].folded);
            usize::from(beside || tells && *q < asked.len())
        }
        Step::Joined(..) => 2,
        Step::Parted(..) => 1,
        _ => 0,
    });
    counted.sum()
}

/// Whether so much is as it was said that the quotation is of this text, though not faithful.
fn is_altered(asked: &Asked, alignment: &Alignment, same: usize) -> bool {
    let enough = same as f32 >= LEAST_SAME * asked.len() as f32 && alignment.score >= LEAST_SCORE;
    enough && parts_of(alignment).iter().all(|words| *words >= PART_WORDS.min(asked.len() / 2))
}

/// How many words are the same in each part of an alignment, parts being far from each other in the text.
fn parts_of(alignment: &Alignment) -> Vec<usize> {
    let (mut parts, mut left_out) = (vec![0], 0);
    for step in &alignment.steps {
        match step {
            Step::LeftOut(_) => left_out += 1,
            Step::Same(..) | Step::Joined(..) | Step::Parted(..) => {
                if left_out > FAR_WORDS && parts.last() != Some(&0) {
                    parts.push(0);
                }
                left_out = 0;
                if let Some(last) = parts.last_mut() {
                    *last += 1;
                }
            }
            Step::Changed(..) | Step::Added(_) => {}
        }
    }
    parts
}
