//! Measures of the ranking as text and JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::json::SCHEMA_VERSION;
use super::plain::plain;
use crate::eval::{Comparison, Difference, Measures, Scores};

/// The means as a small table; with `each`, a row for every topic before them; with a comparison, three rows after them.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_scores(
    out: &mut dyn Write,
    scores: &Scores,
    comparison: Option<&Comparison>,
    each: bool,
) -> io::Result<()> {
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
    row("mean", &scores.mean)?;
    comparison.map_or(Ok(()), |comparison| compared(out, comparison, width))
}

/// The means of the other run, over the topics that both have, the differences from them, and their p values.
fn compared(out: &mut dyn Write, comparison: &Comparison, width: usize) -> io::Result<()> {
    let Comparison { ndcg_10, map, precision_10, recall_100, reciprocal_rank, .. } = comparison;
    let measures = [ndcg_10, map, precision_10, recall_100, reciprocal_rank];
    let mut row = |name: &str, value: &dyn Fn(&Difference) -> String| {
        let values: Vec<String> =
            measures.iter().map(|difference| format!("{:>7}", value(difference))).collect();
        writeln!(out, "{name:<width$}  {}", values.join(" "))
    };
    row("other", &|difference| format!("{:.4}", difference.other))?;
    row("+/-", &|difference| format!("{:+.4}", difference.mean - difference.other))?;
    row("p", &|difference| format!("{:.4}", difference.p))
}

/// The same as one JSON object, under the names that `trec_eval` gives the measures.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_scores_json(
    out: &mut dyn Write,
    scores: &Scores,
    comparison: Option<&Comparison>,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Wire<'a> {
        schema_version: u32,
        #[serde(flatten)]
        scores: &'a Scores,
        #[serde(skip_serializing_if = "Option::is_none")]
        comparison: Option<&'a Comparison>,
    }
    serde_json::to_writer_pretty(&mut *out, &Wire { schema_version: SCHEMA_VERSION, scores, comparison })?;
    out.write_all(b"\n")
}
