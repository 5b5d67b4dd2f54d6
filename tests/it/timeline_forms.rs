//! The forms of a timeline that other programs read, as the program writes them.

use crate::common::{corpus, demarche, stdout};

const FORMS: [&str; 5] = ["svg", "html", "timelinejs", "timesketch-csv", "timesketch-jsonl"];

fn indexed() -> tempfile::TempDir {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    dir
}

#[test]
fn a_query_without_a_match_gives_a_whole_file_and_exit_code_1() {
    let dir = indexed();
    for form in FORMS {
        let run = demarche(dir.path()).args(["timeline", "xylophone", "--format", form]).assert().code(1);
        let out = String::from_utf8(run.get_output().stdout.clone()).unwrap();
        match form {
            "svg" => assert!(out.contains("no statement matches") && out.trim_end().ends_with("</svg>")),
            "html" => assert!(out.contains("No statement matches") && out.trim_end().ends_with("</html>")),
            "timelinejs" => assert!(out.contains("nothing-found")),
            "timesketch-csv" => assert!(out.starts_with("message,datetime,timestamp,timestamp_desc")),
            _ => assert!(out.is_empty()),
        }
    }
}

#[test]
fn what_timesketch_cannot_take_is_told() {
    let dir = indexed();
    let run =
        demarche(dir.path()).args(["timeline", "quota", "--format", "timesketch-csv"]).assert().success();
    let told = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(told.contains("1 without a date: left out"), "{told}");
}

#[test]
fn a_page_names_query_filters_and_program() {
    let dir = indexed();
    let page = stdout(dir.path(), &["timeline", "talks", "--from", "2024", "--format", "html"]);
    for said in
        ["<code>talks</code>", "from 2024", concat!("by demarche ", env!("CARGO_PKG_VERSION")), "<mark>"]
    {
        assert!(page.contains(said), "{said}");
    }
}
