//! An index: opened, seen anew, looked up by ids and names. `questions` has what can be asked of it.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use demarche::authority::{Authority, NameMatch as How};
use demarche::index as engine;
use demarche::output::Citation;
use demarche::search::Searcher;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyDict};

use crate::asked::{Asked, Asking, texts};
use crate::facts::NameMatch;
use crate::failure::Failure;
use crate::guard;
use crate::report::Report;
use crate::statement::Statement;
use crate::text::cited;
use crate::typed::Record;

/// An index as it stood when it was opened; `reload` sees what was written since. It may be asked from several threads.
#[pyclass(frozen, module = "demarche")]
pub struct Index {
    index: engine::Index,
    searcher: RwLock<Searcher>,
    place: PathBuf,
    report: Option<Report>,
}

/// Opens the index in a folder.
///
/// Raises `FileNotFoundError` where there is none, `IndexVersion` where another version made it.
#[pyfunction]
#[pyo3(signature = (path: "str | PathLike[str]" = PathBuf::from(".demarche")) -> "Index")]
pub fn open(py: Python<'_>, path: PathBuf) -> PyResult<Index> {
    Index::open_with(py, &path, None)
}

impl Index {
    /// Opens it, with what was just done to it.
    pub fn open_with(py: Python<'_>, place: &Path, report: Option<Report>) -> PyResult<Self> {
        guard::run(py, || {
            let index = engine::Index::open(place)?;
            let searcher = RwLock::new(index.searcher()?);
            Ok(Self { index, searcher, place: place.to_owned(), report })
        })
    }

    pub fn searcher(&self) -> Searcher {
        self.searcher.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Understands a question and answers it.
    pub fn answer<T: Send>(
        &self,
        py: Python<'_>,
        query: &str,
        filters: Option<&Bound<'_, PyDict>>,
        answer: impl FnOnce(&Searcher, Asked) -> Result<T, Failure> + Send,
    ) -> PyResult<T> {
        let asking = Asking::new(filters)?;
        let searcher = self.searcher();
        let done = guard::run(py, || answer(&searcher, asking.ask(query, &searcher)?))?;
        py.check_signals()?;
        Ok(done)
    }
}

#[pymethods]
impl Index {
    /// Where the index is, as it was named.
    #[getter]
    fn path(&self) -> String {
        self.place.display().to_string()
    }

    /// What was added and skipped, where `demarche.index` made or updated it.
    #[getter]
    fn report(&self) -> Option<Report> {
        self.report.clone()
    }

    /// Which names of the index and of the authority lists match a name, in any spelling or script; the surest first.
    fn names(&self, py: Python<'_>, name: &str) -> PyResult<Vec<NameMatch>> {
        let searcher = self.searcher();
        guard::run(py, || {
            let listed = Authority::shared().matching(name);
            let held = searcher.snapshot().names_matching(name, &listed)?.into_iter();
            let held = held.map(|held| NameMatch {
                name: held.name,
                r#match: how(held.how).to_owned(),
                field: held.field.to_owned(),
                passages: held.passages,
                id: None,
            });
            let listed = listed.into_iter().map(|(matched, known)| NameMatch {
                name: known.entity.name,
                r#match: how(matched).to_owned(),
                field: "authority".to_owned(),
                passages: 0,
                id: known.entity.id,
            });
            Ok(held.chain(listed).collect())
        })
    }

    /// The statements of a document, in order; or the one that has the id. Raises `KeyError` where nothing has it.
    fn statements(&self, py: Python<'_>, id: &str) -> PyResult<Vec<Statement>> {
        let searcher = self.searcher();
        guard::run(py, || {
            let passages = searcher.snapshot().show(id.trim())?;
            if passages.is_empty() {
                Err(Failure::NoId(id.to_owned()))
            } else {
                Ok(Statement::of_passages(&passages))
            }
        })
    }

    /// The statement that has the id. Raises `KeyError` where none has.
    fn __getitem__(&self, py: Python<'_>, id: &str) -> PyResult<Statement> {
        let mut found = self.statements(py, id)?;
        match found.len() {
            1 => Ok(found.remove(0)),
            _ => {
                let told = format!("`{id}` is a whole document: ix.statements(id) gives its statements");
                Err(pyo3::exceptions::PyKeyError::new_err(told))
            }
        }
    }

    fn __contains__(&self, py: Python<'_>, id: &str) -> PyResult<bool> {
        let searcher = self.searcher();
        guard::run(py, || Ok(!searcher.snapshot().show(id.trim())?.is_empty()))
    }

    /// Citations of statements, or of all statements of documents: `text`, `bibtex`, `ris` or `csl-json`.
    #[pyo3(signature = (ids: "str | Sequence[str]", format = "text"))]
    fn cite(&self, py: Python<'_>, ids: &Bound<'_, PyAny>, format: &str) -> PyResult<String> {
        let (ids, searcher) = (texts(ids)?, self.searcher());
        let citations = guard::run(py, || {
            let mut citations: Vec<Citation> = Vec::new();
            for id in &ids {
                let passages = searcher.snapshot().show(id.trim())?;
                if passages.is_empty() {
                    return Err(Failure::NoId(id.clone()));
                }
                let statements = passages.chunk_by(|one, next| one.id == next.id);
                citations.extend(statements.map(|passages| Citation::statement(&passages[0])));
            }
            Ok(citations)
        })?;
        cited(&citations, format)
    }

    /// What the index holds, with the keys of `demarche stats --json`.
    #[pyo3(signature = () -> "dict[str, Any]")]
    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let searcher = self.searcher();
        let stats = guard::run(py, || Ok(searcher.snapshot().stats()?))?;
        Record(&stats).into_pyobject(py)
    }

    /// Sees what was written to the index since it was opened.
    fn reload(&self, py: Python<'_>) -> PyResult<()> {
        let searcher = guard::run(py, || {
            self.index.reload()?;
            Ok(self.index.searcher()?)
        })?;
        *self.searcher.write().unwrap_or_else(PoisonError::into_inner) = searcher;
        Ok(())
    }

    /// How many passages it holds.
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        let searcher = self.searcher();
        guard::run(py, || Ok(searcher.snapshot().passages()?))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Index({:?}, {} passages)", self.path(), self.__len__(py)?))
    }
}

fn how(matched: How) -> &'static str {
    match matched {
        How::Exact => "exact",
        How::Part => "part",
        How::Alias => "alias",
        How::Key => "key",
        How::Near => "near",
    }
}
