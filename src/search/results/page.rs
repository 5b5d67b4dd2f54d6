//! Runs a query: passages with all its words first, then those with some.

use serde::Serialize;
use tantivy::collector::TopDocs;
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, Order, Searcher};

use super::advice::advice;
use super::explain;
use super::explain::Searched;
use super::hit::{Hit, Match, Others};
use super::near_duplicates::{others, without_copies};
use crate::index::Index;
use crate::query::{Filters, Query};
use crate::search::engine::count::count;
use crate::search::engine::top_k::Found;
use crate::search::error::SearchError;
use crate::search::plan::matches::{Matches, held, shown};
use crate::search::rank::evidence::ranked;

/// In what order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Oldest first; what has no date comes last.
    Oldest,
    /// Newest first; what has no date comes last.
    Newest,
}

/// How to search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What every hit must satisfy.
    pub filters: Filters,
    /// In what order.
    pub sort: Sort,
    /// How many hits at most.
    pub limit: usize,
    /// How many to leave out first.
    pub offset: usize,
    /// Whether to say what each word was searched as, and of each hit why it scored.
    pub explain: bool,
    /// Whether passages that hold only words which the best answers share are found too, by relevance.
    pub expand: bool,
    /// Whether hits say what matched in them and what is missing; without, [`Hit::matched`] says nothing, and
    /// a long ranking is much faster.
    pub marks: bool,
    /// Whether statements that are copies of one above them are shown too, each for itself.
    pub all_copies: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            filters: Filters::default(),
            sort: Sort::Relevance,
            limit: 10,
            offset: 0,
            explain: false,
            expand: false,
            marks: true,
            all_copies: false,
        }
    }
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub struct Results {
    /// The hits of this page.
    pub hits: Vec<Hit>,
    /// How many passages hold all the query's words and satisfy the filters.
    pub all: usize,
    /// How many more hold some of the words.
    pub some: usize,
    /// Where no passage has all the words: what is found nowhere, which word or filter removed the
    /// last passages, and near spellings from the index. Sentences for the user.
    pub advice: Vec<String>,
    /// What was cut short, such as the words that a wildcard stands for.
    pub notes: Vec<String>,
    /// With [`Options::explain`]: what each word and filter was searched as.
    pub searched: Vec<Searched>,
}

impl Index {
    /// Answers a query. Sorted by relevance, passages with all its words come first; sorted by date,
    /// only they come, unless there is none: then those with some.
    pub fn search(&self, query: &Query, options: &Options) -> Result<Results, SearchError> {
        let mut matches = self.planned(query, &options.filters)?;
        let searcher = matches.searcher.clone();
        let by_score = options.sort == Sort::Relevance && options.limit > 0;
        // Ranking finds out the numbers on its way.
        let mut numbers =
            if by_score { None } else { Some((count(matches.all(), &searcher, &matches.statistics)?, None)) };
        let run = Run { index: self, searcher: &searcher, matches: &matches, options };
        let found = if by_score { run.page(|wanted| run.ranked(wanted, &mut numbers))? } else { Vec::new() };
        let (all, any) = numbers.unwrap_or_default();
        let any = any.map_or_else(|| matches.with_some(all), Ok)?;
        matches.only_some = matches.any().is_some() && all == 0;
        let run = Run { index: self, searcher: &searcher, matches: &matches, options };
        let found = if by_score { found } else { run.page(|wanted| run.by_date(wanted))? };
        let hits = run.hits(found)?;
        let advice = if all > 0 { Vec::new() } else { advice(self, &matches, any > 0)? };
        let searched = if options.explain { explain::searched(&matches) } else { Vec::new() };
        Ok(Results { hits, all, some: any - all, advice, notes: matches.notes.clone(), searched })
    }
}

/// What the steps of one search share.
struct Run<'a> {
    index: &'a Index,
    searcher: &'a Searcher,
    matches: &'a Matches,
    options: &'a Options,
}

impl Run<'_> {
    /// The hits of the page: what comes in the order asked for, copies left out.
    fn page(
        &self,
        mut first: impl FnMut(usize) -> Result<Vec<Found>, SearchError>,
    ) -> Result<Vec<Found>, SearchError> {
        if self.options.limit == 0 {
            return Ok(Vec::new());
        }
        let end = self.options.limit.saturating_add(self.options.offset);
        let mut wanted = end;
        loop {
            let found = first(wanted)?;
            let last = found.len() < wanted;
            let found = if self.options.all_copies {
                found
            } else {
                without_copies(&self.index.keys(self.searcher)?, found)
            };
            if last || found.len() >= end {
                return Ok(found.into_iter().skip(self.options.offset).take(self.options.limit).collect());
            }
            wanted = wanted.saturating_mul(2);
        }
    }

    /// By relevance; how many there are in all is put down in `numbers`.
    fn ranked(
        &self,
        wanted: usize,
        numbers: &mut Option<(usize, Option<usize>)>,
    ) -> Result<Vec<Found>, SearchError> {
        let ranked = ranked(self.index, self.matches, wanted, self.options.expand)?;
        numbers.get_or_insert((ranked.all, ranked.any));
        Ok(ranked.found)
    }

    /// By date; what has none comes last.
    fn by_date(&self, wanted: usize) -> Result<Vec<Found>, SearchError> {
        let order = if self.options.sort == Sort::Oldest { Order::Asc } else { Order::Desc };
        let top = TopDocs::with_limit(wanted);
        let found: Vec<(Option<i64>, DocAddress)> =
            self.searcher.search(self.matches.engine(), &top.order_by_fast_field("first_day", order))?;
        Ok(found.into_iter().map(|(_, at)| Found::at(at)).collect())
    }

    fn hits(&self, found: Vec<Found>) -> Result<Vec<Hit>, SearchError> {
        let mut hits = Vec::with_capacity(found.len());
        let needs = self.needs()?;
        for (at, found) in found.into_iter().enumerate() {
            let stored = self.index.passage(self.searcher, found.at)?;
            let marks = self.options.marks;
            let missing = if marks && !found.all { self.missing(&needs, found.at)? } else { Vec::new() };
            let why = match self.options.explain {
                true => explain::why(self.searcher, self.matches, &found)?,
                false => Vec::new(),
            };
            let matched = if missing.is_empty() { Match::All } else { Match::Some };
            let (passage, place) = shown(&stored, marks.then_some(self.matches));
            let rank = self.options.offset + at + 1;
            let score = found.score();
            let others =
                if marks { others(self.index, self.searcher, found.at, &stored)? } else { Others::default() };
            hits.push(Hit { rank, score, matched, missing, stored, passage, place, others, why });
        }
        Ok(hits)
    }

    /// What is looked for of each word, ready to run.
    fn needs(&self) -> Result<Vec<Box<dyn Weight>>, SearchError> {
        let scoring = EnableScoring::disabled_from_searcher(self.searcher);
        let ready = self.matches.needs.iter().map(|need| need.lean.weight(scoring));
        Ok(ready.collect::<Result<_, _>>()?)
    }

    /// The words that one passage does not hold.
    fn missing(&self, needs: &[Box<dyn Weight>], at: DocAddress) -> Result<Vec<String>, SearchError> {
        let mut missing = Vec::new();
        for (need, ready) in self.matches.needs.iter().zip(needs) {
            if held(&**ready, self.searcher, at)?.is_none() {
                missing.push(need.text.clone());
            }
        }
        Ok(missing)
    }
}
