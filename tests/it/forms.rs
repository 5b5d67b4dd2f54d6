//! Every subcommand in every form it has, as the user sees it: the exit code, standard output, standard error.
//!
//! A snapshot lies in `snapshots/it__forms__NAME.snap`; `cargo insta review` goes through those that changed.
//! What differs from run to run (places, times, rates, scores, sizes, the version) is put in brackets. What a
//! shell's completions and a page's style and script hold is left out: the help tells of every argument, and
//! the tests of pages look at the rest.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use tempfile::TempDir;

use crate::common::{corpus, demarche, json};

/// What differs from run to run, and what stands for it.
static VARYING: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (r"(?s)<style>.*?</style>", "<style>…</style>"),
        (r"(?s)<script>.*?</script>", "<script>…</script>"),
        (r"'sha256-[^']*'", "'sha256-[hash]'"),
        (r#"("(?:score|seconds)": ?)[0-9.e-]+"#, "$1[number]"),
        (r"\d+\.\d s \(\d+\.\d MB/s\)", "[seconds] s ([rate] MB/s)"),
        (r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC", "[now]"),
        (r#"("bytes(?:_before|_after)?": ?)\d+"#, "$1[bytes]"),
    ]
    .map(|(pattern, put)| (Regex::new(pattern).unwrap(), put))
    .into()
});

/// What the user sees of a run.
fn seen(dir: &Path, args: &[&str]) -> String {
    let run = demarche(dir).args(args).output().unwrap();
    let out = String::from_utf8(run.stdout).unwrap();
    let err = String::from_utf8(run.stderr).unwrap();
    let code = run.status.code().unwrap();
    let mut text = format!("exit code {code}\n── standard output\n{out}── standard error\n{err}");
    let here = dir.canonicalize().unwrap();
    for (varying, put) in [(here.to_str().unwrap(), "[folder]"), (env!("CARGO_PKG_VERSION"), "[version]")] {
        text = text.replace(varying, put);
    }
    for (pattern, put) in VARYING.iter() {
        text = pattern.replace_all(&text, *put).into_owned();
    }
    text
}

/// The small corpus with its index, and a test collection beside it.
fn indexed() -> TempDir {
    let dir = corpus();
    demarche(dir.path()).args(["index", "."]).assert().success();
    std::fs::write(dir.path().join("queries.jsonl"), "{\"_id\":\"1\",\"text\":\"tariffs\"}\n").unwrap();
    std::fs::write(dir.path().join("qrels.txt"), "1 0 table.csv 1\n").unwrap();
    dir
}

/// A test a form: its name, and the arguments. `ID` is that of a statement, `DOCUMENT` that of its document.
macro_rules! forms {
    ($($name:ident: $($argument:expr)+;)+) => {
        $(#[test]
        fn $name() {
            let dir = indexed();
            let found = json(dir.path(), &["search", "mediators Qatar", "--format", "json"]);
            let args = [$($argument),+].map(|argument| match argument {
                "ID" => found["hits"][0]["id"].as_str().unwrap(),
                "DOCUMENT" => found["hits"][0]["document"].as_str().unwrap(),
                argument => argument,
            });
            let said = ["demarche", $($argument),+].join(" ");
            insta::with_settings!({ description => said, omit_expression => true }, {
                insta::assert_snapshot!(seen(dir.path(), &args));
            });
        })+
    };
}

forms! {
    help: "--help";
    help_search: "search" "--help";
    help_index: "index" "--help";
    help_push: "push" "--help";
    help_export: "export" "--help";
    export: "export" "--name" "debates" "--output" "files";
    push_to_no_address: "push" "--to" "somewhere";
    man: "man";

    index_text: "index" "speeches" "table.csv" "--as-given";
    index_json: "index" "speeches" "table.csv" "--as-given" "--json";
    index_dry_run: "index" "speeches" "table.csv" "--as-given" "--dry-run";

    extract_jsonl: "extract" "2024-10-08-river.txt";
    extract_jsonl_explained: "extract" "2024-10-08-river.txt" "--explain";

    search_text: "search" "talks" "Qatar";
    search_text_explained: "search" "talks" "--explain";
    search_text_with_facets: "search" "talks" "--facets" "kind";
    search_json: "search" "talks" "--format" "json";
    search_jsonl: "search" "talks" "--format" "jsonl";
    search_csv: "search" "talks" "--format" "csv";
    search_csl_json: "search" "talks" "--format" "csl-json";
    search_bibtex: "search" "talks" "--format" "bibtex";
    search_ris: "search" "talks" "--format" "ris";
    search_nothing: "search" "xylophone";
    search_refused: "search" "speker:Example";

    kwic_text: "kwic" "the" "-n" "4";
    kwic_json: "kwic" "the" "-n" "2" "--format" "json";
    kwic_jsonl: "kwic" "the" "-n" "2" "--sort" "place" "--format" "jsonl";
    kwic_csv: "kwic" "the" "-n" "2" "--sort" "place" "--format" "csv";

    facets_text: "facets" "speaker";
    facets_json: "facets" "kind" "--format" "json";
    facets_csv: "facets" "year" "--format" "csv";

    collocates_text: "collocates" "the" "--min" "1" "-n" "3";
    collocates_json: "collocates" "the" "--min" "1" "-n" "2" "--format" "json";
    collocates_csv: "collocates" "the" "--min" "1" "-n" "3" "--format" "csv";

    timeline_text: "timeline" "the" "--split" "speaker" "-n" "2";
    timeline_json: "timeline" "tariffs" "--format" "json";
    timeline_jsonl: "timeline" "tariffs" "--format" "jsonl";
    timeline_csv: "timeline" "tariffs" "--format" "csv";
    timeline_bins_csv: "timeline" "the" "--by" "decade" "--format" "bins-csv";
    timeline_svg: "timeline" "tariffs" "--by" "year" "--format" "svg";
    timeline_html: "timeline" "tariffs" "--by" "year" "--format" "html";
    timeline_timelinejs: "timeline" "tariffs" "--format" "timelinejs";
    timeline_timesketch_csv: "timeline" "tariffs" "--format" "timesketch-csv";
    timeline_timesketch_jsonl: "timeline" "tariffs" "--format" "timesketch-jsonl";

    show_statement: "show" "ID";
    show_document: "show" "DOCUMENT";
    cite_text: "cite" "ID";
    cite_csl_json: "cite" "ID" "--format" "csl-json";
    cite_bibtex: "cite" "ID" "--format" "bibtex";
    cite_ris: "cite" "ID" "--format" "ris";

    help_quote: "quote" "--help";
    quote_text: "quote" "Hamas was not willing to engage in the ceasefire talks" "--speaker" "Sample";
    quote_json: "quote" "We are ready to go on, and so are the mediators" "--format" "json";
    quote_nothing: "quote" "the xylophone plays on the green hill";
    help_check: "check" "--help";
    check_nothing: "check" "2024-10-08-river.txt";
    original_nothing: "original" "ID";
    echoes_nothing: "echoes" "--all";

    people_text: "people";
    people_json: "people" "--json";

    names_text: "names" "Exampel";
    names_json: "names" "Ada Example" "--json";

    eval_text: "eval" "queries.jsonl" "qrels.txt" "-v";
    eval_json: "eval" "queries.jsonl" "qrels.txt" "--format" "json";

    stats_text: "stats";
    stats_json: "stats" "--json";
    verify_text: "verify";
    verify_json: "verify" "--json";
    delete_text: "delete" "speeches";
    delete_json: "delete" "speeches" "--json";
    delete_dry_run: "delete" "speeches" "--dry-run";
    compact_text: "compact";
    compact_json: "compact" "--json";
    doctor_text: "doctor";
    help_correct: "correct" "--help";
    help_sample: "sample" "--help";
    corrections_none: "corrections";
    correct_nothing: "correct" "ID";
    tag_no_code: "tag" "ID" "peace//talks";
    codes_none: "codes";
    codes_qdc_none: "codes" "--format" "qdc";
    collection_none: "collection" "chapter-3";
    sample_sheet: "sample" "talks" "--n" "2" "--seed" "7" "--show-answers";
    agree_no_sheet: "agree" "table.csv";
    score_no_sheet: "score" "table.csv";
    saved_none: "saved";
    news_none: "news";
    log_none: "log";
}
