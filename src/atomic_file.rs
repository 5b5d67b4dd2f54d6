//! Atomic file: written so that no crash leaves half of it.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use crate::sharing::waited;

/// Puts `bytes` into the file at `path`, in place of what was there: all of them or none. Who may read the file is as for any
/// new one in that folder.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put_by_way_of(&path.with_extension("new"), path, bytes)
}

/// The same, written first to the file `beside` in the same folder.
pub(crate) fn put_by_way_of(beside: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = File::create(beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| waited(|| std::fs::rename(beside, path)));
    done.inspect_err(|_| drop(std::fs::remove_file(beside)))
}
