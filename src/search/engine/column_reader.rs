//! Reader of the columns of one segment: matching statements by the block, values of many passages at once, names
//! in one way through the dictionary.

use std::io;

use tantivy::columnar::{Column, ColumnIndex, StrColumn};
use tantivy::query::Weight;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::index::read::lookup::is_alive;
use crate::index::schema::column;
use crate::index::schema::runs::KeyRuns;
use crate::search::error::SearchError;

/// So many passages are read from a column at a time.
const BLOCK_PASSAGES: usize = 16 * COLLECT_BLOCK_BUFFER_LEN;

/// Statements side by side, each by one of its passages, in the order of the index.
#[derive(Default)]
pub(crate) struct StatementBlock {
    /// The passage that stands for each: the best where scores were asked for, else the first.
    pub passages: Vec<DocId>,
    /// The segment's own numbers of the statements.
    pub statements: Vec<u32>,
    /// The passages' scores; 0 where scores were not asked for.
    pub scores: Vec<Score>,
}

impl StatementBlock {
    fn clear(&mut self) {
        self.passages.clear();
        self.statements.clear();
        self.scores.clear();
    }

    /// Adds a passage; one of the statement that came last stands for it only if it is better.
    fn add(&mut self, passage: DocId, statement: u32, score: Score) {
        let last = self.statements.len().wrapping_sub(1);
        if self.statements.get(last) != Some(&statement) {
            self.passages.push(passage);
            self.statements.push(statement);
            self.scores.push(score);
        } else if score > self.scores[last] {
            (self.passages[last], self.scores[last]) = (passage, score);
        }
    }

    /// All but the last statement, of which more passages may follow.
    fn hand_on(&mut self, each: &mut impl FnMut(&Self)) {
        let last = self.passages.pop().zip(self.statements.pop()).zip(self.scores.pop());
        if !self.passages.is_empty() {
            each(self);
        }
        self.clear();
        if let Some(((passage, statement), score)) = last {
            self.add(passage, statement, score);
        }
    }
}

/// Hands on the statements that match in a segment, each once, and tells how many passages do. A statement's
/// passages stand side by side.
pub(crate) fn statements(
    weight: &dyn Weight,
    reader: &SegmentReader,
    scored: bool,
    mut each: impl FnMut(&StatementBlock),
) -> Result<u64, SearchError> {
    let runs = KeyRuns::open(reader, column::STATEMENT_KEY)?;
    let mut found = weight.scorer(reader, 1.0)?;
    let (mut numbers, mut block) = (Vec::new(), StatementBlock::default());
    let (mut matching, mut scores): (Vec<DocId>, Vec<Score>) = (Vec::new(), Vec::new());
    let mut passages = 0;
    while found.doc() != TERMINATED {
        matching.clear();
        scores.clear();
        if scored {
            while found.doc() != TERMINATED && matching.len() < BLOCK_PASSAGES {
                if is_alive(reader, found.doc()) {
                    matching.push(found.doc());
                    scores.push(found.score());
                }
                found.advance();
            }
        } else {
            fill(&mut *found, &mut matching);
            if reader.has_deletes() {
                matching.retain(|passage| is_alive(reader, *passage));
            }
        }
        passages += matching.len() as u64;
        runs.numbers(&matching, &mut numbers);
        for (place, (passage, statement)) in matching.iter().zip(&numbers).enumerate() {
            let score = scores.get(place).copied().unwrap_or_default();
            block.add(*passage, *statement, score);
        }
        block.hand_on(&mut each);
    }
    if !block.passages.is_empty() {
        each(&block);
    }
    Ok(passages)
}

/// The next passages, as many as make a block.
fn fill<D: DocSet + ?Sized>(found: &mut D, matching: &mut Vec<DocId>) {
    let mut some = [TERMINATED; COLLECT_BLOCK_BUFFER_LEN];
    while matching.len() < BLOCK_PASSAGES {
        let filled = found.fill_buffer(&mut some);
        matching.extend_from_slice(&some[..filled]);
        if filled < some.len() {
            break;
        }
    }
}

/// What was read last from a column; the room is used again.
#[derive(Default)]
pub(crate) struct ColumnReader<T> {
    values: Vec<Option<T>>,
    rows: Vec<u32>,
    dense: Vec<T>,
}

impl<T: PartialOrd + Copy + Default + std::fmt::Debug + Send + Sync + 'static> ColumnReader<T> {
    /// The same of a column that may not be there or was not asked for: then nothing.
    pub fn first_of(&mut self, column: Option<&Column<T>>, passages: &[DocId]) -> &[Option<T>] {
        column.map_or(&[], |column| self.first(column, passages))
    }

    /// The first value of each of the passages, which are in order.
    pub fn first(&mut self, column: &Column<T>, passages: &[DocId]) -> &[Option<T>] {
        self.values.clear();
        self.values.resize(passages.len(), None);
        let (Some(from), Some(last)) = (passages.first(), passages.last()) else {
            return &self.values;
        };
        let reach = from..&(last + 1);
        let rows = column.index.docid_range_to_rowids(*reach.start..*reach.end);
        let one_each = !matches!(column.index, ColumnIndex::Multivalued(_))
            && rows.len() == (reach.end - reach.start) as usize;
        if !one_each {
            column.first_vals(passages, &mut self.values);
            return &self.values;
        }
        // All between the first and the last have a value: its row is as far from the first one's.
        self.dense.clear();
        self.dense.resize(passages.len(), T::default());
        if rows.len() == passages.len() {
            column.values.get_range(rows.start.into(), &mut self.dense);
        } else {
            self.rows.clear();
            self.rows.extend(passages.iter().map(|passage| rows.start + (passage - from)));
            column.values.get_vals(&self.rows, &mut self.dense);
        }
        self.values.iter_mut().zip(&self.dense).for_each(|(value, read)| *value = Some(*read));
        &self.values
    }
}

/// Calls `each` with the place of a passage and the segment's own number of each of its values; with `None`
/// where it has none.
pub(crate) fn ordinals(
    column: &StrColumn,
    read: &mut ColumnReader<u64>,
    passages: &[DocId],
    mut each: impl FnMut(usize, Option<u64>),
) {
    if !matches!(column.ords().index, ColumnIndex::Multivalued(_)) {
        let values = read.first(column.ords(), passages);
        return values.iter().enumerate().for_each(|(place, ordinal)| each(place, *ordinal));
    }
    for (place, passage) in passages.iter().enumerate() {
        let mut any = false;
        for ordinal in column.term_ords(*passage) {
            any = true;
            each(place, Some(ordinal));
        }
        if !any {
            each(place, None);
        }
    }
}

/// The names of a column's values, whose numbers are in order.
pub(crate) fn names(column: &StrColumn, ordinals: &[u64]) -> io::Result<Vec<String>> {
    let mut names = Vec::with_capacity(ordinals.len());
    let mut broken = None;
    let all =
        column.dictionary().sorted_ords_to_term_cb(ordinals, |name| match std::str::from_utf8(name) {
            Ok(name) => names.push(name.to_owned()),
            Err(error) => broken = Some(error),
        })?;
    match broken {
        None if all => Ok(names),
        None => Err(io::Error::new(io::ErrorKind::InvalidData, "a column's value has no name")),
        Some(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error)),
    }
}
