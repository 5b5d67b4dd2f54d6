//! Ranking on public test collections, where they are kept beside the checkout: well above plain BM25 on whole
//! documents on each of them, and never below what it was.

use crate::shared;
use demarche::eval;
use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::model::{Document, Layout};

/// A collection, with the least nDCG@10 and mean average precision.
struct Collection {
    name: &'static str,
    ndcg: f64,
    map: f64,
}

/// Plain BM25 with the same stemmer and without function words has nDCG@10 .375, .488 and .612 on these: abstracts on
/// aeronautics with long questions, titles and abstracts of computer science, and turns of committees.
const COLLECTIONS: [Collection; 3] = [
    Collection { name: "cranfield", ndcg: 0.41, map: 0.33 },
    Collection { name: "cacm", ndcg: 0.51, map: 0.36 },
    Collection { name: "parliament", ndcg: 0.62, map: 0.56 },
];

pub fn questions_are_answered_better_than_by_plain_bm25() {
    for Collection { name, ndcg, map } in &COLLECTIONS {
        let scores = measured(name);
        let found = scores.mean;
        println!("{name}: nDCG@10 {:.4}, MAP {:.4}", found.ndcg_10, found.map);
        assert!(found.ndcg_10 >= *ndcg, "{name}: nDCG@10 {:.4}", found.ndcg_10);
        assert!(found.map >= *map, "{name}: MAP {:.4}", found.map);
    }
}

fn measured(name: &str) -> eval::Scores {
    let dir = shared().join("ir").join(name);
    let index = Index::in_memory().unwrap();
    let writer = index.writer().unwrap();
    for line in std::fs::read_to_string(dir.join("corpus.jsonl")).unwrap().lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| record[name].as_str().unwrap().to_owned();
        let title = Some(field("title")).filter(|title| !title.is_empty());
        let document =
            Document { title, layout: Layout::Speech, ..Document::new(field("id"), field("text")) };
        writer.add(&document, &Extractor::default().extract(&document)).unwrap();
    }
    writer.commit().unwrap();
    let topics = eval::read_topics(&dir.join("queries.jsonl")).unwrap();
    let judgements = eval::read_judgements(&dir.join("qrels.txt")).unwrap();
    eval::measure(&eval::run(&index, &topics, false).unwrap(), &judgements)
}
