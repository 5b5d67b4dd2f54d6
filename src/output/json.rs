//! Hits as JSON, the shape that scripts rely on.

use std::io::{self, Write};

use serde::Serialize;

use crate::query::{Filters, Query};
use crate::search::{Facets, Hit, KwicTotals, Line, Results, Searched};

/// The version of the JSON shapes; it changes when a key changes its meaning or goes.
pub(in crate::output) const SCHEMA_VERSION: u32 = 3;

/// One JSON object a hit, a line each.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_jsonl(out: &mut dyn Write, results: &Results) -> io::Result<()> {
    for hit in &results.hits {
        serde_json::to_writer(&mut *out, hit)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// One hit as a line; it says as `found_by` by what question, of which state of the index, it was found.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_hit_found_by(out: &mut dyn Write, hit: &Hit, found_by: &str) -> io::Result<()> {
    #[derive(Serialize)]
    struct Found<'a> {
        #[serde(flatten)]
        hit: &'a Hit,
        found_by: &'a str,
    }
    serde_json::to_writer(&mut *out, &Found { hit, found_by })?;
    out.write_all(b"\n")
}

/// One JSON object: the query as understood, the counts, the facets where asked for, and the hits.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_json(
    out: &mut dyn Write,
    query: &Query,
    filters: &Filters,
    results: &Results,
    facets: Option<&Facets>,
) -> io::Result<()> {
    let answer = Answer {
        schema_version: SCHEMA_VERSION,
        query: Asked::new(query, filters, &results.notes),
        total: results.all + results.some,
        with_all_words: results.all,
        with_some_words: results.some,
        shown: results.hits.len(),
        searched: &results.searched,
        advice: &results.advice,
        facets,
        hits: &results.hits,
    };
    serde_json::to_writer_pretty(&mut *out, &answer)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Answer<'a> {
    schema_version: u32,
    query: Asked<'a>,
    total: usize,
    with_all_words: usize,
    with_some_words: usize,
    shown: usize,
    #[serde(skip_serializing_if = "<[Searched]>::is_empty")]
    searched: &'a [Searched],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    advice: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<&'a Facets>,
    hits: &'a [Hit],
}

#[derive(Serialize)]
pub(super) struct Asked<'a> {
    input: &'a str,
    understood: String,
    words: Vec<&'a str>,
    filters: &'a Filters,
    notes: Vec<&'a str>,
}

impl<'a> Asked<'a> {
    /// The query as understood; `notes` say what was cut short when it was searched.
    pub fn new(query: &'a Query, filters: &'a Filters, notes: &'a [String]) -> Self {
        Self {
            input: &query.input,
            understood: query.understood(),
            words: query.asked(),
            filters,
            notes: query.notes.iter().map(|note| &note.text).chain(notes).map(String::as_str).collect(),
        }
    }
}

/// A concordance as one JSON object: the query as understood, the counts and the lines.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_lines_json(
    out: &mut dyn Write,
    query: &Query,
    filters: &Filters,
    totals: &KwicTotals,
    lines: &[Line],
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Answer<'a> {
        schema_version: u32,
        query: Asked<'a>,
        total: &'a KwicTotals,
        shown: usize,
        lines: &'a [Line],
    }
    let query = Asked::new(query, filters, &totals.notes);
    let answer = Answer { schema_version: SCHEMA_VERSION, query, total: totals, shown: lines.len(), lines };
    serde_json::to_writer_pretty(&mut *out, &answer)?;
    out.write_all(b"\n")
}
