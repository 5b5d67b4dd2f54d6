//! The program killed at any moment: what was acknowledged is there, once, and the next run completes the work.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::demarche;
use demarche::index::{Index, StoredPassage, verify};
use tempfile::TempDir;

/// A text of several statements that tells its file and its version.
fn text(file: usize, version: usize) -> String {
    let turns = (0..6).map(|turn| {
        format!("MS. EXAMPLE: Version {version} of file {file}, turn {turn}. The talks go on in Geneva.\n\nMR. SAMPLE: We heard you.\n\n")
    });
    format!("Briefing number {file}\n9 October 2024\n\n{}", turns.collect::<String>())
}

fn write(dir: &Path, file: usize, version: usize) {
    fs::write(dir.join(format!("{file}.txt")), text(file, version)).unwrap();
}

/// Every passage, by its file.
fn passages(index: &Index) -> BTreeMap<String, Vec<StoredPassage>> {
    let mut found: BTreeMap<String, Vec<StoredPassage>> = BTreeMap::new();
    index.each_passage(&mut |passage| found.entry(passage.path.clone()).or_default().push(passage)).unwrap();
    found.values_mut().for_each(|passages| passages.sort_by_key(|passage| passage.span));
    found
}

/// The versions that the index holds of each file; panics where one is not whole.
fn versions(dir: &Path) -> BTreeMap<usize, usize> {
    let index = Index::open(&dir.join(".demarche")).unwrap();
    let mut versions = BTreeMap::new();
    for (path, passages) in passages(&index) {
        let file: usize = path.trim_end_matches(".txt").parse().unwrap();
        let words = &passages[0..].iter().map(|passage| passage.text.as_str()).collect::<String>();
        let version = words.split("Version ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert_eq!(*words, text(file, version), "{path} is whole and there once");
        versions.insert(file, version);
    }
    versions
}

/// One of the program's ways to write.
fn arguments(random: &mut fastrand::Rng) -> &'static [&'static str] {
    match random.u8(..5) {
        0 => &["index", ".", "--prune"],
        1 => &["compact"],
        2 => &["index", ".", "--rebuild"],
        _ => &["index", "."],
    }
}

#[test]
fn whatever_moment_it_is_killed_nothing_acknowledged_is_lost() {
    let kills: usize = std::env::var("DEMARCHE_KILLS").map_or(12, |count| count.parse().unwrap());
    let mut random = fastrand::Rng::with_seed(20_241_009);
    let dir = TempDir::new().unwrap();
    // What lies on the disk, and what the last run that ended well had seen.
    let mut disk: BTreeMap<usize, usize> = (0..40).map(|file| (file, 0)).collect();
    disk.iter().for_each(|(file, version)| write(dir.path(), *file, *version));
    let begun = Instant::now();
    demarche(dir.path()).args(["index", "."]).assert().success();
    let whole = begun.elapsed();
    let mut held = versions(dir.path());
    assert_eq!(held, disk);
    let (mut killed, mut ended) = (0, 0);
    while killed < kills {
        for _ in 0..random.usize(1..12) {
            let file = random.usize(..60);
            if random.u8(..5) == 0 && disk.remove(&file).is_some() {
                fs::remove_file(dir.path().join(format!("{file}.txt"))).unwrap();
            } else {
                let version = disk.get(&file).map_or(1, |version| version + 1);
                disk.insert(file, version);
                write(dir.path(), file, version);
            }
        }
        let arguments = arguments(&mut random);
        let mut run = Command::new(assert_cmd::cargo::cargo_bin!("demarche"))
            .args(arguments)
            .current_dir(dir.path())
            .env_remove("DEMARCHE_INDEX")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let wait = whole.mul_f64(random.f64() * 1.2);
        std::thread::sleep(wait.min(Duration::from_millis(900)));
        run.kill().unwrap();
        let well = run.wait().unwrap().success();
        if well {
            ended += 1
        } else {
            killed += 1
        }

        let told = verify(&dir.path().join(".demarche")).unwrap();
        assert_eq!(told.faults, [], "after {arguments:?} was killed at {wait:?}");
        let now = versions(dir.path());
        // An index that was made anew holds what lies on the disk.
        let pruned = arguments.contains(&"--prune") || arguments.contains(&"--rebuild");
        for (file, version) in &held {
            match (now.get(file), disk.get(file)) {
                (Some(now), on_disk) => assert!(*now == *version || Some(now) == on_disk, "{file}: {now}"),
                (None, on_disk) => assert!(pruned && on_disk.is_none(), "{file} is lost"),
            }
        }
        let new: BTreeSet<&usize> = now.keys().filter(|file| !held.contains_key(file)).collect();
        assert!(new.iter().all(|file| disk.get(file) == now.get(file)), "{new:?}");
        if well && arguments[0] == "index" {
            assert!(disk.iter().all(|(file, version)| now.get(file) == Some(version)), "all of it is there");
        }
        held = now;
    }
    demarche(dir.path()).args(["index", ".", "--prune"]).assert().success();
    assert_eq!(versions(dir.path()), disk, "the next run completes the work");
    println!("{killed} runs killed, {ended} ended before; nothing lost, doubled or half there");
}
