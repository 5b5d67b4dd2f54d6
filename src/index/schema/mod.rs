//! Schema: what a passage is in the index.
//!
//! `fields` are the engine's fields, `column` the names of those that are columns, `days` dates as numbers, `ids` ids as
//! numbers, `runs` which passages make a statement or a document, `standing` which of them say little, `stored` what is
//! given back, and `codec` how that is written.

pub(crate) mod codec;
pub(crate) mod column;
pub(crate) mod days;
pub(crate) mod fields;
#[cfg(feature = "cluster")]
pub(crate) mod held;
pub(crate) mod ids;
pub(crate) mod runs;
pub(crate) mod standing;
pub(crate) mod stored;
