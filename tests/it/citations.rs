//! `demarche cite` and the citations of a search, as their users meet them.

use std::collections::HashSet;

use crate::common::{corpus, demarche, json, stdout};
use predicates::str::contains;

#[test]
fn a_statement_found_can_be_cited_in_every_format() {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    let found = json(dir.path(), &["search", "mediators Qatar", "--format", "json"]);
    let hit = &found["hits"][0];
    let id = hit["id"].as_str().unwrap();
    let text = stdout(dir.path(), &["cite", id]);
    assert!(text.starts_with("Example, ") && text.contains("2024-10-09") && text.contains(id), "{text}");
    let csl = json(dir.path(), &["cite", id, "--format", "csl-json"]);
    assert_eq!(csl[0]["type"], "speech");
    assert_eq!(csl[0]["issued"]["date-parts"], serde_json::json!([[2024, 10, 9]]));
    assert!(csl[0]["archive_location"].as_str().unwrap().starts_with("briefing.txt:"));
    assert!(stdout(dir.path(), &["cite", id, "--format", "ris"]).starts_with("TY  - UNPB\r\n"));
    assert!(stdout(dir.path(), &["cite", id, "--format", "bibtex"]).starts_with(&format!("@misc{{{id},")));

    let of_hits = json(dir.path(), &["search", "mediators Qatar", "--format", "csl-json"]);
    assert_eq!(of_hits.as_array().unwrap().len(), found["hits"].as_array().unwrap().len());
    assert_eq!(of_hits[0]["custom"]["start"], hit["start"]);
    let keys: HashSet<&str> =
        of_hits.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(keys.len(), of_hits.as_array().unwrap().len(), "every key is there once");
}

#[test]
fn a_document_gives_its_statements_and_a_missing_id_is_told() {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    let found = json(dir.path(), &["search", "mediators Qatar", "--format", "json"]);
    let document = found["hits"][0]["document"].as_str().unwrap();
    let all = json(dir.path(), &["cite", document, document, "--format", "csl-json"]);
    let ids: Vec<&str> = all.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert!(ids.len() >= 4 && ids.iter().all(|id| id.starts_with(document)), "{ids:?}");
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    demarche(dir.path())
        .args(["cite", document, "0000"])
        .assert()
        .code(1)
        .stdout(contains(ids[0]))
        .stderr(contains("nothing has the id `0000`"));
}
