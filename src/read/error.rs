//! Why a whole file cannot be read.

/// A file that cannot be read. Its reason says what the user can do.
#[derive(Debug, thiserror::Error)]
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
    /// It is a pipe, a device or a socket.
    #[error("{path}: is no regular file; pipe what it gives into `demarche index -`")]
    Special {
        /// The file.
        path: String,
    },
    /// It is a table without a column for the text, or for a field that was asked for.
    #[error("{path}: {reason}; its columns are {columns}")]
    Columns {
        /// The file.
        path: String,
        /// What is wanted.
        reason: String,
        /// The columns it has.
        columns: String,
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
        matches!(self, Self::Columns { .. } | Self::Table { .. }).then_some(1)
    }

    /// The reason without the file's name.
    pub fn reason(&self) -> String {
        let (Self::Io { path, .. }
        | Self::NotText { path }
        | Self::Packed { path, .. }
        | Self::TooLong { path, .. }
        | Self::Special { path }
        | Self::Columns { path, .. }
        | Self::Table { path, .. }
        | Self::Speakers { path, .. }) = self;
        let whole = self.to_string();
        whole.strip_prefix(&format!("{path}: ")).map_or(whole.clone(), str::to_owned)
    }
}
