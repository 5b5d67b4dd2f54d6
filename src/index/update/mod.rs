//! An index brought up to date with files.

pub(crate) mod ingest;
pub(crate) mod intake;
pub(crate) mod job;
pub(crate) mod reading;
pub(crate) mod report;
pub(crate) mod work;
