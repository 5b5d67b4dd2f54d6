//! The researcher's own record on the command line: what its subcommands share.

pub mod again;
pub mod codes;
pub mod collection;
pub mod correct;
pub mod corrections;
pub mod note;

use demarche::index::Index;
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
    let root = place::root_of(&place::find_local(global)?)?;
    Ok(Project::nearest(&root, &place::here()?)?)
}

/// The record of the project as it stands, for subcommands that read no files.
pub fn stored_record(global: &Global) -> Result<(Project, Record), Failure> {
    let project = project(global)?;
    let record = ReadArgs::default().record(&project, &project.sources)?;
    Ok((project, record))
}
