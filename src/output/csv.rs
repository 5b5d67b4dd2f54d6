//! Hits as CSV (RFC 4180, UTF-8), for spreadsheets.

use std::io::{self, Write};

use super::permalink::Permalink;
use super::plain::is_unsafe;
use crate::formula;
use crate::model::{Corrected, Entity, Speaker};
use crate::search::{Hit, Results};

const HEADINGS: [&str; 31] = [
    "rank",
    "score",
    "id",
    "date",
    "date_precision",
    "date_basis",
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
    "place",
    "speakers",
    "published",
    "forms",
    "entity_ids",
    "match",
    "path",
    "line",
    "start",
    "end",
    "permalink",
    "also",
    "tags",
    "corrected",
    "unnamed_speaker",
];

/// A table of hits, one row each, under a row of headings. Lists are joined by `;`. A cell that a spreadsheet would
/// take for a formula gets an apostrophe before it.
pub struct HitsCsv<W: Write> {
    table: csv::Writer<W>,
    found_by: Option<String>,
}

impl<W: Write> HitsCsv<W> {
    /// Begins the table with its headings.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn new(out: W) -> io::Result<Self> {
        Self::begun(out, None)
    }

    /// The same with a last column that says of each row by what question, of which state of the index, it was found.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn found_by(out: W, found_by: &str) -> io::Result<Self> {
        Self::begun(out, Some(harmless(found_by.to_owned())))
    }

    fn begun(out: W, found_by: Option<String>) -> io::Result<Self> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(HEADINGS.into_iter().chain(found_by.as_ref().map(|_| "found_by")))?;
        Ok(Self { table, found_by })
    }

    /// Adds a hit.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        let cells = row(hit).into_iter().map(harmless);
        Ok(self.table.write_record(cells.chain(self.found_by.clone()))?)
    }

    /// Writes out what is left.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn finish(mut self) -> io::Result<()> {
        self.table.flush()
    }
}

/// [`HitsCsv`] of hits that are held.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_csv(out: &mut dyn Write, results: &Results) -> io::Result<()> {
    let mut table = HitsCsv::new(out)?;
    results.hits.iter().try_for_each(|hit| table.hit(hit))?;
    table.finish()
}

fn row(hit: &Hit) -> [String; 31] {
    let stored = &hit.stored;
    let speaker = stored.speaker.clone().unwrap_or_default();
    let list = |items: Vec<&str>| items.join(";");
    [
        hit.rank.to_string(),
        format!("{:.3}", hit.score),
        stored.id.clone(),
        stored.date.value.map(|date| date.to_string()).unwrap_or_default(),
        stored.date.value.map(|date| date.precision().as_str().to_owned()).unwrap_or_default(),
        stored.date.basis.as_str().to_owned(),
        speaker.known_name().unwrap_or_default().to_owned(),
        speaker.role.unwrap_or_default(),
        speaker.affiliation.unwrap_or_default(),
        stored.kind.as_str().to_owned(),
        list(stored.topics.iter().map(String::as_str).collect()),
        list(stored.entities.iter().map(|entity| entity.name.as_str()).collect()),
        hit.passage.quoted().0.to_owned(),
        stored.title.clone().unwrap_or_default(),
        stored.source.clone().unwrap_or_default(),
        stored.url.clone().unwrap_or_default(),
        format!("{}#{}-{}", stored.place(), hit.place.start, hit.place.end),
        list(names(stored.all_speakers()).collect()),
        stored
            .published
            .as_ref()
            .and_then(|date| date.value)
            .map(|date| date.to_string())
            .unwrap_or_default(),
        list(stored.forms.iter().map(String::as_str).collect()),
        entity_ids(&stored.entities),
        hit.matched.as_str().to_owned(),
        stored.path.clone(),
        stored.line.to_string(),
        hit.place.start.to_string(),
        hit.place.end.to_string(),
        Permalink::new(&stored.id, hit.place, &hit.passage.text).to_string(),
        hit.others.count.to_string(),
        list(stored.tags.iter().map(String::as_str).collect()),
        stored.corrected.iter().map(Corrected::sentence).collect::<Vec<_>>().join(";"),
        list(unnamed(stored.all_speakers()).collect()),
    ]
}

/// The ids of entities, as many as there are entities: nothing for one that has none.
pub(super) fn entity_ids(entities: &[Entity]) -> String {
    let ids: Vec<&str> = entities.iter().map(|entity| entity.id.as_deref().unwrap_or_default()).collect();
    if ids.iter().all(|id| id.is_empty()) { String::new() } else { ids.join(";") }
}

/// The names of those who speak and are named.
pub(super) fn names(speakers: &[Speaker]) -> impl Iterator<Item = &str> {
    speakers.iter().filter_map(Speaker::known_name)
}

/// The words for those who speak and are not named.
pub(super) fn unnamed(speakers: &[Speaker]) -> impl Iterator<Item = &str> {
    speakers.iter().filter(|speaker| speaker.unnamed).map(|speaker| speaker.name.as_str())
}

/// A cell that does nothing: a spreadsheet takes it for no formula (see OWASP, CSV injection), and no terminal
/// is driven by it. Line ends and tabs stay.
pub(super) fn harmless(cell: String) -> String {
    let drives = |c: char| is_unsafe(c) && !matches!(c, '\n' | '\r' | '\t');
    let cell = if cell.contains(drives) { cell.replace(drives, "\u{fffd}") } else { cell };
    if cell.starts_with(formula::SIGNS) { format!("'{cell}") } else { cell }
}
