//! Records of tables and JSONL files to documents: finds the columns, names the document.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Field, ReadError, ReadOptions, Sink, SkipCause, text};
use crate::authority::Authority;
use crate::model::{Document, Format, Layout, Speaker};

/// Makes the documents of one file.
pub(super) struct Records {
    format: Format,
    /// How often each id was seen, by its hash: the second `x` becomes `x#2`.
    seen: HashMap<u64, u32>,
}

/// Gives the value of a column or key by its number.
type Get<'a> = &'a dyn Fn(usize) -> Option<String>;

/// Which columns or keys, by their numbers, hold which fields.
pub(super) struct Heads {
    fields: [Option<usize>; Field::ALL.len()],
    country: Option<usize>,
}

impl Heads {
    /// The column of each field: the one it is mapped to, else the first common heading there is.
    pub fn from_columns(columns: &[&str], options: &ReadOptions) -> Self {
        let by_name = |name: &str| columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        let fields = Field::ALL.map(|(field, _, known)| match options.map.get(&field) {
            Some(mapped) => by_name(mapped),
            None => known.iter().find_map(|name| by_name(name)),
        });
        Self { fields, country: by_name("country") }
    }

    fn find(&self, field: Field) -> Option<usize> {
        self.fields[field as usize]
    }
}

/// Names of columns or keys as a message gives them: not all of a million.
fn listed(columns: &[&str]) -> String {
    const SHOWN: usize = 20;
    let first = columns.iter().take(SHOWN).map(|name| match name.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => (*name).to_owned(),
    });
    let list = first.collect::<Vec<_>>().join(", ");
    let more = columns.len().saturating_sub(SHOWN);
    if more == 0 { list } else { format!("{list} and {more} more") }
}

impl Records {
    pub fn new(format: Format) -> Self {
        Self { format, seen: HashMap::new() }
    }

    /// Whether the columns hold what is needed and what was asked for.
    pub fn check(&self, columns: &[&str], sink: &Sink<'_>) -> Result<(), ReadError> {
        let bad = |cause| Err(ReadError::Unsuitable { path: sink.name.to_owned(), cause });
        for column in sink.options.map.values() {
            if !columns.iter().any(|other| other.eq_ignore_ascii_case(column)) {
                return bad(SkipCause::MissingColumn { column: column.clone(), columns: listed(columns) });
            }
        }
        if Heads::from_columns(columns, sink.options).find(Field::Text).is_none() {
            return bad(SkipCause::NoTextColumn { columns: listed(columns) });
        }
        Ok(())
    }

    /// Hands on the record on a line.
    pub fn add(&mut self, line: u64, columns: &[&str], heads: &Heads, get: Get<'_>, sink: &mut Sink<'_>) {
        let value = |field: Field| {
            let text = get(heads.find(field)?)?;
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let Some(body) = heads.find(Field::Text).and_then(get) else {
            match heads.find(Field::Text) {
                Some(at) => {
                    sink.skip(
                        Some(line),
                        format!("its `{}` is no text; the record was left out", columns[at]),
                    );
                }
                None => sink.skip_because(Some(line), SkipCause::NoTextKey { keys: listed(columns) }),
            }
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
        let labels = value(Field::Topic).map(|topics| list(&topics)).unwrap_or_default();
        super::forms::label(&mut document, labels);
        document.speaker = value(Field::Speaker).map(|name| {
            let country = heads.country.and_then(get);
            let affiliation =
                value(Field::Affiliation).or_else(|| country.filter(|country| *country != name));
            Speaker { role: value(Field::Role), affiliation, ..named(name) }
        });
        document.layout = match document.speaker {
            Some(_) => Layout::Speech,
            None => text::layout(&document.body, document.title.as_deref()),
        };
        if let Some(written) = value(Field::Date) {
            sink.date_as_written(&mut document, &written, Some(line));
        }
        // A record's own text and address state its date too; the file's name is not one record's.
        sink.date_by_itself(&mut document, "");
        sink.document(document);
    }

    /// The key of a record, which tells it apart from those before it in its file.
    pub fn key(&mut self, record: Option<&str>, line: u64) -> String {
        let key = record.map_or_else(|| format!("line {line}"), str::to_owned);
        let count = self.seen.entry(hash(&key)).or_default();
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

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// The items of a cell that holds several: separated by `;`, or by `,` where there is no `;`.
pub(super) fn list(cell: &str) -> Vec<String> {
    let by = if cell.contains(';') { ';' } else { ',' };
    cell.split(by).map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}
