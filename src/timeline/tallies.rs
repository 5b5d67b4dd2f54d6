//! Passes over what a query finds: how many statements by date, by speaker and by lane.

use std::collections::HashMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::calendar::{Counts, Unit};
use super::model::{LaneBy, LaneName, Lanes, Mentions};
use crate::index::read::collection::Counted;
use crate::model::PartialDate;
use crate::search::{
    DayRange, FacetField, Matches, PassOptions, SearchError, SegmentPass, StatementMatch, Within,
    date_of_days,
};

/// So many days have a place of their own in [`Dates`]: 179 years. Only speed depends on it.
const MOST_DAYS: i64 = 1 << 16;

/// Statements by their dates as the index has them.
#[derive(Default)]
pub(super) struct Dates {
    /// Of single days, from the day `from` on.
    daily: Vec<u64>,
    from: i64,
    /// Of all other dates, and without a date.
    others: FxHashMap<Option<DayRange>, u64>,
}

impl Dates {
    /// Without a statement yet; single days from the first to the last of `days` are counted fastest.
    fn over(days: Option<DayRange>) -> Self {
        let Some((first, last)) = days else { return Self::default() };
        let from = first.max(last.saturating_sub(MOST_DAYS - 1));
        let daily = usize::try_from(last.saturating_sub(from).saturating_add(1)).unwrap_or(0);
        Self { daily: vec![0; daily], from, ..Self::default() }
    }

    fn add(&mut self, days: Option<DayRange>, count: u64) {
        if let Some((first, last)) = days
            && first == last
            // A day before the first is far beyond the last.
            && let Some(counted) = self.daily.get_mut(first.wrapping_sub(self.from) as usize)
        {
            *counted += count;
            return;
        }
        *self.others.entry(days).or_default() += count;
    }

    fn join(&mut self, other: &Self) {
        other.daily().for_each(|(day, count)| self.add(Some((day, day)), count));
        other.others.iter().for_each(|(days, count)| self.add(*days, *count));
    }

    /// The single days that have a place of their own and hold something, in order.
    fn daily(&self) -> impl DoubleEndedIterator<Item = (i64, u64)> + '_ {
        let days = self.daily.iter().enumerate().filter(|(_, count)| **count > 0);
        days.map(|(place, count)| (self.from + place as i64, *count))
    }

    /// The first and the last day of the dates that are known.
    pub fn covered(&self) -> Option<(NaiveDate, NaiveDate)> {
        let day = |(day, _)| date_of_days((day, day));
        let ends = self.daily().find_map(day).into_iter().chain(self.daily().rev().find_map(day));
        let dates = ends.chain(self.others.keys().copied().flatten().filter_map(date_of_days));
        dates.map(|date| (date.first_day(), date.last_day())).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// The statements of each day; coarse dates left out.
    pub fn days(&self) -> HashMap<DayRange, u64> {
        let others = self.others.iter().filter_map(|(days, count)| days.map(|days| (days, *count)));
        let others = others.filter(|((first, last), _)| first == last);
        others.chain(self.daily().map(|(day, count)| ((day, day), count))).collect()
    }

    /// The same by the calendar.
    pub fn by(&self, unit: Unit) -> Counts {
        let mut counts = Counts::new(unit);
        for (days, count) in &self.others {
            counts.add(days.and_then(date_of_days), *count);
        }
        let mut daily = self.daily().peekable();
        while let Some((day, mut count)) = daily.next() {
            let date = date_of_days((day, day));
            if let Some(first) = date.map(PartialDate::first_day) {
                // What lies in the same bucket goes in with it.
                let last = day + (unit.bucket_of(first).end() - first).num_days();
                while let Some((_, more)) = daily.next_if(|(next, _)| *next <= last) {
                    count += more;
                }
            }
            counts.add(date, count);
        }
        counts
    }
}

/// A statement's place in the order of time: its date, and its key where dates are equal.
pub(super) type Moment = (DayRange, u64);

/// One speaker's statements, or one value's.
#[derive(Clone, Copy, Default)]
struct Span {
    statements: u64,
    first: Option<Moment>,
    last: Option<DayRange>,
}

impl Span {
    fn add(&mut self, seen: &StatementMatch<'_>) {
        self.statements += 1;
        let Some(days) = seen.days else { return };
        let moment = (days, seen.key);
        self.first = Some(self.first.map_or(moment, |first| first.min(moment)));
        self.last = Some(self.last.map_or(days, |last| later(last, days)));
    }

    fn join(&mut self, other: &Self) {
        self.statements += other.statements;
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.into_iter().chain(other.last).reduce(later);
    }

    fn dates(&self) -> Option<(PartialDate, PartialDate)> {
        date_of_days(self.first?.0).zip(date_of_days(self.last?))
    }
}

/// The later of two dates: the one that ends later, and of these the finer.
fn later(a: DayRange, b: DayRange) -> DayRange {
    if (b.1, b.0) > (a.1, a.0) { b } else { a }
}

/// What one query finds, counted.
pub(super) struct QueryCounts {
    pub dates: Dates,
    /// Passages that match.
    pub passages: u64,
    /// Statements that match.
    pub statements: u64,
    speakers: HashMap<String, Span>,
    nobody: Span,
}

/// What it finds in one segment.
struct Part {
    dates: Dates,
    /// By the segment's own number of the speaker.
    speakers: Vec<Span>,
    nobody: Span,
}

impl QueryCounts {
    /// Counts what a query finds.
    pub fn count(matches: &Matches) -> Result<Self, SearchError> {
        let days = matches.first_days()?;
        let wanted = PassOptions { values: Some(FacetField::Speaker), days: true, ..PassOptions::default() };
        let start = |_| Part { dates: Dates::over(days), speakers: Vec::new(), nobody: Span::default() };
        let segments = matches.statements_by_segment(wanted, start, |part, seen| {
            part.dates.add(seen.days, 1);
            // Of those who say it together each has it.
            for speaker in seen.values {
                at(&mut part.speakers, *speaker).add(seen);
            }
            if seen.values.is_empty() {
                part.nobody.add(seen);
            }
        })?;
        let mut found = Self {
            dates: Dates::over(days),
            passages: 0,
            statements: 0,
            speakers: HashMap::new(),
            nobody: Span::default(),
        };
        for segment in &segments {
            found.passages += segment.passages;
            found.statements += segment.statements;
            found.dates.join(&segment.made.dates);
            found.nobody.join(&segment.made.nobody);
            let speakers = &segment.made.speakers;
            for (number, name) in met(segment, speakers, |span| span.statements > 0)? {
                found.speakers.entry(name).or_default().join(&speakers[number]);
            }
        }
        Ok(found)
    }

    /// The first and last date.
    pub fn mentions(&self) -> Option<(PartialDate, PartialDate)> {
        let mut whole = self.nobody;
        self.speakers.values().for_each(|span| whole.join(span));
        whole.dates()
    }

    /// The keys of the statements that are the first of their speakers.
    pub fn firsts(&self) -> impl Iterator<Item = u64> + '_ {
        self.speakers.values().filter_map(|span| span.first.map(|(_, key)| key))
    }

    /// Every speaker's first and last mention, who has most statements first.
    pub fn speakers(&self) -> Vec<Mentions> {
        let named = self.speakers.iter().map(|(name, span)| (Some(name.clone()), *span));
        let nobody = (self.nobody.statements > 0).then_some((None, self.nobody));
        let mut mentions: Vec<Mentions> = named
            .chain(nobody)
            .map(|(speaker, span)| Mentions { speaker, statements: span.statements, dates: span.dates() })
            .collect();
        mentions.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.speaker.cmp(&b.speaker)));
        mentions
    }
}

/// How many statements match.
pub(super) fn statements(matches: &Matches) -> Result<u64, SearchError> {
    let segments = matches.statements_by_segment(PassOptions::default(), |_| (), |(), _| ())?;
    Ok(segments.iter().map(|segment| segment.statements).sum())
}

/// All that the filters leave, whatever it says.
#[derive(Default)]
pub(super) struct CorpusCounts {
    pub dates: Dates,
    pub statements: u64,
    pub documents: u64,
    /// The sum of the statements' keys: the same for the same statements, in whatever order.
    pub content: u64,
    /// The documents that came first and last: one may go on in the next segment.
    ends: Option<(u64, u64)>,
}

impl CorpusCounts {
    /// Counts what there is; of an excerpt, what there is in the whole.
    pub fn count(matches: &Matches) -> Result<Self, SearchError> {
        if let Some(whole) = matches.snapshot().collection() {
            return Ok(Self::of_whole(&whole.counted(matches.engine())?));
        }
        let days = matches.first_days()?;
        let wanted = PassOptions { days: true, documents: true, ..PassOptions::default() };
        let start = |_| Self { dates: Dates::over(days), ..Self::default() };
        let segments = matches.statements_by_segment(wanted, start, |whole, seen| {
            whole.dates.add(seen.days, 1);
            whole.statements += 1;
            whole.content = whole.content.wrapping_add(seen.key);
            let (first, last) = whole.ends.unwrap_or((seen.document, !seen.document));
            whole.documents += u64::from(last != seen.document);
            whole.ends = Some((first, seen.document));
        })?;
        let mut whole = start(0);
        segments.iter().for_each(|segment| whole.join(&segment.made));
        Ok(whole)
    }

    fn of_whole(counted: &Counted) -> Self {
        let mut dates = Dates::default();
        counted.dates.iter().for_each(|(days, count)| dates.add(*days, *count));
        let Counted { statements, documents, content, .. } = *counted;
        Self { dates, statements, documents, content, ends: None }
    }

    /// Adds the segment that follows.
    fn join(&mut self, next: &Self) {
        self.dates.join(&next.dates);
        self.statements += next.statements;
        self.content = self.content.wrapping_add(next.content);
        self.documents += next.documents;
        if let (Some((_, last)), Some((first, _))) = (self.ends, next.ends) {
            self.documents -= u64::from(last == first);
        }
        let first = self.ends.or(next.ends).map(|(first, _)| first);
        self.ends = first.zip(next.ends.or(self.ends).map(|(_, last)| last));
    }
}

/// Splits what a query finds by the values of a field: the `most` fullest have lanes of their own.
pub(super) fn split(
    matches: &Matches,
    by: LaneBy,
    field: FacetField,
    most: usize,
) -> Result<(Lanes, Vec<Dates>), SearchError> {
    let wanted = PassOptions { values: Some(field), ..PassOptions::default() };
    let segments = matches.statements_by_segment(
        wanted,
        |_| (Vec::new(), false),
        |(counts, without), seen| {
            *without |= seen.values.is_empty();
            seen.values.iter().for_each(|value| *at(counts, *value) += 1);
        },
    )?;
    let without = segments.iter().any(|segment| segment.made.1);
    // The values of each segment, by its own numbers.
    let mut values: Vec<Vec<(usize, String)>> = Vec::new();
    let mut totals: HashMap<&str, u64> = HashMap::new();
    for segment in &segments {
        values.push(met(segment, &segment.made.0, |count: &u64| *count > 0)?);
    }
    for (segment, values) in segments.iter().zip(&values) {
        for (number, name) in values {
            *totals.entry(name).or_default() += segment.made.0[*number];
        }
    }
    let mut order: Vec<(&str, u64)> = totals.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let others = order.len() - order.len().min(most);
    order.truncate(most);
    let own: HashMap<&str, usize> = order.iter().enumerate().map(|(lane, (name, _))| (*name, lane)).collect();
    let mut names: Vec<LaneName> =
        order.iter().map(|(name, _)| LaneName::Value((*name).to_owned())).collect();
    names.extend((others > 0).then_some(LaneName::Other));
    names.extend(without.then_some(LaneName::Without(field.without())));
    // The lane of each value; those without one of their own share the lane after them.
    let lanes_of = segments.iter().zip(&values).map(|(segment, values)| {
        let mut lanes = vec![own.len(); segment.made.0.len()];
        for (number, name) in values {
            lanes[*number] = own.get(name.as_str()).copied().unwrap_or(own.len());
        }
        lanes
    });
    let lanes = lay(matches, field, names.len(), &lanes_of.collect::<Vec<_>>())?;
    Ok((Lanes { by, names, within: Within::Statement, others }, lanes))
}

/// Splits what a query finds by the entities that its sentences or passages name: the `most` frequent have lanes of their own.
pub(super) fn split_within(
    matches: &Matches,
    by: LaneBy,
    within: Within,
    most: usize,
) -> Result<(Lanes, Vec<Dates>), SearchError> {
    let named = matches.named_within(within)?;
    let mut counts = vec![0_u64; named.names.len()];
    for entity in named.statements.iter().flat_map(|statement| &statement.entities) {
        counts[*entity] += 1;
    }
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by(|a, b| counts[*b].cmp(&counts[*a]).then_with(|| named.names[*a].cmp(&named.names[*b])));
    let others = order.len() - order.len().min(most);
    order.truncate(most);
    // The lane of each entity; those without one of their own share the lane after them.
    let mut lane_of = vec![order.len(); counts.len()];
    order.iter().enumerate().for_each(|(lane, entity)| lane_of[*entity] = lane);
    let without = named.statements.iter().any(|statement| statement.entities.is_empty());
    let mut names: Vec<LaneName> =
        order.iter().map(|entity| LaneName::Value(named.names[*entity].clone())).collect();
    names.extend((others > 0).then_some(LaneName::Other));
    names.extend(without.then_some(LaneName::Without(FacetField::Entity.without())));
    let days = matches.first_days()?;
    let mut lanes: Vec<Dates> = names.iter().map(|_| Dates::over(days)).collect();
    let last = names.len().saturating_sub(1);
    for statement in &named.statements {
        let mut here: Vec<usize> = statement.entities.iter().map(|entity| lane_of[*entity]).collect();
        here.sort_unstable();
        here.dedup();
        if here.is_empty() {
            here.push(last);
        }
        here.iter().for_each(|lane| lanes[*lane].add(statement.days, 1));
    }
    Ok((Lanes { by, names, within, others }, lanes))
}

/// Counts the statements of so many lanes, by the lane of each value of each segment; those without a value
/// have the last.
fn lay(
    matches: &Matches,
    field: FacetField,
    lanes: usize,
    lanes_of: &[Vec<usize>],
) -> Result<Vec<Dates>, SearchError> {
    let days = matches.first_days()?;
    let wanted = PassOptions { values: Some(field), days: true, ..PassOptions::default() };
    let empty = || -> Vec<Dates> { (0..lanes).map(|_| Dates::over(days)).collect() };
    let segments = matches.statements_by_segment(
        wanted,
        |segment| (&lanes_of[segment], empty(), Vec::new()),
        |(lane_of, dates, here), seen| {
            here.clear();
            here.extend(seen.values.iter().map(|value| lane_of[*value as usize]));
            here.sort_unstable();
            here.dedup();
            if here.is_empty() {
                here.push(lanes.saturating_sub(1));
            }
            here.iter().for_each(|lane| dates[*lane].add(seen.days, 1));
        },
    )?;
    let mut all = empty();
    for segment in &segments {
        all.iter_mut().zip(&segment.made.1).for_each(|(dates, more)| dates.join(more));
    }
    Ok(all)
}

/// The segment's own numbers of the values that were met, in order, with their names.
fn met<T, V>(
    segment: &SegmentPass<T>,
    counted: &[V],
    any: impl Fn(&V) -> bool,
) -> Result<Vec<(usize, String)>, SearchError> {
    let numbers: Vec<u64> =
        (0..).zip(counted).filter(|(_, value)| any(value)).map(|(number, _)| number).collect();
    let names = segment.names(&numbers)?;
    Ok(numbers.into_iter().map(|number| number as usize).zip(names).collect())
}

/// The element at `place`, which is made where there is none.
fn at<T: Clone + Default>(list: &mut Vec<T>, place: u64) -> &mut T {
    let place = place as usize;
    if list.len() <= place {
        list.resize(place + 1, T::default());
    }
    &mut list[place]
}
