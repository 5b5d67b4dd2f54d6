//! Timelines.

use std::sync::Arc;

use chrono::NaiveDate;
use demarche::output::{
    BinRow, ChartOptions, EventRow, EventsCsv, HtmlOptions, Originals, Permalink, Table, TimelineJson,
    write_bins_csv, write_html, write_svg,
};
use demarche::timeline as engine;
use pyo3::prelude::*;

use crate::arrow::{Held, Stream, stream};
use crate::facts::{Date, Speaker, day, pairs};
use crate::scan::Batch;
use crate::text::{beginning, written};
use crate::typed::Items;

/// Statements in time. In a notebook it shows itself as a picture.
#[pyclass(frozen, module = "demarche")]
pub struct Timeline {
    pub timeline: Arc<engine::Timeline>,
    bins: Items<Bin>,
    events: Items<Event>,
    notes: Vec<String>,
}

impl Timeline {
    pub fn new(py: Python<'_>, (timeline, notes): (engine::Timeline, Vec<String>)) -> PyResult<Self> {
        let said = timeline.series.iter().flat_map(|series| series.notes.iter().cloned());
        let notes = said.chain(notes).collect();
        let names: Vec<String> = timeline
            .lanes
            .iter()
            .flat_map(|lanes| &lanes.names)
            .map(|name| name.label().to_owned())
            .collect();
        let bins = Items::new(py, timeline.bins.iter().map(|bin| Bin::new(bin, &names)))?;
        let timeline = Arc::new(timeline);
        let events = (0..timeline.events.len()).map(|at| Event { timeline: Arc::clone(&timeline), at });
        Ok(Self { bins, events: Items::new(py, events)?, timeline, notes })
    }
}

#[pymethods]
impl Timeline {
    /// Every bin from the first match to the last, or of the range asked for; none is left out.
    #[getter]
    fn bins(&self, py: Python<'_>) -> Items<Bin> {
        self.bins.all(py)
    }

    /// Statements in order of time, those without a date last.
    #[getter]
    fn events(&self, py: Python<'_>) -> Items<Event> {
        self.events.all(py)
    }

    /// Times in which far more matches than overall (Kleinberg 2003).
    #[getter]
    fn bursts(&self) -> Vec<Burst> {
        self.timeline.bursts.found.iter().map(Burst::from).collect()
    }

    /// Runs of bins in which nothing matches, and why.
    #[getter]
    fn gaps(&self) -> Vec<Gap> {
        self.timeline.gaps.iter().map(Gap::from).collect()
    }

    /// How many statements match.
    #[getter]
    fn total(&self) -> u64 {
        self.timeline.total()
    }

    /// Of these, how many have no date.
    #[getter]
    fn undated(&self) -> u64 {
        self.timeline.undated.matched
    }

    /// Of these, how many have a date too coarse for a bin: a year among months.
    #[getter]
    fn coarse(&self) -> u64 {
        self.timeline.coarse.iter().map(|coarse| coarse.tally.matched).sum()
    }

    /// What a bin covers: `day`, `month` and so on.
    #[getter]
    fn unit(&self) -> String {
        format!("{:?}", self.timeline.unit).to_lowercase()
    }

    /// The queries as they were understood.
    #[getter]
    fn understood(&self) -> Vec<String> {
        self.timeline.series.iter().map(|series| series.understood.clone()).collect()
    }

    /// What was repaired, understood otherwise than as typed, or cut short.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    /// The picture; `relative` shows the part of all statements that match, not their number.
    #[pyo3(signature = (relative = false))]
    fn to_svg(&self, py: Python<'_>, relative: bool) -> PyResult<String> {
        written(py, |out| {
            let mut options = ChartOptions::default();
            options.relative = relative;
            write_svg(out, &self.timeline, options)
        })
    }

    /// A page that opens from a disk: chart, tables and statements.
    #[pyo3(signature = (relative = false))]
    fn to_html(&self, py: Python<'_>, relative: bool) -> PyResult<String> {
        written(py, |out| {
            let made = chrono::Utc::now().format("%Y-%m-%d %H:%M UTC").to_string();
            let mut options = HtmlOptions::new(made, concat!("demarche ", env!("CARGO_PKG_VERSION")));
            options.relative = relative;
            write_html(out, &self.timeline, &options)
        })
    }

    /// All of it as JSON, with the keys of `demarche timeline --format json`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |mut out| {
            let mut json = TimelineJson::new(&mut out, &self.timeline, self.timeline.shown())?;
            self.timeline.events.iter().try_for_each(|event| json.event(event))?;
            json.finish()
        })
    }

    /// The counts as the table of `demarche timeline --format bins-csv`, or the events as that of `--format csv`.
    #[pyo3(signature = (of: "Literal['bins', 'events']" = "bins"))]
    fn to_csv(&self, py: Python<'_>, of: &str) -> PyResult<String> {
        let events = crate::asked::one_of("of", of, &[("bins", false), ("events", true)])?;
        written(py, |out| {
            if !events {
                return write_bins_csv(out, &self.timeline);
            }
            let mut table = EventsCsv::new(out)?;
            self.timeline.events.iter().try_for_each(|event| table.event(event))?;
            table.finish()
        })
    }

    /// The counts as a stream of Apache Arrow: `polars.DataFrame(tl)`, `pandas.DataFrame.from_arrow(tl)`. The events
    /// are `polars.DataFrame(tl.table())`.
    #[pyo3(signature = (requested_schema: "object | None" = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Stream<'py>> {
        drop(requested_schema);
        stream(py, Held::new(Arc::new(BinRow::all(&self.timeline)), |rows| &rows[..], Table::bins()))
    }

    /// The events as a table of Apache Arrow, for `polars.DataFrame(tl.table())`.
    fn table(&self, py: Python<'_>) -> PyResult<Batch> {
        crate::guard::run(py, || {
            let mut originals = Originals::default();
            let events = self.timeline.events.iter().cloned();
            let rows: Vec<EventRow> = events.map(|event| EventRow::new(event, &mut originals)).collect();
            Ok(Batch::new(Table::events().batch(&rows).map_err(std::io::Error::other)?))
        })
    }

    fn __repr__(&self) -> String {
        let bins = self.timeline.bins.len();
        format!("Timeline({:?}: {} statements, {bins} bins)", self.understood().join(" | "), self.total())
    }

    fn _repr_svg_(&self, py: Python<'_>) -> PyResult<String> {
        self.to_svg(py, false)
    }
}

/// One stretch of the calendar.
#[pyclass(frozen, get_all, module = "demarche")]
#[derive(Clone)]
pub struct Bin {
    /// Its first day; `None` outside Python's calendar.
    start: Option<NaiveDate>,
    /// Its last day; `None` outside Python's calendar.
    end: Option<NaiveDate>,
    /// What it is called: `2024-10`, `1850s`.
    label: String,
    /// How many statements match.
    matched: u64,
    /// How many there are at all that satisfy the filters.
    all: u64,
    /// The part of all that matches; `None` where there is nothing to be a part of.
    share: Option<f64>,
    /// Why nothing matches, if nothing does.
    gap: Option<String>,
    /// The lanes it is split into, each with the number that matches.
    lanes: Vec<(String, u64)>,
}

impl Bin {
    fn new(bin: &engine::Bin, lanes: &[String]) -> Self {
        Self {
            start: day(bin.start),
            end: day(bin.end),
            label: bin.label.clone(),
            matched: bin.tally.matched,
            all: bin.tally.all,
            share: bin.tally.share(),
            gap: bin.gap().map(|gap| gap.name().to_owned()),
            lanes: lanes.iter().cloned().zip(bin.tally.lanes.iter().copied()).collect(),
        }
    }
}

#[pymethods]
impl Bin {
    fn __repr__(&self) -> String {
        format!("Bin({}, {} of {})", self.label, self.matched, self.all)
    }
}

/// A time in which far more matches than overall.
#[pyclass(frozen, get_all, module = "demarche")]
#[derive(Clone)]
pub struct Burst {
    /// The first day; `None` outside Python's calendar.
    start: Option<NaiveDate>,
    /// The last day; `None` outside Python's calendar.
    end: Option<NaiveDate>,
    /// What it is called.
    label: String,
    /// How strong it is.
    weight: f64,
}

impl From<&engine::TimedBurst> for Burst {
    fn from(burst: &engine::TimedBurst) -> Self {
        let (start, end) = (day(burst.start), day(burst.end));
        Self { start, end, label: burst.label.clone(), weight: burst.burst.weight }
    }
}

#[pymethods]
impl Burst {
    fn __repr__(&self) -> String {
        format!("Burst({}, {:.1})", self.label, self.weight)
    }
}

/// A run of bins in which nothing matches.
#[pyclass(frozen, get_all, module = "demarche")]
#[derive(Clone)]
pub struct Gap {
    /// The first day; `None` outside Python's calendar.
    start: Option<NaiveDate>,
    /// The last day; `None` outside Python's calendar.
    end: Option<NaiveDate>,
    /// Why: nothing matches, the filters leave nothing, dates are too coarse, or the index holds nothing of that time.
    kind: String,
}

impl From<&engine::Gap> for Gap {
    fn from(gap: &engine::Gap) -> Self {
        Self { start: day(gap.start), end: day(gap.end), kind: gap.kind.name().to_owned() }
    }
}

#[pymethods]
impl Gap {
    fn __repr__(&self) -> String {
        let shown = |day: Option<NaiveDate>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
        format!("Gap({} to {}, {})", shown(self.start), shown(self.end), self.kind)
    }
}

/// A statement of a timeline, by its best passage. Offsets count code points, as Python's slices do.
#[pyclass(frozen, module = "demarche")]
pub struct Event {
    timeline: Arc<engine::Timeline>,
    at: usize,
}

impl Event {
    fn event(&self) -> &engine::Event {
        &self.timeline.events[self.at]
    }
}

#[pymethods]
impl Event {
    /// The statement's id.
    #[getter]
    fn id(&self) -> &str {
        &self.event().stored.id
    }

    /// When.
    #[getter]
    fn date(&self) -> Date {
        (&self.event().stored.date).into()
    }

    /// Who speaks, the first of several.
    #[getter]
    fn speaker(&self) -> Option<Speaker> {
        self.event().stored.speaker.as_ref().map(Speaker::from)
    }

    /// How the words came to stand there.
    #[getter]
    fn kind(&self) -> &'static str {
        self.event().stored.kind.as_str()
    }

    /// The words.
    #[getter]
    fn quote(&self) -> &str {
        &self.event().quote
    }

    /// What matched: `quote[start:end]` of each pair.
    #[getter]
    fn highlights(&self) -> Vec<(usize, usize)> {
        pairs(&self.event().highlights)
    }

    /// The document's title.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.event().stored.title.as_deref()
    }

    /// The file.
    #[getter]
    fn path(&self) -> &str {
        &self.event().stored.path
    }

    /// Where it stands, for people.
    #[getter]
    fn place(&self) -> String {
        self.event().stored.place()
    }

    /// Whether it is the first of its speaker among all that match.
    #[getter]
    fn first_for_speaker(&self) -> bool {
        self.event().first_for_speaker
    }

    /// How many further statements that match have the same words.
    #[getter]
    fn also(&self) -> u64 {
        self.event().also
    }

    /// The link that names the words.
    #[getter]
    fn permalink(&self) -> String {
        let event = self.event();
        Permalink::new(&event.stored.id, event.place, event.stored.text.trim()).to_string()
    }

    fn __repr__(&self) -> String {
        let event = self.event();
        let who = event.stored.speaker.as_ref().map_or("no speaker", |speaker| &speaker.name);
        format!("Event({}, {who}, {:?})", Date::from(&event.stored.date), beginning(&event.quote))
    }
}
