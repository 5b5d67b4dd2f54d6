//! Puts topics to an index: documents by their best passage.

use std::collections::HashSet;
use std::io::{self, Write};

use super::Topic;
use crate::index::Index;
use crate::query::{ParseOptions, Query};
use crate::search::{Options, SearchError};

/// How many documents answer a topic at most: what `trec_eval` is given by custom.
pub const DEPTH: usize = 1000;

/// A document that answers a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedDocument {
    /// The record's own id in its table; the document's path where it has none.
    pub document: String,
    /// The score of its best passage: never above that of the document before it.
    pub score: f32,
}

/// The answers to each topic, best first; topics in the order asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Each topic's id and its answers.
    pub topics: Vec<(String, Vec<RankedDocument>)>,
}

/// Puts the topics to the index, each as literal text, and ranks documents by their best passage; `expand` as
/// [`Options::expand`].
///
/// # Errors
/// Where a query or filter cannot be meant, or the index cannot be read.
pub fn run(index: &Index, topics: &[Topic], expand: bool) -> Result<Run, SearchError> {
    let literal = ParseOptions { literal: true, ..ParseOptions::default() };
    let mut run = Run::default();
    for topic in topics {
        let query = Query::parse(&topic.text, &literal)?;
        run.topics.push((topic.id.clone(), answers(index, &query, expand)?));
    }
    Ok(run)
}

fn answers(index: &Index, query: &Query, expand: bool) -> Result<Vec<RankedDocument>, SearchError> {
    let mut ranked: Vec<RankedDocument> = Vec::new();
    let mut seen = HashSet::new();
    // A query without a word asks for everything: that is no answer.
    let mut left = !query.asked().is_empty();
    let mut options = Options {
        limit: DEPTH,
        expand,
        marks: false,
        all_copies: true,
        per_document: 0,
        ..Options::default()
    };
    while left && ranked.len() < DEPTH {
        let hits = index.search(query, &options)?.hits;
        left = hits.len() == options.limit;
        options.offset += hits.len();
        for hit in hits {
            let document = hit.stored.record.unwrap_or(hit.stored.path);
            if seen.insert(document.clone()) {
                ranked.push(RankedDocument { document, score: hit.score });
            }
        }
    }
    ranked.truncate(DEPTH);
    lift(&mut ranked);
    Ok(ranked)
}

/// Passages with all the words stand before those with some, whatever their scores. A run has scores only,
/// so where one is above that of the answer before it, all answers before it are lifted above it.
fn lift(ranked: &mut [RankedDocument]) {
    let mut lift = 0.0;
    let mut after = f32::NEG_INFINITY;
    for answer in ranked.iter_mut().rev() {
        if answer.score + lift < after {
            lift = after - answer.score + 1.0;
        }
        answer.score += lift;
        after = answer.score;
    }
}

/// Writes a run as TREC has it: `topic Q0 document rank score name`. White space in an id becomes `_`.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_run(out: &mut dyn Write, run: &Run, name: &str) -> io::Result<()> {
    let whole = |id: &str| id.split_whitespace().collect::<Vec<_>>().join("_");
    for (topic, answers) in &run.topics {
        for (at, answer) in answers.iter().enumerate() {
            let (topic, document) = (whole(topic), whole(&answer.document));
            writeln!(out, "{topic} Q0 {document} {} {} {name}", at + 1, answer.score)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::model::{Document, Layout, Speaker};

    fn index(texts: &[(&str, String)]) -> Index {
        let index = Index::in_memory().unwrap();
        let writer = index.writer().unwrap();
        for (record, text) in texts {
            let speaker = Some(Speaker::named("Ada Example"));
            let mut document = Document { speaker, layout: Layout::Speech, ..Document::new(*record, text) };
            document.record = Some((*record).to_owned());
            writer.add(&document, &Extractor::default().extract(&document)).unwrap();
        }
        writer.commit().unwrap();
        index
    }

    #[test]
    fn scores_fall_down_a_ranking_in_its_order() {
        let answer = |document: &str, score| RankedDocument { document: document.to_owned(), score };
        let mut ranked = vec![answer("a", 2.0), answer("b", 1.0), answer("c", 4.0), answer("d", 0.5)];
        lift(&mut ranked);
        let scores: Vec<f32> = ranked.iter().map(|answer| answer.score).collect();
        assert_eq!(scores, [6.0, 5.0, 4.0, 0.5]);
    }

    #[test]
    fn documents_are_ranked_once_each_by_their_best_passage() {
        let long =
            format!("{}The river treaty. ", "We spoke of the river and of much else that day. ".repeat(80));
        let index = index(&[("long", long), ("short", "A treaty.".into()), ("other", "Grain.".into())]);
        let topics = [
            Topic { id: "1".into(), text: "\"river treaty\"".into() },
            Topic { id: "2".into(), text: "?".into() },
        ];
        let run = run(&index, &topics, false).unwrap();
        let answers: Vec<&str> = run.topics[0].1.iter().map(|answer| answer.document.as_str()).collect();
        assert_eq!(answers, ["long", "short"], "quotation marks are no syntax here");
        assert!(run.topics[0].1[0].score > run.topics[0].1[1].score);
        assert!(run.topics[1].1.is_empty());
        let mut written = Vec::new();
        write_run(&mut written, &run, "demarche").unwrap();
        let written = String::from_utf8(written).unwrap();
        let first: Vec<&str> = written.lines().next().unwrap().split(' ').collect();
        assert_eq!(first[..4], ["1", "Q0", "long", "1"]);
        assert_eq!(first[4].parse::<f32>().unwrap(), run.topics[0].1[0].score);
    }
}
