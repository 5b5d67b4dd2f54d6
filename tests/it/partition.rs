//! What must hold for every text whatever: statements are the body, offsets point at what is shown,
//! nothing panics.

use std::sync::{LazyLock, Mutex};

use crate::common::{ARTICLE, BRIEFING, TABLE};
use demarche::extract::{Extractor, passages, sentences};
use demarche::index::{Index, Writer};
use demarche::model::{Document, Layout, Span};
use demarche::query::{ParseOptions, Query};
use demarche::read::{ReadOptions, read_bytes};
use demarche::search::Options;
use proptest::prelude::*;

/// The code points of `text` in `span`.
fn slice(text: &str, span: Span) -> String {
    text.chars().skip(span.start).take(span.end - span.start).collect()
}

/// Checks everything that must hold for the statements of a document.
fn check(document: &Document) {
    let statements = Extractor::default().extract(document);
    let joined: String = statements.iter().map(|statement| statement.text.as_str()).collect();
    assert_eq!(joined, document.body, "the statements are the body");
    let mut at = 0;
    let mut ids = std::collections::HashSet::new();
    for statement in &statements {
        assert_eq!(statement.span.start, at, "no gap, no overlap");
        at = statement.span.end;
        assert_eq!(slice(&document.body, statement.span), statement.text);
        assert!(ids.insert(statement.id.clone()), "one id, one statement: {}", statement.id);
        let parts: String = passages(statement).iter().map(|passage| passage.text).collect();
        assert_eq!(parts, statement.text, "the passages are the statement");
        for passage in passages(statement) {
            assert_eq!(slice(&document.body, passage.span), passage.text);
        }
        for attribution in &statement.attributions {
            // What goes on from the paragraph before has no cue of its own: then its words stand here.
            let anchor = attribution.cue.unwrap_or_else(|| attribution.content[0]);
            assert!(attribution.cue.is_some() || attribution.direct, "{attribution:?}");
            assert!(
                statement.span.start <= anchor.start && anchor.end <= statement.span.end,
                "the cue, or what goes on, stands in it"
            );
            let spans = attribution.content.iter().chain(&attribution.source).chain(&attribution.cue);
            spans.for_each(|span| assert!(!slice(&document.body, *span).trim().is_empty(), "{span:?}"));
        }
        let ends: String =
            sentences(&statement.text).into_iter().map(|range| &statement.text[range]).collect();
        assert_eq!(ends, statement.text, "the sentences are the statement");
    }
}

fn read_and_check(name: &str, bytes: &[u8]) {
    let mut documents = Vec::new();
    // An error is an answer; a panic is not.
    let _ = read_bytes(name, bytes, &ReadOptions::default(), &mut |document| documents.push(document));
    documents.iter().for_each(check);
    index(&documents);
}

/// Adds documents to one index for all cases; every hundredth time they are committed and searched.
fn index(documents: &[Document]) {
    static INDEX: LazyLock<Index> = LazyLock::new(|| Index::in_memory().unwrap());
    static WRITER: LazyLock<Mutex<(Writer<'static>, u32)>> =
        LazyLock::new(|| Mutex::new((INDEX.writer().unwrap(), 0)));
    let extractor = Extractor::default();
    let mut guard = WRITER.lock().unwrap();
    let (writer, times) = &mut *guard;
    for document in documents {
        writer.add(document, &extractor.extract(document)).unwrap();
    }
    *times += 1;
    if times.is_multiple_of(100) {
        writer.commit().unwrap();
        let query = Query::parse("Hamas talks", &ParseOptions::default()).unwrap();
        INDEX.search(&query, &Options::default()).unwrap();
    }
}

const NAMES: [&str; 7] = ["a.txt", "a.md", "a.jsonl", "a.csv", "a.tsv", "USA_72_2017.txt", "a.txt.gz"];

/// Pieces that texts of this kind are made of, to be put together at random.
const PIECES: [&str; 28] = [
    "MR. MILLER: ",
    "QUESTION:  ",
    "Q    ",
    "The President: ",
    "\n\n",
    "\n",
    " ",
    "\r\n",
    "Mr. Nebenzia (Russia): ",
    "[Applause.]",
    "“Hamas’ refusal,” ",
    "the U.S. said. ",
    "3.5 million",
    "Gen. A. B. Smith",
    "…",
    "\u{a0}",
    "---\n",
    "title: x\n",
    "\u{0}",
    "e\u{301}",
    "🇺🇳",
    "?! ",
    "12.\t",
    "\"; '",
    "Minister Ada Example said that ",
    "“We agree,” she said. ",
    " according to Israel’s envoy, ",
    "He told reporters on Wednesday: “",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn arbitrary_bytes_are_indexed_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), name in 0..NAMES.len()) {
        read_and_check(NAMES[name], &bytes);
    }

    #[test]
    fn damaged_files_are_indexed_without_a_panic(
        which in 0..3usize,
        name in 0..NAMES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..12),
    ) {
        let mut bytes = [BRIEFING, ARTICLE, TABLE][which].as_bytes().to_vec();
        for (at, byte, how) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 if bytes.len() > 1 => { bytes.remove(at); }
                _ => bytes.truncate(at.max(1)),
            }
        }
        read_and_check(NAMES[name], &bytes);
    }

    #[test]
    fn statements_partition_any_text(
        pieces in prop::collection::vec((0..PIECES.len(), "[a-zA-Z.,!’ ]{0,30}"), 0..60),
        layout in 0..3usize,
    ) {
        let body: String = pieces.iter().map(|(piece, words)| format!("{}{words}", PIECES[*piece])).collect();
        let layout = [Layout::Article, Layout::Transcript, Layout::Speech][layout];
        check(&Document { layout, ..Document::new("any.txt", body) });
    }
}

#[test]
fn passages_end_at_sentence_ends() {
    let sentence =
        "Mr. Smith of the U.S. told Gen. A. B. Jones that 3.5 per cent, or “No. 4,” was not enough. ";
    let statements = Extractor::default()
        .extract(&Document { layout: Layout::Speech, ..Document::new("speech.txt", sentence.repeat(40)) });
    let parts = passages(&statements[0]);
    assert!(parts.len() > 3);
    for part in parts {
        assert!(part.text.trim_end().ends_with("was not enough."), "{}", part.text);
        assert!(part.text.split_whitespace().count() <= 150);
    }
}
