//! Statements found: one pass over everything that a query finds, statement by statement: what timelines are counted from.

use chrono::{Datelike, Days};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, SegmentReader};

use super::facets::FacetField;
use crate::index::schema::column;
use crate::index::schema::days::day_of;
use crate::index::schema::runs::KeyRuns;
use crate::index::schema::stored::StoredPassage;
use crate::model::{PartialDate, Span};
use crate::search::engine::column_reader;
use crate::search::engine::column_reader::{ColumnReader, StatementBlock};
use crate::search::error::SearchError;
use crate::search::plan::matches::Matches;
use crate::search::results::hit::HitPassage;
use crate::search::results::hit::shown;

/// The first and the last day of a date, counted from 1970-01-01. In order of time, the finer date first
/// where two begin on one day.
pub(crate) type DayRange = (i64, i64);

/// Where a passage stands in the index; in the order of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PassageAddress(pub(crate) DocAddress);

/// A matching statement, by one of its passages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatementMatch<'a> {
    /// The passage that stands for it: the best where scores were asked for, else the first.
    pub at: PassageAddress,
    /// The statement's key: the same in every pass, on every machine.
    pub key: u64,
    /// The key of the statements with the same words, if groups were asked for; else its own.
    pub group: u64,
    /// The key of its document, if documents were asked for; else 0. A document's statements follow one another.
    pub document: u64,
    /// Its date; `None` where it has none, or dates were not asked for.
    pub days: Option<DayRange>,
    /// The passage's score; 0 where scores were not asked for.
    pub score: f32,
    /// The segment's own numbers of its values, by [`SegmentPass::names`]; empty where there is none, or none were
    /// asked for.
    pub values: &'a [u64],
}

/// What a pass is to find out. What is not wanted is not read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PassOptions {
    /// The field whose values are given.
    pub values: Option<FacetField>,
    /// Whether passages are scored.
    pub scores: bool,
    /// Whether dates are given.
    pub days: bool,
    /// Whether the keys of the statements with the same words are given.
    pub groups: bool,
    /// Whether the keys of documents are given.
    pub documents: bool,
}

/// What a pass over one segment counted.
#[derive(Debug)]
pub(crate) struct SegmentPass<T> {
    /// What was made of the statements.
    pub made: T,
    /// Passages that match.
    pub passages: u64,
    /// Statements that match.
    pub statements: u64,
    values: Option<StrColumn>,
}

impl<T> SegmentPass<T> {
    /// The names of values by the segment's own numbers, which are in order.
    pub(crate) fn names(&self, numbers: &[u64]) -> Result<Vec<String>, SearchError> {
        Ok(self.values.as_ref().map_or(Ok(Vec::new()), |values| column_reader::names(values, numbers))?)
    }
}

impl Matches {
    /// A passage as the index keeps it, its words with what matches in them, and where they stand.
    pub(crate) fn passage(
        &self,
        at: PassageAddress,
    ) -> Result<(StoredPassage, HitPassage, Span), SearchError> {
        let stored = self.passage_with_match(at.0)?;
        let (passage, place) = shown(&stored, Some(self));
        Ok((stored, passage, place))
    }

    /// Hands on every matching statement once, in the order of the index. Needs the same memory however many
    /// there are: a statement's passages stand side by side in the index.
    pub(crate) fn statements(
        &self,
        options: PassOptions,
        each: &mut dyn FnMut(&StatementMatch<'_>),
    ) -> Result<(), SearchError> {
        let weight = self.weight(options)?;
        for (ordinal, reader) in (0..).zip(self.searcher().segment_readers()) {
            scan_segment(&*weight, (ordinal, reader), options, &mut *each, |each, seen| each(seen))?;
        }
        Ok(())
    }

    /// What `each` makes of every segment's matching statements, each of which it is handed once; several
    /// segments at once, each with what `start` gives for its number.
    pub(crate) fn statements_by_segment<T: Send>(
        &self,
        options: PassOptions,
        start: impl Fn(usize) -> T + Sync,
        each: impl Fn(&mut T, &StatementMatch<'_>) + Sync,
    ) -> Result<Vec<SegmentPass<T>>, SearchError> {
        let weight = self.weight(options)?;
        let segments = self.searcher().segment_readers().par_iter().enumerate();
        let passed = segments.map(|(at, reader)| {
            scan_segment(&*weight, (at as u32, reader), options, start(at), |made, seen| each(made, seen))
        });
        passed.collect()
    }

    /// The first days of the earliest and of the latest date in the index, whatever matches.
    pub(crate) fn first_days(&self) -> Result<Option<DayRange>, SearchError> {
        let mut covered: Option<DayRange> = None;
        for reader in self.searcher().segment_readers() {
            let Some(days) = reader.fast_fields().column_opt::<i64>(column::FIRST_DAY)? else { continue };
            let (from, to) = covered.unwrap_or((i64::MAX, i64::MIN));
            covered = Some((from.min(days.min_value()), to.max(days.max_value())));
        }
        Ok(covered)
    }

    fn weight(&self, options: PassOptions) -> tantivy::Result<Box<dyn Weight>> {
        self.engine().weight(match options.scores {
            true => self.statistics.scoring(),
            false => EnableScoring::disabled_from_searcher(self.searcher()),
        })
    }
}

/// Hands on the statements of one segment that match.
fn scan_segment<T>(
    weight: &dyn Weight,
    (segment, reader): (u32, &SegmentReader),
    options: PassOptions,
    mut made: T,
    each: impl Fn(&mut T, &StatementMatch<'_>),
) -> Result<SegmentPass<T>, SearchError> {
    let mut columns = StatementColumns::open(reader, options)?;
    let mut statements = 0;
    let passages = column_reader::statements(weight, reader, options.scores, |block| {
        statements += block.statements.len() as u64;
        columns.hand_on(segment, block, |seen| each(&mut made, seen));
    })?;
    Ok(SegmentPass { made, passages, statements, values: columns.values })
}

/// The columns of one segment that are wanted, and what was read from them last.
struct StatementColumns {
    statement: KeyRuns,
    document: Option<KeyRuns>,
    group: Option<Column<u64>>,
    first: Option<Column<i64>>,
    last: Option<Column<i64>>,
    values: Option<StrColumn>,
    keys: Vec<u64>,
    groups: ColumnReader<u64>,
    firsts: ColumnReader<i64>,
    lasts: ColumnReader<i64>,
    ordinals: ColumnReader<u64>,
    /// The values of the statements, one after the other, and where each one's end.
    numbers: Vec<u64>,
    ends: Vec<usize>,
}

impl StatementColumns {
    fn open(reader: &SegmentReader, options: PassOptions) -> Result<Self, SearchError> {
        let columns = reader.fast_fields();
        let days = |name| Ok::<_, SearchError>(if options.days { columns.column_opt(name)? } else { None });
        Ok(Self {
            statement: KeyRuns::open(reader, column::STATEMENT_KEY)?,
            document: options.documents.then(|| KeyRuns::open(reader, column::DOCUMENT_KEY)).transpose()?,
            group: if options.groups { columns.column_opt(column::GROUP_KEY)? } else { None },
            first: days(column::FIRST_DAY)?,
            last: days(column::LAST_DAY)?,
            values: options.values.map(|field| columns.str(field.column())).transpose()?.flatten(),
            keys: Vec::new(),
            groups: ColumnReader::default(),
            firsts: ColumnReader::default(),
            lasts: ColumnReader::default(),
            ordinals: ColumnReader::default(),
            numbers: Vec::new(),
            ends: Vec::new(),
        })
    }

    fn hand_on(&mut self, segment: u32, block: &StatementBlock, mut each: impl FnMut(&StatementMatch<'_>)) {
        let passages = &block.passages;
        self.statement.keys_of(&block.statements, &mut self.keys);
        let groups = self.groups.first_of(self.group.as_ref(), passages);
        let firsts = self.firsts.first_of(self.first.as_ref(), passages);
        let lasts = self.lasts.first_of(self.last.as_ref(), passages);
        self.numbers.clear();
        self.ends.clear();
        self.ends.resize(passages.len(), 0);
        if let Some(values) = &self.values {
            column_reader::ordinals(values, &mut self.ordinals, passages, |place, ordinal| {
                self.numbers.extend(ordinal);
                self.ends[place] = self.numbers.len();
            });
        }
        let mut from = 0;
        for (place, (passage, key)) in passages.iter().zip(&self.keys).enumerate() {
            let to = self.ends[place];
            each(&StatementMatch {
                at: PassageAddress(DocAddress::new(segment, *passage)),
                key: *key,
                document: self.document.as_ref().map_or(0, |documents| documents.key(*passage)),
                group: groups.get(place).copied().flatten().unwrap_or(*key),
                days: firsts.get(place).copied().flatten().zip(lasts.get(place).copied().flatten()),
                score: block.scores[place],
                values: &self.numbers[from..to],
            });
            from = to;
        }
    }
}

/// The date that covers exactly these days; `None` where no day, month or year does.
pub(crate) fn date_of_days((first, last): DayRange) -> Option<PartialDate> {
    let start = day_of(first)?;
    if first == last {
        return Some(PartialDate::day(start));
    }
    let shapes = [PartialDate::month(start.year(), start.month()), PartialDate::year(start.year())];
    let days = u64::try_from(last.checked_sub(first)?).ok()?;
    let end = start.checked_add_days(Days::new(days))?;
    shapes.into_iter().flatten().find(|date| date.first_day() == start && date.last_day() == end)
}
