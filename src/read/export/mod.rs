//! Exports of press databases: many articles in one file, each a document with its source, date, page and number.

#[cfg(feature = "html")]
pub(super) mod europresse;
#[cfg(feature = "html")]
pub(super) mod factiva;
pub(super) mod lexis;
#[cfg(any(feature = "office", feature = "pdf"))]
pub(super) mod running;

use super::record::Records;
use super::{Sink, text, title};
use crate::model::{Document, Format, Page};

/// An article of an export, as it is written there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Article {
    /// The line of the file that it begins on; 0 where none can be named.
    pub line: u64,
    pub id: Option<String>,
    pub title: Option<String>,
    pub source: Option<String>,
    pub date: Option<String>,
    pub author: Option<String>,
    pub language: Option<String>,
    /// The printed page that it begins on.
    pub page: Option<String>,
    pub body: String,
}

/// The articles of a page that is an export; `None` for any other page.
#[cfg(feature = "html")]
pub(super) fn of_html(html: &str) -> Option<Vec<Article>> {
    let articles = if html.contains("DocPublicationName") {
        europresse::articles(html)
    } else if factiva::is(html) {
        factiva::articles(html)
    } else if lexis::is(html) {
        lexis::articles(&super::html::text(html).ok()?)
            .into_iter()
            .map(|it| Article { line: 0, ..it })
            .collect()
    } else {
        Vec::new()
    };
    (!articles.is_empty()).then_some(articles)
}

/// Hands on the articles of a file.
pub(super) fn hand_on(articles: Vec<Article>, sink: &mut Sink<'_>) {
    let mut records = Records::new(Format::Export);
    for (number, article) in (1..).zip(articles) {
        let line = (article.line > 0).then_some(article.line);
        if article.body.trim().is_empty() {
            let named = article.title.as_deref().map(|title| format!(" (`{title}`)")).unwrap_or_default();
            sink.skip(line, format!("article {number}{named} holds no text; it was left out"));
            continue;
        }
        let mut document = Document::new(sink.name, article.body);
        document.id = Document::id_of(sink.name, &records.key(article.id.as_deref(), number));
        document.format = Format::Export;
        document.line = line.and_then(|line| u32::try_from(line).ok()).unwrap_or(1);
        document.record = article.id;
        document.title = article.title.map(|words| title::clean(&words));
        document.source = article.source;
        document.author = article.author;
        document.language = article.language;
        document.pages = article.page.map(|label| Page { start: 0, label, index: 0 }).into_iter().collect();
        document.layout = text::layout(&document.body, document.title.as_deref());
        if let Some(written) = article.date {
            sink.machine_date(&mut document, written, line, &format!("article {number}"));
        }
        sink.document(document);
    }
}

/// The page in `p. 16`, `Pg. 4`, `S. 12`, or alone.
pub(super) fn page_label(written: &str) -> Option<String> {
    let written = written.trim();
    let label =
        ["Pg.", "pg.", "p.", "S.", "P.", "Page", "page"].iter().find_map(|mark| written.strip_prefix(mark));
    let label = label.unwrap_or(written).trim();
    let is = !label.is_empty()
        && label.len() <= 12
        && label.chars().any(|c| c.is_ascii_digit())
        && !label.contains(' ');
    is.then(|| label.to_owned())
}
