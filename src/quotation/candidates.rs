//! Candidates: the statements in which a quotation may stand, and which of their passages, found by runs of its words in
//! the index.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId};

use super::asked::Asked;
use super::ngrams::{Lexicon, Run, STRETCH};
use crate::index::Snapshot;
use crate::index::read::lookup::is_alive;
use crate::index::schema::column;
use crate::model::Kind;
use crate::search::SearchError;

/// So many statements are weighed by the order of what they hold; and of each stretch of the quotation so many.
const WEIGHED: usize = 160;
const WEIGHED_OF_STRETCH: usize = 12;
/// So many places of runs are kept of one statement.
const MOST_PLACES: usize = 96;
/// Words that are read before and after a place beyond those that the quotation would have there.
const AROUND: u32 = 12;
/// Words that are read around a run that stands alone.
const AROUND_ALONE: u32 = 60;
/// So many passages are read of a statement, and one more for so many words of the quotation.
const MOST_PASSAGES: usize = 14;
const WORDS_A_PASSAGE: usize = 40;

/// A statement in which a quotation may stand.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub segment: u32,
    /// The passages to read, in order.
    pub passages: Vec<DocId>,
    /// How much the runs tell that stand there in the quotation's order, in bits.
    pub weight: f32,
    /// Of each word of the quotation, whether a run with it stands in the statement.
    pub covered: Vec<bool>,
    /// The first day of its date; the last of all where it has none.
    pub day: i64,
    /// Whether it is speech, and no report of it.
    pub spoken: bool,
}

/// A place of a run: which, the passage, and the number of its first word there.
type RunPlace = (u16, DocId, u32);

/// A run in a statement: the words of the quotation, and where the first stands, in words of the statement.
#[derive(Clone, Copy, Debug)]
struct Hit {
    first: usize,
    end: usize,
    at: u32,
}

/// Finds the candidates of a quotation, the heaviest first, the earliest first of those that weigh the same.
pub(super) fn candidates(
    snapshot: &Snapshot,
    asked: &Asked,
    lexicon: &Lexicon,
) -> Result<Vec<Candidate>, SearchError> {
    let runs = lexicon.runs(asked);
    let bits: Vec<f32> = asked.words.iter().map(|word| lexicon.bits(&word.folded)).collect();
    let places = places(snapshot, lexicon, &runs)?;
    let quick: Vec<_> = places
        .into_iter()
        .map(|((segment, _), places)| {
            let covered = covered(&runs, asked.len(), &places);
            let weight: f32 =
                bits.iter().zip(&covered).filter(|(_, covered)| **covered).map(|(bits, _)| bits).sum();
            (weight, segment, places, covered)
        })
        .collect();
    let columns = Columns::of(snapshot)?;
    let mut found = Vec::new();
    for at in heaviest(&quick, &bits) {
        let (_, segment, places, covered) = &quick[at];
        let statement = Statement::of(snapshot, &columns[*segment as usize], *segment, &runs, places)?;
        found.push(statement.candidate(asked, &bits, covered.clone()));
    }
    found.sort_by(|a: &Candidate, b| b.weight.total_cmp(&a.weight).then(a.day.cmp(&b.day)));
    Ok(found)
}

/// The places of the runs, by segment and statement.
fn places(
    snapshot: &Snapshot,
    lexicon: &Lexicon,
    runs: &[Run],
) -> Result<FxHashMap<(u32, u32), Vec<RunPlace>>, SearchError> {
    let keys = snapshot.keys()?;
    let mut found: FxHashMap<(u32, u32), Vec<RunPlace>> = FxHashMap::default();
    for (segment, reader) in snapshot.searcher.segment_readers().iter().enumerate() {
        let index = reader.inverted_index(snapshot.fields().exact)?;
        let statements = &keys[segment].statement;
        for (number, run) in runs.iter().enumerate() {
            lexicon.each_place(run, (segment, reader, &index), &mut |passage, at| {
                let statement = statements.number(passage).unwrap_or_default();
                let places = found.entry((segment as u32, statement)).or_default();
                if places.len() < MOST_PLACES {
                    places.push((number as u16, passage, at));
                }
            })?;
        }
    }
    Ok(found)
}

/// Of each word of the quotation, whether one of the runs that were found holds it.
fn covered(runs: &[Run], words: usize, places: &[RunPlace]) -> Vec<bool> {
    let mut covered = vec![false; words];
    for (run, ..) in places {
        let run = &runs[usize::from(*run)];
        covered[run.first..run.end].fill(true);
    }
    covered
}

type Quick = (f32, u32, Vec<RunPlace>, Vec<bool>);

/// The statements with most of the quotation, and of each of its stretches those with most.
fn heaviest(quick: &[Quick], bits: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..quick.len()).collect();
    order.sort_by(|a, b| quick[*b].0.total_cmp(&quick[*a].0).then(a.cmp(b)));
    let mut chosen: Vec<usize> = order.iter().copied().take(WEIGHED).collect();
    if order.len() > WEIGHED {
        for (stretch, bits) in bits.chunks(STRETCH).enumerate() {
            let weight = |at: usize| -> f32 {
                let covered = &quick[at].3[stretch * STRETCH..];
                bits.iter().zip(covered).filter(|(_, covered)| **covered).map(|(bits, _)| bits).sum()
            };
            let mut most: Vec<(f32, usize)> =
                order.iter().map(|at| (weight(*at), *at)).filter(|(weight, _)| *weight > 0.0).collect();
            if most.len() > WEIGHED_OF_STRETCH {
                most.select_nth_unstable_by(WEIGHED_OF_STRETCH, |a, b| b.0.total_cmp(&a.0));
                most.truncate(WEIGHED_OF_STRETCH);
            }
            chosen.extend(most.into_iter().map(|(_, at)| at));
        }
        chosen.sort_unstable();
        chosen.dedup();
    }
    chosen
}

/// What of a segment's columns is needed of every candidate.
struct Columns {
    lengths: Column<u64>,
    days: Option<Column<i64>>,
    /// The kinds of statements, and the number of speech among them.
    kinds: Option<(StrColumn, Option<u64>)>,
}

impl Columns {
    /// Those of all segments.
    fn of(snapshot: &Snapshot) -> Result<Vec<Self>, SearchError> {
        let readers = snapshot.searcher.segment_readers().iter();
        let columns = readers.map(|reader| {
            let columns = reader.fast_fields();
            let kinds = columns.str(column::KIND)?.map(|kinds| {
                let spoken = kinds
                    .dictionary()
                    .term_ord(Kind::Spoken.as_str())
                    .map_err(tantivy::TantivyError::from)?;
                Ok::<_, SearchError>((kinds, spoken))
            });
            let kinds = kinds.transpose()?;
            Ok(Self {
                lengths: columns.u64(column::WORDS)?,
                days: columns.column_opt(column::FIRST_DAY)?,
                kinds,
            })
        });
        columns.collect()
    }

    fn is_spoken(&self, passage: DocId) -> bool {
        self.kinds.as_ref().is_some_and(|(kinds, spoken)| {
            let kind = kinds.term_ords(passage).next();
            kind.is_some() && kind == *spoken
        })
    }
}

/// A statement with the runs that stand in it.
struct Statement {
    segment: u32,
    hits: Vec<Hit>,
    /// The first passage, and where each begins, in words of the statement; one more for the end.
    first: DocId,
    starts: Vec<u32>,
    day: i64,
    spoken: bool,
    alive: Vec<bool>,
}

impl Statement {
    fn of(
        snapshot: &Snapshot,
        columns: &Columns,
        segment: u32,
        runs: &[Run],
        places: &[RunPlace],
    ) -> Result<Self, SearchError> {
        let reader = &snapshot.searcher.segment_readers()[segment as usize];
        let keys = snapshot.keys()?;
        let statements = &keys[segment as usize].statement;
        let any = places.first().map_or(0, |(_, passage, _)| *passage);
        let first = statements.first(any);
        let end = snapshot.document_around(DocAddress::new(segment, any))?.end;
        let end = (any + 1..end).find(|at| statements.begins(*at)).unwrap_or(end);
        let mut starts = vec![0];
        for passage in first..end {
            let start = starts.last().copied().unwrap_or(0);
            starts.push(start + columns.lengths.first(passage).unwrap_or_default() as u32);
        }
        let day = columns.days.as_ref().and_then(|days| days.first(first)).unwrap_or(i64::MAX);
        let alive = (first..end).map(|at| is_alive(reader, at)).collect();
        let mut hits: Vec<Hit> = places
            .iter()
            .map(|(run, passage, at)| {
                let run = &runs[usize::from(*run)];
                Hit { first: run.first, end: run.end, at: starts[(passage - first) as usize] + at }
            })
            .collect();
        hits.sort_by_key(|hit| (hit.at, Reverse(hit.end)));
        let spoken = columns.is_spoken(first);
        Ok(Self { segment, hits, first, starts, day, spoken, alive })
    }

    fn candidate(self, asked: &Asked, bits: &[f32], covered: Vec<bool>) -> Candidate {
        let (weight, chain) = self.chain(bits);
        let passages = self.passages(asked, &chain);
        Candidate { segment: self.segment, passages, weight, covered, day: self.day, spoken: self.spoken }
    }

    /// The hits that follow one another in the quotation as in the statement and tell most, and how much.
    fn chain(&self, bits: &[f32]) -> (f32, Vec<usize>) {
        let told = |from: usize, to: usize| bits[from.min(to)..to].iter().sum::<f32>();
        let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(self.hits.len());
        for (number, hit) in self.hits.iter().enumerate() {
            let mut most = (told(hit.first, hit.end), None);
            for (before, other) in self.hits[..number].iter().enumerate() {
                if other.first >= hit.first || other.at >= hit.at {
                    continue;
                }
                // Words between them that one has and the other has not.
                let apart = (hit.at - other.at).abs_diff((hit.first - other.first) as u32);
                let weight =
                    best[before].0 + told(hit.first.max(other.end), hit.end) - (1.0 + apart as f32).log2();
                if weight > most.0 {
                    most = (weight, Some(before));
                }
            }
            best.push(most);
        }
        let Some(last) = (0..best.len()).max_by(|a, b| best[*a].0.total_cmp(&best[*b].0).then(b.cmp(a)))
        else {
            return (0.0, Vec::new());
        };
        let mut chain = vec![last];
        while let Some(before) = best[chain[chain.len() - 1]].1 {
            chain.push(before);
        }
        chain.reverse();
        (best[last].0, chain)
    }

    /// The passages to read: those of the chain with all that the quotation would have there, and those of other hits with
    /// words that the chain has not.
    fn passages(&self, asked: &Asked, chain: &[usize]) -> Vec<DocId> {
        let words = asked.len() as u32;
        let most = MOST_PASSAGES + asked.len() / WORDS_A_PASSAGE;
        let mut read = vec![false; self.alive.len()];
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return Vec::new() };
        let (first, last) = (self.hits[*first], self.hits[*last]);
        let from = first.at.saturating_sub(first.first as u32 + AROUND);
        let to = last.at + (words - last.first as u32) + AROUND;
        let mut left = most;
        if to - from <= 2 * words + 4 * AROUND {
            self.read(from, to, &mut read, &mut left);
        }
        let mut covered = vec![false; asked.len()];
        let others = (0..self.hits.len()).filter(|at| !chain.contains(at));
        for hit in chain.iter().copied().chain(others).map(|at| self.hits[at]) {
            let is_new = covered[hit.first..hit.end].iter().any(|covered| !covered);
            covered[hit.first..hit.end].fill(true);
            if is_new {
                let before = (hit.first as u32 + AROUND).min(AROUND_ALONE);
                let after = (words - hit.first as u32 + AROUND).min(AROUND_ALONE);
                self.read(hit.at.saturating_sub(before), hit.at + after, &mut read, &mut left);
            }
        }
        let at = |number: usize| self.first + number as DocId;
        (0..read.len()).filter(|number| read[*number] && self.alive[*number]).map(at).collect()
    }

    /// Marks the passages that hold words of the statement.
    fn read(&self, from: u32, to: u32, read: &mut [bool], left: &mut usize) {
        for (number, bounds) in self.starts.windows(2).enumerate() {
            if bounds[0] < to && bounds[1] > from && !read[number] && *left > 0 {
                read[number] = true;
                *left -= 1;
            }
        }
    }
}

impl Candidate {
    /// Where its passages stand in the index.
    pub fn addresses(&self) -> impl Iterator<Item = DocAddress> + '_ {
        self.passages.iter().map(|passage| DocAddress::new(self.segment, *passage))
    }
}
