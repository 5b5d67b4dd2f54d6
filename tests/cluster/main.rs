//! The same statements, queries and timelines on a cluster as on this machine: `tests/cluster/run` starts one. Without
//! `DEMARCHE_CLUSTER_NODES` all of this is counted as ignored.
//!
//! | what | where |
//! |---|---|
//! | two hundred questions of every kind: sets, counts, facets, timelines, the first ten | [`same`], [`questions`] |
//! | pushed twice, changed, corrected, taken out; saved searches; files for the bulk interface | [`pushing`] |
//! | the program's own commands | [`commands`] |
//! | a node that is killed while statements are pushed, and while they are asked for | [`killed`] |

#[path = "../common/mod.rs"]
mod common;

mod commands;
mod killed;
mod pushing;
mod questions;
mod same;

use std::path::Path;
use std::process::ExitCode;

use demarche::cluster::{Address, ClusterIndex, PushOptions, Pushed, push};
use demarche::extract::Extractor;
use demarche::index::{Index, Update, update};
use demarche::read::walk;
use libtest_mimic::{Arguments, Trial};

/// The nodes, with commas between.
fn nodes() -> Option<String> {
    std::env::var("DEMARCHE_CLUSTER_NODES").ok().filter(|nodes| !nodes.is_empty())
}

/// How many statements are made up.
fn statements() -> usize {
    std::env::var("DEMARCHE_CLUSTER_STATEMENTS").ok().and_then(|set| set.parse().ok()).unwrap_or(1_000)
}

/// An index of that name on the cluster, which is not there yet.
fn address(name: &str) -> Address {
    let address = Address::read(&nodes().unwrap(), Some(name)).unwrap();
    let agent =
        ureq::Agent::new_with_config(ureq::Agent::config_builder().http_status_as_error(false).build());
    for kind in ["", "-files", "-words", "-searches"] {
        agent.delete(format!("{}/{name}{kind}", address.nodes[0])).call().unwrap();
    }
    address
}

/// Brings the index in a folder up to date with the texts there.
fn indexed(folder: &Path) -> Index {
    let index = Index::create_or_open(&folder.join(".demarche")).unwrap();
    let files = walk(&[folder.join("texts")], folder);
    let mut options = Update::default();
    options.prune = true;
    update(&index, &files, &options, &Extractor::default(), &()).unwrap();
    drop(index);
    Index::open(&folder.join(".demarche")).unwrap()
}

fn pushed(index: &Index, address: &Address) -> Pushed {
    push(index, address, &PushOptions::default(), &()).unwrap()
}

fn opened(address: &Address) -> ClusterIndex {
    ClusterIndex::open(address).unwrap()
}

/// The other nodes go on without one of them.
fn node(what: &str, number: usize) {
    let folder = std::env::var("DEMARCHE_CLUSTER_FOLDER").expect("tests/cluster/run sets it");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cluster/nodes.sh");
    let done =
        std::process::Command::new(script).args([what, &folder, &number.to_string()]).status().unwrap();
    assert!(done.success(), "{what} {number}");
}

macro_rules! trials {
    ($($test:path),+ $(,)?) => {
        vec![$({
            let run = || { $test(); Ok(()) };
            Trial::test(stringify!($test), run).with_kind("needs tests/cluster/run").with_ignored_flag(nodes().is_none())
        }),+]
    };
}

fn main() -> ExitCode {
    let trials = trials![
        same::made_up_statements,
        same::the_general_debate,
        pushing::only_what_changed_is_sent,
        pushing::a_vanished_file_goes_with_prune,
        pushing::saved_searches_tell_what_is_new,
        pushing::files_for_the_bulk_interface_hold_the_same,
        commands::the_program_answers_alike,
        commands::what_a_cluster_cannot_do_is_said,
        killed::a_push_goes_on_without_a_node,
        killed::a_question_is_answered_without_a_node,
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
