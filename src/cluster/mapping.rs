//! Mappings: what an index of statements is in a cluster.
//!
//! Words are found, folded and stemmed on our side, by the rules of the local index, and come with white space between them:
//! no plugin is needed, and what is found is the same.

use serde_json::{Map, Value, json};

/// The version of all this; it stands in the mapping.
pub(super) const FORMAT: u64 = 1;

/// Columns of words, by the names that the local index has for them.
pub(super) const WORDS: [&str; 12] = [
    "text", "exact", "speaker", "quoted", "role", "entities", "topics", "forms", "tags", "title", "source",
    // What words of a whole document there are is counted alone.
    "document",
];
/// Columns of whole values.
pub(super) const VALUES: [&str; 12] = [
    "speaker_name",
    "quoted_name",
    "role_name",
    "entity_name",
    "topic_name",
    "form_name",
    "tag_name",
    "source_name",
    "speaker_keys",
    "entity_keys",
    "kind",
    "file",
];
/// Columns that are looked for only, and not given back.
const ONLY_INDEXED: [&str; 13] = [
    "text",
    "exact",
    "speaker",
    "quoted",
    "role",
    "entities",
    "topics",
    "forms",
    "tags",
    "title",
    "source",
    "speaker_keys",
    "entity_keys",
];
/// The parts of a statement's key, whose sums are exact in a cluster that adds as floating point.
pub(super) const KEY_PARTS: [&str; 4] = ["key_0", "key_1", "key_2", "key_3"];

/// The index of statements.
pub(super) fn statements(shards: u32, replicas: u32) -> Value {
    json!({
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "5s",
            "codec": "best_compression",
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": { "demarche": FORMAT },
            "_source": { "excludes": ONLY_INDEXED },
            "properties": properties(),
        },
    })
}

/// The fields of a statement.
fn properties() -> Map<String, Value> {
    let mut fields = Map::new();
    let mut add = |name: &str, field: Value| drop(fields.insert(name.to_owned(), field));
    for name in WORDS.iter().filter(|name| **name != "document") {
        add(name, json!({ "type": "text", "analyzer": "whitespace", "norms": false }));
    }
    for name in VALUES {
        add(name, json!({ "type": "keyword" }));
    }
    for name in ["document_id", "group", "precision", "basis", "push"] {
        add(name, json!({ "type": "keyword" }));
    }
    for name in ["first_day", "last_day", "order"] {
        add(name, json!({ "type": "long" }));
    }
    for name in KEY_PARTS.iter().chain(&["passages", "start", "end"]) {
        add(name, json!({ "type": "integer", "index": false }));
    }
    // A year is a year: what asks for a day of it finds it, and it is never its first of January.
    add("date", json!({ "type": "date_range", "format": "uuuu-MM-dd" }));
    add("opens", json!({ "type": "boolean" }));
    add("joined", json!({ "type": "boolean" }));
    // How many words or values the passages of a statement hold, for ranking.
    let lengths: Map<String, Value> = WORDS
        .iter()
        .chain(&VALUES)
        .map(|name| ((*name).to_owned(), json!({ "type": "integer", "index": false })))
        .collect();
    add("lengths", json!({ "dynamic": "strict", "properties": lengths }));
    // The statement as it is, with its text: given back, and not looked into.
    add("statement", json!({ "type": "object", "enabled": false }));
    fields
}

/// The index of the records of files: what was pushed, by content.
pub(super) fn files(replicas: u32) -> Value {
    let keyword = json!({ "type": "keyword" });
    json!({
        "settings": { "number_of_shards": 1, "number_of_replicas": replicas },
        "mappings": { "dynamic": "strict", "properties": {
            "file": keyword, "content": keyword, "origin": keyword,
            "statements": { "type": "long" }, "pushed": { "type": "long" },
        } },
    })
}

/// The index of words: what wildcards and near spellings are looked up in.
pub(super) fn words(replicas: u32) -> Value {
    json!({
        "settings": { "number_of_shards": 1, "number_of_replicas": replicas, "refresh_interval": "5s" },
        "mappings": { "dynamic": "strict", "properties": {
            "column": { "type": "keyword" }, "word": { "type": "keyword" },
        } },
    })
}

/// The index of saved searches: the fields of statements, and the searches that are held against new ones.
pub(super) fn searches(replicas: u32) -> Value {
    let mut fields = properties();
    fields.insert("query".to_owned(), json!({ "type": "percolator" }));
    fields.insert("name".to_owned(), json!({ "type": "keyword" }));
    json!({
        "settings": { "number_of_shards": 1, "number_of_replicas": replicas },
        "mappings": { "dynamic": "strict", "properties": fields },
    })
}
