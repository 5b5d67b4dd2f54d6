//! Candidates: statements of the index that may be near-duplicates of one that is being written.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::bloom_filter::BloomFilter;
use super::min_hash;
use super::min_hash::Sketch;
use crate::index::error::IndexError;
use crate::index::read::lookup::is_alive;
use crate::index::read::snapshot::Snapshot;
use crate::index::schema::column;
use crate::index::schema::fields::Fields;

/// So many statements that share bands with one are compared with it, those that share the most first.
pub(crate) const MAX_COMPARED: usize = 16;
/// Of one group so many: they stand for the others.
pub(crate) const MAX_COMPARED_OF_GROUP: usize = 4;
/// So many statements at most are looked at for each number shared, and found by it; a phrase such as `Thank you` has
/// thousands. Without that bound the work would grow with the square of statements that share a long passage.
pub(crate) const MAX_POSTINGS_PER_BAND: usize = 64;

/// A run that reads so many bytes makes a filter of the bands that the index holds: for a smaller one that
/// would be more work than looking for its own.
const MIN_FILTERED_BYTES: u64 = 200_000;
/// A statement has a band for about so many bytes of a file.
const BYTES_A_BAND: u64 = 60;

/// Statements of so many bytes of text are kept as they were read: what was copied once is copied again. Each takes
/// about three times its text.
const MAX_CACHED_TEXT_BYTES: usize = 16 << 20;

/// Finds statements of the index by their bands.
pub(crate) struct Candidates {
    /// The bands that the index may hold; `None` where all may be there.
    filter: Option<BloomFilter>,
    /// What stands in a segment stays as it is, but for what is taken out, and that is not asked for.
    kept: Mutex<Kept>,
}

/// Statements as they were read.
#[derive(Default)]
struct Kept {
    statements: FxHashMap<(SegmentId, DocId), Arc<CandidateStatement>>,
    /// The bytes of their texts.
    bytes: usize,
}

/// A statement of the index.
pub(crate) struct CandidateStatement {
    /// `None` where it has no word.
    pub sketch: Option<Sketch>,
    pub speaker: Option<Box<str>>,
    /// The file that it came from.
    pub file: Box<str>,
    /// The key of its group.
    pub group: u64,
}

impl Candidates {
    /// For a run that reads about so many bytes.
    pub fn open(snapshot: &Snapshot, bytes: u64) -> Result<Self, IndexError> {
        let filter = if bytes < MIN_FILTERED_BYTES { None } else { Some(filter(snapshot, bytes)?) };
        Ok(Self { filter, kept: Mutex::default() })
    }

    /// Takes note of bands that the index will hold.
    pub fn add_bands(&self, bands: &[u32]) {
        if let Some(filter) = &self.filter {
            bands.iter().for_each(|band| filter.insert(u64::from(*band)));
        }
    }

    /// The statements that share the most bands with one that has these, the rarer ones counting more; counts in `held` how many were met by each
    /// band. `snapshot` gives the index as it stands, and is asked only where it may hold one of the bands: most
    /// statements have none.
    pub fn sharing(
        &self,
        snapshot: impl FnOnce() -> Snapshot,
        bands: &[u32],
        held: &mut [usize],
    ) -> Result<Vec<Arc<CandidateStatement>>, IndexError> {
        let may_be =
            |band: u32| self.filter.as_ref().is_none_or(|filter| filter.may_contain(u64::from(band)));
        let bands: Vec<(u32, u32)> =
            (0..).zip(bands.iter().copied()).filter(|(_, band)| may_be(*band)).collect();
        if bands.is_empty() {
            return Ok(Vec::new());
        }
        let snapshot = snapshot();
        let searcher = &snapshot.searcher;
        let mut met: Vec<(DocAddress, u32)> = Vec::new();
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            sharing(reader, snapshot.fields(), &bands, &mut |at, place| {
                met.push((DocAddress::new(segment, at), place));
                held[place as usize] += 1;
            })?;
        }
        let mut shared: HashMap<DocAddress, usize> = HashMap::new();
        for (at, place) in met {
            *shared.entry(at).or_default() += weight(held[place as usize]);
        }
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.sort_unstable_by_key(|(at, weight)| (std::cmp::Reverse(*weight), *at));
        let keys = snapshot.keys()?;
        let group = |at: &DocAddress| keys[at.segment_ord as usize].group(at.doc_id);
        let few = few_of_each_group(shared.into_iter().map(|(at, _)| at), group);
        few.into_iter().map(|at| self.held(&snapshot, at)).collect()
    }

    fn held(&self, snapshot: &Snapshot, at: DocAddress) -> Result<Arc<CandidateStatement>, IndexError> {
        let place = (snapshot.searcher.segment_reader(at.segment_ord).segment_id(), at.doc_id);
        if let Some(held) = self.kept().statements.get(&place) {
            return Ok(Arc::clone(held));
        }
        let (held, length) = CandidateStatement::read_at(snapshot, at)?;
        let held = Arc::new(held);
        let mut kept = self.kept();
        if kept.bytes + length > MAX_CACHED_TEXT_BYTES {
            *kept = Kept::default();
        }
        kept.bytes += length;
        kept.statements.insert(place, Arc::clone(&held));
        Ok(held)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// What it counts to share a band by which so many are found: the fewer they are, the more it says.
pub(crate) fn weight(found: usize) -> usize {
    (MAX_POSTINGS_PER_BAND / found.max(1)).max(1)
}

/// The first that are to be compared, few of each group.
pub(crate) fn few_of_each_group<T>(found: impl Iterator<Item = T>, group: impl Fn(&T) -> u64) -> Vec<T> {
    let mut taken: FxHashMap<u64, usize> = FxHashMap::default();
    let few = found.filter(|one| {
        let of_group = taken.entry(group(one)).or_default();
        *of_group += 1;
        *of_group <= MAX_COMPARED_OF_GROUP
    });
    few.take(MAX_COMPARED).collect()
}

/// The bands that the index holds, with room for those of a run that reads so many bytes.
fn filter(snapshot: &Snapshot, bytes: u64) -> Result<BloomFilter, IndexError> {
    let searcher = &snapshot.searcher;
    let mut columns = Vec::new();
    for reader in searcher.segment_readers() {
        columns.extend(reader.fast_fields().column_opt::<u64>(column::BANDS)?);
    }
    let held: u64 = columns.iter().map(|column| u64::from(column.values.num_vals())).sum();
    let filter =
        BloomFilter::with_capacity(usize::try_from(held + bytes / BYTES_A_BAND).unwrap_or(usize::MAX));
    for column in &columns {
        column.values.iter().for_each(|band| filter.insert(band));
    }
    Ok(filter)
}

/// Hands on each statement of a segment that has one of the bands, once for each that it has; each band with
/// its place among those of a statement, which is the same for all that have it.
fn sharing(
    reader: &SegmentReader,
    fields: &Fields,
    bands: &[(u32, u32)],
    take: &mut dyn FnMut(DocId, u32),
) -> tantivy::Result<()> {
    let Some(column) = reader.fast_fields().column_opt::<u64>(column::BANDS)? else { return Ok(()) };
    let keys = reader.inverted_index(fields.band_keys)?;
    let has = |at, place: u32, band: u32| {
        let values = column.index.value_row_ids(at);
        let value = values.start + place;
        value < values.end && column.values.get_val(value) == u64::from(band)
    };
    for (place, band) in bands {
        let term = Term::from_field_u64(fields.band_keys, min_hash::key(*band));
        let Some(mut postings) = keys.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        let mut found = 0;
        while postings.doc() != TERMINATED && found < MAX_POSTINGS_PER_BAND {
            let at = postings.doc();
            if is_alive(reader, at) && has(at, *place, *band) {
                found += 1;
                take(at, *place);
            }
            postings.advance();
        }
    }
    Ok(())
}

impl CandidateStatement {
    /// The statement whose first passage is at that place, put together from its passages: the others follow.
    /// And the length of its text in bytes.
    fn read_at(snapshot: &Snapshot, first: DocAddress) -> Result<(Self, usize), IndexError> {
        let reader = snapshot.searcher.segment_reader(first.segment_ord);
        let keys = snapshot.keys()?;
        let keys = &keys[first.segment_ord as usize];
        let (mut text, mut speaker, mut at) = (String::new(), None, first);
        loop {
            let ends = snapshot.with_packed(at, |packed| {
                text.push_str(packed.text());
                if at == first {
                    speaker = joint(packed.speakers()).map(|names| names.into());
                }
                Ok(packed.span().end >= packed.statement().end)
            })?;
            at.doc_id += 1;
            if ends || at.doc_id >= reader.max_doc() || keys.statement.begins(at.doc_id) {
                break;
            }
        }
        let group = keys.group(first.doc_id);
        let opening = DocAddress::new(first.segment_ord, keys.document.first(first.doc_id));
        let file = snapshot.with_packed(opening, |mut packed| {
            Ok(packed.of_document().map(|document| document.file().into()).unwrap_or_default())
        })?;
        Ok((Self { sketch: Sketch::from_text(&text), speaker, file, group }, text.len()))
    }
}

/// The names of those who speak as one: what one says alone is no copy of what two say together.
pub(super) fn joint<'n>(mut names: impl Iterator<Item = &'n str>) -> Option<Cow<'n, str>> {
    let first = Cow::Borrowed(names.next()?);
    Some(names.fold(first, |all, name| Cow::Owned(format!("{all}\n{name}"))))
}
