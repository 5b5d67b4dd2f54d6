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
    /// A value of a date is none that can be: it was kept as words.
    #[error("`{text}` is no date{}; the {} was kept without it", day_number(.text), if *.record { "record" } else { "text" })]
    NoDate {
        /// The value.
        text: String,
        /// Whether it is a record's of a table.
        record: bool,
    },
    /// Day and month of a date may change places, and nothing settles which is which.
    #[error("`{date}` may mean two days, and so in {count} documents of it; they were kept without a date")]
    DateInDoubt {
        /// The first such date.
        date: String,
        /// How many documents have one.
        count: u64,
    },
    /// A pipe, a device or a socket.
    #[error("is no regular file")]
    Special,
}

impl Skip {
    /// The file, and the line where one can be named: `talks.csv:12`.
    pub fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.path),
            None => self.path.clone(),
        }
    }

    /// A skip for a reason in words.
    pub fn new(path: impl Into<String>, line: Option<u64>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), line, reason: reason.into(), cause: None }
    }

    /// A skip for a reason that is known as data.
    pub fn of_cause(path: impl Into<String>, line: Option<u64>, cause: SkipCause) -> Self {
        Self { cause: Some(cause.clone()), ..Self::new(path, line, cause.to_string()) }
    }
}

/// What a number is that stands where a date should: spreadsheets count the days since 1900.
fn day_number(text: &str) -> &'static str {
    match text.trim().parse::<u32>() {
        Ok(20_000..=80_000) => " (is it a spreadsheet's number of a day? write the column as YYYY-MM-DD)",
        _ => "",
    }
}
