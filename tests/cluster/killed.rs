//! A node is killed, and nothing is lost, doubled or half told.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use demarche::cluster::{Need, PushOptions, PushProgress, push};
use demarche::query::{Filters, ParseOptions, Query};
use demarche::search::Options;

use crate::common::folder;
use crate::common::made_up::Corpus;
use crate::{address, indexed, node, opened, pushed, statements};

/// Kills a node when so many statements were sent.
struct Killer {
    sent: AtomicU64,
    at: u64,
}

impl PushProgress for Killer {
    fn sent(&self, statements: u64) {
        let before = self.sent.fetch_add(statements, Ordering::Relaxed);
        if before < self.at && self.at <= before + statements {
            node("kill", 2);
        }
    }
}

fn texts() -> tempfile::TempDir {
    let mut lines = Vec::new();
    Corpus::write(statements().min(20_000), &mut lines).unwrap();
    folder(&[("texts/made-up.jsonl", &lines)])
}

pub fn a_push_goes_on_without_a_node() {
    let dir = texts();
    let index = indexed(dir.path());
    let address = address("killed");
    let killer = Killer { sent: AtomicU64::default(), at: statements().min(20_000) as u64 / 3 };
    let done = push(&index, &address, &PushOptions::default(), &killer);
    node("revive", 2);
    let done = done.unwrap();
    let all = Query::parse("*", &ParseOptions::default()).unwrap();
    let there = opened(&address).excerpt(&[all], &Filters::default(), Need::Matches).unwrap();
    let ids = |index: &demarche::index::Index| {
        let mut ids = Vec::new();
        index
            .each_passage(&mut |passage| {
                if passage.span.start == passage.statement.start {
                    ids.push(passage.id);
                }
            })
            .unwrap();
        ids
    };
    let (here, there) = (ids(&index), ids(&there));
    assert_eq!(there.len(), here.len(), "{done:?}");
    let set = |ids: Vec<String>| ids.into_iter().collect::<BTreeSet<_>>();
    assert_eq!(set(here), set(there));
    assert_eq!(pushed(&index, &address).files, 0, "all of it is recorded");
}

pub fn a_question_is_answered_without_a_node() {
    let dir = texts();
    let index = indexed(dir.path());
    let address = address("asked");
    pushed(&index, &address);
    let query = Query::parse("peace OR state", &ParseOptions::default()).unwrap();
    let mut options = Options::default();
    (options.limit, options.marks) = (usize::MAX, false);
    let ours = index.search(&query, &options).unwrap().all;
    let cluster = opened(&address);
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            // Before the node is lost, while it is, and after.
            let answers = (0..6).map(|_| {
                let queries = std::slice::from_ref(&query);
                let there = cluster.excerpt(queries, &Filters::default(), Need::Matches)?;
                Ok::<_, demarche::cluster::ClusterError>(there.search(&query, &options).unwrap().all)
            });
            answers.collect::<Vec<_>>()
        });
        std::thread::sleep(std::time::Duration::from_millis(300));
        node("kill", 3);
        let answers = asked.join().unwrap();
        node("revive", 3);
        let mut answered = 0;
        for answer in answers {
            match answer {
                Ok(all) => {
                    assert_eq!(all, ours);
                    answered += 1;
                }
                Err(error) => println!("said: {error}"),
            }
        }
        assert!(answered >= 3, "only {answered} of 6 were answered");
    });
}
