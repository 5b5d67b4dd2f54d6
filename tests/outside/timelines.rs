//! Timelines of the corpora kept beside the checkout: known facts.

use demarche::query::Filters;
use demarche::timeline::{TimelineOptions, Unit};

use crate::common::boxes::{boxes_add_up, index, query};
use crate::shared;

pub fn the_boxes_of_large_corpora_add_up_to_all_that_matches() {
    let files = ["sotu.jsonl", "ungd2017.jsonl"].map(|name| shared().join("corpora").join(name));
    boxes_add_up(&index(files.to_vec()), &["slavery", "peace", "climate change", "speaker:obama", "*"], 60);
}

pub fn slavery_is_spoken_of_most_before_and_after_the_civil_war() {
    let index = index(vec![shared().join("corpora/sotu.jsonl")]);
    let mut options = TimelineOptions::default();
    options.unit = Some(Unit::Decade);
    let timeline = index.timeline(&[query("slavery")], &Filters::default(), &options).unwrap();
    let mut bins: Vec<_> = timeline.bins.iter().map(|bin| (bin.tally.matched, bin.label.as_str())).collect();
    bins.sort_unstable();
    let most: Vec<&str> = bins.iter().rev().take(2).map(|(_, label)| *label).collect();
    assert!(most.contains(&"1850s") && most.contains(&"1860s"), "{most:?}");
    let burst =
        timeline.bursts.found.iter().min_by(|a, b| a.burst.p_value.total_cmp(&b.burst.p_value)).unwrap();
    let days = [burst.start.to_string(), burst.end.to_string()];
    assert!(days[0].as_str() <= "1850-01-01" && days[1].as_str() >= "1869-12-31", "{days:?}");
}
