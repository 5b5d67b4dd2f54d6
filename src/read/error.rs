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
        matches!(self, Self::Columns { .. }).then_some(1)
    }

    /// The reason without the file's name.
    pub fn reason(&self) -> String {
        let whole = self.to_string();
        whole.split_once(": ").map_or(whole.clone(), |(_, reason)| reason.to_owned())
    }
}
