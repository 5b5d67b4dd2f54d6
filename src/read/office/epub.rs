//! Electronic books: the chapters in the order of their spine, pages by the breaks of the printed edition.

use std::collections::HashMap;

use super::{About, Found, Package, PartError, walked};
use crate::model::{Basis, Format, StatementDate};
use crate::read::xml::draft::Draft;
use crate::read::xml::stream::Element;
use crate::read::xml::walk::{Dialect, Frame, Step, within};

pub(super) fn read(package: &mut Package, _: &mut crate::read::Sink<'_>) -> Result<Found, PartError> {
    let container = package.text("META-INF/container.xml")?;
    let root = walked(&container, Container::default()).0.dialect.root.ok_or(PartError::Missing)?;
    let book = walked(&package.text(&root)?, Opf::default()).0.dialect;
    let folder = root.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let encrypted = package.optional("META-INF/encryption.xml").unwrap_or_default();
    let mut draft = Draft::default();
    let mut broken = None;
    for chapter in &book.spine {
        let Some(path) = book.items.get(chapter).map(|href| resolve(&folder, href)) else { continue };
        if encrypted.contains(path.as_str()) {
            return Err(PartError::Locked);
        }
        match package.text(&path) {
            Ok(xhtml) => {
                let (walker, wrong) = walked(&xhtml, Xhtml);
                draft.append(walker.draft);
                broken = broken.or(wrong.map(|reason| format!("{path}: {reason}")));
            }
            Err(PartError::Missing) => broken = broken.or(Some(format!("{path} is missing"))),
            Err(error) => return Err(error),
        }
    }
    Ok(Found { format: Format::Epub, draft, about: book.about, broken })
}

/// A path of the package, from the address in the list of its parts.
fn resolve(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let mut bytes = Vec::new();
    let mut rest = href.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *byte == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    let mut parts: Vec<&str> = Vec::new();
    let path = format!("{folder}{}", String::from_utf8_lossy(&bytes));
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[derive(Default)]
struct Container {
    root: Option<String>,
}

impl Dialect for Container {
    fn open(&mut self, element: &Element, _: &[Frame], _: &mut Draft) -> Step {
        if element.name == "rootfile" && self.root.is_none() {
            self.root = element.get("full-path").map(str::to_owned);
        }
        Step::Inline
    }

    fn close(&mut self, _: &Frame, _: &[Frame], _: &mut Draft) {}
}

/// The book's own description: what it is, its parts and their order.
#[derive(Default)]
struct Opf {
    about: About,
    items: HashMap<String, String>,
    spine: Vec<String>,
}

impl Dialect for Opf {
    fn open(&mut self, element: &Element, parents: &[Frame], _: &mut Draft) -> Step {
        match element.name.as_str() {
            "item" => {
                let navigation =
                    element.get("properties").is_some_and(|kinds| kinds.split(' ').any(|kind| kind == "nav"));
                if let (Some(id), Some(href), false) = (element.get("id"), element.get("href"), navigation) {
                    self.items.insert(id.to_owned(), href.to_owned());
                }
            }
            "itemref" => self.spine.extend(element.get("idref").map(str::to_owned)),
            "title" | "creator" | "language" | "date" if within(parents, "metadata") => return Step::Keep,
            _ => {}
        }
        Step::Inline
    }

    fn close(&mut self, element: &Frame, _: &[Frame], _: &mut Draft) {
        let about = &mut self.about;
        match element.name() {
            "title" => about.title = about.title.take().or(element.kept()),
            "creator" => {
                about.author = about.author.take().or(element.kept().filter(|name| name != "Unknown"))
            }
            "language" => about.language = about.language.take().or(element.kept()),
            // Another date is that of the file.
            "date" if element.element.get("event").is_some_and(|event| event.contains("publication")) => {
                if let Some(date) = element.kept().and_then(|date| date.parse().ok()) {
                    about.date = StatementDate::known(date, Basis::Stated);
                }
            }
            _ => {}
        }
    }
}

/// The markup of a chapter.
struct Xhtml;

/// Elements that run on within the text.
const INLINE: [&str; 32] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strong", "sub", "sup", "tt",
    "u", "var", "time",
];

impl Dialect for Xhtml {
    fn open(&mut self, element: &Element, _: &[Frame], draft: &mut Draft) -> Step {
        let breaks = element.get("type").is_some_and(|kind| kind.contains("pagebreak"))
            || element.get("role") == Some("doc-pagebreak");
        if breaks {
            let label = element.get("title").or_else(|| element.get("aria-label"));
            if let Some(label) = label {
                draft.page(label);
            }
            return Step::Keep;
        }
        match element.name.as_str() {
            "head" | "script" | "style" | "svg" | "math" | "template" | "rt" | "rp" => Step::Skip,
            "br" | "td" | "th" | "img" => {
                draft.space();
                Step::Inline
            }
            name if INLINE.contains(&name) => Step::Inline,
            _ => Step::Block,
        }
    }

    fn close(&mut self, _: &Frame, _: &[Frame], _: &mut Draft) {}
}
