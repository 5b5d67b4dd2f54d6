//! Comma- and tab-separated tables with a row of headings.

use super::cells::{Row, Rows};
use super::decode::Text;
use super::limits::{MOST_COLUMNS, MOST_TEXT, shown};
use super::record::{Heads, Records};
use super::{Failed, Field, ReadError, Sink};
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
pub(super) fn read(text: &mut Text<'_>, by: u8, sink: &mut Sink<'_>) -> Result<(), Failed> {
    let mut rows = Rows::new(text, by);
    let too_large = |row| match row {
        Row::Read => None,
        Row::TooWide => Some(format!("has more than {MOST_COLUMNS} cells")),
        Row::TooLong => Some(format!("is longer than {}", shown(MOST_TEXT))),
    };
    let headings = rows.next()?.unwrap_or(Row::Read);
    if let Some(what) = too_large(headings) {
        let reason =
            format!("its row of headings {what}; is it a table, and is its delimiter as its name says?");
        return Err(ReadError::Table { path: sink.name.to_owned(), reason }.into());
    }
    let columns: Vec<String> =
        (0..rows.len()).filter_map(|at| rows.cell(at)).map(|cell| cell.trim().to_owned()).collect();
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut records = Records::new(if by == b'\t' { Format::Tsv } else { Format::Csv });
    records.check(&names, sink)?;
    let heads = Heads::from_columns(&names, sink.options);
    loop {
        let line = rows.line();
        let Some(row) = rows.next()? else { return Ok(()) };
        if let Some(what) = too_large(row) {
            sink.skip(Some(line), format!("the row {what}: is a quotation mark left open? It was left out"));
        } else if rows.len() != names.len() {
            let (cells, columns) = (rows.len(), names.len());
            sink.skip(
                Some(line),
                format!("the row cannot be read: it has {cells} cells, the headings are {columns}"),
            );
        } else {
            records.add(line, &names, &heads, &|at| rows.cell(at), sink);
        }
    }
}
