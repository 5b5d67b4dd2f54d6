//! Files read again in which something was recorded, so that it is seen at once.

use std::path::PathBuf;

#[cfg(feature = "web")]
use demarche::extract::Explanation;
use demarche::extract::Extractor;
use demarche::index::{Index, IndexError};
#[cfg(feature = "web")]
use demarche::model::Statement;
use demarche::read::ReadOptions;
#[cfg(feature = "web")]
use demarche::read::read_bytes;

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

/// A file of the index that lies where it lay, and what it is read with.
struct Alike {
    file: PathBuf,
    /// A hash of its bytes, as they were indexed.
    #[cfg(feature = "web")]
    hash: String,
    options: ReadOptions,
    extractor: Extractor,
}

impl Alike {
    /// The file of that name; `None` where it is large, gone, or would be read in another way than it was.
    fn of(global: &Global, index: &Index, path: &str) -> Result<Option<Self>, Failure> {
        /// A larger file is left to the next run.
        const LARGE: u64 = 8_000_000;
        let project = project(global)?;
        let file = place::root_of(index.path())?.join(path);
        let Some(stored) = index.file(path)? else { return Ok(None) };
        let args = ReadArgs::default().with_project(&project)?;
        let options = args.clone().into_options()?;
        let extractor = args.extractor(&project, &project.sources)?;
        let alike = demarche::index::is_read_alike(&stored, &options, &extractor);
        let usable = alike && stored.size <= LARGE && file.is_file();
        Ok(usable.then_some(Self {
            file,
            #[cfg(feature = "web")]
            hash: stored.hash,
            options,
            extractor,
        }))
    }
}

/// Reads the file again in which something was recorded, where that is safe.
pub fn bring_again(global: &Global, index: &Index, path: &str) -> Result<Again, Failure> {
    let Some(Alike { file, options, extractor, .. }) = Alike::of(global, index, path)? else {
        return Ok(Again::Later);
    };
    Ok(match bring_file(global, index.path(), &file, options, &extractor) {
        Ok(()) => Again::Done,
        Err(error) => Again::Failed(error),
    })
}

/// The statements of a document, each with the rules that gave its values, worked out anew from its file; `None` where the
/// file is not as it was when it was indexed.
#[cfg(feature = "web")]
pub fn explain(
    global: &Global,
    index: &Index,
    path: &str,
    document: &str,
) -> Result<Option<Vec<(Statement, Explanation)>>, Failure> {
    let Some(Alike { file, hash, options, extractor }) = Alike::of(global, index, path)? else {
        return Ok(None);
    };
    let bytes = std::fs::read(file)?;
    let mut found = None;
    let report = read_bytes(path, &bytes, &options, &mut |one| {
        if one.id == document {
            found = Some(one);
        }
    });
    let same = report.is_ok_and(|report| report.hash == hash);
    Ok(found.filter(|_| same).map(|document| extractor.explain(&extractor.correct(document))))
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
