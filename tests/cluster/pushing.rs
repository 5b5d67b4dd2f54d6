//! What is sent, and what is not sent again.

use std::path::Path;

use demarche::cluster::{Need, PushOptions, PushedSearch, export, push};
use demarche::index::Index;
use demarche::query::{Filters, ParseOptions, Query};
use demarche::search::{FacetField, Options};
use tempfile::TempDir;

use crate::common::folder;
use crate::{address, indexed, opened, pushed};

const HARBOUR: &str = "speaker,date,text\nAna Weiss,2017,We ask for talks on the harbour.\n\
    Ben Sample,2017-05-09,The harbour stays closed to ships of war.\n";
const RIVER: &str = "speaker,date,text\nAna Weiss,1999,The river is a border and no wall.\n";

fn texts() -> TempDir {
    folder(&[("texts/harbour.csv", HARBOUR.as_bytes()), ("texts/river.csv", RIVER.as_bytes())])
}

fn parsed(query: &str) -> Query {
    Query::parse(query, &ParseOptions::default()).unwrap()
}

/// How many statements a query finds in the cluster, by who says them.
fn found(address: &demarche::cluster::Address, query: &str) -> Vec<(String, u64)> {
    let (query, filters) = (parsed(query), Filters::default());
    let index = opened(address).excerpt(std::slice::from_ref(&query), &filters, Need::Matches).unwrap();
    let facets = index.facets(&query, &filters, &[FacetField::Speaker]).unwrap();
    facets.facets[0].values.iter().map(|value| (value.value.clone(), value.statements)).collect()
}

fn by(name: &str, statements: u64) -> (String, u64) {
    (name.to_owned(), statements)
}

fn write(dir: &Path, file: &str, text: &str) {
    std::fs::write(dir.join("texts").join(file), text).unwrap();
}

pub fn only_what_changed_is_sent() {
    let dir = texts();
    let address = address("changed");
    let first = pushed(&indexed(dir.path()), &address);
    assert_eq!((first.files, first.added, first.replaced), (2, 3, 0));
    assert_eq!(found(&address, "harbour"), [by("Ana Weiss", 1), by("Ben Sample", 1)]);
    let again = pushed(&indexed(dir.path()), &address);
    assert_eq!((again.files, again.unchanged, again.added + again.replaced), (0, 2, 0));

    // One row is other words, one stays as it is, one is new.
    let changed =
        HARBOUR.replace("Ana Weiss,2017,We ask for talks on the harbour.", "Cyd Else,2018,Let ships pass.");
    write(dir.path(), "harbour.csv", &format!("{changed}Ana Weiss,2019,The harbour is open again.\n"));
    let third = pushed(&indexed(dir.path()), &address);
    assert_eq!((third.files, third.unchanged, third.taken_out), (1, 1, 1), "{third:?}");
    assert_eq!((third.added, third.replaced), (2, 1), "{third:?}");
    assert_eq!(found(&address, "*"), [by("Ana Weiss", 2), by("Ben Sample", 1), by("Cyd Else", 1)]);

    // A correction is an update: the same words of somebody else.
    write(dir.path(), "river.csv", &RIVER.replace("Ana Weiss", "Dora Other"));
    let fourth = pushed(&indexed(dir.path()), &address);
    assert_eq!((fourth.added, fourth.replaced, fourth.taken_out), (0, 1, 0), "{fourth:?}");
    assert_eq!(found(&address, "river"), [by("Dora Other", 1)]);
    assert_eq!(found(&address, "wal*"), [by("Dora Other", 1)], "words are found by their beginnings");
}

pub fn a_vanished_file_goes_with_prune() {
    let dir = texts();
    let address = address("vanished");
    pushed(&indexed(dir.path()), &address);
    let elsewhere = folder(&[("texts/other.csv", RIVER.replace("Ana Weiss", "Eve Third").as_bytes())]);
    let mut options = PushOptions::default();
    options.origin = "another machine".to_owned();
    push(&indexed(elsewhere.path()), &address, &options, &()).unwrap();

    // A file of one name on two machines is not taken for one file.
    let same_name = folder(&[("texts/harbour.csv", RIVER.as_bytes())]);
    let refused = push(&indexed(same_name.path()), &address, &options, &()).unwrap_err();
    assert!(refused.to_string().contains("`texts/harbour.csv` was pushed by"), "{refused}");

    std::fs::remove_file(dir.path().join("texts/harbour.csv")).unwrap();
    let kept = pushed(&indexed(dir.path()), &address);
    assert_eq!((kept.removed, kept.taken_out), (0, 0), "without --prune all stays");
    let mut options = PushOptions::default();
    options.prune = true;
    let pruned = push(&indexed(dir.path()), &address, &options, &()).unwrap();
    assert_eq!((pruned.removed, pruned.taken_out), (1, 2));
    assert_eq!(found(&address, "*"), [by("Ana Weiss", 1), by("Eve Third", 1)], "what another pushed stays");
}

pub fn saved_searches_tell_what_is_new() {
    let dir = texts();
    let address = address("saved");
    let mut options = PushOptions::default();
    let search = |name: &str, query: &str, speaker: &[&str]| {
        let mut filters = Filters::default();
        filters.speakers = speaker.iter().map(|name| (*name).to_owned()).collect();
        PushedSearch { name: name.to_owned(), query: parsed(query), filters }
    };
    options.searches = vec![
        search("ports", "harbour", &[]),
        search("near", "talks NEAR/3 harbour", &[]),
        // In one statement, but not near each other.
        search("far", "ships NEAR/1 harbour", &[]),
        search("weiss", "*", &["Ana Weiss"]),
    ];
    let news = |dir: &Path| -> Vec<(String, usize)> {
        let done = push(&indexed(dir), &address, &options, &()).unwrap();
        done.news.into_iter().map(|news| (news.name, news.statements.len())).collect()
    };
    let counts = |ports, near, far, weiss| {
        [("ports", ports), ("near", near), ("far", far), ("weiss", weiss)]
            .map(|(name, n)| (name.to_owned(), n))
    };
    assert_eq!(news(dir.path()), counts(2, 1, 0, 2));
    assert_eq!(news(dir.path()), counts(0, 0, 0, 0), "nothing is new twice");
    write(dir.path(), "harbour.csv", &format!("{HARBOUR}Ana Weiss,2020,The harbour is full.\n"));
    assert_eq!(news(dir.path()), counts(1, 0, 0, 1));
}

pub fn files_for_the_bulk_interface_hold_the_same() {
    let dir = texts();
    let index: Index = indexed(dir.path());
    let address = address("exported");
    let folder = dir.path().join("files");
    let done = export(&index, &address, &PushOptions::default(), &folder).unwrap();
    assert_eq!((done.files, done.statements), (1, 3));
    let node = &address.nodes[0];
    let send = |method: &str, path: &str, kind: &str, file: &str| {
        let body = std::fs::read(folder.join(file)).unwrap();
        let request = ureq::http::Request::builder().method(method).uri(format!("{node}/{path}"));
        let mut answer = ureq::run(request.header("content-type", kind).body(body).unwrap()).unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    for name in ["exported", "exported-words", "exported-files"] {
        send("PUT", name, "application/json", &format!("{name}.mapping.json"));
    }
    let sent = send("POST", "_bulk?refresh=true", "application/x-ndjson", "exported.0001.ndjson");
    assert_eq!(sent["errors"], false, "{sent}");
    let query = parsed("harb*");
    let cluster =
        opened(&address).excerpt(std::slice::from_ref(&query), &Filters::default(), Need::Ranking).unwrap();
    let all = |index: &Index| index.search(&query, &Options::default()).unwrap().all;
    assert_eq!((all(&cluster), all(&index)), (2, 2));
}
