//! One JSON object a line; also a file that is one JSON object or a list of objects.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};

use serde::de::{DeserializeSeed, IgnoredAny};

use super::decode::Text;
use super::headings::{Headings, Holds};
use super::items::Items;
use super::json_value::{Lines, Within};
use super::limits::{MOST_TEXT, shown};
use super::record::{Heads, Records, listed};
use super::source::{Line, line};
use super::value::Value;
use super::{Field, ReadOptions, Sink, SkipCause};
use crate::model::Format;

/// Whether the first line that holds anything is a JSON object; for a `.json` file, whether it opens like one.
/// `whole` says whether the head is all of the text.
pub(super) fn looks_like(head: &str, whole: bool, ending: &str) -> bool {
    let first = head.trim_start();
    if matches!(ending, "jsonl" | "ndjson") {
        return first.starts_with(['{', '[']);
    }
    let end = first.find('\n');
    let line = &first[..end.unwrap_or(first.len())];
    match first.as_bytes().first() {
        Some(b'{') => {
            let begins = |error: &serde_json::Error| error.is_eof() && end.is_none() && !whole;
            ending == "json" || is_object(line.as_bytes()).map_or_else(|error| begins(&error), |_| true)
        }
        Some(b'[') => {
            let object = first[1..].trim_start().strip_prefix('{');
            ending == "json" || object.is_some_and(|object| object.trim_start().starts_with('"'))
        }
        _ => false,
    }
}

/// Reads the records, each a document; what is no object is skipped and told.
pub(super) fn read(text: &mut Text<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    if let Some(path) = &sink.options.records {
        read_within(text, path, sink);
        return Ok(());
    }
    let mut records = Records::new(Format::Jsonl);
    let mut bytes = Vec::new();
    if one_a_line(text.head()) {
        let mut number = 0;
        while let Some(found) = line(text, MOST_TEXT, &mut bytes)? {
            number += 1;
            if found == Line::TooLong {
                let limit = shown(MOST_TEXT);
                sink.skip(Some(number), format!("is longer than {limit}; cut it into several records"));
            } else if !bytes.trim_ascii().is_empty() {
                take(&bytes, number, &mut records, sink);
            }
        }
        records.end(sink);
        return Ok(());
    }
    let mut items = Items::new(text, MOST_TEXT);
    while let Some(item) = items.next(&mut bytes)? {
        if item.too_long {
            sink.skip_because(Some(item.line), SkipCause::LongRecord { limit: shown(MOST_TEXT) });
        } else {
            take(&bytes, item.line, &mut records, sink);
        }
    }
    records.end(sink);
    Ok(())
}

/// Whether a text is objects line by line: its first line is one, or, where that is broken, a later one that
/// is not set in. A line that fills the whole head counts too.
fn one_a_line(head: &str) -> bool {
    let head = head.trim_start();
    if !head.starts_with('{') {
        return false;
    }
    let mut lines = head.split_inclusive('\n').filter(|line| line.starts_with('{'));
    let first = lines.next().unwrap_or_default();
    first.len() == head.len()
        || [first].into_iter().chain(lines).any(|line| is_object(line.as_bytes()).is_ok())
}

fn is_object(bytes: &[u8]) -> serde_json::Result<BTreeMap<String, IgnoredAny>> {
    serde_json::from_slice(bytes)
}

/// Reads the records that lie where the path of [`super::ReadOptions::records`] leads.
fn read_within(text: &mut Text<'_>, path: &str, sink: &mut Sink<'_>) {
    let path: Vec<&str> = path.trim_start_matches('$').split('.').filter(|key| !key.is_empty()).collect();
    let lines = Lines { now: Cell::new(1), ..Lines::default() };
    let mut records = Records::new(Format::Jsonl);
    let mut found = false;
    let mut reader = serde_json::Deserializer::from_reader(Counted { input: text, lines: &lines });
    let ended = loop {
        let mut around = BTreeMap::new();
        let mut take = |value: Value, around: &BTreeMap<String, Value>| {
            take_value(value, lines.begun.get(), around, &mut records, sink);
        };
        let within =
            Within { path: &path, around: &mut around, take: &mut take, found: &mut found, lines: &lines };
        if let Err(error) = within.deserialize(&mut reader) {
            break error;
        }
    };
    if !ended.is_eof() || !found {
        let line = lines.now.get();
        if ended.is_io() || ended.is_syntax() || ended.is_data() {
            sink.skip(
                Some(line),
                format!("is no JSON that can be read on ({ended}); the records before were kept"),
            );
        }
    }
    if !found {
        sink.skip_because(None, SkipCause::NoRecords { path: path.join(".") });
    }
    records.end(sink);
}

/// Bytes whose lines are counted; a record that is too long ends them.
struct Counted<'c, 't, 'r> {
    input: &'c mut Text<'t>,
    lines: &'r Lines,
}

impl Read for Counted<'_, '_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        let ends = memchr::memchr_iter(b'\n', &into[..count]).count();
        self.lines.now.set(self.lines.now.get() + ends as u64);
        self.lines.bytes.set(self.lines.bytes.get() + count);
        if self.lines.bytes.get() > MOST_TEXT {
            return Err(io::Error::other(format!("a record is longer than {}", shown(MOST_TEXT))));
        }
        Ok(count)
    }
}

fn take(bytes: &[u8], line: u64, records: &mut Records, sink: &mut Sink<'_>) {
    match serde_json::from_slice(bytes) {
        Ok(Value::List(items)) if items.iter().all(|item| matches!(item, Value::Map(_))) => {
            items.into_iter().for_each(|item| take_value(item, line, &BTreeMap::new(), records, sink));
        }
        Ok(value) => take_value(value, line, &BTreeMap::new(), records, sink),
        Err(error) => {
            sink.skip(Some(line), format!("is no JSON object (column {}): {error}", error.column()));
        }
    }
}

/// Hands a record on; what stands around it holds for it where it does not say itself.
fn take_value(
    value: Value,
    line: u64,
    around: &BTreeMap<String, Value>,
    records: &mut Records,
    sink: &mut Sink<'_>,
) {
    if !matches!(value, Value::Map(_)) {
        return sink.skip(Some(line), "is no JSON object; it was left out");
    }
    let mut members = value.flat();
    if !around.is_empty() {
        lend(around, &mut members, sink.options);
    }
    let (names, values): (Vec<String>, Vec<Value>) = members.into_iter().unzip();
    if let Some(list) = list_of_records(&names, &values) {
        return sink.skip_because(Some(line), SkipCause::NestedRecords { list, keys: listed(&names) });
    }
    records.add(line, &names, &|at| values[at].clone(), sink);
}

/// Gives a record what stands around it and it does not say itself.
fn lend(around: &BTreeMap<String, Value>, members: &mut BTreeMap<String, Value>, options: &ReadOptions) {
    let own: Vec<String> = members.keys().cloned().collect();
    let known = Heads::from_columns(&own, options);
    let outer = Value::Map(around.clone()).flat();
    let names: Vec<&String> = outer.keys().collect();
    let others = Heads::from_columns(&names, options);
    for field in Field::ALL.map(|(field, _)| field) {
        let lent = !matches!(field, Field::Text | Field::Id) && known.find(field).is_none();
        if let Some(name) = others.find(field).filter(|_| lent).map(|at| names[at]) {
            members.entry(name.clone()).or_insert_with(|| outer[name].clone());
        }
    }
}

/// The list in an object that holds texts, where each has a speaker of its own, or the object has no text itself.
fn list_of_records(names: &[String], values: &[Value]) -> Option<String> {
    let is_list = |at: &usize| matches!(values[*at], Value::List(_));
    let of = |field: Field, list: &str| {
        let inner = |name: &String| Some(name.strip_prefix(list)?.strip_prefix('.')?.to_owned());
        let found = (0..names.len()).filter(is_list).filter_map(|at| inner(&names[at]));
        Headings::new(&found.collect::<Vec<_>>()).find(Holds::Field(field)).is_some()
    };
    if !values.iter().any(|value| matches!(value, Value::List(_))) {
        return None;
    }
    let text = Headings::new(names).find(Holds::Field(Field::Text));
    let lists = (0..names.len()).filter(is_list).filter_map(|at| Some(names[at].rsplit_once('.')?.0));
    let mut lists = lists.filter(|list| of(Field::Text, list));
    let taken = text.and_then(|at| names[at].rsplit_once('.')).map(|(list, _)| list);
    lists
        .find(|list| match text {
            None => true,
            Some(_) => taken == Some(list) && of(Field::Speaker, list),
        })
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read_bytes;

    #[test]
    fn records_are_read_where_a_path_leads() {
        let text = "{\"session\": {\"date\": \"2014-03-18\", \"turns\": [\n {\"speaker\": \"Ada\",\n \"text\": \"One.\"},\n\
            {\"speaker\": \"Ben\", \"date\": \"2014-03-19\", \"text\": \"Two.\"}]}}\n";
        let read = |records: Option<&str>| {
            let options = ReadOptions { records: records.map(str::to_owned), ..ReadOptions::default() };
            let mut found = Vec::new();
            let report = read_bytes("a.json", text.as_bytes(), &options, &mut |one| {
                found.push((
                    one.line,
                    one.speaker.unwrap().name,
                    one.date.value.unwrap().to_string(),
                    one.body,
                ));
            });
            (found, report.unwrap().skips)
        };
        let (found, skips) = read(Some("session.turns"));
        let one = |line, name: &str, date: &str, body: &str| {
            (line, name.to_owned(), date.to_owned(), body.to_owned())
        };
        assert_eq!(found, [one(2, "Ada", "2014-03-18", "One."), one(4, "Ben", "2014-03-19", "Two.")]);
        assert_eq!(skips, []);
        let (found, skips) = read(None);
        assert!(found.is_empty() && skips[0].reason.contains("`session.turns`"), "{skips:?}");
        assert!(read(Some("turns")).1[0].reason.contains("`turns`"));
    }
}
