//! Questions that a researcher asks of press briefings: the first five hits are answers.
//!
//! Reads the pages in the folder that `DEMARCHE_BRIEFINGS` names: those of January to June 2024 are asked about.

use std::collections::HashSet;

use crate::common::demarche;
use demarche::index::Index;
use demarche::query::{ParseOptions, Query};
use demarche::search::{Hit, Options};
use tempfile::TempDir;

/// `tests/data/white_house_questions.tsv` tells for each question who answers it, when, and what the answer names.
const QUESTIONS: &str = include_str!("../data/white_house_questions.tsv");
/// A hit of fewer words says nothing.
const FEWEST_WORDS: usize = 12;

pub fn the_first_five_hits_of_a_question_are_answers() {
    let pages = std::env::var("DEMARCHE_BRIEFINGS").unwrap();
    let dir = TempDir::new().unwrap();
    for page in walkdir::WalkDir::new(pages).into_iter().flatten() {
        let name = page.file_name().to_string_lossy();
        let half = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"];
        let transcript = !page.path().to_string_lossy().contains("statements-releases");
        if page.file_type().is_file() && transcript && half.iter().any(|month| name.starts_with(month)) {
            std::fs::copy(page.path(), dir.path().join(&*name)).unwrap();
        }
    }
    demarche(dir.path()).args(["index", "."]).assert().success();
    let index = Index::open(&dir.path().join(".demarche")).unwrap();
    let mut options = Options::default();
    options.limit = 5;
    let questions: Vec<&str> = QUESTIONS.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(questions.iter().collect::<HashSet<_>>().len(), 40);
    let (mut sum, mut report) = (0.0, String::new());
    for question in &questions {
        let [asked, speaker, from, to, names] = question.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not five columns: {question}");
        };
        let query = Query::parse(asked, &ParseOptions::default()).unwrap();
        let hits = index.search(&query, &options).unwrap().hits;
        let right = hits.iter().filter(|hit| answers(hit, speaker, (from, to), names)).count();
        report.push_str(&format!("{right}  {asked}\n"));
        sum += right as f64 / 5.0;
    }
    let precision = sum / questions.len() as f64;
    println!("P@5 {precision:.3}\n{report}");
    assert!(precision >= 0.75, "P@5 {precision:.3}\n{report}");
}

fn answers(hit: &Hit, speaker: &str, (from, to): (&str, &str), names: &str) -> bool {
    let who = hit.stored.speaker.as_ref().map_or("", |speaker| &speaker.name);
    let when = hit.stored.date.value.map(|date| date.to_string()).unwrap_or_default();
    let asked = hit.question.as_ref().map_or("", |question| &question.text);
    let text = format!("{} {asked}", hit.passage.text).to_lowercase();
    let named = |any: &str| any.split('|').any(|name| text.contains(&name.to_lowercase()));
    (speaker == who || speaker == "*" && who != "Journalist")
        && (from..=to).contains(&when.as_str())
        && hit.passage.text.split_whitespace().count() >= FEWEST_WORDS
        && names.split(',').all(named)
}
