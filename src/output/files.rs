//! The files of an index as CSV.

use std::io::{self, Write};

use super::csv::harmless;
use crate::index::StoredFile;

/// One row a file, under a row of headings.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_files_csv(out: &mut dyn Write, files: &[StoredFile]) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "path",
        "documents",
        "statements",
        "undated",
        "speakerless",
        "skips",
        "copy_of",
        "bytes",
    ])?;
    for file in files {
        table.write_record([
            harmless(file.name.clone()),
            file.documents.to_string(),
            file.statements.to_string(),
            file.undated.to_string(),
            file.speakerless.to_string(),
            file.skips.len().to_string(),
            harmless(file.copy_of.clone().unwrap_or_default()),
            file.size.to_string(),
        ])?;
    }
    table.flush()
}
