//! Results to text, JSON and CSV.

mod cite;
mod collocates;
mod csv;
mod eval;
mod facets;
mod json;
mod kwic;
mod permalink;
mod text;
mod timeline;

pub use cite::{Citation, CiteFormat, write_citations};
pub use collocates::{write_collocates, write_collocates_csv, write_collocates_json};
pub use csv::write_csv;
pub use eval::{write_scores, write_scores_json};
pub use facets::{write_facets, write_facets_csv, write_facets_json};
pub use json::{write_json, write_jsonl, write_lines_json};
pub use kwic::{LinesCsv, write_lines};
pub use permalink::{ParsePermalinkError, Permalink};
pub use text::{Look, plain, write_hits, write_passages, write_report};
pub use timeline::{
    ChartOptions, EventsCsv, HtmlOptions, Originals, TimelineJson, TimelineLook, Timesketch,
    TimesketchReport, write_bins_csv, write_event_jsonl, write_html, write_svg, write_timeline,
    write_timelinejs,
};
