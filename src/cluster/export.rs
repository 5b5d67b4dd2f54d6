//! Export: what `push` would send, as files for a cluster's bulk interface.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::address::Address;
use super::document::DocumentMaker;
use super::error::ClusterError;
use super::mapping;
use super::push::PushOptions;
use super::sender::{statement_action, word_action, words_of};
use crate::index::Index;
use crate::index::schema::held::HeldStatement;

/// A file of statements ends after about so many bytes: a cluster refuses bodies of 100 MB.
const MOST_BYTES: usize = 20 << 20;

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Exported {
    /// Files of statements and words.
    pub files: u64,
    /// Statements in them.
    pub statements: u64,
    /// Words in them.
    pub words: u64,
}

/// Writes the mappings (`NAME.mapping.json`, `NAME-words.mapping.json`, `NAME-files.mapping.json`) and the statements and words
/// of an index (`NAME.0001.ndjson`, …) into a folder, which is made where it is not there.
///
/// # Errors
/// Where the index cannot be read or the folder not written.
pub fn export(
    index: &Index,
    address: &Address,
    options: &PushOptions,
    folder: &Path,
) -> Result<Exported, ClusterError> {
    std::fs::create_dir_all(folder).map_err(|source| ClusterError::Io { path: folder.to_owned(), source })?;
    for (name, mapping) in [
        (address.name.clone(), mapping::statements(options.shards, options.replicas)),
        (address.words(), mapping::words(options.replicas)),
        (address.files(), mapping::files(options.replicas)),
    ] {
        let mut out = Lines::create(folder, &format!("{name}.mapping.json"))?;
        out.write(&pretty(&mapping))?;
        out.finish()?;
    }
    let mut parts = Parts { folder, name: &address.name, out: None, done: Exported::default() };
    let (maker, words_index) = (DocumentMaker::new(), address.words());
    let mut known = BTreeSet::new();
    let snapshot = index.snapshot();
    let mut files = snapshot.files()?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for file in files {
        snapshot.statements_of_file(&file.name, &mut |held: HeldStatement| {
            let document = maker.make(&held, "export")?;
            for (column, word) in words_of(&document.body) {
                if known.insert((column, word.to_owned())) {
                    parts.write(word_action(&words_index, column, word).lines())?;
                    parts.done.words += 1;
                }
            }
            parts.write(statement_action(&address.name, &document).lines())?;
            parts.done.statements += 1;
            Ok::<_, ClusterError>(())
        })?;
    }
    parts.finish()
}

/// Files of lines, one after the other.
struct Parts<'a> {
    folder: &'a Path,
    name: &'a str,
    out: Option<Lines>,
    done: Exported,
}

impl Parts<'_> {
    fn write(&mut self, lines: &str) -> Result<(), ClusterError> {
        if let Some(full) = self.out.take_if(|out| out.bytes + lines.len() > MOST_BYTES) {
            full.finish()?;
        }
        if self.out.is_none() {
            self.done.files += 1;
            let name = format!("{}.{:04}.ndjson", self.name, self.done.files);
            self.out = Some(Lines::create(self.folder, &name)?);
        }
        self.out.as_mut().map_or(Ok(()), |out| out.write(lines))
    }

    fn finish(self) -> Result<Exported, ClusterError> {
        self.out.map_or(Ok(()), Lines::finish)?;
        Ok(self.done)
    }
}

/// A file that is written.
struct Lines {
    path: std::path::PathBuf,
    out: BufWriter<std::fs::File>,
    bytes: usize,
}

impl Lines {
    fn create(folder: &Path, name: &str) -> Result<Self, ClusterError> {
        let path = folder.join(name);
        match std::fs::File::create(&path) {
            Ok(file) => Ok(Self { path, out: BufWriter::new(file), bytes: 0 }),
            Err(source) => Err(ClusterError::Io { path, source }),
        }
    }

    fn write(&mut self, lines: &str) -> Result<(), ClusterError> {
        self.bytes += lines.len();
        let written = self.out.write_all(lines.as_bytes());
        written.map_err(|source| ClusterError::Io { path: self.path.clone(), source })
    }

    fn finish(mut self) -> Result<(), ClusterError> {
        self.out.flush().map_err(|source| ClusterError::Io { path: self.path, source })
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
