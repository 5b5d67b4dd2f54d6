//! Statements that a researcher remembers, asked for in their own words: the one that is meant comes first, or
//! nearly.

use crate::common::demarche;
use crate::shared;
use demarche::index::Index;
use demarche::query::{ParseOptions, Query};
use demarche::search::Options;
use tempfile::TempDir;

/// `tests/data/known_items.tsv` tells for each query the file and record, the speaker and the date.
const ITEMS: &str = include_str!("../data/known_items.tsv");

pub fn a_remembered_statement_comes_first_or_nearly() {
    let corpora = shared().join("corpora");
    let dir = TempDir::new().unwrap();
    for name in ["ungd2017.jsonl", "sotu.jsonl"] {
        std::fs::copy(corpora.join(name), dir.path().join(name)).unwrap();
    }
    demarche(dir.path()).args(["index", "."]).assert().success();
    let index = Index::open(&dir.path().join(".demarche")).unwrap();
    let mut options = Options::default();
    options.limit = 100;
    options.marks = false;
    let (mut sum, mut report) = (0.0, String::new());
    let items: Vec<&str> = ITEMS.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(items.len(), 100);
    for item in &items {
        let [asked, wanted, speaker, date] = item.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not four columns: {item}");
        };
        let query = Query::parse(asked, &ParseOptions::default()).unwrap();
        let mut statements: Vec<String> = Vec::new();
        for hit in index.search(&query, &options).unwrap().hits {
            let place = format!("{}#{}", hit.stored.path, hit.stored.record.unwrap_or_default());
            if place == wanted {
                let found = (hit.stored.speaker.unwrap().name, hit.stored.date.value.unwrap().to_string());
                assert_eq!(found, (speaker.to_owned(), date.to_owned()), "{wanted}");
            }
            if !statements.contains(&place) {
                statements.push(place);
            }
        }
        let rank = statements.iter().position(|place| place == wanted);
        let reciprocal = rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        report.push_str(&format!("{reciprocal:.2}  {asked}\n"));
        sum += reciprocal;
    }
    let mean = sum / items.len() as f64;
    println!("RR {mean:.3}");
    assert!(mean >= 0.8, "RR {mean:.3}\n{report}");
}
