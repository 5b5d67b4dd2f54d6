//! Collocates as text, JSON and CSV.

use std::io::{self, Write};

use anstyle::Style;
use serde::Serialize;
use textwrap::core::display_width;

use super::csv::harmless;
use super::json::{Asked, SCHEMA_VERSION};
use super::plain;
use crate::query::Query;
use crate::search::{Association, Collocate, CollocateOptions, Collocates};

const HEAD: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// A table of the first `most` collocates, with the figures.
pub fn write_collocates(out: &mut dyn Write, found: &Collocates, most: usize) -> io::Result<()> {
    let shown = &found.collocates[..found.collocates.len().min(most)];
    let widest = shown.iter().map(|collocate| display_width(&plain(&collocate.word))).max();
    let width = widest.unwrap_or(0).clamp("word".len(), 30);
    writeln!(out, "{HEAD}{:<width$}  observed  expected  in corpus  log-likelihood     MI{HEAD:#}", "word")?;
    for Collocate { word, observed, expected, frequency, log_likelihood, mi } in shown {
        let word = super::kwic::first(&plain(word), width);
        let fill = " ".repeat(width.saturating_sub(display_width(&word)));
        writeln!(
            out,
            "{word}{fill}  {observed:>8}  {expected:>8.2}  {QUIET}{frequency:>9}{QUIET:#}  {log_likelihood:>14.2}  {mi:>5.2}"
        )?;
    }
    Ok(())
}

/// One JSON object: the query as understood, the settings, the counts and the collocates.
pub fn write_collocates_json(
    out: &mut dyn Write,
    query: &Query,
    options: &CollocateOptions,
    found: &Collocates,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Answer<'a> {
        schema_version: u32,
        query: Asked<'a>,
        window: usize,
        min: u64,
        sorted_by: Association,
        #[serde(flatten)]
        found: &'a Collocates,
    }
    let answer = Answer {
        schema_version: SCHEMA_VERSION,
        query: Asked::of(query, &options.filters, &found.notes),
        window: options.window,
        min: options.min,
        sorted_by: options.order,
        found,
    };
    serde_json::to_writer_pretty(&mut *out, &answer)?;
    out.write_all(b"\n")
}

/// One row a collocate, under a row of headings.
pub fn write_collocates_csv(out: &mut dyn Write, found: &Collocates) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["word", "observed", "expected", "frequency", "log_likelihood", "mi"])?;
    for collocate in &found.collocates {
        table.write_record([
            harmless(collocate.word.clone()),
            collocate.observed.to_string(),
            format!("{:.4}", collocate.expected),
            collocate.frequency.to_string(),
            format!("{:.4}", collocate.log_likelihood),
            format!("{:.4}", collocate.mi),
        ])?;
    }
    table.flush()
}
