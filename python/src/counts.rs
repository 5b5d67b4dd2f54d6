//! Counts: facets and collocates.

use demarche::output::{
    FacetRow, Table, write_collocates_csv, write_collocates_json, write_facets_csv, write_facets_json,
};
use demarche::search;
use pyo3::prelude::*;
use std::sync::Arc;

use crate::arrow::{Held, Stream, stream};
use crate::asked::Asked;
use crate::html::{escape, table};
use crate::text::written;
use crate::typed::{Item, Items, Iter, Key};

/// How many statements have one value of a field.
#[pyclass(frozen, get_all, module = "demarche")]
#[derive(Clone)]
pub struct FacetValue {
    /// The field.
    field: String,
    /// The value; `None` for statements that have none.
    value: Option<String>,
    /// How many statements.
    statements: u64,
    /// Of an entity the id that lasts, where it has one.
    id: Option<String>,
}

#[pymethods]
impl FacetValue {
    fn __repr__(&self) -> String {
        let value = self.value.as_deref().unwrap_or("(none)");
        format!("FacetValue({} {value:?}: {})", self.field, self.statements)
    }
}

/// Statements counted by values of fields: a sequence of values, field after field, the most frequent first; years in
/// order of time.
#[pyclass(frozen, sequence, module = "demarche")]
pub struct Facets {
    asked: Asked,
    pub facets: search::Facets,
    values: Items<FacetValue>,
}

impl Facets {
    pub fn new(py: Python<'_>, (asked, facets): (Asked, search::Facets)) -> PyResult<Self> {
        Ok(Self {
            values: Items::new(py, FacetRow::all(&facets).into_iter().map(FacetValue::from))?,
            asked,
            facets,
        })
    }
}

impl From<FacetRow> for FacetValue {
    fn from(row: FacetRow) -> Self {
        let FacetRow { field, value, statements, id } = row;
        Self { field: field.to_owned(), value, statements, id }
    }
}

#[pymethods]
impl Facets {
    /// How many statements the query finds.
    #[getter]
    fn statements(&self) -> u64 {
        self.facets.statements
    }

    /// How many passages match.
    #[getter]
    fn passages(&self) -> u64 {
        self.facets.passages
    }

    /// The query as it was understood.
    #[getter]
    fn understood(&self) -> String {
        self.asked.query.understood()
    }

    /// What was repaired, understood otherwise than as typed, or cut short.
    #[getter]
    fn notes(&self) -> Vec<String> {
        notes(&self.asked, &self.facets.notes)
    }

    /// The counts as the JSON of `demarche facets --format json`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        let Asked { query, filters, .. } = &self.asked;
        written(py, |out| write_facets_json(out, query, filters, &self.facets))
    }

    /// The counts as the table of `demarche facets --format csv`.
    fn to_csv(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| write_facets_csv(out, &self.facets))
    }

    /// The counts as a stream of Apache Arrow: `polars.DataFrame(f)`, `pandas.DataFrame.from_arrow(f)`.
    #[pyo3(signature = (requested_schema: "object | None" = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Stream<'py>> {
        drop(requested_schema);
        stream(py, Held::new(Arc::new(FacetRow::all(&self.facets)), |rows| &rows[..], Table::facets()))
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.values.len(py))
    }

    fn __getitem__<'py>(&self, key: Key<'py>) -> PyResult<Item<'py, FacetValue>> {
        self.values.get(&key.0)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Iter<'py, FacetValue>> {
        self.values.iter(py)
    }

    fn __repr__(&self) -> String {
        format!("Facets({:?}: {} statements)", self.understood(), self.facets.statements)
    }

    fn _repr_html_(&self) -> String {
        let rows = FacetRow::all(&self.facets).into_iter().map(|value| {
            let name = value.value.map_or("<em>none</em>".to_owned(), |name| escape(&name));
            vec![escape(value.field), name, value.statements.to_string()]
        });
        table(&["field", "value", "statements"], rows)
    }
}

/// A word that stands near matches more often than by chance.
#[pyclass(frozen, get_all, module = "demarche")]
#[derive(Clone)]
pub struct Collocate {
    /// The word, without case and accents.
    word: String,
    /// How often it stands near them.
    observed: u64,
    /// How often chance would put it there.
    expected: f64,
    /// How often it stands in all that satisfies the filters.
    frequency: u64,
    /// Log-likelihood (Dunning 1993): how sure one can be that it is no chance.
    log_likelihood: f64,
    /// Mutual information in bits (Church and Hanks 1990): how strong the tie is.
    mi: f64,
}

impl From<&search::Collocate> for Collocate {
    fn from(one: &search::Collocate) -> Self {
        let search::Collocate { word, observed, expected, frequency, log_likelihood, mi } = one.clone();
        Self { word, observed, expected, frequency, log_likelihood, mi }
    }
}

#[pymethods]
impl Collocate {
    fn __repr__(&self) -> String {
        format!(
            "Collocate({:?}, {}, LL {:.1}, MI {:.1})",
            self.word, self.observed, self.log_likelihood, self.mi
        )
    }
}

/// The words near a query's matches: a sequence, the strongest first.
#[pyclass(frozen, sequence, module = "demarche")]
pub struct Collocates {
    asked: Asked,
    options: search::CollocateOptions,
    pub found: search::Collocates,
    collocates: Items<Collocate>,
}

impl Collocates {
    pub fn new(
        py: Python<'_>,
        (asked, options, found): (Asked, search::CollocateOptions, search::Collocates),
    ) -> PyResult<Self> {
        let collocates = Items::new(py, found.collocates.iter().map(Collocate::from))?;
        Ok(Self { asked, options, found, collocates })
    }
}

#[pymethods]
impl Collocates {
    /// How many matches there are.
    #[getter]
    fn matches(&self) -> u64 {
        self.found.matches
    }

    /// How many passages hold them.
    #[getter]
    fn passages(&self) -> u64 {
        self.found.passages
    }

    /// How many words stand near them.
    #[getter]
    fn window_words(&self) -> u64 {
        self.found.window_words
    }

    /// How many words there are in all that satisfies the filters.
    #[getter]
    fn corpus_words(&self) -> u64 {
        self.found.corpus_words
    }

    /// The query as it was understood.
    #[getter]
    fn understood(&self) -> String {
        self.asked.query.understood()
    }

    /// What was repaired, understood otherwise than as typed, or cut short.
    #[getter]
    fn notes(&self) -> Vec<String> {
        notes(&self.asked, &self.found.notes)
    }

    /// The words as the JSON of `demarche collocates --format json`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| write_collocates_json(out, &self.asked.query, &self.options, &self.found))
    }

    /// The words as the table of `demarche collocates --format csv`.
    fn to_csv(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| write_collocates_csv(out, &self.found))
    }

    fn __len__(&self) -> usize {
        self.found.collocates.len()
    }

    fn __getitem__<'py>(&self, key: Key<'py>) -> PyResult<Item<'py, Collocate>> {
        self.collocates.get(&key.0)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Iter<'py, Collocate>> {
        self.collocates.iter(py)
    }

    fn __repr__(&self) -> String {
        format!("Collocates({:?}: {} words)", self.understood(), self.found.collocates.len())
    }

    fn _repr_html_(&self) -> String {
        let rows = self.found.collocates.iter().map(|one| {
            vec![
                escape(&one.word),
                one.observed.to_string(),
                format!("{:.2}", one.expected),
                format!("{:.1}", one.log_likelihood),
                format!("{:.2}", one.mi),
            ]
        });
        table(&["word", "observed", "expected", "log-likelihood", "MI"], rows)
    }
}

fn notes(asked: &Asked, found: &[String]) -> Vec<String> {
    let said = asked.query.notes.iter().map(|note| note.text.clone());
    said.chain(asked.notes.iter().cloned()).chain(found.iter().cloned()).collect()
}
