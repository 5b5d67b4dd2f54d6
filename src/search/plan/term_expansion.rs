//! Term expansion: wildcards and near spellings to words of the index.

use std::collections::HashMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, Term};
use tantivy_fst::Automaton;

use crate::index::IndexError;
use crate::index::read::collection::WordsLike;
use crate::search::engine::term_statistics::TermStatistics;

/// The most words that one wildcard or fuzzy word stands for; the most frequent are kept.
pub(crate) const MAX_WORDS: usize = 500;
/// The most words of the index that are looked at for one pattern, so that `a*` has an end.
const MAX_SCANNED: usize = 100_000;

/// The words of the index that a pattern stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Expansion {
    /// The words, each with the number of passages that hold it, most frequent first.
    pub words: Vec<(String, u64)>,
    /// How many words there are in all, those that were cut off too.
    pub all: usize,
}

/// The words of a field that fit a pattern of letters, `*` and `?`.
pub(crate) fn wildcard(
    statistics: &TermStatistics,
    field: Field,
    pattern: &str,
) -> Result<Expansion, IndexError> {
    match of_collection(statistics, field, &WordsLike::Pattern(pattern))? {
        Some(found) => Ok(found),
        None => stream(statistics, field, || Some(Wildcard::new(pattern))),
    }
}

/// The words of a field within an edit distance of at most 2, a swap of neighbours counting as one.
pub(crate) fn fuzzy(
    statistics: &TermStatistics,
    field: Field,
    word: &str,
    distance: u8,
) -> Result<Expansion, IndexError> {
    let distance = distance.min(2);
    let mut found = match of_collection(statistics, field, &WordsLike::Near(word, distance))? {
        Some(found) => found,
        None => {
            let query = FuzzyTermQuery::new(Term::from_field_text(field, word), distance, true);
            stream(statistics, field, || query.automaton().ok())?
        }
    };
    // A word of three letters is no spelling of one that shares only one of them.
    let letters = word.chars().count();
    found.words.retain(|(near, _)| strsim::osa_distance(word, near) * 2 < letters.max(2));
    Ok(found)
}

/// The words of the collection that the index is an excerpt of; `None` where it is none.
fn of_collection(
    statistics: &TermStatistics,
    field: Field,
    like: &WordsLike<'_>,
) -> Result<Option<Expansion>, IndexError> {
    let Some(whole) = statistics.snapshot.collection() else { return Ok(None) };
    let column = statistics.snapshot.searcher.schema().get_field_name(field);
    let words = whole.words_like(column, like)?;
    Ok(Some(most_frequent(words)))
}

/// The words in their order, those that are too many left out.
fn most_frequent(mut words: Vec<(String, u64)>) -> Expansion {
    let all = words.len();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(MAX_WORDS);
    Expansion { words, all }
}

fn stream<A: Automaton>(
    statistics: &TermStatistics,
    field: Field,
    automaton: impl Fn() -> Option<A>,
) -> Result<Expansion, IndexError>
where
    A::State: Clone,
{
    let mut counts: HashMap<String, u64> = HashMap::new();
    for segment in statistics.snapshot.searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let Some(automaton) = automaton() else { continue };
        let mut words = index.terms().search(automaton).into_stream().map_err(tantivy::TantivyError::from)?;
        let mut seen = 0;
        while seen < MAX_SCANNED && words.advance() {
            seen += 1;
            if let Ok(word) = std::str::from_utf8(words.key()) {
                *counts.entry(word.to_owned()).or_default() += u64::from(words.value().doc_freq);
            }
        }
    }
    Ok(most_frequent(counts.into_iter().collect()))
}

/// A pattern as steps over bytes; the state is the set of steps that may come next.
struct Wildcard {
    steps: Vec<Step>,
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Byte(u8),
    /// Any one character: its first byte, and then the bytes that go on.
    First,
    /// The bytes that go on, if any.
    Rest,
    /// Any bytes.
    Any,
}

impl Wildcard {
    fn new(pattern: &str) -> Self {
        let mut steps = Vec::with_capacity(pattern.len());
        for byte in pattern.bytes() {
            match byte {
                b'*' => steps.push(Step::Any),
                b'?' => steps.extend([Step::First, Step::Rest]),
                _ => steps.push(Step::Byte(byte)),
            }
        }
        // The set is kept in 128 bits; no word that is looked for comes near that.
        steps.truncate(127);
        Self { steps }
    }

    /// Adds what may be passed without a byte.
    fn with_skips(&self, mut set: u128) -> u128 {
        for (at, step) in self.steps.iter().enumerate() {
            if set & (1 << at) != 0 && matches!(step, Step::Any | Step::Rest) {
                set |= 1 << (at + 1);
            }
        }
        set
    }
}

impl Automaton for Wildcard {
    type State = u128;

    fn start(&self) -> u128 {
        self.with_skips(1)
    }

    fn is_match(&self, state: &u128) -> bool {
        state & (1 << self.steps.len()) != 0
    }

    fn can_match(&self, state: &u128) -> bool {
        *state != 0
    }

    fn accept(&self, state: &u128, byte: u8) -> u128 {
        let goes_on = byte & 0b1100_0000 == 0b1000_0000;
        let mut next = 0;
        for (at, step) in self.steps.iter().enumerate().filter(|(at, _)| state & (1 << at) != 0) {
            match step {
                Step::Byte(wanted) if *wanted == byte => next |= 1 << (at + 1),
                Step::First if !goes_on => next |= 1 << (at + 1),
                Step::Rest if goes_on => next |= 1 << at,
                Step::Any => next |= 1 << at,
                _ => {}
            }
        }
        self.with_skips(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a word fits a pattern.
    fn fits(pattern: &str, word: &str) -> bool {
        let automaton = Wildcard::new(pattern);
        let end = word.bytes().fold(automaton.start(), |state, byte| automaton.accept(&state, byte));
        automaton.is_match(&end)
    }

    #[test]
    fn patterns() {
        for (pattern, yes, no) in [
            ("negotiat*", &["negotiate", "negotiation", "negotiat"][..], &["negotiable", "renegotiate"][..]),
            ("wom?n", &["woman", "women", "womän"], &["womn", "womaan"]),
            ("*ists", &["jihadists", "ists"], &["jihadist"]),
            ("s*n", &["sn", "sanction"], &["sanctions"]),
            ("z?", &["zö", "za"], &["z", "zab"]),
            ("?", &["é", "字"], &["", "éé"]),
        ] {
            for word in yes {
                assert!(fits(pattern, word), "{pattern} {word}");
            }
            for word in no {
                assert!(!fits(pattern, word), "{pattern} {word}");
            }
        }
    }
}
