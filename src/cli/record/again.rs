//! Files read again in which something was recorded, so that it is seen at once.

use demarche::index::{Index, IndexError};

use super::project;
use crate::cli::global::Global;
use crate::cli::index::bring_file;
use crate::cli::reading::ReadArgs;
use crate::cli::{Failure, place, say};

/// What came of reading a file again.
pub enum Again {
    /// It was read.
    Done,
    /// It was not: it is large, gone, or was read in another way.
    Later,
    /// It could not be.
    Failed(IndexError),
}

/// Reads the file again in which something was recorded, where that is safe.
pub fn bring_again(global: &Global, index: &Index, path: &str) -> Result<Again, Failure> {
    /// A larger file is left to the next run.
    const LARGE: u64 = 8_000_000;
    let project = project(global)?;
    let root = place::root_of(index.path())?;
    let file = root.join(path);
    let Some(stored) = index.file(path)? else { return Ok(Again::Later) };
    let args = ReadArgs::default().with_project(&project)?;
    let options = args.clone().into_options()?;
    let extractor = args.extractor(&project, &project.sources)?;
    let alike = demarche::index::is_read_alike(&stored, &options, &extractor);
    if !alike || stored.size > LARGE || !file.is_file() {
        return Ok(Again::Later);
    }
    Ok(match bring_file(global, index.path(), &file, options, &extractor) {
        Ok(()) => Again::Done,
        Err(error) => Again::Failed(error),
    })
}

/// Reads the file again in which something was recorded, so that it is seen at once; where that is not safe, says what to do.
pub fn read_again(global: &Global, index: &Index, path: &str) -> Result<(), Failure> {
    let later = || say(global, "run `demarche index` as you do, and searches, counts and timelines follow");
    match bring_again(global, index, path)? {
        Again::Done => say(global, format!("{path} was read again: searches, counts and timelines follow")),
        Again::Later => later(),
        Again::Failed(error) => {
            say(global, format!("it is written down, and not yet in the index: {error}"));
            later();
        }
    }
    Ok(())
}
