//! What the tools take. An argument that is not listed is an error: nothing that was asked is dropped in silence.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The tools and what each is for.
pub const TOOLS: [(&str, &str); 5] = [
    ("search", "Ranked passages of the corpus, each with its speaker, date and permalink."),
    (
        "quote",
        "Hold a quotation against the corpus: exact, same-words, altered, spliced or not-found; whether speaker and date \
agree; each difference; every place where it stands.",
    ),
    ("timeline", "How many statements match, by day to decade, beside how many there are of that time."),
    ("statement", "One statement whole, or part of it, with its speaker, date and provenance."),
    ("corpus", "What the corpus holds: documents, statements, dates, the speakers with most statements."),
];

/// Longer texts are refused, in characters.
pub const LONGEST_QUERY: usize = 2_000;
pub const LONGEST_QUOTATION: usize = 20_000;
const LONGEST_NAME: usize = 300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    pub query: String,
    pub speaker: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub kind: Option<String>,
    pub limit: Option<usize>,
    pub offset: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    pub quotation: String,
    pub speaker: Option<String>,
    pub date: Option<String>,
    #[serde(rename = "in")]
    pub within: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    pub query: String,
    pub speaker: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub by: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub id: String,
    pub offset: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {}

/// The JSON Schema of what a tool takes.
pub fn schema(tool: &str) -> Arc<Map<String, Value>> {
    let query = json!({"type": "string", "maxLength": LONGEST_QUERY,
        "description": "words, phrases in \"double quotes\", AND, OR, NOT, wildcards"});
    let name = json!({"type": "string", "maxLength": LONGEST_NAME,
        "description": "a name in any of its forms, an office (`the Russian foreign minister`), a state"});
    let date = json!({"type": "string", "maxLength": 40, "description": "2014-09-24, 2014-09 or 2014"});
    let number = |least: u64, most: u64| json!({"type": "integer", "minimum": least, "maximum": most});
    let link = json!({"type": "string", "maxLength": LONGEST_NAME,
        "description": "the id of a statement or document, or a permalink (demarche:s/…)"});
    let (properties, required) = match tool {
        "search" => (
            json!({"query": query, "speaker": name, "from": date, "to": date,
                "kind": {"enum": ["spoken", "quoted", "reported", "narration"]},
                "limit": number(1, 20), "offset": number(0, 1000)}),
            json!(["query"]),
        ),
        "quote" => (
            json!({"quotation": {"type": "string", "maxLength": LONGEST_QUOTATION,
                    "description": "the words; `…` where some are left out, [square brackets] around what is put in"},
                "speaker": name, "date": date, "in": link}),
            json!(["quotation"]),
        ),
        "timeline" => (
            json!({"query": query, "speaker": name, "from": date, "to": date,
                "by": {"enum": ["day", "week", "month", "quarter", "year", "decade"]}}),
            json!(["query"]),
        ),
        "statement" => (json!({"id": link, "offset": number(0, 100_000_000)}), json!(["id"])),
        _ => (json!({}), json!([])),
    };
    let schema = json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
    Arc::new(match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    })
}

/// The arguments as a tool takes them, or what is wrong with them.
pub fn read<T: serde::de::DeserializeOwned>(given: Map<String, Value>) -> Result<T, String> {
    for (key, value) in &given {
        let most = match key.as_str() {
            "quotation" => LONGEST_QUOTATION,
            "query" => LONGEST_QUERY,
            _ => LONGEST_NAME,
        };
        if value.as_str().is_some_and(|text| text.chars().count() > most) {
            return Err(format!("`{key}` is longer than {most} characters"));
        }
    }
    serde_json::from_value(Value::Object(given)).map_err(|error| error.to_string())
}
