//! What always holds of a timeline: each match lies in one box, and boxes add up.

use std::path::{Path, PathBuf};

use demarche::extract::Extractor;
use demarche::index::{Index, Update, update};
use demarche::query::{Filters, ParseOptions, Query};
use demarche::read::walk;
use demarche::timeline::{LaneBy, Timeline, TimelineOptions, Unit};
use proptest::prelude::*;
use proptest::sample::select;

/// A query, read.
pub fn query(text: &str) -> Query {
    Query::parse(text, &ParseOptions::default()).unwrap()
}

/// Everything that matches, by whichever box it lies in; and of each lane.
fn sums(timeline: &Timeline) -> (u64, Vec<u64>) {
    let tallies = timeline
        .bins
        .iter()
        .map(|bin| &bin.tally)
        .chain(timeline.coarse.iter().map(|coarse| &coarse.tally))
        .chain([&timeline.undated]);
    let mut lanes = vec![0; timeline.lanes.as_ref().map_or(0, |lanes| lanes.names.len())];
    let mut matched = 0;
    for tally in tallies {
        matched += tally.matched;
        lanes.iter_mut().zip(&tally.lanes).for_each(|(sum, count)| *sum += count);
    }
    (matched, lanes)
}

/// An index of the files.
pub fn index(files: Vec<PathBuf>) -> Index {
    let index = Index::in_memory().unwrap();
    let options = Update::default();
    let walk = walk(&files, Path::new("/"));
    update(&index, &walk, &options, &Extractor::default(), &()).unwrap();
    index
}

/// Asserts on one index that boxes add up, for every size of bin and every split.
pub fn boxes_add_up(index: &Index, words: &[&'static str], cases: u32) {
    let splits = [
        None,
        Some(LaneBy::Speaker),
        Some(LaneBy::Entity),
        Some(LaneBy::Topic),
        Some(LaneBy::Source),
        Some(LaneBy::Kind),
    ];
    let strategy =
        (select(words.to_vec()), select(Unit::ALL.to_vec()), select(splits.to_vec()), 0..9usize, 0..30usize);
    let mut runner =
        proptest::test_runner::TestRunner::new(ProptestConfig { cases, ..ProptestConfig::default() });
    let run = runner.run(&strategy, |(word, unit, split, lanes, limit)| {
        let mut options = TimelineOptions::default();
        options.unit = Some(unit);
        options.split = split;
        options.lanes = lanes;
        options.limit = limit;
        let timeline = index.timeline(&[query(word)], &Filters::default(), &options).unwrap();
        let facets = index.facets(&query(word), &Filters::default(), &[]).unwrap();
        let (matched, lanes) = sums(&timeline);
        prop_assert_eq!(timeline.total(), facets.statements);
        prop_assert_eq!(matched, timeline.total());
        if let Some(by) = split {
            let sum: u64 = lanes.iter().sum();
            prop_assert!(if by.overlaps() { sum >= matched } else { sum == matched }, "{} {}", sum, matched);
            prop_assert!(lanes.iter().all(|count| *count > 0 && *count <= matched));
        }
        prop_assert!(timeline.events.len() <= limit);
        prop_assert!(timeline.shown() <= timeline.total());
        prop_assert!(timeline.bins.iter().all(|bin| bin.tally.matched <= bin.tally.all));
        let gaps: usize = timeline.gaps.iter().map(|gap| gap.bins).sum();
        prop_assert_eq!(gaps, timeline.bins.iter().filter(|bin| bin.tally.matched == 0).count());
        let order: Vec<_> =
            timeline.events.iter().map(|event| (event.days().is_none(), event.days())).collect();
        prop_assert!(order.is_sorted());
        Ok(())
    });
    run.unwrap();
}
