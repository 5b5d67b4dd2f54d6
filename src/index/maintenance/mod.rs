//! Maintenance: `verify` reads an index through and says what is wrong, `compaction` takes files out of it and makes one
//! segment of many.

pub(crate) mod compaction;
pub(crate) mod verify;
