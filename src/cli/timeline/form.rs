//! The forms of a timeline.

use clap::ValueEnum;
use demarche::output::TableFormat;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading in a terminal
    Text,
    /// One object: bins, first mentions, bursts, gaps and events
    Json,
    /// Events, one object a line
    Jsonl,
    /// Events, one row each
    Csv,
    /// Counts, one row a bin
    BinsCsv,
    /// Events, as a table for R, pandas and others
    #[cfg(feature = "tables")]
    Parquet,
    /// Events, as an Arrow file
    #[cfg(feature = "tables")]
    Arrow,
    /// Counts, as a table for R, pandas and others
    #[cfg(feature = "tables")]
    BinsParquet,
    /// Counts, as an Arrow file
    #[cfg(feature = "tables")]
    BinsArrow,
    /// A picture
    Svg,
    /// A page that opens from a disk: tables, chart and statements
    Html,
    /// Slides for TimelineJS 3, as JSON
    Timelinejs,
    /// Events for Timesketch, one row each
    TimesketchCsv,
    /// Events for Timesketch, one object a line
    TimesketchJsonl,
}

impl Format {
    /// How many events where the user names no number; 0 for all.
    pub fn events(self) -> usize {
        match self {
            Format::Text => 20,
            Format::Html => 500,
            Format::Timelinejs => 300,
            _ => 0,
        }
    }

    /// Whether all events can be written one after the other, so that none need be held.
    pub fn streams(self) -> bool {
        let for_timesketch = matches!(self, Format::TimesketchCsv | Format::TimesketchJsonl);
        for_timesketch || matches!(self, Format::Json | Format::Jsonl) || self.events_table().is_some()
    }

    /// Whether it shows no event.
    pub fn counts_only(self) -> bool {
        self == Format::Svg || self.bins_table().is_some()
    }

    /// The form of a table of events.
    pub fn events_table(self) -> Option<TableFormat> {
        match self {
            Format::Csv => Some(TableFormat::Csv),
            #[cfg(feature = "tables")]
            Format::Parquet => Some(TableFormat::Parquet),
            #[cfg(feature = "tables")]
            Format::Arrow => Some(TableFormat::Arrow),
            _ => None,
        }
    }

    /// The form of a table of counts.
    pub fn bins_table(self) -> Option<TableFormat> {
        match self {
            Format::BinsCsv => Some(TableFormat::Csv),
            #[cfg(feature = "tables")]
            Format::BinsParquet => Some(TableFormat::Parquet),
            #[cfg(feature = "tables")]
            Format::BinsArrow => Some(TableFormat::Arrow),
            _ => None,
        }
    }
}
