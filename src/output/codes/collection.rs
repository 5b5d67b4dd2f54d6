//! A collection: passages that belong together, with where they stand.

use std::io::{self, Write};

use super::super::cite::{Citation, CiteFormat, write_citations};
use super::super::csv::{harmless, names};
use super::super::permalink::Permalink;
use super::super::plain::plain;
use crate::index::StoredPassage;
use crate::model::{Corrected, Span};
use crate::record::Marked;
use crate::research::CodedDocument;

/// A passage of a collection.
struct Item<'a> {
    marked: &'a Marked,
    passage: &'a StoredPassage,
    place: Span,
    words: String,
}

fn items<'a>(documents: &'a [CodedDocument<'a>]) -> impl Iterator<Item = Item<'a>> {
    documents.iter().flat_map(|document| {
        document.marks.iter().filter_map(|(place, marked)| {
            let passage = document.passage_at(*place)?;
            Some(Item { marked, passage, place: *place, words: document.words(*place) })
        })
    })
}

/// The collection as Markdown: each passage quoted, with who said it, notes on it, and a footnote that cites it.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_collection_markdown(
    out: &mut dyn Write,
    title: &str,
    documents: &[CodedDocument<'_>],
) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&plain(title)))?;
    let mut footnotes = Vec::new();
    for (number, item) in (1..).zip(items(documents)) {
        let speakers: Vec<&str> =
            item.passage.all_speakers().iter().map(|speaker| speaker.name.as_str()).collect();
        let who = if speakers.is_empty() {
            String::new()
        } else {
            format!("**{}**", escaped(&plain(&speakers.join(", "))))
        };
        let date = item.passage.date.value.map(|date| date.to_string()).unwrap_or_default();
        let head: Vec<String> = [who, date].into_iter().filter(|part| !part.is_empty()).collect();
        if !head.is_empty() {
            writeln!(out, "{}\n", head.join(", "))?;
        }
        for paragraph in item.words.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            writeln!(out, "> {}\n>", escaped(&plain(paragraph)))?;
        }
        writeln!(out, "> [^{number}]\n")?;
        for (note, by, on) in &item.marked.notes {
            let about: Vec<String> = by.iter().chain(on).map(|part| plain(part)).collect();
            let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
            writeln!(out, "{}{}\n", escaped(&plain(note)), escaped(&about))?;
        }
        let mut cited = Vec::new();
        let citation = Citation::passage(item.passage, item.place, "");
        write_citations(&mut cited, std::slice::from_ref(&citation), CiteFormat::Text)?;
        let cited = plain(&String::from_utf8_lossy(&cited));
        let link = Permalink::new(&item.passage.id, item.place, &item.words);
        footnotes.push(format!("[^{number}]: {} `{link}`", escaped(cited.trim())));
    }
    footnotes.iter().try_for_each(|footnote| writeln!(out, "{footnote}"))
}

/// The collection as CSV: one row a passage.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_collection_csv(out: &mut dyn Write, documents: &[CodedDocument<'_>]) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "link",
        "date",
        "speakers",
        "kind",
        "quote",
        "tags",
        "notes",
        "title",
        "source",
        "place",
        "corrected",
    ])?;
    for item in items(documents) {
        let passage = item.passage;
        let notes: Vec<&str> = item.marked.notes.iter().map(|(note, _, _)| note.as_str()).collect();
        let row = [
            Permalink::new(&passage.id, item.place, &item.words).to_string(),
            passage.date.value.map(|date| date.to_string()).unwrap_or_default(),
            names(passage.all_speakers()).collect::<Vec<_>>().join(";"),
            passage.kind.as_str().to_owned(),
            item.words.clone(),
            item.marked.tags.join(";"),
            notes.join(" | "),
            passage.title.clone().unwrap_or_default(),
            passage.source.clone().unwrap_or_default(),
            format!("{}#{}-{}", passage.place(), item.place.start, item.place.end),
            passage.corrected.iter().map(Corrected::sentence).collect::<Vec<_>>().join(";"),
        ];
        table.write_record(row.map(harmless))?;
    }
    table.flush()
}

/// A text whose signs are no markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
