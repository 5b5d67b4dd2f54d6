//! Why a whole file cannot be read.

use super::skip::{Skip, SkipCause};

/// A file that cannot be read. Its reason says what the user can do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The system refuses.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The bytes are no text in any encoding.
    #[error("{path}: is not text")]
    NotText {
        /// The file.
        path: String,
    },
    /// It is compressed and cannot be unpacked, or unpacks to too much.
    #[error("{path}: cannot be unpacked: {reason}")]
    Packed {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// It is one document, and longer than one may be.
    #[error(
        "{path}: holds more than {limit} of text, which would be one document; split it into files of one document each, or make it a table or JSONL of one a row"
    )]
    TooLong {
        /// The file.
        path: String,
        /// The most a document may be.
        limit: String,
    },
    /// It is no file that can be read as it is asked for.
    #[error("{path}: {cause}")]
    Unsuitable {
        /// The file.
        path: String,
        /// Why not.
        cause: SkipCause,
    },
    /// It is a table that cannot be read.
    #[error("{path}: {reason}")]
    Table {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// It is no table of speakers.
    #[error("{path}: {reason}")]
    Speakers {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
}

impl ReadError {
    /// The line it is about, where one can be named.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Table { .. } => Some(1),
            Self::Unsuitable { cause, .. } => (*cause != SkipCause::Special).then_some(1),
            _ => None,
        }
    }

    /// The reason without the file's name.
    pub fn reason(&self) -> String {
        let (Self::Io { path, .. }
        | Self::NotText { path }
        | Self::Packed { path, .. }
        | Self::TooLong { path, .. }
        | Self::Unsuitable { path, .. }
        | Self::Table { path, .. }
        | Self::Speakers { path, .. }) = self;
        let whole = self.to_string();
        whole.strip_prefix(&format!("{path}: ")).map_or(whole.clone(), str::to_owned)
    }

    /// The file of that name as one that was left out.
    pub fn skip(&self, name: &str) -> Skip {
        match self {
            Self::Unsuitable { cause, .. } => Skip::of_cause(name, self.line(), cause.clone()),
            _ => Skip::new(name, self.line(), self.reason()),
        }
    }
}
