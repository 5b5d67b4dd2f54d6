//! `demarche eval` as its users meet it.

use crate::common::{demarche, folder, json, stdout};
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

const CORPUS: &str = r#"{"id":"r1","title":"River","text":"The ministers signed a treaty on the river."}
{"id":"r2","title":"Fish","text":"The fishing quota stands, the ministers said."}
{"id":"r3","title":"Grain","text":"Grain prices rose by a tenth."}
"#;
const TOPICS: &str = r#"{"_id":"7","text":"river treaty"}
{"_id":"8","text":"\"fishing\" ministers"}
{"_id":"9","text":"grain"}
"#;

fn collection(qrels: &str) -> TempDir {
    let dir = folder(&[
        ("corpus.jsonl", CORPUS.as_bytes()),
        ("queries.jsonl", TOPICS.as_bytes()),
        ("qrels.txt", qrels.as_bytes()),
    ]);
    demarche(dir.path()).args(["index", "--format", "jsonl", "corpus.jsonl"]).assert().success();
    dir
}

#[test]
fn a_collection_is_measured_in_text_and_json() {
    let dir = collection("7 0 r1 1\n8 0 r2 1\n8 0 r3 1\n");
    let text = stdout(dir.path(), &["eval", "queries.jsonl", "qrels.txt", "-v"]);
    // Topic 8: r2 first of two relevant. DCG 1, ideal 1 + 1/log2(3).
    insta::assert_snapshot!(text, @r"
    topic  nDCG@10     MAP    P@10   R@100      RR
    7       1.0000  1.0000  0.1000  1.0000  1.0000
    8       0.6131  0.5000  0.1000  0.5000  1.0000
    mean    0.8066  0.7500  0.1000  0.7500  1.0000
    ");
    let found = json(dir.path(), &["eval", "queries.jsonl", "qrels.txt", "--format", "json"]);
    assert_eq!((&found["topics"], &found["not_judged"]), (&2.into(), &1.into()));
    assert_eq!(found["mean"]["map"], 0.75);
    assert_eq!(found["per_topic"]["8"]["recall_100"], 0.5);
}

#[test]
fn a_run_is_written_as_trec_has_it() {
    let dir = collection("7 0 r1 1\n");
    demarche(dir.path()).args(["eval", "queries.jsonl", "qrels.txt", "--run", "out.run"]).assert().success();
    let run = std::fs::read_to_string(dir.path().join("out.run")).unwrap();
    let rows: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
    assert!(
        rows.iter().all(|row| row.len() == 6 && row[1] == "Q0" && row[4].parse::<f32>().is_ok()),
        "{run}"
    );
    let documents: Vec<(&str, &str)> = rows.iter().map(|row| (row[0], row[2])).collect();
    assert_eq!(documents, [("7", "r1"), ("8", "r2"), ("8", "r1"), ("9", "r3")]);
}

#[test]
fn what_cannot_be_measured_is_told() {
    let dir = collection("7 0 elsewhere 1\n");
    demarche(dir.path())
        .args(["eval", "queries.jsonl", "qrels.txt"])
        .assert()
        .code(1)
        .stderr(contains("no answer is judged").and(contains("`r1`")));
    demarche(dir.path())
        .args(["eval", "qrels.txt", "queries.jsonl"])
        .assert()
        .code(2)
        .stderr(contains("qrels.txt:1").and(contains("try: TOPICS is JSONL")));
    demarche(dir.path()).args(["eval", "queries.jsonl", "missing.txt"]).assert().code(2);
}

#[test]
fn a_run_is_compared_with_another_and_chance_is_told() {
    let dir = collection("7 0 r1 1\n8 0 r2 1\n");
    let other = "7 Q0 r2 1 2.0 x\n7 Q0 r1 2 1.0 x\n8 Q0 r2 1 2.0 x\n";
    std::fs::write(dir.path().join("other.run"), other).unwrap();
    let text = stdout(dir.path(), &["eval", "queries.jsonl", "qrels.txt", "--against", "other.run"]);
    // One of two topics is better: all four exchanges are as far apart.
    insta::assert_snapshot!(text, @r"
    topic  nDCG@10     MAP    P@10   R@100      RR
    mean    1.0000  1.0000  0.1000  1.0000  1.0000
    other   0.8155  0.7500  0.1000  1.0000  0.7500
    +/-    +0.1845 +0.2500 +0.0000 +0.0000 +0.2500
    p       1.0000  1.0000  1.0000  1.0000  1.0000
    ");
    let found = json(
        dir.path(),
        &["eval", "queries.jsonl", "qrels.txt", "--against", "other.run", "--format", "json"],
    );
    assert_eq!((&found["comparison"]["topics"], &found["comparison"]["map"]["p"]), (&2.into(), &1.0.into()));
    demarche(dir.path())
        .args(["eval", "queries.jsonl", "qrels.txt", "--against", "qrels.txt"])
        .assert()
        .code(2)
        .stderr(contains("qrels.txt:1").and(contains("topic Q0 document rank score name")));
}
