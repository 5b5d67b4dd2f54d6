//! Statistics: what an index holds, and how much room it takes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::snapshot::Snapshot;
use crate::index::error::IndexError;
use crate::index::schema::column;
use crate::index::schema::days::day_of;
use crate::index::schema::runs::{KeyRuns, PassageFilter};
use crate::model::Kind;
use crate::read::Skip;

/// So many passages are read for the languages, spread over the index.
const SAMPLED_PASSAGES: usize = 1_000;

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stats {
    /// Files that were indexed, copies of others counted in.
    pub files: u64,
    /// Those of them that hold the same as another.
    pub copies: u64,
    /// Documents.
    pub documents: u64,
    /// Statements.
    pub statements: u64,
    /// Passages.
    pub passages: u64,
    /// Statements by their kind.
    pub kinds: BTreeMap<&'static str, u64>,
    /// The first day of the earliest date.
    pub from: Option<NaiveDate>,
    /// The last day of the latest date.
    pub to: Option<NaiveDate>,
    /// Statements without a date.
    pub undated: u64,
    /// Statements without a speaker, narration apart.
    pub without_speaker: u64,
    /// The languages of a sample of passages and how many are in each, the most frequent first; those too
    /// short to tell are left out.
    pub languages: Vec<(String, u64)>,
    /// How many passages the sample held.
    pub sample: u64,
    /// Parts that the index is made of; each search asks all of them.
    pub segments: u64,
    /// Passages that were taken out and whose room is not yet free.
    pub taken_out: u64,
    /// Bytes on disk, 0 in memory.
    pub bytes: u64,
    /// Bytes of the files that were read, as they lay on the disk.
    pub source_bytes: u64,
    /// A number that changes with every commit.
    pub generation: u64,
    /// What could not be read, with file and line.
    pub skips: Vec<Skip>,
}

impl Snapshot {
    /// Counts what the index holds.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        let mut stats = Stats { generation: self.generation()?, bytes: self.bytes(), ..Stats::default() };
        for file in self.files()? {
            stats.files += 1;
            stats.copies += u64::from(file.copy_of.is_some());
            stats.documents += file.documents;
            stats.source_bytes += file.size;
            stats.skips.extend(file.skips);
        }
        stats.skips.sort();
        self.count_statements(&mut stats)?;
        self.tell_languages(&mut stats)?;
        Ok(stats)
    }

    /// Bytes on disk, 0 in memory.
    pub(crate) fn bytes(&self) -> u64 {
        let Some(dir) = &self.shared.dir else { return 0 };
        let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
        files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
    }

    /// By the columns: a statement's passages stand side by side.
    fn count_statements(&self, stats: &mut Stats) -> Result<(), IndexError> {
        let mut covered: Option<(i64, i64)> = None;
        for reader in self.searcher.segment_readers() {
            stats.segments += 1;
            stats.taken_out += u64::from(reader.num_deleted_docs());
            let columns = StatsColumns::open(reader)?;
            for passage in reader.doc_ids_alive() {
                // The records of files have no kind.
                let Some(kind) = columns.kind(passage) else { continue };
                stats.passages += 1;
                if !columns.statements.begins(passage) {
                    continue;
                }
                stats.statements += 1;
                *stats.kinds.entry(kind).or_default() += 1;
                let nobody = kind != Kind::Narration.as_str() && !columns.has_speaker(passage);
                stats.without_speaker += u64::from(nobody);
                match columns.days(passage) {
                    Some((from, to)) => {
                        covered =
                            Some(covered.map_or((from, to), |(first, last)| (first.min(from), last.max(to))));
                    }
                    None => stats.undated += 1,
                }
            }
        }
        stats.from = covered.and_then(|(first, _)| day_of(first));
        stats.to = covered.and_then(|(_, last)| day_of(last));
        Ok(())
    }

    fn tell_languages(&self, stats: &mut Stats) -> Result<(), IndexError> {
        let searcher = &self.searcher;
        let step = (stats.passages as usize).div_ceil(SAMPLED_PASSAGES).max(1);
        let mut languages: BTreeMap<&str, u64> = BTreeMap::new();
        let mut place = 0;
        for (ordinal, reader) in (0..).zip(searcher.segment_readers()) {
            let passages = PassageFilter::open(reader)?;
            for passage in reader.doc_ids_alive().filter(|at| passages.holds(*at)) {
                place += 1;
                if place % step != 0 {
                    continue;
                }
                let text = self.text(DocAddress::new(ordinal, passage))?;
                stats.sample += 1;
                if let Some(told) = whatlang::detect(&text).filter(|told| told.is_reliable()) {
                    *languages.entry(told.lang().eng_name()).or_default() += 1;
                }
            }
        }
        stats.languages = languages.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        stats.languages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(())
    }
}

/// The columns of one segment.
struct StatsColumns {
    statements: KeyRuns,
    kinds: Option<StrColumn>,
    /// The kinds by the segment's own numbers.
    names: Vec<&'static str>,
    speakers: Option<StrColumn>,
    first: Option<Column<i64>>,
    last: Option<Column<i64>>,
}

impl StatsColumns {
    fn open(reader: &SegmentReader) -> Result<Self, IndexError> {
        let columns = reader.fast_fields();
        let kinds = columns.str(column::KIND)?;
        let mut names = Vec::new();
        if let Some(kinds) = &kinds {
            let ordinals: Vec<u64> = (0..kinds.num_terms() as u64).collect();
            let known =
                |name: &[u8]| Kind::ALL.into_iter().map(Kind::as_str).find(|kind| kind.as_bytes() == name);
            let all = kinds.dictionary().sorted_ords_to_term_cb(&ordinals, |name| names.extend(known(name)));
            all.map_err(tantivy::TantivyError::from)?;
        }
        Ok(Self {
            statements: KeyRuns::open(reader, column::STATEMENT_KEY)?,
            kinds,
            names,
            speakers: columns.str(column::SPEAKER)?,
            first: columns.column_opt(column::FIRST_DAY)?,
            last: columns.column_opt(column::LAST_DAY)?,
        })
    }

    fn kind(&self, passage: DocId) -> Option<&'static str> {
        let kind = self.kinds.as_ref()?.term_ords(passage).next()?;
        Some(self.names.get(kind as usize).copied().unwrap_or_default())
    }

    fn has_speaker(&self, passage: DocId) -> bool {
        self.speakers.as_ref().is_some_and(|speakers| speakers.term_ords(passage).next().is_some())
    }

    fn days(&self, passage: DocId) -> Option<(i64, i64)> {
        self.first.as_ref()?.first(passage).zip(self.last.as_ref()?.first(passage))
    }
}
