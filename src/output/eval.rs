//! Measures of the ranking as text and JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::json::SCHEMA_VERSION;
use super::plain::plain;
use crate::eval::{Measures, Scores};

/// The means as a small table; with `each`, a row for every topic before them.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_scores(out: &mut dyn Write, scores: &Scores, each: bool) -> io::Result<()> {
    let ids = scores.per_topic.keys().filter(|_| each).map(|id| id.chars().count());
    let width = ids.max().unwrap_or(0).max("topic".len());
    writeln!(out, "{:<width$}  nDCG@10     MAP    P@10   R@100      RR", "topic")?;
    let mut row = |name: &str, m: &Measures| {
        let Measures { ndcg_10, map, precision_10, recall_100, reciprocal_rank } = m;
        writeln!(
            out,
            "{name:<width$}  {ndcg_10:>7.4}  {map:.4}  {precision_10:.4}  {recall_100:.4}  {reciprocal_rank:.4}"
        )
    };
    if each {
        for (id, measures) in &scores.per_topic {
            row(&plain(id), measures)?;
        }
    }
    row("mean", &scores.mean)
}

/// The same as one JSON object, under the names that `trec_eval` gives the measures.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_scores_json(out: &mut dyn Write, scores: &Scores) -> io::Result<()> {
    #[derive(Serialize)]
    struct Wire<'a> {
        schema_version: u32,
        #[serde(flatten)]
        scores: &'a Scores,
    }
    serde_json::to_writer_pretty(&mut *out, &Wire { schema_version: SCHEMA_VERSION, scores })?;
    out.write_all(b"\n")
}
