//! Faults of timelines, tables and citations that were met once: one test each, named by what went wrong.

use crate::common::{demarche, folder, json, stdout};
use predicates::prelude::*;
use tempfile::TempDir;

/// Two speakers in three years; 2022 has nothing, and of 2024 only the year is known.
const TALKS: &str = "\
speaker,date,topic,source,text
Ada Example,2020-03-01,ceasefire,Daily Record,The guns are silent since dawn.
Ada Example,2020-03-02,ceasefire,Daily Record,A ceasefire holds in the valley.
Ben Sample,2021-06-01,trade,Evening Post,The ceasefire is good for the harvest.
Ben Sample,2023-06-01,trade,Evening Post,Tariffs fall in the spring.
Ada Example,2023-07-01,trade,Daily Record,No ceasefire was broken.
Ben Sample,2024,trade,Evening Post,Nothing more is said of a ceasefire.
";

fn indexed(text: &str) -> TempDir {
    let dir = folder(&[("talks.csv", text.as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

/// What was said on standard error.
fn said(dir: &TempDir, args: &[&str]) -> String {
    let run = demarche(dir.path()).args(args).output().unwrap();
    String::from_utf8(run.stderr).unwrap()
}

/// The rows of a table, the headings too.
fn rows(dir: &TempDir, args: &[&str]) -> Vec<Vec<String>> {
    let text = stdout(dir.path(), args);
    let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A time in which only others speak was said to be “not covered: no statement of that time is in the index”.
#[test]
fn a_time_without_a_statement_of_the_filter_was_called_not_covered() {
    let dir = indexed(TALKS);
    let asked = ["timeline", "ceasefire", "--by", "year", "--from", "2020", "--to", "2023"];
    for filter in
        [["--speaker", "Ada Example"], ["--source", "Daily Record"], ["--not-speaker", "Ben Sample"]]
    {
        let args = [&asked[..], &filter].concat();
        let text = stdout(dir.path(), &args);
        let line =
            |year: &str| text.lines().find(|line| line.trim_start().starts_with(year)).unwrap().to_owned();
        let others = "no statement that satisfies the filters; the index holds others of that time";
        assert!(line("2021").ends_with(others), "{text}");
        assert!(line("2022").ends_with("not covered: no statement of that time is in the index"), "{text}");

        let found = json(dir.path(), &[&args[..], &["--format", "json"]].concat());
        let told = |at: usize| (found["bins"][at]["coverage"].clone(), found["bins"][at]["gap"].clone());
        assert_eq!(told(1), (true.into(), "filtered_out".into()));
        assert_eq!(told(2), (false.into(), "no_coverage".into()));
        let kinds = found["gaps"].as_array().unwrap().iter().map(|gap| gap["kind"].as_str().unwrap());
        assert_eq!(kinds.collect::<Vec<_>>(), ["filtered_out", "no_coverage"]);

        let svg = stdout(dir.path(), &[&args[..], &["--format", "svg"]].concat());
        assert!(
            svg.contains("no statements in the corpus") && svg.contains("none that satisfies the filters")
        );
        assert!(svg.contains("url(#c-dots)") && svg.contains("url(#c-hatch)"));
        let html = stdout(dir.path(), &[&args[..], &["--format", "html"]].concat());
        assert!(html.contains(others), "{filter:?}");
    }
}

/// Months of a year of which only the year is known were called not covered.
#[test]
fn months_of_a_statement_dated_to_its_year_were_called_not_covered() {
    let dir = indexed(TALKS);
    let args = [
        "timeline",
        "ceasefire",
        "--by",
        "month",
        "--from",
        "2024-02",
        "--to",
        "2024-03",
        "--format",
        "json",
    ];
    let found = json(dir.path(), &args);
    let gap = |label: &str| {
        let bins = found["bins"].as_array().unwrap();
        bins.iter().find(|bin| bin["label"] == label).unwrap()["gap"].clone()
    };
    assert_eq!(gap("2024-02"), "too_coarse");
}

/// A timeline of a word counted statements by their topic too, and did not say so.
#[test]
fn counts_did_not_tell_words_from_topics() {
    let dir = indexed(TALKS);
    let head = stdout(dir.path(), &["timeline", "ceasefire"]);
    assert!(
        head.starts_with("ceasefire  5 statements in 5 passages: 4 by their words, 1 by topic"),
        "{head}"
    );
    let words = ["timeline", "ceasefire", "--words"];
    assert!(
        stdout(dir.path(), &words).starts_with("ceasefire  4 statements in 4 passages: by their words only")
    );
    let found = json(dir.path(), &["timeline", "ceasefire", "--format", "json"]);
    assert_eq!((&found["total"], &found["queries"][0]["by_words"]), (&5.into(), &4.into()));
    for format in ["svg", "html"] {
        let page = stdout(dir.path(), &["timeline", "ceasefire", "--format", format]);
        assert!(page.contains("4 by their words, 1 by topic"), "{format}");
        let page = stdout(dir.path(), &["timeline", "ceasefire", "--words", "--format", format]);
        assert!(page.contains("by their words only"), "{format}");
    }
}

/// `--format csv > file` wrote 10 rows of thousands, and `-n 0` none.
#[test]
fn a_table_written_to_a_file_held_ten_rows() {
    let many: String =
        (1..=30).map(|n| format!("Ada Example,2020-03-01,aid,Record,Convoy {n} is on its way.\n")).collect();
    let dir = indexed(&format!("speaker,date,topic,source,text\n{many}"));
    assert_eq!(rows(&dir, &["search", "convoy", "--format", "csv"]).len(), 31);
    assert_eq!(stdout(dir.path(), &["search", "convoy", "--format", "jsonl"]).lines().count(), 30);
    assert_eq!(rows(&dir, &["search", "convoy", "--format", "csv", "-n", "0"]).len(), 31);
    assert_eq!(json(dir.path(), &["search", "convoy", "--format", "json", "-n", "0"])["shown"], 30);
    assert_eq!(rows(&dir, &["search", "convoy", "--format", "csv", "-n", "0", "--sort", "date"]).len(), 31);
    assert_eq!(rows(&dir, &["search", "convoy", "--format", "csv", "-n", "4"]).len(), 5);
    let last = said(&dir, &["search", "convoy", "--format", "csv", "-n", "4"]);
    assert_eq!(last.lines().last(), Some("NOT ALL ARE WRITTEN: 4 OF 30 PASSAGES. ALL WITH -n 0"));
    assert!(!said(&dir, &["search", "convoy", "--format", "csv"]).contains("NOT ALL"));
    let values: String =
        (1..=40).map(|n| format!("Speaker Number{n},2020,aid,Record,Convoys came.\n")).collect();
    let dir = indexed(&format!("speaker,date,topic,source,text\n{values}"));
    assert_eq!(rows(&dir, &["facets", "speaker", "convoys", "--format", "csv"]).len(), 41);
}

/// One statement of which two passages were found was two entries in a list of references.
#[test]
fn a_statement_was_cited_once_for_each_of_its_passages() {
    let sentence = "The convoy crosses the river at dawn and the envoy counts every lorry on the far bank. ";
    let dir = folder(&[(
        "speech.jsonl",
        format!("{{\"speaker\":\"Ada Example\",\"text\":\"{}\"}}", sentence.repeat(40)).as_bytes(),
    )]);
    demarche(dir.path()).args(["index", "--as-given", "."]).assert().success();
    let passages =
        json(dir.path(), &["search", "convoy", "--format", "json"])["hits"].as_array().unwrap().len();
    assert!(passages > 1);
    let cited = json(dir.path(), &["search", "convoy", "--format", "csl-json"]);
    assert_eq!(cited.as_array().unwrap().len(), 1);
    assert!(cited[0]["abstract"].as_str().unwrap().contains("The convoy crosses the river"), "{cited}");
    for (format, entry) in [("bibtex", "@misc{"), ("ris", "TY  - ")] {
        let text = stdout(dir.path(), &["search", "convoy", "--format", format]);
        assert_eq!(text.matches(entry).count(), 1, "{format}");
    }
}

/// A spreadsheet's apostrophe stood before numbers below zero, and Timesketch could not read the time.
#[test]
fn times_before_1970_had_an_apostrophe_for_timesketch() {
    let dir = indexed(
        "speaker,date,text\nAda Example,1950-06-27,The ceasefire line is drawn.\nAda Example,-0044-03-15,A ceasefire in the city.\n",
    );
    let table = rows(&dir, &["timeline", "ceasefire", "--format", "timesketch-csv"]);
    let at = |name: &str| table[0].iter().position(|heading| heading == name).unwrap();
    let times: Vec<&str> = table[1..].iter().map(|row| row[at("timestamp")].as_str()).collect();
    assert!(times.iter().all(|time| time.parse::<i64>().unwrap() < 0), "{times:?}");
    assert!(table[1..].iter().all(|row| !row[at("datetime")].starts_with('\'')), "{table:?}");
}

/// The same fact had another name in another table.
#[test]
fn a_column_had_two_names() {
    let dir = indexed(TALKS);
    let headings = |args: &[&str]| rows(&dir, args).remove(0);
    let search = headings(&["search", "ceasefire", "--format", "csv"]);
    let timeline = headings(&["timeline", "ceasefire", "--format", "csv"]);
    let sketch = headings(&["timeline", "ceasefire", "--format", "timesketch-csv"]);
    let kwic = headings(&["kwic", "ceasefire", "--format", "csv"]);
    for name in [
        "id",
        "date",
        "speaker",
        "topics",
        "entities",
        "quote",
        "title",
        "source",
        "place",
        "path",
        "line",
        "start",
        "end",
        "permalink",
        "published",
        "speakers",
        "also",
    ] {
        assert!(search.iter().any(|heading| heading == name), "search: {name}");
        assert!(timeline.iter().any(|heading| heading == name), "timeline: {name}");
    }
    for old in ["topic", "quote_start", "quote_end", "statement_id"] {
        let all = [&search, &timeline, &sketch, &kwic];
        assert!(all.iter().all(|headings| headings.iter().all(|heading| heading != old)), "{old}");
    }
    assert!(
        ["id", "date", "speaker", "start", "end", "speakers"]
            .iter()
            .all(|name| kwic.iter().any(|heading| heading == name))
    );
    assert!(sketch.iter().any(|heading| heading == "id"));
    let rows = rows(&dir, &["search", "guns", "--format", "csv"]);
    let event = json(dir.path(), &["timeline", "guns", "--format", "json"])["events"][0].clone();
    for name in ["id", "place", "permalink"] {
        let at = rows[0].iter().position(|heading| heading == name).unwrap();
        assert_eq!(event[name], rows[1][at], "{name}");
    }
}

/// A timeline could only be called by its query.
#[test]
fn a_timeline_had_no_title_of_its_own() {
    let dir = indexed(TALKS);
    let title = "Guns & silence, 2020 to 2024";
    for (format, written) in
        [("text", title), ("svg", "Guns &amp; silence"), ("html", "<h1>Guns &amp; silence"), ("json", title)]
    {
        let page = stdout(dir.path(), &["timeline", "ceasefire", "--title", title, "--format", format]);
        assert!(page.contains(written), "{format}: {page}");
    }
}

/// `--width` was overruled where lines went to a file, and lines did not lead to where they stand.
#[test]
fn lines_of_a_concordance_lost_their_width_and_place() {
    let dir = indexed(
        "speaker,date,text\nAda Example,2020-03-01,We have said for many long weeks that this ceasefire holds in the valley and on the far bank of the river.\n",
    );
    let id = json(dir.path(), &["search", "ceasefire", "--format", "json"])["hits"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let narrow = stdout(dir.path(), &["kwic", "ceasefire", "--width", "12"]);
    assert!(!narrow.contains("valley") && narrow.trim_end().ends_with(&format!("[{id}]")), "{narrow}");
    let wide = stdout(dir.path(), &["kwic", "ceasefire", "--width", "200"]);
    assert!(
        wide.contains("We have said for many long weeks") && wide.contains("bank of the river"),
        "{wide}"
    );
}

/// What stood before and after a statement could be seen only in the file.
#[test]
fn a_statement_was_shown_without_its_surroundings() {
    let turns: String =
        (1..=6).map(|n| format!("MS. EXAMPLE{n}: This is what speaker number {n} said.\n\n")).collect();
    let dir = folder(&[("turns.txt", format!("Daily Briefing\n9 October 2024\n\n{turns}").as_bytes())]);
    demarche(dir.path()).args(["index", "."]).assert().success();
    let found = json(dir.path(), &["search", "\"number 3\"", "--format", "json"]);
    let id = found["hits"][0]["id"].as_str().unwrap();
    let text = stdout(dir.path(), &["show", id, "--context", "2"]);
    for n in 1..=5 {
        assert!(text.contains(&format!("number {n} said")), "{n}: {text}");
    }
    assert!(!text.contains("number 6 said"), "{text}");
    let places = ["── before ──", "number 2", "── asked for ──", "number 3", "── after ──", "number 4"];
    let at: Vec<usize> = places.iter().map(|place| text.find(place).unwrap()).collect();
    assert!(at.is_sorted(), "{text}");
    let alone = stdout(dir.path(), &["show", id]);
    assert!(!alone.contains("number 2") && !alone.contains("──"), "{alone}");
    let passages = json(dir.path(), &["show", id, "--context", "1", "--json"]);
    let sides: Vec<Option<&str>> =
        passages.as_array().unwrap().iter().map(|passage| passage["context"].as_str()).collect();
    assert_eq!(sides, [Some("before"), None, Some("after")]);
}

/// Numbers of things were in the plural, and of no interest where they were none.
#[test]
fn reports_had_one_statements_and_nothing_to_say() {
    let dir = indexed("speaker,date,text\nAda Example,2020-03-01,The ceasefire holds.\n");
    let stats = stdout(dir.path(), &["stats"]);
    assert!(
        !stats.contains("0 statements") && !stats.contains("1 segments") && stats.contains("in 1 part,"),
        "{stats}"
    );
    demarche(dir.path()).args(["index", "--rebuild", "."]).assert().success().stdout(
        predicates::str::contains("1 file added, 0 replaced")
            .and(predicates::str::contains("1 document, 1 statement, 1 passage;")),
    );
    assert!(said(&dir, &["timeline", "ceasefire"]).contains("1 statement counted"));
}
