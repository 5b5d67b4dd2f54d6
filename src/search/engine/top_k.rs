//! Top-k: the best passages by the engine's score.

use std::sync::atomic::{AtomicU32, Ordering};

use tantivy::query::{BooleanQuery, Occur, Query as Engine, TermQuery, Weight};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader};

use super::conjunction::Conjunction;
use super::count::count;
use super::disjunction_max::DisjunctionMax;
use super::parallel::{over_segments, postings_read};
use super::term_statistics::TermStatistics;
use crate::index::IndexError;

/// Of two terms, the rarer one held by so many passages, the best are found faster than all are read.
const MANY_PASSAGES: usize = 50_000;

/// A passage, its score by the engine and what came on top.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub at: DocAddress,
    /// Whether it has all the words, as far as is known.
    pub all: bool,
    /// What it holds itself.
    pub engine: f32,
    /// For what its whole document holds.
    pub document: f32,
    /// For the document's title.
    pub title: f32,
    /// For who says it, and when.
    pub source: f32,
    /// For words side by side.
    pub close: f32,
    /// For words that the best documents share.
    pub shared: f32,
    /// What is left of all that for a passage that says little: 1 for most.
    pub share: f32,
    /// Whether a word is there only as what the speaker is.
    pub by_role: bool,
    /// The question that it answers, where that was found by the words and lends them to it.
    pub question: Option<DocId>,
}

impl Candidate {
    pub fn at(at: DocAddress) -> Self {
        Self {
            at,
            all: false,
            engine: 0.0,
            document: 0.0,
            title: 0.0,
            source: 0.0,
            close: 0.0,
            shared: 0.0,
            share: 1.0,
            by_role: false,
            question: None,
        }
    }

    pub fn score(&self) -> f32 {
        self.share * (self.engine + self.document + self.title + self.source + self.close + self.shared)
    }
}

/// The best passages, and how many match in all.
pub(crate) fn top_k(
    statistics: &TermStatistics,
    query: &dyn Engine,
    most: usize,
) -> Result<(Vec<Candidate>, usize), IndexError> {
    let searcher = &statistics.snapshot.searcher;
    let weight = query.weight(statistics.scoring())?;
    let pruned = prunes_well(statistics, query, most);
    let conjunction = if pruned { None } else { Conjunction::from_query(query, statistics)? };
    let shared = SharedThreshold::default();
    let postings_read = postings_read(query, statistics);
    let parts = over_segments(
        searcher,
        postings_read,
        || TopK::new(most, &shared),
        |best, segment, reader| {
            best.begin(segment);
            match &conjunction {
                Some(terms) => best.collect_all(reader, |each| terms.for_each(reader, each)),
                None if pruned => best.collect_pruned(&*weight, reader),
                None => best.collect_all(reader, |each| weight.for_each(reader, each)),
            }
        },
    )?;
    let mut best = TopK::new(most, &shared);
    parts.into_iter().for_each(|part| best.add(part));
    let number = if pruned { count(query, statistics)? } else { best.seen };
    Ok((best.into_candidates(), number))
}

/// The best of what a query finds, best first, without counting the others: only those blocks are read that may
/// hold something better.
pub(crate) fn best_of(
    searcher: &Searcher,
    weight: &dyn Weight,
    most: usize,
    postings_read: u64,
) -> Result<Vec<DocAddress>, IndexError> {
    let shared = SharedThreshold::default();
    let parts = over_segments(
        searcher,
        postings_read,
        || TopK::new(most, &shared),
        |best, segment, reader| {
            best.begin(segment);
            best.collect_pruned(weight, reader)
        },
    )?;
    let mut best = TopK::new(most, &shared);
    parts.into_iter().for_each(|part| best.add(part));
    Ok(best.into_candidates().into_iter().map(|found| found.at).collect())
}

/// Whether the best are found faster when the others are counted apart: a term's passages are counted in the
/// index, and of one or two terms only the blocks are read that may hold something better.
fn prunes_well(statistics: &TermStatistics, query: &dyn Engine, most: usize) -> bool {
    const FEW: usize = 100;
    if let Some(query) = query.downcast_ref::<BooleanQuery>() {
        return match query.clauses() {
            [(Occur::Should, one), (Occur::Should, other)] => {
                most <= FEW && one.is::<TermQuery>() && other.is::<TermQuery>()
            }
            all => {
                let rarest = all.iter().map(|(occur, part)| match part.downcast_ref::<TermQuery>() {
                    Some(part) if *occur == Occur::Must => statistics.passages(part.term()),
                    _ => 0,
                });
                rarest.min().unwrap_or(0) > MANY_PASSAGES as u64
            }
        };
    }
    query.is::<TermQuery>() || query.is::<DisjunctionMax>()
}

/// What the best passages score at least, as far as any thread knows.
struct SharedThreshold(AtomicU32);

impl Default for SharedThreshold {
    fn default() -> Self {
        Self(AtomicU32::new(Score::NEG_INFINITY.to_bits()))
    }
}

impl SharedThreshold {
    fn get(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }

    fn raise(&self, to: Score) {
        let higher = |bits| (Score::from_bits(bits) < to).then_some(to.to_bits());
        // Where it is as high already there is nothing to do.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, higher);
    }
}

/// The best passages of those that came by, over the segments of one thread: what does not reach the worst of them
/// need not be looked at in the next segment.
struct TopK<'f> {
    most: usize,
    shared: &'f SharedThreshold,
    segment: u32,
    /// How many came by, where all do.
    seen: usize,
    /// Up to twice as many as are wanted, in no order.
    found: Vec<(Score, DocAddress)>,
    /// What a passage must exceed. One that comes later is worse at the same score.
    threshold: Score,
}

impl<'f> TopK<'f> {
    fn new(most: usize, shared: &'f SharedThreshold) -> Self {
        let room = most.saturating_mul(2).min(1 << 16);
        Self {
            most,
            shared,
            segment: 0,
            seen: 0,
            found: Vec::with_capacity(room),
            threshold: Score::NEG_INFINITY,
        }
    }

    fn begin(&mut self, segment: u32) {
        self.segment = segment;
        self.follow_shared();
    }

    /// Of what other threads found nothing is known but the score: theirs may come later.
    fn follow_shared(&mut self) {
        self.threshold = self.threshold.max(self.shared.get().next_down());
    }

    fn collect_pruned(&mut self, weight: &dyn Weight, reader: &SegmentReader) -> tantivy::Result<()> {
        let alive = reader.alive_bitset();
        weight.for_each_pruning(self.threshold, reader, &mut |at, score| {
            if alive.is_none_or(|alive| alive.is_alive(at)) {
                self.push(at, score);
            }
            self.threshold
        })
    }

    /// Looks at all that `for_each` hands on, and counts them.
    fn collect_all(
        &mut self,
        reader: &SegmentReader,
        for_each: impl FnOnce(&mut dyn FnMut(DocId, Score)) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        let alive = reader.alive_bitset();
        for_each(&mut |at, score| {
            if alive.is_none_or(|alive| alive.is_alive(at)) {
                self.seen += 1;
                if score > self.threshold {
                    self.push(at, score);
                }
            }
        })
    }

    fn push(&mut self, at: DocId, score: Score) {
        self.found.push((score, DocAddress::new(self.segment, at)));
        if self.found.len() >= self.most.saturating_mul(2) {
            self.keep_best();
        }
    }

    fn keep_best(&mut self) {
        if self.most > 0 && self.found.len() > self.most {
            let (_, worst, _) = self.found.select_nth_unstable_by(self.most - 1, by_score);
            self.threshold = self.threshold.max(worst.0);
            self.shared.raise(worst.0);
            self.follow_shared();
        }
        self.found.truncate(self.most);
    }

    /// Takes in what another thread found.
    fn add(&mut self, other: Self) {
        self.seen += other.seen;
        self.found.extend(other.found);
    }

    /// Best first.
    fn into_candidates(mut self) -> Vec<Candidate> {
        self.keep_best();
        self.found.sort_unstable_by(by_score);
        self.found.into_iter().map(|(engine, at)| Candidate { engine, ..Candidate::at(at) }).collect()
    }
}

fn by_score(a: &(Score, DocAddress), b: &(Score, DocAddress)) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}
