//! The passages of one segment, read one after the other, and what they add up to.

use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, SegmentOrdinal};

use super::Fault;
use crate::index::error::IndexError;
use crate::index::read::snapshot::Snapshot;
use crate::index::schema::column;
use crate::index::schema::days::days;
use crate::index::schema::ids::key;
use crate::index::schema::runs::{PassageFilter, SegmentKeys};
use crate::index::schema::stored::{StoredFile, StoredPassage};

/// What came from one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    documents: u64,
    statements: u64,
    passages: u64,
}

/// What was read, and what is wrong.
#[derive(Default)]
pub(crate) struct Checked {
    pub faults: Vec<Fault>,
    pub records: BTreeMap<String, StoredFile>,
    pub statements: u64,
    pub passages: u64,
    files: HashMap<String, Counts>,
    /// The keys of the statements met.
    keys: HashSet<u64>,
    /// The passage before, in the order of the index.
    last: Option<StoredPassage>,
}

/// The columns that a passage is counted and filtered by.
struct Columns {
    keys: SegmentKeys,
    first: Option<Column<i64>>,
    last: Option<Column<i64>>,
}

impl Checked {
    /// Reads a segment that should hold `expected` passages and records.
    pub fn segment(snapshot: &Snapshot, segment: SegmentOrdinal, expected: u32) -> Self {
        let mut checked = Self::default();
        if let Err(error) = checked.read(snapshot, segment, expected) {
            let id = snapshot.searcher.segment_reader(segment).segment_id();
            checked.faults.push(Fault::new(id.uuid_string(), error.to_string()));
        }
        checked.end_statement();
        checked
    }

    fn read(
        &mut self,
        snapshot: &Snapshot,
        segment: SegmentOrdinal,
        expected: u32,
    ) -> Result<(), IndexError> {
        let reader = snapshot.searcher.segment_reader(segment);
        let fast = reader.fast_fields();
        let columns = Columns {
            keys: SegmentKeys::open(reader)?,
            first: fast.column_opt(column::FIRST_DAY)?,
            last: fast.column_opt(column::LAST_DAY)?,
        };
        let passages = PassageFilter::open(reader)?;
        let mut count = 0;
        for at in reader.doc_ids_alive() {
            count += 1;
            let place = DocAddress::new(segment, at);
            let read = match passages.holds(at) {
                true => snapshot.passage(place).map(|passage| self.passage(passage, at, &columns)),
                false => snapshot.file_at(place).map(|record| self.record(record)),
            };
            if let Err(error) = read {
                let what = format!("passage {count} cannot be read: {error}");
                self.faults.push(Fault::new(reader.segment_id().uuid_string(), what));
            }
        }
        if count != expected {
            let what = format!("it holds {count} passages and records, and should hold {expected}");
            self.faults.push(Fault::new(reader.segment_id().uuid_string(), what));
        }
        Ok(())
    }

    fn record(&mut self, record: StoredFile) {
        match self.records.get_mut(&record.name) {
            Some(other) if record.supersedes(other) => *other = record,
            Some(other) if other.supersedes(&record) => {}
            Some(_) => self.faults.push(Fault::new(record.name, "two records tell of this file")),
            None => drop(self.records.insert(record.name.clone(), record)),
        }
    }

    fn passage(&mut self, passage: StoredPassage, at: DocId, columns: &Columns) {
        self.passages += 1;
        if let Some(what) = self.wrong_with(&passage, at, columns) {
            self.faults.push(Fault::new(passage.id.clone(), what));
        }
        let new_document = self.is_new_document(&passage);
        let next = self.last.as_ref().is_some_and(|last| last.id == passage.id);
        if !next {
            self.end_statement();
            self.statements += 1;
            if !self.keys.insert(key(&passage.id)) {
                self.faults
                    .push(Fault::new(passage.id.clone(), "it is in the index twice, or in two pieces"));
            }
        }
        let counts = self.files.entry(passage.path.clone()).or_default();
        counts.passages += 1;
        counts.statements += u64::from(!next);
        counts.documents += u64::from(new_document);
        self.last = Some(passage);
    }

    /// What is wrong with one passage, beside the one before it.
    fn wrong_with(&self, passage: &StoredPassage, at: DocId, columns: &Columns) -> Option<&'static str> {
        let span = passage.span;
        if span.end.checked_sub(span.start) != Some(passage.text.chars().count()) {
            return Some("a passage is not as long as its place says");
        }
        let before = self.last.as_ref().filter(|last| last.id == passage.id);
        let begins = before.map_or(passage.statement.start, |last| last.span.end);
        if span.start != begins {
            return Some("a passage does not begin where the one before it ends");
        }
        let date = passage.date.value;
        let day = |column: &Option<Column<i64>>| column.as_ref().and_then(|column| column.first(at));
        let SegmentKeys { statement, document, .. } = &columns.keys;
        let agrees = statement.key(at) == key(&passage.id)
            && statement.begins(at) == before.is_none()
            && document.key(at) == key(&passage.document)
            && document.begins(at) == self.is_new_document(passage)
            && day(&columns.first) == date.map(|date| days(date.first_day()))
            && day(&columns.last) == date.map(|date| days(date.last_day()));
        (!agrees).then_some("the columns of a passage do not say what the passage says")
    }

    fn is_new_document(&self, passage: &StoredPassage) -> bool {
        self.last.as_ref().is_none_or(|last| last.document != passage.document)
    }

    /// A statement's last passage ends where the statement does.
    fn end_statement(&mut self) {
        if let Some(last) = self.last.take()
            && last.span.end != last.statement.end
        {
            self.faults.push(Fault::new(last.id, "its last passage is missing"));
        }
    }

    /// Adds what was read of another segment.
    pub fn join(&mut self, other: Self) {
        self.faults.extend(other.faults);
        self.statements += other.statements;
        self.passages += other.passages;
        other.records.into_values().for_each(|record| self.record(record));
        for (file, counts) in other.files {
            let sum = self.files.entry(file).or_default();
            sum.documents += counts.documents;
            sum.statements += counts.statements;
            sum.passages += counts.passages;
        }
        let twice = other.keys.iter().filter(|key| self.keys.contains(key)).count();
        if twice > 0 {
            self.faults.push(Fault::new("statements", format!("{twice} are in the index twice")));
        }
        self.keys.extend(other.keys);
    }

    /// Compares what came from each file with the file's record.
    pub fn against_records(&mut self) {
        for (name, record) in &self.records {
            let told = Counts {
                documents: record.documents,
                statements: record.statements,
                passages: record.passages,
            };
            let found = self.files.remove(name).unwrap_or_default();
            // A document without a word has no passage.
            if (found.statements, found.passages) != (told.statements, told.passages)
                || found.documents > told.documents
            {
                let Counts { documents, statements, passages } = found;
                let what = format!(
                    "the index holds {documents} documents, {statements} statements and {passages} passages of \
                     it, and its record says {}, {} and {}",
                    told.documents, told.statements, told.passages
                );
                self.faults.push(Fault::new(name.clone(), what));
            }
            if let Some(original) =
                record.copy_of.as_ref().filter(|original| !self.records.contains_key(*original))
            {
                self.faults.push(Fault::new(
                    name.clone(),
                    format!("it is a copy of {original}, which is not there"),
                ));
            }
        }
        let strays = self.files.keys().map(|name| Fault::new(name.clone(), "no record tells of this file"));
        self.faults.extend(strays);
    }
}
