//! The life of an index: stopped twice, of another program or other settings, killed while it is made anew, and
//! lying among the texts it is made from.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{corpus, demarche, json, texts};
use demarche::index::verify;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

fn indexed() -> TempDir {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

/// Every file of a folder, with its bytes.
fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[cfg(unix)]
#[test]
fn a_second_ctrl_c_stops_at_once_and_loses_nothing() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};

    let dir = indexed();
    let mut run = Command::new(assert_cmd::cargo::cargo_bin!("demarche"))
        .args(["index", "-"])
        .current_dir(dir.path())
        .env_remove("DEMARCHE_INDEX")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Input that does not end: the file in hand is never done.
    let mut input = run.stdin.take().unwrap();
    input.write_all(b"{\"text\":\"The first row of many.\"}\n").unwrap();
    while !dir.path().join(".demarche/demarche-writer.json").exists() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let id = run.id().to_string();
    let interrupt = || assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    interrupt();
    let mut told = String::new();
    BufReader::new(run.stderr.as_mut().unwrap()).read_line(&mut told).unwrap();
    assert!(told.contains("again to stop at once"), "{told}");
    std::thread::sleep(std::time::Duration::from_millis(300));
    interrupt();
    assert_eq!(run.wait().unwrap().code(), Some(130));
    drop(input);
    assert_eq!(verify(&dir.path().join(".demarche")).unwrap().faults, []);
    assert_eq!(texts(dir.path(), &["Doha"]).len(), 1);
    demarche(dir.path()).args(["index", "."]).assert().success();
    assert!(texts(dir.path(), &["first row"]).is_empty(), "what was not committed is not there");
}

#[test]
fn an_index_of_another_program_or_other_settings_is_told_and_no_byte_of_it_changes() {
    let dir = indexed();
    let index = dir.path().join(".demarche");
    let about = index.join("demarche.json");
    let ours: serde_json::Value = serde_json::from_slice(&fs::read(&about).unwrap()).unwrap();
    fs::write(dir.path().join("new.txt"), "Envoys met in Bern.\n").unwrap();
    let with = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut text = ours.clone();
        change(&mut text);
        text.to_string()
    };
    for (text, told, hint) in [
        (with(&|about| about["format"] = 1.into()), "an older program", "--rebuild"),
        (with(&|about| about["format"] = 1000.into()), "a newer program", "or later"),
        (with(&|about| about["settings"]["passage_words"] = 90.into()), "other settings", "--rebuild"),
        (with(&|about| about["settings"]["least_alike"] = 0.9.into()), "other settings", "--rebuild"),
    ] {
        fs::write(&about, text).unwrap();
        let before = contents(&index);
        for args in [
            &["index", "."][..],
            &["index", ".", "--prune"],
            &["search", "Doha"],
            &["search", "--corpus", ".", "Doha"],
            &["timeline", "Doha"],
            &["stats"],
            &["delete", "table.csv"],
            &["compact"],
        ] {
            demarche(dir.path()).args(args).assert().code(2).stderr(contains(told).and(contains(hint)));
        }
        assert!(contents(&index) == before, "{told}: a byte was changed");
    }
    demarche(dir.path()).args(["index", "--rebuild", "."]).assert().success();
    assert_eq!(texts(dir.path(), &["Bern"]).len(), 1);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for (path, bytes) in contents(from) {
        fs::write(to.join(path.file_name().unwrap()), bytes).unwrap();
    }
}

/// What a rebuilding leaves when it is killed: after which step, and what folders then stand beside the corpus.
#[test]
fn a_rebuilding_that_is_killed_at_any_step_leaves_an_index_and_the_next_run_tidies_up() {
    let old = indexed();
    let new = indexed();
    fs::write(new.path().join("new.txt"), "Envoys met in Bern.\n").unwrap();
    demarche(new.path()).args(["index", "."]).assert().success();
    let (old_index, new_index) = (old.path().join(".demarche"), new.path().join(".demarche"));
    let half = |to: &Path| {
        copy(&new_index, to);
        fs::remove_file(to.join("meta.json")).unwrap();
    };
    type Step<'a> = (&'a str, Box<dyn Fn(&Path) + 'a>, usize);
    let at = |dir: &Path, name: &str| dir.join(name);
    let steps: [Step<'_>; 5] = [
        (
            "the new one is half made",
            Box::new(|dir| {
                copy(&old_index, &at(dir, ".demarche"));
                half(&at(dir, ".demarche.rebuilding"));
            }),
            0,
        ),
        (
            "the new one is whole",
            Box::new(|dir| {
                copy(&old_index, &at(dir, ".demarche"));
                copy(&new_index, &at(dir, ".demarche.rebuilt"));
            }),
            0,
        ),
        (
            "the old one is away",
            Box::new(|dir| {
                copy(&old_index, &at(dir, ".demarche.replaced"));
                copy(&new_index, &at(dir, ".demarche.rebuilt"));
            }),
            1,
        ),
        (
            "the new one is in place",
            Box::new(|dir| {
                copy(&old_index, &at(dir, ".demarche.replaced"));
                copy(&new_index, &at(dir, ".demarche"));
            }),
            1,
        ),
        (
            "the old one is half removed",
            Box::new(|dir| {
                half(&at(dir, ".demarche.replaced"));
                copy(&new_index, &at(dir, ".demarche"));
            }),
            1,
        ),
    ];
    for (step, lay, bern) in steps {
        let dir = corpus();
        lay(dir.path());
        assert_eq!(texts(dir.path(), &["Doha"]).len(), 1, "{step}");
        assert_eq!(texts(dir.path(), &["Bern"]).len(), bern, "{step}");
        demarche(dir.path()).arg("verify").assert().success();
        fs::write(dir.path().join("new.txt"), "Envoys met in Bern.\n").unwrap();
        let told = json(dir.path(), &["index", ".", "--json"]);
        assert_eq!(told["left_aside"].as_array().unwrap().len(), 0, "{step}: no index was read as texts");
        assert_eq!(texts(dir.path(), &["Bern"]).len(), 1, "{step}");
        let left: Vec<String> = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with(".demarche."))
            .collect();
        assert!(left.is_empty(), "{step}: {left:?} are left");
    }
}
