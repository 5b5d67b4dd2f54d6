//! JSON Feed (jsonfeed.org, versions 1 and 1.1).

use serde_json::Value;

use super::{Channel, Entry, hand_on};
use crate::model::Format;
use crate::read::record::Records;
use crate::read::{Sink, decode, title};

/// Reads the entries of a feed in JSON.
pub(in crate::read) fn read(bytes: &[u8], sink: &mut Sink<'_>) {
    let (source, _) = decode::markup(bytes, None);
    sink.report.bytes += source.len() as u64;
    let feed: Value = match serde_json::from_str(&source) {
        Ok(feed) => feed,
        Err(error) => return sink.skip(Some(error.line() as u64), format!("is no valid JSON: {error}")),
    };
    let channel = Channel { title: words(&feed, "title"), language: words(&feed, "language") };
    let mut records = Records::new(Format::Feed);
    for item in feed["items"].as_array().into_iter().flatten() {
        let person =
            |item: &Value| words(&item["authors"][0], "name").or_else(|| words(&item["author"], "name"));
        let id = item["id"].as_u64().map(|id| id.to_string());
        let entry = Entry {
            line: 1,
            id: words(item, "id").or(id),
            title: words(item, "title"),
            link: words(item, "url").or_else(|| words(item, "external_url")),
            author: person(item).or_else(|| person(&feed)),
            published: words(item, "date_published"),
            updated: words(item, "date_modified"),
            content: text(item, "content_html")
                .or_else(|| text(item, "content_text").map(|it| it.replace('<', "&lt;"))),
            summary: text(item, "summary"),
            language: words(item, "language"),
        };
        hand_on(entry, &channel, &mut records, sink);
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

fn words(value: &Value, key: &str) -> Option<String> {
    text(value, key).map(|text| title::clean(&text))
}
