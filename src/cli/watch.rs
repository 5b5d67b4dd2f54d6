//! Waits for files to change, and for the changes to settle.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::Failure;
use super::stop::Stop;

/// Files are read when nothing changed for so long.
const SETTLED: Duration = Duration::from_secs(1);
/// How often Ctrl-C is looked for.
const PAUSE: Duration = Duration::from_millis(100);

/// Looks at paths for changes.
pub struct Watch {
    changes: Receiver<notify::Result<Event>>,
    /// Where the index is: its own files change with every run.
    index: PathBuf,
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Looks at `paths` from here on, but not at the files of the index in `index`.
    pub fn new(paths: &[PathBuf], index: &Path) -> Result<Self, Failure> {
        let failed = |error: notify::Error| {
            Failure::new(
                error,
                "check that the folders exist; on Linux, that fs.inotify.max_user_watches suffices",
            )
        };
        let (send, changes) = channel();
        let mut watcher = notify::recommended_watcher(send).map_err(failed)?;
        for path in paths {
            // An editor puts a new file in the place of the old: its folder is looked at.
            let (path, mode) = match path.parent() {
                Some(folder) if path.is_file() && folder.as_os_str().is_empty() => {
                    (Path::new("."), RecursiveMode::NonRecursive)
                }
                Some(folder) if path.is_file() => (folder, RecursiveMode::NonRecursive),
                _ => (path.as_path(), RecursiveMode::Recursive),
            };
            watcher.watch(path, mode).map_err(failed)?;
        }
        Ok(Self { changes, index: whole(index), _watcher: watcher })
    }

    /// Waits until something changed and settled; `false` if the user asked to stop.
    pub fn wait(&self, stop: &Stop) -> bool {
        let mut last: Option<Instant> = None;
        while !stop.asked() {
            match self.changes.recv_timeout(PAUSE) {
                Ok(Ok(event)) if !self.concerns(&event) => {}
                // What went wrong while looking may have hidden a change.
                Ok(_) => last = Some(Instant::now()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return false,
            }
            if last.is_some_and(|last| last.elapsed() >= SETTLED) {
                return true;
            }
        }
        false
    }

    /// Whether files changed that are not the index's own.
    fn concerns(&self, event: &Event) -> bool {
        let changed = match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        let own = |path: &PathBuf| {
            path.components().any(|part| part.as_os_str() == super::place::FOLDER)
                || whole(path).starts_with(&self.index)
        };
        changed && (event.paths.is_empty() || !event.paths.iter().all(own))
    }
}

fn whole(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}
