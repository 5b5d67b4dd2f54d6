//! Lock of the writer: one process at a time writes to an index.
//!
//! The lock itself is the system's, and ends with its process however that ends. Beside it stands a file
//! that says who holds it, for messages; found without the lock, it tells of a process that was killed.

use std::path::{Path, PathBuf};

use super::atomic_file;
use crate::index::error::IndexError;
use crate::index::holder::Holder;

const HOLDER: &str = "demarche-writer.json";

/// The note of who writes, for as long as it lives.
pub(crate) struct LockNote(Option<PathBuf>);

impl LockNote {
    /// Leaves a note in the index's folder, to be called with the lock held; and what it finds there of a
    /// process that did not end in order. An index in memory has no folder.
    pub fn leave(dir: Option<&Path>) -> Result<(Self, Option<Holder>), IndexError> {
        let Some(dir) = dir else { return Ok((Self(None), None)) };
        let before = Self::read(dir);
        let text = serde_json::to_vec(&Holder::this());
        let text = text.map_err(|error| IndexError::Damaged(error.to_string()))?;
        atomic_file::replace(&dir.join(HOLDER), &text)?;
        Ok((Self(Some(dir.to_owned())), before))
    }

    /// Who left a note.
    pub fn read(dir: &Path) -> Option<Holder> {
        serde_json::from_slice(&std::fs::read(dir.join(HOLDER)).ok()?).ok()
    }
}

impl Drop for LockNote {
    fn drop(&mut self) {
        // The lock may have passed on already: a note of somebody else stays.
        let Some(dir) = &self.0 else { return };
        if Self::read(dir).is_some_and(|holder| holder.pid == std::process::id()) {
            let _ = std::fs::remove_file(dir.join(HOLDER));
        }
    }
}
