//! Where the index is, and how files are named in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use demarche::authority::Authority;
use demarche::extract::{Extractor, TopicRules};
use demarche::index::Index;
use demarche::read::{ReadOptions, SpeakerTable};
use demarche::record::Project;

use super::global::Global;
use super::reading::ReadArgs;
use super::{Failure, Outcome, record};

/// The folder that holds an index, inside the folder it indexes.
pub const FOLDER: &str = ".demarche";

/// The nearest index at or above the current folder, or the one that was named.
pub fn find(global: &Global) -> Result<PathBuf, Failure> {
    if let Some(dir) = global.index() {
        return Ok(dir);
    }
    let here = here()?;
    // A project that has no index yet is the place for it.
    let is_place = |dir: &PathBuf| Index::lies_in(dir) || dir.with_file_name(Project::FILE).is_file();
    let found = here.ancestors().map(|dir| dir.join(FOLDER)).find(is_place);
    Ok(found.unwrap_or_else(|| here.join(FOLDER)))
}

/// The folder that names of files are relative to: the one that holds the index.
pub fn root_of(index: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(index)?;
    Ok(absolute.parent().map_or_else(|| absolute.clone(), Path::to_owned))
}

/// The current folder.
pub fn here() -> Result<PathBuf, Failure> {
    std::env::current_dir().map_err(|error| Failure::new(error, "go to a folder that exists"))
}

/// Opens the index to answer from.
pub fn open(global: &Global) -> Result<Index, Failure> {
    Ok(Index::open(&find(global)?)?)
}

/// The shipped lists of names, with the user's where a file is named.
pub fn authority(file: Option<&Path>) -> Result<Arc<Authority>, Failure> {
    let Some(file) = file else { return Ok(Authority::shared()) };
    let own = Authority::open(file);
    let own =
        own.map_err(|error| Failure::new(error, "see docs/authority.md for how such a file is written"))?;
    Ok(Arc::new(own))
}

/// An extractor that knows the user's lists, where files are named, and the record of the project.
pub fn extractor(args: &ReadArgs, project: &Project, sources: &[PathBuf]) -> Result<Extractor, Failure> {
    let mut extractor = Extractor::new(authority(args.authority.as_deref())?);
    if let Some(file) = &args.topics {
        let rules = TopicRules::open(file);
        let rules = rules
            .map_err(|error| Failure::new(error, "see docs/topics.md for how such a file is written"))?;
        extractor = extractor.with_topics(Arc::new(rules));
    }
    let extractor = extractor.with_record(record::record(project, args, sources)?);
    Ok(if args.as_given { extractor.as_given() } else { extractor })
}

/// What the arguments say about reading.
pub fn read_options(args: ReadArgs) -> Result<ReadOptions, Failure> {
    let speakers = args.speakers.as_deref().map(SpeakerTable::open).transpose();
    let speakers =
        speakers.map_err(|error| Failure::new(error, "name a table of speakers, as .xlsx or .csv"))?;
    let mut options = ReadOptions::default();
    options.format = args.input_format;
    options.map = args.map.into_iter().collect();
    options.date = args.date;
    options.date_order = args.date_order;
    options.source = args.source;
    options.records = args.records;
    options.encoding = args.encoding;
    options.speakers = speakers;
    Ok(options)
}

/// The exit code for results.
pub fn code(found: bool) -> Outcome {
    Ok(if found { super::FOUND } else { super::NOTHING })
}
