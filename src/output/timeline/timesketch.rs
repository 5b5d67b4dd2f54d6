//! A timeline for Timesketch, as the CSV or the JSON lines that it reads.
//!
//! Timesketch asks for `message`, `datetime` and `timestamp_desc`, and takes any further columns. It knows no coarse dates:
//! the first day stands for them, `timestamp_desc` and `date_precision` say so. What has no date cannot be given to it.

use std::io::{self, Write};

use chrono::{Datelike, NaiveTime};
use serde_json::{Map, json};

use super::super::csv::{harmless, names};
use super::row::permalink;
use crate::model::{PartialDate, Precision};
use crate::timeline::Event;

/// Timesketch neither sorts nor aggregates a field of more bytes (Lucene's longest term).
const LONGEST: usize = 32_766;

const HEADINGS: [&str; 17] = [
    "message",
    "datetime",
    "timestamp",
    "timestamp_desc",
    "date",
    "date_precision",
    "date_basis",
    "speaker",
    "role",
    "kind",
    "title",
    "source",
    "url",
    "place",
    "id",
    "permalink",
    "tag",
];

/// The columns that are times as Timesketch reads them.
const TIMES: [&str; 3] = ["datetime", "timestamp", "date"];

/// What Timesketch will not show as it should.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimesketchReport {
    /// Events written.
    pub rows: u64,
    /// Events left out: they have no date.
    pub undated: u64,
    /// Events written whose date is a month or a year.
    pub coarse: u64,
    /// Events written whose year Timesketch cannot read: before 1678 or after 2261 (nanoseconds from 1970 in 64 bits).
    pub far: u64,
    /// Fields over 32,766 bytes, which Timesketch neither sorts nor aggregates: the statement's id and the column.
    pub long: Vec<(String, &'static str)>,
}

/// Writes events one after the other. The file's name must end in `.csv` or `.jsonl`.
pub struct Timesketch<W: Write> {
    out: Out<W>,
    report: TimesketchReport,
}

enum Out<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Lines(W),
}

impl<W: Write> Timesketch<W> {
    /// Rows of CSV under their headings. A cell of words that a spreadsheet would take for a formula gets an
    /// apostrophe before it; a time never does.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn csv(out: W) -> io::Result<Self> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(HEADINGS)?;
        Ok(Self { out: Out::Csv(Box::new(table)), report: TimesketchReport::default() })
    }

    /// One JSON object a line.
    pub fn jsonl(out: W) -> Self {
        Self { out: Out::Lines(out), report: TimesketchReport::default() }
    }

    /// Writes one event, if it has a date.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        let Some(date) = event.stored.date.value else {
            self.report.undated += 1;
            return Ok(());
        };
        let cells = cells(event, date);
        self.report.rows += 1;
        self.report.coarse += u64::from(date.precision() != Precision::Day);
        self.report.far += u64::from(!(1678..=2261).contains(&date.first_day().year()));
        let long = HEADINGS.iter().zip(&cells).filter(|(_, cell)| cell.len() > LONGEST);
        self.report.long.extend(long.map(|(heading, _)| (event.stored.id.clone(), *heading)));
        match &mut self.out {
            Out::Csv(table) => {
                // Times are for the program that reads them; an apostrophe would make them none.
                let harmless = |(at, cell)| if TIMES.contains(&HEADINGS[at]) { cell } else { harmless(cell) };
                Ok(table.write_record(cells.into_iter().enumerate().map(harmless))?)
            }
            Out::Lines(out) => {
                let mut row: Map<_, _> =
                    HEADINGS.map(str::to_owned).into_iter().zip(cells.map(|cell| json!(cell))).collect();
                row.insert("timestamp".to_owned(), json!(micros(date)));
                serde_json::to_writer(&mut *out, &row)?;
                out.write_all(b"\n")
            }
        }
    }

    /// Writes what is left, and says what Timesketch will not show as it should.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn finish(mut self) -> io::Result<TimesketchReport> {
        match &mut self.out {
            Out::Csv(table) => table.flush()?,
            Out::Lines(out) => out.flush()?,
        }
        Ok(self.report)
    }
}

/// The first moment of a date, in microseconds from 1970 on.
fn micros(date: PartialDate) -> i64 {
    date.first_day().and_time(NaiveTime::MIN).and_utc().timestamp_micros()
}

fn cells(event: &Event, date: PartialDate) -> [String; 17] {
    let stored = &event.stored;
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let speaker = stored.speaker.as_ref();
    let first = PartialDate::day(date.first_day());
    let described = match date.precision() {
        Precision::Day => "statement".to_owned(),
        coarse => format!("statement ({} only)", coarse.as_str()),
    };
    [
        event.quote.clone(),
        format!("{first}T00:00:00+00:00"),
        micros(date).to_string(),
        described,
        date.to_string(),
        date.precision().as_str().to_owned(),
        stored.date.basis.as_str().to_owned(),
        names(stored.all_speakers()).collect::<Vec<_>>().join(";"),
        text(speaker.and_then(|speaker| speaker.role.as_deref())),
        stored.kind.as_str().to_owned(),
        text(stored.title.as_deref()),
        text(stored.source.as_deref()),
        text(stored.url.as_deref()),
        format!("{}#{}-{}", stored.place(), event.place.start, event.place.end),
        stored.id.clone(),
        permalink(event),
        if event.first_for_speaker { "first-mention".to_owned() } else { String::new() },
    ]
}
