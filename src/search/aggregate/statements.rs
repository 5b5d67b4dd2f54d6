//! One pass over everything that a query finds, statement by statement: what timelines are counted from.

use chrono::{Datelike, Days};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, SegmentReader};

use super::facets::FacetField;
use crate::index::schema::column;
use crate::index::schema::days::day_of;
use crate::index::schema::runs::Runs;
use crate::index::schema::stored::StoredPassage;
use crate::model::{PartialDate, Span};
use crate::search::engine::columns;
use crate::search::engine::columns::{Block, Read};
use crate::search::error::SearchError;
use crate::search::plan::matches::Matches;
use crate::search::results::hit::HitPassage;
use crate::search::results::hit::shown;

/// The first and the last day of a date, counted from 1970-01-01. In order of time, the finer date first
/// where two begin on one day.
pub(crate) type DaysOf = (i64, i64);

/// Where a passage stands in the index; in the order of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At(pub(crate) DocAddress);

/// A matching statement, by one of its passages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    /// The passage that stands for it: the best where scores were asked for, else the first.
    pub at: At,
    /// The statement's key: the same in every pass, on every machine.
    pub key: u64,
    /// The key of the statements with the same words, if groups were asked for; else its own.
    pub group: u64,
    /// The key of its document, if documents were asked for; else 0. A document's statements follow one another.
    pub document: u64,
    /// Its date; `None` where it has none, or dates were not asked for.
    pub days: Option<DaysOf>,
    /// The passage's score; 0 where scores were not asked for.
    pub score: f32,
    /// The segment's own numbers of its values, by [`Passed::names`]; empty where there is none, or none were
    /// asked for.
    pub values: &'a [u64],
}

/// What a pass is to find out. What is not wanted is not read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
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
pub(crate) struct Passed<T> {
    /// What was made of the statements.
    pub made: T,
    /// Passages that match.
    pub passages: u64,
    /// Statements that match.
    pub statements: u64,
    values: Option<StrColumn>,
}

impl<T> Passed<T> {
    /// The names of values by the segment's own numbers, which are in order.
    pub(crate) fn names(&self, numbers: &[u64]) -> Result<Vec<String>, SearchError> {
        Ok(self.values.as_ref().map_or(Ok(Vec::new()), |values| columns::names(values, numbers))?)
    }
}

impl Matches {
    /// A passage as the index keeps it, its words with what matches in them, and where they stand.
    pub(crate) fn passage(&self, at: At) -> Result<(StoredPassage, HitPassage, Span), SearchError> {
        let stored = self.snapshot().passage(at.0)?;
        let (passage, place) = shown(&stored, Some(self));
        Ok((stored, passage, place))
    }

    /// Hands on every matching statement once, in the order of the index. Needs the same memory however many
    /// there are: a statement's passages stand side by side in the index.
    pub(crate) fn statements(
        &self,
        wanted: Wanted,
        each: &mut dyn FnMut(&Seen<'_>),
    ) -> Result<(), SearchError> {
        let weight = self.weight(wanted)?;
        for (ordinal, reader) in (0..).zip(self.searcher().segment_readers()) {
            pass(&*weight, (ordinal, reader), wanted, &mut *each, |each, seen| each(seen))?;
        }
        Ok(())
    }

    /// What `each` makes of every segment's matching statements, each of which it is handed once; several
    /// segments at once, each with what `start` gives for its number.
    pub(crate) fn statements_by_segment<T: Send>(
        &self,
        wanted: Wanted,
        start: impl Fn(usize) -> T + Sync,
        each: impl Fn(&mut T, &Seen<'_>) + Sync,
    ) -> Result<Vec<Passed<T>>, SearchError> {
        let weight = self.weight(wanted)?;
        let segments = self.searcher().segment_readers().par_iter().enumerate();
        let passed = segments.map(|(at, reader)| {
            pass(&*weight, (at as u32, reader), wanted, start(at), |made, seen| each(made, seen))
        });
        passed.collect()
    }

    /// The first days of the earliest and of the latest date in the index, whatever matches.
    pub(crate) fn first_days(&self) -> Result<Option<DaysOf>, SearchError> {
        let mut covered: Option<DaysOf> = None;
        for reader in self.searcher().segment_readers() {
            let Some(days) = reader.fast_fields().column_opt::<i64>(column::FIRST_DAY)? else { continue };
            let (from, to) = covered.unwrap_or((i64::MAX, i64::MIN));
            covered = Some((from.min(days.min_value()), to.max(days.max_value())));
        }
        Ok(covered)
    }

    fn weight(&self, wanted: Wanted) -> tantivy::Result<Box<dyn Weight>> {
        self.engine().weight(match wanted.scores {
            true => EnableScoring::enabled_from_searcher(self.searcher()),
            false => EnableScoring::disabled_from_searcher(self.searcher()),
        })
    }
}

/// Hands on the statements of one segment that match.
fn pass<T>(
    weight: &dyn Weight,
    (segment, reader): (u32, &SegmentReader),
    wanted: Wanted,
    mut made: T,
    each: impl Fn(&mut T, &Seen<'_>),
) -> Result<Passed<T>, SearchError> {
    let mut columns = Columns::open(reader, wanted)?;
    let mut statements = 0;
    let passages = columns::statements(weight, reader, wanted.scores, |block| {
        statements += block.statements.len() as u64;
        columns.hand_on(segment, block, |seen| each(&mut made, seen));
    })?;
    Ok(Passed { made, passages, statements, values: columns.values })
}

/// The columns of one segment that are wanted, and what was read from them last.
struct Columns {
    statement: Runs,
    document: Option<Runs>,
    group: Option<Column<u64>>,
    first: Option<Column<i64>>,
    last: Option<Column<i64>>,
    values: Option<StrColumn>,
    keys: Vec<u64>,
    groups: Read<u64>,
    firsts: Read<i64>,
    lasts: Read<i64>,
    ordinals: Read<u64>,
    /// The values of the statements, one after the other, and where each one's end.
    numbers: Vec<u64>,
    ends: Vec<usize>,
}

impl Columns {
    fn open(reader: &SegmentReader, wanted: Wanted) -> Result<Self, SearchError> {
        let columns = reader.fast_fields();
        let days = |name| Ok::<_, SearchError>(if wanted.days { columns.column_opt(name)? } else { None });
        Ok(Self {
            statement: Runs::of(reader, column::STATEMENT_KEY)?,
            document: wanted.documents.then(|| Runs::of(reader, column::DOCUMENT_KEY)).transpose()?,
            group: if wanted.groups { columns.column_opt(column::GROUP_KEY)? } else { None },
            first: days(column::FIRST_DAY)?,
            last: days(column::LAST_DAY)?,
            values: wanted.values.map(|field| columns.str(field.column())).transpose()?.flatten(),
            keys: Vec::new(),
            groups: Read::default(),
            firsts: Read::default(),
            lasts: Read::default(),
            ordinals: Read::default(),
            numbers: Vec::new(),
            ends: Vec::new(),
        })
    }

    fn hand_on(&mut self, segment: u32, block: &Block, mut each: impl FnMut(&Seen<'_>)) {
        let passages = &block.passages;
        self.statement.keys_of(&block.statements, &mut self.keys);
        let groups = self.groups.first_of(self.group.as_ref(), passages);
        let firsts = self.firsts.first_of(self.first.as_ref(), passages);
        let lasts = self.lasts.first_of(self.last.as_ref(), passages);
        self.numbers.clear();
        self.ends.clear();
        self.ends.resize(passages.len(), 0);
        if let Some(values) = &self.values {
            columns::ordinals(values, &mut self.ordinals, passages, |place, ordinal| {
                self.numbers.extend(ordinal);
                self.ends[place] = self.numbers.len();
            });
        }
        let mut from = 0;
        for (place, (passage, key)) in passages.iter().zip(&self.keys).enumerate() {
            let to = self.ends[place];
            each(&Seen {
                at: At(DocAddress::new(segment, *passage)),
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
pub(crate) fn date_of((first, last): DaysOf) -> Option<PartialDate> {
    let start = day_of(first)?;
    if first == last {
        return Some(PartialDate::day(start));
    }
    let shapes = [PartialDate::month(start.year(), start.month()), PartialDate::year(start.year())];
    let days = u64::try_from(last.checked_sub(first)?).ok()?;
    let end = start.checked_add_days(Days::new(days))?;
    shapes.into_iter().flatten().find(|date| date.first_day() == start && date.last_day() == end)
}
