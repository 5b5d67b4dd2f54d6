//! Differential tests: our own queries and collectors beside tantivy's, on random indexes of several segments, some
//! of them with passages taken out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, RangeInclusive};

use chrono::{Days, NaiveDate};
use fastrand::Rng;
use proptest::prelude::*;
use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, Query as Engine, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocAddress, Score};

use super::count::count;
use super::date_range::DateRange;
use super::disjunction_max::DisjunctionMax;
use super::forward_only::ForwardOnly;
use super::term_queries::BoxQuery;
use super::term_statistics::TermStatistics;
use super::top_k::top_k;
use crate::extract::Extractor;
use crate::index::schema::days::days;
use crate::index::schema::fields::Fields;
use crate::index::{Index, Snapshot};
use crate::model::{Basis, Document, PartialDate, Precision, StatementDate};
use crate::search::weights;

/// How many different words there are.
const WORDS: u32 = 6;
/// Which part of all passages hold a word.
const DENSITIES: [f64; 6] = [0.9, 0.5, 0.2, 0.05, 0.01, 0.002];

fn day(random: &mut Rng) -> NaiveDate {
    NaiveDate::from_ymd_opt(1995, 1, 1).unwrap() + Days::new(random.u64(0..2_000))
}

fn date(random: &mut Rng) -> StatementDate {
    let precision = match random.u8(0..6) {
        0 => return StatementDate::unknown(),
        1 => Precision::Year,
        2 => Precision::Month,
        _ => Precision::Day,
    };
    StatementDate::known(PartialDate::at(day(random), precision), Basis::Stated)
}

/// Some of the words, each by its density, some of them several times.
fn text(random: &mut Rng, densities: &[f64]) -> String {
    let mut text = String::from("Nothing");
    for (word, density) in densities.iter().enumerate() {
        if random.f64() < *density {
            text.push_str(&format!(" word{word}").repeat(random.usize(1..4)));
        }
    }
    text
}

fn random_index(random: &mut Rng) -> Index {
    let index = Index::in_memory().unwrap();
    let writer = index.writer().unwrap();
    let extractor = Extractor::default().as_given();
    let mut densities = || -> Vec<f64> { (0..WORDS).map(|_| *random.choice(&DENSITIES).unwrap()).collect() };
    let (in_text, in_title) = (densities(), densities());
    let documents = random.u32(1..1_500);
    let commits = random.u32(1..5);
    for number in 0..documents {
        let mut document = Document::new(format!("f{number}"), format!("{}.", text(random, &in_text)));
        document.title = Some(text(random, &in_title));
        document.date = date(random);
        writer.add(&document, &extractor.extract(&document)).unwrap();
        if random.u32(0..documents) < commits {
            writer.commit().unwrap();
        }
    }
    if random.bool() {
        writer.commit().unwrap();
        (0..documents).filter(|_| random.u8(0..5) == 0).for_each(|at| writer.remove_file(&format!("f{at}")));
    }
    writer.commit().unwrap();
    drop(writer);
    index
}

/// One random index, and queries for it.
struct Setup {
    random: Rng,
    fields: Fields,
    snapshot: Snapshot,
    statistics: TermStatistics,
}

impl Setup {
    fn new(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let index = random_index(&mut random);
        let snapshot = index.snapshot();
        let statistics = TermStatistics::new(snapshot.clone()).unwrap();
        Self { random, fields: *snapshot.fields(), snapshot, statistics }
    }

    /// A word in the text or title; one in seven stands nowhere.
    fn term(&mut self) -> BoxQuery {
        let field: Field = if self.random.bool() { self.fields.exact } else { self.fields.title };
        let word = format!("word{}", self.random.u32(0..=WORDS));
        Box::new(TermQuery::new(Term::from_field_text(field, &word), IndexRecordOption::WithFreqs))
    }

    fn terms(&mut self, number: RangeInclusive<usize>) -> Vec<BoxQuery> {
        (0..self.random.usize(number)).map(|_| self.term()).collect()
    }

    /// A term, a boosted one, several of which all are there, or some.
    fn part(&mut self) -> BoxQuery {
        match self.random.u8(0..4) {
            0 => Box::new(BoostQuery::new(self.term(), 0.5 + self.random.f32())),
            1 => Box::new(joined(Occur::Must, self.terms(2..=3))),
            2 => Box::new(joined(Occur::Should, self.terms(2..=3))),
            _ => self.term(),
        }
    }

    /// The same disjunction by us and by the engine.
    fn disjunction(&mut self) -> (BoxQuery, BoxQuery) {
        let parts: Vec<BoxQuery> = (0..self.random.usize(2..=4)).map(|_| self.part()).collect();
        let theirs = parts.iter().map(|part| part.box_clone()).collect();
        (
            Box::new(DisjunctionMax(parts)),
            Box::new(DisjunctionMaxQuery::with_tie_breaker(theirs, weights::TIE)),
        )
    }

    fn days(&mut self) -> RangeInclusive<i64> {
        let (one, other) = (days(day(&mut self.random)), days(day(&mut self.random)));
        match self.random.u8(0..4) {
            0 => i64::MIN..=one,
            1 => one..=i64::MAX,
            _ => one.min(other)..=one.max(other),
        }
    }

    /// The same range of dates by us and by the engine.
    fn dates(&mut self) -> (BoxQuery, BoxQuery) {
        let (first, last) = (self.days(), self.days());
        let range = |field, days: &RangeInclusive<i64>| -> BoxQuery {
            let end = |day: &i64| Bound::Included(Term::from_field_i64(field, *day));
            Box::new(RangeQuery::new(end(days.start()), end(days.end())))
        };
        let theirs = vec![range(self.fields.first_day, &first), range(self.fields.last_day, &last)];
        (Box::new(DateRange { first, last }), Box::new(joined(Occur::Must, theirs)))
    }

    /// Ours and the engine's as they are, beside others that must hold or may, and as what must not hold.
    fn placed(&mut self, (ours, theirs): (BoxQuery, BoxQuery)) -> (BoxQuery, BoxQuery) {
        let (occur, beside): (_, Vec<(Occur, BoxQuery)>) = match self.random.u8(0..5) {
            0 => return (ours, theirs),
            1 => (Occur::Must, vec![(Occur::Must, self.term())]),
            2 => (Occur::Must, vec![(Occur::Must, self.term()), (Occur::Must, self.term())]),
            3 => (Occur::Must, vec![(Occur::Should, self.part())]),
            _ if self.random.bool() => (Occur::MustNot, vec![(Occur::Must, Box::new(AllQuery))]),
            _ => (Occur::MustNot, vec![(Occur::Must, self.term())]),
        };
        let with = |query: BoxQuery| -> BoxQuery {
            let query = if occur == Occur::MustNot { Box::new(ForwardOnly(query)) } else { query };
            let beside = beside.iter().map(|(occur, part)| (*occur, part.box_clone()));
            Box::new(BooleanQuery::new(beside.chain([(occur, query)]).collect()))
        };
        (with(ours), with(theirs))
    }

    /// What a query finds, in the order of the index, with scores.
    fn scored(&self, query: &dyn Engine) -> Vec<(DocAddress, Score)> {
        let weight = query.weight(self.statistics.scoring()).unwrap();
        let mut found = Vec::new();
        for (segment, reader) in (0..).zip(self.snapshot.searcher.segment_readers()) {
            let alive = |at| reader.alive_bitset().is_none_or(|alive| alive.is_alive(at));
            let mut add = |at, score| {
                if alive(at) {
                    found.push((DocAddress::new(segment, at), score));
                }
            };
            weight.for_each(reader, &mut add).unwrap();
        }
        found
    }

    /// What the engine's collectors find.
    fn collected(&self, query: &dyn Engine) -> BTreeSet<DocAddress> {
        self.snapshot.searcher.search(query, &DocSetCollector).unwrap().into_iter().collect()
    }

    fn check_same(&self, ours: &dyn Engine, theirs: &dyn Engine) {
        let (found, expected) = (self.scored(ours), self.scored(theirs));
        assert_eq!(found.len(), expected.len(), "{ours:?}");
        for (one, other) in found.iter().zip(&expected) {
            assert_eq!(one.0, other.0, "{ours:?}");
            assert!(near(one.1, other.1), "{ours:?}: {one:?} {other:?}");
        }
        assert_eq!(self.collected(ours), expected.iter().map(|(at, _)| *at).collect(), "{ours:?}");
        assert_eq!(count(ours, &self.statistics).unwrap(), expected.len(), "{ours:?}");
        assert_eq!(self.snapshot.searcher.search(theirs, &Count).unwrap(), expected.len(), "{ours:?}");
    }

    /// Our best are the engine's best of the same query: it may add up a score in another order, which tells the
    /// same scores from nearly the same.
    fn check_best(&self, query: &dyn Engine, wanted: usize) {
        let (found, number) = top_k(&self.statistics, query, wanted).unwrap();
        let found: Vec<(Score, DocAddress)> = found.iter().map(|best| (best.engine, best.at)).collect();
        let searcher = &self.snapshot.searcher;
        let best = TopDocs::with_limit(wanted).order_by_score();
        let expected = searcher.search_with_statistics_provider(query, &best, &self.statistics).unwrap();
        assert_eq!(found.len(), expected.len(), "{query:?}");
        assert!(found.iter().zip(&expected).all(|(one, other)| near(one.0, other.0)), "{query:?}");
        assert!(found.is_sorted_by(|a, b| a.0 > b.0 || (a.0 == b.0 && a.1 < b.1)), "{query:?}: {found:?}");
        let scores: BTreeMap<DocAddress, Score> = self.scored(query).into_iter().collect();
        assert!(found.iter().all(|(score, at)| near(*score, scores[at])), "{query:?}");
        assert_eq!(number, searcher.search(query, &Count).unwrap(), "{query:?}");
    }
}

fn joined(occur: Occur, parts: Vec<BoxQuery>) -> BooleanQuery {
    BooleanQuery::new(parts.into_iter().map(|part| (occur, part)).collect())
}

/// Whether scores are the same but for the order in which their parts were added.
fn near(one: Score, other: Score) -> bool {
    (one - other).abs() <= 1e-5 * (1.0 + one.abs())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_disjunction_finds_and_scores_what_the_engine_does(seed in any::<u64>()) {
        let mut setup = Setup::new(seed);
        for _ in 0..20 {
            let both = setup.disjunction();
            let (ours, theirs) = setup.placed(both);
            setup.check_same(&*ours, &*theirs);
        }
    }

    #[test]
    fn a_range_of_dates_finds_what_the_engine_does(seed in any::<u64>()) {
        let mut setup = Setup::new(seed);
        for _ in 0..20 {
            let both = setup.dates();
            let (ours, theirs) = setup.placed(both);
            prop_assert_eq!(setup.collected(&*ours), setup.collected(&*theirs), "{:?}", ours);
            let number = setup.snapshot.searcher.search(&*theirs, &Count).unwrap();
            prop_assert_eq!(count(&*ours, &setup.statistics).unwrap(), number, "{:?}", ours);
        }
    }

    #[test]
    fn the_best_and_their_number_are_those_of_the_engine(seed in any::<u64>()) {
        let mut setup = Setup::new(seed);
        for _ in 0..20 {
            let wanted = *setup.random.choice(&[1, 3, 10, 200, 5_000]).unwrap();
            let term = setup.term();
            let (any, all) = (setup.terms(2..=4), setup.terms(2..=4));
            let disjunction = setup.disjunction().0;
            let ranged = setup.dates();
            let beside = setup.placed(ranged).0;
            let queries: [BoxQuery; 5] =
                [term, Box::new(joined(Occur::Should, any)), Box::new(joined(Occur::Must, all)), disjunction, beside];
            for query in &queries {
                setup.check_best(&**query, wanted);
            }
        }
    }
}
