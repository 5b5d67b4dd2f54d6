//! Documents to the engine.

pub(crate) mod in_flight;
pub(crate) mod merge_policy;
pub(crate) mod passage_document;
pub(crate) mod progress;
pub(crate) mod queue;
pub(crate) mod writer;
