//! What can go wrong, and the exception that each is in Python.

use demarche::index::IndexError;
use demarche::query::{FilterError, QueryError};
use demarche::read::ReadError;
use demarche::record::RecordError;
use demarche::search::SearchError;
use demarche::timeline::TimelineError;
use pyo3::exceptions::{PyFileNotFoundError, PyKeyError};
use pyo3::prelude::*;

/// What can go wrong.
#[derive(Debug)]
pub enum Failure {
    Index(IndexError),
    Query(QueryError),
    Filter(FilterError),
    Read(ReadError),
    /// Nothing could be read, as a sentence.
    Unread(String),
    /// Nothing has that id.
    NoId(String),
    /// Something else, as a sentence.
    Told(String),
    /// A fault of the program itself.
    Fault(String),
    /// What Python raised meanwhile.
    Python(PyErr),
    Io(std::io::Error),
}

impl Failure {
    /// What it says, where no exception can be raised.
    pub fn words(self) -> String {
        match self {
            Self::Index(error) => error.to_string(),
            Self::Query(error) => error.to_string(),
            Self::Filter(error) => error.to_string(),
            Self::Read(error) => error.to_string(),
            Self::Io(error) => error.to_string(),
            Self::Python(error) => error.to_string(),
            Self::NoId(words) | Self::Unread(words) | Self::Told(words) | Self::Fault(words) => words,
        }
    }

    /// The exception.
    pub fn raise(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Python(error) => error,
            Self::Io(error) => error.into(),
            Self::NoId(id) => PyKeyError::new_err(id),
            Self::Index(IndexError::Missing(place)) => PyFileNotFoundError::new_err(format!(
                "no index at {}; make one with demarche.index(\"articles/\", into=\".demarche\")",
                place.display()
            )),
            Self::Index(error @ IndexError::Locked { .. }) => {
                ours(py, "IndexLocked", format!("{error}; wait for it with wait=True, or search meanwhile"))
            }
            Self::Index(error @ (IndexError::Version { .. } | IndexError::Settings { .. })) => ours(
                py,
                "IndexVersion",
                format!(
                    "{error}; make it anew with demarche.index(…, rebuild=True), your files are not touched"
                ),
            ),
            Self::Index(error @ IndexError::Strict(_)) => ours(py, "ReadError", error.to_string()),
            Self::Index(error) => ours(py, "DemarcheError", error.to_string()),
            Self::Query(error) => query(py, error),
            Self::Filter(error) => filter(py, &error),
            Self::Read(ReadError::Io { path, source }) => {
                std::io::Error::new(source.kind(), format!("{path}: {source}")).into()
            }
            Self::Read(error) => ours(py, "ReadError", error.to_string()),
            Self::Unread(message) => ours(py, "ReadError", message),
            Self::Told(message) => ours(py, "DemarcheError", message),
            Self::Fault(words) => ours(
                py,
                "DemarcheError",
                format!(
                    "this is a fault of demarche {}, please report it: {words}",
                    env!("CARGO_PKG_VERSION")
                ),
            ),
        }
    }
}

/// An exception of the package's own.
fn ours(py: Python<'_>, class: &str, message: String) -> PyErr {
    made(py, class, (message,))
}

fn query(py: Python<'_>, error: QueryError) -> PyErr {
    let (line, mark) = error.marked();
    let span = (error.span.start, error.span.end);
    let message = format!("{error}\n  {line}\n  {mark}\n{}", error.hint());
    made(py, "QueryError", (message, error.input.as_str(), span, error.hint()))
}

/// A filter that cannot be meant: what was typed is the whole of its value.
fn filter(py: Python<'_>, error: &FilterError) -> PyErr {
    let value = match error {
        FilterError::Empty { value, .. } | FilterError::Kind(value) => value.clone(),
        FilterError::Backwards { from, to } => format!("{from}..{to}"),
        other => other.to_string(),
    };
    let span = (0, value.chars().count());
    made(
        py,
        "QueryError",
        (error.to_string(), value, span, "mend it or leave it out: no filter is ever dropped"),
    )
}

fn made<'py>(py: Python<'py>, class: &str, arguments: impl pyo3::call::PyCallArgs<'py>) -> PyErr {
    let error = py.import("demarche._errors").and_then(|module| module.getattr(class)?.call1(arguments));
    error.map_or_else(|error| error, PyErr::from_value)
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        Self::Index(error)
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        Self::Query(error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        Self::Told(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Index(error) => error.into(),
            SearchError::Query(error) => error.into(),
            SearchError::Output(error) => error.into(),
            SearchError::Filter(error) => Self::Filter(error),
            other => Self::Told(other.to_string()),
        }
    }
}

impl From<TimelineError> for Failure {
    fn from(error: TimelineError) -> Self {
        match error {
            TimelineError::Search(error) => error.into(),
            other => Self::Told(other.to_string()),
        }
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}
