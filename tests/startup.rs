//! What a search does not wait for. In a process of its own: what another test had read would hide it.

use std::process::Command;

use demarche::authority::holders;
use demarche::index::Index;
use demarche::query::{ParseOptions, Query};
use demarche::search::Options;

#[test]
fn a_search_does_not_read_the_list_of_office_holders() {
    let dir = tempfile::tempdir().unwrap();
    let table = "speaker,date,text\nAda Example,2001-01-01,The river was never ours.\n";
    std::fs::write(dir.path().join("table.csv"), table).unwrap();
    let mut index = Command::new(env!("CARGO_BIN_EXE_demarche"));
    assert!(index.args(["index", "table.csv"]).current_dir(dir.path()).output().unwrap().status.success());

    let searcher = Index::open(&dir.path().join(".demarche")).unwrap().searcher().unwrap();
    let query = Query::parse("river", &ParseOptions::default()).unwrap();
    let mut options = Options::default();
    options.filters.speakers = vec!["Ada Example".to_owned()];
    let found = searcher.search(&query, &options).unwrap();
    assert_eq!(found.hits.len(), 1);
    assert!(!holders::are_read(), "the list is read at its first lookup, and this search needs none");
    assert!(holders::holders().persons().next().is_some());
    assert!(holders::are_read());
}
