//! Timelines as text, JSON and CSV, as pictures and pages, and as files for other programs.

mod csv;
#[cfg(feature = "render")]
mod html;
mod json;
#[cfg(feature = "render")]
mod markup;
mod row;
#[cfg(feature = "render")]
mod summary;
#[cfg(feature = "render")]
mod svg;
#[cfg(feature = "render")]
mod timelinejs;
mod timesketch;

pub use self::csv::{EventsCsv, write_bins_csv};
#[cfg(feature = "render")]
pub(super) use html::hash;
#[cfg(feature = "render")]
pub use html::{HtmlOptions, write_html};
pub use json::{TimelineJson, write_event_jsonl};
#[cfg(feature = "render")]
pub(super) use markup::{escape, web};
pub use row::Originals;
pub(super) use row::date_kind;
#[cfg(feature = "render")]
pub(super) use summary::by_words;
#[cfg(feature = "render")]
pub use svg::{ChartOptions, ChartPart, STYLE as CHART_STYLE, chart_part, write_svg};
#[cfg(feature = "render")]
pub use timelinejs::write_timelinejs;
pub use timesketch::{Timesketch, TimesketchReport};

#[cfg(all(test, feature = "render"))]
mod sample;
#[cfg(all(test, feature = "render"))]
mod tests;
