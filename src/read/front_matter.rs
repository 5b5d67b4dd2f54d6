//! Front matter: the lines before a text that say what it is, in YAML (`---`), TOML (`+++`) or JSON.
//!
//! A line of hyphens opens many texts that have none. What stands between two such lines is front matter where it is a
//! mapping with a key that is known; else it is text like the rest.

use std::collections::BTreeMap;

use saphyr::{LoadableYamlNode, ScanError, Yaml};
use saphyr_parser::{Event, Parser};

use super::headings::{Headings, Holds};
use super::limits::{MOST_FRONT_MATTER, MOST_NESTED, shown};
use super::value::Value;
use super::{Field, ReadOptions};

/// Keys that site generators and note programs write, and that are no field.
const COMMON: [&str; 10] = [
    "layout",
    "draft",
    "slug",
    "aliases",
    "lang",
    "description",
    "summary",
    "weight",
    "permalink",
    "cssclasses",
];

/// What stands before a text.
pub(super) struct FrontMatter {
    /// The values by their keys.
    pub values: BTreeMap<String, Value>,
    /// The bytes that it takes, its marks included.
    pub length: usize,
    /// What is wrong with it, and on which line of the file.
    pub wrong: Option<(u64, String)>,
}

/// The front matter that a text opens with; `None` where it has none. `json` says whether an object of JSON may be one.
pub(super) fn find(text: &str, json: bool, options: &ReadOptions) -> Option<FrontMatter> {
    let (values, length, wrong) = if let Some((matter, length)) = between(text, "---") {
        match yaml(matter) {
            Ok(values) => (values, length, None),
            Err(_) if !is_keyed(matter) => return None,
            Err(Wrong::TooMuch(reason)) => {
                let wrong = Some((1, format!("{reason}; the text was kept without it")));
                return Some(FrontMatter { values: BTreeMap::new(), length, wrong });
            }
            Err(Wrong::Syntax(line, reason)) => {
                let reason =
                    format!("the front matter is not valid YAML ({reason}); its lines were read one by one");
                (by_lines(matter)?, length, Some((line, reason)))
            }
        }
    } else if let Some((matter, length)) = between(text, "+++") {
        let table: toml::Table = toml::from_str(matter).ok()?;
        (toml_value(toml::Value::Table(table)).flat(), length, None)
    } else if json && text.starts_with('{') {
        let mut items = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let value = items.next()?.ok()?;
        let length = items.byte_offset();
        (value.flat(), length + text[length..].find('\n')? + 1, None)
    } else {
        return None;
    };
    is_matter(&values, options).then_some(FrontMatter { values, length, wrong })
}

/// What stands between a first line that is this mark and the next one, and the bytes up to the text.
fn between<'t>(text: &'t str, mark: &str) -> Option<(&'t str, usize)> {
    let after = text.strip_prefix(mark)?;
    let first = after.find('\n')?;
    if !after[..first].trim().is_empty() {
        return None;
    }
    let start = mark.len() + first + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == mark || mark == "---" && line.trim_end() == "..." {
            return Some((&text[start..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Whether values are a file's description: one of the keys is known, and none is the head of somebody's turn.
fn is_matter(values: &BTreeMap<String, Value>, options: &ReadOptions) -> bool {
    let keys: Vec<&str> = values.keys().map(String::as_str).collect();
    let mapped = |key: &str| options.map.values().any(|name| name.eq_ignore_ascii_case(key));
    let fields = Field::ALL.iter().map(|(field, _)| Holds::Field(*field));
    let others = [Holds::Country, Holds::Year, Holds::Created];
    let headings = Headings::new(&keys);
    let known: Vec<usize> = fields.chain(others).flat_map(|holds| headings.all(holds)).collect();
    let is_known = |at: usize, key: &str| {
        known.contains(&at) || mapped(key) || COMMON.iter().any(|common| key.eq_ignore_ascii_case(common))
    };
    let capitals = |key: &str| {
        key.chars().filter(|c| c.is_alphabetic()).count() > 1 && !key.contains(char::is_lowercase)
    };
    let mut any = false;
    let plain = keys.iter().enumerate().all(|(at, key)| {
        let known = is_known(at, key);
        any |= known;
        known || key.split_whitespace().count() <= 3 && !capitals(key)
    });
    plain && any
}

/// What is wrong with front matter.
enum Wrong {
    /// It is larger, deeper or has more aliases than is read.
    TooMuch(String),
    /// It breaks the rules of YAML, on this line of the file.
    Syntax(u64, String),
}

/// YAML that is a mapping.
fn yaml(matter: &str) -> Result<BTreeMap<String, Value>, Wrong> {
    if matter.len() > MOST_FRONT_MATTER {
        let limit = shown(MOST_FRONT_MATTER);
        return Err(Wrong::TooMuch(format!("the front matter is longer than {limit}")));
    }
    let invalid =
        |error: &ScanError| Wrong::Syntax(error.marker().line() as u64 + 1, error.info().to_owned());
    let too_deep = || Wrong::TooMuch(format!("the front matter is nested more than {MOST_NESTED} deep"));
    let mut open = 0_usize;
    for c in matter.chars() {
        open = match c {
            '[' | '{' => open + 1,
            ']' | '}' => open.saturating_sub(1),
            _ => open,
        };
        if open > MOST_NESTED {
            return Err(too_deep());
        }
    }
    // The loader goes as deep as the nesting does, on a stack that has an end: how deep is seen first.
    let (mut depth, mut parser) = (0_usize, Parser::new_from_str(matter));
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), _)) => depth += 1,
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => depth = depth.saturating_sub(1),
            Ok((Event::StreamEnd, _)) => break,
            Ok(_) => {}
            Err(error) => return Err(invalid(&error)),
        }
        if depth > MOST_NESTED {
            return Err(too_deep());
        }
    }
    // The parser has read it all: the loader refuses what grows by its aliases.
    let grows = |error: ScanError| Wrong::TooMuch(format!("the front matter is not read ({})", error.info()));
    let pages = Yaml::load_from_str(matter).map_err(grows)?;
    Ok(match pages.first().map(yaml_value) {
        Some(value @ Value::Map(_)) => value.flat(),
        _ => BTreeMap::new(),
    })
}

fn yaml_value(value: &Yaml<'_>) -> Value {
    if let Some(items) = value.as_vec() {
        return Value::List(items.iter().map(yaml_value).collect());
    }
    if let Some(members) = value.as_mapping() {
        let members = members.iter().filter_map(|(key, value)| Some((scalar(key)?, yaml_value(value))));
        return Value::Map(members.collect());
    }
    scalar(value).map_or(Value::Nothing, Value::Text)
}

fn scalar(value: &Yaml<'_>) -> Option<String> {
    value
        .as_str()
        .map(str::to_owned)
        .or_else(|| Some(value.as_integer()?.to_string()))
        .or_else(|| Some(value.as_floating_point()?.to_string()))
        .or_else(|| Some(value.as_bool()?.to_string()))
}

fn toml_value(value: toml::Value) -> Value {
    match value {
        toml::Value::Array(items) => Value::List(items.into_iter().map(toml_value).collect()),
        toml::Value::Table(members) => {
            Value::Map(members.into_iter().map(|(key, value)| (key, toml_value(value))).collect())
        }
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Integer(number) => Value::Text(number.to_string()),
        toml::Value::Float(number) => Value::Text(number.to_string()),
        toml::Value::Boolean(is) => Value::Text(is.to_string()),
        toml::Value::Datetime(moment) => Value::Text(moment.to_string()),
    }
}

/// The key that opens a line, and what follows it.
fn keyed(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
    let is = key.starts_with(char::is_alphanumeric)
        && key.chars().all(letters)
        && key.chars().any(char::is_lowercase);
    (is && (value.is_empty() || value.starts_with(' '))).then_some((key, value.trim()))
}

/// Whether each line is a key with its value, an item, or goes on the one before it.
fn is_keyed(matter: &str) -> bool {
    let goes_on = |line: &str| line.trim().is_empty() || line.starts_with([' ', '\t', '#', '-']);
    matter.lines().all(|line| goes_on(line) || keyed(line).is_some())
}

/// Keys and values line by line, for YAML that breaks its rules: `title: Talks: the end`.
fn by_lines(matter: &str) -> Option<BTreeMap<String, Value>> {
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    let mut last: Option<String> = None;
    for line in matter.lines() {
        if let Some((key, value)) = keyed(line) {
            let bare = value.trim_matches(['"', '\'']);
            values.insert(key.to_owned(), Value::Text(bare.to_owned()));
            last = Some(key.to_owned());
        } else if let Some(item) = line.trim_start().strip_prefix("- ")
            && let Some(value) = last.as_ref().and_then(|key| values.get_mut(key))
        {
            let item = Value::Text(item.trim().trim_matches(['"', '\'']).to_owned());
            match value {
                Value::List(items) => items.push(item),
                value => *value = Value::List(vec![item]),
            }
        }
    }
    (!values.is_empty()).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Option<(String, usize)> {
        let found = find(text, true, &ReadOptions::default())?;
        let values =
            found.values.iter().map(|(key, value)| format!("{key}={}", value.text().unwrap_or_default()));
        Some((values.collect::<Vec<_>>().join(" "), text.len() - found.length))
    }

    #[test]
    fn front_matter_is_told_from_text_between_lines() {
        for (text, found) in [
            ("---\ntitle: Talks\n---\nText", "title=Talks"),
            ("---\nTitle: Talks\nDate: 2001-03-09\n...\nText", "Date=2001-03-09 Title=Talks"),
            ("+++\ntitle = \"Talks\"\ndate = 2001-03-09\n+++\nText", "date=2001-03-09 title=Talks"),
            ("{\"title\": \"Talks\", \"n\": 3}\nText", "n=3 title=Talks"),
            ("---\ntitle: Talks: the end\ntags:\n  - sea\n---\nText", "tags=sea title=Talks: the end"),
        ] {
            assert_eq!(keys(text), Some((found.to_owned(), 4)), "{text}");
        }
        for text in [
            "---\nThe talks went on.\n---\nText",
            "---\nMR MILLER: Good afternoon.\n\nQUESTION: And Gaza?\n---\nText",
            "---\nMR MILLER: Good afternoon.\n\nMR MILLER: Yes: no.\n---\nText",
            "---\n- We go.\n- We stay.\n---\nText",
            "---\nThe minister said: we will not go\n---\nText",
            "+++\nNews\n+++\nText",
            "---\ntitle: open to the end\n",
        ] {
            assert!(keys(text).is_none(), "{text}");
        }
    }
}
