//! `demarche verify` finds what is wrong with an index, whatever byte of it was changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{corpus, demarche};
use demarche::index::{Index, verify};
use demarche::query::{Filters, ParseOptions, Query};
use demarche::search::{FacetField, Options};
use predicates::str::contains;
use tempfile::TempDir;

/// An index that was added to and taken from: of several segments, one with passages taken out.
fn indexed() -> TempDir {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    fs::write(dir.path().join("late.txt"), "Late words\n\nThe envoy said the talks were over.\n").unwrap();
    fs::remove_file(dir.path().join("2024-10-08-river.txt")).unwrap();
    demarche(dir.path()).args(["index", ".", "--prune"]).assert().success();
    dir
}

/// What the index answers: all passages, searches, counts.
fn answers(dir: &Path) -> String {
    let index = Index::open(dir).unwrap();
    let mut told = String::new();
    for text in ["*", "talks", "peace OR tariffs", "speaker:Example", "date:1995", "\"go on\"", "env*"] {
        let query = Query::parse(text, &ParseOptions::default()).unwrap();
        let mut options = Options::default();
        options.limit = 100;
        let results = index.search(&query, &options).unwrap();
        let mut hits: Vec<String> = results.hits.iter().map(|hit| format!("{:?}", hit.stored)).collect();
        hits.sort();
        let facets = index.facets(&query, &Filters::default(), &FacetField::ALL).unwrap();
        told.push_str(&format!("{} {} {hits:?} {facets:?}\n", results.all, results.some));
    }
    let mut files: Vec<_> = index.files().unwrap().iter().map(|file| format!("{file:?}")).collect();
    files.sort();
    told + &files.join("\n")
}

fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn a_sound_index_is_told_to_be_sound() {
    let dir = indexed();
    demarche(dir.path()).arg("verify").assert().success().stderr(contains("all is well"));
    let found = verify(&dir.path().join(".demarche")).unwrap();
    assert_eq!(found.faults, []);
    assert!(found.passages >= 8 && found.sources == 4 && found.statements <= found.passages, "{found:?}");
}

#[test]
fn every_changed_byte_is_found_or_harmless() {
    let flips: usize = std::env::var("DEMARCHE_FLIPS").map_or(300, |count| count.parse().unwrap());
    let dir = indexed();
    let index = dir.path().join(".demarche");
    let right = answers(&index);
    let sound = contents(&index);
    let bytes: Vec<(&PathBuf, usize)> =
        sound.iter().map(|(path, bytes)| (path, bytes.len())).filter(|(_, length)| *length > 0).collect();
    let mut random = fastrand::Rng::with_seed(7);
    let (mut found, mut harmless) = (0, 0);
    for _ in 0..flips {
        // Every file as often as another: the small ones are those without a checksum.
        let (path, length) = bytes[random.usize(..bytes.len())];
        let at = random.usize(..length);
        let mut changed = sound[path].clone();
        changed[at] ^= 1 << random.u8(..8);
        fs::write(path, &changed).unwrap();
        let told = verify(&index);
        if told.is_ok_and(|told| told.faults.is_empty()) {
            assert_eq!(answers(&index), right, "{} byte {at}", path.display());
            harmless += 1;
        } else {
            found += 1;
        }
        fs::write(path, &sound[path]).unwrap();
    }
    println!("{flips} changed bytes: {found} found, {harmless} harmless");
    assert!(found > flips / 2, "{found} of {flips}");
    assert_eq!(verify(&index).unwrap().faults, []);
}

#[test]
fn what_is_missing_is_named() {
    let dir = indexed();
    let index = dir.path().join(".demarche");
    let store =
        contents(&index).into_keys().find(|path| path.extension().is_some_and(|end| end == "store")).unwrap();
    fs::remove_file(&store).unwrap();
    let name = store.file_name().unwrap().to_string_lossy().into_owned();
    demarche(dir.path())
        .arg("verify")
        .assert()
        .code(1)
        .stdout(contains(name))
        .stderr(contains("your own files are not touched"));
}
