//! What bringing an index up to date did.

use demarche::index as engine;
use pyo3::prelude::*;

use crate::failure::Failure;

/// What could not be read, or what one should know of how it was read.
#[pyclass(frozen, get_all, module = "demarche")]
#[derive(Clone)]
pub struct Skip {
    /// The file.
    path: String,
    /// The line, from 1, where one can be named.
    line: Option<u64>,
    /// Why.
    reason: String,
}

impl From<&demarche::read::Skip> for Skip {
    fn from(skip: &demarche::read::Skip) -> Self {
        Self { path: skip.path.clone(), line: skip.line, reason: skip.reason.clone() }
    }
}

#[pymethods]
impl Skip {
    fn __repr__(&self) -> String {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("Skip({}{line}: {})", self.path, self.reason)
    }
}

/// What bringing an index up to date did. Every file that was found is counted once.
#[pyclass(frozen, module = "demarche")]
#[derive(Clone)]
pub struct Report {
    /// Files read for the first time.
    #[pyo3(get)]
    added: u64,
    /// Files read again because they changed.
    #[pyo3(get)]
    replaced: u64,
    /// Files left as they were.
    #[pyo3(get)]
    unchanged: u64,
    /// Files taken out because they are gone.
    #[pyo3(get)]
    removed: u64,
    /// Files of which nothing could be read.
    #[pyo3(get)]
    skipped: u64,
    /// Documents read.
    #[pyo3(get)]
    documents: u64,
    /// Of these, how many have no date.
    #[pyo3(get)]
    undated: u64,
    /// Statements found in them.
    #[pyo3(get)]
    statements: u64,
    /// Passages indexed.
    #[pyo3(get)]
    passages: u64,
    /// Files in the folders that are no statements.
    #[pyo3(get)]
    left_aside: Vec<Skip>,
    /// Files and rows that could not be read.
    #[pyo3(get)]
    skips: Vec<Skip>,
    /// What one should know of how files were read, where nothing was left out.
    #[pyo3(get)]
    remarks: Vec<Skip>,
    /// The report as the program prints it.
    pub text: String,
}

impl Report {
    pub fn new(report: &engine::Report) -> Result<Self, Failure> {
        let mut text = Vec::new();
        demarche::output::write_report(&mut text, report)?;
        let all = |skips: &[demarche::read::Skip]| skips.iter().map(Skip::from).collect();
        Ok(Self {
            added: report.added,
            replaced: report.replaced,
            unchanged: report.unchanged,
            removed: report.removed,
            skipped: report.skipped,
            documents: report.documents,
            undated: report.undated,
            statements: report.statements,
            passages: report.passages,
            left_aside: all(&report.left_aside),
            skips: all(&report.skips),
            remarks: all(&report.remarks),
            text: String::from_utf8_lossy(&text).trim_end().to_owned(),
        })
    }
}

#[pymethods]
impl Report {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        format!("Report({} added, {} skips)", self.added, self.skips.len())
    }
}
