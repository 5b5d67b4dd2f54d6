//! Checks and repairs.

pub(crate) mod compaction;
pub(crate) mod verify;
