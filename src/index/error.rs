//! What can go wrong with an index.

use std::path::PathBuf;

/// A failure of the index itself; a bad input file is a [`crate::read::Skip`] instead.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index there.
    #[error("no index at {0}")]
    Missing(PathBuf),
    /// The index was made by another version of the program.
    #[error("the index at {path} has format {found}; this program reads format {expected}")]
    Version {
        /// Where the index is.
        path: PathBuf,
        /// The format it has.
        found: u32,
        /// The format that this program reads.
        expected: u32,
    },
    /// Another process is writing to it.
    #[error("another process is writing to the index at {0}")]
    Locked(PathBuf),
    /// The disk or the permissions refuse.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The search library refuses; nothing since the last commit is kept.
    #[error("the index could not be used: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// What is stored of a passage cannot be read.
    #[error("the index holds a passage that cannot be read ({0}); its files may be damaged")]
    Damaged(String),
    /// With `--strict`, the first bad input stops the run.
    #[error("{path}{}: {reason}", line.map(|line| format!(":{line}")).unwrap_or_default())]
    Strict {
        /// The file.
        path: String,
        /// The line, where it is known.
        line: Option<u64>,
        /// What is wrong.
        reason: String,
    },
}
