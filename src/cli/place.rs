//! Where the index is, and how files are named in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use demarche::authority::Authority;
use demarche::index::Index;
use demarche::record::Project;

use super::global::Global;
use super::{Failure, Outcome};

/// The folder that holds an index, inside the folder it indexes.
pub const FOLDER: &str = ".demarche";

/// The nearest index at or above the current folder, or the one that was named.
pub fn find(global: &Global) -> Result<PathBuf, Failure> {
    if global.cluster().is_some() {
        return Err(Failure::new(
            "this subcommand works on an index on disk, not in a cluster",
            "search, facets, kwic, timeline, show and cite ask a cluster; for the others name a folder with `--index DIR`",
        ));
    }
    find_local(global)
}

/// The same beside an index in a cluster too, for what lies with it on disk.
pub fn find_local(global: &Global) -> Result<PathBuf, Failure> {
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

/// The exit code for results.
pub fn code(found: bool) -> Outcome {
    Ok(if found { super::FOUND } else { super::NOTHING })
}
