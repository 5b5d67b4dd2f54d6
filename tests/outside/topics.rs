//! Topics: what the shipped rules give to 200 texts that were drawn at random and read ([`LABELS`]).
//!
//! The texts stand in the folder that `DEMARCHE_TOPICS` names, in `white-house` and `un-general-debate`.

use std::path::Path;

use demarche::extract::Extractor;
use demarche::model::{Document, Span, Statement};
use demarche::read::{ReadOptions, read, walk};

/// Where the texts stand, their first words, and the topics that a reader gives them.
const LABELS: &str = include_str!("../data/topics.tsv");
/// So many of the topics given must be apt.
const APT: f64 = 0.9;
/// At most so many of the texts with an obvious topic may have none that is apt.
const LACK: f64 = 0.12;

/// A line of the labels.
struct Label<'a> {
    file: &'a str,
    span: Span,
    first_words: &'a str,
    obvious: Vec<&'a str>,
    apt: Vec<&'a str>,
}

fn labels() -> Vec<Label<'static>> {
    let lines = LABELS.lines().filter(|line| !line.starts_with('#')).skip(1);
    let list = |cell: &'static str| cell.split(',').filter(|topic| !topic.is_empty()).collect();
    let label = |line: &'static str| {
        let cells: Vec<_> = line.split('\t').collect();
        let [file, start, end, first_words, obvious, apt] = cells[..] else { panic!("{line}") };
        let span = Span::new(start.parse().unwrap(), end.parse().unwrap());
        Label { file, span, first_words, obvious: list(obvious), apt: list(apt) }
    };
    lines.map(label).collect()
}

/// The topics of a text: those of the statement that it is, else those that its words show.
fn topics(extractor: &Extractor, folder: &Path, label: &Label<'_>) -> Vec<String> {
    let found = walk(&[folder.join(label.file)], folder);
    let mut documents: Vec<Document> = Vec::new();
    read(&found.files[0], &ReadOptions::default(), &mut |document| documents.push(document)).unwrap();
    let document = &documents[0];
    let Span { start, end } = label.span;
    let text: String = document.body.chars().skip(start).take(end - start).collect();
    let words = text.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
    assert_eq!(words, label.first_words, "{} holds another text now", label.file);
    let statements: Vec<Statement> = extractor.extract(document);
    match statements.into_iter().find(|statement| statement.span == label.span) {
        Some(statement) => statement.topics,
        None => extractor.explain_topics(&text).iter().map(|topic| topic.label.to_owned()).collect(),
    }
}

pub fn topics_are_those_that_a_reader_gives() {
    let folder = std::env::var_os("DEMARCHE_TOPICS").unwrap();
    let extractor = Extractor::default();
    let (mut given, mut apt, mut obvious, mut lack) = (0, 0, 0, 0);
    for label in labels() {
        let topics = topics(&extractor, Path::new(&folder), &label);
        let is_apt = |topic: &&String| label.obvious.iter().chain(&label.apt).any(|one| one == topic);
        let fit = topics.iter().filter(is_apt).count();
        (given, apt) = (given + topics.len(), apt + fit);
        if !label.obvious.is_empty() {
            obvious += 1;
            lack += usize::from(fit == 0);
        }
    }
    println!("topics: {given} given, {apt} apt; {lack} of {obvious} texts with an obvious topic have none");
    assert!(f64::from(apt as u32) / f64::from(given as u32) >= APT, "{apt} of {given} are apt");
    assert!(f64::from(lack as u32) / f64::from(obvious as u32) <= LACK, "{lack} of {obvious} lack one");
}
