//! One pass over everything that a query finds, statement by statement: what timelines are counted from.

use std::collections::HashMap;

use chrono::{Datelike, Days};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::EnableScoring;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use super::error::SearchError;
use super::facets::FacetField;
use super::hit::HitPassage;
use super::matches::{Matches, shown};
use crate::index::{Index, StoredPassage, day_of};
use crate::model::{PartialDate, Span};

/// The first and the last day of a date, counted from 1970-01-01. In order of time, the finer date first
/// where two begin on one day.
pub(crate) type DaysOf = (i64, i64);

/// Where a passage stands in the index; in the order of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At(pub(super) DocAddress);

/// A matching statement, by one of its passages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    /// The passage that stands for it: the best where scores were asked for, else the first.
    pub at: At,
    /// The statement's key: the same in every pass, on every machine.
    pub key: u64,
    /// The key of the statements with the same words.
    pub group: u64,
    /// The key of its document. A document's statements follow one another.
    pub document: u64,
    /// Its date; `None` where it has none.
    pub days: Option<DaysOf>,
    /// The passage's score; 0 where scores were not asked for.
    pub score: f32,
    /// The numbers of its values, by [`Values::names`]; empty where there is none, or none were asked for.
    pub values: &'a [u32],
}

/// What a pass is to find out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    /// The field whose values are given.
    pub values: Option<FacetField>,
    /// Whether passages are scored.
    pub scores: bool,
}

/// What a pass counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Passed {
    /// Passages that match.
    pub passages: u64,
    /// Statements that match.
    pub statements: u64,
    /// The values met, by their numbers.
    pub names: Vec<String>,
}

impl Matches {
    /// A passage as the index keeps it, its words with what matches in them, and where they stand.
    pub(crate) fn passage(
        &self,
        index: &Index,
        at: At,
    ) -> Result<(StoredPassage, HitPassage, Span), SearchError> {
        let stored: StoredPassage = index.stored(&self.searcher, at.0)?;
        let (passage, place) = shown(&stored, Some(self));
        Ok((stored, passage, place))
    }

    /// Hands on every matching statement once. Needs the same memory however many there are: a statement's
    /// passages stand side by side in the index.
    pub(crate) fn statements(
        &self,
        wanted: Wanted,
        each: &mut dyn FnMut(&Seen<'_>),
    ) -> Result<Passed, SearchError> {
        let scoring = match wanted.scores {
            true => EnableScoring::enabled_from_searcher(&self.searcher),
            false => EnableScoring::disabled_from_searcher(&self.searcher),
        };
        let weight = self.engine().weight(scoring)?;
        let mut passed = Passed::default();
        let mut numbers = HashMap::new();
        for (ordinal, reader) in (0..).zip(self.searcher.segment_readers()) {
            let mut columns = Columns::open(reader, wanted.values, &mut numbers)?;
            let mut found = weight.scorer(reader, 1.0)?;
            let mut best: Option<(DocId, u64, f32)> = None;
            while found.doc() != TERMINATED {
                let passage = found.doc();
                if reader.alive_bitset().is_none_or(|alive| alive.is_alive(passage)) {
                    passed.passages += 1;
                    let key = columns.statement.first(passage).unwrap_or_default();
                    let score = if wanted.scores { found.score() } else { 0.0 };
                    match &mut best {
                        Some((at, of, highest)) if *of == key => {
                            if score > *highest {
                                (*at, *highest) = (passage, score);
                            }
                        }
                        _ => {
                            if let Some(last) = best.replace((passage, key, score)) {
                                passed.statements += 1;
                                columns.hand_on(ordinal, last, each)?;
                            }
                        }
                    }
                }
                found.advance();
            }
            if let Some(last) = best {
                passed.statements += 1;
                columns.hand_on(ordinal, last, each)?;
            }
        }
        let mut names = vec![String::new(); numbers.len()];
        numbers.into_iter().for_each(|(name, number)| names[number as usize] = name);
        Ok(Passed { names, ..passed })
    }
}

/// The columns of one segment.
struct Columns<'a> {
    statement: Column<u64>,
    document: Column<u64>,
    group: Column<u64>,
    first: Option<Column<i64>>,
    last: Option<Column<i64>>,
    values: Option<StrColumn>,
    /// The numbers of the segment's own numbers of the values, as they are met.
    known: Vec<Option<u32>>,
    numbers: &'a mut HashMap<String, u32>,
    /// The values of the statement at hand.
    buffer: Vec<u32>,
}

impl<'a> Columns<'a> {
    fn open(
        reader: &SegmentReader,
        values: Option<FacetField>,
        numbers: &'a mut HashMap<String, u32>,
    ) -> Result<Self, SearchError> {
        let columns = reader.fast_fields();
        let values = values.map(|field| columns.str(field.column())).transpose()?.flatten();
        Ok(Self {
            statement: columns.u64("statement_key")?,
            document: columns.u64("document_key")?,
            group: columns.u64("group_key")?,
            first: columns.column_opt("first_day")?,
            last: columns.column_opt("last_day")?,
            known: vec![None; values.as_ref().map_or(0, |values| values.num_terms())],
            values,
            numbers,
            buffer: Vec::new(),
        })
    }

    fn hand_on(
        &mut self,
        segment: u32,
        (passage, key, score): (DocId, u64, f32),
        each: &mut dyn FnMut(&Seen<'_>),
    ) -> Result<(), SearchError> {
        self.buffer.clear();
        if let Some(values) = &self.values {
            for ordinal in values.term_ords(passage) {
                let number = match self.known[ordinal as usize] {
                    Some(number) => number,
                    None => {
                        let mut name = String::new();
                        values.ord_to_str(ordinal, &mut name)?;
                        let next = self.numbers.len() as u32;
                        *self.known[ordinal as usize].insert(*self.numbers.entry(name).or_insert(next))
                    }
                };
                self.buffer.push(number);
            }
        }
        let day = |column: &Option<Column<i64>>| column.as_ref()?.first(passage);
        each(&Seen {
            at: At(DocAddress::new(segment, passage)),
            key,
            document: self.document.first(passage).unwrap_or_default(),
            group: self.group.first(passage).unwrap_or(key),
            days: day(&self.first).zip(day(&self.last)),
            score,
            values: &self.buffer,
        });
        Ok(())
    }
}

/// The date that covers exactly these days; `None` where no day, month or year does.
pub(crate) fn date_of((first, last): DaysOf) -> Option<PartialDate> {
    let start = day_of(first)?;
    let shapes = [
        Some(PartialDate::day(start)),
        PartialDate::month(start.year(), start.month()),
        PartialDate::year(start.year()),
    ];
    let days = u64::try_from(last.checked_sub(first)?).ok()?;
    let end = start.checked_add_days(Days::new(days))?;
    shapes.into_iter().flatten().find(|date| date.first_day() == start && date.last_day() == end)
}
