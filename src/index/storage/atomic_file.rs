//! Atomic files: small ones beside the index, written so that no crash leaves half of one.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use crate::index::error::IndexError;

/// Puts `bytes` into the file at `path`, in place of what was there: all of them or none.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    put(path, bytes).map_err(|source| IndexError::at(path, source))?;
    // The folder is told too; where a system cannot sync folders, the rename is all there is.
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// As [`replace`], but the folder is not told. Who may read the file is as for any new one in that folder.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| std::fs::rename(&beside, path));
    done.inspect_err(|_| drop(std::fs::remove_file(&beside)))
}
