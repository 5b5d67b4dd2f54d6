//! Index: statements to disk and back.
//!
//! The road of a document, from the top:
//!
//! 1. `update` compares the files of a run with what the index holds, reads what is new or changed, and extracts it.
//! 2. `write` makes passages of its statements and hands them to the engine; one writer at a time, commits of whole files.
//! 3. `duplicates` finds the group of near-identical statements that each belongs to (MinHash).
//! 4. `schema` says what a passage is in the index: fields, columns, keys, what is stored; `analysis` finds its words,
//!    `vocabulary` writes texts by numbers of their words.
//! 5. `storage` keeps files and locks so that a crash leaves no half.
//!
//! What is read is read of a [`Snapshot`] (`read`), an index as it stood at one commit; [`Index`] opens and forwards.
//! `maintenance` reads an index through, takes files out, and merges segments.

pub mod analysis;
pub(crate) mod duplicates;
mod error;
pub(crate) mod hash;
mod holder;
mod maintenance;
mod open;
pub(crate) mod read;
pub(crate) mod schema;
mod storage;
mod update;
mod vocabulary;
pub(crate) mod write;

pub use error::IndexError;
pub use holder::Holder;
pub use maintenance::compaction::{Compacted, TakenOut};
pub use maintenance::verify::{Fault, Verified, verify};
pub use open::Index;
pub use read::names::HeldName;
pub use read::people::{IndexedSpeaker, WrittenForm};
pub use read::snapshot::Snapshot;
pub use read::stats::Stats;
pub(crate) use schema::days::days;
pub use schema::stored::{StoredFile, StoredPassage};
pub use storage::manifest::{About, FORMAT, Settings};
pub use storage::rebuild::Rebuild;
pub use update::ingest::{is_read_alike, update};
pub use update::report::{Change, Deed, Report, Update};
pub use write::progress::Progress;
pub use write::writer::{Added, Writer};
