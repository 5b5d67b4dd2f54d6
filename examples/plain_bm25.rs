//! Plain BM25, to measure the ranking against: whole documents, English stems, no function words, nothing else.
//!
//! `cargo run --release --example plain_bm25 -- CORPUS.jsonl TOPICS QRELS` prints what `demarche eval` prints. The
//! formula is that of Robertson and Zaragoza (2009), “The probabilistic relevance framework”, with Lucene's
//! idf, k1 = 1.2 and b = 0.75; a document's title stands before its text.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use demarche::eval::{self, RankedDocument, Run};
use demarche::index::analysis;
use demarche::output::write_scores;

const K1: f64 = 1.2;
const B: f64 = 0.75;
/// The stop words of Lucene's English analyser.
const STOP: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no",
    "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to",
    "was", "will", "with",
];

fn stems(text: &str) -> Vec<String> {
    let words = analysis::words(text).filter(|word| !STOP.contains(&word.folded.as_str()));
    words.map(|word| analysis::stem(&word.folded)).collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [corpus, topics, qrels] = &args[..] else { return Err("CORPUS.jsonl TOPICS QRELS".into()) };
    let (mut ids, mut lengths) = (Vec::new(), Vec::new());
    let mut postings: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
    for line in std::fs::read_to_string(corpus)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| record[name].as_str().unwrap_or_default();
        let words = stems(&format!("{} {}", field("title"), field("text")));
        let mut counts: HashMap<String, f64> = HashMap::new();
        lengths.push(words.len() as f64);
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1.0);
        counts
            .into_iter()
            .for_each(|(word, count)| postings.entry(word).or_default().push((ids.len(), count)));
        ids.push(field("id").to_owned());
    }
    let all = ids.len() as f64;
    let average = lengths.iter().sum::<f64>() / all;
    let mut run = Run::default();
    for topic in eval::read_topics(Path::new(topics))? {
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for word in stems(&topic.text).into_iter().collect::<HashSet<_>>() {
            let held = postings.get(&word).map(Vec::as_slice).unwrap_or_default();
            let idf = (1.0 + (all - held.len() as f64 + 0.5) / (held.len() as f64 + 0.5)).ln();
            for (document, count) in held {
                let norm = K1 * (1.0 - B + B * lengths[*document] / average);
                *scores.entry(*document).or_default() += idf * count / (count + norm);
            }
        }
        let mut found: Vec<(usize, f64)> = scores.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(eval::DEPTH);
        let ranked = found
            .into_iter()
            .map(|(at, score)| RankedDocument { document: ids[at].clone(), score: score as f32 });
        run.topics.push((topic.id, ranked.collect()));
    }
    let scores = eval::measure(&run, &eval::read_judgements(Path::new(qrels))?);
    write_scores(&mut std::io::stdout(), &scores, None, false)?;
    Ok(())
}
