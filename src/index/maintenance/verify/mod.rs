//! Reads an index through and says what is wrong with it.
//!
//! What is checked: every file of a segment against its checksum, and that of the words that passages are stored
//! by; the list of segments against the files; the number of passages; every passage (it can be read, its columns
//! say what it says, its text is as long as its place says); every statement (its passages join without a gap, no id
//! comes twice); every file's record against the passages that came from it.

mod passages;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use tantivy::IndexMeta;
use tantivy::index::SegmentComponent;

use super::verify::passages::Checked;
use crate::index::error::IndexError;
use crate::index::open::Index;
use crate::index::schema::fields;
use crate::index::storage::directory::IndexDirectory;
use crate::index::storage::manifest::About;
use crate::index::storage::rebuild;
use crate::index::vocabulary;

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// The file of the index, or the statement or file it is about.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl Fault {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

/// What was read and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Files of the index.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were indexed.
    pub sources: u64,
    /// Statements.
    pub statements: u64,
    /// Passages.
    pub passages: u64,
    /// What is wrong, in order of the places.
    pub faults: Vec<Fault>,
}

/// Faults that are told one by one; further ones are counted in a last one.
const MAX_FAULTS: usize = 100;

/// Reads the index in `dir` through. Only what makes it another program's index, or none, is an error.
///
/// # Errors
/// [`IndexError::Missing`] where there is no index, [`IndexError::Version`] where it has another format. All else that
/// is wrong is a [`Fault`].
pub fn verify(dir: &Path) -> Result<Verified, IndexError> {
    let mut found = Verified::default();
    match found.read(dir) {
        Ok(()) => {}
        Err(error @ (IndexError::Missing(_) | IndexError::Version { .. })) => return Err(error),
        Err(error) => found.faults.push(Fault::new(dir.display().to_string(), error.to_string())),
    }
    found.faults.sort();
    let more = found.faults.len().saturating_sub(MAX_FAULTS);
    if more > 0 {
        found.faults.truncate(MAX_FAULTS);
        found.faults.push(Fault::new("…", format!("{more} further faults")));
    }
    Ok(found)
}

impl Verified {
    fn read(&mut self, dir: &Path) -> Result<(), IndexError> {
        rebuild::complete(dir)?;
        About::read(dir)?;
        // The files first, by themselves: what does not match its checksum is not opened as an index, for it
        // could say anything.
        let files = tantivy::Index::open(IndexDirectory::open(dir)?)?;
        let meta = files.load_metas()?;
        self.check_meta(&meta);
        if self.check_files(dir, &files, &meta) {
            let index = Index::open(dir)?;
            match index.shared.vocabulary.ready() {
                Ok(()) => self.check_passages(&index, &meta),
                Err(error) => self.faults.push(Fault::new(vocabulary::FILE, error.to_string())),
            }
        }
        Ok(())
    }

    fn check_meta(&mut self, meta: &IndexMeta) {
        if meta.schema != fields::build().0 {
            self.faults.push(Fault::new("meta.json", "the fields are not those of this program"));
        }
        let deletes = meta.segments.iter().filter_map(|segment| segment.delete_opstamp());
        if deletes.max().is_some_and(|last| last > meta.opstamp) {
            self.faults.push(Fault::new("meta.json", "it is older than what was taken out"));
        }
    }

    /// Checks the files of the segments; whether all are there and match their checksums.
    fn check_files(&mut self, dir: &Path, files: &tantivy::Index, meta: &IndexMeta) -> bool {
        let directory = files.directory();
        let mut files: Vec<_> = meta.list_segment_files().into_iter().collect();
        // Listed for every segment, whether anything was taken out of it or not.
        let absent = meta.segments.iter().filter(|segment| segment.delete_opstamp().is_none());
        let absent: Vec<_> = absent.map(|segment| segment.relative_path(SegmentComponent::Delete)).collect();
        files.retain(|file| !absent.contains(file));
        let managed = directory.list_managed_files();
        let check = |file: &std::path::PathBuf| {
            let place = file.display().to_string();
            let length = std::fs::metadata(dir.join(file)).map_or(0, |file| file.len());
            let fault = match directory.validate_checksum(file) {
                Ok(true) if managed.contains(file) => None,
                Ok(true) => Some("it is not in the engine's list of its files".to_owned()),
                Ok(false) => Some("its bytes do not match their checksum".to_owned()),
                Err(error) => Some(error.to_string()),
            };
            (length, fault.map(|what| Fault::new(place, what)))
        };
        let checked: Vec<(u64, Option<Fault>)> = files.par_iter().map(check).collect();
        self.files = checked.len() as u64;
        self.bytes = checked.iter().map(|(length, _)| length).sum();
        let before = self.faults.len();
        self.faults.extend(checked.into_iter().filter_map(|(_, fault)| fault));
        self.faults.len() == before
    }

    fn check_passages(&mut self, index: &Index, meta: &IndexMeta) {
        let snapshot = index.snapshot();
        let searcher = &snapshot.searcher;
        let readers: Vec<_> = (0..).zip(searcher.segment_readers()).collect();
        let expected: BTreeMap<String, u32> =
            meta.segments.iter().map(|segment| (segment.id().uuid_string(), segment.num_docs())).collect();
        let checked: Vec<Checked> = readers
            .par_iter()
            .map(|(segment, reader)| {
                let id = reader.segment_id().uuid_string();
                let expected = expected.get(&id).copied().unwrap_or_default();
                Checked::segment(&snapshot, *segment, expected)
            })
            .collect();
        let mut all = Checked::default();
        checked.into_iter().for_each(|segment| all.join(segment));
        all.against_records();
        self.sources = all.records.len() as u64;
        self.statements = all.statements;
        self.passages = all.passages;
        self.faults.append(&mut all.faults);
    }
}
