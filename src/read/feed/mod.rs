//! Feeds: RSS 0.9 to 2.0, Atom, JSON Feed. Each entry is a document with what the feed gives of its text.

pub(super) mod json;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

use super::record::Records;
use super::{Sink, decode, text, title};
use crate::model::{Document, Format};

/// Prefixes of elements that say something of an entry itself: those of pictures and players do not.
const PREFIXES: [&str; 8] = ["", "rss", "atom", "a", "dc", "dcterms", "content", "a10"];

/// What a feed says of an entry, as it is written there.
#[derive(Default)]
struct Entry {
    line: u64,
    id: Option<String>,
    title: Option<String>,
    link: Option<String>,
    author: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    /// HTML or plain text, whole and in short.
    content: Option<String>,
    summary: Option<String>,
    language: Option<String>,
}

/// What a feed says of itself.
#[derive(Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
}

/// Reads the entries of a feed in XML.
pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) {
    let (source, damaged) = decode::markup(bytes, None);
    sink.report.bytes += source.len() as u64;
    if damaged {
        sink.damaged();
    }
    let mut records = Records::new(Format::Feed);
    if let Err((line, reason)) = entries(&source, &mut records, sink) {
        sink.skip(Some(line), format!("is no valid XML from here on ({reason}); what came before was kept"));
    }
}

fn entries(source: &str, records: &mut Records, sink: &mut Sink<'_>) -> Result<(), (u64, String)> {
    let mut reader = Reader::from_str(source);
    let mut channel = Channel::default();
    let (mut entry, mut at, mut line): (Option<Entry>, usize, u64) = (None, 0, 1);
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(at);
        let passed = source.as_bytes().get(at..before).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', passed).count() as u64;
        at = before.max(at);
        let event = reader.read_event().map_err(|error| (line, error.to_string()))?;
        match event {
            Event::Start(start) => {
                let (prefix, name) = name_of(&start);
                if matches!(name.as_str(), "item" | "entry") {
                    let id = attribute(&start, "about");
                    entry = Some(Entry { line, id, language: attribute(&start, "lang"), ..Entry::default() });
                    continue;
                }
                if matches!(name.as_str(), "rss" | "feed" | "RDF" | "channel") {
                    channel.language = attribute(&start, "lang").or(channel.language);
                    continue;
                }
                let raw = reader.read_text(start.name()).map_err(|error| (line, error.to_string()))?;
                if PREFIXES.contains(&prefix.as_str()) {
                    let field = Field { name: &name, start: &start, raw: &raw.into_inner() };
                    match &mut entry {
                        Some(entry) => field.fill_entry(entry),
                        None => field.fill_channel(&mut channel),
                    }
                }
            }
            Event::Empty(start) => {
                if let (Some(entry), (prefix, name)) = (&mut entry, name_of(&start))
                    && PREFIXES.contains(&prefix.as_str())
                {
                    Field { name: &name, start: &start, raw: "" }.fill_entry(entry);
                }
            }
            Event::End(end) if matches!(end.local_name().into_inner(), "item" | "entry") => {
                if let Some(entry) = entry.take() {
                    hand_on(entry, &channel, records, sink);
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn name_of(start: &BytesStart<'_>) -> (String, String) {
    let name = start.name();
    let (local, prefix) = name.decompose();
    (prefix.map(|prefix| prefix.into_inner().to_owned()).unwrap_or_default(), local.into_inner().to_owned())
}

/// The value of the attribute of that local name.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        start.attributes().flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
    Some(unescaped(&found.value)).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// An element of a feed with all in it.
struct Field<'f> {
    name: &'f str,
    start: &'f BytesStart<'f>,
    raw: &'f str,
}

impl Field<'_> {
    fn words(&self) -> Option<String> {
        let words = title::clean(&plain(&unescaped(self.raw)));
        (!words.is_empty()).then_some(words)
    }

    /// Its markup or text; what Atom writes as XHTML stands for itself.
    fn markup(&self) -> Option<String> {
        let kind = attribute(self.start, "type").unwrap_or_default();
        let markup = if kind == "xhtml" { self.raw.to_owned() } else { unescaped(self.raw) };
        (!markup.trim().is_empty()).then_some(markup)
    }

    /// The name in an author of Atom, or the words of RSS.
    fn person(&self) -> Option<String> {
        let mut reader = Reader::from_str(self.raw);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(start) if start.local_name().into_inner() == "name" => {
                    let name = reader.read_text(start.name()).ok()?.into_inner();
                    return Some(title::clean(&unescaped(&name))).filter(|name| !name.is_empty());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        // RSS writes `ada@example.org (Ada Example)`.
        let words = self.words().filter(|_| !self.raw.contains('<') || self.raw.contains("CDATA"))?;
        let named = words.split_once(" (").and_then(|(_, name)| name.strip_suffix(')')).map(str::to_owned);
        Some(named.unwrap_or(words))
    }

    fn fill_entry(&self, entry: &mut Entry) {
        let set = |field: &mut Option<String>, value: Option<String>| {
            if field.is_none() {
                *field = value;
            }
        };
        match self.name {
            "title" => set(&mut entry.title, self.words()),
            "guid" | "id" | "identifier" => set(&mut entry.id, self.words()),
            "link" => {
                let rel = attribute(self.start, "rel").unwrap_or_else(|| "alternate".to_owned());
                if rel == "alternate" {
                    set(&mut entry.link, attribute(self.start, "href").or_else(|| self.words()));
                }
            }
            "pubDate" | "published" | "issued" | "date" | "created" => {
                set(&mut entry.published, self.words())
            }
            "updated" | "modified" => set(&mut entry.updated, self.words()),
            "author" | "creator" => set(&mut entry.author, self.person()),
            "encoded" | "content" => set(&mut entry.content, self.markup()),
            "description" | "summary" => set(&mut entry.summary, self.markup()),
            "language" => set(&mut entry.language, self.words()),
            _ => {}
        }
    }

    fn fill_channel(&self, channel: &mut Channel) {
        match self.name {
            "title" if channel.title.is_none() => channel.title = self.words(),
            "language" => channel.language = self.words().or(channel.language.take()),
            _ => {}
        }
    }
}

fn hand_on(entry: Entry, channel: &Channel, records: &mut Records, sink: &mut Sink<'_>) {
    let body = entry.content.or(entry.summary).map(|markup| plain(&markup)).unwrap_or_default();
    if body.trim().is_empty() {
        let named = entry.title.map(|title| format!(" (`{title}`)")).unwrap_or_default();
        sink.skip(Some(entry.line), format!("an entry without text{named}; it was left out"));
        return;
    }
    let record = entry.id.or_else(|| entry.link.clone());
    let mut document = Document::new(sink.name, body);
    document.id = Document::id_of(sink.name, &records.key(record.as_deref(), entry.line));
    document.format = Format::Feed;
    document.line = u32::try_from(entry.line).unwrap_or(u32::MAX);
    document.url = entry.link.or_else(|| record.clone().filter(|id| id.starts_with("http")));
    document.record = record;
    document.title = entry.title;
    document.author = entry.author;
    document.source.clone_from(&channel.title);
    document.language = entry.language.or_else(|| channel.language.clone());
    if let Some(written) = entry.published.or(entry.updated) {
        sink.machine_date(&mut document, written, Some(entry.line), "the entry");
    }
    document.layout = text::layout(&document.body, document.title.as_deref());
    sink.document(document);
}

/// Text of XML without its references and marked sections.
fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        out.push_str(&references(before));
        let (inside, more) = after.split_once("]]>").unwrap_or((after, ""));
        out.push_str(inside);
        rest = more;
    }
    out.push_str(&references(rest));
    out
}

/// Text with its references as what they stand for; those that XML does not know stay for the reader of HTML.
fn references(raw: &str) -> String {
    let known = unescape_with(raw, resolve_predefined_entity);
    known.map_or_else(
        |_| raw.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
        |known| known.into_owned(),
    )
}

/// HTML or plain text as plain text.
fn plain(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return markup.trim().to_owned();
    }
    #[cfg(feature = "html")]
    return super::html::text(markup).unwrap_or_default();
    #[cfg(not(feature = "html"))]
    return markup.trim().to_owned();
}
