//! What was found out about quotations, as text and JSON.

mod json;
#[cfg(feature = "render")]
mod text;

pub use json::{FindingJson, write_finding_json};
#[cfg(feature = "render")]
pub use text::write_finding;
