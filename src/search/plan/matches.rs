//! A query and its filters as one thing to run: which passages match, and what in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;
use tantivy::query::{EnableScoring, Occur, Query as Engine, Weight};
use tantivy::schema::Field as Column;
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use super::highlight::Highlighter;
use super::term_fields::{Part, TermField, each_term};
use crate::index::Snapshot;
use crate::index::read::lookup::is_alive;
use crate::index::schema::fields::Fields;
use crate::index::schema::stored::StoredPassage;
use crate::model::Span;
use crate::search::engine::across::{Crossing, crossings};
use crate::search::engine::count::{count, count_any};
use crate::search::engine::proximity::Positions;
use crate::search::engine::term_queries::{BoxQuery, EngineResult};
use crate::search::engine::term_statistics::TermStatistics;
use crate::search::error::SearchError;

/// Which of the query's words a hit holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Match {
    /// All of them.
    All,
    /// All of them, together with the question that it answers.
    Answer,
    /// Some of them.
    Some,
    /// Some of them or none, and words that are used like the others.
    Near,
}

impl Match {
    /// The word that data have for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Some => "some",
            Self::Answer => "answer",
            Self::Near => "near",
        }
    }
}

/// Something that a passage should hold: one of the words side by side.
pub(crate) struct Clause {
    /// As typed.
    pub text: String,
    /// The fields in which a passage can hold it.
    pub term_fields: Vec<TermField>,
    /// All of them.
    pub query: BoxQuery,
    /// Those of them that can find anything, each for itself.
    pub each: Vec<(Part, BoxQuery)>,
    /// The same passages with less work for each.
    pub lean: BoxQuery,
    /// Its one folded word, if it is one word that may be matched by its stem.
    pub word: Option<String>,
    /// The folded words that it asks for, be it a phrase.
    pub words: Vec<String>,
}

/// Something that a passage must satisfy, or must not.
pub(crate) struct Condition {
    /// As typed.
    pub text: String,
    /// The words of its value, and the column they are looked for in.
    pub value: String,
    pub column: Option<Column>,
    pub term_fields: Vec<TermField>,
    pub query: BoxQuery,
    /// What is asked of the engine in its place, where that is less work: they find the same together, and do not
    /// tell the passages apart by their scores.
    pub lean: Option<Vec<BoxQuery>>,
    pub occur: Occur,
}

/// All passages that match a query and its filters.
///
/// This is what counts, concordances and timelines stand on: [`Matches::engine`] is a query for the
/// engine, to be run with any collector, and [`Matches::spans`] marks a passage's text.
pub(crate) struct Matches {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) notes: Vec<String>,
    /// What the index knows of terms, with the index as it stood when the query was built.
    pub(crate) statistics: Arc<TermStatistics>,
    /// For the passages with all the words: which they are, and nearly their order.
    pub(crate) all: BoxQuery,
    /// The same for those with some.
    pub(crate) any: Option<BoxQuery>,
    pub(crate) only_some: bool,
    pub(crate) highlighter: Highlighter,
}

impl Matches {
    /// The passages that match: those with all the words, or, where there are none, those with some.
    pub(crate) fn engine(&self) -> &dyn Engine {
        match &self.any {
            Some(any) if self.only_some => &**any,
            _ => &*self.all,
        }
    }

    /// The index as it stood when the query was built.
    pub(crate) fn snapshot(&self) -> &Snapshot {
        &self.statistics.snapshot
    }

    /// The engine's view of it.
    pub(crate) fn searcher(&self) -> &Searcher {
        &self.snapshot().searcher
    }

    /// The fields of the index.
    pub(crate) fn fields(&self) -> &Fields {
        self.snapshot().fields()
    }

    /// The passages with all the words.
    pub(crate) fn all(&self) -> &dyn Engine {
        &*self.all
    }

    /// The passages with some of the words, those with all of them too; `None` where there is one word only.
    pub(crate) fn any(&self) -> Option<&dyn Engine> {
        self.any.as_deref()
    }

    /// How many passages have some of the words, where so many have all.
    pub(crate) fn with_some(&self, all: usize) -> EngineResult<usize> {
        let Some(any) = self.any() else { return Ok(all) };
        match &self.clauses[..] {
            // Those with one, and those with the other, less those that are counted twice.
            [one, other] if self.conditions.is_empty() => {
                let one = count(&*one.lean, &self.statistics)?;
                Ok((one + count(&*other.lean, &self.statistics)?).saturating_sub(all))
            }
            clauses if self.conditions.is_empty() => {
                let term_fields = clauses.iter().flat_map(|clause| &clause.term_fields);
                match each_term(term_fields, |term| self.statistics.passages(term)) {
                    Some(terms) => count_any(any, &terms, &self.statistics),
                    None => count(any, &self.statistics),
                }
            }
            _ => count(any, &self.statistics),
        }
    }

    /// Whether the passages that match hold all the words or, there being none that does, some.
    pub(crate) fn matched(&self) -> Match {
        if self.only_some { Match::Some } else { Match::All }
    }

    /// What was cut short, such as the words that a wildcard stands for.
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// For each segment what `each` makes of it and of the passages in it that match; several at once.
    pub(crate) fn by_segment<T: Send>(
        &self,
        each: impl Fn(u32, &SegmentReader, Vec<DocId>) -> Result<T, SearchError> + Sync,
    ) -> Result<Vec<T>, SearchError> {
        let weight = self.engine().weight(EnableScoring::disabled_from_searcher(self.searcher()))?;
        let segments = self.searcher().segment_readers().par_iter().enumerate();
        segments.map(|(at, reader)| each(at as u32, reader, passages(&*weight, reader)?)).collect()
    }

    /// Where passages of a segment, in order, hold what was asked, in words: from a match's first word up to
    /// the word after its last. Found in the index, without reading the texts.
    pub(crate) fn runs(
        &self,
        reader: &SegmentReader,
        passages: &[DocId],
        each: &mut dyn FnMut(DocId, Vec<(u32, u32)>),
    ) -> Result<(), SearchError> {
        let mut positions = Positions::new(reader, *self.fields())?;
        for passage in passages {
            positions.go_to(*passage);
            each(*passage, self.highlighter.runs(&mut positions));
        }
        Ok(())
    }

    /// A passage as the index keeps it, and the next one with it where a match goes on there.
    pub(crate) fn passage_with_match(&self, at: DocAddress) -> Result<StoredPassage, SearchError> {
        let stored = self.snapshot().passage(at)?;
        if !self.highlighter.reaches_over() {
            return Ok(stored);
        }
        let end = stored.text.len();
        match self.with_next(at, &stored)? {
            Some(both) if self.highlighter.crosses(&both.text, end) => Ok(both),
            _ => Ok(stored),
        }
    }

    /// A passage and the next of its statement as one; `None` after the last.
    pub(crate) fn with_next(
        &self,
        at: DocAddress,
        stored: &StoredPassage,
    ) -> Result<Option<StoredPassage>, SearchError> {
        if stored.span.end >= stored.statement.end {
            return Ok(None);
        }
        let next = self.snapshot().passage(DocAddress::new(at.segment_ord, at.doc_id + 1))?;
        let text = format!("{}{}", stored.text, next.text);
        Ok(Some(StoredPassage { text, span: Span::new(stored.span.start, next.span.end), ..stored.clone() }))
    }

    /// Where what was asked for begins in a passage of the segment and ends in the next, in words of the first.
    pub(crate) fn runs_over(
        &self,
        reader: &SegmentReader,
    ) -> Result<BTreeMap<DocId, Vec<(u32, u32)>>, SearchError> {
        let mut found: BTreeMap<DocId, Vec<(u32, u32)>> = BTreeMap::new();
        for pattern in self.highlighter.reaching_over() {
            for Crossing { passage, runs } in crossings(reader, *self.fields(), pattern)? {
                found.entry(passage).or_default().extend(runs);
            }
        }
        Ok(found)
    }

    /// Where a text holds what was asked: code points of it, in order, none overlapping another. A
    /// phrase is one span.
    pub(crate) fn spans(&self, text: &str) -> Vec<Span> {
        self.highlighter.find(text)
    }
}

/// The passages of a segment that match, in order.
pub(crate) fn passages(weight: &dyn Weight, reader: &SegmentReader) -> tantivy::Result<Vec<DocId>> {
    let mut found = Vec::new();
    let mut matches = weight.scorer(reader, 1.0)?;
    while matches.doc() != TERMINATED {
        if is_alive(reader, matches.doc()) {
            found.push(matches.doc());
        }
        matches.advance();
    }
    Ok(found)
}

/// The score of a passage by a query; `None` where it does not match.
pub(crate) fn holds(
    query: &dyn Engine,
    statistics: &TermStatistics,
    at: DocAddress,
) -> EngineResult<Option<f32>> {
    let weight = query.weight(statistics.scoring())?;
    held(&*weight, &statistics.snapshot.searcher, at)
}

/// The score of a passage by a query that is ready to run.
pub(crate) fn held(weight: &dyn Weight, searcher: &Searcher, at: DocAddress) -> EngineResult<Option<f32>> {
    let mut matches = weight.scorer(searcher.segment_reader(at.segment_ord), 1.0)?;
    // Seeking back is not allowed: a first match beyond the passage is no match in it.
    let found = matches.doc() <= at.doc_id && matches.seek(at.doc_id) == at.doc_id;
    Ok(found.then(|| matches.score()))
}
