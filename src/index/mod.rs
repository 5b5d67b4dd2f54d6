//! Statements to disk and back.

pub mod analysis;
pub(crate) mod duplicates;
mod error;
mod hash;
mod holder;
mod maintenance;
mod open;
pub(crate) mod read;
pub(crate) mod schema;
mod storage;
mod update;
mod vocabulary;
mod write;

pub use error::IndexError;
pub use holder::Holder;
pub use maintenance::compaction::{Compacted, TakenOut};
pub use maintenance::verify::{Fault, Verified, verify};
pub use open::Index;
pub use read::snapshot::Snapshot;
pub use read::stats::Stats;
pub(crate) use schema::days::days;
pub use schema::stored::{StoredFile, StoredPassage};
pub use storage::manifest::{About, FORMAT, Settings};
pub use storage::rebuild::Rebuild;
pub use update::ingest::update;
pub use update::report::{Change, Deed, Report, Update};
pub use write::progress::Progress;
pub use write::writer::{Added, Writer};
