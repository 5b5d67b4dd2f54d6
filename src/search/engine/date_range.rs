//! Date range: passages by their dates. Asked about one passage, it looks at that one.
//!
//! The engine's own query for ranges reads some hundred values to say whether one passage is among them. Dates
//! are mostly asked for beside a word or a speaker: then a few passages are asked about.

use std::ops::RangeInclusive;

use tantivy::columnar::Column;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query as Engine, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED};

use super::column_reader::ColumnReader;
use crate::index::schema::column;

/// So many passages are read ahead at first, and more each time up to this, where all are asked for.
const READ_AHEAD: RangeInclusive<DocId> = 64..=1024;

/// The passages whose date begins and ends on certain days, which are counted from 1970-01-01.
#[derive(Clone, Debug)]
pub(crate) struct DateRange {
    pub first: RangeInclusive<i64>,
    pub last: RangeInclusive<i64>,
}

impl DateRange {
    /// Both.
    pub fn and(&self, other: &Self) -> Self {
        let both = |one: &RangeInclusive<i64>, other: &RangeInclusive<i64>| {
            *one.start().max(other.start())..=*one.end().min(other.end())
        };
        Self { first: both(&self.first, &other.first), last: both(&self.last, &other.last) }
    }
}

impl Engine for DateRange {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for DateRange {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(mut scorer) = DateRangeScorer::open(self, reader)? else { return Ok(Box::new(EmptyScorer)) };
        scorer.next();
        Ok(Box::new(scorer))
    }

    fn scorer_danger(
        &self,
        reader: &SegmentReader,
        target: DocId,
        _boost: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        Ok(match DateRangeScorer::open(self, reader)? {
            Some(mut scorer) => (scorer.seek_danger(target), Box::new(scorer)),
            None => (SeekDangerResult::SeekLowerBound(TERMINATED), Box::new(EmptyScorer)),
        })
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("by date", 0.0))
    }
}

struct DateRangeScorer {
    wanted: DateRange,
    firsts: Column<i64>,
    lasts: Column<i64>,
    at: DocId,
    end: DocId,
    /// So many passages are read next.
    reach: DocId,
    /// Matching passages that were read ahead, the next one last.
    ahead: Vec<DocId>,
    read: (ColumnReader<i64>, ColumnReader<i64>),
    /// Up to here, not including it, passages are in `ahead` or behind.
    looked: DocId,
}

impl DateRangeScorer {
    /// Before the first passage; `None` where no passage of the segment has a date.
    fn open(wanted: &DateRange, reader: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let column = |name| reader.fast_fields().column_opt::<i64>(name);
        let columns = column(column::FIRST_DAY)?.zip(column(column::LAST_DAY)?);
        Ok(columns.map(|(firsts, lasts)| Self {
            wanted: wanted.clone(),
            firsts,
            lasts,
            at: 0,
            end: reader.max_doc(),
            reach: *READ_AHEAD.start(),
            ahead: Vec::new(),
            read: (ColumnReader::default(), ColumnReader::default()),
            looked: 0,
        }))
    }

    fn holds(&self, passage: DocId) -> bool {
        let in_range = |column: &Column<i64>, range: &RangeInclusive<i64>| {
            column.first(passage).is_some_and(|day| range.contains(&day))
        };
        in_range(&self.firsts, &self.wanted.first) && in_range(&self.lasts, &self.wanted.last)
    }

    /// Goes on to the next passage that matches, from `looked` on if none was read ahead.
    fn next(&mut self) -> DocId {
        while self.ahead.is_empty() && self.looked < self.end {
            let to = self.looked.saturating_add(self.reach).min(self.end);
            self.reach = (self.reach * 2).min(*READ_AHEAD.end());
            let passages: Vec<DocId> = (self.looked..to).collect();
            let firsts = self.read.0.first(&self.firsts, &passages);
            let lasts = self.read.1.first(&self.lasts, &passages);
            let matching = passages.iter().zip(firsts).zip(lasts).rev().filter(|((_, first), last)| {
                first.is_some_and(|day| self.wanted.first.contains(&day))
                    && last.is_some_and(|day| self.wanted.last.contains(&day))
            });
            self.ahead.extend(matching.map(|((passage, _), _)| *passage));
            self.looked = to;
        }
        self.at = self.ahead.pop().unwrap_or(TERMINATED);
        self.at
    }
}

impl DocSet for DateRangeScorer {
    fn advance(&mut self) -> DocId {
        if self.at == TERMINATED { TERMINATED } else { self.next() }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        while self.ahead.last().is_some_and(|passage| *passage < target) {
            self.ahead.pop();
        }
        if self.ahead.is_empty() && self.looked < target {
            (self.looked, self.reach) = (target, *READ_AHEAD.start());
        }
        if self.at < target { self.next() } else { self.at }
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= self.end {
            self.seek(TERMINATED);
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        // What was read ahead lies behind or is read again: passages that are asked about are far apart.
        self.ahead.clear();
        self.looked = target + 1;
        self.at = target;
        match self.holds(target) {
            true => SeekDangerResult::Found,
            false => SeekDangerResult::SeekLowerBound(target + 1),
        }
    }

    fn doc(&self) -> DocId {
        self.at
    }

    fn size_hint(&self) -> u32 {
        self.end
    }

    fn cost(&self) -> u64 {
        // Whatever else is asked for leads.
        u64::from(self.end) * 4
    }
}

impl Scorer for DateRangeScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
