//! Records of tables and JSONL files to documents: finds the columns, names the document.

use std::collections::HashMap;

use super::{Field, ReadError, Sink, dates, text};
use crate::authority::Authority;
use crate::model::{Basis, Document, Format, Layout, Speaker, StatementDate};

/// Makes the documents of one file.
pub(super) struct Records {
    format: Format,
    /// How often each id was seen: the second `x` becomes `x#2`.
    seen: HashMap<String, u32>,
}

/// Gives the value of a column or key.
type Get<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Records {
    pub fn new(format: Format) -> Self {
        Self { format, seen: HashMap::new() }
    }

    /// Whether the columns hold what is needed and what was asked for.
    pub fn check(&self, columns: &[&str], sink: &Sink<'_>) -> Result<(), ReadError> {
        let bad = |reason: String| {
            let columns = columns.join(", ");
            Err(ReadError::Columns { path: sink.name.to_owned(), reason, columns })
        };
        for column in sink.options.map.values() {
            if !columns.iter().any(|other| other.eq_ignore_ascii_case(column)) {
                return bad(format!("has no column `{column}`, which --map asks for"));
            }
        }
        if find(Field::Text, columns, sink).is_none() {
            return bad("has no column for the text; say which it is with --map text=COLUMN".to_owned());
        }
        Ok(())
    }

    /// Hands on the record on a line.
    pub fn take(&mut self, line: u64, get: Get<'_>, columns: &[&str], sink: &mut Sink<'_>) {
        let value = |field: Field| {
            let column = find(field, columns, sink)?;
            get(column).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let Some(body) = find(Field::Text, columns, sink).and_then(get) else {
            let reason = match find(Field::Text, columns, sink) {
                Some(column) => format!("its `{column}` is no text; the record was left out"),
                None => format!(
                    "has no text; its keys are {}; say which holds the text with --map text=KEY",
                    columns.join(", ")
                ),
            };
            sink.skip(Some(line), reason);
            return;
        };
        if body.trim().is_empty() {
            sink.skip(Some(line), "holds no text; the record was left out");
            return;
        }
        let record = value(Field::Id);
        let mut document = Document::new(sink.name, body);
        document.id = Document::id_of(sink.name, &self.key(record.as_deref(), line));
        document.record = record;
        document.line = u32::try_from(line).unwrap_or(u32::MAX);
        document.format = self.format;
        document.title = value(Field::Title).map(|title| super::title::clean(&title));
        document.source = value(Field::Source);
        document.url = value(Field::Url);
        document.topics = value(Field::Topic).map(|topics| list(&topics)).unwrap_or_default();
        document.speaker = value(Field::Speaker).map(|name| {
            let country =
                columns.iter().find(|name| name.eq_ignore_ascii_case("country")).and_then(|name| get(name));
            let affiliation =
                value(Field::Affiliation).or_else(|| country.filter(|country| *country != name));
            Speaker { role: value(Field::Role), affiliation, ..named(name) }
        });
        document.layout = match (text::layout(&document.body), &document.speaker) {
            (_, Some(_)) => Layout::Speech,
            (layout, None) => layout,
        };
        let written = value(Field::Date);
        if let Some(written) = written {
            match dates::parse_date(&written) {
                Some(date) => document.date = StatementDate::known(date, Basis::Stated),
                None => {
                    document.date.words = Some(written.clone());
                    sink.skip(Some(line), format!("`{written}` is no date; the record was kept without it"));
                }
            }
        }
        sink.document(document);
    }

    fn key(&mut self, record: Option<&str>, line: u64) -> String {
        let key = record.map_or_else(|| format!("line {line}"), str::to_owned);
        let count = self.seen.entry(key.clone()).or_default();
        *count += 1;
        if *count == 1 { key } else { format!("{key}#{count}") }
    }
}

/// A speaker by the name in a record; a country goes by its canonical name.
fn named(name: String) -> Speaker {
    let canonical = Authority::builtin().country(&name).map(str::to_owned);
    Speaker {
        name: canonical.unwrap_or_else(|| name.clone()),
        as_written: name,
        role: None,
        affiliation: None,
    }
}

/// The column of a field: the one it is mapped to, else the first common heading there is.
fn find<'c>(field: Field, columns: &[&'c str], sink: &Sink<'_>) -> Option<&'c str> {
    let by_name = |name: &str| columns.iter().find(|column| column.eq_ignore_ascii_case(name)).copied();
    if let Some(mapped) = sink.options.map.get(&field) {
        return by_name(mapped);
    }
    let (.., known) = Field::ALL.iter().find(|(other, ..)| *other == field)?;
    known.iter().find_map(|name| by_name(name))
}

/// The items of a cell that holds several: separated by `;`, or by `,` where there is no `;`.
pub(super) fn list(cell: &str) -> Vec<String> {
    let by = if cell.contains(';') { ';' } else { ',' };
    cell.split(by).map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}
