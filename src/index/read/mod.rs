//! What an index holds.

pub(crate) mod caches;
pub(crate) mod lookup;
pub(crate) mod names;
pub(crate) mod snapshot;
pub(crate) mod stats;
