//! The measures, as `trec_eval` (version 9, NIST) defines them.
//!
//! A document is relevant where its grade is 1 or more. Answers are put in order by score, and equal scores
//! by the document's id, the later in byte order first: `trec_eval` takes no notice of the ranks in a run.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Judgements, RankedDocument, Run};

/// The measures of one topic, or their means over topics. Each lies between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Normalised discounted cumulative gain of the first ten (`ndcg_cut.10`): the sum of the grades, each
    /// divided by log2(rank + 1), over the sum that the best order gives (Järvelin and Kekäläinen 2002).
    #[serde(rename = "ndcg_cut_10")]
    pub ndcg_10: f64,
    /// Average precision: the mean of the precision at the rank of each relevant document, 0 for those not
    /// found. Its mean over topics is MAP.
    pub map: f64,
    /// The share of relevant documents among ten, also where fewer were found.
    #[serde(rename = "P_10")]
    pub precision_10: f64,
    /// The share of the relevant documents that are among the first hundred.
    #[serde(rename = "recall_100")]
    pub recall_100: f64,
    /// One divided by the rank of the first relevant document; 0 where there is none.
    #[serde(rename = "recip_rank")]
    pub reciprocal_rank: f64,
}

/// Measures of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Scores {
    /// Topics measured: all of the run that are judged. One with no answer counts as 0.
    pub topics: usize,
    /// Topics of the run that nobody judged; they are left out.
    pub not_judged: usize,
    /// Judged topics that the run does not hold; they are left out.
    pub not_asked: usize,
    /// How many of the answers, over all topics, are judged at all.
    pub judged_answers: usize,
    /// The means over topics.
    pub mean: Measures,
    /// Each topic, by its id.
    pub per_topic: BTreeMap<String, Measures>,
}

/// Measures a run against judgements.
pub fn measure(run: &Run, judgements: &Judgements) -> Scores {
    let mut judged_answers = 0;
    let mut per_topic = BTreeMap::new();
    for (topic, answers) in &run.topics {
        let Some(grades) = judgements.get(topic) else { continue };
        judged_answers += answers.iter().filter(|answer| grades.contains_key(&answer.document)).count();
        per_topic.insert(topic.clone(), one(answers, grades));
    }
    let asked = |topic: &String| run.topics.iter().any(|(other, _)| other == topic);
    Scores {
        topics: per_topic.len(),
        not_judged: run.topics.len() - per_topic.len(),
        not_asked: judgements.keys().filter(|topic| !asked(topic)).count(),
        judged_answers,
        mean: mean(per_topic.values()),
        per_topic,
    }
}

fn one(answers: &[RankedDocument], grades: &BTreeMap<String, i64>) -> Measures {
    let mut answers: Vec<&RankedDocument> = answers.iter().collect();
    answers.sort_by(|a, b| order(a, b));
    let found: Vec<i64> =
        answers.iter().map(|answer| grades.get(&answer.document).copied().unwrap_or(0)).collect();
    let mut ideal: Vec<i64> = grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let relevant = ideal.iter().filter(|grade| **grade > 0).count() as f64;
    let hits = |depth: usize| found.iter().take(depth).filter(|grade| **grade > 0).count() as f64;
    let mut seen = 0.0;
    let mut precisions = 0.0;
    for (at, _) in found.iter().enumerate().filter(|(_, grade)| **grade > 0) {
        seen += 1.0;
        precisions += seen / (at + 1) as f64;
    }
    let first = found.iter().position(|grade| *grade > 0);
    Measures {
        ndcg_10: share(gain(&found, 10), gain(&ideal, 10)),
        map: share(precisions, relevant),
        precision_10: hits(10) / 10.0,
        recall_100: share(hits(100), relevant),
        reciprocal_rank: first.map_or(0.0, |at| 1.0 / (at + 1) as f64),
    }
}

fn order(a: &RankedDocument, b: &RankedDocument) -> Ordering {
    b.score.total_cmp(&a.score).then_with(|| b.document.cmp(&a.document))
}

/// Discounted cumulative gain with the grade itself as the gain. Grades below 0 gain nothing.
fn gain(grades: &[i64], depth: usize) -> f64 {
    let ranks = grades.iter().take(depth).enumerate();
    ranks.map(|(at, grade)| (*grade).max(0) as f64 / (at as f64 + 2.0).log2()).sum()
}

/// A part of a whole; 0 where there is nothing to find.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn mean<'a>(all: impl ExactSizeIterator<Item = &'a Measures> + Clone) -> Measures {
    let of = |measure: fn(&Measures) -> f64| share(all.clone().map(measure).sum(), all.len() as f64);
    Measures {
        ndcg_10: of(|m| m.ndcg_10),
        map: of(|m| m.map),
        precision_10: of(|m| m.precision_10),
        recall_100: of(|m| m.recall_100),
        reciprocal_rank: of(|m| m.reciprocal_rank),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(found: &[(&str, f32)]) -> Vec<RankedDocument> {
        found
            .iter()
            .map(|(document, score)| RankedDocument { document: (*document).into(), score: *score })
            .collect()
    }

    fn grades(judged: &[(&str, i64)]) -> BTreeMap<String, i64> {
        judged.iter().map(|(document, grade)| ((*document).to_owned(), *grade)).collect()
    }

    fn close(value: f64, wanted: f64) {
        assert!((value - wanted).abs() < 5e-5, "{value} is not {wanted}");
    }

    #[test]
    fn measures_worked_by_hand() {
        // Found: grades 0, 2, 1, not judged, -1. To find: grades 3, 2, 1 (the 3 was missed).
        let found = answers(&[("a", 9.0), ("b", 8.0), ("c", 7.0), ("x", 6.0), ("n", 5.0)]);
        let scores = one(&found, &grades(&[("a", 0), ("b", 2), ("c", 1), ("missed", 3), ("n", -1)]));
        // DCG 2/log2(3) + 1/log2(4) = 1.26186 + 0.5; ideal 3/1 + 2/1.58496 + 1/2 = 4.76186.
        close(scores.ndcg_10, 1.76186 / 4.76186);
        // Precision 1/2 at rank 2 and 2/3 at rank 3, over three relevant.
        close(scores.map, (0.5 + 2.0 / 3.0) / 3.0);
        close(scores.precision_10, 0.2);
        close(scores.recall_100, 2.0 / 3.0);
        close(scores.reciprocal_rank, 0.5);
    }

    #[test]
    fn equal_scores_are_ordered_by_the_later_id_first() {
        let judged = grades(&[("10", 1), ("9", 0)]);
        // As text, "9" comes after "10": it stands first, whatever rank it was given.
        close(one(&answers(&[("10", 2.0), ("9", 2.0)]), &judged).reciprocal_rank, 0.5);
        close(one(&answers(&[("10", 2.5), ("9", 2.0)]), &judged).reciprocal_rank, 1.0);
    }

    #[test]
    fn only_the_first_ten_and_hundred_count() {
        let found: Vec<RankedDocument> = (0..150)
            .map(|at| RankedDocument { document: format!("d{at:03}"), score: 200.0 - at as f32 })
            .collect();
        let scores = one(&found, &grades(&[("d010", 1), ("d099", 1), ("d100", 1), ("d149", 1)]));
        assert_eq!((scores.ndcg_10, scores.precision_10), (0.0, 0.0));
        close(scores.recall_100, 0.5);
        close(scores.map, (1.0 / 11.0 + 2.0 / 100.0 + 3.0 / 101.0 + 4.0 / 150.0) / 4.0);
    }

    #[test]
    fn a_topic_with_no_answer_counts_and_one_with_no_judgement_does_not() {
        let run = Run {
            topics: vec![
                ("1".into(), answers(&[("a", 1.0)])),
                ("2".into(), Vec::new()),
                ("3".into(), answers(&[("a", 1.0)])),
            ],
        };
        let mut judgements = Judgements::new();
        judgements.insert("1".into(), grades(&[("a", 1)]));
        judgements.insert("2".into(), grades(&[("b", 1)]));
        judgements.insert("4".into(), grades(&[("b", 1)]));
        let scores = measure(&run, &judgements);
        assert_eq!((scores.topics, scores.not_judged, scores.not_asked), (2, 1, 1));
        close(scores.mean.map, 0.5);
        close(scores.mean.ndcg_10, 0.5);
        close(scores.mean.precision_10, 0.05);
    }

    #[test]
    fn nothing_relevant_is_no_division_by_zero() {
        assert_eq!(one(&answers(&[("a", 1.0)]), &grades(&[("a", 0)])), Measures::default());
        let empty = measure(&Run { topics: Vec::new() }, &Judgements::new());
        assert_eq!(empty.mean, Measures::default());
    }
}
