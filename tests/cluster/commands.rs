//! The program, asked of an index on this machine and of one in a cluster.

use std::path::Path;

use crate::common::{corpus, demarche};
use crate::{address, nodes};

/// What a command says on standard output, and its exit code.
fn said(dir: &Path, args: &[&str]) -> (String, Option<i32>) {
    let run = demarche(dir).args(args).output().unwrap();
    (String::from_utf8(run.stdout).unwrap(), run.status.code())
}

/// What differs by what it is: the number of the last change, and that of the order of changes.
fn unlike(said: &str) -> String {
    let generation = regex::Regex::new(r#"("?(?:index_)?generation"?: ?)\d+"#).unwrap();
    generation.replace_all(said, "$1[number]").into_owned()
}

pub fn the_program_answers_alike() {
    let dir = corpus();
    address("commands");
    let nodes = nodes().unwrap();
    let pushed =
        demarche(dir.path()).args(["push", "--to", &nodes, "--name", "commands", "."]).output().unwrap();
    assert!(pushed.status.success(), "{}", String::from_utf8_lossy(&pushed.stderr));
    let url = format!("{nodes}/commands");
    let (found, _) = said(dir.path(), &["search", "mediators Qatar", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    let id = found["hits"][0]["id"].as_str().unwrap();
    let document = found["hits"][0]["document"].as_str().unwrap();
    for args in [
        &["search", "mediators Qatar"][..],
        &["search", "mediators Qatar", "--explain", "--facets", "speaker,year"],
        &["search", "tariffs", "--sort", "date", "--format", "csv"],
        &["search", "river", "--sort", "-date", "--format", "jsonl", "-n", "0"],
        &["search", "mediatrs"],
        &["search", "river", "--speaker", "Nobody Here"],
        &["facets", "speaker"],
        &["facets", "entity", "river OR tariffs", "--format", "json"],
        &["facets", "entity", "river", "--within", "sentence"],
        &["kwic", "the river"],
        &["kwic", "medi*", "--format", "csv"],
        &["timeline", "river", "--by", "month"],
        &["timeline", "tariffs", "--split", "speaker", "--format", "csv"],
        &["timeline", "tariffs", "--and-query", "river", "--format", "bins-csv"],
        &["show", id, "--context", "1"],
        &["show", document, "--json"],
        &["cite", id, "--format", "bibtex"],
        &["cite", document],
    ] {
        let there = said(dir.path(), &[&["--index", &url], args].concat());
        let here = said(dir.path(), args);
        assert_eq!((here.1, unlike(&here.0)), (there.1, unlike(&there.0)), "{args:?}");
    }
}

pub fn what_a_cluster_cannot_do_is_said() {
    let dir = corpus();
    address("unable");
    let nodes = nodes().unwrap();
    demarche(dir.path()).args(["push", "--to", &nodes, "--name", "unable", "."]).assert().success();
    let url = format!("{nodes}/unable");
    for (args, message) in [
        (&["collocates", "river"][..], "on disk, not in a cluster"),
        (&["stats"], "on disk, not in a cluster"),
        (&["search", "river", "--near"], "cannot be asked for other words"),
    ] {
        let run = demarche(dir.path()).args(["--index", &url]).args(args).output().unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(message) && said.contains("try: "), "{args:?}: {said}");
    }
    let most = demarche(dir.path())
        .args(["--index", &url, "search", "*"])
        .env("DEMARCHE_CLUSTER_MOST", "2")
        .output()
        .unwrap();
    let said = String::from_utf8(most.stderr).unwrap();
    assert!(said.contains("more than 2 are not fetched"), "{said}");
    let nowhere = format!("{nodes}/nowhere");
    let run = demarche(dir.path()).args(["--index", &nowhere, "search", "river"]).output().unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("no index `nowhere`") && said.contains("demarche push"), "{said}");
}
