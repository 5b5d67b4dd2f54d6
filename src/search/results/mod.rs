//! Hits and what is told with them.

pub(crate) mod advice;
pub(crate) mod explain;
pub(crate) mod hit;
pub(crate) mod near_duplicates;
pub(crate) mod page;
