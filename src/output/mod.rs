//! Results to text, JSON and CSV.

mod cite;
mod codes;
mod collocates;
mod csv;
mod eval;
mod facets;
mod files;
mod json;
mod kwic;
mod numbers;
mod people;
mod permalink;
mod plain;
mod quotation;
mod sheet;
mod table;
#[cfg(feature = "render")]
mod text;
mod timeline;

pub use cite::{Citation, CiteFormat, write_citations};
#[cfg(feature = "refi")]
pub use codes::write_qdpx;
pub use codes::{write_code_book_csv, write_collection_csv, write_collection_markdown, write_qdc};
pub use collocates::{write_collocates_csv, write_collocates_json};
pub use csv::{HitsCsv, write_csv};
pub use eval::{write_scores, write_scores_json};
pub use facets::{write_facets_csv, write_facets_json};
pub use files::write_files_csv;
pub use json::{write_hit_found_by, write_json, write_jsonl, write_lines_json};
pub use kwic::LinesCsv;
pub use numbers::{count, thousands};
pub use people::{People, PersonRow, write_people_json};
pub use permalink::{ParsePermalinkError, Permalink};
pub use plain::plain;
pub use quotation::{
    EchoJson, FindingJson, Review, write_echoes, write_echoes_of, write_finding_json, write_reviews,
};
#[cfg(feature = "web")]
pub(crate) use quotation::{Piece, citation, diff, fault, faults, told, who};
#[cfg(feature = "render")]
pub use quotation::{write_finding, write_reviews_html};
pub use sheet::write_sheet;
pub use table::{BinRow, EventRow, FacetRow, ReviewRow, Table, TableFormat, TableWriter, UnknownColumn};
#[cfg(feature = "render")]
pub use text::{
    LinesLook, Look, TimelineLook, write_collocates, write_facets, write_hits, write_lines, write_passages,
    write_people, write_report, write_timeline,
};
#[cfg(feature = "render")]
pub use timeline::{
    CHART_STYLE, ChartOptions, ChartPart, HtmlOptions, chart_part, write_html, write_svg, write_timelinejs,
};
pub use timeline::{
    EventsCsv, Originals, TimelineJson, Timesketch, TimesketchReport, write_bins_csv, write_event_jsonl,
};
