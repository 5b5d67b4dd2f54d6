//! An index brought up to date with files.

pub(crate) mod extraction_batch;
pub(crate) mod file_reading;
pub(crate) mod file_task;
pub(crate) mod file_updates;
pub(crate) mod ingest;
pub(crate) mod report;
