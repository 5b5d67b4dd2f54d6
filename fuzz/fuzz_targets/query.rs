//! Any query: it is understood or refused with a place in it, and can be asked.
#![no_main]

use std::sync::LazyLock;

use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::model::Document;
use demarche::query::{ParseOptions, Query};
use demarche::search::Options;
use libfuzzer_sys::fuzz_target;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let index = Index::in_memory().expect("in memory");
    let writer = index.writer().expect("the only one");
    let body = "“We call for a cease-fire,” Minister Ada Example said on 9 October 2024.";
    let document = Document::new("x.txt", body);
    writer.add(&document, &Extractor::default().extract(&document)).expect("in memory");
    writer.commit().expect("in memory");
    drop(writer);
    index
});

fuzz_target!(|input: &str| {
    if let Ok(query) = Query::parse(input, &ParseOptions::default()) {
        let _ = INDEX.search(&query, &Options::default());
    }
});
