//! Exact copies: files of the same bytes whose documents would be given the same metadata. One of them is read, and
//! the others are recorded as copies of it; when its text leaves the index, they are read in its place.

use std::collections::{HashMap, HashSet};

use super::file_task::metadata_key;
use crate::index::schema::stored::StoredFile;
use crate::read::{self, ReadOptions, SourceFile};

/// What one run has come to know of files and their copies.
#[derive(Default)]
pub(crate) struct ExactCopies {
    /// By the hash of their bytes, the files that this run read, with their likeness.
    read: HashMap<String, Vec<(String, String)>>,
    /// The copies that this run found, and what they are copies of.
    originals: HashMap<String, String>,
    /// Files of which the index as committed is no longer right.
    handled: HashSet<String>,
    /// Files whose text left the index: their copies are to be read in their place.
    left: HashSet<String>,
    /// Those of them whose copies are not read yet.
    to_replace: Vec<String>,
}

impl ExactCopies {
    /// Notes that the index as committed is no longer right about a file.
    pub fn set_handled(&mut self, name: &str) {
        self.handled.insert(name.to_owned());
        self.originals.remove(name);
    }

    /// Whether the index as committed is no longer right about a file.
    pub fn is_handled(&self, name: &str) -> bool {
        self.handled.contains(name)
    }

    /// Notes that the text of a file leaves the index.
    pub fn set_left(&mut self, name: &str) {
        self.left.insert(name.to_owned());
        self.to_replace.push(name.to_owned());
    }

    /// Whether the text of a file left the index in this run.
    pub fn has_left(&self, name: &str) -> bool {
        self.left.contains(name)
    }

    /// The files whose text left the index and whose copies are to be read now; each is given once.
    pub fn take_left(&mut self) -> Vec<String> {
        std::mem::take(&mut self.to_replace)
    }

    /// Notes a file that this run read.
    pub fn add_read(&mut self, record: StoredFile) {
        self.read.entry(record.hash).or_default().push((record.likeness, record.name));
    }

    /// Notes a copy that this run found.
    pub fn add_copy(&mut self, copy: &str, original: String) {
        self.originals.insert(copy.to_owned(), original);
    }

    /// The files of the same hash that another may be a copy of: those that this run read, then those of `stored`
    /// that are still right, by name.
    pub fn same_bytes(&self, hash: &str, stored: Vec<StoredFile>) -> Vec<StoredFile> {
        let usable =
            |file: &StoredFile| file.copy_of.is_none() && file.documents > 0 && !self.is_handled(&file.name);
        let mut before: Vec<StoredFile> = stored.into_iter().filter(usable).collect();
        before.sort_by(|a, b| a.name.cmp(&b.name));
        let here = self.read.get(hash).into_iter().flatten();
        let here = here.map(|(likeness, name)| StoredFile {
            likeness: likeness.clone(),
            name: name.clone(),
            ..StoredFile::default()
        });
        here.chain(before).collect()
    }

    /// The copies of a file that left: those that the index had, `stored`, and those that this run found.
    pub fn take_copies_of(&mut self, original: &str, stored: Vec<String>) -> Vec<String> {
        let mut copies = stored;
        copies.retain(|copy| !self.handled.contains(copy));
        copies.extend(self.originals.extract_if(|_, other| other == original).map(|(copy, _)| copy));
        copies
    }
}

/// What the documents of a file have in common with those of its copies, found by reading it; `None` where it cannot
/// be read.
pub(crate) fn likeness_of(file: &SourceFile, options: &ReadOptions) -> Option<String> {
    let mut likeness = blake3::Hasher::new();
    let read = read::read(file, options, &mut |document| {
        likeness.update(&metadata_key(&document));
    });
    read.ok()?;
    Some(likeness.finalize().to_hex()[..32].to_owned())
}
