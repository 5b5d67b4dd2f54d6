//! One JSON object a line; also a file that is one JSON object or a list of objects.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Sink;
use super::decode::Text;
use super::items::Items;
use super::limits::{MOST_COLUMNS, MOST_TEXT, shown};
use super::record::{Heads, Records};
use super::source::{Line, line};
use crate::model::Format;

/// Whether the first line that holds anything is a JSON object; for a `.json` file, whether it opens like one.
/// `whole` says whether the head is all of the text.
pub(super) fn looks_like(head: &str, whole: bool, ending: &str) -> bool {
    let first = head.trim_start();
    if matches!(ending, "jsonl" | "ndjson") {
        return first.starts_with('{');
    }
    let end = first.find('\n');
    let line = &first[..end.unwrap_or(first.len())];
    match first.as_bytes().first() {
        Some(b'{') => {
            let begins = |error: &serde_json::Error| error.is_eof() && end.is_none() && !whole;
            ending == "json" || object(line.as_bytes()).map_or_else(|error| begins(&error), |_| true)
        }
        Some(b'[') => ending == "json",
        _ => false,
    }
}

/// Reads the records, each a document; what is no object is skipped and told.
pub(super) fn read(text: &mut Text<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut records = Records::new(Format::Jsonl);
    let mut bytes = Vec::new();
    if one_a_line(text.head()) {
        let mut number = 0;
        while let Some(found) = line(text, MOST_TEXT, &mut bytes)? {
            number += 1;
            if found == Line::TooLong {
                too_long(number, sink);
            } else if !bytes.trim_ascii().is_empty() {
                take(&bytes, number, &mut records, sink);
            }
        }
        return Ok(());
    }
    let mut items = Items::new(text, MOST_TEXT);
    while let Some(item) = items.next(&mut bytes)? {
        if item.too_long {
            too_long(item.line, sink);
        } else {
            take(&bytes, item.line, &mut records, sink);
        }
    }
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
    first.len() == head.len() || [first].into_iter().chain(lines).any(|line| object(line.as_bytes()).is_ok())
}

fn too_long(line: u64, sink: &mut Sink<'_>) {
    sink.skip(Some(line), format!("is longer than {}; cut it into several records", shown(MOST_TEXT)));
}

fn take(bytes: &[u8], line: u64, records: &mut Records, sink: &mut Sink<'_>) {
    match object(bytes) {
        Ok(object) => {
            let keys: Vec<&str> = object.keys().map(String::as_str).collect();
            let heads = Heads::from_columns(&keys, sink.options);
            records.add(line, &keys, &heads, &|at| object.get(keys[at])?.0.clone(), sink);
        }
        Err(error) => {
            sink.skip(Some(line), format!("is no JSON object (column {}): {error}", error.column()));
        }
    }
}

fn object(bytes: &[u8]) -> serde_json::Result<BTreeMap<String, Value>> {
    serde_json::from_slice::<Object>(bytes).map(|object| object.0)
}

/// The values of an object by their keys; the last of several of one key.
struct Object(BTreeMap<String, Value>);

/// A value as text: lists are joined by `;`, nested objects are none. They are read past, not held.
struct Value(Option<String>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members).map(Self)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = BTreeMap<String, Value>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = BTreeMap::new();
        while let Some((key, value)) = map.next_entry()? {
            values.insert(key, value);
            if values.len() > MOST_COLUMNS {
                return Err(A::Error::custom(format!("it has more than {MOST_COLUMNS} keys")));
            }
        }
        Ok(values)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AsText { in_list: false }).map(Self)
    }
}

/// A string of a list; `None` for what else stands in it.
struct Entry(Option<String>);

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AsText { in_list: true }).map(Self)
    }
}

struct AsText {
    in_list: bool,
}

impl AsText {
    fn plain<E>(&self, value: impl ToString) -> Result<Option<String>, E> {
        Ok((!self.in_list).then(|| value.to_string()))
    }
}

impl<'de> Visitor<'de> for AsText {
    type Value = Option<String>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(text))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.plain(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.plain(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        self.plain(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.plain(serde_json::Value::from(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        if self.in_list {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(None);
        }
        let mut joined = String::new();
        let mut first = true;
        while let Some(Entry(entry)) = list.next_element()? {
            let Some(entry) = entry else { continue };
            if !std::mem::take(&mut first) {
                joined.push(';');
            }
            joined.push_str(&entry);
        }
        Ok(Some(joined).filter(|list| !list.is_empty()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
