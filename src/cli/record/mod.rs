//! The researcher's own record on the command line: what its subcommands share.

pub mod codes;
pub mod collection;
pub mod correct;
pub mod corrections;
pub mod note;

use std::path::PathBuf;

use demarche::index::{Index, IndexError};
use demarche::output::Permalink;
use demarche::record::{Project, Record};
use demarche::research::{NamedError, NamedWords, words_at};

use super::global::Global;
use super::reading::ReadArgs;
use super::{Failure, place, say};

pub use demarche::record::today;

/// The words that a link or a statement's id names, as they stand in the index.
pub fn named(index: &Index, text: &str) -> Result<NamedWords, Failure> {
    if !Permalink::is_meant(text) {
        return Ok(words_at(&index.snapshot(), text.trim(), None)?);
    }
    let link = text.parse::<Permalink>().map_err(|error| {
        Failure::new(error, "copy the link whole, and put it between single quotation marks")
    })?;
    let named = words_at(&index.snapshot(), &link.id, Some(link.place));
    let still = |named: &NamedWords| link.words(&named.passages).is_some_and(|words| link.cites(&words));
    match named {
        Ok(named) if still(&named) => Ok(named),
        Err(error @ (NamedError::Unknown(_) | NamedError::Index(_))) => Err(error.into()),
        _ => Err(Failure::new(
            "the words at the place that the link names are not those that were cited: the text was changed or shifted",
            "search for the words, and take the link that they have now",
        )),
    }
}

impl From<NamedError> for Failure {
    fn from(error: NamedError) -> Self {
        let hint = match error {
            NamedError::Index(error) => return error.into(),
            NamedError::Unknown(_) => "ids stand in brackets below each hit of a search",
            NamedError::WholeDocument(_) => {
                "name one of its statements: `demarche show` lists them with their ids"
            }
            _ => "name a whole statement by its id, or other words by a link",
        };
        Self::new(error, hint)
    }
}

/// Says which words are not handed on.
pub fn tell_missing(global: &Global, missing: &[&demarche::record::Marked]) {
    for marked in missing {
        let words = format!("{}: “{}”", marked.at.path, marked.at.shown());
        say(global, format!("left out, for the words are not there any more, or in doubt: {words}"));
    }
}

/// The project: that of the folder that the index lies in, else the nearest at or above this folder.
pub fn project(global: &Global) -> Result<Project, Failure> {
    let root = place::root_of(&place::find(global)?)?;
    Ok(Project::nearest(&root, &place::here()?)?)
}

/// The record of a project, with what the options name in its stead.
pub fn record(project: &Project, args: &ReadArgs, sources: &[PathBuf]) -> Result<Record, Failure> {
    if let Some(file) = args.corrections.as_ref().filter(|file| !file.exists()) {
        let message = format!("{}: there is no such file of corrections", file.display());
        return Err(Failure::new(message, "name the file that holds them, or leave out --corrections"));
    }
    Ok(project.record(args.corrections.as_deref(), args.notes.as_deref(), sources)?)
}

/// The record of the project as it stands, for subcommands that read no files.
pub fn stored_record(global: &Global) -> Result<(Project, Record), Failure> {
    let project = project(global)?;
    let record = record(&project, &ReadArgs::default(), &project.sources)?;
    Ok((project, record))
}

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
    let options = place::read_options(args.clone())?;
    let extractor = place::extractor(&args, &project, &project.sources)?;
    let alike = demarche::index::is_read_alike(&stored, &options, &extractor);
    if !alike || stored.size > LARGE || !file.is_file() {
        return Ok(Again::Later);
    }
    Ok(match super::index::bring_file(global, index.path(), &file, options, &extractor) {
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
