//! Real corpora, where they are kept beside the checkout: nothing is skipped, and known facts are found.

use std::path::Path;

use crate::common::{demarche, json};
use crate::shared;
use tempfile::TempDir;

/// An index of an article, the UN General Debate of 2017 and the State of the Union addresses.
fn indexed() -> TempDir {
    let corpora = shared().join("corpora");
    let dir = TempDir::new().unwrap();
    for name in ["hamas-ignoring-ceasefire-talks.txt", "ungd2017.jsonl", "sotu.jsonl"] {
        std::fs::copy(corpora.join(name), dir.path().join(name)).unwrap();
    }
    let run = demarche(dir.path()).args(["index", ".", "--json"]).assert().success();
    let report: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert_eq!(report["skips"], serde_json::json!([]));
    assert_eq!(report["added"], 3);
    dir
}

fn first(dir: &Path, args: &[&str]) -> serde_json::Value {
    json(dir, &[&["search", "--format", "json"], args].concat())["hits"][0].clone()
}

pub fn known_statements_are_found() {
    let dir = indexed();
    let hit = first(dir.path(), &["Miller ceasefire Hamas"]);
    assert_eq!(hit["path"], "hamas-ignoring-ceasefire-talks.txt");

    let hit = first(dir.path(), &["Rohingya ethnic cleansing"]);
    assert_eq!((&hit["match"], &hit["date"]["precision"]), (&"all".into(), &"year".into()));
    assert!(hit["passage"]["text"].as_str().unwrap().contains("Rohingya"));

    let hit = first(dir.path(), &["--speaker", "Lincoln", "emancipation"]);
    assert_eq!(hit["speaker"]["name"], "Abraham Lincoln");
    let hit = first(dir.path(), &["--from", "1939", "--to", "1945", "peace"]);
    assert_eq!(hit["speaker"]["name"], "Franklin D. Roosevelt");
}
