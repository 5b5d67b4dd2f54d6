//! `demarche facets`, `search --facets` and `demarche collocates` as their users meet them.

use crate::common::{corpus, demarche, json, stdout};
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

fn indexed() -> TempDir {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

#[test]
fn facets_read_well() {
    let dir = indexed();
    insta::assert_snapshot!(stdout(dir.path(), &["facets", "speaker", "-n", "2"]));
}

#[test]
fn facets_count_every_match_and_not_the_hits_shown() {
    let dir = indexed();
    let found =
        json(dir.path(), &["search", "*", "-n", "1", "--facets", "speaker,kind,year", "--format", "json"]);
    let facets = &found["facets"];
    let all = facets["statements"].as_u64().unwrap();
    assert!(all > 5 && found["shown"] == 1);
    for facet in facets["facets"].as_array().unwrap() {
        let values: u64 =
            facet["values"].as_array().unwrap().iter().map(|v| v["statements"].as_u64().unwrap()).sum();
        assert_eq!(values + facet["without"].as_u64().unwrap(), all, "{facet}");
    }
    let text = stdout(dir.path(), &["search", "talks", "-n", "1", "--facets", "kind"]);
    assert!(text.contains("kind, of "), "{text}");
    let plain = json(dir.path(), &["search", "*", "--format", "json"]);
    assert!(plain.get("facets").is_none());
}

#[test]
fn facets_take_a_query_filters_and_a_minimum() {
    let dir = indexed();
    let values = |args: &[&str]| -> Vec<(String, u64)> {
        let args = [&["facets"], args, &["--format", "json"]].concat();
        let found = json(dir.path(), &args);
        let values = found["facets"][0]["values"].as_array().unwrap();
        values
            .iter()
            .map(|v| (v["value"].as_str().unwrap().to_owned(), v["statements"].as_u64().unwrap()))
            .collect()
    };
    assert!(values(&["topic"]).contains(&("fisheries".to_owned(), 1)));
    assert_eq!(values(&["speaker", "tariffs"]), [("Ada Example".to_owned(), 1)]);
    assert_eq!(values(&["year", "--speaker", "Norway"]), [("1995".to_owned(), 1)]);
    assert!(values(&["speaker", "--min", "2"]).iter().all(|(_, count)| *count >= 2));
    let table = stdout(dir.path(), &["facets", "year", "--format", "csv"]);
    assert!(table.starts_with("field,value,statements,id\nyear,1995,2,\n"), "{table}");
    demarche(dir.path())
        .args(["facets", "speaker", "xylophone"])
        .assert()
        .code(1)
        .stdout("")
        .stderr(contains("0 statements").and(contains("try ")));
    demarche(dir.path()).args(["facets", "colour"]).assert().code(2).stderr(contains("speaker"));
    demarche(dir.path())
        .args(["search", "talks", "--facets", "kind", "--format", "csv"])
        .assert()
        .code(2)
        .stderr(contains("demarche facets"));
}

#[test]
fn collocates_come_with_their_figures() {
    let dir = indexed();
    let found = json(dir.path(), &["collocates", "talks", "--min", "1", "--format", "json"]);
    assert_eq!(found["matches"], 1);
    let words = |found: &serde_json::Value| -> Vec<String> {
        let all = found["collocates"].as_array().unwrap();
        all.iter().map(|collocate| collocate["word"].as_str().unwrap().to_owned()).collect()
    };
    assert!(words(&found).contains(&"cease".to_owned()), "{found}");
    let first = &found["collocates"][0];
    assert!(first["observed"].as_f64() > first["expected"].as_f64());
    let content =
        json(dir.path(), &["collocates", "talks", "--min", "1", "--no-function-words", "--format", "json"]);
    assert!(words(&found).contains(&"the".to_owned()) || words(&found).contains(&"in".to_owned()));
    assert!(words(&content).iter().all(|word| word != "the" && word != "in"));
    insta::assert_snapshot!(stdout(dir.path(), &["collocates", "talks", "--min", "1", "-n", "4"]));
    demarche(dir.path())
        .args(["collocates", "talks", "--min", "50"])
        .assert()
        .code(1)
        .stdout("")
        .stderr(contains("lower --min"));
    demarche(dir.path()).args(["collocates", "xylophone"]).assert().code(1).stderr(contains("0 matches"));
    demarche(dir.path()).args(["collocates", "talks", "--window", "0"]).assert().code(2);
}

#[test]
fn entities_of_a_sentence_are_counted_with_their_ids() {
    let speech = "We thank France. Peace came to Mali at last. Spain waited, and so did Norway.\n";
    let dir = crate::common::folder(&[("2024-05-01-speech.txt", speech.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    let table = |within: &str| {
        stdout(dir.path(), &["facets", "entity", "peace", "--within", within, "--format", "csv"])
    };
    assert_eq!(table("sentence"), "field,value,statements,id\nentity,Mali,1,MLI\n");
    assert!(table("statement").contains("entity,France,1,FRA\n"), "{}", table("statement"));
    let lanes = json(
        dir.path(),
        &["timeline", "peace", "--split", "entity", "--within", "sentence", "--format", "json"],
    );
    let split = &lanes["split"];
    assert_eq!((&split["within"], &split["names"]), (&"sentence".into(), &serde_json::json!(["Mali"])));
    for (args, told) in [
        (&["facets", "year", "peace", "--within", "sentence"][..], "counts entities only"),
        (&["facets", "entity", "--within", "sentence"], "needs words"),
        (&["timeline", "peace", "--within", "passage"], "counts entities only"),
    ] {
        demarche(dir.path()).args(args).assert().code(2).stderr(contains(told));
    }
}
