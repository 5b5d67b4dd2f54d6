//! Groups of near-identical statements: which one a statement belongs to, found while it is written.

use std::cell::{LazyCell, OnceCell};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashSet};
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard};

use rustc_hash::FxHashMap;

use super::candidates::{Candidates, MAX_POSTINGS_PER_BAND, few_of_each_group, joint, weight};
use super::min_hash;
use super::min_hash::{NO_BAND, Sketch};
use crate::index::analysis::Tokens;
use crate::index::error::IndexError;
use crate::index::read::snapshot::Snapshot;
use crate::index::storage::manifest::LEAST_ALIKE;
use crate::model::Statement;

/// A statement that so many of the same words and speaker stand for already need not be found itself.
const MAX_EQUAL: usize = 4;
/// So many statements are remembered between two commits, in the bytes of their text and 0.3 kB each: one file
/// may hold any number.
const MAX_RECENT: usize = 100_000;
/// Members have smaller numbers, and the numbers of links begin here.
const LINK: u32 = 1 << 31;

/// The groups of what the index holds and of what was added since the last commit.
pub(crate) struct DuplicateGroups {
    recents: Mutex<Recents>,
    held: Candidates,
}

/// What was added and taken out since a commit.
#[derive(Default)]
struct Recents {
    /// What is not being committed yet.
    now: Recent,
    /// What is being committed.
    sealed: Recent,
}

/// What was added and taken out, and readers do not see yet.
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

/// A statement that others may be copies of. Its sketch is made when it is first compared: most never are.
struct Member {
    text: Box<str>,
    sketch: OnceCell<Option<Sketch>>,
    speaker: Option<Box<str>>,
    group: u64,
}

/// Where a statement belongs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct GroupPlace {
    /// The key of its group.
    pub group: u64,
    /// Whether the group is named after another.
    pub joined: bool,
    /// The bands under which its copies will find it; [`min_hash::NO_BAND`] in the place of one by which enough others
    /// are found.
    pub bands: Vec<u32>,
}

impl DuplicateGroups {
    /// For a run that reads about so many bytes.
    pub fn open(snapshot: &Snapshot, bytes: u64) -> Result<Self, IndexError> {
        Ok(Self { recents: Mutex::default(), held: Candidates::open(snapshot, bytes)? })
    }

    /// What was added up to here is about to be committed. What was sealed before is.
    pub fn seal(&self) {
        let mut recents = self.recents();
        recents.sealed = std::mem::take(&mut recents.now);
    }

    /// Forgets what was sealed: it is committed, and found in the index from here on.
    pub fn committed(&self) {
        self.recents().sealed = Recent::default();
    }

    /// Takes note that what came from a file is gone, though readers see it until the next commit.
    pub fn removed(&self, file: &str) {
        let removed = &mut self.recents().now.removed;
        if !removed.contains(file) {
            removed.insert(file.to_owned());
        }
    }

    /// Finds the group of a statement that is about to be added. `key` is its own.
    ///
    /// It joins the group of the statement it is most alike, if none in that group that is alike contradicts
    /// it: has another speaker (one who is unknown is no other), or another figure, name or negation. Without
    /// such a group it begins one.
    pub fn place(
        &self,
        snapshot: impl FnOnce() -> Snapshot,
        statement: &Statement,
        tokens: &Tokens,
        key: u64,
    ) -> Result<GroupPlace, IndexError> {
        let speakers = joint(statement.all_speakers().iter().map(|speaker| speaker.name.as_str()));
        let speaker = speakers.as_deref();
        let mut bands = min_hash::bands(tokens, speaker);
        let mut met = vec![0; bands.len()];
        let sketch = LazyCell::new(|| Sketch::of_tokens(&statement.text, tokens));
        let mut found = SimilarGroups { sketch: &sketch, speaker, groups: BTreeMap::new(), equal: 0 };
        let held = self.held.sharing(snapshot, &bands, &mut met)?;
        let mut recents = self.recents();
        for other in held.iter().filter(|other| !recents.removed(&other.file)) {
            found.compare(other.sketch.as_ref(), other.speaker.as_deref(), other.group);
        }
        for recent in [&recents.sealed, &recents.now] {
            for member in recent.sharing(&bands, &mut met) {
                found.compare(member.sketch(), member.speaker.as_deref(), member.group);
            }
        }
        let group = found.best().unwrap_or(key);
        let joined = group != key;
        let full = |(band, met): (&mut u32, usize)| {
            if met >= MAX_POSTINGS_PER_BAND {
                *band = NO_BAND;
            }
        };
        bands.iter_mut().zip(met).for_each(full);
        if found.equal >= MAX_EQUAL || bands.iter().all(|band| *band == NO_BAND) {
            return Ok(GroupPlace { group, joined, bands: Vec::new() });
        }
        self.held.add_bands(&bands);
        recents.now.add(
            Member {
                text: statement.text.as_str().into(),
                sketch: OnceCell::new(),
                speaker: speaker.map(Into::into),
                group,
            },
            &bands,
        );
        Ok(GroupPlace { group, joined, bands })
    }

    fn recents(&self) -> MutexGuard<'_, Recents> {
        self.recents.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Recents {
    fn removed(&self, file: &str) -> bool {
        self.now.removed.contains(file) || self.sealed.removed.contains(file)
    }
}

impl Member {
    fn sketch(&self) -> Option<&Sketch> {
        self.sketch.get_or_init(|| Sketch::from_text(&self.text)).as_ref()
    }
}

impl Recent {
    /// The members that share the most of these bands, the rarer ones counting more; counts in `met` how many were met by each band.
    fn sharing(&self, bands: &[u32], met: &mut [usize]) -> impl Iterator<Item = &Member> {
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for (band, met) in bands.iter().zip(met) {
            let Some(last) = self.by_band.get(band) else { continue };
            let link = |at: u32| at.checked_sub(LINK).and_then(|at| self.links.get(at as usize));
            let all = std::iter::successors(Some(*last), |at| link(*at).map(|(_, before)| *before));
            let all: Vec<u32> = all.take(MAX_POSTINGS_PER_BAND).collect();
            for at in &all {
                *shared.entry(link(*at).map_or(*at, |(member, _)| *member)).or_default() += weight(all.len());
            }
            *met += all.len();
        }
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.sort_by_key(|(member, weight)| (std::cmp::Reverse(*weight), *member));
        let members = shared.into_iter().map(|(member, _)| &self.added[member as usize]);
        few_of_each_group(members, |member| member.group).into_iter()
    }

    fn add(&mut self, member: Member, bands: &[u32]) {
        if self.added.len() >= MAX_RECENT {
            *self = Self { removed: std::mem::take(&mut self.removed), ..Self::default() };
        }
        let number = self.added.len() as u32;
        for band in bands.iter().filter(|band| **band != NO_BAND) {
            match self.by_band.entry(*band) {
                Entry::Vacant(place) => drop(place.insert(number)),
                Entry::Occupied(mut place) => {
                    // There are far fewer than 2³¹: of [`MAX_RECENT`] members, some bands each.
                    let link = LINK + self.links.len() as u32;
                    self.links.push((number, place.insert(link)));
                }
            }
        }
        self.added.push(member);
    }
}

/// The groups with a copy of a statement.
struct SimilarGroups<'a> {
    /// Made when something is compared with it: most share no band with any.
    sketch: &'a dyn Deref<Target = Option<Sketch>>,
    speaker: Option<&'a str>,
    /// How alike the best copy in each is; `None` where one that is alike contradicts.
    groups: BTreeMap<u64, Option<f64>>,
    /// How many copies have all its words and its speaker.
    equal: usize,
}

impl SimilarGroups<'_> {
    fn compare(&mut self, other: Option<&Sketch>, speaker: Option<&str>, group: u64) {
        let (Some(this), Some(sketch)) = (&**self.sketch, other) else { return };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::index::Index;
    use crate::model::{Document, Layout, Speaker};

    /// A statement that shares all but one of its words with the others.
    fn filled_in(word: &str) -> Statement {
        let text = format!(
            "The delegates of the northern provinces met again in the old hall by the river, heard the envoy's report on \
             {word} in full, put their questions one after the other, and agreed to come back in the spring with an answer."
        );
        let speaker = Some(Speaker::named("Ada Example"));
        let document = Document { speaker, layout: Layout::Speech, ..Document::new(word, text) };
        Extractor::default().as_given().extract(&document).remove(0)
    }

    /// Statements that share a long passage and differ in a word were compared with ever more others.
    #[test]
    fn bands_that_many_share_are_left_out_and_copies_found_by_the_others() {
        let index = Index::in_memory().unwrap();
        let groups = DuplicateGroups::open(&index.snapshot(), 0).unwrap();
        let place = |key: u64, word: &str| {
            let statement = filled_in(word);
            let tokens = Tokens::from_text(&statement.text);
            groups.place(|| index.snapshot(), &statement, &tokens, key).unwrap()
        };
        let kept = |place: &GroupPlace| place.bands.iter().filter(|band| **band != NO_BAND).count();
        let first = place(1, "1001");
        for key in 2..400 {
            place(key, &(1000 + key).to_string());
        }
        let last = place(400, "1400");
        assert!(!last.joined, "another figure is another statement");
        assert!(kept(&last) < kept(&first), "{} of {}", kept(&last), kept(&first));
        assert_eq!(place(401, "1400").group, 400, "the last is found among all of them");
    }
}
