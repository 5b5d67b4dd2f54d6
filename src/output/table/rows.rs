//! Rows that are made of several things: counts and bins, and events that name their originals.

use chrono::NaiveDate;

use super::super::timeline::Originals;
use crate::search::Facets;
use crate::timeline::{Event, GapKind, Tally, Timeline};

/// How many statements have one value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    /// The field.
    pub field: &'static str,
    /// The value; `None` for statements that have none.
    pub value: Option<String>,
    /// How many statements.
    pub statements: u64,
    /// The id that lasts of an entity, where it has one.
    pub id: Option<String>,
}

impl FacetRow {
    /// Every value of every field, and for each field a last row for statements that have none.
    pub fn all(facets: &Facets) -> Vec<Self> {
        let mut rows = Vec::new();
        for facet in &facets.facets {
            let field = facet.field.as_str();
            rows.extend(facet.values.iter().map(|value| Self {
                field,
                value: Some(value.value.clone()),
                statements: value.statements,
                id: value.id.clone(),
            }));
            if facet.without > 0 {
                rows.push(Self { field, value: None, statements: facet.without, id: None });
            }
        }
        rows
    }
}

/// The counts of one bin, one coarse date, or what has no date; of all statements, or those of one lane.
#[derive(Clone, Debug, PartialEq)]
pub struct BinRow {
    /// `bin`, `coarse` or `undated`.
    pub place: &'static str,
    /// The first day.
    pub start: Option<NaiveDate>,
    /// The last day.
    pub end: Option<NaiveDate>,
    /// What it is called; nothing for what has no date.
    pub label: Option<String>,
    /// The lane; `None` for all statements.
    pub lane: Option<String>,
    /// How many statements match.
    pub matched: u64,
    /// How many there are at all that satisfy the filters.
    pub all: u64,
    /// The part of all that matches; `None` where there is nothing to be a part of.
    pub share: Option<f64>,
    /// Why nothing matches in a bin.
    pub gap: Option<&'static str>,
}

impl BinRow {
    /// One row for each bin, coarse date and lane, and one for what has no date: the rows without a lane add up to all that
    /// match.
    pub fn all(timeline: &Timeline) -> Vec<Self> {
        let mut rows = Vec::new();
        for bin in &timeline.bins {
            let row = Self::new("bin", Some((bin.start, bin.end)), Some(&bin.label));
            rows.extend(Self { gap: bin.gap().map(GapKind::name), ..row }.lanes(&bin.tally, timeline));
        }
        for coarse in &timeline.coarse {
            let days = (coarse.date.first_day(), coarse.date.last_day());
            let row = Self::new("coarse", Some(days), Some(&coarse.date.to_string()));
            rows.extend(row.lanes(&coarse.tally, timeline));
        }
        rows.extend(Self::new("undated", None, None).lanes(&timeline.undated, timeline));
        rows
    }

    fn new(place: &'static str, days: Option<(NaiveDate, NaiveDate)>, label: Option<&str>) -> Self {
        Self {
            place,
            start: days.map(|(first, _)| first),
            end: days.map(|(_, last)| last),
            label: label.map(str::to_owned),
            lane: None,
            matched: 0,
            all: 0,
            share: None,
            gap: None,
        }
    }

    /// The row with all that matches, and one for each lane.
    fn lanes(self, tally: &Tally, timeline: &Timeline) -> Vec<Self> {
        let lanes = timeline.lanes.iter().flat_map(|lanes| &lanes.names).zip(&tally.lanes);
        let lanes = lanes.map(|(name, matched)| (Some(name.label().to_owned()), *matched));
        let all = std::iter::once((None, tally.matched)).chain(lanes);
        let share = |matched| (tally.all > 0).then(|| matched as f64 / tally.all as f64);
        let row =
            |(lane, matched)| Self { lane, matched, all: tally.all, share: share(matched), ..self.clone() };
        all.map(row).collect()
    }
}

/// An event of a timeline, and the first one of the same words.
pub struct EventRow {
    /// The event.
    pub event: Event,
    /// The id of the first statement with the same words, where that is another.
    pub duplicate_of: Option<String>,
}

impl EventRow {
    /// The row of an event; `originals` are those met before.
    pub fn new(event: Event, originals: &mut Originals) -> Self {
        let duplicate_of = originals.original_of(&event);
        Self { event, duplicate_of }
    }
}
