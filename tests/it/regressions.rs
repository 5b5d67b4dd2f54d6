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

/// A query of signs only found everything.
#[test]
fn a_query_of_signs_only_found_everything() {
    let dir = indexed();
    for signs in ["???", "...", "- -", "\"\"", "()", "§ %"] {
        demarche(dir.path())
            .args(["search", "--", signs])
            .assert()
            .code(1)
            .stdout("")
            .stderr(contains("there is no word to look for"));
        demarche(dir.path()).args(["facets", "speaker", "--", signs]).assert().code(1);
    }
    assert!(!texts(dir.path(), &["*"]).is_empty());
}

/// A speech of sentences of eleven words, with `text` over the end of its first passage.
fn over_the_end(text: [&str; 2]) -> TempDir {
    let filler = |n: usize| format!("On day {n} the committee met again and heard its members. ");
    let before: String = (0..13).map(filler).collect();
    let after: String = (20..30).map(filler).collect();
    let body = format!(
        "{before}They closed with the words {}. {} was how the next day began. {after}",
        text[0], text[1]
    );
    let record = serde_json::json!({ "speaker": "Ada Example", "date": "2020-03-01", "text": body });
    let dir = folder(&[("speech.jsonl", record.to_string().as_bytes())]);
    demarche(dir.path()).args(["index", "--as-given", "."]).assert().success();
    dir
}

/// Words that stand together over the end of a passage were not found as a phrase, nor near each other.
#[test]
fn a_phrase_over_the_end_of_a_passage_was_not_found() {
    let dir = over_the_end(["a red", "Line fishing"]);
    let all = json(dir.path(), &["search", "*", "--format", "json"]);
    let passages = all["hits"].as_array().unwrap();
    let text = |at: usize| passages[at]["passage"]["text"].as_str().unwrap();
    assert!((0..passages.len()).any(|at| text(at).ends_with("a red.")), "the words stand in two passages");
    for (asked, found) in [
        ("\"red line\"", 1),
        ("red NEAR/3 line", 1),
        ("line NEAR/3 words", 1),
        ("words BEFORE/4 line", 1),
        ("line BEFORE/4 words", 0),
        ("\"words a red line fishing\"", 1),
        ("\"red line\"~1", 1),
        ("\"red li*\"", 1),
        ("\"line red\"", 0),
        ("\"red committee\"", 0),
        ("red NEAR/2 began", 0),
    ] {
        let hits = json_or_nothing(dir.path(), asked);
        assert_eq!(hits.len(), found, "{asked}");
        for hit in hits {
            let text: Vec<char> = hit["passage"]["text"].as_str().unwrap().chars().collect();
            let marked = hit["passage"]["highlights"].as_array().unwrap();
            let marked: Vec<String> = marked
                .iter()
                .map(|span| {
                    let (start, end) = (span[0].as_u64().unwrap(), span[1].as_u64().unwrap());
                    text[start as usize..end as usize].iter().collect()
                })
                .collect();
            assert!(marked.join(" ").to_lowercase().contains("line"), "{asked}: {marked:?}");
        }
    }
    let timeline = json(dir.path(), &["timeline", "\"red line\"", "--format", "json"]);
    assert_eq!((&timeline["total"], &timeline["queries"][0]["by_words"]), (&1.into(), &1.into()));
    let lines = json(dir.path(), &["kwic", "\"red line\"", "--format", "json"]);
    assert_eq!((&lines["total"]["lines"], &lines["lines"][0]["keyword"]), (&1.into(), &"red. Line".into()));
}

/// The hits of a search that may find nothing.
fn json_or_nothing(dir: &std::path::Path, asked: &str) -> Vec<serde_json::Value> {
    let run = demarche(dir).args(["search", "--format", "json", asked]).output().unwrap();
    let found: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    found["hits"].as_array().unwrap().clone()
}

/// `cease fire` found passages with `cease` here and `fire` there, and `ceasefire` did not find all that `cease-fire` did.
#[test]
fn three_ways_to_write_a_compound_found_three_things() {
    let table = "speaker,topic,text\nAda Example,,The ceasefire holds.\nBen Sample,,A cease-fire was signed.\nCyd Nobody,,They \
        agreed to a cease fire at noon.\nDee Exempla,,Let them cease to fire the harvest.\nEve Third,ceasefire,The guns \
        are silent.\nFay Fourth,,\"Cease! Fire spread in the north.\"\n";
    let dir = folder(&[("said.csv", table.as_bytes())]);
    demarche(dir.path()).args(["index", "--as-given", "."]).assert().success();
    let found = |asked: &str| {
        let mut found = texts(dir.path(), &[asked]);
        found.sort();
        found
    };
    let all = found("ceasefire");
    assert_eq!(all.len(), 5, "{all:?}");
    for asked in ["cease-fire", "cease fire", "Cease-Fire", "ceasefires", "cease-fires"] {
        assert_eq!(found(asked), all, "{asked}");
    }
    assert_eq!(found("text:ceasefire"), found("text:(cease fire)"));
    assert_eq!(found("cease AND fire").len(), 4);
}

/// `1000000` did not find `1,000,000`.
#[test]
fn a_number_with_its_thousands_set_apart_was_another_number() {
    let text = "{\"text\": \"Aid of 1,000,000 dollars, and 12,500.5 tons.\"}\n{\"text\": \"Some 1000000 came, of 1,2,3 kinds.\"}\n";
    let dir = folder(&[("said.jsonl", text.as_bytes())]);
    demarche(dir.path()).args(["index", "--as-given", "."]).assert().success();
    for (asked, found) in
        [("1000000", 2), ("1,000,000", 2), ("\"1000000 dollars\"", 1), ("12500.5", 1), ("123", 0)]
    {
        assert_eq!(texts(dir.path(), &[asked]).len(), found, "{asked}");
    }
}

/// `red line -Miller` was refused as an unknown option.
#[test]
fn an_exclusion_without_quotation_marks_was_an_unknown_option() {
    let table = "speaker,text\nAda Example,The red line holds.\nBen Miller,The red line moves.\nCyd Nobody,A red line in the oil.\n";
    let dir = folder(&[("said.csv", table.as_bytes())]);
    demarche(dir.path()).args(["index", "--as-given", "."]).assert().success();
    for (asked, found) in [
        (&["red", "line", "-Miller"][..], 2),
        (&["red line", "-Miller"], 2),
        (&["red", "-Miller", "line", "--sort", "-date"], 2),
        (&["red", "line", "-oil"], 2),
        (&["red", "line", "-nobody"], 2),
        (&["red", "line", "-Miller", "--", "-oil"], 1),
    ] {
        assert_eq!(texts(dir.path(), asked).len(), found, "{asked:?}");
    }
    demarche(dir.path())
        .args(["search", "red", "line", "-Miller", "-n", "1"])
        .assert()
        .success()
        .stderr(contains("`-Miller` leaves out what holds `Miller`"));
    demarche(dir.path()).args(["search", "red", "-n1", "-q"]).assert().success().stderr("");
    demarche(dir.path()).args(["kwic", "red", "-h"]).assert().success().stdout(contains("Usage"));
}

/// What a misspelt word may have meant stood below the hits, as a stem.
#[test]
fn spellings_were_offered_as_stems() {
    let table = "speaker,topic,text\nAda Example,humanitarian corridors,Humanitarian corridors open.\n";
    let dir = folder(&[("said.csv", table.as_bytes())]);
    demarche(dir.path()).args(["index", "--as-given", "."]).assert().success();
    for asked in [
        &["humanitarain"][..],
        &["corridors", "--topic", "humanitarain"],
        &["corridors title:x topic:humanitarain"],
    ] {
        let run = demarche(dir.path()).arg("search").args(asked).output().unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert!(said.contains("the index has humanitarian"), "{asked:?}: {said}");
        let (spelling, counts) = (said.find("the index has").unwrap(), said.find(" passage").unwrap());
        assert!(spelling < counts, "{said}");
    }
}

/// `--speaker Nobody` found nothing and did not say who there is.
#[test]
fn a_speaker_who_is_not_there_was_told_without_the_nearest() {
    let dir = indexed();
    for command in ["search", "timeline", "kwic", "collocates"] {
        demarche(dir.path()).args([command, "tariffs", "--speaker", "Ada Exampel"]).assert().stderr(
            contains(
                "nobody in the index speaks under the name `Ada Exampel`: the nearest names are Ada Example",
            ),
        );
    }
    demarche(dir.path())
        .args(["search", "tariffs", "--speaker", "Ada Example"])
        .assert()
        .stderr(contains("nobody").not());
}

/// Who is not wanted could be left out in the query's language only.
#[test]
fn no_option_left_a_speaker_out() {
    let dir = indexed();
    let all = texts(dir.path(), &["*", "-n", "0"]);
    let by = texts(dir.path(), &["*", "--speaker", "Ada Example"]);
    let rest = texts(dir.path(), &["*", "--not-speaker", "Ada Example", "-n", "0"]);
    assert!(!by.is_empty() && rest.iter().all(|text| !by.contains(text)));
    assert_eq!(by.len() + rest.len(), all.len());
    demarche(dir.path())
        .args(["search", "tariffs", "--not-speaker", "Ada Exampel"])
        .assert()
        .success()
        .stderr(contains("nobody in the index speaks under the name `Ada Exampel`"));
}

/// `--corpus` was known to one command, and refused where an index was named in the environment.
#[test]
fn a_folder_was_refused_because_an_index_is_named_in_the_environment() {
    let dir = corpus();
    for command in [
        &["search", "tariffs"][..],
        &["timeline", "tariffs"],
        &["kwic", "tariffs"],
        &["facets", "speaker", "tariffs"],
        &["collocates", "tariffs", "--min", "1"],
    ] {
        demarche(dir.path())
            .env("DEMARCHE_INDEX", "elsewhere")
            .args(command)
            .args(["--corpus", "."])
            .assert()
            .success();
        demarche(dir.path()).args(command).args(["--corpus", ".", "--index", "elsewhere"]).assert().code(2);
    }
    demarche(dir.path()).env("DEMARCHE_INDEX", ".demarche").args(["search", "tariffs"]).assert().success();
}

/// Marks of Markdown and ends of wrapped lines stood in quotations, tables and pages.
#[test]
fn what_no_reader_sees_was_quoted() {
    let page = "---\ntitle: Talks\nspeaker: Ada Example\ndate: 2001-03-09\n---\n# On the river\n\n\
        We have **agreed** with our neighbours on the [river](https://example.org/river), and\n\
        the dams on it will be *opened* in the spring, as the treaty of last year says.\n";
    let dir = folder(&[("page.md", page.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    let plain = "We have agreed with our neighbours on the river, and the dams on it will be opened in the spring, as the \
        treaty of last year says.";
    let marks = ["**", "](", "# On", "*opened*", "and\nthe"];
    for args in [
        &["search", "river", "--format", "csv"][..],
        &["timeline", "river", "--format", "csv"],
        &["timeline", "river", "--format", "html"],
        &["timeline", "river", "--format", "timelinejs"],
        &["timeline", "river", "--format", "timesketch-csv"],
        &["kwic", "agreed", "--format", "csv"],
        &["kwic", "river", "--format", "json"],
    ] {
        let shown = stdout(dir.path(), args);
        marks.iter().for_each(|mark| assert!(!shown.contains(mark), "{args:?} has {mark}: {shown}"));
    }
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for args in [&["search", "river"][..], &["timeline", "river"]] {
        assert!(words(&stdout(dir.path(), args)).contains(plain), "{args:?}");
    }
    // Places are those of the file.
    let hit = &json(dir.path(), &["search", "dams", "--format", "json"])["hits"][0];
    assert!(hit["passage"]["quote"]["text"].as_str().unwrap().ends_with(plain), "{hit}");
    let body: Vec<char> =
        page.split_once("---\n#").map(|(_, body)| format!("#{body}")).unwrap().chars().collect();
    let span = &hit["passage"]["highlights_in_body"][0];
    let at = |end: usize| span[end].as_u64().unwrap() as usize;
    assert_eq!(body[at(0)..at(1)].iter().collect::<String>(), "dams");
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

/// A file read again after its only correction was taken back was held for a copy of what it had been: its text was gone.
#[test]
fn a_correction_that_was_taken_back_took_the_text_with_it() {
    let dir = indexed();
    let id = json(dir.path(), &["search", "tariffs", "--format", "json"])["hits"][0]["id"].clone();
    demarche(dir.path()).args(["correct", id.as_str().unwrap(), "--topic", "wrong"]).assert().success();
    fs::write(dir.path().join("corrections.toml"), "").unwrap();
    report(dir.path());
    assert_eq!(texts(dir.path(), &["tariffs"]).len(), 1);
}

/// Two rows of a table that had a word at the same place gave one line, where a concordance was put in order.
#[test]
fn rows_of_a_table_took_each_other_s_place_in_a_concordance() {
    let rows = "speaker,text\nAna Weiss,The port stays open.\nKarl Brandt,The port is closed.\nAna Weiss,The port is late.\n";
    let dir = folder(&[("talks.csv", rows.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    for order in ["place", "left", "right", "date", "speaker"] {
        let found = json(dir.path(), &["kwic", "port", "--sort", order, "--format", "json"]);
        assert_eq!(found["lines"].as_array().unwrap().len(), 3, "{order}");
    }
}
