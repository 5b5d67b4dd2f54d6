//! Comma- and tab-separated tables with a row of headings.

use super::record::Records;
use super::{Field, ReadError, Sink};
use crate::model::Format;

/// Tabs or commas, by what the first line has more of.
pub(super) fn delimiter(text: &str) -> Format {
    let first = text.lines().next().unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    if count('\t') > count(',') { Format::Tsv } else { Format::Csv }
}

/// A table without the name of one: its first line has a text column and another known heading.
pub(super) fn looks_like(text: &str) -> Option<Format> {
    let first = text.lines().next()?;
    if first.len() > 2000 || !first.contains([',', '\t']) {
        return None;
    }
    let format = delimiter(text);
    let by = if format == Format::Tsv { '\t' } else { ',' };
    let headings: Vec<_> = first.split(by).map(|cell| cell.trim_matches([' ', '"']).to_lowercase()).collect();
    let knows = |field: Field| {
        let known =
            Field::ALL.iter().filter(|(other, ..)| *other == field).flat_map(|(_, _, known)| known.iter());
        known.into_iter().any(|known| headings.iter().any(|heading| heading == known))
    };
    (knows(Field::Text) && (knows(Field::Speaker) || knows(Field::Date) || knows(Field::Id)))
        .then_some(format)
}

/// Reads the rows, each a document; a row that cannot be read is skipped and told.
pub(super) fn read(text: &str, by: u8, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut table = csv::ReaderBuilder::new().delimiter(by).from_reader(text.as_bytes());
    let columns: Vec<String> = match table.headers() {
        Ok(headings) => headings.iter().map(|heading| heading.trim().to_owned()).collect(),
        Err(error) => {
            let path = sink.name.to_owned();
            return Err(ReadError::Columns { path, reason: error.to_string(), columns: "unknown".into() });
        }
    };
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut records = Records::new(if by == b'\t' { Format::Tsv } else { Format::Csv });
    records.check(&names, sink)?;
    for row in table.records() {
        match row {
            Ok(row) => {
                let line = row.position().map_or(0, csv::Position::line);
                let cell = |name: &str| {
                    let at = columns.iter().position(|column| column == name)?;
                    row.get(at).map(str::to_owned)
                };
                records.take(line, &cell, &names, sink);
            }
            Err(error) => {
                let line = error.position().map(csv::Position::line);
                sink.skip(line, format!("the row cannot be read: {error}"));
            }
        }
    }
    Ok(())
}
