//! `demarche kwic` as its users meet it.

use crate::common::{demarche, folder, json, stdout};
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

const BRIEFING: &str = "\
Daily Briefing
9 October 2024

MS. EXAMPLE: The talks go on. Türkiye’s talks with us ended.

QUESTION: And the other talks?

MS. EXAMPLE: Peace talks take time; (talks) are talks.
";
const TABLE: &str = "\
speaker,date,text
Cyd Sample,1990-05-01,We broke off the talks.
Ada Example,,=talks are over
";

fn indexed() -> TempDir {
    let dir = folder(&[("briefing.txt", BRIEFING.as_bytes()), ("table.csv", TABLE.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

fn keywords(found: &serde_json::Value, key: &str) -> Vec<String> {
    let lines = found["lines"].as_array().unwrap().iter();
    lines.map(|line| line[key].as_str().unwrap_or_default().trim().to_owned()).collect()
}

#[test]
fn lines_stand_one_below_the_other() {
    let dir = indexed();
    insta::assert_snapshot!(stdout(dir.path(), &["kwic", "talks"]));
    let column = |line: &str| line.find("talks").map(|at| line[..at].chars().count());
    let wide = demarche(dir.path()).env("COLUMNS", "140").args(["kwic", "\"the talks\""]).output().unwrap();
    let wide = String::from_utf8(wide.stdout).unwrap();
    let columns: Vec<_> = wide.lines().map(column).collect();
    assert!(columns.len() == 2 && columns[0] == columns[1], "{wide}");
    assert!(wide.lines().all(|line| line.contains('[') && line.chars().count() <= 140), "{wide}");
}

#[test]
fn every_match_is_a_line_that_says_where_it_stands() {
    let dir = indexed();
    let table = stdout(dir.path(), &["kwic", "talks", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(
        headings,
        [
            "docname",
            "from",
            "to",
            "pre",
            "keyword",
            "post",
            "pattern",
            "speaker",
            "date",
            "id",
            "start",
            "end",
            "speakers",
            "unnamed_speaker"
        ]
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 8);
    let body: Vec<char> = BRIEFING.chars().collect();
    for row in rows.iter().filter(|row| &row[0] == "briefing.txt") {
        let place = row[10].parse::<usize>().unwrap()..row[11].parse::<usize>().unwrap();
        assert_eq!(body[place.clone()].iter().collect::<String>(), row[4]);
        let before: String = body[..place.start].iter().collect();
        let words = before.split(|c: char| !c.is_alphanumeric() && c != '’').filter(|word| !word.is_empty());
        assert_eq!(row[1].parse::<usize>().unwrap(), words.count() + 1, "{row:?}");
        assert_eq!(row[1], row[2]);
    }
    let formula = rows.iter().find(|row| &row[7] == "Ada Example").unwrap();
    assert_eq!((&formula[3], &formula[8]), ("'=", ""), "a spreadsheet must not run it");
    let phrase = json(dir.path(), &["kwic", "\"talks take time\"", "--format", "json"]);
    let line = &phrase["lines"][0];
    assert_eq!(line["to"].as_u64().unwrap() - line["from"].as_u64().unwrap(), 2);
}

#[test]
fn context_ends_with_the_statement() {
    let dir = indexed();
    let found = json(dir.path(), &["kwic", "other", "--format", "json", "--width", "500"]);
    let line = &found["lines"][0];
    assert_eq!(line["pre"].as_str().unwrap().trim(), "QUESTION: And the");
    assert_eq!(line["post"].as_str().unwrap().trim(), "talks?");
    let narrow = json(dir.path(), &["kwic", "other", "--format", "json", "--width", "10"]);
    assert_eq!(narrow["lines"][0]["pre"].as_str().unwrap().trim(), "And the", "no word is cut");
}

#[test]
fn lines_are_sorted_as_asked_and_the_total_is_said() {
    let dir = indexed();
    let sorted = |order: &str, key: &str| {
        keywords(&json(dir.path(), &["kwic", "talks", "--format", "json", "--sort", order]), key)
    };
    assert_eq!(sorted("left", "pre").last().unwrap(), "MS. EXAMPLE: The talks go on. Türkiye’s");
    assert_eq!(sorted("right", "post")[3], "are over");
    let dated = json(dir.path(), &["kwic", "talks", "--format", "json", "--sort", "date"]);
    let dates: Vec<_> =
        dated["lines"].as_array().unwrap().iter().map(|line| line["date"]["value"].clone()).collect();
    assert_eq!((&dates[0], dates.last().unwrap()), (&"1990-05-01".into(), &serde_json::Value::Null));
    for order in ["place", "left", "right", "date", "speaker"] {
        let all = sorted(order, "id");
        let few = json(dir.path(), &["kwic", "talks", "--format", "json", "--sort", order, "--limit", "3"]);
        assert_eq!(keywords(&few, "id"), all[..3], "{order}");
        assert_eq!(few["total"]["lines"], 8);
    }
    demarche(dir.path())
        .args(["kwic", "talks", "-n", "3"])
        .assert()
        .success()
        .stderr(contains("8 lines in 5 passages; 3 shown"));
}

#[test]
fn filters_hold_and_an_empty_answer_says_what_to_do() {
    let dir = indexed();
    let found = json(dir.path(), &["kwic", "talks", "--format", "json", "--speaker", "Sample"]);
    assert_eq!(keywords(&found, "pre"), ["We broke off the"]);
    demarche(dir.path())
        .args(["kwic", "xylophone"])
        .assert()
        .code(1)
        .stdout("")
        .stderr(contains("0 lines").and(contains("try ")));
    demarche(dir.path()).args(["kwic", "*"]).assert().code(1).stderr(contains("names no word"));
    demarche(dir.path()).args(["kwic", "talks", "--from", "soon"]).assert().code(2).stderr(contains("soon"));
}

#[test]
fn a_concordance_holds_every_match_that_a_search_marks() {
    let dir = TempDir::new().unwrap();
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus");
    demarche(dir.path()).arg("index").arg(sample).assert().success();
    for query in ["ceasefire", "\"Security Council\"", "nuclear weapons", "Hamas talks", "the U.S."] {
        let found = json(dir.path(), &["search", query, "--format", "json", "--limit", "100000"]);
        let marked: Vec<(String, u64)> = found["hits"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|hit| hit["match"] == "all")
            .flat_map(|hit| {
                let marks = hit["passage"]["highlights_in_body"].as_array().unwrap().iter();
                marks.map(|mark| (hit["id"].as_str().unwrap().to_owned(), mark[0].as_u64().unwrap()))
            })
            .collect();
        let table = stdout(dir.path(), &["kwic", query, "--format", "csv"]);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let mut lines: Vec<(String, u64)> = reader
            .records()
            .map(Result::unwrap)
            .map(|row| (row[9].to_owned(), row[10].parse().unwrap()))
            .collect();
        let mut wanted = marked;
        wanted.sort();
        lines.sort();
        assert!(!wanted.is_empty(), "{query}");
        assert_eq!(lines, wanted, "{query}");
        let total = json(dir.path(), &["kwic", query, "--format", "json", "--limit", "1"]);
        assert_eq!(total["total"]["lines"], wanted.len(), "{query}");
    }
}
