//! The order of the passages found.

pub(crate) mod adjacent_pairs;
pub(crate) mod evidence;
pub(crate) mod feedback;
