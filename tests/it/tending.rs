//! `demarche delete`, `compact`, `doctor` and `stats`: looking after an index.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{corpus, demarche, json, stdout, texts};
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

fn indexed() -> TempDir {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

fn files_of_the_index(dir: &Path, ending: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(dir.join(".demarche")).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|found| found == ending)).collect()
}

#[test]
fn stats_tell_what_is_there() {
    let dir = indexed();
    let told = json(dir.path(), &["stats", "--json"]);
    assert_eq!(
        (told["files"].as_u64(), told["from"].as_str(), told["to"].as_str()),
        (Some(4), Some("1995-01-01"), Some("2024-10-09"))
    );
    let kinds: u64 = told["kinds"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(Some(kinds), told["statements"].as_u64());
    assert_eq!(told["languages"][0][0], "English");
    assert!(told["skips"].as_array().unwrap().iter().any(|skip| skip["path"] == "table.csv"));
    let text = stdout(dir.path(), &["stats"]);
    assert!(text.contains("1995-01-01 to 2024-10-09") && text.contains("skipped  table.csv:4"), "{text}");
}

#[test]
fn what_is_deleted_goes_and_the_rest_stays() {
    let dir = indexed();
    let out = stdout(dir.path(), &["delete", "speeches/", "--dry-run"]);
    assert_eq!(out, "speeches/NOR_50_1995.txt\n");
    assert_eq!(texts(dir.path(), &["nets"]).len(), 1);
    demarche(dir.path())
        .args(["delete", "./speeches"])
        .assert()
        .success()
        .stderr(contains("1 file taken out"));
    assert!(texts(dir.path(), &["nets"]).is_empty());
    assert_eq!(texts(dir.path(), &["tariffs"]).len(), 1);
    demarche(dir.path()).arg("verify").assert().success();
    demarche(dir.path()).args(["delete", "speech"]).assert().code(1).stderr(contains("0 files taken out"));
    demarche(dir.path()).args(["index", "."]).assert().success();
    assert_eq!(texts(dir.path(), &["nets"]).len(), 1, "the file is still there: it is read again");
}

#[test]
fn compacting_leaves_one_part_and_every_answer() {
    let dir = indexed();
    let of = |what: &str| json(dir.path(), &["stats", "--json"])[what].as_u64().unwrap();
    // Small parts are put together by themselves now and then: go on until there are some.
    for day in 1..10 {
        let text = format!("Day {day}\n\nThe envoy spoke of talks.\n");
        fs::write(dir.path().join(format!("{day}.txt")), text).unwrap();
        demarche(dir.path()).args(["index", "."]).assert().success();
        if day > 2 && of("segments") > 1 {
            break;
        }
    }
    fs::remove_file(dir.path().join("2.txt")).unwrap();
    demarche(dir.path()).args(["delete", "2.txt"]).assert().success();
    let parts = of("segments");
    let sorted = || {
        let mut found = texts(dir.path(), &["talks", "-n", "100"]);
        found.sort();
        found
    };
    let before = sorted();
    let done = json(dir.path(), &["compact", "--json"]);
    assert_eq!(done["segments_before"].as_u64(), Some(parts));
    assert_eq!(done["segments_after"], 1);
    assert_eq!(sorted(), before);
    assert_eq!(files_of_the_index(dir.path(), "store").len(), 1);
    assert_eq!(of("taken_out"), 0);
    demarche(dir.path()).arg("verify").assert().success();
}

#[test]
fn the_doctor_makes_a_damaged_index_anew_and_keeps_the_damaged_one() {
    let dir = indexed();
    demarche(dir.path()).arg("doctor").assert().success().stderr(contains("nothing to mend"));
    let before = texts(dir.path(), &["talks"]);
    let words = &files_of_the_index(dir.path(), "term")[0];
    let mut bytes = fs::read(words).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(words, bytes).unwrap();
    demarche(dir.path()).arg("verify").assert().code(1);
    fs::remove_file(dir.path().join("speeches/NOR_50_1995.txt")).unwrap();
    demarche(dir.path())
        .arg("doctor")
        .assert()
        .code(1)
        .stderr(contains("do not match their checksum"))
        .stderr(contains("the file is gone: speeches/NOR_50_1995.txt"));
    demarche(dir.path()).arg("verify").assert().success();
    assert_eq!(texts(dir.path(), &["talks"]), before);
    let kept = fs::read_dir(dir.path()).unwrap().filter(|entry| {
        entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".demarche.damaged-")
    });
    assert_eq!(kept.count(), 1);
}

#[test]
fn an_index_that_tells_nothing_is_made_anew_from_the_folder_that_is_named() {
    let dir = indexed();
    fs::write(dir.path().join(".demarche/meta.json"), "{").unwrap();
    demarche(dir.path()).arg("doctor").assert().code(2).stderr(contains("doctor FOLDER"));
    demarche(dir.path()).args(["doctor", "."]).assert().success().stdout(contains("4 files added"));
    demarche(dir.path()).arg("verify").assert().success().stdout(predicate::str::is_empty());
}
