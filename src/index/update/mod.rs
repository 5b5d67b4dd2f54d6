//! Update: an index brought up to date with files.
//!
//! `ingest` compares the files found with the index and plans the work, `file_updates` decides about one file after the
//! other, `file_reading` reads one (a large one in parts), `extraction_batch` extracts its documents in parallel within a
//! budget of memory, `file_task` tells files that may hold the same, `exact_copies` knows those that do, and `report`
//! says what was done.

pub(crate) mod exact_copies;
pub(crate) mod extraction_batch;
pub(crate) mod file_reading;
pub(crate) mod file_task;
pub(crate) mod file_updates;
pub(crate) mod ingest;
pub(crate) mod report;
