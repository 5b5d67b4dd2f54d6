//! The research log: which searches were run, as they were understood, and how much they found. Kept where a project asks for it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::saved::append_line;
use crate::record::RecordError;
use crate::record::file::read;

/// One run of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logged {
    /// When, as RFC 3339 has it.
    pub on: String,
    /// What was run: `search`, `timeline`.
    pub command: String,
    /// The query, as typed.
    pub query: String,
    /// The query, as understood.
    pub understood: String,
    /// The filters, as JSON.
    pub filters: serde_json::Value,
    /// The index's generation: the same number for the same content.
    pub generation: u64,
    /// How many were found.
    pub count: u64,
    /// Of what: `passages`, `statements`.
    pub of: String,
}

impl Logged {
    /// Appends it to a log.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn append_to(&self, path: &Path) -> Result<(), RecordError> {
        let line = serde_json::to_string(self).map_err(|error| RecordError::io(path, error.into()))?;
        append_line(path, &line)
    }
}

/// The runs of a log, the first first.
///
/// # Errors
/// [`RecordError`] with file and line.
pub fn read_log(path: &Path) -> Result<Vec<Logged>, RecordError> {
    let text = read(path)?.unwrap_or_default();
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line)
                .map_err(|error| RecordError::at(path, number, format!("is no run: {error}")))
        })
        .collect()
}
