//! A large table is committed in parts: stopping it keeps what is read, and the next run completes it.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::common::folder;
use demarche::extract::Extractor;
use demarche::index::{Index, Progress, Report, Update, update, verify};
use demarche::query::{ParseOptions, Query};
use demarche::read::walk;
use demarche::search::Options;

const ROWS: usize = 600;

fn table(version: &str) -> Vec<u8> {
    let row = |number| {
        let text =
            format!("Delegation {number} spoke of harbour {number} and of the {version} fisheries accord.");
        format!(
            "{{\"id\":\"r{number}\",\"speaker\":\"Ada Example\",\"date\":\"2020-01-01\",\"text\":\"{text}\"}}\n"
        )
    };
    (0..ROWS).map(row).collect::<String>().into_bytes()
}

/// Stops after it was asked so many times.
struct Impatient {
    left: AtomicU64,
    read: AtomicU64,
}

impl Impatient {
    fn after(times: u64) -> Self {
        Self { left: AtomicU64::new(times), read: AtomicU64::new(0) }
    }
}

impl Progress for Impatient {
    fn read(&self, _: &str, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        let less = |left: u64| Some(left.saturating_sub(1));
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less) == Ok(0)
    }
}

fn run(dir: &Path, progress: &Impatient) -> Report {
    let index = Index::create_or_open(&dir.join("index")).unwrap();
    let files = walk(&[dir.join("texts")], dir);
    let mut options = Update::default();
    options.interval = 10_000;
    update(&index, &files, &options, &Extractor::default(), progress).unwrap()
}

/// How many statements have the word, in an index without a fault.
fn with(dir: &Path, word: &str) -> u64 {
    let verified = verify(&dir.join("index")).unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    let index = Index::open(&dir.join("index")).unwrap();
    let query = Query::parse(word, &ParseOptions::default()).unwrap();
    let mut options = Options::default();
    options.limit = ROWS * 2;
    options.all_copies = true;
    index.search(&query, &options).unwrap().hits.len() as u64
}

#[test]
fn a_table_that_is_stopped_is_kept_in_part_and_completed_later() {
    let dir = folder(&[("texts/rows.jsonl", &table("first"))]);
    let stopped = run(dir.path(), &Impatient::after(200));
    assert!(stopped.stopped);
    assert_eq!((stopped.added, stopped.not_reached), (0, 1));
    assert!((100..300).contains(&stopped.documents), "{}", stopped.documents);
    assert_eq!(with(dir.path(), "fisheries"), stopped.documents, "what is counted is kept");
    assert_eq!(verify(&dir.path().join("index")).unwrap().statements, stopped.documents);

    let progress = Impatient::after(u64::MAX);
    let completed = run(dir.path(), &progress);
    assert_eq!((completed.stopped, completed.documents), (false, ROWS as u64));
    let size = std::fs::metadata(dir.path().join("texts/rows.jsonl")).unwrap().len();
    assert_eq!(progress.read.load(Ordering::Relaxed), size, "progress adds up to the size of the file");
    assert_eq!(with(dir.path(), "fisheries"), ROWS as u64);
    assert_eq!(run(dir.path(), &Impatient::after(u64::MAX)).unchanged, 1);
}

#[test]
fn a_table_that_changed_is_replaced_whole_or_not_at_all() {
    let dir = folder(&[("texts/rows.jsonl", &table("first"))]);
    run(dir.path(), &Impatient::after(u64::MAX));
    std::fs::write(dir.path().join("texts/rows.jsonl"), table("second")).unwrap();
    let replaced = run(dir.path(), &Impatient::after(5));
    assert_eq!((replaced.replaced, replaced.not_reached), (1, 0), "the file in hand is finished");
    assert_eq!((with(dir.path(), "first"), with(dir.path(), "second")), (0, ROWS as u64));
}
