//! Quotations held against an index: one, those of a manuscript, and those of the corpus itself.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use demarche::authority::Authority;
use demarche::extract::Extractor;
use demarche::output::{
    EchoJson, FindingJson, Permalink, Review as Reviewed, ReviewRow, Table, write_finding_json,
    write_reviews, write_reviews_html,
};
use demarche::query::Bound as When;
use demarche::quotation::{self, Difference, Echo, Place, QuoteOptions, manuscripts};
use demarche::search::{SearchError, Searcher};
use pyo3::prelude::*;
use pyo3::types::PyAny;

use crate::arrow::{Held, Stream, stream};
use crate::asked::date;
use crate::failure::Failure;
use crate::guard;
use crate::index::Index;
use crate::indexing::Paths;
use crate::text::written;
use crate::typed::{Record, Records};

#[pymethods]
impl Index {
    /// Holds a quotation against the corpus: did somebody say that, in these words? `speaker` is who is said to have said it,
    /// `date` when, `within` the id or link of the statement or document where it is said to stand. The verdict is `exact`,
    /// `same-words`, `altered`, `spliced` or `not-found`, as docs/quotations.md defines them.
    #[pyo3(signature = (
        words: "str",
        *,
        speaker: "str | None" = None,
        date: "str | date | None" = None,
        within: "str | None" = None,
        places = 20
    ) -> "Finding")]
    fn quote(
        &self,
        py: Python<'_>,
        words: &str,
        speaker: Option<String>,
        date: Option<&Bound<'_, PyAny>>,
        within: Option<&str>,
        places: usize,
    ) -> PyResult<Finding> {
        let mut options = QuoteOptions::default();
        options.speaker = speaker;
        let day = date.map(self::date).transpose()?.flatten();
        let day = day.as_deref().map(When::read).transpose();
        options.date = day.map_err(|error| Failure::Filter(error).raise(py))?;
        options.places = places.max(1);
        let searcher = self.searcher();
        let finding = guard::run(py, || {
            options.within = within.map(|link| id_of(&searcher, link)).transpose()?;
            Ok(searcher.quote(words, &options)?)
        })?;
        Ok(Finding { answer: Arc::new(finding) })
    }

    /// Who quoted a statement or a document, when, with what changed; without an id every quotation of the corpus that has an
    /// original in it. Takes long for a large corpus; Ctrl-C ends it.
    #[pyo3(signature = (id: "str | None" = None) -> "Echoes")]
    fn echoes(&self, py: Python<'_>, id: Option<&str>) -> PyResult<Echoes> {
        let searcher = self.searcher();
        let Some(id) = id else {
            let stop = AtomicBool::new(false);
            let found = guard::run_long(py, &stop, &mut |_| Ok(()), || {
                let mut found = Vec::new();
                searcher.echoes(&mut |echo| {
                    found.push(echo);
                    match stop.load(Ordering::SeqCst) {
                        true => Err(SearchError::Output(std::io::ErrorKind::Interrupted.into())),
                        false => Ok(()),
                    }
                })?;
                Ok(found)
            })?;
            return Ok(Echoes { answer: Arc::new(found) });
        };
        let found = guard::run(py, || Ok(searcher.echoes_of(&id_of(&searcher, id)?, None)?.echoes))?;
        Ok(Echoes { answer: Arc::new(found) })
    }

    /// Where the quotations of a statement or a document were said: those of them that have an original in the corpus.
    fn originals(&self, py: Python<'_>, id: &str) -> PyResult<Echoes> {
        let searcher = self.searcher();
        let found = guard::run(py, || Ok(searcher.originals_of(&id_of(&searcher, id)?, None)?.echoes))?;
        Ok(Echoes { answer: Arc::new(found) })
    }
}

/// The id that a link or an id names.
fn id_of(searcher: &Searcher, link: &str) -> Result<String, Failure> {
    let id = match Permalink::is_meant(link) {
        true => link.parse::<Permalink>().map_err(|error| Failure::Told(error.to_string()))?.id,
        false => link.trim().to_owned(),
    };
    match searcher.snapshot().show(&id)?.is_empty() {
        true => Err(Failure::NoId(id)),
        false => Ok(id),
    }
}

/// What was found out about a quotation: the verdict, what differs, and the places where it stands.
#[pyclass(frozen, module = "demarche")]
pub struct Finding {
    answer: Arc<quotation::Finding>,
}

#[pymethods]
impl Finding {
    /// `exact`, `same-words`, `altered`, `spliced` or `not-found`.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.answer.verdict.as_str()
    }

    /// Whether it is faithful: `exact` or `same-words`.
    #[getter]
    fn is_faithful(&self) -> bool {
        self.answer.verdict.is_faithful()
    }

    /// Whether who said it agrees with the speaker given; `None` where none was, or nobody said it.
    #[getter]
    fn speaker_agrees(&self) -> Option<bool> {
        self.answer.speaker_agrees
    }

    /// Whether the day agrees with that given; `None` where none was, or the corpus has no date.
    #[getter]
    fn date_agrees(&self) -> Option<bool> {
        self.answer.date_agrees
    }

    /// Whether it stands in the statement or document given; `None` where none was.
    #[getter]
    fn link_agrees(&self) -> Option<bool> {
        self.answer.link_agrees
    }

    /// What differs, with the words on both sides.
    #[getter]
    fn differences(&self) -> Records<'_, Difference> {
        Records(&self.answer.differences)
    }

    /// All of it, with the keys of `demarche quote --format json`.
    #[pyo3(signature = () -> "dict[str, Any]")]
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Record(&FindingJson::new(&self.answer)).into_pyobject(py)
    }

    /// The JSON of `demarche quote --format json`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| write_finding_json(out, &self.answer))
    }

    /// The places where it stands as a stream of Apache Arrow: `polars.DataFrame(finding)`.
    #[pyo3(signature = (requested_schema: "object | None" = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Stream<'py>> {
        drop(requested_schema);
        stream(py, Held::new(Arc::clone(&self.answer), places, Table::places()))
    }

    /// How many places are told.
    fn __len__(&self) -> usize {
        self.answer.places.len()
    }

    /// Always: a quotation that stands nowhere is an answer too.
    fn __bool__(&self) -> bool {
        true
    }

    fn __repr__(&self) -> String {
        let quotation: String = self.answer.quotation.chars().take(60).collect();
        format!("Finding({}, {quotation:?}, {} places)", self.verdict(), self.__len__())
    }
}

fn places(finding: &quotation::Finding) -> &[Place] {
    &finding.places
}

/// Quotations of the corpus whose words were said elsewhere in it.
#[pyclass(frozen, module = "demarche")]
pub struct Echoes {
    answer: Arc<Vec<Echo>>,
}

#[pymethods]
impl Echoes {
    /// Each with the keys of `demarche echoes --format jsonl`.
    #[pyo3(signature = () -> "list[dict[str, Any]]")]
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let all: Vec<EchoJson<'_>> = self.answer.iter().map(EchoJson::new).collect();
        Records(&all).into_pyobject(py)
    }

    /// A row each as a stream of Apache Arrow: `polars.DataFrame(echoes)`. The columns are those of `demarche echoes --format
    /// csv`.
    #[pyo3(signature = (requested_schema: "object | None" = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Stream<'py>> {
        drop(requested_schema);
        stream(py, Held::new(Arc::clone(&self.answer), |echoes| &echoes[..], Table::echoes()))
    }

    fn __len__(&self) -> usize {
        self.answer.len()
    }

    fn __repr__(&self) -> String {
        format!("Echoes({})", self.answer.len())
    }
}

/// Holds the quotations of a manuscript against an index: plain text, Markdown, DOCX, ODT, HTML, LaTeX or PDF, one file or
/// several. `authority` is your own list of names.
#[pyfunction]
#[pyo3(signature = (
    index: "Index",
    files: "str | PathLike[str] | Sequence[str | PathLike[str]]",
    *,
    authority: "str | PathLike[str] | None" = None
) -> "Review")]
pub fn check(py: Python<'_>, index: &Index, files: Paths, authority: Option<PathBuf>) -> PyResult<Review> {
    let searcher = index.searcher();
    guard::run(py, || {
        if let Some(gone) = files.0.iter().find(|file| !file.exists()) {
            let told = format!("{}: there is no such file", gone.display());
            return Err(Failure::Io(std::io::Error::new(std::io::ErrorKind::NotFound, told)));
        }
        let names = match authority {
            Some(file) => Arc::new(Authority::open(&file).map_err(|error| Failure::Told(error.to_string()))?),
            None => Authority::shared(),
        };
        let here = std::env::current_dir()?;
        let (found, skips) = manuscripts(&files.0, &here, &Extractor::new(names))?;
        if let Some(skip) = skips.first().filter(|_| found.is_empty()) {
            return Err(Failure::Unread(format!("{}: {}", skip.place(), skip.reason)));
        }
        let id_of = |link: &str| Some(link.parse::<Permalink>().ok()?.id);
        let mut reviews = Vec::new();
        for manuscript in found {
            let reviewed = searcher.review(&manuscript, &id_of)?;
            reviews.push(Reviewed { manuscript, reviewed });
        }
        let rows = Arc::new(ReviewRow::all(&reviews));
        let skipped = skips.iter().map(|skip| format!("{}: {}", skip.place(), skip.reason)).collect();
        Ok(Review { reviews, rows, skipped })
    })
}

/// The quotations of a manuscript, and what was found out about each, the gravest first.
#[pyclass(frozen, module = "demarche")]
pub struct Review {
    reviews: Vec<Reviewed>,
    rows: Arc<Vec<ReviewRow>>,
    /// What could not be read, as sentences.
    #[pyo3(get)]
    skipped: Vec<String>,
}

#[pymethods]
impl Review {
    /// How many are in order: faithful, and of the speaker, day and place that the manuscript names.
    #[getter]
    fn fine(&self) -> usize {
        self.reviews.iter().map(Reviewed::fine).sum()
    }

    /// What was checked and what was not, a sentence for each file.
    #[getter]
    fn summary(&self) -> String {
        self.reviews.iter().map(Reviewed::summary).collect::<Vec<_>>().join("\n")
    }

    /// The report as text, as `demarche check` prints it.
    fn to_text(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| write_reviews(out, &self.reviews))
    }

    /// The report as a page, as `demarche check --format html` writes it.
    fn to_html(&self, py: Python<'_>) -> PyResult<String> {
        let version = concat!("demarche ", env!("CARGO_PKG_VERSION"));
        written(py, |out| write_reviews_html(out, &self.reviews, version))
    }

    /// A row each as a stream of Apache Arrow: `polars.DataFrame(review)`. The columns are those of `demarche check --format
    /// csv`.
    #[pyo3(signature = (requested_schema: "object | None" = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Stream<'py>> {
        drop(requested_schema);
        stream(py, Held::new(Arc::clone(&self.rows), |rows| &rows[..], Table::reviews()))
    }

    /// How many quotations were checked.
    fn __len__(&self) -> usize {
        self.rows.len()
    }

    fn __repr__(&self) -> String {
        format!("Review({} quotations, {} in order)", self.rows.len(), self.fine())
    }
}
