//! Rebuild: an index made anew in the place of another.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tantivy::directory::DirectoryLock;

use super::directory::IndexDirectory;
use crate::index::error::IndexError;
use crate::sharing::waited;

/// How long to put a folder in its place takes at most.
const REPLACEMENT_WAIT: Duration = Duration::from_millis(200);

/// A folder for the new index, beside the one whose place it takes when it is whole. Until then the old one
/// stands, for readers too, and nobody writes to it.
///
/// Three folders may stand beside the index meanwhile: `….rebuilding` while the new one is made, `….rebuilt` when
/// it is whole, `….replaced` for the old one until it is removed. If the program is killed, the index is the old
/// one as long as there is one in its place, then the one that was rebuilt, which is put there when next asked for.
pub struct Rebuild {
    old: PathBuf,
    new: PathBuf,
    _held: Option<DirectoryLock>,
}

/// The files of an index beside those of its segments and its locks.
const OURS: [&str; 10] = [
    "meta.json",
    "meta.new",
    ".managed.json",
    ".managed.new",
    "demarche.json",
    "demarche.new",
    "demarche-words",
    "demarche-words.new",
    "demarche-writer.json",
    "demarche-writer.new",
];

const MAKING: &str = ".rebuilding";
const WHOLE: &str = ".rebuilt";
const REPLACED: &str = ".replaced";

impl Rebuild {
    /// Begins to make the index in `old` anew; what an earlier try left goes.
    ///
    /// A folder that holds anything but an index is refused: it would be lost.
    ///
    /// # Errors
    /// [`IndexError::NotOurs`] where the folder holds something else, [`IndexError::Locked`] where another process writes,
    /// and what the disk refuses.
    pub fn begin(old: &Path) -> Result<Self, IndexError> {
        complete(old)?;
        if let Some(other) = foreign(old)? {
            return Err(IndexError::NotOurs { path: old.to_owned(), other });
        }
        let held = if old.is_dir() { Some(IndexDirectory::open(old)?.hold()?) } else { None };
        for left in [MAKING, WHOLE, REPLACED] {
            remove(&beside(old, left))?;
        }
        Ok(Self { old: old.to_owned(), new: beside(old, MAKING), _held: held })
    }

    /// Where the new index is made.
    pub fn dir(&self) -> &Path {
        &self.new
    }

    /// Puts the new index in the place of the old, which goes.
    ///
    /// # Errors
    /// What the disk refuses; there is an index then all the same, the old one or the new.
    pub fn finish(self) -> Result<(), IndexError> {
        let away = beside(&self.old, REPLACED);
        self.swap(&away)?;
        remove(&away)
    }

    /// Puts the new index in the place of the old, which is kept beside it; says where.
    ///
    /// # Errors
    /// What the disk refuses; there is an index then all the same, the old one or the new.
    pub fn finish_keeping(self) -> Result<PathBuf, IndexError> {
        let now = chrono::Local::now().format(".damaged-%Y%m%d-%H%M%S").to_string();
        let away = beside(&self.old, &now);
        self.swap(&away)?;
        Ok(away)
    }

    fn swap(&self, away: &Path) -> Result<(), IndexError> {
        let rename = |from: &Path, to: &Path| {
            waited(|| std::fs::rename(from, to)).map_err(|error| IndexError::at(from, error))
        };
        let whole = beside(&self.old, WHOLE);
        rename(&self.new, &whole)?;
        if self.old.exists() {
            rename(&self.old, away)?;
        }
        rename(&whole, &self.old).inspect_err(|_| {
            // The old one back, so that there is one.
            let _ = std::fs::rename(away, &self.old);
        })
    }
}

impl Drop for Rebuild {
    /// What was not finished goes: it is begun anew next time.
    fn drop(&mut self) {
        let _ = remove(&self.new);
    }
}

/// Whether an index lies in the folder, or one that a program which was killed did not put there any more.
pub(crate) fn lies_in(dir: &Path) -> bool {
    dir.is_dir() || beside(dir, WHOLE).is_dir()
}

/// Puts an index that was rebuilt in its place, where the program was killed while it did so.
pub(crate) fn complete(dir: &Path) -> Result<(), IndexError> {
    let whole = beside(dir, WHOLE);
    if dir.exists() || !whole.is_dir() {
        return Ok(());
    }
    // A program that is about to do it itself needs less than a moment.
    std::thread::sleep(REPLACEMENT_WAIT);
    match std::fs::rename(&whole, dir) {
        Err(_) if dir.exists() => Ok(()),
        done => done.map_err(|error| IndexError::at(&whole, error)),
    }
}

/// Removes what a rebuilding that was killed left beside the index; what is in use stays.
pub(crate) fn clear(dir: &Path) {
    let left = [MAKING, WHOLE, REPLACED].map(|ending| beside(dir, ending));
    if left.iter().any(|left| left.exists())
        && let Ok(_held) = IndexDirectory::open(dir).and_then(|folder| folder.hold())
    {
        // Where it cannot be removed now, it is tried again.
        left.iter().for_each(|left| drop(remove(left)));
    }
}

fn beside(dir: &Path, ending: &str) -> PathBuf {
    let mut name = dir.file_name().map_or_else(|| OsString::from("index"), OsString::from);
    name.push(ending);
    dir.with_file_name(name)
}

fn remove(dir: &Path) -> Result<(), IndexError> {
    match waited(|| std::fs::remove_dir_all(dir)) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(IndexError::at(dir, source)),
        _ => Ok(()),
    }
}

/// A file in the folder that belongs to no index.
pub(crate) fn foreign(dir: &Path) -> Result<Option<String>, IndexError> {
    let at = |source| IndexError::at(dir, source);
    if !dir.exists() {
        return Ok(None);
    }
    for entry in std::fs::read_dir(dir).map_err(at)? {
        let name = entry.map_err(at)?.file_name().to_string_lossy().into_owned();
        let stem = name.split('.').next().unwrap_or_default();
        // A segment's files go by 32 hexadecimal digits.
        let segment = stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        let ours = OURS.contains(&name.as_str());
        let locks = name.starts_with(".tantivy-") || name.starts_with(".demarche-");
        // What a program that was killed left of a file of ours.
        let unfinished = name.len() == 10 && name.starts_with(".tmp");
        if !segment && !ours && !locks && !unfinished {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_anything_else_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        let index = dir.path().join("index");
        crate::index::Index::create_or_open(&index).unwrap();
        Rebuild::begin(&index).unwrap();
        std::fs::write(index.join("thesis.odt"), "years of work").unwrap();
        let error = Rebuild::begin(&index).err().unwrap();
        assert!(error.to_string().contains("thesis.odt"), "{error}");
        assert!(index.join("thesis.odt").exists());
    }
}
