//! Quotations of the corpus and where their words were said, as text, CSV and JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::super::csv::harmless;
use super::super::permalink::Permalink;
use super::super::plain::plain;
use super::json::{citation, permalink};
use super::{told, who};
use crate::model::StatementDate;
use crate::quotation::{Difference, Echo, Quoting, Verdict};

const HEADINGS: [&str; 14] = [
    "quotation",
    "speaker",
    "quoted_in",
    "quoted_on",
    "quoted_by",
    "quoted_permalink",
    "verdict",
    "days",
    "original",
    "said_in",
    "said_on",
    "said_by",
    "said_permalink",
    "differences",
];

/// A table of echoes, a row each: both permalinks, the verdict, and the days between.
pub struct EchoesCsv<W: Write>(csv::Writer<W>);

impl<W: Write> EchoesCsv<W> {
    /// Begins the table with its headings.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn new(out: W) -> io::Result<Self> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(HEADINGS)?;
        Ok(Self(table))
    }

    /// Adds a row. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn echo(&mut self, echo: &Echo) -> io::Result<()> {
        let Echo { quoting, original, days } = echo;
        let date = |date: &StatementDate| date.value.map_or(String::new(), |date| date.to_string());
        let row = [
            quoting.text.clone(),
            quoting.speaker.clone().unwrap_or_default(),
            quoting.stored.path.clone(),
            date(written(quoting)),
            by(quoting),
            link(quoting),
            echo.verdict().as_str().to_owned(),
            days.map_or(String::new(), |days| days.to_string()),
            original.text.clone(),
            original.stored.path.clone(),
            date(&original.stored.date),
            who(original),
            permalink(original),
            original.differences.iter().map(told).collect::<Vec<_>>().join("; "),
        ];
        Ok(self.0.write_record(row.map(harmless))?)
    }

    /// Writes out what is left.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The JSON shape of an echo.
#[derive(Serialize)]
pub struct EchoJson<'a> {
    quotation: &'a str,
    speaker: Option<&'a str>,
    quoted_in: &'a str,
    quoted_on: &'a StatementDate,
    quoted_permalink: String,
    verdict: Verdict,
    days: Option<i64>,
    original: &'a str,
    said_in: &'a str,
    said_on: &'a StatementDate,
    said_by: String,
    said_permalink: String,
    differences: &'a [Difference],
}

impl<'a> EchoJson<'a> {
    /// Of an echo.
    pub fn new(echo: &'a Echo) -> Self {
        let Echo { quoting, original, days } = echo;
        Self {
            quotation: &quoting.text,
            speaker: quoting.speaker.as_deref(),
            quoted_in: &quoting.stored.path,
            quoted_on: written(quoting),
            quoted_permalink: link(quoting),
            verdict: echo.verdict(),
            days: *days,
            original: &original.text,
            said_in: &original.stored.path,
            said_on: &original.stored.date,
            said_by: who(original),
            said_permalink: permalink(original),
            differences: &original.differences,
        }
    }
}

/// Echoes as text, each with the quotation, where it stands and where the words were said.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_echoes(out: &mut dyn Write, echoes: &[Echo]) -> io::Result<()> {
    for echo in echoes {
        let Echo { quoting, original, days } = echo;
        let later = days.map(|days| match days {
            0 => ", the same day".to_owned(),
            days => format!(", {} later", super::super::count(days.unsigned_abs(), "day")),
        });
        writeln!(out, "{}{}", echo.verdict().as_str(), later.unwrap_or_default())?;
        let date = written(quoting).value.map_or("no date".to_owned(), |date| date.to_string());
        writeln!(out, "  “{}”", plain(&quoting.text))?;
        writeln!(out, "    in {}, {date}  {}", plain(&quoting.stored.path), link(quoting))?;
        for line in &original.differences {
            writeln!(out, "  {}", plain(&told(line)))?;
        }
        writeln!(out, "  said: {}, {}", plain(&who(original)), plain(&citation(original)))?;
        writeln!(out, "    {}\n", permalink(original))?;
    }
    Ok(())
}

fn written(quoting: &Quoting) -> &StatementDate {
    quoting.stored.published.as_ref().unwrap_or(&quoting.stored.date)
}

/// Who has the quotation: the speaker of a speech; of an article nobody.
fn by(quoting: &Quoting) -> String {
    let spoken = quoting.stored.kind == crate::model::Kind::Spoken;
    let speaker = quoting.stored.speaker.as_ref().filter(|_| spoken);
    speaker.map_or(String::new(), |speaker| speaker.name.clone())
}

fn link(quoting: &Quoting) -> String {
    Permalink::new(&quoting.stored.id, quoting.span, &quoting.in_body).to_string()
}
