//! Ranked passages.

use std::sync::Arc;

use demarche::output::{Citation, Permalink, Table, write_csv, write_json, write_jsonl};
use demarche::query::{Filters, Query};
use demarche::search;
use pyo3::prelude::*;

use crate::arrow::{Held, Stream, stream};
use crate::asked::Asked;
use crate::facts::{Date, Entity, Speaker, pairs};
use crate::html::{escape, marked};
use crate::text::{beginning, cited, written};
use crate::typed::{Item, Items, Iter, Key, Record};

/// An answer with the question it answers.
pub struct Answer {
    pub query: Query,
    pub filters: Filters,
    pub results: search::Results,
}

/// The answer to a search: a sequence of hits, and how much there is in all.
#[pyclass(frozen, sequence, module = "demarche")]
pub struct Results {
    pub answer: Arc<Answer>,
    hits: Items<Hit>,
    notes: Vec<String>,
}

impl Results {
    pub fn new(py: Python<'_>, asked: Asked, results: search::Results) -> PyResult<Self> {
        let Asked { query, filters, notes } = asked;
        let said = query.notes.iter().map(|note| note.text.clone());
        let notes = said.chain(notes).chain(results.notes.iter().cloned()).collect();
        let answer = Arc::new(Answer { query, filters, results });
        let hits = (0..answer.results.hits.len()).map(|at| Hit { answer: Arc::clone(&answer), at });
        Ok(Self { hits: Items::new(py, hits)?, answer, notes })
    }
}

#[pymethods]
impl Results {
    /// How many passages hold all the words of the query.
    #[getter]
    fn all(&self) -> usize {
        self.answer.results.all
    }

    /// How many more hold some of them.
    #[getter]
    fn some(&self) -> usize {
        self.answer.results.some
    }

    /// The query as it was understood: a query that means the same.
    #[getter]
    fn understood(&self) -> String {
        self.answer.query.understood()
    }

    /// Where no passage has all the words: what is missing, and what to try.
    #[getter]
    fn advice(&self) -> Vec<String> {
        self.answer.results.advice.clone()
    }

    /// What was repaired, understood otherwise than as typed, or cut short.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    /// Citations of the statements found, each once: `text`, `bibtex`, `ris` or `csl-json`.
    #[pyo3(signature = (format = "text"))]
    fn cite(&self, format: &str) -> PyResult<String> {
        let hits = self.answer.results.hits.iter().map(Citation::hit).collect();
        cited(&Citation::one_a_statement(hits), format)
    }

    /// The answer as the JSON of `demarche search --format json`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        let Answer { query, filters, results } = &*self.answer;
        written(py, |out| write_json(out, query, filters, results, None))
    }

    /// The hits as JSON, one a line, as `demarche search --format jsonl` has them.
    fn to_jsonl(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| write_jsonl(out, &self.answer.results))
    }

    /// The hits as a table, as `demarche search --format csv` has them.
    fn to_csv(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| write_csv(out, &self.answer.results))
    }

    /// The hits as a stream of Apache Arrow: `polars.DataFrame(r)`, `pandas.DataFrame.from_arrow(r)`. A date has
    /// `first_day`, `last_day` and `date_precision`: it is never filled up.
    #[pyo3(signature = (requested_schema: "object | None" = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Stream<'py>> {
        drop(requested_schema);
        stream(py, Held::new(Arc::clone(&self.answer), |answer| &answer.results.hits[..], Table::hits()))
    }

    fn __len__(&self) -> usize {
        self.answer.results.hits.len()
    }

    fn __getitem__<'py>(&self, key: Key<'py>) -> PyResult<Item<'py, Hit>> {
        self.hits.get(&key.0)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Iter<'py, Hit>> {
        self.hits.iter(py)
    }

    fn __repr__(&self) -> String {
        let search::Results { hits, all, some, .. } = &self.answer.results;
        let understood = self.understood();
        format!(
            "Results({understood:?}: {all} passages with all the words, {some} with some, {} here)",
            hits.len()
        )
    }

    fn _repr_html_(&self) -> String {
        let search::Results { hits, all, some, advice, .. } = &self.answer.results;
        let said = self.notes.iter().chain(advice);
        let said: String = said.map(|line| format!("<p><em>{}</em></p>", escape(line))).collect();
        let hits: String = hits.iter().map(passage).collect();
        format!(
            "<div><p><code>{}</code>: {all} passages with all the words, {some} with some, {} shown</p>{said}{hits}</div>",
            escape(&self.understood()),
            self.answer.results.hits.len()
        )
    }
}

/// A passage with its marks, who, when and where.
fn passage(hit: &search::Hit) -> String {
    let (text, marks) = hit.passage.quoted();
    let who = hit.stored.speaker.as_ref().map_or("no speaker", |speaker| &speaker.name);
    let date = hit.stored.date.value.map_or_else(|| "no date".to_owned(), |date| date.to_string());
    format!(
        "<p>{}. <strong>{}</strong>, {} · <small>{} [{}]</small></p><blockquote>{}</blockquote>",
        hit.rank,
        escape(who),
        escape(&date),
        escape(&hit.stored.place()),
        escape(&hit.stored.id),
        marked(text, marks)
    )
}

/// A passage that was found, with who said it, when, and where it stands. Offsets count code points, as Python's slices do.
#[pyclass(frozen, module = "demarche")]
pub struct Hit {
    answer: Arc<Answer>,
    at: usize,
}

impl Hit {
    fn hit(&self) -> &search::Hit {
        &self.answer.results.hits[self.at]
    }
}

#[pymethods]
impl Hit {
    /// Its place among all that was found, from 1.
    #[getter]
    fn rank(&self) -> usize {
        self.hit().rank
    }

    /// Higher is better; to be compared within one search only.
    #[getter]
    fn score(&self) -> f32 {
        self.hit().score
    }

    /// Whether it holds `all` the words, `some` of them, or another way in which it was found.
    #[getter]
    fn r#match(&self) -> &'static str {
        self.hit().matched.as_str()
    }

    /// The words that it does not hold.
    #[getter]
    fn missing(&self) -> Vec<String> {
        self.hit().missing.clone()
    }

    /// The id of its statement.
    #[getter]
    fn id(&self) -> &str {
        &self.hit().stored.id
    }

    /// The id of its document.
    #[getter]
    fn document(&self) -> &str {
        &self.hit().stored.document
    }

    /// How the words came to stand there: `spoken`, `quoted`, `reported` or `narration`.
    #[getter]
    fn kind(&self) -> &'static str {
        self.hit().stored.kind.as_str()
    }

    /// Who speaks, the first of several; `None` where nobody is named.
    #[getter]
    fn speaker(&self) -> Option<Speaker> {
        self.hit().stored.speaker.as_ref().map(Speaker::from)
    }

    /// All who say it together.
    #[getter]
    fn speakers(&self) -> Vec<Speaker> {
        self.hit().stored.all_speakers().iter().map(Speaker::from).collect()
    }

    /// When it was said.
    #[getter]
    fn date(&self) -> Date {
        (&self.hit().stored.date).into()
    }

    /// When the document was published, where that is known and another time.
    #[getter]
    fn published(&self) -> Option<Date> {
        self.hit().stored.published.as_ref().map(Date::from)
    }

    /// What it is about.
    #[getter]
    fn topics(&self) -> Vec<String> {
        self.hit().stored.topics.clone()
    }

    /// What its document is: a briefing, a speech.
    #[getter]
    fn forms(&self) -> Vec<String> {
        self.hit().stored.forms.clone()
    }

    /// What its statement mentions.
    #[getter]
    fn entities(&self) -> Vec<Entity> {
        self.hit().stored.entities.iter().map(Entity::from).collect()
    }

    /// The codes that a person gave it.
    #[getter]
    fn tags(&self) -> Vec<String> {
        self.hit().stored.tags.clone()
    }

    /// What a person corrected, as sentences.
    #[getter]
    fn corrected(&self) -> Vec<String> {
        self.hit().stored.corrected.iter().map(|mark| mark.sentence()).collect()
    }

    /// The document's title.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.hit().stored.title.as_deref()
    }

    /// Who published it.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.hit().stored.source.as_deref()
    }

    /// Where it was published.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.hit().stored.url.as_deref()
    }

    /// The file.
    #[getter]
    fn path(&self) -> &str {
        &self.hit().stored.path
    }

    /// The line of the file; 0 where it has none.
    #[getter]
    fn line(&self) -> u32 {
        self.hit().stored.line
    }

    /// The page or column, as printed.
    #[getter]
    fn page(&self) -> Option<&str> {
        self.hit().stored.page.as_deref()
    }

    /// Where it stands, for people: `talks.txt:12`.
    #[getter]
    fn place(&self) -> String {
        self.hit().stored.place()
    }

    /// The first code point of `text` in the document's body.
    #[getter]
    fn start(&self) -> usize {
        self.hit().place.start
    }

    /// The code point after its last.
    #[getter]
    fn end(&self) -> usize {
        self.hit().place.end
    }

    /// The words as they stand in the source.
    #[getter]
    fn text(&self) -> &str {
        &self.hit().passage.text
    }

    /// What matched in `text`: `text[start:end]` of each pair.
    #[getter]
    fn highlights(&self) -> Vec<(usize, usize)> {
        pairs(&self.hit().passage.highlights)
    }

    /// The words as one quotes them: wrapped lines joined, no marks of Markdown or HTML.
    #[getter]
    fn quote(&self) -> &str {
        self.hit().passage.quoted().0
    }

    /// The link that names the words, by which a text that was changed can be told.
    #[getter]
    fn permalink(&self) -> String {
        let hit = self.hit();
        Permalink::new(&hit.stored.id, hit.place, &hit.passage.text).to_string()
    }

    /// In how many more places the same words stand.
    #[getter]
    fn also(&self) -> usize {
        self.hit().others.count
    }

    /// Why it was found and ranked here, where that was asked for with `explain=True`.
    #[getter]
    fn why(&self) -> Vec<String> {
        self.hit().why.clone()
    }

    /// A citation: `text`, `bibtex`, `ris` or `csl-json`.
    #[pyo3(signature = (format = "text"))]
    fn cite(&self, format: &str) -> PyResult<String> {
        cited(&[Citation::hit(self.hit())], format)
    }

    /// All of it, with the keys of the command line's JSON.
    fn to_dict(&self) -> Record<'_, search::Hit> {
        Record(self.hit())
    }

    fn __str__(&self) -> &str {
        self.quote()
    }

    fn __repr__(&self) -> String {
        let hit = self.hit();
        let who = hit.stored.speaker.as_ref().map_or("no speaker", |speaker| &speaker.name);
        let date = hit.stored.date.value.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        format!("Hit({}, {who}, {date}, {:?})", hit.stored.id, beginning(&hit.passage.text))
    }

    fn _repr_html_(&self) -> String {
        passage(self.hit())
    }
}
