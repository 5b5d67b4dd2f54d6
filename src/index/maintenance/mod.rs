//! Checks and repairs.

pub(crate) mod tend;
pub(crate) mod verify;
