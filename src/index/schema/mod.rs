//! What a passage is in the index.

pub(crate) mod codec;
pub(crate) mod column;
pub(crate) mod days;
pub(crate) mod fields;
pub(crate) mod ids;
pub(crate) mod runs;
pub(crate) mod stored;
