//! Documents: a statement as a cluster takes it, and back.

use serde_json::{Map, Value, json};
use tantivy::schema::Schema;

use super::error::ClusterError;
use super::mapping::{KEY_PARTS, VALUES, WORDS};
use crate::index::analysis::Tokens;
use crate::index::days;
use crate::index::schema::fields;
use crate::index::schema::fields::Fields;
use crate::index::schema::held::HeldStatement;
use crate::index::schema::ids::key;
use crate::index::write::passage_document::PassageFields;

/// Makes documents of statements, by the schema of the local index.
pub(super) struct DocumentMaker {
    schema: Schema,
    fields: Fields,
}

/// A statement for a cluster.
pub(super) struct ClusterDocument {
    pub id: String,
    pub body: Map<String, Value>,
}

impl DocumentMaker {
    pub fn new() -> Self {
        let (schema, fields) = fields::build();
        Self { schema, fields }
    }

    /// The document of a statement, with the mark of the push that it comes with.
    pub fn make(&self, held: &HeldStatement, push: &str) -> Result<ClusterDocument, ClusterError> {
        let statement = &held.statement;
        let mut body: Map<String, Value> = Map::new();
        let mut lengths: Map<String, Value> = Map::new();
        let passages = held.passages.len() as u64;
        let mut count = |column: &str, words: u64| {
            let before = lengths.get(column).and_then(Value::as_u64).unwrap_or(0);
            lengths.insert(column.to_owned(), (before + words).into());
        };
        let mut add = |column: &str, value: String| {
            let list = body.entry(column).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.push(value.into());
            }
        };
        let place = held.place();
        let labels = PassageFields::new(&self.fields, &held.document, statement, &place);
        let mut title = 0;
        for (field, text) in labels.texts() {
            let column = self.schema.get_field_name(field);
            if VALUES.contains(&column) {
                count(column, passages);
                add(column, text.to_owned());
            } else if WORDS.contains(&column) {
                let words = text.lines().filter(|word| !word.is_empty()).count() as u64;
                // Every passage of a statement has them.
                count(column, words * passages);
                title += if column == "title" { words } else { 0 };
                if words > 0 {
                    add(column, spaced(text));
                }
            }
        }
        let tokens = Tokens::from_text(&statement.text);
        let words = tokens.part(0..statement.text.len());
        let stems = words.content_stems();
        let content = stems.lines().filter(|stem| !stem.is_empty()).count() as u64;
        count("text", content);
        count("exact", words.len() as u64);
        count("document", content + if held.opens { title } else { 0 });
        body.insert("text".into(), spaced(&stems).into());
        body.insert("exact".into(), spaced(words.lines()).into());
        body.insert("lengths".into(), lengths.into());
        if let Some(date) = statement.date.value {
            let (first, last) = (date.first_day(), date.last_day());
            body.insert("first_day".into(), days(first).into());
            body.insert("last_day".into(), days(last).into());
            body.insert("date".into(), json!({ "gte": year_month_day(first), "lte": year_month_day(last) }));
            body.insert("precision".into(), to_value(&date.precision())?);
        }
        body.insert("basis".into(), statement.date.basis.as_str().into());
        let number = key(&statement.id);
        for (part, name) in KEY_PARTS.iter().enumerate() {
            body.insert((*name).into(), (number >> (16 * part) & 0xffff).into());
        }
        body.insert("document_id".into(), statement.document.as_str().into());
        body.insert("group".into(), group_name(held.group()).into());
        body.insert("joined".into(), held.group.is_some().into());
        body.insert("passages".into(), passages.into());
        body.insert("order".into(), held.order.into());
        body.insert("opens".into(), held.opens.into());
        body.insert("start".into(), held.statement.span.start.into());
        body.insert("end".into(), held.statement.span.end.into());
        body.insert("push".into(), push.into());
        body.insert("statement".into(), without_nulls(to_value(held)?));
        Ok(ClusterDocument { id: statement.id.clone(), body })
    }
}

impl HeldStatement {
    /// The statement that a document of a cluster holds.
    pub(super) fn of_document(source: &Value) -> Result<Self, ClusterError> {
        let read = serde::Deserialize::deserialize(&source["statement"]);
        read.map_err(|error: serde_json::Error| ClusterError::Answer(format!("a statement: {error}")))
    }
}

/// How a cluster names a group of copies, or the statement that has the key.
pub(super) fn group_name(key: u64) -> String {
    format!("{key:016x}")
}

fn to_value<T: serde::Serialize>(value: &T) -> Result<Value, ClusterError> {
    serde_json::to_value(value).map_err(|error| ClusterError::Answer(error.to_string()))
}

fn year_month_day(day: chrono::NaiveDate) -> String {
    use chrono::Datelike;
    let sign = if day.year() < 0 { "-" } else { "" };
    format!("{sign}{:04}-{:02}-{:02}", day.year().abs(), day.month(), day.day())
}

/// Words that stand one to a line with spaces between them; the places of those that are left out are not kept.
fn spaced(lines: &str) -> String {
    let mut spaced = String::with_capacity(lines.len());
    for word in lines.lines().filter(|word| !word.is_empty()) {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// A value without members that say nothing.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(members.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(without_nulls).collect()),
        other => other,
    }
}
