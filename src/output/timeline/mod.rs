//! Timelines as text, JSON and CSV, as pictures and pages, and as files for other programs.

mod csv;
mod html;
mod json;
mod markup;
mod row;
mod summary;
mod svg;
mod text;
mod timelinejs;
mod timesketch;

pub use self::csv::{EventsCsv, write_bins_csv};
pub use html::{HtmlOptions, write_html};
pub use json::{TimelineJson, write_event_jsonl};
pub use row::Originals;
pub use svg::{ChartOptions, write_svg};
pub use text::{TimelineLook, write_timeline};
pub use timelinejs::write_timelinejs;
pub use timesketch::{Timesketch, TimesketchReport};

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
