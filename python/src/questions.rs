//! What is asked of an index: searches, scans, concordances, counts, timelines.

use demarche::output::Table;
use demarche::search::{
    Association, CollocateOptions, FacetField, KwicOptions, LineOrder, Options, Sort, Within,
};
use demarche::timeline::{Choice, LaneBy, TimelineOptions, Unit};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyDict};

use crate::arrow::columns as chosen;
use crate::asked::{Asking, limit as some, one_of, texts};
use crate::counts::{Collocates, Facets};
use crate::hit::Results;
use crate::index::Index;
use crate::kwic::Kwic;
use crate::scan::Scan;
use crate::timeline::Timeline;

#[pymethods]
impl Index {
    /// Searches for passages: those with all the words come first. `limit` None or 0 gives all; `sort` is `relevance`,
    /// `date` or `-date`. Filters are keywords, named as the options of the command line: speaker, not_speaker, entity,
    /// topic, form, tag, kind, source, since, until, authority, strict, literal, words.
    #[pyo3(signature = (
        query: "str" = "*",
        *,
        limit: "int | None" = 10,
        offset = 0,
        sort: "Literal['relevance', 'date', '-date']" = "relevance",
        per_document = 2,
        explain = false,
        expand = false,
        near = false,
        all_copies = false,
        **filters: "Unpack[FilterOptions]"
    ) -> "Results")]
    #[allow(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn search(
        &self,
        py: Python<'_>,
        query: &str,
        limit: Option<usize>,
        offset: usize,
        sort: &str,
        per_document: usize,
        explain: bool,
        expand: bool,
        near: bool,
        all_copies: bool,
        filters: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Results> {
        let orders = [("relevance", Sort::Relevance), ("date", Sort::Oldest), ("-date", Sort::Newest)];
        let limit = some(limit);
        let mut options = Options::default();
        options.sort = one_of("sort", sort, &orders)?;
        options.limit = limit.unwrap_or(usize::MAX);
        // Of a table of all nothing is put last.
        options.per_document = if limit.is_none() { 0 } else { per_document };
        (options.offset, options.explain, options.expand) = (offset, explain, expand);
        (options.near, options.all_copies) = (near, all_copies);
        let (asked, results) = self.answer(py, query, filters, |searcher, asked| {
            options.filters.clone_from(&asked.filters);
            let results = searcher.search(&asked.query, &options)?;
            Ok((asked, results))
        })?;
        Results::new(py, asked, results)
    }

    /// Every match, in batches of Apache Arrow, `batch_size` rows each: nothing is ranked or left out, copies of one
    /// statement stand each for itself, and few batches are held. `columns` names those that are wanted, all without; order
    /// and filters as for `search`, and `index`, the order of the index, which is fastest.
    #[pyo3(signature = (
        query: "str" = "*",
        *,
        columns: "Sequence[str] | None" = None,
        batch_size = 2048,
        sort: "Literal['index', 'relevance', 'date', '-date']" = "index",
        **filters: "Unpack[FilterOptions]"
    ) -> "Scan")]
    #[allow(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn scan(
        &self,
        py: Python<'_>,
        query: &str,
        columns: Option<Vec<String>>,
        batch_size: usize,
        sort: &str,
        filters: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Scan> {
        let orders = [
            ("index", Sort::Index),
            ("relevance", Sort::Relevance),
            ("date", Sort::Oldest),
            ("-date", Sort::Newest),
        ];
        let table = chosen(Table::hits(), columns)?;
        let mut options = Options::default();
        options.sort = one_of("sort", sort, &orders)?;
        (options.limit, options.per_document, options.all_copies) = (usize::MAX, 0, true);
        // What the words matched is found out where a column tells of it.
        options.marks = table.names().any(|name| matches!(name, "match" | "missing" | "also"));
        let asked = self.answer(py, query, filters, |_, asked| Ok(asked))?;
        options.filters.clone_from(&asked.filters);
        Ok(Scan::new(self.searcher(), asked, options, table, batch_size.max(1)))
    }

    /// Every match in its context. `sort` is `place`, `left`, `right`, `date` or `speaker`; `width` counts code points of
    /// context to each side. Filters as for `search`.
    #[pyo3(signature = (
        query: "str",
        *,
        sort: "Literal['place', 'left', 'right', 'date', 'speaker']" = "place",
        width = 60,
        limit: "int | None" = 100,
        **filters: "Unpack[FilterOptions]"
    ) -> "Kwic")]
    fn kwic(
        &self,
        py: Python<'_>,
        query: &str,
        sort: &str,
        width: usize,
        limit: Option<usize>,
        filters: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Kwic> {
        let orders = [
            ("place", LineOrder::Place),
            ("left", LineOrder::Left),
            ("right", LineOrder::Right),
            ("date", LineOrder::Date),
            ("speaker", LineOrder::Speaker),
        ];
        let mut options = KwicOptions::default();
        options.order = one_of("sort", sort, &orders)?;
        (options.width, options.limit) = (width, some(limit));
        let (asked, totals, lines) = self.answer(py, query, filters, |searcher, asked| {
            options.filters.clone_from(&asked.filters);
            let mut lines = Vec::new();
            let totals = searcher.concordance(&asked.query, &options, &mut |line| {
                lines.push(line);
                Ok(())
            })?;
            Ok((asked, totals, lines))
        })?;
        Kwic::new(py, asked, totals, lines)
    }

    /// Words that stand near the matches more often than by chance. `sort` is `log-likelihood` or `mi`. Filters as for
    /// `search`.
    #[pyo3(signature = (
        query: "str",
        *,
        window = 5,
        min = 3,
        no_function_words = false,
        sort: "Literal['log-likelihood', 'mi']" = "log-likelihood",
        limit: "int | None" = None,
        **filters: "Unpack[FilterOptions]"
    ) -> "Collocates")]
    #[allow(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn collocates(
        &self,
        py: Python<'_>,
        query: &str,
        window: usize,
        min: u64,
        no_function_words: bool,
        sort: &str,
        limit: Option<usize>,
        filters: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Collocates> {
        if !(1..=100).contains(&window) {
            return Err(PyValueError::new_err("a window is 1 to 100 words"));
        }
        let orders = [("log-likelihood", Association::LogLikelihood), ("mi", Association::Mi)];
        let mut options = CollocateOptions::default();
        options.order = one_of("sort", sort, &orders)?;
        (options.window, options.min) = (window, min.max(1));
        options.skip_function_words = no_function_words;
        let found = self.answer(py, query, filters, |searcher, asked| {
            options.filters.clone_from(&asked.filters);
            let mut found = searcher.collocates(&asked.query, &options)?;
            found.collocates.truncate(some(limit).unwrap_or(usize::MAX));
            Ok((asked, options, found))
        })?;
        Collocates::new(py, found)
    }

    /// Counts the statements found by the values of one field or several: speaker, entity, topic, form, kind, source, tag,
    /// year. `within` with `entity` counts what the sentence, or the passage, names that holds the words. Filters as for
    /// `search`.
    #[pyo3(signature = (
        query: "str" = "",
        by: "FacetField | Sequence[FacetField] | None" = None,
        *,
        min = 1,
        limit: "int | None" = None,
        within: "Literal['sentence', 'passage', 'statement']" = "statement",
        **filters: "Unpack[FilterOptions]"
    ) -> "Facets")]
    #[allow(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn facets(
        &self,
        py: Python<'_>,
        query: &str,
        by: Option<&Bound<'_, PyAny>>,
        min: u64,
        limit: Option<usize>,
        within: &str,
        filters: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Facets> {
        let by = by.map_or_else(|| Ok(vec!["speaker".to_owned()]), texts)?;
        let fields: Vec<FacetField> =
            by.iter().map(|name| one_of("by", name, &FIELDS)).collect::<PyResult<_>>()?;
        let within = one_of("within", within, &WITHIN)?;
        let limit = some(limit).unwrap_or(usize::MAX);
        if within != Within::Statement && fields[..] != [FacetField::Entity] {
            return Err(PyValueError::new_err("within counts entities only: by=\"entity\""));
        }
        if within != Within::Statement && matches!(query.trim(), "" | "*") {
            return Err(PyValueError::new_err("within needs words that the sentence or passage holds"));
        }
        let found = self.answer(py, query, filters, |searcher, asked| {
            let mut facets = match within {
                Within::Statement => searcher.facets(&asked.query, &asked.filters, &fields)?,
                within => searcher.facets_within(&asked.query, &asked.filters, within)?,
            };
            for facet in &mut facets.facets {
                facet.values.retain(|value| value.statements >= min);
                if facet.field != FacetField::Year {
                    facet.values.truncate(limit);
                }
                if facet.field == FacetField::Entity {
                    let names: Vec<&str> = facet.values.iter().map(|value| value.value.as_str()).collect();
                    let ids = searcher.entity_ids(&names)?;
                    facet.values.iter_mut().zip(ids).for_each(|(value, id)| value.id = id);
                }
            }
            Ok((asked, facets))
        })?;
        Facets::new(py, found)
    }

    /// Statements in time: counts beside all there is of that time, first mentions, bursts, gaps, and the words in order. In
    /// a notebook it shows itself as a picture. `by` is `auto` or the size of a bin, `split` what bins are split by; `limit`
    /// says how many events, the best of each bin in turn, None or 0 all. Filters as for `search`.
    #[pyo3(signature = (
        query: "str | Sequence[str]",
        *,
        by: "Literal['auto', 'day', 'week', 'month', 'quarter', 'year', 'decade']" = "auto",
        split: "Literal['speaker', 'entity', 'topic', 'source', 'kind', 'tag'] | None" = None,
        within: "Literal['sentence', 'passage', 'statement']" = "statement",
        top = 6,
        limit: "int | None" = 20,
        all_copies = false,
        title: "str | None" = None,
        **filters: "Unpack[FilterOptions]"
    ) -> "Timeline")]
    #[allow(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn timeline(
        &self,
        py: Python<'_>,
        query: &Bound<'_, PyAny>,
        by: &str,
        split: Option<&str>,
        within: &str,
        top: usize,
        limit: Option<usize>,
        all_copies: bool,
        title: Option<String>,
        filters: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Timeline> {
        let queries = texts(query)?;
        let [first, others @ ..] = &queries[..] else {
            return Err(PyValueError::new_err("a timeline needs a query"));
        };
        let limit = some(limit);
        let mut options = TimelineOptions::default();
        options.unit = one_of("by", by, &units())?;
        options.split = split.map(|split| one_of("split", split, &LANES)).transpose()?;
        options.within = one_of("within", within, &WITHIN)?;
        (options.lanes, options.all_copies, options.title) = (top, all_copies, title);
        options.choice = if limit.is_none() { Choice::All } else { Choice::Spread };
        options.limit = limit.unwrap_or(usize::MAX);
        let asking = Asking::new(filters)?;
        let timeline = self.answer(py, first, filters, |searcher, asked| {
            let mut queries = vec![asked.query.clone()];
            for other in others {
                queries.push(asking.query(other)?);
            }
            Ok((searcher.timeline(&queries, &asked.filters, &options)?, asked.notes))
        })?;
        Timeline::new(py, timeline)
    }
}

const FIELDS: [(&str, FacetField); 8] = [
    ("speaker", FacetField::Speaker),
    ("entity", FacetField::Entity),
    ("topic", FacetField::Topic),
    ("form", FacetField::Form),
    ("kind", FacetField::Kind),
    ("source", FacetField::Source),
    ("tag", FacetField::Tag),
    ("year", FacetField::Year),
];

const WITHIN: [(&str, Within); 3] =
    [("sentence", Within::Sentence), ("passage", Within::Passage), ("statement", Within::Statement)];

const LANES: [(&str, LaneBy); 6] = [
    ("speaker", LaneBy::Speaker),
    ("entity", LaneBy::Entity),
    ("topic", LaneBy::Topic),
    ("source", LaneBy::Source),
    ("kind", LaneBy::Kind),
    ("tag", LaneBy::Tag),
];

/// What bins may be; the first is what fits.
fn units() -> Vec<(&'static str, Option<Unit>)> {
    let named = Unit::ALL.into_iter().map(|unit| (unit.as_str(), Some(unit)));
    std::iter::once(("auto", None)).chain(named).collect()
}
