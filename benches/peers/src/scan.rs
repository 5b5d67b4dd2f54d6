//! demarche's answers beside those of a slow reading of every statement.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use demarche::index::Index;
use demarche::search::Options;

use crate::corpus::{Corpus, Record};
use crate::engine::Engine;
use crate::ours::{self, Demarche};
use crate::questions::{Question, Want, questions};
use crate::slow::Slow;

/// Indexes so many statements in `dir` and compares the answers to all questions, hit by hit.
pub fn check(dir: &Path, passages: usize) -> Result<()> {
    let records_path = dir.join("records.jsonl");
    let index_path = dir.join("demarche");
    if dir.exists() {
        std::fs::remove_dir_all(dir)?;
    }
    std::fs::create_dir_all(&index_path)?;
    Corpus::write(passages, &mut std::io::BufWriter::new(std::fs::File::create(&records_path)?))?;
    let records: Vec<Record> = Corpus::default().take(passages).collect();
    Demarche::default().build(&records_path, &index_path)?;
    let index = Index::open(&index_path)?;
    let mut slow = Slow::of(&records);
    slow.learn_fields(&index)?;
    let (mut asked, mut compared) = (0, 0);
    let mut wrong = Vec::new();
    for question in questions() {
        let expected = expected(&slow, &question);
        let found = found(&index, &question, passages)?;
        asked += 1;
        compared += expected.len();
        if found != expected {
            let missing = expected.difference(&found).count();
            let extra = found.difference(&expected).count();
            wrong.push(format!("{missing} missing, {extra} too many: {question:?}"));
        }
    }
    println!("{asked} questions, {compared} hits expected; {} questions answered otherwise", wrong.len());
    wrong.iter().for_each(|line| println!("{line}"));
    anyhow::ensure!(wrong.is_empty(), "some answers are not those of the slow reading");
    Ok(())
}

fn expected(slow: &Slow, question: &Question) -> BTreeSet<String> {
    match &question.want {
        Want::Filtered { speaker, from, to } => slow.by(&question.words, speaker, *from, *to),
        Want::Default | Want::DefaultAny => {
            let (all, some) = slow.anywhere(question.words.list());
            &all | &some
        }
        _ => slow.in_text(&question.words),
    }
}

fn found(index: &Index, question: &Question, passages: usize) -> Result<BTreeSet<String>> {
    let filters = ours::filters(question);
    let mut options = Options::default();
    options.filters = filters;
    options.limit = passages;
    options.marks = false;
    options.all_copies = true;
    let results = index.search(&ours::query(question)?, &options)?;
    let id = |hit: demarche::search::Hit| hit.stored.record.context("a hit without an id");
    results.hits.into_iter().map(id).collect()
}
