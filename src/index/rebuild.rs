//! An index made anew in the place of another.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use tantivy::directory::{Directory, DirectoryLock, INDEX_WRITER_LOCK, MmapDirectory};

use super::{IndexError, lock::Note};

/// A folder for the new index, beside the one whose place it takes when it is whole. Until then the old one
/// stands, for readers too, and nobody writes to it.
pub struct Rebuild {
    old: PathBuf,
    new: PathBuf,
    _held: Option<DirectoryLock>,
}

impl Rebuild {
    /// Begins to make the index in `old` anew; what an earlier try left goes.
    ///
    /// A folder that holds anything but an index is refused: it would be lost.
    pub fn begin(old: &Path) -> Result<Self, IndexError> {
        if let Some(other) = foreign(old)? {
            return Err(IndexError::NotOurs { path: old.to_owned(), other });
        }
        let new = beside(old, ".rebuilding");
        let held = if old.is_dir() {
            let files = MmapDirectory::open(old).map_err(tantivy::TantivyError::from)?;
            let locked = |_| IndexError::Locked { path: old.to_owned(), holder: Note::read(old) };
            Some(files.acquire_lock(&INDEX_WRITER_LOCK).map_err(locked)?)
        } else {
            None
        };
        remove(&new)?;
        Ok(Self { old: old.to_owned(), new, _held: held })
    }

    /// Where the new index is made.
    pub fn dir(&self) -> &Path {
        &self.new
    }

    /// Puts the new index in the place of the old, which goes.
    pub fn finish(self) -> Result<(), IndexError> {
        let away = beside(&self.old, ".replaced");
        remove(&away)?;
        self.swap(&away)?;
        remove(&away)
    }

    /// Puts the new index in the place of the old, which is kept beside it; says where.
    pub fn finish_keeping(self) -> Result<PathBuf, IndexError> {
        let now = chrono::Local::now().format(".damaged-%Y%m%d-%H%M%S").to_string();
        let away = beside(&self.old, &now);
        self.swap(&away)?;
        Ok(away)
    }

    fn swap(&self, away: &Path) -> Result<(), IndexError> {
        let at = |path: &Path, source| IndexError::Io { path: path.to_owned(), source };
        if self.old.exists() {
            std::fs::rename(&self.old, away).map_err(|error| at(&self.old, error))?;
        }
        if let Err(error) = std::fs::rename(&self.new, &self.old) {
            // The old one back, so that there is one.
            let _ = std::fs::rename(away, &self.old);
            return Err(at(&self.new, error));
        }
        Ok(())
    }
}

fn beside(dir: &Path, ending: &str) -> PathBuf {
    let mut name = dir.file_name().map_or_else(|| OsString::from("index"), OsString::from);
    name.push(ending);
    dir.with_file_name(name)
}

fn remove(dir: &Path) -> Result<(), IndexError> {
    match std::fs::remove_dir_all(dir) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(IndexError::Io { path: dir.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// A file in the folder that belongs to no index.
fn foreign(dir: &Path) -> Result<Option<String>, IndexError> {
    let at = |source| IndexError::Io { path: dir.to_owned(), source };
    if !dir.exists() {
        return Ok(None);
    }
    for entry in std::fs::read_dir(dir).map_err(at)? {
        let name = entry.map_err(at)?.file_name().to_string_lossy().into_owned();
        let stem = name.split('.').next().unwrap_or_default();
        // A segment's files go by 32 hexadecimal digits.
        let segment = stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        let about = ["meta.json", ".managed.json"].contains(&name.as_str());
        let locks = name.starts_with(".tantivy-") || name.starts_with(".demarche-");
        if !segment && !about && !locks && !name.starts_with("demarche") {
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
