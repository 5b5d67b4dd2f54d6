//! Every format and encoding reaches the index with its text, speaker and date.

use std::io::Write;

use crate::common::{ARTICLE, BRIEFING, TABLE, demarche, folder};
use demarche::extract::Extractor;
use demarche::model::{Basis, Document, Format, Kind, Precision};
use demarche::read::{ReadOptions, ReadReport, read_bytes};

fn read(name: &str, bytes: &[u8]) -> (Vec<Document>, ReadReport) {
    let mut documents = Vec::new();
    let report = read_bytes(name, bytes, &ReadOptions::default(), &mut |document| documents.push(document));
    (documents, report.unwrap())
}

fn one(name: &str, bytes: &[u8]) -> Document {
    let (mut documents, report) = read(name, bytes);
    assert_eq!((documents.len(), report.skips), (1, vec![]), "{name}");
    documents.remove(0)
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_transcript_becomes_turns_with_their_speakers() {
    let document = one("briefing.txt", BRIEFING.as_bytes());
    assert_eq!(document.date.value.unwrap().to_string(), "2024-10-09");
    let statements = Extractor::default().extract(&document);
    let spoken: Vec<_> = statements
        .iter()
        .filter(|statement| statement.kind == Kind::Spoken)
        .map(|statement| statement.speaker.as_ref().map(|speaker| speaker.as_written.clone()).unwrap())
        .collect();
    assert_eq!(spoken, ["MS. EXAMPLE", "QUESTION", "MS. EXAMPLE"]);
    let question = statements.iter().find(|s| s.text.contains("Doha?")).unwrap();
    assert_eq!(question.speaker.as_ref().unwrap().role.as_deref(), Some("journalist"));
}

#[test]
fn the_records_of_the_security_council_name_the_delegation() {
    let record = "Security Council, meeting of 4 May 1990\n\nThe President (spoke in French): I call on the \
        member for Peru.\n\nMr. Ejemplo (Peru) (spoke in Spanish): We abstained.\n\nThe President: I thank him.\n";
    let statements = Extractor::default().extract(&one("record.txt", record.as_bytes()));
    let peru = statements.iter().find(|s| s.text.contains("abstained")).unwrap();
    let speaker = peru.speaker.as_ref().unwrap();
    assert!(speaker.name.contains("Ejemplo"), "{speaker:?}");
    assert_eq!(speaker.affiliation.as_deref(), Some("Peru"));
}

#[test]
fn markdown_takes_its_date_and_title_from_the_front_matter() {
    let page = "---\ntitle: Remarks on the Strait\ndate: 2001-03-09\nsource: Example Herald\ntopics: [sea, law]\n---\n\
        The strait is\nopen to all.\n\n## Later\n\nIt stayed so.\n";
    let document = one("page.md", page.as_bytes());
    assert_eq!(document.title.as_deref(), Some("Remarks on the Strait"));
    assert_eq!(document.date.value.unwrap().to_string(), "2001-03-09");
    assert_eq!(document.source.as_deref(), Some("Example Herald"));
    assert_eq!(document.topics, ["sea", "law"]);
}

#[test]
fn a_table_gives_a_document_a_row_and_lists_what_is_wrong() {
    let (documents, report) = read("table.csv", TABLE.as_bytes());
    assert_eq!(documents.len(), 3);
    let reasons: Vec<_> = report.skips.iter().map(|skip| (skip.line, skip.reason.as_str())).collect();
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert_eq!(reasons[0].0, Some(4), "the row without a text");
    assert_eq!(reasons[1].0, Some(5), "the date that is none");
    assert!(reasons[1].1.contains("early summer"), "{reasons:?}");
    // A date that cannot be understood is not guessed, and its words are kept.
    let peru = &documents[2];
    assert_eq!(peru.date.value, None);
    assert_eq!(peru.date.words.as_deref(), Some("early summer"));
    assert_eq!(peru.body, "Our rivers, and yours, come from one range.");
}

#[test]
fn columns_are_known_by_their_usual_headings_or_as_the_user_says() {
    let tabbed = "name\tyear\tspeech\nAda Example\t1648\tPeace at last.\n";
    let document = one("t.tsv", tabbed.as_bytes());
    assert_eq!(document.speaker.unwrap().name, "Ada Example");
    assert_eq!(document.date.value.unwrap().precision(), Precision::Year);

    let dir = folder(&[("t.csv", b"Wer,Was\nAda Example,We agree.\n")]);
    let run = demarche(dir.path())
        .args(["extract", "t.csv", "--map", "speaker=Wer", "--map", "text=Was"])
        .assert()
        .success();
    let line: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert_eq!(line["speaker"]["name"], "Ada Example");
    demarche(dir.path())
        .args(["extract", "t.csv", "--map", "speaker=Nobody", "--map", "text=Was"])
        .assert()
        .code(2)
        .stderr(predicates::str::contains("Nobody"));
}

#[test]
fn one_bad_line_of_jsonl_is_named_and_the_rest_is_read() {
    let lines =
        "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\n{\"id\":\"c\",\"text\":\"Three.\"}\n";
    let (documents, report) = read("x.jsonl", lines.as_bytes());
    assert_eq!(documents.len(), 2);
    assert_eq!(report.skips.len(), 1);
    assert_eq!(report.skips[0].line, Some(2));
}

#[test]
fn un_file_names_say_who_spoke_and_when() {
    let document = one("KEN_72_2017.txt", b"Mr. President, we came to listen.\n");
    let speaker = document.speaker.unwrap();
    assert_eq!(speaker.name, "Kenya");
    assert_eq!(document.date.value.unwrap().to_string(), "2017");
    assert_eq!(document.date.basis, Basis::Filename);
}

#[test]
fn every_encoding_gives_the_same_text() {
    let text = "Accord signé\n\nLe délégué a dit « non » — c’est tout, d’après l’envoyé français.\n";
    let utf16 = |big: bool| -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let (windows, _, lost) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!lost);
    let marked = format!("\u{feff}{text}").into_bytes();
    for (name, bytes) in [
        ("utf8.txt", text.as_bytes().to_vec()),
        ("bom.txt", marked),
        ("utf16le.txt", utf16(false)),
        ("utf16be.txt", utf16(true)),
        ("windows.txt", windows.into_owned()),
        ("packed.txt.gz", gzipped(text)),
        ("packed.txt.zst", zstd::encode_all(text.as_bytes(), 3).unwrap()),
    ] {
        assert_eq!(one(name, &bytes).body, text, "{name}");
    }
}

#[test]
fn a_packed_file_is_known_by_its_content_not_its_name() {
    let document = one("briefing.txt", &gzipped(BRIEFING));
    assert_eq!(document.body, BRIEFING);
    let (documents, _) = read("NOR_50_1995.txt.gz", &gzipped("The sea feeds us."));
    assert_eq!(documents[0].speaker.as_ref().unwrap().name, "Norway");
}

#[test]
fn carriage_returns_nul_bytes_and_odd_spaces_do_no_harm() {
    let text = ARTICLE.replace('\n', "\r\n").replace("met again", "met\u{a0}aga\u{0}in");
    let document = one("article.txt", text.as_bytes());
    assert_eq!(document.format, Format::Text);
    let statements = Extractor::default().extract(&document);
    assert!(statements.len() >= 3, "headline and two paragraphs: {statements:?}");
    assert_eq!(statements.iter().map(|s| s.text.as_str()).collect::<String>(), document.body);
}

#[test]
fn standard_input_is_a_document_too() {
    let dir = folder(&[]);
    demarche(dir.path())
        .args(["index", "-", "--date", "2020-02", "--source", "Letters"])
        .write_stdin(ARTICLE)
        .assert()
        .success();
    let found = crate::common::json(dir.path(), &["search", "delegations", "--format", "json"]);
    assert_eq!(found["hits"][0]["date"]["value"], "2020-02");
    assert_eq!(found["hits"][0]["source"], "Letters");
}

#[test]
fn as_given_nothing_is_worked_out_of_the_texts() {
    let dir = crate::common::corpus();
    let shown = |name: &str, args: &[&str]| -> Vec<serde_json::Value> {
        let all = [&["extract", name], args].concat();
        crate::common::stdout(dir.path(), &all)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    // An article is not cut, and its words name nobody.
    let [article] = &shown("2024-10-08-river.txt", &["--as-given"])[..] else { panic!("one statement") };
    assert_eq!(article["text"], crate::common::ARTICLE);
    assert!(article["speaker"].is_null() && article["attributions"].as_array().is_none_or(Vec::is_empty));
    assert_eq!((article["entities"].to_string(), article["topics"].to_string()), ("[]".into(), "[]".into()));
    assert_eq!(article["date"]["value"], "2024-10-08", "the file's name states it");
    // A row keeps what it states.
    let rows = shown("table.csv", &["--as-given"]);
    assert_eq!(
        (&rows[0]["speaker"]["name"], &rows[0]["topics"][0]),
        (&"Ada Example".into(), &"trade".into())
    );
    // A transcript has its turns.
    let turns = shown("briefing.txt", &["--as-given"]);
    assert!(turns.iter().any(|turn| turn["speaker"]["as_written"] == "MS. EXAMPLE"));
    assert_eq!(
        turns.iter().map(|turn| turn["text"].as_str().unwrap()).collect::<String>(),
        crate::common::BRIEFING,
        "nothing is lost"
    );
    assert!(shown("2024-10-08-river.txt", &[]).len() > 1, "without it, an article is cut");
    // What was read the other way is read again.
    crate::common::demarche(dir.path()).args(["index", "."]).assert().success();
    crate::common::demarche(dir.path())
        .args(["index", ".", "--as-given"])
        .assert()
        .success()
        .stdout(predicates::str::contains("4 replaced, 0 unchanged"));
}
