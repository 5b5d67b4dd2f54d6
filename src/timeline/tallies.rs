//! Passes over what a query finds: how many statements by date, by speaker and by lane.

use std::collections::HashMap;

use super::calendar::{Counts, Unit};
use super::model::{LaneBy, LaneName, Lanes, Mentions};
use crate::model::PartialDate;
use crate::search::{DaysOf, FacetField, Matches, Passed, SearchError, Seen, Wanted, date_of};

/// Statements by their dates as the index has them.
#[derive(Default)]
pub(super) struct Dates {
    counts: HashMap<Option<DaysOf>, u64>,
    /// The date met last and how often in a row: statements of one document follow each other.
    run: Option<(Option<DaysOf>, u64)>,
}

impl Dates {
    fn add(&mut self, days: Option<DaysOf>) {
        match &mut self.run {
            Some((of, count)) if *of == days => *count += 1,
            _ => {
                self.end();
                self.run = Some((days, 1));
            }
        }
    }

    fn end(&mut self) {
        if let Some((days, count)) = self.run.take() {
            *self.counts.entry(days).or_default() += count;
        }
    }

    /// The dates that are known.
    pub fn known(&self) -> impl Iterator<Item = PartialDate> + '_ {
        self.counts.keys().copied().flatten().filter_map(date_of)
    }

    /// The statements of each day; coarse dates left out.
    pub fn days(&self) -> HashMap<DaysOf, u64> {
        let days = self.counts.iter().filter_map(|(days, count)| days.map(|days| (days, *count)));
        days.filter(|((first, last), _)| first == last).collect()
    }

    /// The same by the calendar.
    pub fn by(&self, unit: Unit) -> Counts {
        let mut counts = Counts::new(unit);
        for (days, count) in &self.counts {
            counts.add(days.and_then(date_of), *count);
        }
        counts
    }
}

/// A statement's place in the order of time: its date, and its key where dates are equal.
pub(super) type Moment = (DaysOf, u64);

/// One speaker's statements, or one value's.
#[derive(Clone, Copy, Default)]
struct Span {
    statements: u64,
    first: Option<Moment>,
    last: Option<DaysOf>,
}

impl Span {
    fn add(&mut self, seen: &Seen<'_>) {
        self.statements += 1;
        let Some(days) = seen.days else { return };
        let moment = (days, seen.key);
        self.first = Some(self.first.map_or(moment, |first| first.min(moment)));
        self.last = Some(self.last.map_or(days, |last| later(last, days)));
    }

    fn dates(&self) -> Option<(PartialDate, PartialDate)> {
        date_of(self.first?.0).zip(date_of(self.last?))
    }
}

/// The later of two dates: the one that ends later, and of these the finer.
fn later(a: DaysOf, b: DaysOf) -> DaysOf {
    if (b.1, b.0) > (a.1, a.0) { b } else { a }
}

/// What one query finds, counted.
#[derive(Default)]
pub(super) struct Found {
    pub dates: Dates,
    pub passed: Passed,
    whole: Span,
    /// By the number of the speaker.
    speakers: Vec<Span>,
    nobody: Span,
}

impl Found {
    /// Counts what a query finds.
    pub fn of(matches: &Matches) -> Result<Self, SearchError> {
        let mut found = Self::default();
        let wanted = Wanted { values: Some(FacetField::Speaker), scores: false };
        found.passed = matches.statements(wanted, &mut |seen| {
            found.dates.add(seen.days);
            found.whole.add(seen);
            match seen.values.first() {
                Some(speaker) => at(&mut found.speakers, *speaker).add(seen),
                None => found.nobody.add(seen),
            }
        })?;
        found.dates.end();
        Ok(found)
    }

    /// The first and last date.
    pub fn mentions(&self) -> Option<(PartialDate, PartialDate)> {
        self.whole.dates()
    }

    /// The keys of the statements that are the first of their speakers.
    pub fn firsts(&self) -> impl Iterator<Item = u64> + '_ {
        self.speakers.iter().filter_map(|span| span.first.map(|(_, key)| key))
    }

    /// Every speaker's first and last mention, who has most statements first.
    pub fn speakers(&self) -> Vec<Mentions> {
        let named =
            self.passed.names.iter().zip(&self.speakers).map(|(name, span)| (Some(name.clone()), *span));
        let nobody = (self.nobody.statements > 0).then_some((None, self.nobody));
        let mut mentions: Vec<Mentions> = named
            .chain(nobody)
            .map(|(speaker, span)| Mentions { speaker, statements: span.statements, dates: span.dates() })
            .collect();
        mentions.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.speaker.cmp(&b.speaker)));
        mentions
    }
}

/// All that the filters leave, whatever it says.
#[derive(Default)]
pub(super) struct Whole {
    pub dates: Dates,
    pub statements: u64,
    pub documents: u64,
    /// The sum of the statements' keys: the same for the same statements, in whatever order.
    pub content: u64,
}

impl Whole {
    /// Counts what there is.
    pub fn of(matches: &Matches) -> Result<Self, SearchError> {
        let mut whole = Self::default();
        let mut before = None;
        let passed = matches.statements(Wanted::default(), &mut |seen| {
            whole.dates.add(seen.days);
            whole.content = whole.content.wrapping_add(seen.key);
            whole.documents += u64::from(before.replace(seen.document) != Some(seen.document));
        })?;
        whole.dates.end();
        whole.statements = passed.statements;
        Ok(whole)
    }
}

/// Splits what a query finds by the values of a field: the `most` fullest have lanes of their own.
pub(super) fn split(
    matches: &Matches,
    by: LaneBy,
    field: FacetField,
    most: usize,
) -> Result<(Lanes, Vec<Dates>), SearchError> {
    let wanted = Wanted { values: Some(field), scores: false };
    let mut counts: Vec<u64> = Vec::new();
    let mut without = false;
    let passed = matches.statements(wanted, &mut |seen| {
        without |= seen.values.is_empty();
        seen.values.iter().for_each(|value| *at(&mut counts, *value) += 1);
    })?;
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by(|a, b| counts[*b].cmp(&counts[*a]).then_with(|| passed.names[*a].cmp(&passed.names[*b])));
    let shown = order.len().min(most);
    let others = order.len() - shown;
    let mut names: Vec<LaneName> =
        order[..shown].iter().map(|value| LaneName::Value(passed.names[*value].clone())).collect();
    names.extend((others > 0).then_some(LaneName::Other));
    names.extend(without.then_some(LaneName::Without(field.without())));
    // The lane of each value; those without one of their own share the lane after them.
    let mut lane_of = vec![shown; counts.len()];
    order[..shown].iter().enumerate().for_each(|(lane, value)| lane_of[*value] = lane);
    let mut lanes: Vec<Dates> = names.iter().map(|_| Dates::default()).collect();
    let last = names.len().saturating_sub(1);
    let mut here: Vec<usize> = Vec::new();
    matches.statements(wanted, &mut |seen| {
        here.clear();
        here.extend(seen.values.iter().map(|value| lane_of[*value as usize]));
        here.sort_unstable();
        here.dedup();
        if here.is_empty() {
            here.push(last);
        }
        here.iter().for_each(|lane| lanes[*lane].add(seen.days));
    })?;
    lanes.iter_mut().for_each(Dates::end);
    Ok((Lanes { by, names, others }, lanes))
}

/// The element at `place`, which is made where there is none.
fn at<T: Clone + Default>(list: &mut Vec<T>, place: u32) -> &mut T {
    let place = place as usize;
    if list.len() <= place {
        list.resize(place + 1, T::default());
    }
    &mut list[place]
}
