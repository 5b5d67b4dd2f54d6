//! Any text as any layout: the statements partition it, and the passages partition the statements.
#![no_main]

use std::sync::LazyLock;

use demarche::extract::{Extractor, passages};
use demarche::model::{Document, Layout, Speaker};
use libfuzzer_sys::fuzz_target;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::default);

fuzz_target!(|input: (u8, &str)| {
    let (choice, body) = input;
    let mut document = Document::new("x.txt", body);
    document.layout = [Layout::Article, Layout::Transcript, Layout::Speech][usize::from(choice) % 3];
    document.speaker = (choice & 8 != 0).then(|| Speaker::named("Ada Example"));
    let statements = EXTRACTOR.extract(&document);
    let joined: String = statements.iter().map(|statement| statement.text.as_str()).collect();
    assert_eq!(joined, body);
    for statement in &statements {
        let whole: String = passages(statement).iter().map(|passage| passage.text).collect();
        assert_eq!(whole, statement.text);
    }
});
