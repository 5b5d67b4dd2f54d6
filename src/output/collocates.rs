//! Collocates as JSON and CSV.

use std::io::{self, Write};

use serde::Serialize;

use super::csv::harmless;
use super::json::{Asked, SCHEMA_VERSION};
use crate::query::Query;
use crate::search::{Association, CollocateOptions, Collocates};

/// One JSON object: the query as understood, the settings, the counts and the collocates.
///
/// # Errors
/// Where the stream refuses what is written.
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
        query: Asked::new(query, &options.filters, &found.notes),
        window: options.window,
        min: options.min,
        sorted_by: options.order,
        found,
    };
    serde_json::to_writer_pretty(&mut *out, &answer)?;
    out.write_all(b"\n")
}

/// One row a collocate, under a row of headings.
///
/// # Errors
/// Where the stream refuses what is written.
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
