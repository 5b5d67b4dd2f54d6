//! Directory: the folder of an index, as the engine sees it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, META_LOCK, MmapDirectory, WatchCallback,
    WatchHandle, WritePtr,
};

use super::atomic_file;
use super::buffered_file::BufferedFile;
use super::lock::LockNote;
use crate::index::error::IndexError;

/// What is read a little at a time by one who writes: lists of places, positions, texts.
const BUFFERED_EXTENSIONS: [&str; 3] = ["idx", "pos", "store"];

/// A lock that nobody says to hold is waited for so long, in steps: a program that this one is just about to start
/// has a copy of all open files for a moment, and with them of a lock that was given back since.
const LOCK_WAIT: Duration = Duration::from_millis(300);
const LOCK_RETRY: Duration = Duration::from_millis(5);

/// The files of an index, mapped into memory. Unlike the engine's own folder, one that may only be read can be
/// searched, and one that several users share can be read by all who may read the folder's files.
#[derive(Clone, Debug)]
pub(crate) struct IndexDirectory {
    files: MmapDirectory,
    path: PathBuf,
    /// Whether the large files are read where they are wanted instead. A merge goes once through all of its
    /// segments: mapped, they would count as the program's memory until it ends. Searching is another matter,
    /// it goes to the same places again and again.
    buffered: bool,
}

impl IndexDirectory {
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let files = MmapDirectory::open(path).map_err(tantivy::TantivyError::from)?;
        Ok(Self { files, path: path.to_owned(), buffered: false })
    }

    /// For one who writes: in little memory.
    pub fn for_writing(path: &Path) -> Result<Self, IndexError> {
        Ok(Self { buffered: true, ..Self::open(path)? })
    }

    /// Keeps writers out for as long as it lives.
    pub fn hold(&self) -> Result<DirectoryLock, IndexError> {
        self.acquire_lock(&INDEX_WRITER_LOCK).map_err(|error| refused(&self.path, error))
    }

    /// Keeps files that are being opened from being removed, in a folder where no lock can be written.
    ///
    /// The lock holds for who may only read its file, too. Where there is no such file that can be opened, there
    /// is no lock: should a writer remove a file just then, opening fails, and can be tried again.
    fn lock_for_reading(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let Ok(file) = File::open(self.path.join(&lock.filepath)) else {
            return Ok(DirectoryLock::from(Box::new(())));
        };
        file.lock().map_err(LockError::wrap_io_error)?;
        Ok(DirectoryLock::from(Box::new(file)))
    }
}

/// Why there is no writer for the index in `path`.
pub(crate) fn refused(path: &Path, error: LockError) -> IndexError {
    match error {
        LockError::LockBusy => IndexError::Locked { path: path.to_owned(), holder: LockNote::read(path) },
        other => tantivy::TantivyError::from(other).into(),
    }
}

impl Directory for IndexDirectory {
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let begun = Instant::now();
        let held = |tried: &Result<_, _>| {
            matches!(tried, Err(LockError::LockBusy)) && lock.filepath == INDEX_WRITER_LOCK.filepath
        };
        let mut tried = self.files.acquire_lock(lock);
        while held(&tried) && LockNote::read(&self.path).is_none() && begun.elapsed() < LOCK_WAIT {
            std::thread::sleep(LOCK_RETRY);
            tried = self.files.acquire_lock(lock);
        }
        match tried {
            Err(LockError::IoError(_)) if lock.filepath == META_LOCK.filepath => self.lock_for_reading(lock),
            other => other,
        }
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if !self.buffered
            || !path.extension().is_some_and(|end| BUFFERED_EXTENSIONS.iter().any(|one| end == *one))
        {
            return self.files.get_file_handle(path);
        }
        match BufferedFile::open(&self.path.join(path)) {
            Ok(file) => Ok(Arc::new(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        // The engine's own way leaves a file that nobody but its maker may read.
        atomic_file::put(&self.path.join(path), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::open::Index;

    #[test]
    fn a_lock_that_is_given_back_in_a_moment_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::create_or_open(dir.path()).unwrap();
        let held = IndexDirectory::open(dir.path()).unwrap().hold().unwrap();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(LOCK_WAIT / 6);
                drop(held);
            });
            index.writer().unwrap();
        });
        let _held = IndexDirectory::open(dir.path()).unwrap().hold().unwrap();
        assert!(matches!(index.writer(), Err(IndexError::Locked { holder: None, .. })));
    }
}
