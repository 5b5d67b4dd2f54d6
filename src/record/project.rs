//! `demarche.toml`: what an index is made of. Whoever gets the folder makes the same index.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use super::error::RecordError;
use super::file::{from_toml, read};
use super::{Corrections, Notes, Record};
use crate::model::PartialDate;

/// A project: the folder that its file lies in, and what the file says. Paths are below that folder, or absolute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Project {
    /// The folder.
    pub folder: PathBuf,
    /// What the corpus is called.
    pub title: Option<String>,
    /// The files and folders that it is made of.
    pub sources: Vec<PathBuf>,
    /// How they are read.
    pub read: ReadSettings,
    /// The user's own list of names.
    pub authority: Option<PathBuf>,
    /// The user's own topic rules.
    pub topics: Option<PathBuf>,
    /// What was corrected.
    pub corrections: Option<PathBuf>,
    /// Codes, notes and collections.
    pub notes: Option<PathBuf>,
    /// Saved searches.
    pub searches: Option<PathBuf>,
    /// The research log; `None` where none is kept.
    pub log: Option<PathBuf>,
}

/// How files are read, as the options of the same names say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct ReadSettings {
    /// Every file in this format.
    pub format: Option<String>,
    /// Fields, and the column or key that each is taken from.
    pub map: BTreeMap<String, String>,
    /// The date of documents that state none.
    pub date: Option<PartialDate>,
    /// Which comes first in dates such as 03/04/2014: `dmy` or `mdy`.
    pub date_order: Option<String>,
    /// The source of documents that name none.
    pub source: Option<String>,
    /// A table of speakers.
    pub speakers: Option<PathBuf>,
    /// Whether nothing is worked out of the texts.
    pub as_given: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    title: Option<String>,
    #[serde(default)]
    sources: Vec<PathBuf>,
    #[serde(default)]
    read: ReadSettings,
    authority: Option<PathBuf>,
    topics: Option<PathBuf>,
    corrections: Option<PathBuf>,
    notes: Option<PathBuf>,
    searches: Option<PathBuf>,
    log: Option<PathBuf>,
}

impl Project {
    /// The name of the file.
    pub const FILE: &'static str = "demarche.toml";

    /// Reads the project of a folder; `None` where it has none.
    ///
    /// # Errors
    /// [`RecordError`] with file and line where it cannot be read or understood.
    pub fn open(folder: &Path) -> Result<Option<Self>, RecordError> {
        let path = folder.join(Self::FILE);
        let Some(text) = read(&path)? else { return Ok(None) };
        Self::parse(&path, &text).map(Some)
    }

    /// A project as a text has it; `path` is that of its file.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, RecordError> {
        let wire: Wire = from_toml(path, text)?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let below = |path: Option<PathBuf>| path.map(|path| folder.join(path));
        // The folder may be somebody else's: nothing is written outside it.
        let written = [&wire.corrections, &wire.notes, &wire.searches, &wire.log];
        let is_outside = |path: &PathBuf| {
            path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
        };
        if let Some(outside) = written.into_iter().flatten().find(|path| is_outside(path)) {
            let reason = format!("`{}` does not lie in the project's folder", outside.display());
            let line =
                text.lines().position(|line| line.contains(&*outside.to_string_lossy())).map(|at| at + 1);
            return Err(RecordError::Content { path: path.to_owned(), line, reason });
        }
        let mut read = wire.read;
        read.speakers = below(read.speakers);
        Ok(Self {
            title: wire.title,
            sources: wire.sources.into_iter().map(|path| folder.join(path)).collect(),
            read,
            authority: below(wire.authority),
            topics: below(wire.topics),
            corrections: below(wire.corrections),
            notes: below(wire.notes),
            searches: below(wire.searches),
            log: below(wire.log),
            folder,
        })
    }

    /// A project of a folder that has no file: its record lies where it lies by default.
    pub fn without_file(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..Self::default() }
    }

    /// The project of `folder`, else the nearest at or above `here`; else `folder` without a file.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn nearest(folder: &Path, here: &Path) -> Result<Self, RecordError> {
        for candidate in std::iter::once(folder).chain(here.ancestors()) {
            if let Some(project) = Self::open(candidate)? {
                return Ok(project);
            }
        }
        Ok(Self::without_file(folder))
    }

    /// The record of the project, with the files of corrections and notes that are named in place of its own. Corrections
    /// that lie in one of the folders `sources`, beside the texts that they are of, hold too.
    ///
    /// # Errors
    /// [`RecordError`] with file and line where one of the files cannot be read or understood.
    pub fn record(
        &self,
        corrections: Option<&Path>,
        notes: Option<&Path>,
        sources: &[PathBuf],
    ) -> Result<Record, RecordError> {
        let mut files = vec![corrections.map_or_else(|| self.corrections_file(), Path::to_owned)];
        let beside = sources.iter().map(|source| source.join("corrections.toml"));
        for file in beside.filter(|file| file.is_file()) {
            if !files.iter().any(|known| is_same(known, &file)) {
                files.push(file);
            }
        }
        let named = notes.is_some() || self.notes.is_some();
        let file = notes.map_or_else(|| self.notes_file(), Path::to_owned);
        let notes = if named || Notes::is_one(&file) { Notes::open(&file)? } else { Notes::default() };
        Ok(Record { corrections: Corrections::open(&files)?.into(), notes: notes.into() })
    }

    /// The file of corrections, whether it is there or not.
    pub fn corrections_file(&self) -> PathBuf {
        self.corrections.clone().unwrap_or_else(|| self.folder.join("corrections.toml"))
    }

    /// The file of notes, whether it is there or not.
    pub fn notes_file(&self) -> PathBuf {
        self.notes.clone().unwrap_or_else(|| self.folder.join("notes.jsonl"))
    }

    /// The file of saved searches, whether it is there or not.
    pub fn searches_file(&self) -> PathBuf {
        self.searches.clone().unwrap_or_else(|| self.folder.join("searches.toml"))
    }

    /// The files of the project's own: none of them is a text of the corpus.
    pub fn own_files(&self) -> Vec<PathBuf> {
        let lists =
            self.authority.iter().chain(&self.topics).chain(&self.log).chain(&self.read.speakers).cloned();
        let own = [self.folder.join(Self::FILE), self.corrections_file(), self.searches_file()];
        let mut own: Vec<PathBuf> = own.into_iter().chain(lists).collect();
        // A folder may hold a table of statements that is called so.
        let notes = self.notes_file();
        if self.notes.is_some() || super::notes::Notes::is_one(&notes) {
            own.push(notes);
        }
        own
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| std::fs::canonicalize(path).ok();
    whole(one).is_some() && whole(one) == whole(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_names_what_lies_beside_it() {
        let text = "title = 'Talks'\nsources = ['articles', '/elsewhere/x.csv']\nlog = 'log.jsonl'\n[read]\ndate-order = 'dmy'\nmap = { text = 'Statement' }\n";
        let project = Project::parse(Path::new("corpus/demarche.toml"), text).unwrap();
        assert_eq!(project.sources, [Path::new("corpus/articles"), Path::new("/elsewhere/x.csv")]);
        assert_eq!(project.corrections_file(), Path::new("corpus/corrections.toml"));
        assert_eq!(project.read.map["text"], "Statement");
    }

    #[test]
    fn what_is_not_understood_is_told_with_its_line() {
        for (text, told) in [
            ("titel = 'x'", "x.toml:1: unknown field `titel`"),
            ("title = 'x'\n[read]\ndate = 3\n", "x.toml:3: invalid type: integer `3`"),
            (
                "title = 'x'\nlog = '../log.jsonl'\n",
                "x.toml:2: `../log.jsonl` does not lie in the project's folder",
            ),
            ("title = 'x'\nsources = 'articles'\n", "x.toml:2: invalid type: string"),
            (&format!("x = {}1{}", "[".repeat(5_000), "]".repeat(5_000)), "x.toml:1:"),
        ] {
            let error = Project::parse(Path::new("x.toml"), text).unwrap_err().to_string();
            assert!(error.starts_with(told), "{error}");
        }
    }
}
