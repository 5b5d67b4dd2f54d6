//! The files of an index.

pub(crate) mod atomic_file;
pub(crate) mod buffered_file;
pub(crate) mod directory;
pub(crate) mod lock;
pub(crate) mod manifest;
pub(crate) mod rebuild;
