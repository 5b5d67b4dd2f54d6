//! What can go wrong with an index.

use std::path::PathBuf;

use super::Holder;
use crate::read::Skip;

/// A failure of the index itself; a bad input file is a [`crate::read::Skip`] instead.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index there.
    #[error("no index at {0}")]
    Missing(PathBuf),
    /// The index was made by another version of the program.
    #[error(
        "the index at {path} was made by {} program ({made_by}): it has format {found}, and this one reads {expected}",
        if *found < u64::from(*expected) { "an older" } else { "a newer" }
    )]
    Version {
        /// Where the index is.
        path: PathBuf,
        /// The format it has.
        found: u64,
        /// The format that this program reads.
        expected: u32,
        /// The program that made it.
        made_by: String,
    },
    /// The index was made with other settings, and what is added would not fit.
    #[error("the index at {path} was made with other settings, by {made_by}")]
    Settings {
        /// Where the index is.
        path: PathBuf,
        /// The program that made it.
        made_by: String,
    },
    /// A folder that is to be replaced holds something else.
    #[error("{path} holds `{other}`, which is no part of an index")]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// What it holds.
        other: String,
    },
    /// Another process is writing to it.
    #[error(
        "another process is writing to the index at {path}{}",
        holder.as_ref().map(|holder| format!(": {holder}")).unwrap_or_default()
    )]
    Locked {
        /// Where the index is.
        path: PathBuf,
        /// Who, where that is known.
        holder: Option<Holder>,
    },
    /// Waiting for another process was broken off.
    #[error("stopped while waiting for the index; nothing was written")]
    Stopped,
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

impl IndexError {
    pub(super) fn strict(skip: &Skip) -> Self {
        Self::Strict { path: skip.path.clone(), line: skip.line, reason: skip.reason.clone() }
    }
}
