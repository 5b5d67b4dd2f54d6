//! Write: documents to the engine.
//!
//! `writer` makes passages of statements (`passage_document` is one as the engine takes it), `queue` hands them to the engine
//! on a thread of its own, `in_flight` counts the bytes that it has not taken yet, `merge_policy` says when segments are
//! merged, and `progress` tells who asks.

pub(crate) mod in_flight;
pub(crate) mod merge_policy;
pub(crate) mod passage_document;
pub(crate) mod progress;
pub(crate) mod queue;
pub(crate) mod writer;
