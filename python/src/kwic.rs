//! Concordances.

use std::sync::Arc;

use demarche::output::{LinesCsv, Table, write_lines_json};
use demarche::query::{Filters, Query};
use demarche::search::{KwicTotals, Line as Found};
use pyo3::prelude::*;

use crate::arrow::{Held, Stream, stream};
use crate::asked::Asked;
use crate::facts::{Date, Speaker};
use crate::html::{escape, table};
use crate::text::written;
use crate::typed::{Item, Items, Iter, Key, Record};

/// A concordance with the question it answers.
pub struct Answer {
    query: Query,
    filters: Filters,
    totals: KwicTotals,
    pub lines: Vec<Found>,
}

/// Every match in its context: a sequence of lines, and how many there are in all.
#[pyclass(frozen, sequence, module = "demarche")]
pub struct Kwic {
    pub answer: Arc<Answer>,
    lines: Items<Line>,
    notes: Vec<String>,
}

impl Kwic {
    pub fn new(py: Python<'_>, asked: Asked, totals: KwicTotals, lines: Vec<Found>) -> PyResult<Self> {
        let Asked { query, filters, notes } = asked;
        let said = query.notes.iter().map(|note| note.text.clone());
        let notes = said.chain(notes).chain(totals.notes.iter().cloned()).collect();
        let answer = Arc::new(Answer { query, filters, totals, lines });
        let lines = (0..answer.lines.len()).map(|at| Line { answer: Arc::clone(&answer), at });
        Ok(Self { lines: Items::new(py, lines)?, answer, notes })
    }
}

#[pymethods]
impl Kwic {
    /// How many matches there are, whatever is here.
    #[getter]
    fn total(&self) -> usize {
        self.answer.totals.lines
    }

    /// How many passages hold them.
    #[getter]
    fn passages(&self) -> usize {
        self.answer.totals.passages
    }

    /// How many more match by speaker, title, topic or entity only.
    #[getter]
    fn without_lines(&self) -> usize {
        self.answer.totals.without_lines
    }

    /// The query as it was understood.
    #[getter]
    fn understood(&self) -> String {
        self.answer.query.understood()
    }

    /// What was repaired, understood otherwise than as typed, or cut short.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    /// The concordance as the JSON of `demarche kwic --format json`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        let Answer { query, filters, totals, lines } = &*self.answer;
        written(py, |out| write_lines_json(out, query, filters, totals, lines))
    }

    /// The lines as a table with the columns of quanteda's `kwic`, as `demarche kwic --format csv` has them.
    fn to_csv(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| {
            let mut table = LinesCsv::new(out)?;
            self.answer.lines.iter().try_for_each(|line| table.line(line))?;
            table.finish()
        })
    }

    /// The lines as a stream of Apache Arrow: `polars.DataFrame(k)`, `pandas.DataFrame.from_arrow(k)`. A date has
    /// `first_day`, `last_day` and `date_precision`: it is never filled up.
    #[pyo3(signature = (requested_schema: "object | None" = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Stream<'py>> {
        drop(requested_schema);
        stream(py, Held::new(Arc::clone(&self.answer), |answer| &answer.lines[..], Table::lines()))
    }

    fn __len__(&self) -> usize {
        self.answer.lines.len()
    }

    fn __getitem__<'py>(&self, key: Key<'py>) -> PyResult<Item<'py, Line>> {
        self.lines.get(&key.0)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Iter<'py, Line>> {
        self.lines.iter(py)
    }

    fn __repr__(&self) -> String {
        let total = self.answer.totals.lines;
        format!("Kwic({:?}: {total} lines, {} here)", self.understood(), self.answer.lines.len())
    }

    fn _repr_html_(&self) -> String {
        let rows = self.answer.lines.iter().map(|line| {
            let who = line.speaker.as_ref().map_or("", |speaker| &speaker.name);
            let date = line.date.value.map(|date| date.to_string()).unwrap_or_default();
            vec![
                format!("<div style=\"text-align:right\">{}</div>", escape(line.pre.trim())),
                format!("<mark>{}</mark>", escape(&line.keyword)),
                escape(line.post.trim()),
                escape(who),
                escape(&date),
            ]
        });
        let said: String =
            self.notes.iter().map(|line| format!("<p><em>{}</em></p>", escape(line))).collect();
        format!("{said}{}", table(&["before", "match", "after", "speaker", "date"], rows))
    }
}

/// One match in its context.
#[pyclass(frozen, module = "demarche")]
pub struct Line {
    answer: Arc<Answer>,
    at: usize,
}

impl Line {
    fn line(&self) -> &Found {
        &self.answer.lines[self.at]
    }
}

#[pymethods]
impl Line {
    /// The file, and the record's own id after `#` where it has one.
    #[getter]
    fn docname(&self) -> &str {
        &self.line().docname
    }

    /// The match's first word, counted in words of the document from 1.
    #[getter]
    fn first_word(&self) -> usize {
        self.line().from
    }

    /// The match's last word.
    #[getter]
    fn last_word(&self) -> usize {
        self.line().to
    }

    /// The words before.
    #[getter]
    fn pre(&self) -> &str {
        self.line().pre.trim()
    }

    /// The match.
    #[getter]
    fn keyword(&self) -> &str {
        &self.line().keyword
    }

    /// The words after.
    #[getter]
    fn post(&self) -> &str {
        self.line().post.trim()
    }

    /// Who speaks, the first of several.
    #[getter]
    fn speaker(&self) -> Option<Speaker> {
        self.line().speaker.as_ref().map(Speaker::from)
    }

    /// When it was said.
    #[getter]
    fn date(&self) -> Date {
        (&self.line().date).into()
    }

    /// The statement's id.
    #[getter]
    fn id(&self) -> &str {
        &self.line().id
    }

    /// The match's first code point in the document's body.
    #[getter]
    fn start(&self) -> usize {
        self.line().start
    }

    /// The code point after its last.
    #[getter]
    fn end(&self) -> usize {
        self.line().end
    }

    /// All of it, with the keys of the command line's JSON.
    fn to_dict(&self) -> Record<'_, Found> {
        Record(self.line())
    }

    fn __repr__(&self) -> String {
        let line = self.line();
        format!("Line({:?}, {:?}, {:?})", line.pre.trim(), line.keyword, line.post.trim())
    }
}
