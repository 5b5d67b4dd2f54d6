//! Runs of words of a quotation by which its places are looked for: the rarest ones, spread over all of it, so that no
//! changed word loses it.

use rustc_hash::FxHashMap;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::asked::Asked;
use super::words::spellings;
use crate::index::Snapshot;
use crate::index::read::lookup::is_alive;
use crate::search::SearchError;

/// Runs have so many words at most.
const LONGEST: usize = 3;
/// A single word is looked for where so few passages hold it.
const RARE_PASSAGES: u64 = 400;
/// Each word of the quotation is to stand in so many runs.
const COVERS: u8 = 2;
/// So many entries of the index are looked through for all runs together, and for one of them.
const BUDGET: u64 = 150_000;
const BUDGET_OF_ONE: u64 = 40_000;
/// The quotation is cut into stretches of so many words, each of which is looked for.
pub(super) const STRETCH: usize = 6;
/// So many runs are looked for whatever they cost, where the quotation has none that costs little.
const WHATEVER_IT_COSTS: usize = 2;
/// So many runs are looked for at most.
const MOST_RUNS: usize = 160;

/// A run of words that is looked for.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The folded words.
    pub words: Vec<String>,
    /// Its first word's number in the quotation, and the number after its last.
    pub first: usize,
    pub end: usize,
    /// How many entries of the index must be looked at to find it.
    cost: u64,
}

/// What the index knows of the words of a quotation.
pub(super) struct Lexicon {
    /// Of each folded word, where its list lies in each segment.
    terms: FxHashMap<String, Vec<Option<TermInfo>>>,
    /// How many passages there are, those taken out too.
    passages: u64,
}

impl Lexicon {
    /// Looks up the words of a quotation and their other spellings.
    pub fn of(snapshot: &Snapshot, asked: &Asked) -> Result<Self, SearchError> {
        let field = snapshot.fields().exact;
        let readers = snapshot.searcher.segment_readers();
        let inverted =
            readers.iter().map(|reader| reader.inverted_index(field)).collect::<Result<Vec<_>, _>>()?;
        let mut terms = FxHashMap::default();
        let own = asked.words.iter().map(|word| word.folded.as_str());
        let others = asked.words.iter().flat_map(|word| spellings(&word.folded));
        for word in own.chain(others).filter(|word| !word.is_empty()) {
            if terms.contains_key(word) {
                continue;
            }
            let term = Term::from_field_text(field, word);
            let found = inverted.iter().map(|index| index.get_term_info(&term));
            let found = found.collect::<Result<Vec<_>, _>>().map_err(tantivy::TantivyError::from)?;
            terms.insert(word.to_owned(), found);
        }
        let passages = readers.iter().map(|reader| u64::from(reader.max_doc())).sum();
        Ok(Self { terms, passages })
    }

    /// How many passages hold a folded word.
    pub fn passages_with(&self, word: &str) -> u64 {
        let infos = self.terms.get(word).map(Vec::as_slice).unwrap_or_default();
        infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum()
    }

    /// How much a word tells, in bits; 0 for one that no passage holds.
    pub fn bits(&self, word: &str) -> f32 {
        match self.passages_with(word) {
            0 => 0.0,
            passages => ((self.passages.max(2) + 1) as f32 / passages as f32).log2().max(0.1),
        }
    }

    /// The runs of a quotation that are worth looking for.
    pub fn runs(&self, asked: &Asked) -> Vec<Run> {
        let mut all = self.all_runs(asked);
        all.sort_by_key(|run| (run.cost, std::cmp::Reverse(run.words.len()), run.first));
        let mut covers = vec![0_u8; asked.len()];
        let mut stretches = vec![0_usize; asked.len() / STRETCH + 1];
        let (mut spent, mut chosen) = (0, Vec::new());
        for run in all {
            let few = stretches[run.first / STRETCH] < WHATEVER_IT_COSTS;
            let affordable = run.cost <= BUDGET_OF_ONE && (few || spent + run.cost <= BUDGET);
            let needed = covers[run.first..run.end].iter().any(|covers| *covers < COVERS);
            if !(needed && affordable || chosen.len() < WHATEVER_IT_COSTS) || chosen.len() == MOST_RUNS {
                continue;
            }
            covers[run.first..run.end].iter_mut().for_each(|covers| *covers = covers.saturating_add(1));
            stretches[run.first / STRETCH] += 1;
            spent += run.cost;
            chosen.push(run);
        }
        chosen
    }

    fn all_runs(&self, asked: &Asked) -> Vec<Run> {
        // Signs have no place in the index.
        let indexed: Vec<usize> = (0..asked.len()).filter(|at| !asked.words[*at].folded.is_empty()).collect();
        let mut runs = Vec::new();
        for start in 0..indexed.len() {
            for length in 1..=LONGEST.min(indexed.len() - start) {
                let numbers = &indexed[start..start + length];
                let (first, last) = (numbers[0], numbers[length - 1]);
                if (first + 1..=last).any(|at| !asked.marks_before(at).is_empty()) {
                    break;
                }
                let words: Vec<&str> = numbers.iter().map(|at| asked.words[*at].folded.as_str()).collect();
                self.add_run(&words, (first, last + 1), &mut runs);
                for (at, word) in words.iter().enumerate() {
                    for other in spellings(word) {
                        let mut words = words.clone();
                        words[at] = other;
                        self.add_run(&words, (first, last + 1), &mut runs);
                    }
                }
            }
        }
        runs
    }

    fn add_run(&self, words: &[&str], (first, end): (usize, usize), runs: &mut Vec<Run>) {
        let cost = words.iter().map(|word| self.passages_with(word)).min().unwrap_or(0);
        if cost > 0 && (words.len() > 1 || cost <= RARE_PASSAGES) {
            runs.push(Run { words: words.iter().map(|word| (*word).to_owned()).collect(), first, end, cost });
        }
    }

    /// Hands on each place of a run in a segment: the passage, and the number of its first word there.
    pub fn each_place(
        &self,
        run: &Run,
        (segment, reader, index): (usize, &SegmentReader, &InvertedIndexReader),
        each: &mut dyn FnMut(DocId, u32),
    ) -> Result<(), SearchError> {
        let mut lists = Vec::with_capacity(run.words.len());
        for (offset, word) in run.words.iter().enumerate() {
            let Some(info) = self.terms.get(word).and_then(|infos| infos[segment].as_ref()) else {
                return Ok(());
            };
            let postings = index
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)
                .map_err(tantivy::TantivyError::from)?;
            lists.push((info.doc_freq, offset as u32, postings));
        }
        lists.sort_by_key(|(passages, ..)| *passages);
        let mut lists: Vec<(u32, SegmentPostings)> =
            lists.into_iter().map(|(_, offset, postings)| (offset, postings)).collect();
        let (mut starts, mut places) = (Vec::new(), Vec::new());
        while let Some(at) = next_common(&mut lists) {
            if is_alive(reader, at) {
                common_starts(&mut lists, &mut starts, &mut places);
                starts.iter().for_each(|start| each(at, *start));
            }
            if lists[0].1.advance() == TERMINATED {
                break;
            }
        }
        Ok(())
    }
}

/// The first passage from where the lists stand that all of them hold.
fn next_common(lists: &mut [(u32, SegmentPostings)]) -> Option<DocId> {
    let mut at = lists.first()?.1.doc();
    'passage: while at != TERMINATED {
        for number in 1..lists.len() {
            let list = &mut lists[number].1;
            let found = if list.doc() < at { list.seek(at) } else { list.doc() };
            if found != at {
                if found == TERMINATED {
                    return None;
                }
                at = lists[0].1.seek(found);
                continue 'passage;
            }
        }
        return Some(at);
    }
    None
}

/// Where in the passage that all lists stand at the words stand one after the other: the numbers of the first.
fn common_starts(lists: &mut [(u32, SegmentPostings)], starts: &mut Vec<u32>, places: &mut Vec<u32>) {
    starts.clear();
    for (number, (offset, list)) in lists.iter_mut().enumerate() {
        list.positions(places);
        let begins = places.iter().filter_map(|place| place.checked_sub(*offset));
        if number == 0 {
            starts.extend(begins);
        } else {
            let begins: Vec<u32> = begins.collect();
            starts.retain(|start| begins.binary_search(start).is_ok());
        }
    }
}
