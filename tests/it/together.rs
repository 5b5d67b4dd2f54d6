//! Statements that several say together: found by each, counted under each, and once in totals.

use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::model::{Document, Layout, Speaker};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use tempfile::TempDir;

use crate::common::{demarche, folder, json};

/// One statement of Ada Example and Ben Sample together, the same words of Ada Example alone, one of Cy Nobody.
fn indexed() -> TempDir {
    let dir = folder(&[]);
    let index = Index::create_or_open(&dir.path().join(".demarche")).unwrap();
    let writer = index.writer().unwrap();
    let words = "We urge both banks to keep the truce on the river until the end of the winter.";
    for (name, speakers, text) in [
        ("joint", vec!["Ada Example", "Ben Sample"], words),
        ("alone", vec!["Ada Example"], words),
        ("other", vec!["Cy Nobody"], "No truce was ever kept on that river, and none will be."),
    ] {
        let speakers: Vec<Speaker> = speakers.into_iter().map(Speaker::named).collect();
        let document = Document {
            layout: Layout::Speech,
            speaker: speakers.first().cloned(),
            ..Document::new(format!("{name}.txt"), text)
        };
        let mut statements = Extractor::default().extract(&document);
        if speakers.len() > 1 {
            statements[0].speakers = speakers;
        }
        writer.add(&document, &statements).unwrap();
    }
    writer.commit().unwrap();
    dir
}

fn files(dir: &TempDir, asked: &[&str]) -> Vec<String> {
    let found = json(dir.path(), &[&["search", "--format", "json"], asked].concat());
    let hits = found["hits"].as_array().unwrap().iter();
    let mut files: Vec<String> = hits.map(|hit| hit["path"].as_str().unwrap().to_owned()).collect();
    files.sort();
    files
}

#[test]
fn a_joint_statement_is_found_by_each_of_its_speakers() {
    let dir = indexed();
    for asked in [
        ["truce", "--speaker", "Ben Sample"].as_slice(),
        &["truce speaker:Sample"],
        &["truce speaker:=\"Ben Sample\""],
    ] {
        assert_eq!(files(&dir, asked), ["joint.txt"], "{asked:?}");
    }
    assert_eq!(files(&dir, &["truce", "--speaker", "Ada Example"]), ["alone.txt", "joint.txt"]);
    assert_eq!(files(&dir, &["truce -speaker:Sample"]), ["alone.txt", "other.txt"]);
}

#[test]
fn it_names_all_of_them_and_the_first_as_the_speaker() {
    let dir = indexed();
    let found = json(dir.path(), &["search", "truce", "--speaker", "Sample", "--format", "json"]);
    let hit = &found["hits"][0];
    assert_eq!(hit["speaker"]["name"], "Ada Example");
    let names: Vec<&str> =
        hit["speakers"].as_array().unwrap().iter().map(|speaker| speaker["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ada Example", "Ben Sample"]);
    assert_eq!(hit["also"], 0, "what one says alone is no copy of what two say");
    let show = json(dir.path(), &["show", hit["id"].as_str().unwrap(), "--json"]);
    assert_eq!(show[0]["speakers"], hit["speakers"]);
    let lines = json(dir.path(), &["kwic", "truce", "--speaker", "Sample", "--format", "json"]);
    assert_eq!(lines["lines"][0]["speakers"], hit["speakers"]);
    let alone = json(dir.path(), &["search", "ever", "--format", "json"]);
    assert!(alone["hits"][0].get("speakers").is_none(), "one alone is the speaker");

    let text = |arguments: &[&str], wanted: &str| {
        demarche(dir.path()).args(arguments).assert().success().stdout(contains(wanted));
    };
    text(&["search", "truce", "--speaker", "Sample"], "Ada Example and Ben Sample");
    text(&["kwic", "truce", "--speaker", "Sample", "--format", "csv"], "Ada Example;Ben Sample");
    text(&["search", "truce", "--speaker", "Sample", "--format", "csv"], "Ada Example;Ben Sample");
    text(&["search", "truce", "--speaker", "Sample", "--format", "bibtex"], "Example, Ada and Sample, Ben");
    text(&["timeline", "truce", "--format", "html"], "<b>Ada Example</b> and <b>Ben Sample</b>");
}

#[test]
fn it_counts_under_each_and_once_in_totals() {
    let dir = indexed();
    let counted = json(dir.path(), &["facets", "speaker", "truce", "--format", "json"]);
    assert_eq!(counted["statements"], 3);
    let values = counted["facets"][0]["values"].to_string();
    for value in
        ["{\"value\":\"Ada Example\",\"statements\":2}", "{\"value\":\"Ben Sample\",\"statements\":1}"]
    {
        assert!(values.contains(value) || values.contains(&swapped(value)), "{values}");
    }
    let timeline = json(dir.path(), &["timeline", "truce", "--split", "speaker", "--format", "json"]);
    let mentions = timeline["first_mentions"].as_array().unwrap();
    let of =
        |name: &str| mentions.iter().find(|one| one["speaker"] == name).map(|one| one["statements"].clone());
    assert_eq!((of("Ada Example"), of("Ben Sample")), (Some(2.into()), Some(1.into())));
    demarche(dir.path())
        .args(["timeline", "truce", "--split", "speaker"])
        .assert()
        .success()
        .stdout(contains("Ben Sample").and(contains("3 statements").or(contains("3 of 3"))));
}

/// The same object with its keys in the order of their names.
fn swapped(value: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(value).unwrap();
    value.to_string()
}
