//! Searcher: answers questions about one snapshot of an index.

use std::sync::Arc;

use super::aggregate::facets::{FacetField, Facets, facets};
use super::aggregate::within::{Within, facets_within};
use super::concordance::collocates::{CollocateOptions, Collocates, collocates};
use super::concordance::context::Line;
use super::concordance::kwic::{KwicOptions, KwicTotals, concordance};
use super::engine::term_statistics::TermStatistics;
use super::error::SearchError;
use super::plan::matches::Matches;
use super::plan::planner;
use super::results::hit::Hit;
use super::results::page::{self, Options, Results};
use crate::authority::Authority;
use crate::index::{Index, IndexError, Snapshot};
use crate::query::{Filters, Query};

/// Answers questions about an index as it stood at one commit. It holds what it learned of terms, so that the next
/// question is answered faster; it can be used from several threads, and a copy of it costs little.
///
/// ```
/// use demarche::extract::Extractor;
/// use demarche::index::Index;
/// use demarche::model::Document;
/// use demarche::query::{ParseOptions, Query};
/// use demarche::search::Options;
///
/// let index = Index::in_memory()?;
/// let writer = index.writer()?;
/// let document = Document::new("un/1", "The ceasefire holds, and aid reaches the north.");
/// writer.add(&document, &Extractor::default().extract(&document))?;
/// writer.commit()?;
///
/// let searcher = index.searcher()?;
/// for (words, hits) in [("ceasefire aid", 1), ("sanctions", 0)] {
///     let query = Query::parse(words, &ParseOptions::default())?;
///     assert_eq!(searcher.search(&query, &Options::default())?.hits.len(), hits);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Searcher {
    statistics: Arc<TermStatistics>,
}

impl Searcher {
    /// A searcher of a snapshot.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn new(snapshot: Snapshot) -> Result<Self, SearchError> {
        Ok(Self { statistics: Arc::new(TermStatistics::new(snapshot)?) })
    }

    /// The index as it stood when the searcher was made.
    pub fn snapshot(&self) -> &Snapshot {
        &self.statistics.snapshot
    }

    /// Answers a query with a page of hits. Sorted by relevance, passages with all its words come first; sorted by
    /// date, only they come, unless there is none: then those with some.
    ///
    /// # Errors
    /// Where the filters cannot be meant, or the index cannot be read.
    pub fn search(&self, query: &Query, options: &Options) -> Result<Results, SearchError> {
        page::search(&self.statistics, query, options)
    }

    /// Answers a query as [`Searcher::search`] does, but for [`Results::hits`]: they are handed to `sink`, one after the
    /// other, and however many they are, a bounded number is held.
    ///
    /// # Errors
    /// As [`Searcher::search`], and what `sink` gives.
    pub fn search_each(
        &self,
        query: &Query,
        options: &Options,
        sink: &mut dyn FnMut(Hit) -> Result<(), SearchError>,
    ) -> Result<Results, SearchError> {
        page::search_each(&self.statistics, query, options, sink)
    }

    /// Understands the speakers that filters ask for, as [`Filters::understand`]; whom the index has by just that name, it is.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn understand(&self, filters: &mut Filters, authority: &Authority) -> Result<(), IndexError> {
        let mut known = Vec::new();
        for name in filters.speakers.iter().chain(&filters.not_speakers) {
            if self.snapshot().has_speaker(name)? {
                known.push(name.clone());
            }
        }
        filters.understand(authority, &|name| known.iter().any(|known| known == name));
        Ok(())
    }

    /// The speakers that filters ask for and who have no statement in the index, each with the nearest names, `most` of
    /// them, that have.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn unknown_speakers(
        &self,
        filters: &Filters,
        most: usize,
    ) -> Result<Vec<(String, Vec<String>)>, SearchError> {
        let mut unknown = Vec::new();
        let asked = filters.speakers.iter().chain(&filters.not_speakers);
        for name in asked.filter(|name| name.trim() != "=") {
            let mut options = Options::default();
            options.filters.speakers = vec![name.clone()];
            options.filters.meant.clone_from(&filters.meant);
            let by_them = planner::planned(&self.statistics, &Query::default(), &options.filters)?;
            if self.statistics.count(by_them.all())? == 0 {
                let name = name.trim_start_matches('=').trim();
                unknown.push((name.to_owned(), self.snapshot().speakers_like(name, most)?));
            }
        }
        Ok(unknown)
    }

    /// Counts the statements that a query finds, by the values of the fields.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn facets(
        &self,
        query: &Query,
        filters: &Filters,
        fields: &[FacetField],
    ) -> Result<Facets, SearchError> {
        facets(self.matches(query, filters)?, fields)
    }

    /// Counts the statements that a query finds, by the entities that the sentences or passages name which hold what was
    /// asked for.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn facets_within(
        &self,
        query: &Query,
        filters: &Filters,
        within: Within,
    ) -> Result<Facets, SearchError> {
        facets_within(self.matches(query, filters)?, within)
    }

    /// The ids that last of entities by their whole names; `None` for one that has none, or that is not the same in all of the
    /// first passages that name it: two persons of one name.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn entity_ids(&self, names: &[&str]) -> Result<Vec<Option<String>>, SearchError> {
        Ok(names.iter().map(|name| self.snapshot().entity_id(name)).collect::<Result<_, _>>()?)
    }

    /// Hands every match of the query to `sink`, up to the limit, and counts them all. A query that asks for
    /// everything (`*`) marks no word and gives no line.
    ///
    /// # Errors
    /// As [`Searcher::search`], and what `sink` gives.
    pub fn concordance(
        &self,
        query: &Query,
        options: &KwicOptions,
        sink: &mut dyn FnMut(Line) -> Result<(), SearchError>,
    ) -> Result<KwicTotals, SearchError> {
        concordance(&self.matches(query, &options.filters)?, query, options, sink)
    }

    /// The words near the query's matches, against all passages that satisfy the filters.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn collocates(&self, query: &Query, options: &CollocateOptions) -> Result<Collocates, SearchError> {
        let corpus = self.matches(&query.narrowing(), &options.filters)?;
        collocates(self.matches(query, &options.filters)?, &corpus, options)
    }

    /// What of a query's matches holds its words, all or some of them as those matches do.
    pub(crate) fn words_of(
        &self,
        query: &Query,
        matches: &Matches,
        filters: &Filters,
    ) -> Result<Matches, SearchError> {
        let mut words = planner::planned(&self.statistics, &query.clone().only_words(), filters)?;
        words.only_some = matches.only_some;
        Ok(words)
    }

    /// The same where it is not known yet whether any passage holds all the words.
    #[cfg(feature = "cluster")]
    pub(crate) fn planned(&self, query: &Query, filters: &Filters) -> Result<Matches, SearchError> {
        planner::planned(&self.statistics, query, filters)
    }

    /// Builds what a query and its filters ask of the index.
    pub(crate) fn matches(&self, query: &Query, filters: &Filters) -> Result<Matches, SearchError> {
        planner::matches(&self.statistics, query, filters)
    }
}

impl Index {
    /// A searcher of the index as it stands now; for several questions, one is faster than asking the index each.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn searcher(&self) -> Result<Searcher, SearchError> {
        Searcher::new(self.snapshot())
    }

    /// See [`Searcher::search`].
    ///
    /// # Errors
    /// Where a query or filter cannot be meant, or the index cannot be read.
    pub fn search(&self, query: &Query, options: &Options) -> Result<Results, SearchError> {
        self.searcher()?.search(query, options)
    }

    /// See [`Searcher::search_each`].
    ///
    /// # Errors
    /// Where a query or filter cannot be meant, or the index cannot be read; and what `sink` gives back.
    pub fn search_each(
        &self,
        query: &Query,
        options: &Options,
        sink: &mut dyn FnMut(Hit) -> Result<(), SearchError>,
    ) -> Result<Results, SearchError> {
        self.searcher()?.search_each(query, options, sink)
    }

    /// See [`Searcher::facets`].
    ///
    /// # Errors
    /// Where a query or filter cannot be meant, or the index cannot be read.
    pub fn facets(
        &self,
        query: &Query,
        filters: &Filters,
        fields: &[FacetField],
    ) -> Result<Facets, SearchError> {
        self.searcher()?.facets(query, filters, fields)
    }

    /// See [`Searcher::facets_within`].
    ///
    /// # Errors
    /// Where a query or filter cannot be meant, or the index cannot be read.
    pub fn facets_within(
        &self,
        query: &Query,
        filters: &Filters,
        within: Within,
    ) -> Result<Facets, SearchError> {
        self.searcher()?.facets_within(query, filters, within)
    }

    /// See [`Searcher::entity_ids`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn entity_ids(&self, names: &[&str]) -> Result<Vec<Option<String>>, SearchError> {
        self.searcher()?.entity_ids(names)
    }

    /// See [`Searcher::concordance`].
    ///
    /// # Errors
    /// Where a query or filter cannot be meant, or the index cannot be read; and what `sink` gives back.
    pub fn concordance(
        &self,
        query: &Query,
        options: &KwicOptions,
        sink: &mut dyn FnMut(Line) -> Result<(), SearchError>,
    ) -> Result<KwicTotals, SearchError> {
        self.searcher()?.concordance(query, options, sink)
    }

    /// See [`Searcher::collocates`].
    ///
    /// # Errors
    /// Where a query or filter cannot be meant, or the index cannot be read.
    pub fn collocates(&self, query: &Query, options: &CollocateOptions) -> Result<Collocates, SearchError> {
        self.searcher()?.collocates(query, options)
    }
}
