//! What the integration tests share: a small corpus of made-up people, and the program itself.
#![allow(dead_code, reason = "each program of tests uses a part of it")]

pub mod boxes;
pub mod made_up;
pub mod slow;

use std::path::Path;

use assert_cmd::Command;
use made_up::Record;
use tempfile::TempDir;

/// A briefing with turns, questions and a stage direction.
pub const BRIEFING: &str = include_str!("../data/corpus/briefing.txt");

/// An article with a headline and paragraphs.
pub const ARTICLE: &str = include_str!("../data/corpus/2024-10-08-river.txt");

/// A table with one row that has no text.
pub const TABLE: &str = include_str!("../data/corpus/table.csv");

/// A new folder holding these files.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    dir
}

/// The small corpus; the tests of the Python package index the same files.
pub fn corpus() -> TempDir {
    folder(&[
        ("briefing.txt", BRIEFING.as_bytes()),
        ("2024-10-08-river.txt", ARTICLE.as_bytes()),
        ("table.csv", TABLE.as_bytes()),
        ("speeches/NOR_50_1995.txt", include_bytes!("../data/corpus/speeches/NOR_50_1995.txt")),
    ])
}

/// The program, run in `dir`, without the colours and settings of the machine.
pub fn demarche(dir: &Path) -> Command {
    let mut command = Command::cargo_bin("demarche").unwrap();
    command.current_dir(dir).env_remove("DEMARCHE_INDEX").env("NO_COLOR", "1").env("COLUMNS", "80");
    command
}

/// What the program printed on standard output, if it ended well.
pub fn stdout(dir: &Path, args: &[&str]) -> String {
    let run = demarche(dir).args(args).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

/// What the program printed, as JSON.
pub fn json(dir: &Path, args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&stdout(dir, args)).unwrap()
}

/// The texts of the hits of a search.
pub fn texts(dir: &Path, args: &[&str]) -> Vec<String> {
    let run = demarche(dir).args(["search", "--format", "json"]).args(args).output().unwrap();
    let found: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let hits = found["hits"].as_array().unwrap();
    hits.iter().map(|hit| hit["passage"]["text"].as_str().unwrap().to_owned()).collect()
}
