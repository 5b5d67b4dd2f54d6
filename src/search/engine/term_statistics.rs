//! Term statistics: how common terms are, looked up once.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::TantivyError;
use tantivy::collector::Count;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query as Engine};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocSet, TERMINATED};

use super::across::any_goes_on;
use crate::index::read::lookup::is_alive;
use crate::index::schema::column;
use crate::index::schema::runs::KeyRuns;
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
        if self.snapshot.collection().is_some() {
            return true;
        }
        let any = || {
            self.snapshot.searcher.segment_readers().iter().any(|reader| any_goes_on(reader).unwrap_or(true))
        };
        *self.goes_on.get_or_init(any)
    }

    /// How many passages hold a term.
    pub fn passages(&self, term: &Term) -> u64 {
        self.doc_freq(term).unwrap_or(0)
    }

    /// How many entries the index has: passages, and records of files.
    pub fn entries(&self) -> u64 {
        match self.snapshot.collection() {
            Some(whole) => whole.entries(),
            None => self.snapshot.searcher.num_docs(),
        }
    }

    /// How many documents there are, some that were taken out among them; 1 at least.
    pub fn documents(&self) -> Result<u64, IndexError> {
        if let Some(whole) = self.snapshot.collection() {
            return Ok(whole.documents().max(1));
        }
        let keys = self.snapshot.keys()?;
        Ok(keys.iter().map(|keys| u64::from(keys.document.len())).sum::<u64>().max(1))
    }

    /// How many passages a query finds; of an excerpt's whole, how many statements.
    pub fn count(&self, query: &dyn Engine) -> Result<u64, IndexError> {
        match self.snapshot.collection() {
            Some(whole) => whole.count(query),
            None => Ok(self.snapshot.searcher.search(query, &Count)? as u64),
        }
    }

    /// How many passages of the whole hold a term: as many to a statement as in the excerpt.
    fn passages_of_whole(&self, term: &Term) -> Result<Option<u64>, IndexError> {
        let Some(whole) = self.snapshot.collection() else { return Ok(None) };
        let searcher = &self.snapshot.searcher;
        let name = searcher.schema().get_field_name(term.field());
        let statements = whole.statements_with(name, term)?;
        let (mut passages_here, mut statements_here) = (0_u64, 0_u64);
        for reader in searcher.segment_readers() {
            let index = reader.inverted_index(term.field())?;
            let postings = index.read_postings(term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(TantivyError::from)? else { continue };
            let runs = KeyRuns::open(reader, column::STATEMENT_KEY)?;
            let mut last = None;
            while postings.doc() != TERMINATED {
                let at = postings.doc();
                if is_alive(reader, at) {
                    let run = runs.number(at);
                    passages_here += 1;
                    statements_here += u64::from(run != last);
                    last = run;
                }
                postings.advance();
            }
        }
        if statements_here == 0 {
            return Ok(Some(statements));
        }
        let share = statements as f64 / statements_here as f64;
        // Those that are here may be longer than the others.
        Ok(Some(((passages_here as f64 * share).round() as u64).min(whole.entries())))
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
        let searcher = &self.snapshot.searcher;
        let number = match self.snapshot.collection() {
            Some(whole) => whole.words_in(searcher.schema().get_field_name(field)),
            None => searcher.total_num_tokens(field)?,
        };
        self.fields.lock().unwrap_or_else(PoisonError::into_inner).insert(field, number);
        Ok(number)
    }

    fn total_num_docs(&self) -> Result<u64, TantivyError> {
        match self.snapshot.collection() {
            Some(whole) => Ok(whole.entries()),
            None => self.snapshot.searcher.total_num_docs(),
        }
    }

    fn doc_freq(&self, term: &Term) -> Result<u64, TantivyError> {
        if !self.in_use.contains(&term.field()) {
            return Ok(0);
        }
        if let Some(known) = self.terms.lock().unwrap_or_else(PoisonError::into_inner).get(term) {
            return Ok(*known);
        }
        let of_whole = self.passages_of_whole(term);
        let number = match of_whole.map_err(|error| TantivyError::InternalError(error.to_string()))? {
            Some(number) => number,
            None => Bm25StatisticsProvider::doc_freq(&self.snapshot.searcher, term)?,
        };
        let mut terms = self.terms.lock().unwrap_or_else(PoisonError::into_inner);
        if terms.len() == MAX_TERMS {
            terms.clear();
        }
        terms.insert(term.clone(), number);
        Ok(number)
    }
}
