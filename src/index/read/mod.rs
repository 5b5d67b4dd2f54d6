//! Read: what an index holds, as it stood at one commit.
//!
//! `snapshot` gives passages and files back, `lookup` finds addresses by a term or a key, `files` the
//! records of files, `names` lists speakers and
//! entities, `people` the speakers with the forms of their names, `stats` counts, and `caches` keep what was worked out of a snapshot.

pub(crate) mod caches;
pub(crate) mod collection;
pub(crate) mod files;
pub(crate) mod lookup;
pub(crate) mod names;
pub(crate) mod people;
pub(crate) mod snapshot;
#[cfg(feature = "cluster")]
pub(crate) mod statements;
pub(crate) mod stats;
