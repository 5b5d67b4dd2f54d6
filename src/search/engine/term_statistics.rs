//! Term statistics: how common terms are, looked up once.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::TantivyError;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring};
use tantivy::schema::{Field, Term};

use super::across::any_goes_on;
use crate::index::{IndexError, Snapshot};

/// So many terms are known; then all are forgotten, and looked up again.
const MAX_TERMS: usize = 100_000;

/// What an index knows of terms, kept: a search asks for the same ones to plan, to rank and to rank again.
pub(crate) struct TermStatistics {
    /// The index as it stands for this search.
    pub snapshot: Snapshot,
    in_use: Arc<HashSet<Field>>,
    goes_on: OnceLock<bool>,
    terms: Mutex<FxHashMap<Term, u64>>,
    fields: Mutex<FxHashMap<Field, u64>>,
}

impl TermStatistics {
    pub fn new(snapshot: Snapshot) -> Result<Self, IndexError> {
        let in_use = snapshot.fields_in_use()?;
        Ok(Self {
            snapshot,
            in_use,
            goes_on: OnceLock::new(),
            terms: Mutex::default(),
            fields: Mutex::default(),
        })
    }

    /// Whether any statement has more than one passage.
    pub fn goes_on(&self) -> bool {
        let any = || {
            self.snapshot.searcher.segment_readers().iter().any(|reader| any_goes_on(reader).unwrap_or(true))
        };
        *self.goes_on.get_or_init(any)
    }

    /// How many passages hold a term.
    pub fn passages(&self, term: &Term) -> u64 {
        self.doc_freq(term).unwrap_or(0)
    }

    /// Scores by what is known.
    pub fn scoring(&self) -> EnableScoring<'_> {
        EnableScoring::enabled_from_statistics_provider(self, &self.snapshot.searcher)
    }
}

impl Bm25StatisticsProvider for TermStatistics {
    fn total_num_tokens(&self, field: Field) -> Result<u64, TantivyError> {
        if let Some(known) = self.fields.lock().unwrap_or_else(PoisonError::into_inner).get(&field) {
            return Ok(*known);
        }
        let number = self.snapshot.searcher.total_num_tokens(field)?;
        self.fields.lock().unwrap_or_else(PoisonError::into_inner).insert(field, number);
        Ok(number)
    }

    fn total_num_docs(&self) -> Result<u64, TantivyError> {
        self.snapshot.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> Result<u64, TantivyError> {
        if !self.in_use.contains(&term.field()) {
            return Ok(0);
        }
        if let Some(known) = self.terms.lock().unwrap_or_else(PoisonError::into_inner).get(term) {
            return Ok(*known);
        }
        let number = Bm25StatisticsProvider::doc_freq(&self.snapshot.searcher, term)?;
        let mut terms = self.terms.lock().unwrap_or_else(PoisonError::into_inner);
        if terms.len() == MAX_TERMS {
            terms.clear();
        }
        terms.insert(term.clone(), number);
        Ok(number)
    }
}
