//! Brings an index up to date with files: reads what is new or changed, in parallel.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use super::{Index, IndexError, StoredFile, Writer};
use crate::extract::Extractor;
use crate::read::{self, ReadOptions, Skip, SourceFile, Walk};

/// How an index is brought up to date.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// How files are read.
    pub read: ReadOptions,
    /// Whether files that are gone from the disk go from the index too.
    pub prune: bool,
    /// Whether the first bad input stops the run, leaving the index as it was.
    pub strict: bool,
}

/// Is told how far the work has come; called from several threads.
pub trait Progress: Sync {
    /// The work ahead: files and bytes to read.
    fn start(&self, _files: usize, _bytes: u64) {}
    /// A file of that many bytes is done.
    fn done(&self, _name: &str, _bytes: u64) {}
}

impl Progress for () {}

/// What was done. Every file that was found is counted once: added, replaced, unchanged, skipped or left aside.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Files read for the first time.
    pub added: u64,
    /// Files read again because they, or the settings, changed.
    pub replaced: u64,
    /// Files left as they were.
    pub unchanged: u64,
    /// Files taken out because they are gone.
    pub removed: u64,
    /// Files in the folders that are not statements: hidden files, pictures, read-me files.
    pub left_aside: Vec<Skip>,
    /// Files and rows that could not be read, with their lines.
    pub skips: Vec<Skip>,
    /// Documents read.
    pub documents: u64,
    /// Statements found in them.
    pub statements: u64,
    /// Passages indexed.
    pub passages: u64,
    /// Bytes of text read.
    pub bytes: u64,
    /// Seconds it took.
    pub seconds: f64,
}

/// Brings `index` up to date with the files that were found. Nothing is kept of a run that fails.
pub fn update(
    index: &Index,
    walk: Walk,
    options: &Update,
    extractor: &Extractor,
    progress: &dyn Progress,
) -> Result<Report, IndexError> {
    let begun = Instant::now();
    let settings = settings_of(&options.read, &extractor.fingerprint());
    let known: HashMap<String, StoredFile> =
        index.files()?.into_iter().map(|file| (file.name.clone(), file)).collect();
    let mut report = Report { left_aside: walk.left_aside, skips: walk.skips, ..Report::default() };
    if options.strict
        && let Some(skip) = report.skips.first()
    {
        return Err(strict(skip));
    }
    let gone = if options.prune { vanished(&known, &walk.files) } else { Vec::new() };
    let (same, work): (Vec<_>, Vec<_>) = walk
        .files
        .into_iter()
        .partition(|file| known.get(&file.name).is_some_and(|old| unchanged(old, file, &settings)));
    report.unchanged = same.len() as u64;
    report
        .skips
        .extend(same.iter().filter_map(|file| known.get(&file.name)).flat_map(|file| file.skips.clone()));
    report.removed = gone.len() as u64;
    if !work.is_empty() || !gone.is_empty() {
        progress.start(work.len(), work.iter().map(|file| file.size).sum());
        let writer = index.writer()?;
        gone.iter().for_each(|name| writer.remove_file(name));
        let job = Job {
            writer: &writer,
            options,
            extractor,
            known: &known,
            settings: &settings,
            report: Mutex::new(report),
        };
        work.par_iter().try_for_each(|file| job.file(file, progress))?;
        report = job.report.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        writer.finish()?;
    }
    report.skips.sort();
    report.seconds = begun.elapsed().as_secs_f64();
    Ok(report)
}

/// What the threads of one run share.
struct Job<'a> {
    writer: &'a Writer<'a>,
    options: &'a Update,
    extractor: &'a Extractor,
    known: &'a HashMap<String, StoredFile>,
    settings: &'a str,
    report: Mutex<Report>,
}

impl Job<'_> {
    fn file(&self, file: &SourceFile, progress: &dyn Progress) -> Result<(), IndexError> {
        let old = self.known.get(&file.name);
        self.writer.remove_file(&file.name);
        let mut stored = StoredFile {
            name: file.name.clone(),
            size: file.size,
            modified: file.modified,
            hash: String::new(),
            settings: self.settings.to_owned(),
            likeness: String::new(),
            copy_of: None,
            documents: 0,
            statements: 0,
            passages: 0,
            skips: Vec::new(),
        };
        let mut failed = None;
        let read = read::read(file, &self.options.read, &mut |document| {
            if failed.is_some() {
                return;
            }
            let statements = self.extractor.extract(&document);
            match self.writer.add(&document, &statements) {
                Ok(added) => {
                    stored.documents += 1;
                    stored.statements += added.statements;
                    stored.passages += added.passages;
                }
                Err(error) => failed = Some(error),
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        let (bytes, skips) = match read {
            Ok(done) => {
                stored.hash = done.hash;
                (done.bytes, done.skips)
            }
            Err(error) => {
                // What could not be read at all is tried again next time.
                stored.modified = None;
                (0, vec![Skip { path: file.name.clone(), line: error.line(), reason: error.reason() }])
            }
        };
        if self.options.strict
            && let Some(skip) = skips.first()
        {
            return Err(strict(skip));
        }
        stored.skips.clone_from(&skips);
        self.writer.add_file(&stored)?;
        let mut report = self.report.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        match (stored.documents, old) {
            (0, _) => {}
            (_, None) => report.added += 1,
            (_, Some(_)) => report.replaced += 1,
        }
        report.documents += stored.documents;
        report.statements += stored.statements;
        report.passages += stored.passages;
        report.bytes += bytes;
        report.skips.extend(skips);
        drop(report);
        progress.done(&file.name, file.size);
        Ok(())
    }
}

fn strict(skip: &Skip) -> IndexError {
    IndexError::Strict { path: skip.path.clone(), line: skip.line, reason: skip.reason.clone() }
}

fn unchanged(old: &StoredFile, file: &SourceFile, settings: &str) -> bool {
    file.modified.is_some()
        && old.modified == file.modified
        && old.size == file.size
        && old.settings == settings
}

fn vanished(known: &HashMap<String, StoredFile>, files: &[SourceFile]) -> Vec<String> {
    let here: std::collections::HashSet<_> = files.iter().map(|file| file.name.as_str()).collect();
    known.keys().filter(|name| !here.contains(name.as_str())).cloned().collect()
}

/// Files are read again when the settings they were read with change.
fn settings_of(options: &ReadOptions, lists: &str) -> String {
    let text = serde_json::to_string(options).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    blake3::hash(format!("{version}\n{text}\n{lists}").as_bytes()).to_hex()[..16].to_owned()
}
