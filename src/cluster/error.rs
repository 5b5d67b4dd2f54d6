//! What can go wrong with a cluster.

use std::path::PathBuf;

use crate::index::IndexError;
use crate::query::FilterError;
use crate::search::SearchError;

/// A failure of a cluster, or of what was asked of it. No message holds a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// What was given is no address of a cluster's index.
    #[error("`{0}` is no address of a cluster: one looks like https://search.example.org:9200/NAME")]
    Address(String),
    /// The name of an index that the cluster would refuse.
    #[error("`{0}` is no name of an index: small letters, digits, `-` and `_`, the first of them a letter")]
    Name(String),
    /// A password that would go over the network for all to read.
    #[error("{0} is not https: a name and a password are sent only over TLS, or to this machine itself")]
    Unsafe(String),
    /// The file of credentials or certificates.
    #[error("{path}: {reason}")]
    Credentials {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// No node answers.
    #[error("no node of the cluster answers ({node}: {reason}), tried for {seconds} s")]
    Silent {
        /// The node asked last.
        node: String,
        /// What the connection says.
        reason: String,
        /// How long it was tried.
        seconds: u64,
    },
    /// The cluster refuses a request.
    #[error("the cluster refuses ({status}): {reason}")]
    Refused {
        /// The status of HTTP.
        status: u16,
        /// The cluster's own words.
        reason: String,
    },
    /// An answer of the cluster that is none.
    #[error("the cluster's answer cannot be read: {0}")]
    Answer(String),
    /// There is no such index.
    #[error("the cluster has no index `{0}` made by `demarche push`")]
    Missing(String),
    /// The index was made by another version.
    #[error("the cluster's index `{name}` has format {found}, and this program reads {expected}")]
    Format {
        /// The index.
        name: String,
        /// The format it has.
        found: u64,
        /// The format that this program reads.
        expected: u64,
    },
    /// A part of the cluster did not answer while all of it was wanted.
    #[error("{failed} of the cluster's {all} shards did not answer")]
    InPart {
        /// How many.
        failed: u64,
        /// Of how many.
        all: u64,
    },
    /// A file that another origin pushed with other statements.
    #[error("`{file}` was pushed by `{origin}` with other statements: they would be lost")]
    OtherOrigin {
        /// The file's name.
        file: String,
        /// Who pushed it.
        origin: String,
    },
    /// A question that could be answered by too many statements to be fetched.
    #[error("{found} statements may answer; more than {most} are not fetched")]
    TooMany {
        /// How many may.
        found: u64,
        /// How many are fetched at most.
        most: u64,
    },
    /// A word that stands for too many.
    #[error("`{word}` stands for more than {most} words of the cluster")]
    TooManyWords {
        /// The pattern or the word.
        word: String,
        /// How many words are looked up at most.
        most: usize,
    },
    /// What a cluster cannot be asked.
    #[error("a cluster cannot be asked {0}")]
    Unable(String),
    /// The local index.
    #[error(transparent)]
    Index(IndexError),
    /// A filter that cannot be meant.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// The search.
    #[error(transparent)]
    Search(SearchError),
    /// A file that is written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl From<IndexError> for ClusterError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Cluster(error) => *error,
            error => Self::Index(error),
        }
    }
}

impl From<SearchError> for ClusterError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Index(error) => error.into(),
            error => Self::Search(error),
        }
    }
}

impl From<ClusterError> for IndexError {
    fn from(error: ClusterError) -> Self {
        match error {
            ClusterError::Index(error) => error,
            error => Self::Cluster(Box::new(error)),
        }
    }
}
