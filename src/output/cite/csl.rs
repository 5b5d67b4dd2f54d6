//! CSL-JSON 1.0.2 (citation-style-language/schema, `csl-data.json`).

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Author, Citation, edtf, parts};
use crate::model::{Kind, PartialDate, Precision};

/// An array of items. Dates are in parts, as far as they are known: every reader of CSL-JSON takes them.
pub(super) fn write(out: &mut dyn Write, citations: &[Citation]) -> io::Result<()> {
    let items: Vec<Value> = citations.iter().map(item).collect();
    serde_json::to_writer_pretty(&mut *out, &items)?;
    out.write_all(b"\n")
}

/// The parts of a date; of a decade those of its first and its last year. CSL has no year 0: -45 is 45 BC.
fn issued(date: PartialDate) -> Value {
    use chrono::Datelike;
    let year = |year: i32| if year > 0 { year } else { year - 1 };
    let mut first = parts(date);
    first[0] = year(first[0]);
    match date.precision() {
        Precision::Decade => json!({ "date-parts": [first, [year(date.last_day().year())]] }),
        _ => json!({ "date-parts": [first] }),
    }
}

/// A name by its parts, or whole.
fn name(author: &Author) -> Value {
    match author {
        Author::Whole(name) => json!({ "literal": name }),
        Author::Person(parts) => {
            let mut name = json!({ "family": parts.family, "given": parts.given });
            if let Some(particle) = &parts.particle {
                name["non-dropping-particle"] = json!(particle);
            }
            if let Some(suffix) = &parts.suffix {
                name["suffix"] = json!(suffix);
            }
            name
        }
    }
}

fn item(citation: &Citation) -> Value {
    let mut item = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    let spoken = citation.kind == Kind::Spoken;
    let text = |text: &Option<String>| text.clone().map(Value::String);
    put("id", Some(json!(citation.statement)));
    // Types that readers of older versions of the format know too.
    let kind = match (spoken, &citation.url) {
        (true, _) => "speech",
        (false, Some(_)) => "webpage",
        (false, None) => "article",
    };
    put("type", Some(json!(kind)));
    let authors: Vec<Value> = citation.authors().map(|author| name(&author)).collect();
    put("author", (!authors.is_empty()).then(|| json!(authors)));
    put("title", text(&citation.title));
    put("issued", citation.issued().map(issued));
    put("publisher", text(&citation.source));
    put("number", text(&citation.number));
    put("page", text(&citation.page));
    put("language", text(&citation.language));
    put("URL", text(&citation.url));
    put("archive_location", Some(json!(citation.archive_place)));
    put("abstract", citation.words().map(Value::String));
    put("note", Some(json!(citation.note())));
    let speaker = citation.speakers.first().map(|speaker| speaker.name.as_str());
    let mut custom = json!({
        "statement": citation.statement, "document": citation.document, "record": citation.record,
        "kind": citation.kind, "speaker": speaker, "date": citation.date.value.map(edtf),
        "date_basis": citation.date.basis, "start": citation.place.start, "end": citation.place.end,
    });
    if let Some(published) = citation.published.as_ref().and_then(|published| published.value) {
        custom["published"] = json!(edtf(published));
    }
    if citation.speakers.len() > 1 {
        custom["speakers"] = citation.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    }
    put("custom", Some(custom));
    Value::Object(item)
}
