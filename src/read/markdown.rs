//! Markdown, with or without front matter.

use super::front_matter::{self, FrontMatter};
use super::record::{Fields, Heads, listed};
use super::value::Value;
use super::{ReadOptions, Sink, SkipCause, text, title};
use crate::model::{Document, Format, Layout};

/// Whether a text opens with a block of front matter.
pub(super) fn has_front_matter(text: &str, options: &ReadOptions) -> bool {
    front_matter::find(text, false, options).is_some()
}

/// Reads one document; its body is what follows the front matter, as it stands.
pub(super) fn read(whole: &str, name: &str, sink: &mut Sink<'_>) {
    let matter = front_matter::find(whole, true, sink.options);
    let from = matter.as_ref().map_or(0, |matter| matter.length);
    let body = &whole[from..];
    let mut document = Document::new(sink.name, body);
    document.format = Format::Markdown;
    document.line =
        1 + u32::try_from(memchr::memchr_iter(b'\n', &whole.as_bytes()[..from]).count()).unwrap_or(0);
    if let Some(matter) = matter {
        fill(&mut document, matter, sink);
    }
    document.title = document.title.take().or_else(|| heading(body));
    document.layout = text::layout(body, document.title.as_deref());
    sink.date_by_itself(&mut document, name);
    if document.speaker.is_some() && document.layout == Layout::Article {
        document.layout = Layout::Speech;
    }
    sink.document(document);
}

fn fill(document: &mut Document, matter: FrontMatter, sink: &mut Sink<'_>) {
    if let Some((line, reason)) = matter.wrong {
        sink.skip(Some(line), reason);
    }
    let (keys, values): (Vec<String>, Vec<Value>) = matter.values.into_iter().unzip();
    for column in sink.options.map.values() {
        if !keys.iter().any(|key| key.eq_ignore_ascii_case(column)) {
            let (column, columns) = (column.clone(), listed(&keys));
            sink.skip_because(Some(1), SkipCause::MissingColumn { column, columns });
        }
    }
    let heads = Heads::from_columns(&keys, sink.options);
    let fields = Fields { heads: &heads, get: &|at| values[at].clone() };
    fields.fill(document, None, sink);
    document.source = document.source.take().or_else(|| document.url.as_deref().and_then(host));
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
