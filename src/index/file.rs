//! Small files beside the index, written so that no crash leaves half of one.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::IndexError;

/// Puts `bytes` into the file at `path`, in place of what was there: all of them or none.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let at = |source| IndexError::Io { path: path.to_owned(), source };
    let beside = path.with_extension("new");
    let mut file = File::create(&beside).map_err(at)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(at)?;
    std::fs::rename(&beside, path).map_err(at)?;
    // The folder is told too; where a system cannot sync folders, the rename is all there is.
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
    Ok(())
}
