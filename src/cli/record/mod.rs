//! The researcher's own record on the command line: what its subcommands share.

pub mod codes;
pub mod collection;
pub mod correct;
pub mod corrections;
pub mod note;

use std::path::PathBuf;

use demarche::index::{Index, StoredPassage};
use demarche::model::{Document, Span};
use demarche::output::Permalink;
use demarche::record::{Anchor, Project, Record};

use super::global::Global;
use super::reading::ReadArgs;
use super::{Failure, place, say};

pub use demarche::record::today;

/// Words that a link or an id names.
pub struct Named {
    /// The passages of the statement or document.
    pub passages: Vec<StoredPassage>,
    /// The words.
    pub at: Anchor,
}

/// The words that a link or a statement's id names, as they stand in the index.
pub fn named(index: &Index, text: &str) -> Result<Named, Failure> {
    let link = match Permalink::is_meant(text) {
        true => Some(text.parse::<Permalink>().map_err(|error| {
            Failure::new(error, "copy the link whole, and put it between single quotation marks")
        })?),
        false => None,
    };
    let id = link.as_ref().map_or(text.trim(), |link| link.id.as_str());
    let passages = index.show(id)?;
    let Some(first) = passages.first() else {
        let message = format!("nothing has the id `{id}`");
        return Err(Failure::new(message, "ids stand in brackets below each hit of a search"));
    };
    let words: Option<(Span, String)> = match &link {
        None => Some((first.statement, String::new())),
        Some(link) => {
            link.words(&passages).filter(|words| link.cites(words)).map(|words| (link.place, words))
        }
    };
    let Some((place, _)) = words else {
        return Err(Failure::new(
            "the words at the place that the link names are not those that were cited: the text was changed or shifted",
            "search for the words, and take the link that they have now",
        ));
    };
    if link.is_none() && passages.iter().any(|passage| passage.id != first.id) {
        return Err(Failure::new(
            format!("`{id}` is a whole document"),
            "name one of its statements: `demarche show` lists them with their ids",
        ));
    }
    let all = index.show(&first.document)?;
    let body: String = all.iter().map(|passage| passage.text.as_str()).collect();
    let mut document = Document::new(first.path.as_str(), body);
    document.id.clone_from(&first.document);
    let at = Anchor::new(&document, place)
        .map_err(|error| Failure::new(error, "name a whole statement by its id, or other words by a link"))?;
    Ok(Named { passages, at })
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

/// Reads the file again in which something was recorded, so that it is seen at once; where that is not safe, says what to do.
pub fn read_again(global: &Global, index: &Index, path: &str) -> Result<(), Failure> {
    /// A larger file is left to the next run.
    const LARGE: u64 = 8_000_000;
    let later = || say(global, "run `demarche index` as you do, and searches, counts and timelines follow");
    let project = project(global)?;
    let root = place::root_of(index.path())?;
    let file = root.join(path);
    let Some(stored) = index.file(path)? else {
        later();
        return Ok(());
    };
    let args = ReadArgs::default().with_project(&project)?;
    let options = place::read_options(args.clone())?;
    let extractor = place::extractor(&args, &project, &project.sources)?;
    let alike = demarche::index::is_read_alike(&stored, &options, &extractor);
    if !alike || stored.size > LARGE || !file.is_file() {
        later();
        return Ok(());
    }
    match super::index::bring_file(global, index.path(), &file, options, &extractor) {
        Ok(()) => say(global, format!("{path} was read again: searches, counts and timelines follow")),
        Err(error) => {
            say(global, format!("it is written down, and not yet in the index: {error}"));
            later();
        }
    }
    Ok(())
}
