//! A timeline's events, or its counts, as CSV (RFC 4180, UTF-8).

use std::io::{self, Write};

use super::super::csv::harmless;
use super::row::{Originals, Row};
use crate::timeline::{Event, GapKind, Tally, Timeline};

const HEADINGS: [&str; 33] = [
    "id",
    "date",
    "date_precision",
    "date_basis",
    "date_kind",
    "speaker",
    "role",
    "affiliation",
    "kind",
    "topics",
    "entities",
    "quote",
    "title",
    "source",
    "url",
    "path",
    "line",
    "start",
    "end",
    "permalink",
    "score",
    "queries",
    "first_for_speaker",
    "also",
    "stands_for",
    "duplicate_of",
    "speakers",
    "entity_ids",
    "published",
    "place",
    "unnamed_speaker",
    "forms",
    "tags",
];

/// Events, one row each. Lists are joined by `;`. A cell that a spreadsheet would take for a formula gets
/// an apostrophe before it.
pub struct EventsCsv<W: Write> {
    table: csv::Writer<W>,
    originals: Originals,
}

impl<W: Write> EventsCsv<W> {
    /// Writes the row of headings.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn new(out: W) -> io::Result<Self> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(HEADINGS)?;
        Ok(Self { table, originals: Originals::default() })
    }

    /// Writes one event.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        let cells = cells(Row::new(event, &mut self.originals));
        Ok(self.table.write_record(cells.into_iter().map(harmless))?)
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn finish(mut self) -> io::Result<()> {
        self.table.flush()
    }
}

fn cells(row: Row<'_>) -> [String; 33] {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let queries: Vec<String> = row.queries.iter().map(usize::to_string).collect();
    [
        row.id.to_owned(),
        row.date.map(|date| date.to_string()).unwrap_or_default(),
        row.date_precision.map(|precision| precision.as_str().to_owned()).unwrap_or_default(),
        row.date_basis.as_str().to_owned(),
        text(row.date_kind),
        text(row.speaker),
        text(row.role),
        text(row.affiliation),
        row.kind.as_str().to_owned(),
        row.topics.join(";"),
        row.entities.join(";"),
        row.quote.to_owned(),
        text(row.title),
        text(row.source),
        text(row.url),
        row.path.to_owned(),
        row.line.to_string(),
        row.start.to_string(),
        row.end.to_string(),
        row.permalink,
        format!("{:.3}", row.score),
        queries.join(";"),
        row.first_for_speaker.to_string(),
        row.also.to_string(),
        row.stands_for.to_string(),
        row.duplicate_of.unwrap_or_default(),
        if row.speakers.is_empty() { text(row.speaker) } else { row.speakers.join(";") },
        row.entity_ids,
        row.published.map(|date| date.to_string()).unwrap_or_default(),
        row.place,
        row.unnamed_speaker.join(";"),
        row.forms.join(";"),
        row.tags.join(";"),
    ]
}

/// The counts, one row for each bin, coarse date and lane, and one for what has no date: the rows without a
/// lane add up to all that match. `gap` says why nothing matches in a bin, as in JSON.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_bins_csv(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["place", "start", "end", "label", "lane", "matched", "all", "share", "gap"])?;
    let mut rows = |place: &str,
                    start: String,
                    end: String,
                    label: &str,
                    tally: &Tally,
                    gap: &str|
     -> io::Result<()> {
        let lanes = timeline.lanes.iter().flat_map(|lanes| &lanes.names).zip(&tally.lanes);
        let lanes = lanes.map(|(name, count)| (name.label(), *count));
        for (lane, matched) in std::iter::once(("", tally.matched)).chain(lanes) {
            let share = if tally.all == 0 {
                String::new()
            } else {
                format!("{:.6}", matched as f64 / tally.all as f64)
            };
            let counts = [matched.to_string(), tally.all.to_string(), share];
            let cells =
                [place.to_owned(), start.clone(), end.clone(), label.to_owned(), harmless(lane.to_owned())];
            table.write_record(cells.into_iter().chain(counts).chain([gap.to_owned()]))?;
        }
        Ok(())
    };
    for bin in &timeline.bins {
        rows(
            "bin",
            bin.start.to_string(),
            bin.end.to_string(),
            &bin.label,
            &bin.tally,
            bin.gap().map_or("", GapKind::name),
        )?;
    }
    for coarse in &timeline.coarse {
        let (first, last) = (coarse.date.first_day().to_string(), coarse.date.last_day().to_string());
        rows("coarse", first, last, &coarse.date.to_string(), &coarse.tally, "")?;
    }
    rows("undated", String::new(), String::new(), "", &timeline.undated, "")?;
    table.flush()
}
