//! Disjunction max of a few queries, the best counting in full and the others a little: the fields in which one word can
//! stand.
//!
//! The engine's own query for it ([`tantivy::query::DisjunctionMaxQuery`]) works out some thousand passages
//! at a time, all parts of it. That is good for reading all matches and bad for asking about a few passages,
//! as an intersection does. Here there are few parts, and in most segments only one finds anything: then
//! nothing stands between it and who asks.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query as Engine, Scorer, Weight};
use tantivy::schema::Term;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED};

use super::term_queries::BoxQuery;
use crate::index::read::lookup::is_alive;
use crate::search::weights;

/// The passages that any of the queries finds.
#[derive(Debug)]
pub(crate) struct DisjunctionMax(pub Vec<BoxQuery>);

impl Clone for DisjunctionMax {
    fn clone(&self) -> Self {
        Self(self.0.iter().map(|part| part.box_clone()).collect())
    }
}

impl Engine for DisjunctionMax {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let parts = self.0.iter().map(|part| part.weight(scoring)).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(DisjunctionMaxWeight(parts)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.iter().for_each(|part| part.query_terms(visitor));
    }
}

struct DisjunctionMaxWeight(Vec<Box<dyn Weight>>);

/// What the parts find in a segment, the one that finds most apart from the others.
struct MainAndOthers {
    /// Its number.
    main: usize,
    in_main: Box<dyn Scorer>,
    others: DisjunctionMaxScorer,
}

impl DisjunctionMaxWeight {
    /// The parts that find anything in a segment.
    fn found(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Vec<(usize, Box<dyn Scorer>)>> {
        let mut found = Vec::with_capacity(self.0.len());
        for (at, part) in self.0.iter().enumerate() {
            let scorer = part.scorer(reader, boost)?;
            if scorer.doc() != TERMINATED {
                found.push((at, scorer));
            }
        }
        Ok(found)
    }

    /// `None` where nothing is found.
    fn main_and_others(&self, reader: &SegmentReader) -> tantivy::Result<Option<MainAndOthers>> {
        let mut found = self.found(reader, 1.0)?;
        let most = found.iter().enumerate().max_by_key(|(_, (_, part))| part.size_hint()).map(|(at, _)| at);
        Ok(most.map(|at| {
            let (main, in_main) = found.swap_remove(at);
            MainAndOthers { main, in_main, others: DisjunctionMaxScorer::new(found) }
        }))
    }
}

impl Weight for DisjunctionMaxWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = self.found(reader, boost)?;
        Ok(match found.len() {
            0 => Box::new(EmptyScorer),
            1 => found.remove(0).1,
            _ => Box::new(DisjunctionMaxScorer::new(found)),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut found = self.scorer(reader, 1.0)?;
        if found.doc() > doc || found.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument("no match".to_owned()));
        }
        Ok(Explanation::new("the best of several ways, and a little of the others", found.score()))
    }

    fn for_each_pruning(
        &self,
        mut threshold: Score,
        reader: &SegmentReader,
        each: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let Some(MainAndOthers { main, mut in_main, mut others }) = self.main_and_others(reader)? else {
            return Ok(());
        };
        let mut known = Vec::new();
        while others.doc() != TERMINATED {
            let at = others.doc();
            let (mut greatest, mut sum) = others.scores();
            if has(&mut *in_main, at) {
                let score = in_main.score();
                greatest = greatest.max(score);
                sum += score;
            }
            let score = combined_score(greatest, sum);
            if score > threshold {
                threshold = each(at, score);
            }
            known.push(at);
            others.advance();
        }
        // What the most frequent part alone finds comes after: a passage at the threshold may be an earlier one.
        let mut known = known.into_iter().peekable();
        self.0[main].for_each_pruning(threshold.next_down(), reader, &mut |at, score| {
            while known.next_if(|other| *other < at).is_some() {}
            if known.peek() != Some(&at) {
                threshold = each(at, score);
            }
            threshold.next_down()
        })
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        let Some(MainAndOthers { main, mut in_main, mut others }) = self.main_and_others(reader)? else {
            return Ok(0);
        };
        let mut more = 0;
        while others.doc() != TERMINATED {
            let at = others.doc();
            more += u32::from(is_alive(reader, at) && !has(&mut *in_main, at));
            others.advance();
        }
        // The engine knows the number of a term's passages.
        Ok(self.0[main].count(reader)? + more)
    }
}

/// Whether one of the passages is this, which lies after the one asked about before.
fn has(passages: &mut dyn Scorer, at: DocId) -> bool {
    let found = if passages.doc() < at { passages.seek(at) } else { passages.doc() };
    found == at
}

struct DisjunctionMaxScorer {
    parts: Vec<SubScorer>,
    at: DocId,
}

/// One of the queries, on its way through the passages.
struct SubScorer {
    found: Box<dyn Scorer>,
    /// Where it stands; unless it was lost, that is a passage that it finds.
    at: DocId,
    /// Whether it was asked about a passage that it does not find: then it stands somewhere, and the next one
    /// that it finds is not before `at`. Asking so is much cheaper than looking for the next.
    lost: bool,
}

impl SubScorer {
    fn advance(&mut self) {
        self.at = self.found.advance();
    }

    /// Goes to the first passage from `target` on.
    fn seek(&mut self, target: DocId) {
        if !self.lost && self.at < target {
            self.at = self.found.seek(target);
        }
        let mut next = self.at.max(target);
        while self.lost && next < TERMINATED && !self.holds(next) {
            next = self.at;
        }
    }

    /// Whether it finds this passage, which is not before the one asked about last.
    fn holds(&mut self, target: DocId) -> bool {
        if self.at > target || self.at == target && !self.lost {
            return self.at == target;
        }
        let found = self.found.seek_danger(target);
        self.lost = found != SeekDangerResult::Found;
        self.at = match found {
            SeekDangerResult::Found => target,
            SeekDangerResult::SeekLowerBound(next) => next,
        };
        !self.lost
    }
}

impl DisjunctionMaxScorer {
    fn new(found: Vec<(usize, Box<dyn Scorer>)>) -> Self {
        let part = |(_, found): (usize, Box<dyn Scorer>)| SubScorer { at: found.doc(), found, lost: false };
        let mut union = Self { parts: found.into_iter().map(part).collect(), at: TERMINATED };
        union.settle();
        union
    }

    /// The greatest score of a part that finds the passage, and the sum of them all.
    fn scores(&mut self) -> (Score, Score) {
        let (mut greatest, mut sum) = (0.0_f32, 0.0);
        for part in self.parts.iter_mut().filter(|part| part.at == self.at && !part.lost) {
            let score = part.found.score();
            greatest = greatest.max(score);
            sum += score;
        }
        (greatest, sum)
    }

    fn settle(&mut self) -> DocId {
        self.at = self.parts.iter().map(|part| part.at).min().unwrap_or(TERMINATED);
        self.at
    }
}

impl DocSet for DisjunctionMaxScorer {
    fn advance(&mut self) -> DocId {
        let next = self.at.saturating_add(1);
        for part in &mut self.parts {
            match part.lost {
                true => part.seek(next),
                false if part.at == self.at => part.advance(),
                false => {}
            }
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.parts.iter_mut().for_each(|part| part.seek(target));
        self.settle()
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        let mut found = false;
        for part in &mut self.parts {
            found |= part.holds(target);
        }
        let next = self.settle();
        if found { SeekDangerResult::Found } else { SeekDangerResult::SeekLowerBound(next) }
    }

    fn doc(&self) -> DocId {
        self.at
    }

    fn size_hint(&self) -> u32 {
        self.parts.iter().map(|part| part.found.size_hint()).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.parts.iter().map(|part| part.found.cost()).sum()
    }
}

impl Scorer for DisjunctionMaxScorer {
    fn score(&mut self) -> Score {
        let (greatest, sum) = self.scores();
        combined_score(greatest, sum)
    }
}

/// What a disjunction max makes of the scores of its parts: the greatest, and what they are together.
pub(crate) fn combined_score(greatest: Score, sum: Score) -> Score {
    greatest + (sum - greatest) * weights::TIE
}
