//! Brings an index up to date with files: reads what is new or changed, in parallel.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Instant;

use super::file_task::{FileTask, settings_with_record};
use super::file_updates::FileUpdates;
use super::report::{Report, Update};
use crate::extract::Extractor;
use crate::index::error::IndexError;
use crate::index::open::Index;
use crate::index::read::snapshot::Snapshot;
use crate::index::schema::stored::StoredFile;
use crate::index::write::progress::Progress;
use crate::read::{ReadOptions, Skip, SkipCause, SourceFile, Walk};

/// Brings `index` up to date with the files that were found.
///
/// What is done is committed at intervals ([`Update::interval`]); a run that fails or is killed leaves the
/// last commit, and running it again completes the work. With [`Update::strict`] there is one commit at the end.
///
/// # Errors
/// [`IndexError::Locked`] where another process still writes after [`Update::wait`], [`IndexError::Stopped`] where `progress`
/// ends the waiting, [`IndexError::Strict`] for the first bad input with [`Update::strict`], and what the disk or the engine
/// refuse. Otherwise a file that cannot be read is in [`Report::skips`].
pub fn update(
    index: &Index,
    walk: &Walk,
    options: &Update,
    extractor: &Extractor,
    progress: &dyn Progress,
) -> Result<Report, IndexError> {
    index.cleared(bring_up_to_date(index, walk, options, extractor, progress))
}

fn bring_up_to_date(
    index: &Index,
    walk: &Walk,
    options: &Update,
    extractor: &Extractor,
    progress: &dyn Progress,
) -> Result<Report, IndexError> {
    let begun = Instant::now();
    let settings = settings_of(&options.read, &extractor.fingerprint());
    let mut plan = UpdatePlan::new(index, walk, options, &settings, extractor)?;
    if options.strict
        && let Some(skip) = walk.skips.first()
    {
        return Err(IndexError::strict(skip));
    }
    let mut job = FileUpdates::new(index, walk, options, extractor, &settings);
    if options.dry_run {
        job.apply(None, &plan.work, &plan.gone, progress)?;
    } else if !plan.is_empty() {
        let before = index.generation()?;
        let writer = index.writer_for(plan.bytes(), options.wait, progress)?;
        if index.generation()? != before {
            // Another process wrote in the meantime.
            index.reload()?;
            plan = UpdatePlan::new(index, walk, options, &settings, extractor)?;
        }
        if let Some(holder) = writer.broken_off() {
            progress.broken_off(holder);
        }
        progress.start(plan.work.len(), plan.bytes());
        let mut gone = plan.gone.as_slice();
        let mut handed = 0;
        for chunk in chunks(&plan.work, if options.strict { u64::MAX } else { options.interval }) {
            if progress.stopped() {
                break;
            }
            let done = job.apply(Some(&writer), chunk, std::mem::take(&mut gone), progress);
            done.map_err(|error| writer.cause_of(error))?;
            writer.commit_later()?;
            // What was handed on before is committed now.
            progress.committed(handed);
            handed += chunk.len();
        }
        writer.finish()?;
        progress.committed(handed);
    }
    let mut report = plan.report(walk, job.report());
    report.stopped = report.not_reached > 0;
    report.skips.sort();
    report.would.sort();
    report.seconds = begun.elapsed().as_secs_f64();
    Ok(report)
}

/// Whether a file was read as these options and this extractor would read it, but for what a person recorded of its words.
pub fn is_read_alike(file: &StoredFile, options: &ReadOptions, extractor: &Extractor) -> bool {
    file.settings.starts_with(&settings_of(options, &extractor.fingerprint()))
}

/// What is to be done.
struct UpdatePlan {
    /// Files that are new or may have changed, in order of names.
    work: Vec<FileTask>,
    /// The names of files that are gone.
    gone: Vec<String>,
    unchanged: u64,
    /// Files that are not read for the sake of what the index has.
    refused: u64,
    /// What was left out of the unchanged files when they were read.
    skips: Vec<Skip>,
    /// What was to know of them.
    remarks: Vec<Skip>,
}

impl UpdatePlan {
    fn new(
        index: &Index,
        walk: &Walk,
        options: &Update,
        settings: &str,
        extractor: &Extractor,
    ) -> Result<Self, IndexError> {
        let snapshot = index.snapshot();
        let mut plan = Self {
            work: Vec::new(),
            gone: Vec::new(),
            unchanged: 0,
            refused: 0,
            skips: Vec::new(),
            remarks: Vec::new(),
        };
        for file in &walk.files {
            let file = match snapshot.file(&file.name)? {
                Some(old) if file.is_standard_input() && file.name == "-" && old.documents > 0 => {
                    &SourceFile { name: free_name(&snapshot)?, ..file.clone() }
                }
                Some(old) if file.is_standard_input() && !old.standard_input => {
                    plan.refused += 1;
                    plan.skips.push(Skip::of_cause(&file.name, None, SkipCause::NameTaken));
                    continue;
                }
                _ => file,
            };
            match snapshot.file(&file.name)? {
                Some(old)
                    if unchanged(&old, file, &settings_with_record(settings, extractor, &file.name)) =>
                {
                    plan.unchanged += 1;
                    plan.skips.extend(old.skips);
                    plan.remarks.extend(old.remarks);
                }
                old => plan.work.push(FileTask { file: file.clone(), old }),
            }
        }
        if options.prune {
            let here: BTreeSet<&str> = walk.files.iter().map(|file| file.name.as_str()).collect();
            let names = snapshot.file_names()?;
            let mut gone = Vec::new();
            for name in names.iter().filter(|name| !here.contains(name.as_str()) && walk.is_gone(name)) {
                if snapshot.file(name)?.is_none_or(|file| !file.standard_input) {
                    gone.push(name.clone());
                }
            }
            plan.take_out(gone, &names, walk);
        }
        Ok(plan)
    }

    /// Takes out what is gone, but for folders that are gone as a whole: the user says so, for their drive may only be
    /// away. A folder beside others of the index, elsewhere than below its root, is one that was deleted.
    fn take_out(&mut self, gone: Vec<String>, names: &[String], walk: &Walk) {
        let is_gone: HashSet<&String> = gone.iter().collect();
        let mut kept: BTreeMap<String, u64> = BTreeMap::new();
        let mut out = Vec::new();
        for name in &gone {
            let folder = walk.gone_folder(name).filter(|folder| match folder.rsplit_once('/') {
                Some((parent, _)) => {
                    let beside = |other: &&String| other.starts_with(parent) && !is_gone.contains(other);
                    !names.iter().any(|other| beside(&other))
                }
                None => true,
            });
            match folder {
                Some(folder) => *kept.entry(folder).or_default() += 1,
                None => out.push(name.clone()),
            }
        }
        self.gone = out;
        let skips = kept
            .into_iter()
            .map(|(folder, files)| Skip::of_cause(folder, None, SkipCause::FolderGone { files }));
        self.skips.extend(skips);
    }

    fn is_empty(&self) -> bool {
        self.work.is_empty() && self.gone.is_empty()
    }

    fn bytes(&self) -> u64 {
        self.work.iter().map(|work| work.file.size).sum()
    }

    /// What was done, with what was found to be as it should.
    fn report(self, walk: &Walk, done: Report) -> Report {
        let reached = done.added + done.replaced + done.unchanged + done.skipped;
        let mut skips = done.skips;
        skips.extend(self.skips.into_iter().chain(walk.skips.iter().cloned()));
        let mut remarks = done.remarks;
        remarks.extend(self.remarks);
        remarks.sort();
        Report {
            unchanged: done.unchanged + self.unchanged,
            skipped: done.skipped + self.refused,
            not_reached: (self.work.len() as u64).saturating_sub(reached),
            left_aside: walk.left_aside.clone(),
            skips,
            remarks,
            ..done
        }
    }
}

/// A name for what comes on standard input that nothing in the index has: `-2`, `-3`.
fn free_name(snapshot: &Snapshot) -> Result<String, IndexError> {
    let mut number = 2_u64;
    loop {
        let name = format!("-{number}");
        if snapshot.file(&name)?.is_none() {
            return Ok(name);
        }
        number += 1;
    }
}

/// Files between two commits; one chunk at least, be it empty.
fn chunks(work: &[FileTask], max_bytes: u64) -> Vec<&[FileTask]> {
    let mut chunks = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, one) in work.iter().enumerate() {
        if at > start && bytes + one.file.size > max_bytes {
            chunks.push(&work[start..at]);
            (start, bytes) = (at, 0);
        }
        bytes += one.file.size;
    }
    chunks.push(&work[start..]);
    chunks
}

fn unchanged(old: &StoredFile, file: &SourceFile, settings: &str) -> bool {
    file.modified.is_some()
        && old.modified == file.modified
        && old.size == file.size
        && old.settings == settings
}

/// Files are read again when the settings they were read with change.
fn settings_of(options: &ReadOptions, lists: &str) -> String {
    let text = serde_json::to_string(options).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    blake3::hash(format!("{version}\n{text}\n{lists}").as_bytes()).to_hex()[..16].to_owned()
}
