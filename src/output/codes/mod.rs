//! Codes, coded documents and collections for other programs.
//!
//! A code book as CSV is what Taguette reads; `.qdc` and `.qdpx` are REFI-QDA 1.0 and 1.5 (<https://www.qdasoftware.org>), which
//! ATLAS.ti, MAXQDA, NVivo, QualCoder and others import. They are a hand-over in one direction: nothing is read back.

mod collection;
mod refi;

use std::io::{self, Write};

pub use collection::{write_collection_csv, write_collection_markdown};
pub use refi::write_qdc;
#[cfg(feature = "refi")]
pub use refi::write_qdpx;

use super::csv::harmless;
use crate::record::CodeBook;

/// A code book as Taguette imports it: `tag`, `description`, `uses`.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_code_book_csv(out: &mut dyn Write, book: &CodeBook) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["tag", "description", "uses"])?;
    for code in &book.codes {
        let row = [code.name.clone(), code.description.clone().unwrap_or_default(), code.uses.to_string()];
        table.write_record(row.map(harmless))?;
    }
    table.flush()
}
