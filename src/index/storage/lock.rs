//! Who writes to an index: one process at a time.
//!
//! The lock itself is the system's, and ends with its process however that ends. Beside it stands a file
//! that says who holds it, for messages; found without the lock, it tells of a process that was killed.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Local, SubsecRound};
use serde::{Deserialize, Serialize};

use super::atomic_file as file;
use crate::index::error::IndexError;
use crate::index::open::Index;
use crate::index::update::report::Progress;
use crate::index::write::writer::Writer;

const HOLDER: &str = "demarche-writer.json";
/// How long between two tries for the lock.
const PAUSE: Duration = Duration::from_millis(50);

/// A process that writes to an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its number.
    pub pid: u32,
    /// The machine it runs on.
    pub host: String,
    /// Since when.
    pub since: DateTime<Local>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.since.format("%Y-%m-%d %H:%M:%S");
        write!(f, "process {} on {}, since {since}", self.pid, self.host)
    }
}

impl Holder {
    fn this() -> Self {
        let host = gethostname::gethostname().to_string_lossy().into_owned();
        Self { pid: std::process::id(), host, since: Local::now().trunc_subsecs(0) }
    }
}

/// The note of who writes, for as long as it lives.
pub(crate) struct Note(Option<PathBuf>);

impl Note {
    /// Leaves a note in the index's folder, to be called with the lock held; and what it finds there of a
    /// process that did not end in order. An index in memory has no folder.
    pub fn leave(dir: Option<&Path>) -> Result<(Self, Option<Holder>), IndexError> {
        let Some(dir) = dir else { return Ok((Self(None), None)) };
        let before = Self::read(dir);
        let text = serde_json::to_vec(&Holder::this());
        let text = text.map_err(|error| IndexError::Damaged(error.to_string()))?;
        file::replace(&dir.join(HOLDER), &text)?;
        Ok((Self(Some(dir.to_owned())), before))
    }

    /// Who left a note.
    pub fn read(dir: &Path) -> Option<Holder> {
        serde_json::from_slice(&std::fs::read(dir.join(HOLDER)).ok()?).ok()
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        // The lock may have passed on already: a note of somebody else stays.
        let Some(dir) = &self.0 else { return };
        if Self::read(dir).is_some_and(|holder| holder.pid == std::process::id()) {
            let _ = std::fs::remove_file(dir.join(HOLDER));
        }
    }
}

impl Index {
    /// A writer for about so many bytes of files, waiting for another process as long as said.
    pub(crate) fn writer_for(
        &self,
        bytes: u64,
        wait: Duration,
        progress: &dyn Progress,
    ) -> Result<Writer<'_>, IndexError> {
        let begun = Instant::now();
        let mut told = false;
        loop {
            let error = match Writer::new(self, bytes) {
                Err(error @ IndexError::Locked { .. }) => error,
                other => return other,
            };
            if begun.elapsed() >= wait {
                return Err(error);
            }
            if progress.stopped() {
                return Err(IndexError::Stopped);
            }
            if let (IndexError::Locked { holder, .. }, false) = (&error, told) {
                progress.waiting(holder.as_ref());
                told = true;
            }
            std::thread::sleep(PAUSE);
        }
    }
}
