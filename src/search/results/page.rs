//! Page of hits for a query: passages with all its words first, then those with some.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use tantivy::collector::TopDocs;
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, Order};

use super::advice::advice;
use super::arrangement::Arrangement;
use super::explain;
use super::explain::Searched;
use super::hit::shown;
use super::hit::{Hit, Others, Question};
use super::near_duplicates::{copies_of, without_copies};
use crate::index::schema::column;
use crate::query::{Filters, Query};
use crate::search::engine::count::count;
use crate::search::engine::term_statistics::TermStatistics;
use crate::search::engine::top_k::Candidate;
use crate::search::error::SearchError;
use crate::search::plan::matches::Match;
use crate::search::plan::matches::{Matches, held};
use crate::search::plan::planner::planned;
use crate::search::rank::exchanges::question_of;
use crate::search::rank::near_in_meaning::near_in_meaning;
use crate::search::rank::rerank::{Ranking, rank};

/// So many hits are made at once: of those that are handed on one after the other, as many are held.
const HITS_AT_ONCE: usize = 1024;
/// So many of these are made by one thread.
const HITS_OF_A_THREAD: usize = 128;

/// In what order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Oldest first; what has no date comes last.
    Oldest,
    /// Newest first; what has no date comes last.
    Newest,
    /// As the index has them: fastest where all are wanted.
    Index,
}

/// How to search.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    /// How many passages of one document stand among the first ten at most, by relevance, where passages of others are
    /// found too; the others of it come after these. A page of the first ten ends before them: the next begins where
    /// it ended. 0 is without a limit.
    pub per_document: usize,
    /// Whether as many passages again come after the page's, by relevance, that say it in words used alike.
    pub near: bool,
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
            per_document: 2,
            near: false,
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

/// Answers a query. Sorted by relevance, passages with all its words come first; sorted by date,
/// only they come, unless there is none: then those with some.
pub(crate) fn search(
    statistics: &Arc<TermStatistics>,
    query: &Query,
    options: &Options,
) -> Result<Results, SearchError> {
    let mut hits = Vec::new();
    let results = search_each(statistics, query, options, &mut |hit| {
        hits.push(hit);
        Ok(())
    })?;
    Ok(Results { hits, ..results })
}

/// Answers a query as [`search`] does, and hands on the page's hits one after the other: of those that are not yet
/// handed on the texts of some are held, however many there are.
pub(crate) fn search_each(
    statistics: &Arc<TermStatistics>,
    query: &Query,
    options: &Options,
    sink: &mut dyn FnMut(Hit) -> Result<(), SearchError>,
) -> Result<Results, SearchError> {
    let matches = planned(statistics, query, &options.filters)?;
    let mut builder = PageBuilder { matches, options };
    // Ranking finds out the numbers on its way.
    let by_score = options.sort == Sort::Relevance && options.limit > 0;
    let ranking = if by_score { Some(builder.by_relevance()?) } else { None };
    let (all, any) = match &ranking {
        Some((_, all, any)) => (*all, *any),
        None => (count(builder.matches.all(), statistics)?, None),
    };
    let any = any.map_or_else(|| builder.matches.with_some(all), Ok)?;
    builder.matches.only_some = builder.matches.any().is_some() && all == 0;
    let found = match ranking {
        Some((page, ..)) => page,
        None if options.limit == 0 => Vec::new(),
        None if options.sort == Sort::Index => builder.as_indexed()?,
        None => builder.by_date()?,
    };
    let near = if options.near && by_score { builder.near_in_meaning(&found)? } else { Vec::new() };
    builder.each_hit(found, sink)?;
    builder.each_hit(near, &mut |hit| sink(Hit { matched: Match::Near, ..hit }))?;
    let matches = builder.matches;
    let advice = if all > 0 { Vec::new() } else { advice(&matches, any > 0)? };
    let searched = if options.explain { explain::searched(&matches) } else { Vec::new() };
    let (hits, some) = (Vec::new(), any - all);
    Ok(Results { hits, all, some, advice, notes: matches.notes, searched })
}

/// The passages of a page, each with its place, counted from 0, and how many of its document were put further down.
type Page = Vec<Placed>;
type Placed = (usize, usize, Candidate);

/// What the steps of one search share.
struct PageBuilder<'a> {
    matches: Matches,
    options: &'a Options,
}

impl PageBuilder<'_> {
    /// How many hits reach to the end of the page.
    fn end(&self) -> usize {
        // There are no more than the index has; room is made for so many.
        let passages = usize::try_from(self.matches.searcher().num_docs()).unwrap_or(usize::MAX);
        self.options.limit.saturating_add(self.options.offset).min(passages.max(1))
    }

    /// The hits of the page among the first `wanted` or more, copies left out; `None` where these are too few.
    fn page_of(
        &self,
        found: Vec<Candidate>,
        wanted: usize,
        per_document: Option<usize>,
    ) -> Result<Option<Page>, SearchError> {
        let last = found.len() < wanted;
        let keys = self.matches.snapshot().keys()?;
        let found = if self.options.all_copies { found } else { without_copies(&keys, found) };
        let arranged = match per_document {
            Some(most) => Arrangement::new(&keys, found, most),
            None => Arrangement::as_found(found),
        };
        let enough = last || arranged.reaches(self.end());
        Ok(enough.then(|| arranged.page(self.options.offset, self.options.limit)))
    }

    /// By relevance, with how many passages have all the words, and how many some.
    fn by_relevance(&self) -> Result<(Page, usize, Option<usize>), SearchError> {
        let mut wanted = self.end();
        loop {
            let Ranking { found, all, any } = rank(&self.matches, wanted, self.options.expand)?;
            let known = found.len();
            if let Some(page) = self.page_of(found, wanted, Some(self.options.per_document))? {
                return Ok((page, all, any));
            }
            wanted = wanted.saturating_mul(2).max(known.saturating_add(1));
        }
    }

    /// By date; what has none comes last.
    fn by_date(&self) -> Result<Page, SearchError> {
        let order = if self.options.sort == Sort::Oldest { Order::Asc } else { Order::Desc };
        let mut wanted = self.end();
        loop {
            let top = TopDocs::with_limit(wanted).order_by_fast_field(column::FIRST_DAY, order);
            let found: Vec<(Option<i64>, DocAddress)> =
                self.matches.searcher().search(self.matches.engine(), &top)?;
            let found = found.into_iter().map(|(_, at)| Candidate::at(at)).collect();
            if let Some(page) = self.page_of(found, wanted, None)? {
                return Ok(page);
            }
            wanted = wanted.saturating_mul(2);
        }
    }

    /// In the order of the index.
    fn as_indexed(&self) -> Result<Page, SearchError> {
        let found = self.matches.by_segment(|segment, _, passages| {
            Ok(passages.into_iter().map(|at| Candidate::at(DocAddress::new(segment, at))).collect::<Vec<_>>())
        })?;
        let found: Vec<Candidate> = found.into_iter().flatten().collect();
        // These are all.
        Ok(self.page_of(found, usize::MAX, None)?.unwrap_or_default())
    }

    /// As many passages again as a page has that are near in meaning, at the places after it.
    fn near_in_meaning(&self, page: &Page) -> Result<Page, SearchError> {
        let shown = page.iter().map(|(.., found)| found.at).collect();
        let found = near_in_meaning(&self.matches, self.options.limit, &shown)?;
        let after = page.last().map_or(self.options.offset, |(at, ..)| at + 1);
        Ok((after..).zip(found).map(|(at, found)| (at, 0, found)).collect())
    }

    fn each_hit(
        &self,
        mut page: Page,
        sink: &mut dyn FnMut(Hit) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let clauses = self.clauses()?;
        for batch in page.chunks_mut(HITS_AT_ONCE) {
            // Texts that lie together are unpacked together.
            batch.sort_unstable_by_key(|(.., found)| found.at);
            let made = |part: &[Placed]| part.iter().map(|one| self.hit(&clauses, one)).collect();
            let mut hits: Vec<Hit> = if batch.len() <= HITS_OF_A_THREAD {
                made(batch)?
            } else {
                let parts = batch.par_chunks(HITS_OF_A_THREAD).map(made);
                parts.collect::<Result<Vec<Vec<Hit>>, SearchError>>()?.into_iter().flatten().collect()
            };
            hits.sort_unstable_by_key(|hit| hit.rank);
            hits.into_iter().try_for_each(&mut *sink)?;
        }
        Ok(())
    }

    fn hit(&self, clauses: &[Box<dyn Weight>], (at, held_back, found): &Placed) -> Result<Hit, SearchError> {
        let stored = self.matches.passage_with_match(found.at)?;
        let marks = self.options.marks;
        let (matched, missing) = if marks { self.matched(clauses, found)? } else { (Match::All, Vec::new()) };
        let why = match self.options.explain {
            true => explain::score_lines(&self.matches, found)?,
            false => Vec::new(),
        };
        let (passage, place) = shown(&stored, marks.then_some(&self.matches));
        let (rank, score) = (at + 1, found.score());
        let question = if marks { self.question(found)? } else { None };
        let others =
            if marks { copies_of(self.matches.snapshot(), found.at, &stored)? } else { Others::default() };
        Ok(Hit {
            rank,
            score,
            matched,
            missing,
            stored,
            passage,
            place,
            question,
            held_back: *held_back,
            others,
            why,
        })
    }

    /// What is looked for of each word, ready to run.
    fn clauses(&self) -> Result<Vec<Box<dyn Weight>>, SearchError> {
        let scoring = EnableScoring::disabled_from_searcher(self.matches.searcher());
        let ready = self.matches.clauses.iter().map(|clause| clause.lean.weight(scoring));
        Ok(ready.collect::<Result<_, _>>()?)
    }

    /// Which of the words a passage holds, and those that it does not.
    fn matched(
        &self,
        clauses: &[Box<dyn Weight>],
        found: &Candidate,
    ) -> Result<(Match, Vec<String>), SearchError> {
        if found.all && found.question.is_none() {
            return Ok((Match::All, Vec::new()));
        }
        let missing = self.missing(clauses, found)?;
        let alone = Candidate { question: None, ..*found };
        Ok(match missing.is_empty() {
            false => (Match::Some, missing),
            true if self.missing(clauses, &alone)?.is_empty() => (Match::All, missing),
            true => (Match::Answer, missing),
        })
    }

    /// The words that one passage does not hold, nor the question that lent it its words.
    fn missing(&self, clauses: &[Box<dyn Weight>], found: &Candidate) -> Result<Vec<String>, SearchError> {
        let question = found.question.map(|question| DocAddress::new(found.at.segment_ord, question));
        let mut missing = Vec::new();
        for (clause, ready) in self.matches.clauses.iter().zip(clauses) {
            let holds = |at| held(&**ready, self.matches.searcher(), at).map(|score| score.is_some());
            if !holds(found.at)? && !question.map_or(Ok(false), holds)? {
                missing.push(clause.text.clone());
            }
        }
        Ok(missing)
    }

    /// The question that a passage answers.
    fn question(&self, found: &Candidate) -> Result<Option<Question>, SearchError> {
        let snapshot = self.matches.snapshot();
        let mut passages = Vec::new();
        for at in question_of(snapshot, found)? {
            passages.push(snapshot.passage(at)?);
        }
        Ok(Question::of(passages, &self.matches))
    }
}
