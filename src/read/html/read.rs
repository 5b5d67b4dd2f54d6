//! Web pages to documents.

use super::{Hostile, Main, Page, manuscript, page};
use crate::model::{Document, Format};
use crate::read::{Sink, decode, export, text};

/// Reads a file that is one page.
pub(in crate::read) fn read(bytes: &[u8], name: &str, sink: &mut Sink<'_>) {
    let (html, damaged) = decode::markup(bytes, sink.options.encoding.as_deref());
    sink.report.bytes += html.len() as u64;
    if damaged {
        sink.damaged();
    }
    if let Some(articles) = export::of_html(&html) {
        export::hand_on(articles, sink);
        return;
    }
    if sink.options.manuscript {
        let whole = |page: Page| manuscript(&html).map(|text| Page { main: Main::Text(text), ..page });
        return hand_on(page(&html, None).and_then(whole), name, sink);
    }
    hand_on(page(&html, None), name, sink);
}

/// Hands the document of a page on, or says why there is none. `name` is the file's.
pub(in crate::read) fn hand_on(page: Result<Page, Hostile>, name: &str, sink: &mut Sink<'_>) {
    match page.map_err(|hostile| reason(&hostile)).and_then(|page| document(page, sink)) {
        Ok(mut document) => {
            sink.date_by_itself(&mut document, name);
            sink.document(document);
        }
        Err(reason) => sink.skip(None, reason),
    }
}

/// Why a page is not parsed, in words that say what becomes of it.
pub(in crate::read) fn reason(hostile: &Hostile) -> String {
    format!("{hostile}; the page was left out")
}

/// The document of a page; why there is none where it holds no text.
pub(in crate::read) fn document(page: Page, sink: &Sink<'_>) -> Result<Document, String> {
    let Page { main, meta } = page;
    let body = match main {
        Main::Text(text) => text,
        Main::List(count) => {
            return Err(format!(
                "is a list of {count} other pages and no text itself; save the pages that it leads to"
            ));
        }
        Main::Nothing => {
            return Err(
                "is a page without a text of its own; if it shows one in the browser, save it once more \
                        from there, or copy its text into a file"
                    .to_owned(),
            );
        }
    };
    let mut document = Document::new(sink.name, body);
    document.format = Format::Html;
    document.layout = text::layout(&document.body, meta.title.as_deref());
    document.date = meta.date;
    document.title = meta.title;
    document.author = meta.author;
    document.source = meta.site;
    document.language = meta.language;
    document.url = meta.url;
    Ok(document)
}
