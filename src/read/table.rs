//! Tables of separated values with a row of headings.

use super::cells::Dialect;
use super::decode::Text;
use super::headings::{Headings, Holds};
use super::limits::{MOST_COLUMNS, MOST_TEXT, shown};
use super::record::Records;
use super::rows::{Row, Rows};
use super::value::Value;
use super::{Failed, Field, ReadError, Sink};
use crate::model::Format;

/// What cells may be separated by.
const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];

/// The first line of a table and, where a line before it says so (`sep=;`), its delimiter.
fn first_line(text: &str) -> (&str, Option<u8>) {
    let mut lines = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    match separator(first) {
        Some(by) => (lines.next().unwrap_or_default(), Some(by)),
        None => (first, None),
    }
}

/// The delimiter that a line `sep=;` gives: spreadsheets write and read it.
fn separator(line: &str) -> Option<u8> {
    let sign = line.trim_end().trim_matches('"').strip_prefix("sep=")?;
    let sign = if sign.is_empty() { "\t" } else { sign };
    DELIMITERS.into_iter().find(|by| sign.as_bytes() == [*by])
}

/// The cells of a row of headings.
fn cells(line: &str, by: u8) -> Vec<&str> {
    line.split(char::from(by)).map(|cell| cell.trim_matches([' ', '"', '\u{feff}'])).collect()
}

/// What separates the headings: the sign that gives most known fields, then most cells.
fn delimiter(text: &str) -> u8 {
    let (first, said) = first_line(text);
    let known = |cells: &[&str]| {
        let headings = Headings::new(cells);
        Field::ALL.iter().filter(|(field, _)| headings.find(Holds::Field(*field)).is_some()).count()
    };
    let most = DELIMITERS.into_iter().rev().max_by_key(|by| {
        let cells = cells(first, *by);
        (if cells.len() > 1 { known(&cells) } else { 0 }, cells.len())
    });
    said.or(most).unwrap_or(b',')
}

/// The format of a table by what separates its headings.
pub(super) fn format(text: &str) -> Format {
    if delimiter(text) == b'\t' { Format::Tsv } else { Format::Csv }
}

/// A table without the name of one: its first line has a text column and another known heading.
pub(super) fn looks_like(text: &str) -> Option<Format> {
    let (first, said) = first_line(text);
    if first.len() > 2000 || !first.bytes().any(|byte| DELIMITERS.contains(&byte)) {
        return None;
    }
    let headings = cells(first, delimiter(text));
    let found = Headings::new(&headings);
    let knows = |holds: Holds| found.find(holds).is_some();
    let field = |field: Field| knows(Holds::Field(field));
    // A row follows, and headings are no sentence.
    let by = char::from(delimiter(text));
    let mut lines = text.split(['\n', '\r']).skip_while(|line| *line != first).skip(1);
    let row = lines.find(|line| !line.trim().is_empty());
    if row.is_some_and(|row| row.matches(by).count() + 1 < headings.len()) {
        return None;
    }
    let short = headings.iter().all(|heading| heading.split_whitespace().count() <= 4);
    let other = field(Field::Speaker) || field(Field::Date) || field(Field::Id) || knows(Holds::Year);
    (said.is_some() || short && field(Field::Text) && other).then(|| format(text))
}

/// Reads the rows, each a document; a row that cannot be read is skipped and told.
pub(super) fn read(text: &mut Text<'_>, tabs: bool, sink: &mut Sink<'_>) -> Result<(), Failed> {
    let by = if tabs && first_line(text.head()).1.is_none() { b'\t' } else { delimiter(text.head()) };
    let (first, said) = first_line(text.head());
    let sparing = by == b'\t' && !first.starts_with('"');
    let line_end = if text.head().contains('\n') { b'\n' } else { b'\r' };
    let mut rows = Rows::new(text, Dialect { delimiter: by, line_end, sparing });
    let too_large = |row| match row {
        Row::TooWide => Some(format!("has more than {MOST_COLUMNS} cells")),
        Row::TooLong => Some(format!("is longer than {}", shown(MOST_TEXT))),
        _ => None,
    };
    if said.is_some() {
        rows.next()?;
    }
    let headings = rows.next()?.unwrap_or(Row::Read);
    if let Some(what) = too_large(headings) {
        let reason =
            format!("its row of headings {what}; is it a table, and is its delimiter as its name says?");
        return Err(ReadError::Table { path: sink.name.to_owned(), reason }.into());
    }
    rows.set_headings();
    let columns: Vec<String> =
        (0..rows.len()).filter_map(|at| rows.cell(at)).map(|cell| cell.trim().to_owned()).collect();
    let mut records = Records::new(if by == b'\t' { Format::Tsv } else { Format::Csv });
    records.check(&columns, sink)?;
    while let Some(row) = rows.next()? {
        let line = Some(rows.line());
        if let Some(what) = too_large(row) {
            sink.skip(line, format!("the row {what}: is a quotation mark left open? It was left out"));
            continue;
        }
        match row {
            Row::Uneven => {
                let (cells, columns) = (rows.len(), columns.len());
                sink.skip(
                    line,
                    format!("the row cannot be read: it has {cells} cells, the headings are {columns}"),
                );
                continue;
            }
            Row::Unclosed => {
                let reason = "the row cannot be read: a quotation mark in it is left open or out of place; it was left out";
                sink.skip(line, reason);
                continue;
            }
            Row::Lost(last) => {
                let lines = if Some(last) == line { String::new() } else { format!(" up to line {last}") };
                let reason = format!(
                    "is no row by itself{lines}, and may belong to the one before, whose quotation mark is left open; \
                     it was left out: mend that mark"
                );
                sink.skip(line, reason);
                continue;
            }
            Row::Open => sink.skip(
                line,
                "has a quotation mark that is left open or out of place; the row was read up to the line's end, the mark as a letter",
            ),
            Row::Read | Row::TooWide | Row::TooLong => {}
        }
        let get = |at: usize| rows.cell(at).map_or(Value::Nothing, Value::Text);
        records.add(rows.line(), &columns, &get, sink);
    }
    records.end(sink);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_cells_is_seen_in_the_headings() {
        for (text, by) in [
            ("speaker,text\n", b','),
            ("Sprecher;Datum;Rede, gehalten\n", b';'),
            ("speaker|date|text\n", b'|'),
            ("sep=;\nspeaker;text,\n", b';'),
            ("speaker\ttext, as spoken\n", b'\t'),
        ] {
            assert_eq!(delimiter(text), by, "{text}");
        }
        assert_eq!(looks_like("The text, the date and the speaker: all of them are gone, he said.\n"), None);
        assert_eq!(looks_like("Statement | President\n\nMy friends, we met.\n"), None);
        assert_eq!(looks_like("Redner;Jahr;Text\nAda;1990;Ja.\n"), Some(Format::Csv));
    }
}
