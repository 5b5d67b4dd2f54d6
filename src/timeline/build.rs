//! A query to a timeline.

use std::sync::Arc;

use super::bins::{BinCounts, Counted, extent, gaps, timed_bursts};
use super::calendar::Unit;
use super::events::EventSource;
use super::model::{Corpus, LaneBy, LaneName, Lanes, Series, Timeline};
use super::options::{TimelineError, TimelineOptions};
use super::tallies::{self, CorpusCounts, QueryCounts};
use crate::index::Index;
use crate::index::read::caches::Cache;
use crate::query::{Filters, Query};
use crate::search::{Matches, Searcher, Within};

impl Searcher {
    /// Lays out in time what queries find. Bins cover all of it; events are a choice of it.
    ///
    /// # Errors
    /// [`TimelineError::NoQuery`] without a query, [`TimelineError::SplitAndCompare`] where both several queries and a field are
    /// to make lanes, [`TimelineError::TooFine`] where there would be too many bins, and [`TimelineError::Search`] as for a search.
    pub fn timeline(
        &self,
        queries: &[Query],
        filters: &Filters,
        options: &TimelineOptions,
    ) -> Result<Timeline, TimelineError> {
        let matches = matches(self, queries, filters, options)?;
        let found: Vec<QueryCounts> = matches.iter().map(QueryCounts::count).collect::<Result<_, _>>()?;
        let whole = self.whole(filters)?;
        let covered = whole.dates.covered();
        let split = match options.split.and_then(|by| Some((by, by.field()?))) {
            Some((by @ LaneBy::Entity, _)) if options.within != Within::Statement => {
                Some(tallies::split_within(&matches[0], by, options.within, options.lanes)?)
            }
            Some((by, field)) => Some(tallies::split(&matches[0], by, field, options.lanes)?),
            None => None,
        };
        let lanes = match &split {
            Some((_, dates)) => dates.iter().collect(),
            None if queries.len() > 1 => found.iter().map(|found| &found.dates).collect(),
            None => Vec::new(),
        };
        let extent = extent(&found, filters);
        let fitting = || extent.map_or(Unit::Year, |(first, last)| Unit::fitting(first, last));
        let unit = options.unit.unwrap_or_else(fitting);
        let corpus = self.whole(&Filters::default())?;
        let (matched, all) = (&found[0].dates, &whole.dates);
        let laid =
            BinCounts::new(unit, extent, Counted { matched, all, corpus: &corpus.dates, lanes: &lanes })?;
        let events = EventSource { matches: &matches, firsts: found[0].firsts().collect() };
        let events = events.chosen(options, unit, &found[0].dates)?;
        let series = queries.iter().zip(&matches).zip(&found);
        let series = series.map(|((query, matches), found)| {
            let by_words = self.by_words(query, matches, filters)?;
            Ok(Series { by_words, ..one_series(query, matches, found) })
        });
        Ok(Timeline {
            title: options.title.clone(),
            series: series.collect::<Result<_, TimelineError>>()?,
            filters: filters.clone(),
            corpus: Corpus {
                index_generation: self.snapshot().generation()?,
                content_hash: format!("{:016x}", whole.content),
                documents: whole.documents,
                statements: whole.statements,
                from: covered.map(|(first, _)| first),
                to: covered.map(|(_, last)| last),
            },
            unit,
            lanes: split.map(|(lanes, _)| lanes).or_else(|| compared(queries)),
            gaps: gaps(&laid.bins),
            bursts: timed_bursts(&laid.bins, options.bursts),
            bins: laid.bins,
            coarse: laid.coarse,
            undated: laid.undated,
            speakers: found[0].speakers(),
            mentions: found[0].mentions(),
            events,
            choice: options.choice,
        })
    }

    /// How many statements hold the words of a query themselves; `None` where it asks for no word, or for words only.
    fn by_words(
        &self,
        query: &Query,
        matches: &Matches,
        filters: &Filters,
    ) -> Result<Option<u64>, TimelineError> {
        if query.words_only || query.asked().is_empty() {
            return Ok(None);
        }
        Ok(Some(tallies::statements(&self.words_of(query, matches, filters)?)?))
    }

    /// All that the filters leave: worked out once for an index as it stands.
    fn whole(&self, filters: &Filters) -> Result<Arc<CorpusCounts>, TimelineError> {
        let whole = || CorpusCounts::count(&self.matches(&Query::default(), filters)?);
        self.snapshot()
            .caches
            .of_type::<CorpusCache>()
            .0
            .get_or_make(filters.clone(), whole)
            .map_err(Into::into)
    }

    /// Hands on every event that queries find, in order of time, those without a date last. However many
    /// there are, a bounded number is held at a time. Copies are marked and not left out.
    ///
    /// # Errors
    /// As for a timeline, and what `each` gives back.
    pub fn each_event(
        &self,
        queries: &[Query],
        filters: &Filters,
        each: &mut dyn FnMut(super::Event) -> std::io::Result<()>,
    ) -> Result<(), TimelineError> {
        let matches = matches(self, queries, filters, &TimelineOptions::default())?;
        let first = QueryCounts::count(&matches[0])?;
        let events = EventSource { matches: &matches, firsts: first.firsts().collect() };
        Ok(events.every(each)?)
    }
}

/// The denominators of timelines, by their filters: counted once for a snapshot.
#[derive(Default)]
struct CorpusCache(Cache<Filters, CorpusCounts>);

impl Index {
    /// See [`Searcher::timeline`].
    ///
    /// # Errors
    /// [`TimelineError::NoQuery`] without a query, [`TimelineError::SplitAndCompare`] where both several queries and a field are
    /// to make lanes, [`TimelineError::TooFine`] where there would be too many bins, and [`TimelineError::Search`] as for a search.
    pub fn timeline(
        &self,
        queries: &[Query],
        filters: &Filters,
        options: &TimelineOptions,
    ) -> Result<Timeline, TimelineError> {
        self.searcher()?.timeline(queries, filters, options)
    }

    /// See [`Searcher::each_event`].
    ///
    /// # Errors
    /// As for a timeline, and what `each` gives back.
    pub fn each_event(
        &self,
        queries: &[Query],
        filters: &Filters,
        each: &mut dyn FnMut(super::Event) -> std::io::Result<()>,
    ) -> Result<(), TimelineError> {
        self.searcher()?.each_event(queries, filters, each)
    }
}

fn matches(
    searcher: &Searcher,
    queries: &[Query],
    filters: &Filters,
    options: &TimelineOptions,
) -> Result<Vec<Matches>, TimelineError> {
    if queries.is_empty() {
        return Err(TimelineError::NoQuery);
    }
    match options.split {
        Some(by) if queries.len() > 1 => Err(TimelineError::SplitAndCompare(by)),
        _ => Ok(queries.iter().map(|query| searcher.matches(query, filters)).collect::<Result<_, _>>()?),
    }
}

fn one_series(query: &Query, matches: &Matches, found: &QueryCounts) -> Series {
    Series {
        input: query.input.clone(),
        understood: query.understood(),
        notes: query.notes.iter().map(|note| note.text.clone()).chain(matches.notes().to_vec()).collect(),
        total: found.statements,
        by_words: None,
        words_only: query.words_only,
        passages: found.passages,
        matched: matches.matched(),
    }
}

/// Queries side by side are lanes of their own.
fn compared(queries: &[Query]) -> Option<Lanes> {
    let names = queries.iter().map(|query| LaneName::Value(query.input.clone())).collect();
    (queries.len() > 1).then_some(Lanes { by: LaneBy::Query, names, within: Within::Statement, others: 0 })
}
