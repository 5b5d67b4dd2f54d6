//! `demarche timeline` as its users meet it, and what always holds of a timeline.

use std::path::{Path, PathBuf};

use crate::common::boxes::{boxes_add_up, index, query};
use crate::common::{corpus, demarche, folder, json, stdout};
use demarche::query::{Bound, Filters};
use demarche::timeline::{Choice, GapKind, LaneBy, LaneName, TimelineOptions};
use predicates::str::contains;
use tempfile::TempDir;

/// Statements of many centuries, with coarse dates and without, as a table.
const TABLE: &str = "\
speaker,date,topic,text
Ada Example,-0044-03-15,peace,We ask for peace in the city.
Ada Example,1648-10-24,peace,Peace is signed between all the parties.
Ben Sample,1648,peace,The year brought peace to the valley.
Ben Sample,1790-01-08,debt,The debt is paid.
Cyd Nobody,1790-02,peace,A month of peace and of trade.
Cyd Nobody,,peace,Nobody wrote down when this peace was made.
,1791-05-02,peace,No one is named for this peace.
Ada Example,1791-05-02,trade,Trade is open.
Ben Sample,1791-05-02,peace,Peace holds and trade is open.
";

fn indexed(files: &[(&str, &[u8])]) -> TempDir {
    let dir = folder(files);
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

fn table() -> TempDir {
    indexed(&[("table.csv", TABLE.as_bytes())])
}

fn sample_corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus")
}

#[test]
fn the_boxes_of_the_sample_corpus_add_up_to_all_that_matches() {
    boxes_add_up(
        &index(vec![sample_corpus()]),
        &["ceasefire", "peace talks", "the", "*", "Hamas", "xylophone"],
        200,
    );
}

#[test]
fn a_timeline_reads_well() {
    let dir = table();
    insta::assert_snapshot!(stdout(
        dir.path(),
        &["timeline", "peace", "--by", "year", "--from", "1780", "--split", "speaker", "-n", "3"]
    ));
}

#[test]
fn dates_of_every_age_have_bins_and_coarse_ones_their_own_line() {
    let dir = table();
    let found = json(dir.path(), &["timeline", "peace", "--by", "month", "--format", "json"]);
    let bins = found["bins"].as_array().unwrap();
    assert_eq!(
        (bins[0]["label"].as_str(), bins[0]["start"].as_str()),
        (Some("-0044-03"), Some("-0044-03-01"))
    );
    let of = |label: &str| bins.iter().find(|bin| bin["label"] == label).unwrap();
    assert_eq!(of("1648-10")["matched"], 1);
    assert_eq!(of("1790-02")["matched"], 1, "a month is exact enough for months");
    let coarse = found["coarse"].as_array().unwrap();
    assert_eq!(coarse.len(), 1);
    assert_eq!((&coarse[0]["date"], &coarse[0]["precision"]), (&"1648".into(), &"year".into()));
    assert_eq!((found["total"].as_u64(), found["undated"].as_u64()), (Some(7), Some(1)));
    let events = found["events"].as_array().unwrap();
    assert_eq!((events.len(), events[0]["date"].as_str()), (7, Some("-0044-03-15")));
    assert_eq!(events[6]["date"], serde_json::Value::Null, "what has no date comes last");
    assert_eq!(found["shown"], 7);
    assert_eq!(
        (found["corpus"]["documents"].as_u64(), &events[0]["why"]),
        (Some(9), &serde_json::json!(["text:peace"]))
    );
    let again = table();
    let other = json(again.path(), &["timeline", "trade", "--format", "json"]);
    assert_eq!(other["corpus"]["content_hash"], found["corpus"]["content_hash"], "the same content");
}

#[test]
fn no_match_is_told_from_no_coverage_and_shares_from_numbers() {
    let dir = table();
    let found = json(
        dir.path(),
        &["timeline", "debt", "--by", "year", "--from", "1789", "--to", "1791", "--format", "json"],
    );
    let bins = found["bins"].as_array().unwrap();
    let told: Vec<_> = bins
        .iter()
        .map(|bin| {
            (
                bin["matched"].as_u64().unwrap(),
                bin["all"].as_u64().unwrap(),
                bin["coverage"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, [(0, 0, false), (1, 2, true), (0, 3, true)]);
    assert_eq!((bins[0]["share"].as_f64(), bins[1]["share"].as_f64()), (None, Some(0.5)));
    let kinds: Vec<_> =
        found["gaps"].as_array().unwrap().iter().map(|gap| gap["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["no_coverage", "no_match"]);
}

#[test]
fn filters_decide_what_counts_are_a_share_of() {
    let dir = table();
    let found = json(dir.path(), &["timeline", "peace", "--speaker", "Ben Sample", "--format", "json"]);
    assert_eq!((found["total"].as_u64(), found["corpus"]["statements"].as_u64()), (Some(2), Some(3)));
    let found = json(dir.path(), &["timeline", "peace speaker:\"Ben Sample\"", "--format", "json"]);
    assert_eq!((found["total"].as_u64(), found["corpus"]["statements"].as_u64()), (Some(2), Some(9)));
}

#[test]
fn queries_are_compared_on_one_axis() {
    let dir = table();
    let found =
        json(dir.path(), &["timeline", "peace", "--and-query", "trade", "--by", "year", "--format", "json"]);
    let last = found["bins"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["label"], &last["queries"]),
        (&"1791".into(), &serde_json::json!({"peace": 2, "trade": 2}))
    );
    let both: Vec<_> = found["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["queries"] == serde_json::json!([1, 2]))
        .collect();
    assert_eq!(both.len(), 2, "statements that match both are told once");
    assert_eq!(found["events"].as_array().unwrap().len(), 8);
    demarche(dir.path())
        .args(["timeline", "peace", "--and-query", "trade", "--split", "speaker"])
        .assert()
        .code(2);
}

#[test]
fn days_fold_into_one_row_with_their_number() {
    let dir = table();
    let found = json(dir.path(), &["timeline", "peace", "--per", "day", "--format", "json"]);
    let days: Vec<_> = found["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (event["date"].as_str().unwrap(), event["stands_for"].as_u64().unwrap()))
        .collect();
    assert_eq!(days, [("-0044-03-15", 1), ("1648-10-24", 1), ("1791-05-02", 2)]);
}

#[test]
fn first_and_last_mentions_are_told_of_every_speaker() {
    let dir = table();
    let found = json(dir.path(), &["timeline", "peace", "--format", "json"]);
    let ada = found["first_mentions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|mentions| mentions["speaker"] == "Ada Example")
        .unwrap();
    assert_eq!(
        (ada["first"].as_str(), ada["last"].as_str(), ada["statements"].as_u64()),
        (Some("-0044-03-15"), Some("1648-10-24"), Some(2))
    );
    let firsts: Vec<_> = found["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["first_for_speaker"] == true)
        .map(|event| (event["speaker"].as_str().unwrap(), event["date"].as_str().unwrap()))
        .collect();
    assert_eq!(firsts, [("Ada Example", "-0044-03-15"), ("Ben Sample", "1648"), ("Cyd Nobody", "1790-02")]);
}

#[test]
fn a_speaker_s_wording_is_laid_side_by_side() {
    let said = "speaker,date,text\nAda Example,2024-01-05,We call for a humanitarian pause in the fighting.\nAda Example,2024-03-01,We call for an immediate ceasefire in the fighting.\nBen Sample,2024-02-01,We call for nothing in the fighting.\n";
    let dir = indexed(&[("said.csv", said.as_bytes())]);
    let found = json(dir.path(), &["timeline", "fighting", "--positions", "Ada Example", "--format", "json"]);
    let events = found["events"].as_array().unwrap();
    assert_eq!(events.len(), 2);
    assert!(events[0].get("change").is_none());
    let change = &events[1]["change"];
    assert_eq!(
        (&change["since"], &change["gone"]),
        (&events[0]["id"], &serde_json::json!(["a humanitarian pause"]))
    );
    let quote: Vec<char> = events[1]["quote"].as_str().unwrap().chars().collect();
    let (start, end) =
        (change["new"][0][0].as_u64().unwrap() as usize, change["new"][0][1].as_u64().unwrap() as usize);
    assert_eq!(quote[start..end].iter().collect::<String>(), "an immediate ceasefire");
    insta::assert_snapshot!(stdout(dir.path(), &["timeline", "fighting", "--positions", "Ada Example"]));
}

#[test]
fn all_events_are_the_same_streamed_or_held_and_slice_from_the_file() {
    let dir = table();
    let streamed = json(dir.path(), &["timeline", "peace", "--format", "json"]);
    let held = json(dir.path(), &["timeline", "peace", "--format", "json", "-n", "1000"]);
    let ids = |found: &serde_json::Value| {
        let mut ids: Vec<String> =
            found["events"].as_array().unwrap().iter().map(|event| event["id"].to_string()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&streamed), ids(&held));
    let rows = stdout(dir.path(), &["timeline", "peace", "--format", "jsonl"]);
    assert_eq!(rows.lines().count(), 7);
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let quote: Vec<char> = row["quote"].as_str().unwrap().chars().collect();
        for span in row["highlights"].as_array().unwrap() {
            let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
            assert_eq!(quote[start..end].iter().collect::<String>().to_lowercase(), "peace");
        }
        let end = row["end"].as_u64().unwrap() - row["start"].as_u64().unwrap();
        assert_eq!(end, quote.len() as u64);
    }
}

#[test]
fn a_permalink_leads_to_the_words_and_tells_when_they_changed() {
    let dir = table();
    let rows = stdout(dir.path(), &["timeline", "debt", "--format", "jsonl"]);
    let row: serde_json::Value = serde_json::from_str(rows.lines().next().unwrap()).unwrap();
    let link = row["permalink"].as_str().unwrap();
    demarche(dir.path())
        .args(["show", link])
        .assert()
        .success()
        .stderr(contains("cites: “The debt is paid.”"));
    let shifted = link.replace("#c=0-", "#c=1-");
    demarche(dir.path())
        .args(["show", &shifted])
        .assert()
        .success()
        .stderr(contains("not those that were cited"));
    demarche(dir.path())
        .args(["show", "demarche:s/x"])
        .assert()
        .code(2)
        .stderr(contains("no link of the form"));
}

#[test]
fn a_query_without_a_match_gives_an_empty_result_in_every_format() {
    let dir = table();
    for format in ["text", "json", "jsonl", "csv", "bins-csv"] {
        let run = demarche(dir.path()).args(["timeline", "xylophone", "--format", format]).assert().code(1);
        let out = String::from_utf8(run.get_output().stdout.clone()).unwrap();
        match format {
            "json" => {
                let found: serde_json::Value = serde_json::from_str(&out).unwrap();
                assert_eq!((found["total"].as_u64(), found["bins"].as_array().unwrap().len()), (Some(0), 0));
            }
            "jsonl" => assert_eq!(out, ""),
            "csv" => assert!(out.starts_with("id,date,") && out.lines().count() == 1),
            "bins-csv" => assert_eq!(out.lines().nth(1), Some("undated,,,,,0,1,0.000000,")),
            _ => assert!(out.contains("0 statements")),
        }
    }
}

#[test]
fn hostile_words_do_no_harm() {
    let said = "speaker,date,text\n=1+1,2024-01-05,\"=HYPERLINK(\"\"x\"\") peace \u{1b}[31mred\u{1b}[0m\"\n@SUM(A1),2024-01-06,-2 peace\n";
    let dir = indexed(&[("said.csv", said.as_bytes())]);
    for format in ["csv", "bins-csv"] {
        let out = stdout(dir.path(), &["timeline", "peace", "--format", format, "--split", "speaker"]);
        for record in csv::Reader::from_reader(out.as_bytes()).records() {
            let cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{cells:?}");
        }
    }
    let text = stdout(dir.path(), &["timeline", "peace", "--split", "speaker"]);
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn too_fine_bins_and_bad_arguments_say_what_to_do() {
    let dir = indexed(&[("said.csv", b"speaker,date,text\nA B,-9000,peace\nA B,2024-01-01,peace\n")]);
    demarche(dir.path())
        .args(["timeline", "peace", "--by", "day"])
        .assert()
        .code(2)
        .stderr(contains("try: choose longer bins"));
    demarche(dir.path()).args(["timeline", "peace", "--by", "fortnight"]).assert().code(2);
    demarche(dir.path()).args(["timeline", "peace", "--burst-s", "1"]).assert().code(2);
    demarche(dir.path())
        .args(["timeline", "peace", "-o", "nowhere/x.csv"])
        .assert()
        .code(2)
        .stderr(contains("nowhere/x.csv"));
    demarche(dir.path())
        .args(["timeline", "peace", "--format", "csv", "-o", "x.csv"])
        .assert()
        .success()
        .stdout("");
    assert!(std::fs::read_to_string(dir.path().join("x.csv")).unwrap().starts_with("id,"));
}

#[test]
fn the_library_draws_what_the_program_draws() {
    let dir = corpus();
    let index = index(vec![dir.path().to_owned()]);
    let mut filters = Filters::default();
    filters.from = Some(Bound::read("1995").unwrap());
    let mut options = TimelineOptions::default();
    options.choice = Choice::All;
    options.split = Some(LaneBy::Kind);
    let timeline = index.timeline(&[query("*")], &filters, &options).unwrap();
    assert_eq!(timeline.total(), timeline.events.len() as u64);
    assert!(timeline.gaps.iter().any(|gap| gap.kind == GapKind::NoCoverage));
    assert!(timeline.lanes.unwrap().names.contains(&LaneName::Value("spoken".into())));
}
