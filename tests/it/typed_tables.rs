//! Tables with typed columns: Parquet, Arrow, CSV with columns that one chooses; and hits that are written as they come.

use std::collections::HashSet;
use std::fs::File;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, RowAccessor};
use predicates::prelude::*;
use predicates::str::contains;

use crate::common::{BRIEFING, corpus, demarche, json, stdout};

/// The small corpus, indexed.
fn indexed() -> tempfile::TempDir {
    let dir = corpus();
    demarche(dir.path()).args(["index", "-q", "."]).assert().success();
    dir
}

#[test]
fn hits_as_parquet_are_those_of_json_with_dates_as_days() {
    let dir = indexed();
    let args = ["search", "-q", "*", "--format", "parquet", "-o", "hits.parquet", "--columns"];
    let columns = "doc_id,text,date,first_day,last_day,date_precision,start,topics";
    demarche(dir.path()).args(args).arg(columns).assert().success();
    let table = SerializedFileReader::new(File::open(dir.path().join("hits.parquet")).unwrap()).unwrap();
    let rows: Vec<_> = table.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    let hits = json(dir.path(), &["search", "*", "-n", "0", "--all-copies", "--format", "json"]);
    let hits = hits["hits"].as_array().unwrap();
    assert_eq!(rows.len(), hits.len());
    let mut ids = HashSet::new();
    for (row, hit) in rows.iter().zip(hits) {
        assert!(ids.insert(row.get_string(0).unwrap().clone()));
        assert_eq!(row.get_string(1).unwrap(), hit["passage"]["text"].as_str().unwrap());
        assert_eq!(row.get_long(6).unwrap(), hit["start"].as_i64().unwrap());
        let fields: Vec<&Field> = row.get_column_iter().map(|(_, field)| field).collect();
        match hit["date"]["value"].as_str() {
            None => assert!(fields[2..6].iter().all(|field| **field == Field::Null)),
            // 9131 days after 1970: the first of January 1995; 9495: its last day.
            Some("1995") => assert_eq!((fields[3], fields[4]), (&Field::Date(9131), &Field::Date(9495))),
            Some(_) => assert!(matches!(fields[3], Field::Date(_))),
        }
        let topics = hit["topics"].as_array().unwrap().len();
        let Field::ListInternal(listed) = fields[7] else { panic!("{:?}", fields[7]) };
        assert_eq!(listed.len(), topics);
    }
    assert!(rows.iter().any(|row| row.get_string(5).is_ok_and(|precision| precision == "year")));
}

#[test]
fn other_answers_are_parquet_and_arrow_too() {
    let dir = indexed();
    for (command, lines) in [
        (&["kwic", "the"][..], stdout(dir.path(), &["kwic", "the", "--format", "csv"])),
        (&["facets", "year"], stdout(dir.path(), &["facets", "year", "--format", "csv"])),
        (
            &["timeline", "*", "--by", "year"],
            stdout(dir.path(), &["timeline", "*", "--by", "year", "--format", "csv"]),
        ),
    ] {
        let rows = csv::Reader::from_reader(lines.as_bytes()).records().count();
        demarche(dir.path())
            .args(command)
            .args(["-q", "--format", "parquet", "-o", "t.parquet"])
            .assert()
            .success();
        let table = SerializedFileReader::new(File::open(dir.path().join("t.parquet")).unwrap()).unwrap();
        assert_eq!(table.metadata().file_metadata().num_rows(), rows as i64, "{command:?}");
        let arrow =
            demarche(dir.path()).args(command).args(["-q", "--format", "arrow"]).output().unwrap().stdout;
        assert!(arrow.starts_with(b"ARROW1") && arrow.ends_with(b"ARROW1"), "{command:?}");
    }
    let bins = demarche(dir.path())
        .args(["timeline", "*", "-q", "--format", "bins-parquet"])
        .output()
        .unwrap()
        .stdout;
    assert!(bins.starts_with(b"PAR1") && bins.ends_with(b"PAR1"));
}

#[test]
fn columns_for_quanteda_begin_with_the_id_and_the_text() {
    let dir = indexed();
    let table = stdout(dir.path(), &["search", "*", "--format", "csv", "--columns", "quanteda"]);
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let headings = table.headers().unwrap().clone();
    assert_eq!([&headings[0], &headings[1]], ["doc_id", "text"]);
    assert!(headings.iter().any(|heading| heading == "speaker") && headings.len() > 30);
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let ids: HashSet<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(ids.len(), rows.len());
    assert!(rows.iter().any(|row| BRIEFING.contains(&row[1]) && !row[1].is_empty()));
}

#[test]
fn a_column_that_a_table_does_not_have_is_told_with_those_it_has() {
    let dir = indexed();
    let wrong = ["search", "*", "--format", "csv", "--columns", "doc_id,speeker"];
    let refused = demarche(dir.path()).args(wrong).assert().code(2);
    refused.stderr(contains("no column `speeker`").and(contains("speaker, role")));
    let no_table = ["search", "*", "--format", "json", "--columns", "text"];
    demarche(dir.path()).args(no_table).assert().code(2).stderr(contains("--columns goes with a table"));
}

#[test]
fn hits_that_are_written_as_they_come_are_those_that_are_held() {
    let dir = indexed();
    for sort in ["relevance", "date", "-date", "index"] {
        let held = json(
            dir.path(),
            &["search", "the OR talks", "-n", "0", "--all-copies", "--format", "json", "--sort", sort],
        );
        let lines = stdout(dir.path(), &["search", "the OR talks", "--format", "jsonl", "--sort", sort]);
        let lines: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.len() > 2);
        assert_eq!(serde_json::Value::from(lines), held["hits"], "{sort}");
    }
}

#[test]
fn since_and_until_are_from_and_to() {
    let dir = indexed();
    let one = stdout(dir.path(), &["search", "*", "--from", "1995", "--to", "1996", "--format", "json"]);
    let other =
        stdout(dir.path(), &["search", "*", "--since", "1995", "--until", "1996", "--format", "json"]);
    assert_eq!(one, other);
    assert!(one.contains("nets of one size"));
}
