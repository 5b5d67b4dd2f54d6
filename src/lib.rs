//! Full-text index for diplomatic statements: who said what, when, about whom.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod model;
