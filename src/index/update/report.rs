//! How an index is brought up to date, and what was done.

use std::time::Duration;

use serde::Serialize;

use crate::read::{ReadOptions, Skip};

/// How an index is brought up to date.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Update {
    /// How files are read.
    pub read: ReadOptions,
    /// Whether files that are gone from the disk go from the index too.
    pub prune: bool,
    /// Whether the first bad input stops the run, leaving the index as it was.
    pub strict: bool,
    /// Whether to say only what would be done. Nothing is written.
    pub dry_run: bool,
    /// How long to wait for another process that writes to the index.
    pub wait: Duration,
    /// Bytes of files between two commits. A larger file that is new is committed in parts; one that replaces
    /// what the index holds of it is in one commit, be it as large as it may.
    pub interval: u64,
}

impl Default for Update {
    fn default() -> Self {
        Self {
            read: ReadOptions::default(),
            prune: false,
            strict: false,
            dry_run: false,
            wait: Duration::ZERO,
            interval: 24_000_000,
        }
    }
}

/// What was done. Every file that was found is counted once: added, replaced, unchanged, skipped, left aside
/// or, if the run was stopped, not reached.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Files read for the first time.
    pub added: u64,
    /// Files read again because they, or the settings, changed.
    pub replaced: u64,
    /// Files left as they were.
    pub unchanged: u64,
    /// Files taken out because they are gone.
    pub removed: u64,
    /// Files of which nothing could be read.
    pub skipped: u64,
    /// Of the files added and replaced, those that hold the same document as another file: it is kept once,
    /// with both places.
    pub copies: u64,
    /// Whether the run was stopped before its end; what was done until then is kept.
    pub stopped: bool,
    /// Files that were not reached, or read in part.
    pub not_reached: u64,
    /// With [`Update::dry_run`]: what would be done, in order of names. Nothing was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub would: Vec<Change>,
    /// Files in the folders that are not statements: hidden files, pictures, read-me files.
    pub left_aside: Vec<Skip>,
    /// Files and rows that could not be read, with their lines.
    pub skips: Vec<Skip>,
    /// What one should know of how files were read, where nothing was left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Skip>,
    /// Documents read.
    pub documents: u64,
    /// Of these, how many have no date: no search from a day to a day and no timeline finds them.
    pub undated: u64,
    /// Of these, how many have no statement with a speaker.
    pub speakerless: u64,
    /// The name under which what came on standard input is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_input: Option<String>,
    /// Statements found in them.
    pub statements: u64,
    /// Passages indexed.
    pub passages: u64,
    /// Bytes of text read.
    pub bytes: u64,
    /// Seconds it took.
    pub seconds: f64,
}

/// What happens, or would happen, to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Deed {
    /// Read for the first time.
    Add,
    /// Read again.
    Replace,
    /// Taken out.
    Remove,
}

/// A file and what would be done with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The file.
    pub path: String,
    /// What would be done.
    #[serde(rename = "do")]
    pub deed: Deed,
}
