//! Faults that were met once: one test each, named by what went wrong.

use std::fs;

use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::model::{Document, Layout, Speaker};
use demarche::query::{ParseOptions, Query};
use demarche::read::{ReadOptions, read_bytes};
use demarche::search::Options;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

use crate::common::{BRIEFING, corpus, demarche, folder, json, stdout, texts};

fn indexed() -> TempDir {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

fn report(dir: &std::path::Path) {
    demarche(dir).args(["index", "."]).assert().success();
}

/// The bodies of what is read, and each skip with its line.
fn read(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<(Option<u64>, String)>) {
    let mut bodies = Vec::new();
    let mut each = |document: Document| bodies.push(document.body);
    let report = read_bytes(name, bytes, &ReadOptions::default(), &mut each).unwrap();
    (bodies, report.skips.into_iter().map(|skip| (skip.line, skip.reason)).collect())
}

fn query(text: &str) -> Query {
    Query::parse(text, &ParseOptions::default()).unwrap()
}

/// `follow-up` did not find `follow-ups`: words of grammar are their own stems.
#[test]
fn a_compound_with_a_word_of_grammar_had_no_other_forms() {
    let speech = b"{\"speaker\": \"Ada Example\", \"text\": \"A follow-up was agreed, said nobody.\"}\n\
        {\"speaker\": \"Ben Sample\", \"text\": \"Two follow-ups to the build-up came, step by step.\"}\n\
        {\"speaker\": \"Cy Third\", \"text\": \"We follow what is up to them, and up they went.\"}\n";
    let dir = folder(&[("said.jsonl", speech)]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    for (query, found) in [
        ("follow-up", 2),
        ("follow-ups", 2),
        ("\"follow-up\"", 1),
        ("build-ups", 1),
        ("step-by-step", 1),
        ("steps-by-step", 1),
        ("text:follow-up", 2),
    ] {
        assert_eq!(texts(dir.path(), &[query]).len(), found, "{query}");
    }
}

/// Statements of several passages, some with all the words, some with one.
fn long_statements() -> Index {
    let index = Index::in_memory().unwrap();
    let writer = index.writer().unwrap();
    for (path, said) in [
        ("a", ["The dam and the river.", "Grain was dear.", "Salt was cheap."]),
        ("b", ["The river, and a dam on it.", "River, river, river.", "A dam, a dam and a dam."]),
        ("c", ["A dam.", "The river and its dam, at last, were spoken of.", "River and river."]),
        ("d", ["No river.", "No dam.", "Salt was dear."]),
    ] {
        let filler = "Of much else they spoke that day and said little of it that would last. ".repeat(40);
        let words = said.map(|words| format!("{words} {filler}")).concat();
        let speaker = Some(Speaker::named("Ada Example"));
        let document = Document { speaker, layout: Layout::Speech, ..Document::new(path, words) };
        writer.add(&document, &Extractor::default().extract(&document)).unwrap();
    }
    writer.commit().unwrap();
    index
}

/// What was ranked together depended on the page that was asked for.
#[test]
fn a_page_of_hits_did_not_continue_the_page_before_it() {
    let index = long_statements();
    for asked in ["river dam", "river", "dam salt", "the river and the dam and the grain that was dear"] {
        let page = |offset, limit| -> Vec<(String, usize)> {
            let mut options = Options::default();
            options.offset = offset;
            options.limit = limit;
            let hits = index.search(&query(asked), &options).unwrap().hits;
            hits.iter().map(|hit| (hit.stored.path.clone(), hit.place.start)).collect()
        };
        let whole = page(0, 50);
        assert!(whole.len() > 2, "{asked}: {whole:?}");
        let joined: Vec<_> = (0..whole.len()).flat_map(|at| page(at, 1)).collect();
        assert_eq!(joined, whole, "{asked}");
    }
}

/// A table of headings only was indexed without a word.
#[test]
fn a_file_that_gave_nothing_did_not_say_why() {
    let headings = b"speaker,country,date,topic,text\n";
    for (name, bytes) in
        [("x.csv", &headings[..]), ("x.txt", headings), ("x.json", b"[]\n"), ("x.md", b" \n")]
    {
        let (bodies, skips) = read(name, bytes);
        assert_eq!((bodies.len(), skips.len()), (0, 1), "{name}: {skips:?}");
        assert!(skips[0].1.starts_with("holds no "), "{skips:?}");
    }
}

/// The records after it are read, and its line is told.
#[test]
fn a_stray_end_of_a_list_in_json_was_passed_over() {
    let (bodies, skips) = read("x.json", b"{\n\"text\":\"One.\"}]]\n{\n\"text\":\"Two.\"}\n");
    assert_eq!(bodies, ["One.", "Two."]);
    assert_eq!(skips.iter().map(|skip| skip.0).collect::<Vec<_>>(), [Some(2), Some(2)], "{skips:?}");
}

/// A document that lies under two names is read once.
#[test]
fn the_second_of_two_copies_was_not_read_when_the_first_changed() {
    let dir = folder(&[("a.txt", BRIEFING.as_bytes()), ("b.txt", BRIEFING.as_bytes())]);
    report(dir.path());
    std::fs::write(dir.path().join("a.txt"), "Envoys met in Bern.\n").unwrap();
    report(dir.path());
    let hits = json(dir.path(), &["search", "Doha", "--format", "json"])["hits"].clone();
    assert_eq!((&hits[0]["path"], hits.as_array().unwrap().len()), (&"b.txt".into(), 1));
    assert_eq!(texts(dir.path(), &["Bern"]).len(), 1);
}

/// A document that lies under two names is read once, and stays while one of them stays.
#[test]
fn a_copy_was_lost_with_the_file_that_was_deleted() {
    let dir = indexed();
    fs::copy(dir.path().join("speeches/NOR_50_1995.txt"), dir.path().join("NOR_50_1995.txt")).unwrap();
    demarche(dir.path()).args(["index", "."]).assert().success();
    assert_eq!(texts(dir.path(), &["nets"]).len(), 1);
    demarche(dir.path())
        .args(["delete", "speeches"])
        .assert()
        .success()
        .stderr(contains("NOR_50_1995.txt holds the same and stays"));
    demarche(dir.path()).args(["index", "NOR_50_1995.txt"]).assert().success();
    assert_eq!(texts(dir.path(), &["nets"]).len(), 1);
    demarche(dir.path()).arg("verify").assert().success();
}

/// `demarche --index made/deep index .` met its own files.
#[test]
fn an_index_among_the_texts_was_read_as_texts() {
    let dir = corpus();
    let before = json(dir.path(), &["--index", "made/deep", "index", ".", "--json"]);
    for _ in 0..2 {
        let again = json(dir.path(), &["--index", "made/deep", "index", ".", "--json"]);
        assert_eq!((&again["added"], &again["unchanged"]), (&0.into(), &before["added"]));
        assert_eq!(again["left_aside"], before["left_aside"]);
    }
    // Another index beside it is none of the texts either.
    demarche(dir.path()).args(["--index", "second", "index", "."]).assert().success();
    let told = json(dir.path(), &["--index", "second", "stats", "--json"]);
    assert_eq!(told["files"].as_u64(), before["added"].as_u64());
    demarche(dir.path())
        .args(["index", "second"])
        .assert()
        .code(2)
        .stderr(contains("is an index, not texts"));
}

/// `demarche --index . index .` would mix the two, and a rebuilding would take the files away.
#[test]
fn an_index_was_made_in_a_folder_of_other_files() {
    let dir = corpus();
    let before = stdout(dir.path(), &["extract", "briefing.txt"]);
    demarche(dir.path())
        .args(["--index", ".", "index", "."])
        .assert()
        .code(2)
        .stderr(contains("which is no part of an index").and(contains("--index DIR")));
    assert_eq!(stdout(dir.path(), &["extract", "briefing.txt"]), before);
    assert_eq!(fs::read_to_string(dir.path().join("briefing.txt")).unwrap(), BRIEFING);
    assert!(!dir.path().join("meta.json").exists());
    // An empty folder will do.
    fs::create_dir(dir.path().join("empty")).unwrap();
    demarche(dir.path()).args(["--index", "empty", "index", "."]).assert().success();
}

/// A label that says what a page is stood among its topics, and kept those that its words show from being lent.
#[test]
fn a_label_that_is_a_form_was_a_topic() {
    let dir = tempfile::tempdir().unwrap();
    let page = |tags: &str, text: &str| format!("---\ntitle: On the quota\ntags: {tags}\n---\n{text}\n");
    let briefing =
        page("[press-briefings, harbours]", "The harbour will be dredged before the winter comes.");
    fs::write(dir.path().join("a.md"), briefing).unwrap();
    fs::write(dir.path().join("b.md"), page("Speeches and Remarks", "We shall lower tariffs again."))
        .unwrap();
    demarche(dir.path()).args(["index", "."]).assert().success();
    let hits = |args: &[&str]| {
        let found = json(dir.path(), &[&["search", "*", "--format", "json"], args].concat());
        found["hits"].as_array().unwrap().clone()
    };
    let found = hits(&["--form", "press briefing"]);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0]["path"], &found[0]["forms"]),
        (&"a.md".into(), &serde_json::json!(["press-briefings"]))
    );
    assert_eq!(found[0]["topics"], serde_json::json!(["harbours"]));
    let speech = &hits(&["--topic", "trade"])[0];
    assert_eq!(speech["forms"], serde_json::json!(["Speeches and Remarks"]));
    let evidence = serde_json::json!([{"topic": "trade", "in": "text", "words": ["tariffs"]}]);
    assert_eq!(speech["topic_evidence"], evidence);
    assert!(texts(dir.path(), &["*", "--topic", "press briefings"]).is_empty());
    assert_eq!(texts(dir.path(), &["form:(speech OR briefing)"]).len(), 2);
    let counts = json(dir.path(), &["facets", "form", "--format", "json"]);
    assert_eq!(
        (counts["facets"][0]["values"].as_array().unwrap().len(), &counts["facets"][0]["without"]),
        (2, &0.into())
    );
}

/// The parts of the address of a page that a text links to were read as its words.
#[test]
fn words_of_an_address_gave_a_topic() {
    let text = "The minister answered. [more](https://example.org/health/vaccines/covid-ceasefire) She left.";
    let statements = Extractor::default().extract(&Document::new("a.txt", text));
    assert!(statements.iter().all(|statement| statement.topics.is_empty()), "{statements:?}");
}
