//! Dates of documents and statements, as users meet them.

use crate::common::{demarche, folder};
use demarche::extract::Extractor;
use demarche::model::{Document, StatementDate};
use demarche::read::{DateOrder, ReadOptions, ReadReport, read_bytes};

fn read(name: &str, text: &str, order: Option<DateOrder>) -> (Vec<Option<String>>, ReadReport) {
    let mut options = ReadOptions::default();
    options.date_order = order;
    let mut dates = Vec::new();
    let mut take = |document: Document| dates.push(document.date.value.map(|date| date.to_string()));
    let report = read_bytes(name, text.as_bytes(), &options, &mut take).unwrap();
    (dates, report)
}

#[test]
fn one_date_of_a_table_settles_the_order_of_all() {
    let table =
        "date,text\n03/04/2014,The river is high.\n,Nobody came.\n18/03/2014,It fell.\n05/06/2014,It rose.\n";
    let (dates, report) = read("a.csv", table, None);
    let dates: Vec<_> = dates.iter().map(Option::as_deref).collect();
    assert_eq!(dates, [Some("2014-04-03"), None, Some("2014-03-18"), Some("2014-06-05")]);
    assert_eq!((report.undated, report.in_doubt, report.skips.len()), (1, 0, 0));
}

#[test]
fn a_date_in_doubt_is_kept_as_words_and_told_once_a_file() {
    let table = "date,text\n03/04/2014,The river is high.\n05/06/2014,It rose.\n";
    let (dates, report) = read("a.csv", table, None);
    assert_eq!(dates, [None, None]);
    assert_eq!((report.undated, report.in_doubt, report.skips.len()), (2, 2, 1));
    assert!(report.skips[0].reason.contains("`03/04/2014` may mean two days"), "{:?}", report.skips);
    let dates = |order| read("a.csv", table, Some(order)).0[0].clone();
    assert_eq!(dates(DateOrder::Dmy).as_deref(), Some("2014-04-03"));
    assert_eq!(dates(DateOrder::Mdy).as_deref(), Some("2014-03-04"));
}

#[test]
fn the_order_of_day_and_month_holds_inside_sentences_too() {
    let text = "---\ndate: 2014-05-20\n---\n“The river is high,” Ada Example, a spokeswoman for the harbour board, told \
                reporters on 03/04/2014.\n";
    let said = |order| {
        let mut options = ReadOptions::default();
        options.date_order = order;
        let mut dates = Vec::new();
        let mut take = |document: Document| {
            let statements = Extractor::default().extract(&document);
            dates
                .extend(statements.into_iter().filter(|one| one.speaker.is_some()).map(|one| one.date.value));
        };
        read_bytes("a.md", text.as_bytes(), &options, &mut take).unwrap();
        dates.pop().flatten().map(|date| date.to_string())
    };
    assert_eq!(said(Some(DateOrder::Dmy)).as_deref(), Some("2014-04-03"));
    assert_eq!(said(Some(DateOrder::Mdy)).as_deref(), Some("2014-03-04"));
    // Nothing tells which is meant: the day is not guessed.
    assert_ne!(said(None).as_deref(), Some("2014-04-03"));
    assert_ne!(said(None).as_deref(), Some("2014-03-04"));
}

#[test]
fn years_that_cannot_be_are_told_and_not_taken() {
    let table = "date,text\n45352,The river is high.\n0000,It rose.\n2014-03-18,It fell.\n";
    let (dates, report) = read("a.csv", table, None);
    assert_eq!(dates, [None, None, Some("2014-03-18".to_owned())]);
    let reasons: Vec<&str> = report.skips.iter().map(|skip| skip.reason.as_str()).collect();
    assert!(reasons[0].contains("`45352` is no date") && reasons[0].contains("spreadsheet"), "{reasons:?}");
    assert!(reasons[1].contains("`0000` is no date"), "{reasons:?}");
}

#[test]
fn the_index_run_says_how_many_documents_have_no_date_and_what_to_do() {
    let table =
        "date,text,speaker\n45352,The river is high.,Ada Example\n2014-03-18,The river fell.,Ada Example\n";
    let dir = folder(&[("a.csv", table.as_bytes())]);
    let run = demarche(dir.path()).args(["index", "a.csv"]).assert().success();
    let output = run.get_output();
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 document has no date"), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("--date"), "{output:?}");
    // One bad cell stops no timeline of everything.
    demarche(dir.path()).args(["timeline", "river"]).assert().success();
    demarche(dir.path()).args(["index", "a.csv", "--date", "45352"]).assert().failure();
}

#[test]
fn hits_and_citations_show_when_words_were_said_and_when_they_were_published() {
    let article = "River falls\n\nGENEVA, 9 October 2024 – The river fell. \u{201c}It is over,\u{201d} Minister Ada Example told \
        reporters on Monday.\n";
    let dir = folder(&[("a.txt", article.as_bytes())]);
    demarche(dir.path()).args(["index", "a.txt"]).assert().success();
    let hits = demarche(dir.path()).args(["search", "over", "--speaker", "Example"]).assert().success();
    let text = String::from_utf8_lossy(&hits.get_output().stdout).into_owned();
    assert!(text.contains("2024-10-07 (\u{201c}Monday\u{201d}), published 2024-10-09"), "{text}");
    let json = demarche(dir.path())
        .args(["search", "over", "--speaker", "Example", "--format", "jsonl"])
        .assert()
        .success();
    let hit: serde_json::Value = serde_json::from_slice(&json.get_output().stdout).unwrap();
    let id = hit["id"].as_str().unwrap_or_else(|| panic!("{hit}"));
    assert_eq!(hit["published"]["value"], "2024-10-09");
    let cited = demarche(dir.path()).args(["cite", id, "--format", "text"]).assert().success();
    let text = String::from_utf8_lossy(&cited.get_output().stdout).into_owned();
    assert!(text.contains("2024-10-09.") && text.contains("said on 2024-10-07"), "{text}");
}

#[test]
fn what_one_paragraph_says_does_not_carry_over_one_with_a_day_of_its_own() {
    let said = "Minister Anders Holmgren said on Monday that the road was shut.\n\n";
    let day = |next: &str| {
        let date = StatementDate::known("2024-10-09".parse().unwrap(), demarche::model::Basis::Given);
        let document = Document { date, ..Document::new("a.txt", format!("{said}{next}")) };
        let statements = Extractor::default().extract(&document);
        let last = statements.iter().rfind(|one| one.speaker.is_some()).unwrap();
        last.date.value.unwrap().to_string()
    };
    assert_eq!(day("“The talks are over,” Holmgren told reporters.\n"), "2024-10-07");
    assert_eq!(
        day("On Tuesday, troops crossed the river.\n\n“The talks are over,” Holmgren told reporters.\n"),
        "2024-10-09"
    );
}
