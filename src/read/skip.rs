//! Skips: what was left out of what was read, and why.

use serde::{Deserialize, Serialize};

use super::Field;

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
    /// An object of JSON has no text of its own, and a list in it holds records.
    #[error("holds its records in a list under `{list}`; its keys are {keys}")]
    NestedRecords {
        /// The keys that lead to the list: `response.docs`.
        list: String,
        /// The keys it has.
        keys: String,
    },
    /// No list of records lies where [`ReadOptions::records`](super::ReadOptions::records) says.
    #[error("has no list of records under `{path}`")]
    NoRecords {
        /// The keys that should lead to it.
        path: String,
    },
    /// An object of JSON is longer than one document may be.
    #[error("is longer than {limit}; cut it into several records")]
    LongRecord {
        /// The most it may be.
        limit: String,
    },
    /// No record of a table says who speaks, or when, as far as the headings tell. Nothing was left out.
    #[error("no row has a {}; its columns are {columns}", named(.fields))]
    NoColumnFor {
        /// What they lack.
        fields: Vec<Field>,
        /// The columns it has.
        columns: String,
    },
    /// Two columns may hold the text.
    #[error("its text is taken from `{taken}`; `{other}` may hold text too, and was not read")]
    OtherText {
        /// The one that was taken.
        taken: String,
        /// The other.
        other: String,
    },
    /// The encoding of a text had to be guessed, and its bytes fit none well.
    #[error("its bytes fit badly in {encoding}, in which it was read: letters may be wrong")]
    Misfit {
        /// The name of the encoding.
        encoding: String,
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
    /// A hidden file in a folder.
    #[error("a hidden file")]
    Hidden,
    /// A file that tells about a folder: `README`, `LICENSE`.
    #[error("tells about the folder; name it to index it")]
    AboutFolder,
    /// A file whose ending says that it is no text.
    #[error("a .{ending} file is not read; save it as plain text")]
    NotRead {
        /// The ending, in small letters.
        ending: String,
    },
    /// A folder is gone as a whole, or stands empty: its files stay in the index.
    #[error(
        "is gone or empty as a whole, as a drive is that is not connected; its {files} files stay in the index"
    )]
    FolderGone {
        /// How many files of it the index has.
        files: u64,
    },
    /// What comes on standard input has the name of a file that the index has.
    #[error("is the name of a file in the index; what came on standard input was not read")]
    NameTaken,
    /// A pipe, a device or a socket.
    #[error("is no regular file")]
    Special,
}

/// Fields by their names: `speaker and no date`.
fn named(fields: &[Field]) -> String {
    fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(" and no ")
}

impl Skip {
    /// How many files a skip of a file in a folder stands for in a count, in words: `12 hidden files`.
    pub fn counted(&self, files: usize) -> String {
        let several = if files == 1 { "" } else { "s" };
        match &self.cause {
            Some(SkipCause::Hidden) => format!("hidden file{several}"),
            Some(SkipCause::AboutFolder) => format!("file{several} about a folder (README, LICENSE)"),
            Some(SkipCause::NotRead { ending }) => format!(".{ending} file{several}"),
            _ => format!("file{several}: {}", self.reason),
        }
    }

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
