//! Quotations held against the corpus: one, a manuscript's, and those of the corpus itself.

use std::path::Path;

use demarche::extract::Extractor;
use demarche::index::{Index, Update, update};
use demarche::read::walk;
use predicates::str::contains;
use tempfile::TempDir;

use crate::common::{demarche, folder, json, stdout};

#[path = "../../examples/quotations/mod.rs"]
mod made;

const SPEECH: &str = "The Foreign Minister: Mr. President, the river feeds both our towns, and the cease-fire holds. We shall not sign before \
    the spring, and nobody will sign for us. What we have promised to the fishermen of the delta we will keep.\n";
const REPORT: &str = "Minister will not sign yet\n\nNORLAND, 26 September 2014 – The talks are over for this year.\n\n“We shall not sign before \
    the summer, and nobody will sign for us,” Foreign Minister Ada Example said on Wednesday.\n";

/// A speech, and an article that quotes it with a word changed.
fn quoted() -> TempDir {
    let table = format!(
        "speaker,date,text\nAda Example,2014-09-24,\"{}\"\n",
        SPEECH.trim().trim_start_matches("The Foreign Minister: ")
    );
    let dir = folder(&[("speech.csv", table.as_bytes()), ("2014-09-26-report.txt", REPORT.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

#[test]
fn a_quotation_is_judged_and_the_exit_code_says_whether_it_holds() {
    let dir = quoted();
    let right = [
        "quote",
        "We shall not sign … nobody will sign for us",
        "--speaker",
        "Example",
        "--date",
        "2014-09-24",
    ];
    demarche(dir.path()).args(right).assert().success().stdout(contains("same-words"));
    let quote = |args: &[&str]| demarche(dir.path()).arg("quote").args(args).output().unwrap();
    for (args, said) in [
        (
            &["We shall sign before the spring, and nobody will sign for us"][..],
            "left out: “not” (may turn the sense: negation)",
        ),
        (&["nobody will sign for us", "--speaker", "Ben Sample"], "not that speaker's words"),
        (&["nobody will sign for us", "--date", "2011"], "not said on that date"),
        (&["The committee takes note of the report with thanks"], "not-found"),
    ] {
        let run = quote(args);
        let out = String::from_utf8(run.stdout).unwrap();
        assert_eq!(run.status.code(), Some(1), "{args:?}: {out}");
        assert!(out.contains(said), "{args:?}: {out}");
    }
    assert_eq!(quote(&["nobody will", "--date", "soon"]).status.code(), Some(2));
    assert_eq!(quote(&["nobody will", "--in", "0000"]).status.code(), Some(2));
}

#[test]
fn the_json_has_both_sides_of_each_difference_and_a_link_that_is_followed() {
    let dir = quoted();
    let run = demarche(dir.path())
        .args(["quote", "What we promised to the fishermen of the delta we will keep", "--format", "json"])
        .output()
        .unwrap();
    let found: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!((&found["verdict"], &found["speaker_agrees"]), (&"altered".into(), &serde_json::Value::Null));
    let difference = &found["differences"][0];
    assert_eq!((&difference["kind"], &difference["source"]["text"]), (&"left-out".into(), &"have".into()));
    assert_eq!(difference["quoted"]["span"], serde_json::json!([8, 8]));
    let link = found["places"][0]["permalink"].as_str().unwrap();
    demarche(dir.path()).args(["show", link]).assert().success().stderr(contains(
        "the link cites: “What we have promised to the fishermen of the delta we will keep”",
    ));
}

#[test]
fn the_quotations_of_a_page_are_checked_and_what_is_wrong_is_named() {
    let dir = TempDir::new().unwrap();
    for name in ["manuscript.md", "river_conference.csv"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
        std::fs::copy(file, dir.path().join(name)).unwrap();
    }
    demarche(dir.path()).args(["index", "river_conference.csv"]).assert().success();
    let run = demarche(dir.path()).args(["check", "manuscript.md", "--format", "csv"]).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    let mut table = csv::Reader::from_reader(&run.stdout[..]);
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let told: Vec<(&str, &str, &str)> = rows.iter().map(|row| (&row[9], &row[10], &row[4])).collect();
    assert_eq!(told.len(), 12);
    for ((verdict, fault, quotation), (expected, begins, why)) in told.iter().zip([
        ("not-found", "The surveyors", "not in this corpus"),
        ("spliced", "The engineers have been", "put together"),
        ("altered", "Norland has had fifteen", "sense"),
        ("altered", "The closing of the gates can be", "left out"),
        ("exact", "We owe it to our children", "not that speaker"),
    ]) {
        assert!(
            *verdict == expected && quotation.starts_with(begins) && fault.contains(why),
            "{verdict} {fault} {quotation}"
        );
    }
    assert!(told[5..].iter().all(|(_, fault, _)| *fault == "in order"), "{told:#?}");
    let text = demarche(dir.path()).args(["check", "manuscript.md"]).output().unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("12 quotations checked: 7 in order, 5 not")
            && text.contains("changed: “fifteen” for “twelve”"),
        "{text}"
    );
    demarche(dir.path())
        .args(["check", "manuscript.md", "--format", "html", "-o", "page.html"])
        .assert()
        .code(1);
    let page = std::fs::read_to_string(dir.path().join("page.html")).unwrap();
    assert!(
        page.contains("<del title=\"said\">twelve</del> <ins title=\"in the quotation\">fifteen</ins>"),
        "{page}"
    );
    assert!(!page.contains("<script"));
}

#[test]
fn an_article_s_quotation_has_its_original_and_a_speech_its_echo() {
    let dir = quoted();
    let search = |words: &str| {
        json(dir.path(), &["search", words, "--format", "json"])["hits"][0]["id"].as_str().unwrap().to_owned()
    };
    let (article, speech) = (search("\"before the summer\""), search("fishermen"));
    for args in [["original", &article, "--json"], ["echoes", &speech, "--format=jsonl"]] {
        let found: serde_json::Value = serde_json::from_str(&stdout(dir.path(), &args)).unwrap();
        let echo = if found.is_array() { &found[0] } else { &found };
        assert_eq!(
            (&echo["verdict"], &echo["days"], &echo["speaker"]),
            (&"altered".into(), &2.into(), &"Ada Example".into())
        );
        assert_eq!(echo["differences"][0]["source"]["text"], "spring");
        assert_eq!(
            (&echo["quoted_in"], &echo["said_in"]),
            (&"2014-09-26-report.txt".into(), &"speech.csv".into())
        );
    }
    let all = stdout(dir.path(), &["echoes", "--all", "--format", "csv"]);
    assert_eq!(csv::Reader::from_reader(all.as_bytes()).records().count(), 1);
    let columns =
        ["echoes", "--all", "--format", "csv", "--columns", "verdict,days,said_first_day,differences"];
    let rows = "verdict,days,said_first_day,differences\naltered,2,2014-09-24,\"changed: “summer” for “spring”;punctuation: “,” for “.”\"\n";
    assert_eq!(stdout(dir.path(), &columns), rows);
    for (id, said) in [
        (&article, "said in speech.csv: Ada Example"),
        (&speech, "quoted by 2014-09-26-report.txt: 2014-09-26"),
    ] {
        let shown = stdout(dir.path(), &["show", id]);
        assert!(shown.contains(said), "{said} in {shown}");
    }
}

#[test]
fn echoes_are_a_parquet_file_too() {
    let dir = quoted();
    demarche(dir.path())
        .args(["echoes", "--all", "--format", "parquet", "-o", "echoes.parquet"])
        .assert()
        .success();
    let rows = stdout(
        dir.path(),
        &["extract", "--map", "text=quotation", "--map", "speaker=speaker", "echoes.parquet"],
    );
    let row: serde_json::Value = serde_json::from_str(rows.lines().next().unwrap()).unwrap();
    assert_eq!(row["speaker"]["name"], "Ada Example");
    assert!(row["text"].as_str().unwrap().starts_with("We shall not sign before the summer"), "{row}");
}

fn index_of(files: &str) -> Index {
    let index = Index::in_memory().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus");
    let found = walk(&[root.join(files)], &root);
    update(&index, &found, &Update::default(), &Extractor::default(), &()).unwrap();
    index
}

#[test]
fn quotations_made_by_a_seed_are_judged_rightly() {
    let (council, other) = (index_of("council"), index_of("briefings"));
    let searcher = council.searcher().unwrap();
    let mut maker = made::Maker::new(searcher.snapshot(), &other.snapshot(), 7).unwrap();
    let (mut right, mut asked) = (0, 0);
    for made in made::Made::ALL {
        for quotation in maker.make(made, 12) {
            let found = quotation.ask(&searcher).unwrap();
            assert!(!(made.is_false() && found.verdict.is_faithful()), "{made:?}: {}", quotation.text);
            asked += 1;
            right += usize::from(made.is_right(&found));
        }
    }
    assert!(asked > 100 && right * 100 >= asked * 97, "{right} of {asked}");
}
