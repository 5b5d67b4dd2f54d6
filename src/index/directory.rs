//! The index folder as the one who writes sees it.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle,
    WritePtr,
};

/// What is read a little at a time: lists of places, positions, texts.
const READ: [&str; 3] = ["idx", "pos", "store"];

/// A folder whose large files are read, not mapped.
///
/// A merge goes once through all of its segments. Mapped, they would count as the program's memory until the
/// merge ends, as much as the segments are large; read, they take what is looked at. Searching is another
/// matter: it goes to the same places again and again.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    dir: PathBuf,
    mapped: MmapDirectory,
}

impl Folder {
    /// Opens a folder that is there.
    pub fn open(dir: &Path) -> tantivy::Result<Self> {
        Ok(Self { dir: dir.to_owned(), mapped: MmapDirectory::open(dir)? })
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let read = path.extension().is_some_and(|end| READ.iter().any(|one| end == *one));
        if !read {
            return self.mapped.get_file_handle(path);
        }
        let opened = File::open(self.dir.join(path)).and_then(|file| {
            let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
            Ok(Piecewise { file, length })
        });
        let opened = opened.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        })?;
        Ok(Arc::new(opened))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.mapped.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.mapped.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

/// A file of which each part is read when it is asked for. It can be used from several threads.
#[derive(Debug)]
struct Piecewise {
    file: File,
    length: usize,
}

impl HasLen for Piecewise {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Piecewise {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    let mut done = 0;
    while done < bytes.len() {
        match std::os::windows::fs::FileExt::seek_read(file, &mut bytes[done..], at + done as u64)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => done += read,
        }
    }
    Ok(())
}
