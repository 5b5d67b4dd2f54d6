//! Skips: what was left out of what was read, and why.

use serde::{Deserialize, Serialize};

/// A file, row or value that was left out, or kept with something missing, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Skip {
    /// The file.
    pub path: String,
    /// The line, counted from 1, where one can be named.
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: String,
    /// The same as data, where the caller may know what helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<SkipCause>,
}

/// Why something was left out that another way of reading might take.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SkipCause {
    /// A table has no column of the name that [`ReadOptions::map`](super::ReadOptions::map) gives for a field.
    #[error("has no column `{column}`; its columns are {columns}")]
    MissingColumn {
        /// The name.
        column: String,
        /// The columns it has.
        columns: String,
    },
    /// None of the columns of a table holds the text, as far as their headings tell.
    #[error("has no column for the text; its columns are {columns}")]
    NoTextColumn {
        /// The columns it has.
        columns: String,
    },
    /// None of the keys of a record holds the text, as far as their names tell.
    #[error("has no text; its keys are {keys}")]
    NoTextKey {
        /// The keys it has.
        keys: String,
    },
    /// A pipe, a device or a socket.
    #[error("is no regular file")]
    Special,
}

impl Skip {
    /// A skip for a reason in words.
    pub fn new(path: impl Into<String>, line: Option<u64>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), line, reason: reason.into(), cause: None }
    }

    /// A skip for a reason that is known as data.
    pub fn of_cause(path: impl Into<String>, line: Option<u64>, cause: SkipCause) -> Self {
        Self { cause: Some(cause.clone()), ..Self::new(path, line, cause.to_string()) }
    }
}
