//! The program as its users meet it: commands, formats, messages, exit codes.

use std::path::Path;

use crate::common::{corpus, demarche, json, stdout, texts};
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

fn indexed() -> TempDir {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

#[test]
fn a_folder_is_indexed_once_and_answers_from_then_on() {
    let dir = corpus();
    let run = || demarche(dir.path()).args(["search", "--corpus", ".", "Hamas ceasefire"]).assert().success();
    let first = run();
    let second = run();
    assert_eq!(first.get_output().stdout, second.get_output().stdout);
    assert!(dir.path().join(".demarche").is_dir());
    let told =
        |run: &assert_cmd::assert::Assert| String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(told(&first).contains("4 files added"), "{}", told(&first));
    assert!(!told(&second).contains("added"), "{}", told(&second));
}

#[test]
fn hits_read_well() {
    let dir = indexed();
    insta::assert_snapshot!(stdout(dir.path(), &["search", "Example Hamas ceasefire"]));
}

#[test]
fn every_format_tells_the_same() {
    let dir = indexed();
    let found = json(dir.path(), &["search", "talks", "--format", "json"]);
    let lines = stdout(dir.path(), &["search", "talks", "--format", "jsonl"]);
    let from_lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found["hits"].as_array().unwrap(), &from_lines);
    let table = stdout(dir.path(), &["search", "talks", "--format", "csv"]);
    let rows: Vec<_> =
        csv::Reader::from_reader(table.as_bytes()).into_records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), from_lines.len());
    let mut hit = found["hits"][0].clone();
    assert!(hit["score"].take().as_f64().unwrap() > 0.0);
    insta::assert_json_snapshot!(hit);
}

#[test]
fn offsets_are_code_points_of_the_file() {
    let dir = indexed();
    let found = json(dir.path(), &["search", "Turkiye", "--format", "json"]);
    let hit = &found["hits"][0];
    let body: Vec<char> =
        std::fs::read_to_string(dir.path().join(hit["path"].as_str().unwrap())).unwrap().chars().collect();
    let slice = |span: &serde_json::Value| -> String {
        body[span[0].as_u64().unwrap() as usize..span[1].as_u64().unwrap() as usize].iter().collect()
    };
    assert_eq!(
        slice(&serde_json::json!([hit["start"], hit["end"]])),
        hit["passage"]["text"].as_str().unwrap()
    );
    assert_eq!(slice(&hit["passage"]["highlights_in_body"][0]), "Türkiye’s");
    assert_eq!(hit["line"], 5);
}

#[test]
fn spellings_of_one_word_find_each_other() {
    let dir = indexed();
    for (query, words) in [
        ("ceasefire", "cease-fire"),
        ("\"cease fire\"", "cease-fire"),
        ("US", "U.S."),
        ("turkiye", "Türkiye"),
        ("Hamas’", "Hamas"),
        ("negotiating engages", "engage"),
        ("tariff", "tariffs"),
        ("3.5", "3.5"),
    ] {
        let found = texts(dir.path(), &[query]);
        assert!(found.first().is_some_and(|text| text.contains(words)), "{query}: {found:?}");
    }
    // The pronoun is not the country.
    assert!(texts(dir.path(), &["US"]).iter().all(|text| text.contains("U.S.")));
}

#[test]
fn punctuation_in_a_query_is_never_an_error() {
    let dir = indexed();
    for query in [
        "don't",
        "Kim's \"red line\" talks",
        "10:30 talks",
        "https://example.org/a?b=c&d talks",
        "talks!",
        "(talks",
        "talks)",
        "\"talks",
        "talks AND",
        "+talks -",
        "[talks]",
        "talks^2",
        "ta\\lks talks",
        "“talks”",
        "{talks",
        "*",
        "'talks'",
        "talks /",
        "— talks",
        "𝔱alks talks",
    ] {
        let run = demarche(dir.path()).args(["search", "--", query]).assert();
        let code = run.get_output().status.code().unwrap();
        assert!(code < 2, "{query}: exit {code}");
    }
}

#[test]
fn a_filter_that_is_not_understood_is_refused_with_its_place() {
    let dir = indexed();
    for query in ["talks speker:Example", "a:b:c talks", "talks date:soon", "lang:fr talks"] {
        demarche(dir.path())
            .args(["search", query])
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains("^^").and(contains("try: ")).and(contains(query)));
    }
    demarche(dir.path())
        .args(["search", "--strict", "\"talks"])
        .assert()
        .code(2)
        .stderr(contains("--strict"));
    demarche(dir.path()).args(["search", "--literal", "speker:Example talks"]).assert().success();
}

#[test]
fn the_query_as_understood_is_shown() {
    let dir = indexed();
    let found = json(dir.path(), &["search", "Hamas “cease fire", "--format", "json", "--explain"]);
    assert_eq!(found["query"]["understood"], "Hamas \"cease fire\"");
    assert!(found["query"]["notes"][0].as_str().unwrap().contains("closed"));
    assert!(found["hits"][0]["why"][0].as_str().unwrap().starts_with("Hamas: "));
    let run = demarche(dir.path()).args(["search", "--explain", "speaker:Example talks"]).assert().success();
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(told.contains("understood as: speaker:Example talks"), "{told}");
    assert!(told.contains("speaker:Example searched as speaker: example"), "{told}");
}

#[test]
fn a_quoted_phrase_is_a_phrase() {
    let dir = indexed();
    assert_eq!(texts(dir.path(), &["\"no text was agreed\""]).len(), 1);
    assert!(texts(dir.path(), &["\"agreed was text\""]).is_empty());
}

#[test]
fn passages_with_all_the_words_come_first_and_the_others_say_what_they_lack() {
    let dir = indexed();
    let found = json(dir.path(), &["search", "Hamas Qatar Geneva", "--format", "json"]);
    assert_eq!(found["with_all_words"], 0);
    let hits = found["hits"].as_array().unwrap();
    let briefing = hits.iter().find(|hit| hit["path"] == "briefing.txt").unwrap();
    assert_eq!((&briefing["match"], &briefing["missing"]), (&"some".into(), &serde_json::json!(["Geneva"])));
    stdout(dir.path(), &["search", "Hamas Geneva"]).find("with some of the words only").unwrap();
}

#[test]
fn filters_narrow_and_never_vanish() {
    let dir = indexed();
    let of = |args: &[&str]| texts(dir.path(), &[&["*"], args].concat());
    assert_eq!(of(&["--speaker", "ada example"]).len(), 1);
    assert_eq!(of(&["--speaker", "Norway"]).len(), 2, "and who speaks for it");
    assert_eq!(of(&["--topic", "trade"]).len(), 1);
    assert_eq!(of(&["--entity", "Turkey"]).len(), 1);
    assert_eq!(of(&["--from", "1995", "--to", "1995"]).len(), 2);
    assert_eq!(of(&["--from", "1995-06-01", "--to", "1995-06-01"]).len(), 2, "1995 may be that day");
    assert!(of(&["--to", "1990"]).is_empty());
    assert!(of(&["--kind", "spoken", "--speaker", "example", "--from", "2024-10-09"]).len() >= 2);
    for (args, message) in [
        (&["--kind", "shouted"][..], "shouted"),
        (&["--from", "yesterday"], "yesterday"),
        (&["--from", "2020", "--to", "1990"], "2020"),
    ] {
        demarche(dir.path()).args(["search", "talks"]).args(args).assert().code(2).stderr(contains(message));
    }
    demarche(dir.path())
        .args(["search", "talks", "--speaker", "Nobody Atall"])
        .assert()
        .code(1)
        .stderr(contains("Nobody Atall").or(contains("filter")));
}

#[test]
fn hits_can_be_paged_and_sorted() {
    let dir = indexed();
    let all = texts(dir.path(), &["*", "--sort", "date", "--limit", "100"]);
    let first = texts(dir.path(), &["*", "--sort", "date", "--limit", "2"]);
    let next = texts(dir.path(), &["*", "--sort", "date", "--limit", "100", "--offset", "2"]);
    assert_eq!(all, [first, next].concat());
    let newest = json(dir.path(), &["search", "*", "--sort", "-date", "--format", "json", "--limit", "1"]);
    assert_eq!(newest["hits"][0]["date"]["value"], "2024-10-09");
}

#[test]
fn reading_again_changes_nothing_and_a_changed_file_replaces_its_statements() {
    let dir = indexed();
    let ids = |dir: &Path| -> Vec<String> {
        let found = json(dir, &["search", "*", "--format", "json", "--limit", "100", "--sort", "date"]);
        let mut ids: Vec<_> = found["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    };
    let before = ids(dir.path());
    demarche(dir.path())
        .args(["index", "."])
        .assert()
        .success()
        .stdout(contains("0 files added, 0 replaced, 4 unchanged").and(contains("skipped table.csv:4")));
    assert_eq!(ids(dir.path()), before);

    let path = dir.path().join("2024-10-08-river.txt");
    let text = std::fs::read_to_string(&path).unwrap().replace("No text was agreed", "A text was signed");
    std::fs::write(&path, text).unwrap();
    demarche(dir.path()).args(["index", "."]).assert().success().stdout(contains("1 replaced"));
    assert!(texts(dir.path(), &["\"no text was agreed\""]).is_empty());
    assert_eq!(texts(dir.path(), &["\"a text was signed\""]).len(), 1);
    let after = ids(dir.path());
    assert_eq!(
        after.iter().filter(|id| !before.contains(id)).count(),
        1,
        "only the changed statement is new"
    );

    std::fs::remove_file(path).unwrap();
    demarche(dir.path()).args(["index", "."]).assert().success();
    assert_eq!(texts(dir.path(), &["\"a text was signed\""]).len(), 1, "nothing goes unasked");
    demarche(dir.path()).args(["index", ".", "--prune"]).assert().success().stdout(contains("1 removed"));
    assert!(texts(dir.path(), &["\"a text was signed\""]).is_empty());
}

#[test]
fn what_cannot_be_read_is_listed_and_the_rest_is_indexed() {
    let dir = corpus();
    std::fs::write(dir.path().join("broken.jsonl"), "{\"text\":\"fine\"}\n{oops\n").unwrap();
    std::fs::write(dir.path().join("picture.png"), [0x89, b'P', b'N', b'G', 0, 1, 2, 255]).unwrap();
    let run = demarche(dir.path()).args(["index", ".", "--json"]).assert().success();
    let report: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let skips: Vec<_> = report["skips"]
        .as_array()
        .unwrap()
        .iter()
        .map(|skip| format!("{}:{}", skip["path"].as_str().unwrap(), skip["line"]))
        .collect();
    assert_eq!(skips, ["broken.jsonl:2", "table.csv:4", "table.csv:5"]);
    assert_eq!(texts(dir.path(), &["fine"]).len(), 1);
    let aside = report["left_aside"].as_array().unwrap();
    assert!(aside.iter().any(|file| file["path"] == "picture.png"), "{aside:?}");
    let strict = corpus();
    demarche(strict.path()).args(["index", ".", "--strict"]).assert().code(2).stderr(contains("table.csv"));
}

#[test]
fn messages_say_what_to_do_next() {
    let empty = TempDir::new().unwrap();
    let run = demarche(empty.path()).args(["search", "peace"]).assert().code(2);
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(
        told.starts_with("error: no index at ")
            && told.contains("try: make one with `demarche index FOLDER`"),
        "{told}"
    );
    demarche(empty.path()).args(["index", "missing.txt"]).assert().code(2).stderr(contains("missing.txt"));
    demarche(empty.path()).args(["serach", "x"]).assert().code(2).stderr(contains("search"));
    let dir = indexed();
    let run = demarche(dir.path()).args(["search", "xylophone"]).assert().code(1);
    insta::assert_snapshot!("found_nowhere", String::from_utf8_lossy(&run.get_output().stderr));
    for none in ["0000000000000000", "ffffffffffffffff", "0000000000000000-00000000", "someid"] {
        demarche(dir.path()).args(["show", none]).assert().code(1);
        demarche(dir.path()).args(["search", &format!("id:{none}")]).assert().code(1);
    }
}

#[test]
fn a_statement_is_shown_whole_with_its_provenance() {
    let dir = indexed();
    let found = json(dir.path(), &["search", "mediators Qatar", "--format", "json"]);
    let id = found["hits"][0]["id"].as_str().unwrap();
    let shown = stdout(dir.path(), &["show", id]);
    for part in ["briefing.txt", "2024-10-09", "EXAMPLE", "so are the mediators in Qatar"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn the_terminal_gets_colour_and_a_pipe_does_not() {
    let dir = indexed();
    let plain = stdout(dir.path(), &["search", "Hamas"]);
    assert!(!plain.contains('\u{1b}'));
    let bright = demarche(dir.path())
        .env_remove("NO_COLOR")
        .args(["search", "Hamas", "--color", "always"])
        .assert()
        .success();
    assert!(String::from_utf8_lossy(&bright.get_output().stdout).contains("\u{1b}[1m"));
}

#[test]
fn help_completions_and_the_manual_page_are_there() {
    let dir = TempDir::new().unwrap();
    for args in [&["--help"][..], &["search", "--help"], &["index", "--help"]] {
        demarche(dir.path()).args(args).assert().success().stdout(contains("Examples:"));
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        demarche(dir.path()).args(["completions", shell]).assert().success().stdout(contains("demarche"));
    }
    demarche(dir.path()).arg("man").assert().success().stdout(contains(".TH demarche"));
    demarche(dir.path()).arg("--version").assert().success().stdout(contains("demarche"));
}

#[test]
fn names_are_found_in_any_spelling_and_the_reason_is_told() {
    let dir = TempDir::new().unwrap();
    std::fs::write(
        dir.path().join("a.jsonl"),
        "{\"speaker\":\"Volodymyr Zelenskyy\",\"text\":\"We thank Germany.\"}\n{\"speaker\":\"Ada Example\",\"text\":\"So do we.\"}\n",
    )
    .unwrap();
    std::fs::write(
        dir.path().join("own.toml"),
        "[[entity]]\nname = \"Ada Example\"\nvariants = [\"The Lady\"]\nroles = [{ role = \"envoy\", from = \"2020\" }]\n",
    )
    .unwrap();
    demarche(dir.path()).args(["index", "a.jsonl"]).assert().success();
    for name in ["Zelensky", "Зеленський", "Selenskyj"] {
        let told = stdout(dir.path(), &["names", name]);
        assert!(
            told.contains("Volodymyr Zelenskyy (speaker, 1 passage): another spelling"),
            "{name}: {told}"
        );
    }
    let found = json(dir.path(), &["names", "the lady", "--json", "--authority", "own.toml"]);
    assert_eq!(found["authority"][0]["match"], "alias");
    assert_eq!(found["authority"][0]["roles"][0]["role"], "envoy");
    assert_eq!(found["index"][0]["name"], "Ada Example");
    assert!(stdout(dir.path(), &["names", "Kremlin"]).contains("stands for Russia"));
    let hits = texts(dir.path(), &["*", "--speaker", "The Lady", "--authority", "own.toml"]);
    assert_eq!(hits, ["So do we."]);
    demarche(dir.path()).args(["names", "Qwxyz"]).assert().code(1);
    demarche(dir.path())
        .args(["names", "x", "--authority", "missing.toml"])
        .assert()
        .code(2)
        .stderr(contains("docs/authority.md"));
}

#[test]
fn the_users_lists_change_what_is_extracted() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("a.txt"), "The Movement spoke of the harvest.\n").unwrap();
    std::fs::write(dir.path().join("own.csv"), "name,type,variants\nHamas,organisation,The Movement\n")
        .unwrap();
    std::fs::write(dir.path().join("own.topics"), "farming: harvest* OR crops\n").unwrap();
    let lists = ["--authority", "own.csv", "--topics", "own.topics"];
    let line = stdout(dir.path(), &[&["extract", "a.txt"][..], &lists].concat());
    let statement: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(statement["entities"][0]["name"], "Hamas");
    assert_eq!(statement["topics"], serde_json::json!(["farming"]));

    demarche(dir.path()).args(["index", "a.txt"]).assert().success();
    assert!(texts(dir.path(), &["*", "--topic", "farming"]).is_empty());
    demarche(dir.path())
        .args(["index", "a.txt"])
        .args(lists)
        .assert()
        .success()
        .stdout(contains("1 replaced"));
    assert_eq!(texts(dir.path(), &["*", "--topic", "farming"]).len(), 1);

    std::fs::write(dir.path().join("bad.topics"), "farming: harvest* OR\n").unwrap();
    demarche(dir.path())
        .args(["extract", "a.txt", "--topics", "bad.topics"])
        .assert()
        .code(2)
        .stderr(contains("bad.topics:1").and(contains("docs/topics.md")));
}

#[test]
fn what_a_reading_lacks_is_told_with_the_option_that_helps() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("none.csv"), "who,what\nAda,The talks go on.\n").unwrap();
    std::fs::write(dir.path().join("keys.jsonl"), "{\"who\":\"Ada\",\"what\":\"The talks go on.\"}\n")
        .unwrap();
    let column = "none.csv:1: has no column for the text; say which it is with --map text=COLUMN; its columns are who, what";
    let key =
        "keys.jsonl:1: has no text; its keys are what, who; say which holds the text with --map text=KEY";
    let mapped = "none.csv:1: has no column `speech`, which --map asks for; its columns are who, what";
    let told = |args: &[&str]| {
        let run = demarche(dir.path()).args(args).assert();
        let output = run.get_output();
        String::from_utf8([output.stdout.clone(), output.stderr.clone()].concat()).unwrap()
    };
    for args in [&["extract", "."][..], &["index", "."], &["index", "."], &["stats"]] {
        let told = told(args).replace("skipped  ", "skipped ");
        assert!(told.contains(column) && told.contains(key), "{args:?}: {told}");
    }
    let strict = told(&["index", "none.csv", "--strict", "--map", "text=speech"]);
    assert!(strict.contains(&format!("error: {mapped}")), "{strict}");
    let report: serde_json::Value = serde_json::from_str(&told(&["stats", "--json"])).unwrap();
    let told: Vec<_> = report["skips"].as_array().unwrap().iter().map(|skip| &skip["reason"]).collect();
    assert!(told.iter().any(|reason| column.ends_with(reason.as_str().unwrap())), "{told:?}");
    assert!(report["skips"].as_array().unwrap().iter().all(|skip| skip.as_object().unwrap().len() == 3));
}

#[test]
fn filters_leave_out_take_whole_values_and_ask_for_what_has_none() {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    let found = |args: &[&str]| texts(dir.path(), &[&["*", "-n", "0"], args].concat());
    let all = found(&[]).len();
    for (asked, not) in [
        (["--topic", "fisheries"], ["--not-topic", "fisheries"]),
        (["--entity", "Qatar"], ["--not-entity", "Qatar"]),
        (["--kind", "spoken"], ["--not-kind", "spoken"]),
        (["--speaker", "=Ada Example"], ["--not-speaker", "=Ada Example"]),
        (["--speaker", "="], ["--not-speaker", "="]),
    ] {
        let (with, without) = (found(&asked).len(), found(&not).len());
        assert!(with > 0 && without > 0, "{asked:?} {with} {without}");
        assert_eq!(with + without, all, "{asked:?}");
    }
    // `Example` is the surname of several; the whole value of one.
    assert!(found(&["--speaker", "Example"]).len() > found(&["--speaker", "=Example"]).len());
    assert!(found(&["--date", "none"]).iter().any(|text| text == "The quota stands."));
    assert!(found(&["--date", "1995"]).iter().all(|text| !text.contains("tariffs")), "a day is no year");
}
