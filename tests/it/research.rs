//! The researcher's own record: written down, applied, told, handed on.

use std::fs;
use std::path::Path;

use predicates::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use crate::common::{demarche, folder, json, stdout};

const TALKS: &str = "\
Ministry of Foreign Affairs, Daily Briefing
9 October 2024

MS. EXAMPLE: Good afternoon. The cease-fire talks go on in Doha.

MR. SAMPLE: The ferry across the river runs again, and aid reaches the north.

MS. EXAMPLE: Thank you. That is all for today.
";

/// A folder with a briefing, and its index.
fn talks() -> TempDir {
    let dir = folder(&[
        ("talks.txt", TALKS.as_bytes()),
        ("other.txt", b"Nobody met in Geneva. The river is high."),
    ]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

/// The first hit of a search.
fn hit(dir: &Path, query: &str) -> Value {
    json(dir, &["search", query, "--format", "json"])["hits"][0].clone()
}

fn id(dir: &Path, query: &str) -> String {
    hit(dir, query)["id"].as_str().unwrap().to_owned()
}

fn speaker(dir: &Path, query: &str) -> String {
    hit(dir, query)["speaker"]["name"].as_str().unwrap_or("nobody").to_owned()
}

fn correct(dir: &Path, query: &str, args: &[&str]) {
    let id = id(dir, query);
    demarche(dir).args(["correct", &id]).args(args).assert().success();
}

#[test]
fn a_corrected_speaker_is_seen_everywhere_and_survives_an_index_made_anew() {
    let dir = talks();
    let at = dir.path();
    correct(
        at,
        "ferry river",
        &["--speaker", "Cyd Corrected", "--role", "pilot", "--by", "A. Reader", "--why", "misread head"],
    );
    for round in ["read again", "made anew"] {
        assert_eq!(speaker(at, "ferry river"), "Cyd Corrected", "{round}");
        assert_eq!(hit(at, "ferry river")["corrected"][0]["by"], "A. Reader");
        assert_eq!(json(at, &["search", "ferry", "--speaker", "Corrected", "--format", "json"])["shown"], 1);
        let facets = json(at, &["facets", "speaker", "ferry", "--format", "json"]);
        assert_eq!(facets["facets"][0]["values"][0]["value"], "Cyd Corrected");
        for args in [
            &["search", "ferry", "--format", "csv"][..],
            &["kwic", "ferry", "--format", "csv"],
            &["timeline", "ferry", "--split", "speaker", "--format", "csv"],
            &["timeline", "ferry", "--format", "json"],
            &["cite", &id(at, "ferry river"), "--format", "bibtex"],
            &["show", &id(at, "ferry river")],
        ] {
            assert!(stdout(at, args).contains("Cyd Corrected"), "{args:?} {round}");
        }
        let told = "speaker corrected by A. Reader on";
        assert!(stdout(at, &["search", "ferry", "--explain"]).contains(told), "{round}");
        assert!(stdout(at, &["extract", "talks.txt", "--explain"]).contains(told), "{round}");
        fs::remove_dir_all(at.join(".demarche")).unwrap();
        demarche(at)
            .args(["index", "."])
            .assert()
            .success()
            .stderr(predicates::str::contains("1 correction: 1 applied"));
    }
    // The file of corrections is no text of the corpus.
    assert_eq!(json(at, &["stats", "--json"])["files"], 2);
}

#[test]
fn a_correction_follows_its_words_and_is_told_where_they_are_gone() {
    let dir = talks();
    let at = dir.path();
    correct(at, "ferry river", &["--speaker", "Cyd Corrected"]);
    let state = |code: i32| {
        let run = demarche(at).args(["corrections", "--json"]).assert().code(code);
        let told: Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
        told[0]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(0), "applied");
    let index = || demarche(at).args(["index", "."]).assert();
    fs::write(at.join("talks.txt"), TALKS.replace("Good afternoon.", "Good afternoon to all of you."))
        .unwrap();
    assert_eq!(state(0), "applied", "the index still has the text of before");
    index().success();
    assert_eq!((state(0).as_str(), speaker(at, "ferry river").as_str()), ("moved", "Cyd Corrected"));
    // The very words changed: the correction is not put on others.
    fs::write(at.join("talks.txt"), TALKS.replace("The ferry", "No ferry")).unwrap();
    index().success().stderr(predicates::str::contains("corrections.toml:4: lost"));
    assert_eq!(state(1), "lost");
    assert_ne!(speaker(at, "ferry river"), "Cyd Corrected");
    // The words stand twice, and what stood around them is gone.
    let twice = "MR. SAMPLE: The ferry across the river runs again, and aid reaches the north.\n\n";
    fs::write(at.join("talks.txt"), format!("Briefing\n\n{}MS. EXAMPLE: Yes.\n\n{twice}", twice)).unwrap();
    index().success();
    assert_eq!(state(1), "in-doubt");
    fs::remove_file(at.join("talks.txt")).unwrap();
    demarche(at).args(["index", ".", "--prune"]).assert().success();
    assert_eq!(state(1), "lost");
}

#[test]
fn words_within_a_statement_are_corrected_and_the_rest_is_not() {
    let dir = talks();
    let at = dir.path();
    let found = hit(at, "talks Doha");
    let words = "The cease-fire talks go on in Doha.";
    let start = TALKS.chars().collect::<String>().find(words).unwrap();
    let hash = blake3::hash(words.as_bytes()).to_hex();
    let end = start + words.len();
    let link = format!("demarche:s/{}#c={start}-{end};h={}", found["id"].as_str().unwrap(), &hash[..8]);
    demarche(at).args(["correct", &link, "--speaker", "Cyd Corrected"]).assert().success();
    assert_eq!(speaker(at, "cease-fire Doha"), "Cyd Corrected");
    let rest = hit(at, "good afternoon");
    assert_ne!(rest["speaker"]["name"], "Cyd Corrected");
    assert!(rest["corrected"].is_null());
    // What a link cited is corrected, and nothing that stands there by now.
    fs::write(at.join("talks.txt"), TALKS.replace("Doha", "Oslo")).unwrap();
    demarche(at).args(["index", "."]).assert().success();
    demarche(at).args(["correct", &link, "--speaker", "X"]).assert().code(2);
}

#[test]
fn the_same_words_are_not_corrected_twice_and_what_was_written_stays() {
    let dir = talks();
    let at = dir.path();
    fs::write(
        at.join("corrections.toml"),
        "# mine\n[[person]]\nname = 'Ada  Example' # kept\nsame = ['Ada E.']",
    )
    .unwrap();
    correct(at, "ferry river", &["--speaker", "Cyd Corrected"]);
    let before = fs::read_to_string(at.join("corrections.toml")).unwrap();
    assert!(before.starts_with("# mine\n[[person]]\nname = 'Ada  Example' # kept\nsame = ['Ada E.']\n"));
    demarche(at)
        .args(["correct", &id(at, "ferry river"), "--speaker", "Dee Exempla"])
        .assert()
        .code(2)
        .stderr(predicates::str::contains("corrects the speaker of the same words once more, after"));
    assert_eq!(fs::read_to_string(at.join("corrections.toml")).unwrap(), before);
}

#[test]
fn one_person_goes_by_one_name_and_two_are_kept_apart() {
    let article =
        "“We agree,” Joan Example said.\n\n“We do not,” J. Sample said. “Never,” said Jan Sample.\n";
    let dir = folder(&[("a.txt", article.as_bytes()), ("b.txt", TALKS.as_bytes())]);
    let at = dir.path();
    demarche(at).args(["index", "."]).assert().success();
    let old = speaker(at, "ferry river");
    demarche(at).args(["correct", "--person", "Ben Q. Sample", "--same", &old]).assert().success();
    demarche(at).args(["index", "."]).assert().success();
    assert_eq!(speaker(at, "ferry river"), "Ben Q. Sample");
    // The form in which the text writes the name still finds it.
    assert_eq!(json(at, &["search", "ferry", "--speaker", "Ben Q. Sample", "--format", "json"])["shown"], 1);
    demarche(at).args(["correct", "--apart", "Ben Q. Sample", "--apart", &old]).assert().code(2);
    demarche(at).args(["corrections"]).assert().success();
}

#[test]
fn documents_are_corrected_and_their_statements_follow() {
    let dir = talks();
    let at = dir.path();
    let document = hit(at, "ferry river")["document"].as_str().unwrap().to_owned();
    demarche(at)
        .args([
            "correct",
            &document,
            "--author",
            "Dee Exempla",
            "--published",
            "2024-10-11",
            "--publisher",
            "Gazette",
        ])
        .assert()
        .success();
    let found = hit(at, "ferry river");
    assert_eq!(
        (found["date"]["value"].as_str(), found["date"]["basis"].as_str()),
        (Some("2024-10-11"), Some("corrected"))
    );
    assert_eq!((found["source"].as_str(), found["author"].as_str()), (Some("Gazette"), Some("Dee Exempla")));
    demarche(at).args(["corrections"]).assert().success().stdout(predicates::str::contains("applied"));
    assert_eq!(json(at, &["search", "ferry", "--from", "2024-10-10", "--format", "json"])["shown"], 1);
}

#[test]
fn what_is_no_copy_is_counted_for_itself() {
    let words = "The river talks went on for three long days in Geneva, and the envoys of both sides agreed to meet again soon.";
    let dir =
        folder(&[("a.txt", format!("{words}\n").as_bytes()), ("b.txt", format!("{words} \n\n").as_bytes())]);
    let at = dir.path();
    demarche(at).args(["index", "."]).assert().success();
    let found = json(at, &["search", "envoys agreed", "--all-copies", "--format", "json"]);
    assert_eq!(found["hits"][0]["also"], 1);
    // Either may be the older one, which its copies are counted with.
    for hit in 0..2 {
        let corrections = at.join("corrections.toml");
        fs::remove_file(&corrections).ok();
        demarche(at).args(["index", "--rebuild", "."]).assert().success();
        let id = found["hits"][hit]["id"].as_str().unwrap();
        demarche(at).args(["correct", id, "--not-a-copy-of", "a.txt"]).assert().success();
        let found = json(at, &["search", "envoys agreed", "--format", "json"]);
        assert_eq!((found["shown"].as_u64(), found["hits"][0]["also"].as_u64()), (Some(2), Some(0)));
    }
}

#[test]
fn codes_are_a_field_a_facet_a_lane_and_a_column() {
    let dir = talks();
    let at = dir.path();
    demarche(at).args(["tag", &id(at, "ferry river"), "aid/delivery", "=hope"]).assert().success();
    demarche(at).args(["tag", &id(at, "talks Doha"), "aid"]).assert().success();
    demarche(at).args(["tag", "--describe", "aid", "Help, <of> any sort"]).assert().success();
    assert_eq!(json(at, &["search", "tag:aid", "--format", "json"])["shown"], 2);
    assert_eq!(json(at, &["search", "tag:=\"aid/delivery\"", "--format", "json"])["shown"], 1);
    assert_eq!(json(at, &["search", "*", "--tag", "delivery", "--format", "json"])["shown"], 1);
    let facets = json(at, &["facets", "tag", "*", "--format", "json"]);
    assert_eq!(facets["facets"][0]["values"][0], serde_json::json!({"value": "aid", "statements": 2}));
    assert!(stdout(at, &["timeline", "*", "--split", "tag"]).contains("aid/delivery"));
    assert!(stdout(at, &["search", "ferry", "--format", "csv"]).contains("aid/delivery;=hope"));
    demarche(at).args(["tag", &id(at, "ferry river"), "=hope", "--remove"]).assert().success();
    assert_eq!(hit(at, "ferry river")["tags"], serde_json::json!(["aid/delivery"]));
    let book = stdout(at, &["codes", "--format", "taguette"]);
    assert_eq!(book, "tag,description,uses\naid,\"Help, <of> any sort\",2\naid/delivery,,1\n");
    let qdc = stdout(at, &["codes", "--format", "qdc"]);
    assert!(qdc.contains("<Description>Help, &lt;of&gt; any sort</Description><Code "), "{qdc}");
}

#[test]
fn a_collection_is_handed_on_with_its_notes_and_citations() {
    let dir = talks();
    let at = dir.path();
    let ferry = id(at, "ferry river");
    demarche(at).args(["note", &ferry, "compare", "*this*", "--by", "A. Reader"]).assert().success();
    demarche(at).args(["collect", "chapter-3", &ferry, &id(at, "talks Doha")]).assert().success();
    demarche(at).args(["collect", "chapter-3", &ferry, "none"]).assert().code(2);
    let text = stdout(at, &["collection", "chapter-3"]);
    assert!(text.contains("> The ferry across") || text.contains("> MR. SAMPLE: The ferry across"), "{text}");
    assert!(text.contains("compare \\*this\\* (A. Reader, "), "{text}");
    assert!(text.contains("[^1]: ") && text.contains("[^2]: ") && text.contains("`demarche:s/"), "{text}");
    let rows = stdout(at, &["collection", "chapter-3", "--format", "csv"]);
    assert_eq!(rows.matches("demarche:s/").count(), 2);
    demarche(at).args(["codes", "--format", "qdpx", "--output", "study.qdpx"]).assert().code(1);
    assert!(fs::read(at.join("study.qdpx")).unwrap().starts_with(b"PK"));
}

#[test]
fn a_sample_is_blind_the_same_for_a_seed_and_scored_as_the_program_had_it() {
    let dir = talks();
    let at = dir.path();
    let draw = |seed: &str| stdout(at, &["sample", "*", "--n", "3", "--seed", seed, "--by", "year,speaker"]);
    assert_eq!(draw("7"), draw("7"));
    let sheet = draw("7");
    assert!(
        !sheet.contains("spoken")
            && sheet.lines().next().unwrap().ends_with("speaker,date,kind,topic,remark")
    );
    assert!(stdout(at, &["sample", "*", "--show-answers"]).contains("program's speaker"));
    // Two coders fill the whole sheet in, one of them wrongly in one place.
    let sheet = stdout(at, &["sample", "*", "--coders", "ada,ben", "--show-answers"]);
    let mut table = csv::Reader::from_reader(sheet.as_bytes());
    let headings = table.headers().unwrap().clone();
    let column = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let mut filled = csv::Writer::from_writer(Vec::new());
    filled.write_record(&headings).unwrap();
    let mut wrong = 0;
    for row in table.records() {
        let mut row: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        for coder in ["ada", "ben"] {
            let says = row[column("program's speaker")].clone();
            let ferry = row[column("passage")].contains("ferry");
            wrong += usize::from(ferry);
            row[column(&format!("speaker ({coder})"))] = if ferry { "Cyd Corrected".into() } else { says };
            row[column(&format!("kind ({coder})"))] = row[column("program's kind")].clone();
        }
        filled.write_record(&row).unwrap();
    }
    assert_eq!(wrong, 2);
    fs::write(at.join("sheet.csv"), filled.into_inner().unwrap()).unwrap();
    let before = json(at, &["score", "sheet.csv", "--json"]);
    assert_eq!(before["wrong"][0]["coder"], "Cyd Corrected");
    assert!(before["sentence"].as_str().unwrap().contains("read and judged by hand"));
    let agreement = json(at, &["agree", "sheet.csv", "--json"]);
    assert_eq!(agreement["fields"][0]["alpha"]["value"], 1.0);
    correct(at, "ferry river", &["--speaker", "Cyd Corrected"]);
    let after = json(at, &["score", "sheet.csv", "--json"]);
    assert_eq!(after["fields"], before["fields"], "a mend of the sample does not make the program better");
    assert_eq!(after["corrected"], 1);
}

#[test]
fn news_are_words_that_were_not_there() {
    let dir = talks();
    let at = dir.path();
    demarche(at).args(["save", "river", "river", "--kind", "spoken"]).assert().success();
    demarche(at).args(["save", "all-river", "river"]).assert().success();
    let news = |code: i32| {
        let run = demarche(at).args(["news", "all-river"]).assert().code(code);
        String::from_utf8(run.get_output().stdout.clone()).unwrap()
    };
    news(1);
    // The same words read again, in a file that changed; a copy; a correction.
    fs::write(at.join("talks.txt"), TALKS.replace("Good afternoon.", "Good evening.")).unwrap();
    fs::write(at.join("copy.txt"), TALKS).unwrap();
    fs::write(at.join("renamed.txt"), "Nobody met in Geneva. The river is high.").unwrap();
    fs::remove_file(at.join("other.txt")).unwrap();
    demarche(at).args(["index", ".", "--prune"]).assert().success();
    correct(at, "ferry river", &["--speaker", "Cyd Corrected"]);
    news(1);
    fs::write(at.join("new.txt"), "The river fell by a metre, the observers of the mission said.").unwrap();
    demarche(at).args(["index", "."]).assert().success();
    let told = news(0);
    assert!(told.contains("fell by a metre") && !told.contains("ferry"), "{told}");
    news(1);
}

#[test]
fn a_saved_search_that_is_not_understood_is_told_and_kept() {
    let dir = talks();
    let at = dir.path();
    demarche(at).args(["save", "river", "river"]).assert().success();
    let mut text = fs::read_to_string(at.join("searches.toml")).unwrap();
    text.push_str("\n[[search]]\nname = 'old'\nquery = 'date:yesteryear'\n");
    fs::write(at.join("searches.toml"), &text).unwrap();
    demarche(at)
        .args(["news"])
        .assert()
        .code(1)
        .stderr(predicates::str::contains("old: ").and(predicates::str::contains("kept")));
    assert!(stdout(at, &["saved"]).contains("is not understood any more"));
    assert_eq!(fs::read_to_string(at.join("searches.toml")).unwrap(), text);
    demarche(at)
        .args(["save", "river", "other"])
        .assert()
        .code(2)
        .stderr(predicates::str::contains("stands on line"));
}

#[test]
fn a_project_makes_the_same_index_for_whoever_gets_its_folder() {
    let table = "who,what\nAda Example,We shall build a bridge.\n";
    let project = "title = 'Rivers'\nsources = ['texts']\nlog = 'log.jsonl'\n[read]\nsource = 'Gazette'\nmap = { text = 'what', speaker = 'who' }\n";
    let dir = folder(&[
        ("demarche.toml", project.as_bytes()),
        ("texts/table.csv", table.as_bytes()),
        ("texts/deep/er/x.txt", b"The river is high."),
        ("left.txt", b"No text of the corpus."),
    ]);
    let at = dir.path();
    demarche(&at.join("texts/deep")).args(["index"]).assert().success();
    assert!(at.join(".demarche").is_dir());
    let found = hit(at, "bridge");
    assert_eq!(
        (found["speaker"]["name"].as_str(), found["source"].as_str()),
        (Some("Ada Example"), Some("Gazette"))
    );
    assert_eq!(json(at, &["stats", "--json"])["files"], 2);
    // A flag goes before what the project says.
    demarche(at).args(["index", "--source", "Herald"]).assert().success();
    assert_eq!(hit(at, "bridge")["source"], "Herald");
    let log = stdout(at, &["log"]);
    assert!(log.contains("search") && log.contains("bridge"), "{log}");
    let bare = talks();
    demarche(bare.path()).args(["log"]).assert().code(2);
    demarche(bare.path()).args(["index"]).assert().code(2).stderr(predicates::str::contains("demarche.toml"));
}

#[test]
fn a_damaged_record_is_told_with_file_and_line_and_nothing_is_taken_of_it() {
    let dir = talks();
    let at = dir.path();
    let entry = "[[statement]]\nspeaker = 'X'\n[statement.at]\npath = 'talks.txt'\nquote = 'Thank you.'\n";
    let deep = format!("x = {}", "[".repeat(100_000));
    for (file, text, told) in [
        (
            "corrections.toml",
            "[[statement]]\nspeaker = 'X'\n".to_owned(),
            "corrections.toml:1: missing field `at`",
        ),
        (
            "corrections.toml",
            format!("{entry}\n{entry}"),
            "corrections.toml:7: corrects the speaker of the same words once more",
        ),
        ("corrections.toml", entry.replace("'X'", "7"), "corrections.toml:2: invalid type: integer `7`"),
        (
            "corrections.toml",
            entry.replace("speaker", "spaeker"),
            "corrections.toml:2: unknown field `spaeker`",
        ),
        ("corrections.toml", entry.replace("'Thank you.'", "'  '"), "corrections.toml:1: says of no words"),
        (
            "corrections.toml",
            entry.replace("speaker = 'X'", "date = '2024-13'"),
            "corrections.toml:1: `2024-13` is not a date",
        ),
        ("corrections.toml", deep.clone(), "corrections.toml:1: "),
        (
            "corrections.toml",
            "[[person]]\nname='A'\nsame=['B']\n[[person]]\nname='C'\nsame=['B']\n".to_owned(),
            "corrections.toml:4: corrects the name `B` once more",
        ),
        ("demarche.toml", "sources = 'x'\n".to_owned(), "demarche.toml:1: invalid type"),
        ("demarche.toml", deep, "demarche.toml:1: "),
        (
            "notes.jsonl",
            format!(
                "{{\"at\":{{\"path\":\"a\",\"quote\":\"b\"}},\"note\":\"c\"}}\n{{\"at\": {}",
                "[".repeat(50_000)
            ),
            "notes.jsonl:2: column",
        ),
    ] {
        fs::write(at.join(file), &text).unwrap();
        let run = demarche(at).args(["index", "."]).assert().code(2);
        let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(said.contains(told), "{told}: {said}");
        fs::remove_file(at.join(file)).unwrap();
    }
    demarche(at).args(["index", "."]).assert().success();
}

#[test]
fn a_kill_at_any_moment_leaves_whole_notes_and_corrections() {
    let dir = talks();
    let at = dir.path();
    let ferry = id(at, "ferry river");
    let mut random = fastrand::Rng::with_seed(7);
    let mut written = 0;
    for round in 0..12 {
        let number = round.to_string();
        let args: Vec<&str> = match round % 3 {
            0 => vec!["correct", "--person", &number, "--same", "nobody"],
            1 => vec!["tag", "--describe", "aid", &number],
            _ => vec!["note", &ferry, &number],
        };
        let mut run = std::process::Command::new(assert_cmd::cargo::cargo_bin!("demarche"))
            .args(&args)
            .current_dir(at)
            .env_remove("DEMARCHE_INDEX")
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(random.u64(..60)));
        run.kill().unwrap();
        let whole = run.wait().unwrap().success();
        let read = |file: &str| fs::read_to_string(at.join(file)).unwrap_or_default();
        if round % 3 > 0 {
            let notes = read("notes.jsonl");
            assert!(notes.is_empty() || notes.ends_with("}\n"));
            notes.lines().for_each(|line| drop(serde_json::from_str::<Value>(line).unwrap()));
            written += usize::from(whole);
            assert!(!whole || notes.contains(&format!("\"{number}\"")), "what was acknowledged is there");
        }
        demarche(at).args(["corrections"]).assert().code(predicates::ord::ne(2));
    }
    demarche(at).args(["note", &ferry, "last"]).assert().success();
    assert!(fs::read_to_string(at.join("notes.jsonl")).unwrap().lines().count() > written);
}

/// Fills the blind sheets in with what the program says, but for one row.
#[cfg(unix)]
fn fill_in(at: &Path, sheets: &[&str]) {
    let open = stdout(
        at,
        &["sample", "ceasefire OR truce", "--n", "60", "--seed", "7", "--by", "year", "--show-answers"],
    );
    let mut table = csv::Reader::from_reader(open.as_bytes());
    let headings = table.headers().unwrap().clone();
    let column = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    for (coder, sheet) in sheets.iter().enumerate() {
        let path = at.join(sheet);
        let blind = fs::read_to_string(&path).unwrap();
        assert!(!blind.contains("program's"));
        let mut blind = csv::Reader::from_reader(blind.as_bytes());
        let mut filled = csv::Writer::from_writer(Vec::new());
        let own = blind.headers().unwrap().clone();
        filled.write_record(&own).unwrap();
        for (number, (row, open)) in blind.records().zip(&rows).enumerate() {
            let mut row: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
            assert_eq!(row[2], open[column("link")], "the same seed draws the same");
            for name in ["speaker", "date", "kind"] {
                let said = &open[column(&format!("program's {name}"))];
                row[own.iter().position(|heading| heading == name).unwrap()] = said.to_owned();
            }
            if number == coder {
                row[own.iter().position(|heading| heading == "speaker").unwrap()] = "Nobody Else".to_owned();
            }
            filled.write_record(&row).unwrap();
        }
        fs::write(path, filled.into_inner().unwrap()).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn the_research_page_holds() {
    let dir = TempDir::new().unwrap();
    let at = dir.path();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .arg(root.join("sample_corpus/."))
        .arg(at)
        .status()
        .unwrap();
    assert!(copied.success());
    let _ = fs::remove_dir_all(at.join(".demarche"));
    let page = fs::read_to_string(root.join("docs/research.md")).unwrap();
    let program = assert_cmd::cargo::cargo_bin!("demarche");
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let run = |script: &str| {
        let run = std::process::Command::new("sh")
            .args(["-e", "-c", script])
            .current_dir(at)
            .env("PATH", &path)
            .env_remove("DEMARCHE_INDEX")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(run.status.success(), "{script}\n{said}\n{}", String::from_utf8_lossy(&run.stderr));
        said
    };
    let (before, after) = page.split_once("<!-- The sheets are filled in here. -->").unwrap();
    let blocks = |text: &str| -> String {
        text.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
    };
    run(&blocks(before));
    fill_in(at, &["ada.csv", "ben.csv"]);
    let said = run(&blocks(after));
    assert!(said.contains("alpha") && said.contains("Intervals are Wilson's."), "{said}");
    assert!(said.contains("applied"), "{said}");
    assert!(fs::read_to_string(at.join("chapter-3.md")).unwrap().contains("Matthew Miller"));
    // The entries that the page shows are understood.
    let shown = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    demarche::record::Corrections::parse(Path::new("page"), shown).unwrap();
}
