//! Puts topics to an index: documents by their best passage.

use std::collections::HashSet;
use std::io::{self, Write};

use super::Topic;
use crate::index::Index;
use crate::query::Query;
use crate::search::{Match, Options, SearchError};

/// How many documents answer a topic at most: what `trec_eval` is given by custom.
pub const DEPTH: usize = 1000;

/// A document that answers a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The record's own id in its table; the document's path where it has none.
    pub document: String,
    /// The score of its best passage: never above that of the document before it.
    pub score: f32,
}

/// The answers to each topic, best first; topics in the order asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Each topic's id and its answers.
    pub topics: Vec<(String, Vec<Ranked>)>,
}

/// Puts the topics to the index, each as literal text, and ranks documents by their best passage.
pub fn run(index: &Index, topics: &[Topic]) -> Result<Run, SearchError> {
    let mut run = Run::default();
    for topic in topics {
        run.topics.push((topic.id.clone(), answers(index, &literal(&topic.text))?));
    }
    Ok(run)
}

/// A text with nothing in it that could be taken for syntax.
fn literal(text: &str) -> Query {
    Query::parse(&text.replace(['"', '“', '”', '„', '«', '»'], " "))
}

fn answers(index: &Index, query: &Query) -> Result<Vec<Ranked>, SearchError> {
    let mut ranked: Vec<(Match, Ranked)> = Vec::new();
    let mut seen = HashSet::new();
    // A query without a word asks for everything: that is no answer.
    let mut left = !query.clauses.is_empty();
    let mut options = Options { limit: DEPTH, marks: false, ..Options::default() };
    while left && ranked.len() < DEPTH {
        let hits = index.search(query, &options)?.hits;
        left = hits.len() == options.limit;
        options.offset += hits.len();
        for hit in hits {
            let document = hit.stored.record.unwrap_or(hit.stored.path);
            if seen.insert(document.clone()) {
                ranked.push((hit.matched, Ranked { document, score: hit.score }));
            }
        }
    }
    ranked.truncate(DEPTH);
    // Passages with all the words stand before those with some, whatever their scores; a run has scores
    // only, so they are lifted above the best of the others.
    let lift = ranked.iter().filter(|(matched, _)| *matched == Match::Some).map(|(_, answer)| answer.score);
    let lift = lift.fold(0.0, f32::max);
    let lifted = ranked.into_iter().map(|(matched, mut answer)| {
        answer.score += if matched == Match::All { lift } else { 0.0 };
        answer
    });
    Ok(lifted.collect())
}

/// Writes a run as TREC has it: `topic Q0 document rank score name`. White space in an id becomes `_`.
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
        let mut writer = index.writer().unwrap();
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
    fn documents_are_ranked_once_each_by_their_best_passage() {
        let long =
            format!("{}The river treaty. ", "We spoke of the river and of much else that day. ".repeat(80));
        let index = index(&[("long", long), ("short", "A treaty.".into()), ("other", "Grain.".into())]);
        let topics = [
            Topic { id: "1".into(), text: "\"river treaty\"".into() },
            Topic { id: "2".into(), text: "?".into() },
        ];
        let run = run(&index, &topics).unwrap();
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
