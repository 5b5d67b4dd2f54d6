//! Ranking on a public test collection, where it is kept beside the checkout: never below what it was.

use crate::shared;
use demarche::eval;
use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::model::{Document, Layout};

/// Plain BM25 on whole documents, with the same stemmer and without function words, has nDCG@10 0.385 and
/// mean average precision 0.306 here.
pub fn long_questions_are_answered_better_than_by_plain_bm25() {
    let dir = shared().join("ir/cranfield");
    let index = Index::in_memory().unwrap();
    let writer = index.writer().unwrap();
    for line in std::fs::read_to_string(dir.join("corpus.jsonl")).unwrap().lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| record[name].as_str().unwrap().to_owned();
        let title = Some(field("title"));
        let document =
            Document { title, layout: Layout::Speech, ..Document::new(field("id"), field("text")) };
        writer.add(&document, &Extractor::default().extract(&document)).unwrap();
    }
    writer.commit().unwrap();
    let topics = eval::read_topics(&dir.join("queries.jsonl")).unwrap();
    let judgements = eval::read_judgements(&dir.join("qrels.txt")).unwrap();
    let scores = eval::measure(&eval::run(&index, &topics, false).unwrap(), &judgements);
    let eval::Measures { ndcg_10, map, .. } = scores.mean;
    assert!(ndcg_10 >= 0.40, "nDCG@10 {ndcg_10:.4}");
    assert!(map >= 0.315, "MAP {map:.4}");
}
