//! Ranking on a public test collection, where it is kept beside the checkout: never below what it was.

mod common;

use std::collections::HashMap;

use common::shared;
use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::model::{Document, Layout};
use demarche::query::{ParseOptions, Query};
use demarche::search::Options;

fn lines(path: &std::path::Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Plain BM25 on whole documents, with the same stemmer and without function words, has nDCG@10 0.385 and
/// mean average precision 0.306 here.
#[test]
fn long_questions_are_answered_better_than_by_plain_bm25() {
    let Some(dir) = shared().map(|dir| dir.join("ir/cranfield")) else { return };
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for record in lines(&dir.join("corpus.jsonl")) {
        let field = |name: &str| record[name].as_str().unwrap().to_owned();
        let title = Some(field("title"));
        let document =
            Document { title, layout: Layout::Speech, ..Document::new(field("id"), field("text")) };
        writer.add(&document, &Extractor::default().extract(&document)).unwrap();
    }
    writer.commit().unwrap();
    let mut relevant: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for line in std::fs::read_to_string(dir.join("qrels.txt")).unwrap().lines() {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let gain: f64 = cells[3].parse().unwrap();
        if gain > 0.0 {
            relevant.entry(cells[0].to_owned()).or_default().insert(cells[2].to_owned(), gain);
        }
    }
    let (mut ndcg, mut precision, mut queries) = (0.0, 0.0, 0.0);
    for topic in lines(&dir.join("queries.jsonl")) {
        let Some(gains) = relevant.get(topic["id"].as_str().unwrap()) else { continue };
        let query = Query::parse(topic["text"].as_str().unwrap(), &ParseOptions::default()).unwrap();
        let results = index.search(&query, &Options { limit: 120, ..Options::default() }).unwrap();
        let mut found: Vec<String> = Vec::new();
        for hit in results.hits {
            if !found.contains(&hit.stored.path) {
                found.push(hit.stored.path);
            }
        }
        let discounted = |gains: &[f64]| -> f64 {
            gains.iter().take(10).zip(2..).map(|(gain, rank)| gain / f64::from(rank).log2()).sum()
        };
        let at: Vec<f64> = found.iter().map(|path| gains.get(path).copied().unwrap_or(0.0)).collect();
        let mut ideal: Vec<f64> = gains.values().copied().collect();
        ideal.sort_by(|a, b| b.total_cmp(a));
        ndcg += discounted(&at) / discounted(&ideal);
        let mut held = 0.0;
        for (rank, gain) in at.iter().enumerate() {
            if *gain > 0.0 {
                held += 1.0;
                precision += held / (rank as f64 + 1.0) / gains.len() as f64;
            }
        }
        queries += 1.0;
    }
    let (ndcg, map) = (ndcg / queries, precision / queries);
    assert!(ndcg >= 0.40, "nDCG@10 {ndcg:.4}");
    assert!(map >= 0.315, "MAP {map:.4}");
}
