//! Hits as JSON, the shape that scripts rely on.

use std::io::{self, Write};

use serde::Serialize;

use crate::query::{Filters, Query};
use crate::search::{Hit, Results, Searched};

/// The version of the JSON shapes; it changes when a key changes its meaning or goes.
const SCHEMA_VERSION: u32 = 1;

/// One JSON object a hit, a line each.
pub fn write_jsonl(out: &mut dyn Write, results: &Results) -> io::Result<()> {
    for hit in &results.hits {
        serde_json::to_writer(&mut *out, hit)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// One JSON object: the query as understood, the counts and the hits.
pub fn write_json(
    out: &mut dyn Write,
    query: &Query,
    filters: &Filters,
    results: &Results,
) -> io::Result<()> {
    let answer = Answer {
        schema_version: SCHEMA_VERSION,
        query: Asked {
            input: &query.input,
            understood: query.understood(),
            words: query.asked(),
            filters,
            notes: query
                .notes
                .iter()
                .map(|note| &note.text)
                .chain(&results.notes)
                .map(String::as_str)
                .collect(),
        },
        total: results.all + results.some,
        with_all_words: results.all,
        with_some_words: results.some,
        shown: results.hits.len(),
        searched: &results.searched,
        advice: &results.advice,
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
    hits: &'a [Hit],
}

#[derive(Serialize)]
struct Asked<'a> {
    input: &'a str,
    understood: String,
    words: Vec<&'a str>,
    filters: &'a Filters,
    notes: Vec<&'a str>,
}
