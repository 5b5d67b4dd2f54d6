//! The columns of each table.

use std::borrow::Cow;

use super::super::csv;
use super::super::permalink::Permalink;
use super::super::timeline::date_kind;
use super::{BinRow, Cell, Column, EventRow, FacetRow, Table};
use crate::index::StoredPassage;
use crate::model::{Corrected, Span, Speaker, StatementDate};
use crate::search::{Hit, Line};

/// A passage that is shown: of a search or a timeline.
trait Shown {
    fn stored(&self) -> &StoredPassage;
    /// Where the words shown stand.
    fn place(&self) -> Span;
    /// The words as they stand in the source.
    fn text(&self) -> &str;
    /// The words as one quotes them.
    fn quote(&self) -> &str;
}

impl Shown for Hit {
    fn stored(&self) -> &StoredPassage {
        &self.stored
    }

    fn place(&self) -> Span {
        self.place
    }

    fn text(&self) -> &str {
        &self.passage.text
    }

    fn quote(&self) -> &str {
        self.passage.quoted().0
    }
}

impl Shown for EventRow {
    fn stored(&self) -> &StoredPassage {
        &self.event.stored
    }

    fn place(&self) -> Span {
        self.event.place
    }

    fn text(&self) -> &str {
        self.event.stored.text.trim()
    }

    fn quote(&self) -> &str {
        &self.event.quote
    }
}

impl Table<Hit> {
    /// The table of hits.
    pub fn hits() -> Self {
        let mut columns = vec![
            whole("rank", |hit: &Hit| Some(hit.rank as u64)),
            real("score", |hit| Some(f64::from(hit.score))),
            text("match", |hit| Some(hit.matched.as_str().into())),
        ];
        columns.extend(shown());
        columns.extend([
            texts("missing", |hit: &Hit| hit.missing.clone()),
            whole("also", |hit| Some(hit.others.count as u64)),
        ]);
        Self { columns }
    }
}

impl Table<EventRow> {
    /// The table of a timeline's events.
    pub fn events() -> Self {
        let mut columns = shown();
        columns.extend([
            text("date_kind", |row: &EventRow| {
                date_kind(row.event.stored.kind, &row.event.stored.date).map(Cow::from)
            }),
            real("score", |row| Some(f64::from(row.event.score))),
            texts("queries", |row| row.event.series.iter().map(|series| (series + 1).to_string()).collect()),
            truth("first_for_speaker", |row| row.event.first_for_speaker),
            whole("also", |row| Some(row.event.also)),
            whole("stands_for", |row| Some(row.event.stands_for)),
            text("duplicate_of", |row| row.duplicate_of.as_deref().map(Cow::from)),
        ]);
        Self { columns }
    }
}

impl Table<Line> {
    /// The table of a concordance's lines, with the columns of quanteda's `kwic` first.
    pub fn lines() -> Self {
        let columns = vec![
            text("docname", |line: &Line| Some((&*line.docname).into())),
            whole("from", |line| Some(line.from as u64)),
            whole("to", |line| Some(line.to as u64)),
            text("pre", |line| Some(line.pre.trim().into())),
            text("keyword", |line| Some((&*line.keyword).into())),
            text("post", |line| Some(line.post.trim().into())),
            text("pattern", |line| Some((&*line.pattern).into())),
            text("speaker", |line| named(line.speaker.as_ref())),
            texts("speakers", |line| names(line.all_speakers())),
            texts("unnamed_speaker", |line| unnamed(line.all_speakers())),
            text("date", |line| known(&line.date)),
            day("first_day", |line| line.date.value.map(|date| date.first_day())),
            day("last_day", |line| line.date.value.map(|date| date.last_day())),
            text("date_precision", |line| precision(&line.date)),
            text("date_basis", |line| Some(line.date.basis.as_str().into())),
            text("id", |line| Some((&*line.id).into())),
            whole("start", |line| Some(line.start as u64)),
            whole("end", |line| Some(line.end as u64)),
        ];
        Self { columns }
    }
}

impl Table<FacetRow> {
    /// The table of counts.
    pub fn facets() -> Self {
        let columns = vec![
            text("field", |row: &FacetRow| Some(row.field.into())),
            text("value", |row| row.value.as_deref().map(Cow::from)),
            whole("statements", |row| Some(row.statements)),
            text("id", |row| row.id.as_deref().map(Cow::from)),
        ];
        Self { columns }
    }
}

impl Table<BinRow> {
    /// The table of a timeline's counts.
    pub fn bins() -> Self {
        let columns = vec![
            text("place", |row: &BinRow| Some(row.place.into())),
            day("start", |row| row.start),
            day("end", |row| row.end),
            text("label", |row| row.label.as_deref().map(Cow::from)),
            text("lane", |row| row.lane.as_deref().map(Cow::from)),
            whole("matched", |row| Some(row.matched)),
            whole("all", |row| Some(row.all)),
            real("share", |row| row.share),
            text("gap", |row| row.gap.map(Cow::from)),
        ];
        Self { columns }
    }
}

/// What a hit and an event have in common.
fn shown<T: Shown>() -> Vec<Column<T>> {
    vec![
        text("id", |row: &T| Some((&*row.stored().id).into())),
        text("document", |row| Some((&*row.stored().document).into())),
        text("doc_id", |row| {
            let (id, place) = (&row.stored().id, row.place());
            Some(format!("{id}:{}-{}", place.start, place.end).into())
        }),
        text("date", |row| known(&row.stored().date)),
        day("first_day", |row| row.stored().date.value.map(|date| date.first_day())),
        day("last_day", |row| row.stored().date.value.map(|date| date.last_day())),
        text("date_precision", |row| precision(&row.stored().date)),
        text("date_basis", |row| Some(row.stored().date.basis.as_str().into())),
        text("speaker", |row| named(row.stored().speaker.as_ref())),
        text("role", |row| speaker(row.stored(), |speaker| speaker.role.as_ref())),
        text("affiliation", |row| speaker(row.stored(), |speaker| speaker.affiliation.as_ref())),
        texts("speakers", |row| names(row.stored().all_speakers())),
        texts("unnamed_speaker", |row| unnamed(row.stored().all_speakers())),
        text("kind", |row| Some(row.stored().kind.as_str().into())),
        texts("topics", |row| row.stored().topics.clone()),
        texts("entities", |row| row.stored().entities.iter().map(|entity| entity.name.clone()).collect()),
        texts("entity_ids", |row| {
            row.stored().entities.iter().map(|entity| entity.id.clone().unwrap_or_default()).collect()
        }),
        text("text", |row| Some(row.text().into())),
        text("quote", |row| Some(row.quote().into())),
        text("title", |row| row.stored().title.as_deref().map(Cow::from)),
        text("source", |row| row.stored().source.as_deref().map(Cow::from)),
        text("url", |row| row.stored().url.as_deref().map(Cow::from)),
        text("author", |row| row.stored().author.as_deref().map(Cow::from)),
        text("number", |row| row.stored().number.as_deref().map(Cow::from)),
        text("language", |row| row.stored().language.as_deref().map(Cow::from)),
        text("published", |row| row.stored().published.as_ref().and_then(known)),
        texts("forms", |row| row.stored().forms.clone()),
        text("path", |row| Some((&*row.stored().path).into())),
        text("record", |row| row.stored().record.as_deref().map(Cow::from)),
        whole("line", |row| Some(u64::from(row.stored().line)).filter(|line| *line > 0)),
        text("page", |row| row.stored().page.as_deref().map(Cow::from)),
        text("place", |row| {
            let place = row.place();
            Some(format!("{}#{}-{}", row.stored().place(), place.start, place.end).into())
        }),
        whole("start", |row| Some(row.place().start as u64)),
        whole("end", |row| Some(row.place().end as u64)),
        text("permalink", |row| {
            Some(Permalink::new(&row.stored().id, row.place(), row.text()).to_string().into())
        }),
        texts("tags", |row| row.stored().tags.clone()),
        texts("corrected", |row| row.stored().corrected.iter().map(Corrected::sentence).collect()),
    ]
}

pub(super) fn known(date: &StatementDate) -> Option<Cow<'static, str>> {
    date.value.map(|date| date.to_string().into())
}

fn precision(date: &StatementDate) -> Option<Cow<'static, str>> {
    date.value.map(|date| date.precision().as_str().into())
}

fn speaker<'a>(
    stored: &'a StoredPassage,
    of: impl FnOnce(&'a Speaker) -> Option<&'a String>,
) -> Option<Cow<'a, str>> {
    stored.speaker.as_ref().and_then(of).map(Cow::from)
}

fn names(speakers: &[Speaker]) -> Vec<String> {
    csv::names(speakers).map(str::to_owned).collect()
}

/// The name of a speaker whom the text names.
fn named(speaker: Option<&Speaker>) -> Option<Cow<'_, str>> {
    speaker.and_then(Speaker::known_name).map(Cow::from)
}

/// Those of them whom the text does not name.
fn unnamed(speakers: &[Speaker]) -> Vec<String> {
    csv::unnamed(speakers).map(str::to_owned).collect()
}

pub(super) fn text<T>(name: &'static str, of: for<'a> fn(&'a T) -> Option<Cow<'a, str>>) -> Column<T> {
    Column { name, cell: Cell::Text(of) }
}

pub(super) fn texts<T>(name: &'static str, of: fn(&T) -> Vec<String>) -> Column<T> {
    Column { name, cell: Cell::Texts(of) }
}

pub(super) fn whole<T>(name: &'static str, of: fn(&T) -> Option<u64>) -> Column<T> {
    Column { name, cell: Cell::Whole(of) }
}

fn real<T>(name: &'static str, of: fn(&T) -> Option<f64>) -> Column<T> {
    Column { name, cell: Cell::Real(of) }
}

pub(super) fn day<T>(name: &'static str, of: fn(&T) -> Option<chrono::NaiveDate>) -> Column<T> {
    Column { name, cell: Cell::Day(of) }
}

pub(super) fn perhaps<T>(name: &'static str, of: fn(&T) -> Option<bool>) -> Column<T> {
    Column { name, cell: Cell::Perhaps(of) }
}

fn truth<T>(name: &'static str, of: fn(&T) -> bool) -> Column<T> {
    Column { name, cell: Cell::Truth(of) }
}
