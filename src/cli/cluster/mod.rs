//! Clusters on the command line: asked in place of an index on disk, and sent to.

#[cfg(feature = "cluster")]
pub mod export;
#[cfg(feature = "cluster")]
pub mod push;

use demarche::index::Index;

use super::global::Global;
use super::{Failure, place};

#[cfg(feature = "cluster")]
pub use asked::{Cluster, hint};
#[cfg(feature = "cluster")]
pub use demarche::cluster::Need;
#[cfg(not(feature = "cluster"))]
pub use without::{Cluster, Need};

/// The index to show statements from: one on disk, or of a cluster the documents of these ids.
pub fn open_for(global: &Global, ids: &[&str]) -> Result<Index, Failure> {
    match global.cluster() {
        Some(address) => Cluster::open(&address)?.documents_of(ids),
        None => place::open(global),
    }
}

#[cfg(feature = "cluster")]
mod asked {
    use demarche::cluster::{Address, ClusterError, ClusterIndex, Need};
    use demarche::index::Index;
    use demarche::query::{Filters, Query};

    use super::Failure;

    /// An index in a cluster.
    pub struct Cluster(ClusterIndex);

    impl Cluster {
        pub fn open(address: &str) -> Result<Self, Failure> {
            Ok(Self(ClusterIndex::open(&Address::read(address, None)?)?))
        }

        pub fn empty(&self) -> Result<Index, Failure> {
            Ok(self.0.empty()?)
        }

        pub fn excerpt(&self, queries: &[Query], filters: &Filters, need: Need) -> Result<Index, Failure> {
            Ok(self.0.excerpt(queries, filters, need)?)
        }

        pub fn documents_of(&self, ids: &[&str]) -> Result<Index, Failure> {
            Ok(self.0.documents_of(ids)?)
        }
    }

    impl From<ClusterError> for Failure {
        fn from(error: ClusterError) -> Self {
            match error {
                ClusterError::Index(error) => error.into(),
                ClusterError::Search(error) => error.into(),
                error => Self::new(&error, hint(&error)),
            }
        }
    }

    /// What to do next.
    pub fn hint(error: &ClusterError) -> &'static str {
        match error {
            ClusterError::Address(_) => {
                "give the scheme, host and port of a node, and the name of the index; name and password come from \
                 DEMARCHE_CLUSTER_USER and DEMARCHE_CLUSTER_PASSWORD"
            }
            ClusterError::Name(_) => "give another with `--name NAME`",
            ClusterError::Unsafe(_) => "use https://, or take the password out of the environment",
            ClusterError::Credentials { .. } => "docs/cluster.md says how the file is written",
            ClusterError::Silent { .. } => {
                "check the address and whether the cluster is up; name several nodes with commas between. After a push that \
                 broke off, the same command sends the rest"
            }
            ClusterError::Refused { status: 401 | 403, .. } => {
                "set DEMARCHE_CLUSTER_USER and DEMARCHE_CLUSTER_PASSWORD, or DEMARCHE_CLUSTER_NETRC to a file (docs/cluster.md)"
            }
            ClusterError::Missing(_) => "send one with `demarche push --to URL --name NAME FOLDER`",
            ClusterError::Format { .. } => {
                "push under another name with `--name NAME`, and delete the old index"
            }
            ClusterError::OtherOrigin { .. } => {
                "push from a folder in which files have other names, or under another `--name`; if it is your own file, say \
                 `--origin` as then"
            }
            ClusterError::TooMany { .. } => {
                "narrow the question by --speaker, --from or another word; DEMARCHE_CLUSTER_MOST sets another limit"
            }
            ClusterError::TooManyWords { .. } => "write more letters",
            ClusterError::Unable(_) => "ask a local index, or leave that out (docs/cluster.md)",
            _ => "run the same command again; docs/cluster.md says what a cluster must be",
        }
    }
}

/// A program that was built without clusters says so.
#[cfg(not(feature = "cluster"))]
mod without {
    use demarche::index::Index;
    use demarche::query::{Filters, Query};

    use super::Failure;

    /// What is wanted of a cluster.
    #[derive(Clone, Copy)]
    pub enum Need {
        Matches,
        Documents,
        Ranking,
    }

    /// No cluster.
    pub enum Cluster {}

    impl Cluster {
        pub fn open(_address: &str) -> Result<Self, Failure> {
            Err(Failure::new(
                "this program was built without clusters",
                "build it with the feature `cluster`",
            ))
        }

        pub fn empty(&self) -> Result<Index, Failure> {
            match *self {}
        }

        pub fn excerpt(&self, _: &[Query], _: &Filters, _: Need) -> Result<Index, Failure> {
            match *self {}
        }

        pub fn documents_of(&self, _ids: &[&str]) -> Result<Index, Failure> {
            match *self {}
        }
    }
}
