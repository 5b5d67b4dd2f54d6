//! What can be wrong with a file of the record.

use std::path::{Path, PathBuf};

/// A file of the record that cannot be used. Nothing of it is taken: half of a record would look whole.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not written as it should be.
    #[error("{path}{}: {reason}", line.map(|line| format!(":{line}")).unwrap_or_default())]
    Content {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1, where one can be named.
        line: Option<usize>,
        /// What is wrong.
        reason: String,
    },
}

impl RecordError {
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    pub(crate) fn at(path: &Path, line: usize, reason: impl Into<String>) -> Self {
        Self::Content { path: path.to_owned(), line: Some(line), reason: reason.into() }
    }
}
