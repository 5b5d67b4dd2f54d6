//! Concordance lines as CSV.

use std::io::{self, Write};

use super::csv::{harmless, names, unnamed};
use crate::model::Speaker;
use crate::search::Line;

/// A table of lines with the columns of quanteda's `kwic` (docname, from, to, pre, keyword, post, pattern),
/// then speaker, date, where the match stands, and all who speak. `from` and `to` count the document's words from 1,
/// `start` and `end` its code points from 0.
pub struct LinesCsv<W: Write>(csv::Writer<W>);

impl<W: Write> LinesCsv<W> {
    /// Begins the table with its headings.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn new(out: W) -> io::Result<Self> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record([
            "docname",
            "from",
            "to",
            "pre",
            "keyword",
            "post",
            "pattern",
            "speaker",
            "date",
            "id",
            "start",
            "end",
            "speakers",
            "unnamed_speaker",
        ])?;
        Ok(Self(table))
    }

    /// Adds a line. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn line(&mut self, line: &Line) -> io::Result<()> {
        let speaker = line.speaker.as_ref().and_then(Speaker::known_name).unwrap_or_default().to_owned();
        let date = line.date.value.map(|date| date.to_string()).unwrap_or_default();
        let row = [
            line.docname.clone(),
            line.from.to_string(),
            line.to.to_string(),
            line.pre.trim().to_owned(),
            line.keyword.clone(),
            line.post.trim().to_owned(),
            line.pattern.clone(),
            speaker,
            date,
            line.id.clone(),
            line.start.to_string(),
            line.end.to_string(),
            names(line.all_speakers()).collect::<Vec<_>>().join(";"),
            unnamed(line.all_speakers()).collect::<Vec<_>>().join(";"),
        ];
        self.0.write_record(row.map(harmless))?;
        Ok(())
    }

    /// Writes out what is left.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}
