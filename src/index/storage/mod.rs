//! Storage: the files of an index.
//!
//! `directory` is the index's folder as the engine sees it, `buffered_file` a file that is read and not mapped,
//! `atomic_file` a small file that no crash leaves half of, `lock` who writes, `manifest` what the index says of itself, and
//! `rebuild` an index made anew in the place of another.

pub(crate) mod atomic_file;
pub(crate) mod buffered_file;
pub(crate) mod directory;
pub(crate) mod lock;
pub(crate) mod manifest;
pub(crate) mod rebuild;
