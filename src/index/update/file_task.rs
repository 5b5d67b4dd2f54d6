//! The files of a run: which of them may hold the same, and what tells that one has changed.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use crate::extract::Extractor;
use crate::index::error::IndexError;
use crate::index::schema::stored::StoredFile;
use crate::model::Document;
use crate::read::{Opened, SourceFile};

/// A file written less than this before it was read may have been written again since without its time
/// telling: clocks of file systems have steps.
const SETTLED_AFTER: Duration = Duration::from_millis(100);

/// A file to read, and what is known of it.
pub(crate) struct FileTask {
    pub file: SourceFile,
    pub old: Option<StoredFile>,
}

/// Does something with each file, several at once. Threads of their own read: the documents of each go to the
/// common pool, and none of its threads may wait for a file.
pub(crate) fn in_parallel(
    work: &[&FileTask],
    file: impl Fn(&FileTask) -> Result<(), IndexError> + Sync,
) -> Result<(), IndexError> {
    let next = AtomicUsize::new(0);
    let hand = || -> Result<(), IndexError> {
        while let Some(one) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
            file(one).inspect_err(|_| next.store(work.len(), Ordering::Relaxed))?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let hands: Vec<_> =
            (0..rayon::current_num_threads().min(work.len())).map(|_| scope.spawn(hand)).collect();
        hands
            .into_iter()
            .try_for_each(|hand| hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The files that hold the same bytes as one before them.
pub(crate) fn same_sized(work: &[FileTask]) -> HashSet<String> {
    let mut by_size: HashMap<u64, Vec<&SourceFile>> = HashMap::new();
    for one in work.iter().filter(|one| !one.file.is_standard_input()) {
        by_size.entry(one.file.size).or_default().push(&one.file);
    }
    let alike: Vec<&SourceFile> = by_size.into_values().filter(|files| files.len() > 1).flatten().collect();
    let hash = |file: &&SourceFile| Some((Opened::new(file).ok()?.hash().ok()?.0, file.name.clone()));
    let mut hashed: Vec<(String, String)> = alike.par_iter().filter_map(hash).collect();
    hashed.sort();
    hashed.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1.clone()).collect()
}

/// Whether a file's time would tell of a change after it is read now.
pub(crate) fn is_settled(modified: i64, now: SystemTime) -> bool {
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    i64::try_from(now).is_ok_and(|now| now - modified > SETTLED_AFTER.as_nanos() as i64)
}

/// What is known of a document beside its words, for comparison: all but its place.
pub(crate) fn metadata_key(document: &Document) -> Vec<u8> {
    let Document {
        record,
        line,
        format,
        layout,
        title,
        source,
        url,
        date,
        speaker,
        speakers,
        topics,
        forms,
        ..
    } = document;
    let known =
        ((record, line, format, layout), (title, source, url, date), (speaker, speakers, topics, forms));
    serde_json::to_vec(&known).unwrap_or_default()
}

/// The settings that one file is read with: what a person recorded of its words is one of them, so that a file is read again
/// when its record changes, and no other.
pub(super) fn settings_with_record(settings: &str, extractor: &Extractor, name: &str) -> String {
    [settings, &extractor.fingerprint_of(name)].concat()
}
