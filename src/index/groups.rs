//! Finds the group of near-identical statements that a statement belongs to, while it is written.

use std::cell::LazyCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard};

use rustc_hash::FxHashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::analysis::Tokens;
use super::copies::{self, LEAST_ALIKE, Sketch};
use super::schema::Fields;
use super::seen::Seen;
use super::{Index, IndexError};
use crate::model::Statement;

/// So many statements that share bands with one are compared with it, those that share the most first.
const COMPARED: usize = 16;
/// So many statements at most are looked at for each number shared; a phrase such as `Thank you` has thousands.
const LOOKED_AT: usize = 64;
/// A statement that so many of the same words and speaker stand for already need not be found itself.
const ENOUGH: usize = 4;
/// So many statements are remembered between two commits, in the bytes of their text and 0.3 kB each: one file
/// may hold any number.
const REMEMBERED: usize = 100_000;
/// Members have smaller numbers, and the numbers of links begin here.
const LINK: u32 = 1 << 31;

/// A run that reads so many bytes makes a filter of the bands that the index holds: for a smaller one that
/// would be more work than looking for its own.
const FILTERED: u64 = 200_000;
/// A statement has a band for about so many bytes of a file.
const BYTES_A_BAND: u64 = 40;

/// The groups of what the index holds and of what was added since the last commit.
pub(super) struct Groups {
    recent: Mutex<Recent>,
    /// The bands that the index may hold; `None` where all may be there.
    seen: Option<Seen>,
}

/// What was added and taken out since the last commit: a reader sees neither.
#[derive(Default)]
struct Recent {
    added: Vec<Member>,
    /// For each band the member that had it last, or, from [`LINK`] on, the number of its last link: most
    /// bands have one member.
    by_band: FxHashMap<u32, u32>,
    /// A member that has a band, and who had it before, in the same way.
    links: Vec<(u32, u32)>,
    removed: HashSet<String>,
}

/// A statement that others may be copies of. Its sketch is made anew when it is compared: most never are, and
/// the words take less room.
struct Member {
    text: Box<str>,
    speaker: Option<Box<str>>,
    group: u64,
}

/// Where a statement belongs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The key of its group.
    pub group: u64,
    /// Whether the group is named after another.
    pub joined: bool,
    /// The bands under which its copies will find it.
    pub bands: Vec<u32>,
}

impl Groups {
    /// For a run that reads about so many bytes.
    pub fn of(index: &Index, bytes: u64) -> Result<Self, IndexError> {
        let seen = if bytes < FILTERED { None } else { Some(held(index, bytes)?) };
        Ok(Self { recent: Mutex::default(), seen })
    }

    /// Forgets what was added: it is committed, and found in the index from here on.
    pub fn committed(&self) {
        *self.recent() = Recent::default();
    }

    /// Takes note that what came from a file is gone, though readers see it until the next commit.
    pub fn removed(&self, file: &str) {
        let mut recent = self.recent();
        if !recent.removed.contains(file) {
            recent.removed.insert(file.to_owned());
        }
    }

    /// Finds the group of a statement that is about to be added. `key` is its own.
    ///
    /// It joins the group of the statement it is most alike, if none in that group that is alike contradicts
    /// it: has another speaker (one who is unknown is no other), or another figure, name or negation. Without
    /// such a group it begins one.
    pub fn place(
        &self,
        index: &Index,
        statement: &Statement,
        tokens: &Tokens,
        key: u64,
    ) -> Result<Place, IndexError> {
        let speaker = statement.speaker.as_ref().map(|speaker| speaker.name.as_str());
        let bands = copies::bands(tokens, speaker);
        let sketch = LazyCell::new(|| Sketch::of_tokens(&statement.text, tokens));
        let mut found = Found { sketch: &sketch, speaker, groups: BTreeMap::new(), equal: 0 };
        self.in_index(index, &bands, &mut found)?;
        // From here to the end nobody else adds: of two copies written at once one sees the other.
        let mut recent = self.recent();
        for member in recent.sharing(&bands) {
            found.compare(&member.text, member.speaker.as_deref(), member.group);
        }
        let group = found.best().unwrap_or(key);
        let joined = group != key;
        if found.equal >= ENOUGH {
            return Ok(Place { group, joined, bands: Vec::new() });
        }
        if let Some(seen) = &self.seen {
            bands.iter().for_each(|band| seen.insert(u64::from(*band)));
        }
        recent.add(
            Member { text: statement.text.as_str().into(), speaker: speaker.map(Into::into), group },
            &bands,
        );
        Ok(Place { group, joined, bands })
    }

    fn in_index(&self, index: &Index, bands: &[u32], found: &mut Found<'_>) -> Result<(), IndexError> {
        let may_be = |band: u32| self.seen.as_ref().is_none_or(|seen| seen.may_hold(u64::from(band)));
        let bands: Vec<(u32, u32)> =
            (0..).zip(bands.iter().copied()).filter(|(_, band)| may_be(*band)).collect();
        if bands.is_empty() {
            return Ok(());
        }
        let searcher = index.searcher();
        let mut shared: HashMap<DocAddress, usize> = HashMap::new();
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            sharing(reader, &index.fields, &bands, &mut |at| {
                *shared.entry(DocAddress::new(segment, at)).or_default() += 1;
            })?;
        }
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.sort_unstable_by_key(|(at, bands)| (std::cmp::Reverse(*bands), *at));
        for (at, _) in shared.into_iter().take(COMPARED) {
            let member = Stands::at(index, &searcher, at)?;
            if self.recent().removed.contains(&member.file) {
                continue;
            }
            found.compare(&member.text, member.speaker.as_deref(), member.group);
        }
        Ok(())
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// The bands that the index holds, with room for those of a run that reads so many bytes.
fn held(index: &Index, bytes: u64) -> Result<Seen, IndexError> {
    let searcher = index.searcher();
    let mut columns = Vec::new();
    for reader in searcher.segment_readers() {
        columns.extend(reader.fast_fields().column_opt::<u64>("bands")?);
    }
    let held: u64 = columns.iter().map(|column| u64::from(column.values.num_vals())).sum();
    let seen = Seen::for_about(usize::try_from(held + bytes / BYTES_A_BAND).unwrap_or(usize::MAX));
    for column in &columns {
        column.values.iter().for_each(|band| seen.insert(band));
    }
    Ok(seen)
}

/// Hands on each statement of a segment that has one of the bands, once for each that it has; each band with
/// its place among those of a statement, which is the same for all that have it.
fn sharing(
    reader: &SegmentReader,
    fields: &Fields,
    bands: &[(u32, u32)],
    take: &mut dyn FnMut(DocId),
) -> tantivy::Result<()> {
    let Some(column) = reader.fast_fields().column_opt::<u64>("bands")? else { return Ok(()) };
    let keys = reader.inverted_index(fields.band_keys)?;
    let has = |at, place: u32, band: u32| {
        let values = column.index.value_row_ids(at);
        let value = values.start + place;
        value < values.end && column.values.get_val(value) == u64::from(band)
    };
    for (place, band) in bands {
        let term = Term::from_field_u64(fields.band_keys, copies::key(*band));
        let Some(mut postings) = keys.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        let mut found = 0;
        while postings.doc() != TERMINATED && found < LOOKED_AT {
            let at = postings.doc();
            let alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(at));
            if alive && has(at, *place, *band) {
                found += 1;
                take(at);
            }
            postings.advance();
        }
    }
    Ok(())
}

impl Recent {
    fn sharing(&self, bands: &[u32]) -> impl Iterator<Item = &Member> {
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for last in bands.iter().filter_map(|band| self.by_band.get(band)) {
            let link = |at: u32| at.checked_sub(LINK).and_then(|at| self.links.get(at as usize));
            let all = std::iter::successors(Some(*last), |at| link(*at).map(|(_, before)| *before));
            for at in all.take(LOOKED_AT) {
                *shared.entry(link(at).map_or(at, |(member, _)| *member)).or_default() += 1;
            }
        }
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.sort_by_key(|(member, bands)| (std::cmp::Reverse(*bands), *member));
        shared.into_iter().take(COMPARED).map(|(member, _)| &self.added[member as usize])
    }

    fn add(&mut self, member: Member, bands: &[u32]) {
        if self.added.len() >= REMEMBERED {
            *self = Self { removed: std::mem::take(&mut self.removed), ..Self::default() };
        }
        let number = self.added.len() as u32;
        for band in bands {
            match self.by_band.entry(*band) {
                Entry::Vacant(place) => drop(place.insert(number)),
                Entry::Occupied(mut place) => {
                    // There are far fewer than 2³¹: of [`REMEMBERED`] members, some bands each.
                    let link = LINK + self.links.len() as u32;
                    self.links.push((number, place.insert(link)));
                }
            }
        }
        self.added.push(member);
    }
}

/// The groups with a copy of a statement.
struct Found<'a> {
    /// Made when something is compared with it: most share no band with any.
    sketch: &'a dyn Deref<Target = Option<Sketch>>,
    speaker: Option<&'a str>,
    /// How alike the best copy in each is; `None` where one that is alike contradicts.
    groups: BTreeMap<u64, Option<f64>>,
    /// How many copies have all its words and its speaker.
    equal: usize,
}

impl Found<'_> {
    fn compare(&mut self, text: &str, speaker: Option<&str>, group: u64) {
        let (Some(this), Some(sketch)) = (&**self.sketch, &Sketch::of(text)) else { return };
        let alike = this.alike(sketch);
        if alike < LEAST_ALIKE {
            return;
        }
        let fits = match (self.speaker, speaker) {
            (Some(one), Some(other)) if one != other => false,
            _ => this.same(sketch),
        };
        self.equal += usize::from(speaker == self.speaker && sketch == this);
        let best = self.groups.entry(group).or_insert(Some(0.0));
        *best = best.filter(|_| fits).map(|best| best.max(alike));
    }

    fn best(&self) -> Option<u64> {
        let fitting = self.groups.iter().filter_map(|(group, alike)| alike.map(|alike| (*group, alike)));
        fitting.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(group, _)| group)
    }
}

/// A statement of the index, put together from its passages.
struct Stands {
    text: String,
    speaker: Option<String>,
    file: String,
    group: u64,
}

impl Stands {
    /// The statement whose first passage is at that place: the others follow it.
    fn at(index: &Index, searcher: &Searcher, first: DocAddress) -> Result<Self, IndexError> {
        let reader = searcher.segment_reader(first.segment_ord);
        let group = index.keys(searcher)?[first.segment_ord as usize].group(first.doc_id).unwrap_or_default();
        let stored = index.passage(searcher, first)?;
        let (mut text, mut end, mut at) = (stored.text, stored.span.end, first);
        while end < stored.statement.end && at.doc_id + 1 < reader.max_doc() {
            at.doc_id += 1;
            let next = index.passage(searcher, at)?;
            if next.id != stored.id {
                break;
            }
            text.push_str(&next.text);
            end = next.span.end;
        }
        let speaker = stored.speaker.map(|speaker| speaker.name);
        Ok(Self { text, speaker, file: stored.path, group })
    }
}
