//! What can go wrong with an index.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenWriteError};

use crate::index::holder::Holder;
use crate::read::Skip;

/// A failure of the index itself; a bad input file is a [`crate::read::Skip`] instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// There is no index there.
    #[error("no index at {0}")]
    Missing(PathBuf),
    /// The index was made by another version of the program.
    #[error(
        "the index at {path} was made by {} program ({made_by}): it has format {found}, and this one reads {expected}",
        if *found < u64::from(*expected) { "an older" } else { "a newer" }
    )]
    Version {
        /// Where the index is.
        path: PathBuf,
        /// The format it has.
        found: u64,
        /// The format that this program reads.
        expected: u32,
        /// The program that made it.
        made_by: String,
    },
    /// The index was made with other settings, and what is added would not fit.
    #[error("the index at {path} was made with other settings, by {made_by}")]
    Settings {
        /// Where the index is.
        path: PathBuf,
        /// The program that made it.
        made_by: String,
    },
    /// A folder that an index is to be made in holds something else.
    #[error("{path} holds `{other}`, which is no part of an index")]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// What it holds.
        other: String,
    },
    /// Another process is writing to it.
    #[error(
        "another process is writing to the index at {path}{}",
        holder.as_ref().map(|holder| format!(": {holder}")).unwrap_or_default()
    )]
    Locked {
        /// Where the index is.
        path: PathBuf,
        /// Who, where that is known.
        holder: Option<Holder>,
    },
    /// Waiting for another process was broken off.
    #[error("stopped while waiting for the index; nothing was written")]
    Stopped,
    /// The disk or the permissions refuse.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no room for what was to be written; nothing since the last commit is kept.
    #[error("the disk that the index lies on is full ({0})")]
    Full(String),
    /// The folder of the index may be read, but not written to.
    #[error("the index cannot be written to ({0})")]
    ReadOnly(String),
    /// The search library refuses; nothing since the last commit is kept.
    #[error("the index could not be used: {0}")]
    Engine(TantivyError),
    /// The cluster that the index is an excerpt of.
    #[cfg(feature = "cluster")]
    #[error(transparent)]
    Cluster(Box<crate::cluster::ClusterError>),
    /// What is stored of a passage cannot be read.
    #[error("the index holds a passage that cannot be read ({0}); its files may be damaged")]
    Damaged(String),
    /// With [`Update::strict`](crate::index::Update::strict), the first bad input stops the run.
    #[error("{}: {}", .0.place(), .0.reason)]
    Strict(Box<Skip>),
}

impl IndexError {
    pub(crate) fn strict(skip: &Skip) -> Self {
        Self::Strict(Box::new(skip.clone()))
    }

    /// The system refuses to do something with a file or folder.
    pub(crate) fn at(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied => Self::Io { path: path.to_owned(), source },
            _ => Self::no_writing(&source).unwrap_or(Self::Io { path: path.to_owned(), source }),
        }
    }

    /// Why nothing can be written to the index, where that is what the system says.
    fn no_writing(source: &io::Error) -> Option<Self> {
        use io::ErrorKind as K;
        match source.kind() {
            // The engine puts some errors into others.
            K::Other => Self::no_room(&source.to_string()),
            // The last is said of a limit on the size of files.
            K::StorageFull | K::QuotaExceeded | K::FileTooLarge => Some(Self::Full(source.to_string())),
            K::ReadOnlyFilesystem | K::PermissionDenied => Some(Self::ReadOnly(source.to_string())),
            _ => None,
        }
    }

    /// That there is no room, where an error of which only the words are left says so.
    fn no_room(words: &str) -> Option<Self> {
        // Its number is in the words of every error that the system gives: no room, a quota, a limit on files.
        let numbers: &[u32] = if cfg!(windows) { &[39, 112, 1295] } else { &[27, 28, 69, 122] };
        let told = numbers.iter().any(|number| words.contains(&format!("(os error {number})")));
        told.then(|| Self::Full(words.to_owned()))
    }
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        let source = match &error {
            TantivyError::IoError(source)
            | TantivyError::LockFailure(LockError::IoError(source), _)
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: source, .. }) => source,
            TantivyError::InternalError(words)
            | TantivyError::ErrorInThread(words)
            | TantivyError::SystemError(words) => {
                return Self::no_room(words).unwrap_or(Self::Engine(error));
            }
            _ => return Self::Engine(error),
        };
        Self::no_writing(source).unwrap_or(Self::Engine(error))
    }
}
