//! Any text, speaker, title and path in every form of output: nothing in them drives a terminal, and no cell
//! is a formula.
#![no_main]

use std::sync::LazyLock;

use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::model::{Document, Layout, Speaker};
use demarche::output::{Citation, CiteFormat, Look, plain, write_citations, write_csv, write_hits, write_jsonl};
use demarche::query::{ParseOptions, Query};
use demarche::search::Options;
use libfuzzer_sys::fuzz_target;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::default);

fuzz_target!(|input: (&str, &str, &str, &str)| {
    let (path, name, title, words) = input;
    let index = Index::in_memory().expect("in memory");
    let writer = index.writer().expect("the only one");
    let body = format!("peace {words}");
    let document = Document {
        layout: Layout::Speech,
        speaker: Some(Speaker::named(name)),
        title: Some(title.to_owned()),
        source: Some(title.to_owned()),
        ..Document::new(path, &body)
    };
    writer.add(&document, &EXTRACTOR.extract(&document)).expect("in memory");
    writer.commit().expect("in memory");
    let query = Query::parse("peace", &ParseOptions::default()).expect("a word");
    let results = index.search(&query, &Options::default()).expect("one document");

    let mut text = Vec::new();
    write_hits(&mut text, &results, Look { width: 80, whole: true }).expect("in memory");
    let text = String::from_utf8(text).expect("text");
    assert!(!text.contains(['\u{7}', '\u{8}', '\u{9b}', '\u{202e}', '\r']), "{text:?}");
    assert!(!plain(&body).chars().any(char::is_control));

    let mut table = Vec::new();
    write_csv(&mut table, &results).expect("in memory");
    let mut lines = Vec::new();
    write_jsonl(&mut lines, &results).expect("in memory");
    let cited: Vec<Citation> = results.hits.iter().map(Citation::hit).collect();
    for format in [CiteFormat::Text, CiteFormat::Bibtex, CiteFormat::CslJson, CiteFormat::Ris] {
        write_citations(&mut Vec::new(), &cited, format).expect("in memory");
    }
});
