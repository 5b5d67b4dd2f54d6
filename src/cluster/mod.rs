//! Clusters: statements and questions handed to OpenSearch, where one machine does not hold them.
//!
//! There: `push` sends the statements of a local index, or `export` writes them to files; `document` is one as the cluster
//! takes it, `mapping` the index there, `sender` makes and `bulk` sends many at once, `records` keep what was sent.
//!
//! Back: `excerpt` fetches the statements that may answer a question into an index in memory, by `candidates` (a query of the
//! engine in the cluster's words), and `collection` says what the whole holds, by which queries are planned and ranked. All
//! that answers, answers from that index.
//!
//! Beside both: `address` and `credentials`, `client` (HTTP, several nodes, waits), `request` (answers that must be whole),
//! `searches` (saved searches held against what is pushed).

mod address;
mod bulk;
mod candidates;
mod client;
mod collection;
mod credentials;
mod document;
mod error;
mod excerpt;
mod export;
mod mapping;
mod push;
mod records;
mod request;
mod searches;
mod sender;

pub use address::{Address, DEFAULT_NAME};
pub use error::ClusterError;
pub use excerpt::{ClusterIndex, Need};
pub use export::{Exported, export};
pub use push::{PushOptions, PushProgress, Pushed, push};
pub use searches::{PushedSearch, SearchNews};
