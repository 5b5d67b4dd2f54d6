//! Atomic files: small ones beside the index, written so that no crash leaves half of one.

use std::fs::File;
use std::path::Path;

pub(crate) use crate::atomic_file::put;
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
