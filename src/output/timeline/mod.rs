//! Timelines as text, JSON and CSV.

mod csv;
mod json;
mod row;
mod text;

pub use self::csv::{EventsCsv, write_bins_csv};
pub use json::{TimelineJson, write_event_jsonl};
pub use row::Originals;
pub use text::{TimelineLook, write_timeline};
