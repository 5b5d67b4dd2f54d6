//! Markdown, with or without YAML front matter.

use saphyr::{LoadableYamlNode, ScanError, Yaml};
use saphyr_parser::{Event, Parser};

use super::limits::{MOST_FRONT_MATTER, MOST_NESTED, shown};
use super::{Sink, text, title};
use crate::model::{Document, Format, Layout};

/// Whether a text opens with a block of front matter.
pub(super) fn has_front_matter(text: &str) -> bool {
    split(text).is_some()
}

/// The front matter and the bytes it takes, its marks included.
fn split(text: &str) -> Option<(&str, usize)> {
    let after = text.strip_prefix("---")?;
    let first = after.find('\n')?;
    if !after[..first].trim().is_empty() {
        return None;
    }
    let start = 3 + first + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&text[start..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Reads one document; its body is what follows the front matter, as it stands.
pub(super) fn read(whole: &str, name: &str, sink: &mut Sink<'_>) {
    let (matter, from) = split(whole).unwrap_or(("", 0));
    let body = &whole[from..];
    let mut document = Document::new(sink.name, body);
    document.format = Format::Markdown;
    document.line =
        1 + u32::try_from(memchr::memchr_iter(b'\n', &whole.as_bytes()[..from]).count()).unwrap_or(0);
    match pages(matter) {
        Ok(pages) => {
            if let Some(page) = pages.first() {
                fill(&mut document, page, sink);
            }
        }
        Err((line, reason)) => {
            sink.skip(Some(line), format!("{reason}; the text was kept without it"));
        }
    }
    document.title = document.title.take().or_else(|| heading(body));
    document.layout = text::layout(body, document.title.as_deref());
    sink.date_by_itself(&mut document, name);
    if document.speaker.is_some() && document.layout == Layout::Article {
        document.layout = Layout::Speech;
    }
    sink.document(document);
}

/// The front matter; what is wrong with it, and on which line of the file.
fn pages(matter: &str) -> Result<Vec<Yaml<'_>>, (u64, String)> {
    if matter.len() > MOST_FRONT_MATTER {
        return Err((1, format!("the front matter is longer than {}", shown(MOST_FRONT_MATTER))));
    }
    let invalid = |error: &ScanError| {
        let line = error.marker().line() as u64 + 1;
        (line, format!("the front matter is not valid YAML ({})", error.info()))
    };
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
            return Err((1, format!("the front matter is nested more than {MOST_NESTED} deep")));
        }
    }
    Yaml::load_from_str(matter).map_err(|error| invalid(&error))
}

fn fill(document: &mut Document, page: &Yaml<'_>, sink: &mut Sink<'_>) {
    let get = |keys: &[&str]| keys.iter().find_map(|key| page.as_mapping_get(key).and_then(scalar));
    document.title = get(&["title", "headline"]).map(|words| title::clean(&words));
    document.url = get(&["url", "source_url", "link", "permalink"]);
    document.source =
        get(&["source", "publisher", "outlet"]).or_else(|| document.url.as_deref().and_then(host));
    document.speaker = get(&["speaker", "author"]).map(crate::model::Speaker::named);
    let labels = ["topics", "topic", "tags", "categories"].iter().find_map(|key| page.as_mapping_get(key));
    super::forms::label(document, labels.map(list).unwrap_or_default());
    if let Some(written) = get(&["date", "published_time", "published", "day"]) {
        sink.date_as_written(document, &written, None);
    }
}

fn scalar(value: &Yaml<'_>) -> Option<String> {
    let text = match value {
        value if value.as_str().is_some() => value.as_str()?.to_owned(),
        value if value.as_integer().is_some() => value.as_integer()?.to_string(),
        value if value.as_floating_point().is_some() => value.as_floating_point()?.to_string(),
        _ => return None,
    };
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn list(value: &Yaml<'_>) -> Vec<String> {
    match value.as_vec() {
        Some(items) => items.iter().filter_map(scalar).collect(),
        None => scalar(value).map(|text| super::record::list(&text)).unwrap_or_default(),
    }
}

/// The host of a link: `state.gov` of `https://www.state.gov/briefings`.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split('/').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// The first heading of the body.
fn heading(body: &str) -> Option<String> {
    let line = body.lines().take(10).find(|line| line.starts_with("# "))?;
    Some(title::clean(line.trim_start_matches('#')))
}
