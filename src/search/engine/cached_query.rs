//! Cache of what a costly query found, for the next time it is asked.
//!
//! One search runs the same part several times: to count, to rank, to say what a hit lacks. A wildcard
//! stands for hundreds of words, and words near each other are found in their positions: both are worked
//! out once for a segment and read from a list after that.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query as Engine, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::term_statistics::TermStatistics;

/// The matches of another query. To be used with one searcher only.
#[derive(Clone)]
pub(crate) struct CachedQuery {
    inner: Arc<dyn Engine>,
    /// What it is scored by.
    statistics: Arc<TermStatistics>,
    found: Arc<MatchLists>,
}

/// For each segment what was found.
type MatchLists = Mutex<HashMap<SegmentId, Arc<MatchList>>>;

#[derive(Debug)]
struct MatchList {
    passages: Vec<DocId>,
    scores: Vec<Score>,
}

impl CachedQuery {
    pub fn new(inner: Box<dyn Engine>, statistics: &Arc<TermStatistics>) -> Self {
        Self { inner: Arc::from(inner), statistics: Arc::clone(statistics), found: Arc::default() }
    }

    /// The other query.
    #[cfg(feature = "cluster")]
    pub fn inner(&self) -> &dyn Engine {
        &*self.inner
    }
}

impl fmt::Debug for CachedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl Engine for CachedQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let searcher = scoring.searcher();
        let known = searcher.is_some_and(|searcher| {
            let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            searcher.segment_readers().iter().all(|reader| found.contains_key(&reader.segment_id()))
        });
        // Scores are worked out with the list, whoever asks first. Making ready for hundreds of words takes
        // time: it is done only where a list is still wanting.
        let inner = match searcher {
            _ if known => None,
            Some(_) => Some(self.inner.weight(self.statistics.scoring())?),
            None => Some(self.inner.weight(scoring)?),
        };
        Ok(Box::new(CachedWeight { inner, found: Arc::clone(&self.found) }))
    }
}

struct CachedWeight {
    inner: Option<Box<dyn Weight>>,
    found: Arc<MatchLists>,
}

impl CachedWeight {
    fn list(&self, reader: &SegmentReader) -> tantivy::Result<Arc<MatchList>> {
        let key = reader.segment_id();
        // A list is put in whole, so one left behind by a panic is whole too.
        let known = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(list) = known {
            return Ok(list);
        }
        let mut list = MatchList { passages: Vec::new(), scores: Vec::new() };
        let mut found = self.inner()?.scorer(reader, 1.0)?;
        while found.doc() != TERMINATED {
            list.passages.push(found.doc());
            list.scores.push(found.score());
            found.advance();
        }
        let list = Arc::new(list);
        self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&list));
        Ok(list)
    }

    fn inner(&self) -> tantivy::Result<&dyn Weight> {
        let missing = || tantivy::TantivyError::InvalidArgument("another searcher's segment".to_owned());
        self.inner.as_deref().ok_or_else(missing)
    }
}

impl Weight for CachedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(CachedScorer { list: self.list(reader)?, at: 0, boost }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.inner()?.explain(reader, doc)
    }
}

struct CachedScorer {
    list: Arc<MatchList>,
    at: usize,
    boost: Score,
}

impl DocSet for CachedScorer {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.list.passages.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|passage| *passage < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.list.passages.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.list.passages.len()).unwrap_or(u32::MAX)
    }
}

impl Scorer for CachedScorer {
    fn score(&mut self) -> Score {
        self.boost * self.list.scores.get(self.at).copied().unwrap_or(1.0)
    }
}
