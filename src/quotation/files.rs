//! The files of a manuscript, in whatever format they are.

use std::path::{Path, PathBuf};

use super::manuscript::Manuscript;
use crate::extract::Extractor;
use crate::read::{ReadError, ReadOptions, Skip, read, walk};

/// The manuscripts in files, and what of them could not be read. `here` is the folder that names are relative to. Notes and links
/// of demarche are kept beside the quotations that they belong to, where the format has them.
///
/// # Errors
/// Where a file holds nothing that can be read.
pub fn manuscripts(
    files: &[PathBuf],
    here: &Path,
    extractor: &Extractor,
) -> Result<(Vec<Manuscript>, Vec<Skip>), ReadError> {
    let found = walk(files, here);
    let (mut manuscripts, mut skips) = (Vec::new(), found.skips);
    let options = ReadOptions { manuscript: true, ..ReadOptions::default() };
    for file in &found.files {
        let mut take = |document| manuscripts.push(Manuscript::read(&document, extractor));
        skips.extend(read(file, &options, &mut take)?.skips);
    }
    Ok((manuscripts, skips))
}
