//! One JSON object a line; also a file that is one JSON object or an array of objects.

use serde_json::{Map, Value};

use super::record::Records;
use super::{ReadError, Sink};
use crate::model::Format;

type Object = Map<String, Value>;

/// Whether the first line that holds anything is a JSON object; for a `.json` file, whether it opens like one.
pub(super) fn looks_like(text: &str, ending: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    if matches!(ending, "jsonl" | "ndjson") {
        return first.starts_with('{');
    }
    match first.as_bytes().first() {
        Some(b'{') => ending == "json" || serde_json::from_str::<Object>(first).is_ok(),
        Some(b'[') => ending == "json",
        _ => false,
    }
}

/// Reads the records, each a document; a line that is none is skipped and told.
pub(super) fn read(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut records = Records::new(Format::Jsonl);
    let start = text.trim_start();
    let one_a_line = start.lines().next().is_some_and(|line| serde_json::from_str::<Object>(line).is_ok());
    if !one_a_line {
        if let Ok(Value::Array(items)) = serde_json::from_str::<Value>(start) {
            for item in items {
                match item {
                    Value::Object(object) => {
                        records.take(1, &|key| field(&object, key), &keys(&object), sink)
                    }
                    _ => sink.skip(Some(1), "an item of the list is no JSON object"),
                }
            }
            return Ok(());
        }
        if let Ok(object) = serde_json::from_str::<Object>(start) {
            records.take(1, &|key| field(&object, key), &keys(&object), sink);
            return Ok(());
        }
    }
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = at as u64 + 1;
        match serde_json::from_str::<Object>(line) {
            Ok(object) => records.take(number, &|key| field(&object, key), &keys(&object), sink),
            Err(error) => {
                sink.skip(Some(number), format!("is no JSON object (column {}): {error}", error.column()))
            }
        }
    }
    Ok(())
}

fn keys(object: &Object) -> Vec<&str> {
    object.keys().map(String::as_str).collect()
}

/// A value as text: lists are joined by `;`, nested objects are none.
fn field(object: &Object, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Array(items) => Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";"))
            .filter(|list| !list.is_empty()),
        Value::Null | Value::Object(_) => None,
    }
}
