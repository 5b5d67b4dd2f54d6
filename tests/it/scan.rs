//! What the index finds is what a slow reading of every statement finds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::common::made_up::{Corpus, Numbers, Record, is_function};
use crate::common::slow::{Slow, Words};
use chrono::{Datelike, NaiveDate};
use demarche::extract::Extractor;
use demarche::index::Index;
use demarche::index::analysis::words;
use demarche::query::{Bound, Filters, ParseOptions, Query};
use demarche::read::{ReadOptions, read_bytes};
use demarche::search::{FacetField, Options, Results};
use demarche::timeline::{TimelineOptions, Unit};

const STATEMENTS: usize = 2_000;
/// How many questions of each sort are asked.
const QUESTIONS: usize = 60;

static INDEXED: LazyLock<(Vec<Record>, Index, Slow)> = LazyLock::new(|| {
    let mut lines = Vec::new();
    Corpus::write(STATEMENTS, &mut lines).unwrap();
    let records: Vec<Record> = Corpus::default().take(STATEMENTS).collect();
    let index = Index::in_memory().unwrap();
    let writer = index.writer().unwrap();
    let extractor = Extractor::default();
    // Two commits make two parts, so that answers are put together from both.
    let half = lines.len() / 2 + lines[lines.len() / 2..].iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for (name, part) in [("first.jsonl", &lines[..half]), ("second.jsonl", &lines[half..])] {
        read_bytes(name, part, &ReadOptions::default(), &mut |document| {
            writer.add(&document, &extractor.extract(&document)).unwrap();
        })
        .unwrap();
        writer.commit().unwrap();
    }
    drop(writer);
    let mut slow = Slow::of(&records);
    slow.learn_fields(&index).unwrap();
    (records, index, slow)
});

fn parsed(query: &str) -> Query {
    Query::parse(query, &ParseOptions::default()).unwrap()
}

/// All that is found, however much it is.
fn all(query: &str, filters: &Filters) -> Results {
    let mut options = Options::default();
    options.filters = filters.clone();
    options.limit = STATEMENTS;
    options.marks = false;
    options.all_copies = true;
    INDEXED.1.search(&parsed(query), &options).unwrap()
}

fn ids(results: &Results) -> BTreeSet<String> {
    results.hits.iter().map(|hit| hit.stored.record.clone().unwrap()).collect()
}

/// The words of a statement that are none of grammar, in order, and each once.
fn content(record: &Record) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let folded = words(&record.text).map(|word| word.folded);
    let plain = folded.filter(|word| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    plain.filter(|word| !is_function(word) && seen.insert(word.clone())).collect()
}

/// Draws a statement and hands its words on; a statement of too few is passed over.
fn draw(seed: u64, mut each: impl FnMut(&Record, &[String], &mut Numbers)) {
    let mut numbers = Numbers(seed);
    let mut asked = 0;
    while asked < QUESTIONS {
        let record = &INDEXED.0[numbers.below(STATEMENTS)];
        let words = content(record);
        if words.len() >= 8 {
            each(record, &words, &mut numbers);
            asked += 1;
        }
    }
}

fn some(words: &[String], number: usize, numbers: &mut Numbers) -> Vec<String> {
    let first = numbers.below(words.len());
    (0..number).map(|at| words[(first + at * 3) % words.len()].clone()).collect()
}

#[test]
fn words_are_found_in_just_the_statements_that_hold_them() {
    let (_, _, slow) = &*INDEXED;
    let mut most = 0;
    draw(1, |_, words, numbers| {
        let number = 1 + numbers.below(3);
        let picked = some(words, number, numbers);
        for wanted in [Words::All(picked.clone()), Words::Any(picked)] {
            let results = all(&wanted.in_text(), &Filters::default());
            let expected = slow.in_text(&wanted);
            assert!(!expected.is_empty());
            assert_eq!(ids(&results), expected, "{wanted:?}");
            assert_eq!(results.all, expected.len(), "{wanted:?}");
            most = most.max(expected.len());
        }
    });
    assert!(most > STATEMENTS / 10, "no common word was asked for");
}

#[test]
fn phrases_are_found_where_their_words_stand_in_order() {
    let (_, _, slow) = &*INDEXED;
    draw(2, |record, _, numbers| {
        let folded: Vec<String> = words(&record.text).map(|word| word.folded).collect();
        let length = 2 + numbers.below(3);
        let at = numbers.below(folded.len() - length);
        let wanted = Words::Phrase(folded[at..at + length].to_vec());
        let results = all(&wanted.in_text(), &Filters::default());
        assert!(ids(&results).contains(&record.id), "{wanted:?}");
        assert_eq!(ids(&results), slow.in_text(&wanted), "{wanted:?}");
        let mut turned = wanted.list().to_vec();
        turned.reverse();
        let turned = Words::Phrase(turned);
        assert_eq!(ids(&all(&turned.in_text(), &Filters::default())), slow.in_text(&turned), "{turned:?}");
    });
}

#[test]
fn a_speaker_and_a_time_leave_out_just_the_others() {
    let (_, _, slow) = &*INDEXED;
    draw(3, |record, words, numbers| {
        let day: NaiveDate = record.date.parse().unwrap();
        // Half the ranges end on the very day.
        let from = NaiveDate::from_ymd_opt(day.year() - numbers.below(9) as i32, 7, 14).unwrap().min(day);
        let to = day + chrono::Days::new([0, 5_000][numbers.below(2)]);
        let mut filters = Filters::default();
        filters.speakers = vec![record.speaker.clone()];
        filters.from = Some(Bound::read(&from.to_string()).unwrap());
        filters.to = Some(Bound::read(&to.to_string()).unwrap());
        let wanted = Words::Any(some(words, 3, numbers));
        let found = ids(&all(&wanted.in_text(), &filters));
        assert!(found.contains(&record.id), "{wanted:?}");
        assert_eq!(found, slow.by(&wanted, &record.speaker, from, to), "{wanted:?} {filters:?}");
    });
}

#[test]
fn counts_by_speaker_and_by_month_are_those_of_the_statements_found() {
    let (_, index, slow) = &*INDEXED;
    let bin_of = |day: NaiveDate| (day.year(), day.month());
    draw(4, |_, words, numbers| {
        let wanted = Words::Any(some(words, 2, numbers));
        let query = parsed(&wanted.in_text());
        let facets = index.facets(&query, &Filters::default(), &[FacetField::Speaker]).unwrap();
        let counted: BTreeMap<_, _> =
            facets.facets[0].values.iter().map(|value| (value.value.clone(), value.statements)).collect();
        assert_eq!(counted, slow.count(&wanted, |record, _| record.speaker.clone()), "{wanted:?}");
        let mut options = TimelineOptions::default();
        options.unit = Some(Unit::Month);
        options.events = false;
        let timeline = index.timeline(&[query], &Filters::default(), &options).unwrap();
        let bins = timeline.bins.iter().filter(|bin| bin.tally.matched > 0);
        let counted: BTreeMap<_, _> = bins.map(|bin| (bin_of(bin.start), bin.tally.matched)).collect();
        assert_eq!(counted, slow.count(&wanted, |_, day| bin_of(day)), "{wanted:?}");
    });
}

#[test]
fn what_is_typed_without_signs_finds_all_that_hold_a_word_and_first_those_with_all() {
    let (_, _, slow) = &*INDEXED;
    draw(5, |_, words, numbers| {
        let number = 1 + numbers.below(4);
        let picked = some(words, number, numbers);
        let results = all(&picked.join(" "), &Filters::default());
        let (with_all, with_some) = slow.anywhere(&picked);
        assert_eq!((results.all, results.some), (with_all.len(), with_some.len()), "{picked:?}");
        assert_eq!(ids(&results), &with_all | &with_some, "{picked:?}");
        let first: BTreeSet<String> =
            results.hits[..results.all].iter().filter_map(|hit| hit.stored.record.clone()).collect();
        assert_eq!(first, with_all, "{picked:?}");
    });
}
