//! Runs a query: passages with all its words first, then those with some.

use serde::Serialize;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query as Engine};
use tantivy::schema::Term;
use tantivy::{DocAddress, Order, Searcher};

use super::build::{Builder, is_function_word};
use super::highlight::Highlighter;
use super::hit::{Hit, HitPassage, Match};
use crate::authority::Authority;
use crate::index::{Index, IndexError, StoredPassage};
use crate::model::Span;
use crate::query::{FilterError, Filters, Query};

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
    /// Whether hits say what matched in them and what is missing; without, a long ranking is much faster.
    pub marks: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { filters: Filters::default(), sort: Sort::Relevance, limit: 10, offset: 0, marks: true }
    }
}

/// What a search cannot do.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A filter that cannot be meant.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// What takes the results refuses them.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error.into())
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
    /// Words of the query that no passage of the index holds in any field.
    pub unknown: Vec<String>,
}

impl Index {
    /// Answers a query. Sorted by relevance, passages with all its words come first; sorted by date,
    /// only they come, unless there is none: then those with some.
    pub fn search(&self, query: &Query, options: &Options) -> Result<Results, SearchError> {
        options.filters.check()?;
        let searcher = self.searcher();
        let known = |word: &str| {
            searcher
                .doc_freq(&Term::from_field_text(self.fields.exact, word))
                .is_ok_and(|documents| documents > 0)
        };
        let builder = Builder { fields: &self.fields, known: &known };
        let run = Run { index: self, searcher: &searcher, builder: &builder, options };
        let filter = builder.filter(&options.filters, Authority::builtin());
        let narrow = |wanted: Box<dyn Engine>| -> Box<dyn Engine> {
            let mut parts = vec![(Occur::Must, wanted)];
            match &filter {
                Some(filter) => parts.push((Occur::Must, filter.box_clone())),
                None if query.clauses.is_empty() => {}
                None => return parts.remove(0).1,
            }
            if query.clauses.is_empty() {
                parts.push((Occur::Must, builder.passages()));
            }
            Box::new(BooleanQuery::new(parts))
        };
        let all = narrow(builder.all(query));
        let some = builder.some(query).map(narrow);
        let all_count = searcher.search(&*all, &Count)?;
        let some_count = some.as_ref().map_or(Ok(0), |some| searcher.search(&**some, &Count))?;

        let mut found = run.top(&*all, options.offset, Match::All)?;
        let left = options.limit - found.len();
        if left > 0
            && let Some(some) = &some
            && (options.sort == Sort::Relevance || all_count == 0)
        {
            let offset = options.offset.saturating_sub(all_count);
            let mut more = run.top(&**some, offset, Match::Some)?;
            more.truncate(left);
            found.extend(more);
        }
        let hits = run.hits(query, found)?;
        let unknown =
            if hits.iter().any(|hit| hit.matched == Match::All) { Vec::new() } else { run.unknown(query)? };
        Ok(Results { hits, all: all_count, some: some_count, unknown })
    }
}

/// What the steps of one search share.
struct Run<'a> {
    index: &'a Index,
    searcher: &'a Searcher,
    builder: &'a Builder<'a>,
    options: &'a Options,
}

type Found = (Match, f32, DocAddress);

impl Run<'_> {
    fn top(&self, query: &dyn Engine, offset: usize, matched: Match) -> Result<Vec<Found>, SearchError> {
        if self.options.limit == 0 {
            return Ok(Vec::new());
        }
        let top = TopDocs::with_limit(self.options.limit).and_offset(offset);
        let order = match self.options.sort {
            Sort::Relevance => {
                let found = self.searcher.search(query, &top.order_by_score())?;
                return Ok(found.into_iter().map(|(score, at)| (matched, score, at)).collect());
            }
            Sort::Oldest => Order::Asc,
            Sort::Newest => Order::Desc,
        };
        let found: Vec<(Option<i64>, DocAddress)> =
            self.searcher.search(query, &top.order_by_fast_field("first_day", order))?;
        Ok(found.into_iter().map(|(_, at)| (matched, 0.0, at)).collect())
    }

    fn hits(&self, query: &Query, found: Vec<Found>) -> Result<Vec<Hit>, SearchError> {
        let highlighter = Highlighter::new(query, self.builder.known);
        let mut hits = Vec::with_capacity(found.len());
        for (at, (matched, score, address)) in found.into_iter().enumerate() {
            let stored: StoredPassage = self.index.stored(self.searcher, address)?;
            let marks = self.options.marks;
            let missing =
                if marks && matched == Match::Some { self.missing(query, address)? } else { Vec::new() };
            let (passage, place) = shown(&stored, marks.then_some(&highlighter));
            let rank = self.options.offset + at + 1;
            hits.push(Hit { rank, score, matched, missing, stored, passage, place, also: 0 });
        }
        Ok(hits)
    }

    /// The clauses that one passage does not satisfy.
    fn missing(&self, query: &Query, at: DocAddress) -> Result<Vec<String>, SearchError> {
        let mut missing = Vec::new();
        for clause in query.clauses.iter().filter(|clause| !is_function_word(clause)) {
            let weight = self
                .builder
                .clause(clause)
                .weight(tantivy::query::EnableScoring::disabled_from_searcher(self.searcher))?;
            let mut matches = weight.scorer(self.searcher.segment_reader(at.segment_ord), 1.0)?;
            // Seeking back is not allowed: a first match beyond the passage is no match in it.
            if matches.doc() > at.doc_id || matches.seek(at.doc_id) != at.doc_id {
                missing.push(clause.text.clone());
            }
        }
        Ok(missing)
    }

    fn unknown(&self, query: &Query) -> Result<Vec<String>, SearchError> {
        let mut unknown = Vec::new();
        for clause in &query.clauses {
            if self.searcher.search(&*self.builder.clause(clause), &Count)? == 0 {
                unknown.push(clause.text.clone());
            }
        }
        Ok(unknown)
    }
}

/// The passage without the white space around it, with its matches, and where it stands.
fn shown(stored: &StoredPassage, highlighter: Option<&Highlighter>) -> (HitPassage, Span) {
    let text = stored.text.trim();
    let blank = stored.text.len() - stored.text.trim_start().len();
    let start = stored.span.start + stored.text[..blank].chars().count();
    let highlights = highlighter.map(|highlighter| highlighter.find(text)).unwrap_or_default();
    let highlights_in_body =
        highlights.iter().map(|span| Span::new(span.start + start, span.end + start)).collect();
    let place = Span::new(start, start + text.chars().count());
    (HitPassage { text: text.to_owned(), highlights, highlights_in_body }, place)
}
