//! News: what a saved search finds that was not there when it was last looked at.
//!
//! What is new are words. A file read again with the same words has none, nor has a copy, be it of other statements' cut; a
//! correction is no news. For that a look keeps hashes: of the files that the index had, and of the sentences that matched.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::extract::sentences;
use crate::index::{StoredFile, analysis};
use crate::query::{Filters, Query};
use crate::record::RecordError;
use crate::record::file::{change, read};
use crate::search::{Hit, Match, Options, SearchError, Searcher, Sort};

/// How news are looked for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct NewsOptions {
    /// What every hit must satisfy.
    pub filters: Filters,
    /// Whether a copy of words that were there before is new too.
    pub all_copies: bool,
    /// So many new hits are given at most, those of the latest dates; `None` for all. All are counted.
    pub most: Option<usize>,
}

/// What was there at a look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// When, as RFC 3339 has it.
    pub on: String,
    /// The index's generation then.
    pub generation: u64,
    /// Hashes of the contents of files.
    files: BTreeSet<u64>,
    /// Hashes of the names of files.
    names: BTreeSet<u64>,
    /// Hashes of the words of sentences that matched.
    sentences: BTreeSet<u64>,
}

/// What is new.
#[derive(Clone, Debug)]
pub struct News {
    /// What is new, the latest date first.
    pub hits: Vec<Hit>,
    /// How many passages are new, given or not.
    pub new: usize,
    /// How many passages the search finds in all.
    pub total: usize,
    /// Whether it was never looked at before: then everything is new.
    pub first: bool,
    /// What is there now, with what was before.
    pub seen: Seen,
}

impl News {
    /// What a search finds that `seen` does not have.
    ///
    /// # Errors
    /// Where the query or a filter cannot be meant, or the index cannot be read.
    pub fn find(
        searcher: &Searcher,
        query: &Query,
        options: &NewsOptions,
        seen: Option<&Seen>,
    ) -> Result<Self, SearchError> {
        let snapshot = searcher.snapshot();
        let files: HashMap<String, StoredFile> =
            snapshot.files()?.into_iter().map(|file| (file.name.clone(), file)).collect();
        let mut search = Options { filters: options.filters.clone(), ..Options::default() };
        search.sort = Sort::Newest;
        search.limit = snapshot.passages()?.max(1);
        search.all_copies = options.all_copies;
        let empty = Seen::default();
        let before = seen.unwrap_or(&empty);
        let mut now = before.clone();
        now.generation = snapshot.generation()?;
        now.files.extend(files.values().filter(|file| !file.hash.is_empty()).map(|file| hash(&file.hash)));
        now.names.extend(files.keys().map(|name| hash(name)));
        let most = options.most.unwrap_or(usize::MAX);
        let (mut hits, mut new) = (Vec::new(), 0);
        let found = searcher.search_each(query, &search, &mut |hit| {
            // Passages that lack some of the words are no answer to a search that is kept.
            if hit.matched != Match::All {
                return Ok(());
            }
            let words = matching_sentences(&hit);
            let is_new = before.is_new(&hit, &words, &files, options.all_copies);
            new += usize::from(is_new);
            if is_new && hits.len() < most {
                hits.push(hit);
            }
            now.sentences.extend(words);
            Ok(())
        })?;
        Ok(Self { hits, new, total: found.all, first: seen.is_none(), seen: now })
    }
}

impl Seen {
    fn is_new(
        &self,
        hit: &Hit,
        words: &[u64],
        files: &HashMap<String, StoredFile>,
        all_copies: bool,
    ) -> bool {
        let was_there =
            |path: &str| files.get(path).is_some_and(|file| self.files.contains(&hash(&file.hash)));
        if all_copies {
            let mut places = hit.others.places.iter().map(String::as_str).chain([hit.stored.path.as_str()]);
            if places.any(|name| !self.names.contains(&hash(name))) {
                return true;
            }
        }
        if was_there(&hit.stored.path)
            || (!all_copies && hit.others.copies.iter().any(|copy| was_there(&copy.path)))
        {
            return false;
        }
        words.iter().any(|sentence| !self.sentences.contains(sentence))
    }

    /// Where a look at a saved search is kept: a hidden file beside the file of searches.
    pub fn file_of(search: &str, searches: &Path) -> PathBuf {
        searches.with_file_name(format!(".demarche-seen.{search}"))
    }

    /// Reads what a look kept; `None` where there was none.
    ///
    /// # Errors
    /// [`RecordError`] with file and line.
    pub fn open(path: &Path) -> Result<Option<Self>, RecordError> {
        let Some(text) = read(path)? else { return Ok(None) };
        let mut seen = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            let wrong =
                || RecordError::at(path, number, "is no part of a look; remove the file to look anew");
            let (kind, value) = line.split_once(' ').ok_or_else(wrong)?;
            let number = || u64::from_str_radix(value, 16).map_err(|_| wrong());
            match kind {
                "on" => value.clone_into(&mut seen.on),
                "generation" => seen.generation = number()?,
                "file" => drop(seen.files.insert(number()?)),
                "name" => drop(seen.names.insert(number()?)),
                "words" => drop(seen.sentences.insert(number()?)),
                _ => return Err(wrong()),
            }
        }
        Ok(Some(seen))
    }

    /// Keeps it, in the place of the look before.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn keep(&self, path: &Path) -> Result<(), RecordError> {
        let mut text = format!("on {}\ngeneration {:x}\n", self.on, self.generation);
        for (kind, hashes) in [("file", &self.files), ("name", &self.names), ("words", &self.sentences)] {
            hashes.iter().for_each(|hash| text.push_str(&format!("{kind} {hash:016x}\n")));
        }
        change(path, |_| Ok(text))
    }
}

/// Hashes of the sentences of a hit in which anything matches; of all where nothing is marked.
fn matching_sentences(hit: &Hit) -> Vec<u64> {
    let text = hit.passage.text.as_str();
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let marks: Vec<usize> =
        hit.passage.highlights.iter().filter_map(|span| bytes.get(span.start).copied()).collect();
    let all = sentences(text);
    let matching = all.iter().filter(|at| marks.is_empty() || marks.iter().any(|mark| at.contains(mark)));
    let words = |text: &str| analysis::words(text).map(|word| word.folded).collect::<Vec<_>>().join(" ");
    matching
        .map(|at| words(&text[at.clone()]))
        .filter(|words| !words.is_empty())
        .map(|words| hash(&words))
        .collect()
}

fn hash(text: &str) -> u64 {
    let hash = blake3::hash(text.as_bytes());
    u64::from_le_bytes(std::array::from_fn(|at| hash.as_bytes()[at]))
}
