//! A timeline as one JSON object, or its events as lines.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::SerializeMap;

use super::super::json::SCHEMA_VERSION;
use super::row::{Originals, Row};
use crate::query::Filters;
use crate::search::Within;
use crate::timeline::{
    Bin, Choice, Corpus, Coverage, Event, Gap, GapKind, Lanes, METHOD, Series, Tally, TimedBurst, Timeline,
    Unit,
};

/// Writes a timeline as one JSON object, whose events may follow one after the other: however many there are,
/// none is kept.
pub struct TimelineJson<W: Write> {
    out: W,
    originals: Originals,
    events: u64,
}

impl<W: Write> TimelineJson<W> {
    /// Writes all but the events. `shown` is how many statements the events will stand for.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn new(mut out: W, timeline: &Timeline, shown: u64) -> io::Result<Self> {
        let head = serde_json::to_string_pretty(&head(timeline, shown))?;
        // The object is left open for the events.
        out.write_all(head.trim_end().trim_end_matches('}').trim_end().as_bytes())?;
        out.write_all(b",\n  \"events\": [")?;
        Ok(Self { out, originals: Originals::default(), events: 0 })
    }

    /// Writes one event.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        self.out.write_all(if self.events == 0 { b"\n    " } else { b",\n    " })?;
        self.events += 1;
        serde_json::to_writer(&mut self.out, &Row::new(event, &mut self.originals))?;
        Ok(())
    }

    /// Closes the object.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.write_all(if self.events == 0 { b"]\n}\n" } else { b"\n  ]\n}\n" })?;
        self.out.flush()
    }
}

/// One event as a line of JSON.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_event_jsonl(out: &mut dyn Write, event: &Event, originals: &mut Originals) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Row::new(event, originals))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Head<'a> {
    schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    query: Asked<'a>,
    queries: &'a [Series],
    corpus: &'a Corpus,
    unit: Unit,
    total: u64,
    shown: u64,
    choice: Choice,
    undated: u64,
    undated_of_all: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<Split<'a>>,
    bins: Vec<BinRow<'a>>,
    coarse: Vec<CoarseRow<'a>>,
    first_mentions: Vec<MentionsRow<'a>>,
    bursts: Vec<BurstRow<'a>>,
    gaps: &'a [Gap],
}

#[derive(Serialize)]
struct Asked<'a> {
    input: &'a str,
    understood: &'a str,
    filters: &'a Filters,
    warnings: &'a [String],
}

#[derive(Serialize)]
struct Split<'a> {
    by: &'static str,
    /// What of a statement must name an entity, where that is less than the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<Within>,
    names: Vec<&'a str>,
    /// Values without a lane of their own.
    others: usize,
    /// Whether a statement may be counted in several lanes.
    overlaps: bool,
}

#[derive(Serialize)]
struct BinRow<'a> {
    start: chrono::NaiveDate,
    end: chrono::NaiveDate,
    label: &'a str,
    #[serde(flatten)]
    tally: TallyRow<'a>,
    /// Whether the index holds anything of these days, whatever the filters.
    coverage: bool,
    /// Why nothing matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<GapKind>,
}

#[derive(Serialize)]
struct CoarseRow<'a> {
    date: crate::model::PartialDate,
    precision: crate::model::Precision,
    #[serde(flatten)]
    tally: TallyRow<'a>,
}

/// Counts, and those of the lanes under the plural of what they tell apart: `"speakers":{"…":0}`.
struct TallyRow<'a> {
    tally: &'a Tally,
    lanes: Option<&'a Lanes>,
}

impl Serialize for TallyRow<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Each<'a>(&'a Tally, &'a Lanes);
        impl Serialize for Each<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.1.names.iter().map(|name| name.label()).zip(&self.0.lanes))
            }
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("matched", &self.tally.matched)?;
        map.serialize_entry("all", &self.tally.all)?;
        map.serialize_entry("share", &self.tally.share())?;
        if let Some(lanes) = self.lanes {
            map.serialize_entry(lanes.by.plural(), &Each(self.tally, lanes))?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct MentionsRow<'a> {
    speaker: Option<&'a str>,
    statements: u64,
    first: Option<crate::model::PartialDate>,
    last: Option<crate::model::PartialDate>,
}

#[derive(Serialize)]
struct BurstRow<'a> {
    #[serde(flatten)]
    burst: &'a TimedBurst,
    value: f64,
    method: &'static str,
    s: f64,
    gamma: f64,
}

fn head(timeline: &Timeline, shown: u64) -> Head<'_> {
    let lanes = timeline.lanes.as_ref();
    let split = lanes.map(|lanes| Split {
        by: lanes.by.as_str(),
        within: Some(lanes.within).filter(|within| *within != Within::Statement),
        names: lanes.names.iter().map(|name| name.label()).collect(),
        others: lanes.others,
        overlaps: lanes.by.overlaps(),
    });
    let coarse = timeline.coarse.iter().map(|coarse| CoarseRow {
        date: coarse.date,
        precision: coarse.date.precision(),
        tally: TallyRow { tally: &coarse.tally, lanes },
    });
    let options = timeline.bursts.options;
    let bursts = timeline.bursts.found.iter().map(|burst| BurstRow {
        burst,
        value: burst.burst.weight,
        method: METHOD,
        s: options.s,
        gamma: options.gamma,
    });
    let mentions = timeline.speakers.iter().map(|mentions| MentionsRow {
        speaker: mentions.speaker.as_deref(),
        statements: mentions.statements,
        first: mentions.dates.map(|(first, _)| first),
        last: mentions.dates.map(|(_, last)| last),
    });
    let first = &timeline.series[0];
    Head {
        schema_version: SCHEMA_VERSION,
        title: timeline.title.as_deref(),
        query: Asked {
            input: &first.input,
            understood: &first.understood,
            filters: &timeline.filters,
            warnings: &first.notes,
        },
        queries: &timeline.series,
        corpus: &timeline.corpus,
        unit: timeline.unit,
        total: timeline.total(),
        shown,
        choice: timeline.choice,
        undated: timeline.undated.matched,
        undated_of_all: timeline.undated.all,
        split,
        bins: timeline.bins.iter().map(|bin| bin_row(bin, lanes)).collect(),
        coarse: coarse.collect(),
        first_mentions: mentions.collect(),
        bursts: bursts.collect(),
        gaps: &timeline.gaps,
    }
}

fn bin_row<'a>(bin: &'a Bin, lanes: Option<&'a Lanes>) -> BinRow<'a> {
    let tally = TallyRow { tally: &bin.tally, lanes };
    let coverage = bin.coverage != Coverage::None;
    BinRow { start: bin.start, end: bin.end, label: &bin.label, tally, coverage, gap: bin.gap() }
}
