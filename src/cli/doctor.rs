//! `demarche doctor`: finds out what is wrong with the index, and makes it anew from the user's files.

use std::path::{Path, PathBuf};

use clap::Args as Group;
use demarche::index::{Index, verify};
use demarche::output::plain;

use super::global::Global;
use super::reading::ReadArgs;
use super::{Failure, Outcome, index, place, say};

#[derive(Group)]
#[command(after_help = "\
Reads the index through as `demarche verify` does. Where something is wrong, it makes a new index from the
files that the old one tells of, or from those you name, and keeps the old one beside it until you remove it.
Give the options that you index with (--map, --date, --authority …): they are not kept in the index.")]
pub struct DoctorArgs {
    /// The files and folders you index [else those that the index tells of]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub read: ReadArgs,
}

/// Examines and mends.
pub fn run(global: &Global, args: DoctorArgs) -> Outcome {
    let dir = place::find(global)?;
    let found = verify(&dir)?;
    if found.faults.is_empty() {
        say(global, "all is well: there is nothing to mend");
        return Ok(super::FOUND);
    }
    for fault in &found.faults {
        say(global, format!("{}: {}", plain(&fault.place), plain(&fault.what)));
    }
    let root = place::root_of(&dir)?;
    let known = known_files(&dir);
    let paths = match (args.paths.is_empty(), known.is_empty()) {
        (false, _) => args.paths,
        (true, false) => known.iter().map(|name| root.join(name)).filter(|path| path.exists()).collect(),
        (true, true) => {
            return Err(Failure::new(
                "the index is damaged and does not tell which files it was made from",
                "name them: `demarche doctor FOLDER`, with the options that you index with",
            ));
        }
    };
    let kept = index::mend(global, &dir, &paths, args.read)?;
    say(global, format!("a new index was made; the damaged one is kept at {}", kept.display()));
    let gone: Vec<&String> = known.iter().filter(|name| !root.join(name).exists()).collect();
    for name in &gone {
        say(global, format!("not in the new index, for the file is gone: {}", plain(name)));
    }
    if !gone.is_empty() {
        say(global, "put those files back where they were and run `demarche index` on them");
    }
    place::code(gone.is_empty())
}

/// The files that the index tells of, as far as it can be read.
fn known_files(dir: &Path) -> Vec<String> {
    let files = Index::open(dir).and_then(|index| index.files());
    files
        .map(|files| files.into_iter().filter(|file| !file.standard_input).map(|file| file.name).collect())
        .unwrap_or_default()
}
