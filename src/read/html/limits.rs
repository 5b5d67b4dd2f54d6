//! Parses markup within bounds: what would take hours or all memory is refused with a reason.
//!
//! The parser takes quadratic time for elements nested without end and for a tag with countless attributes, and it can
//! make a tree far larger than the page. Attributes are counted by a scan beforehand; depth and size are looked at
//! while the tree grows.

use dom_query::{Document, NodeRef};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};

use crate::read::limits::shown;

/// The most bytes of one page, pictures and scripts within it included: SingleFile keeps them in the page.
pub(super) const MOST_PAGE: usize = 64 << 20;
/// The most bytes of its markup and text, scripts, styles and data addresses not counted.
const MOST_MARKUP: usize = 8 << 20;
/// The most attributes of one tag.
const MOST_ATTRIBUTES: usize = 1000;
/// The most elements within each other; browsers stop at 512 too.
const MOST_DEPTH: usize = 512;
/// The most nodes of the tree.
const MOST_NODES: usize = 1_000_000;
/// Bytes that the parser is given at once.
const BLOCK: usize = 16 << 10;
/// The depth is measured each time so many nodes have come.
const NODES_BETWEEN: usize = 8192;

/// Markup that is not parsed, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Hostile {
    #[error("is a page of more than {}; save its text on its own", shown(MOST_PAGE))]
    Page,
    #[error("is a page with more than {} of markup; save its text on its own", shown(MOST_MARKUP))]
    Markup,
    #[error("has a tag with more than {MOST_ATTRIBUTES} attributes, as no page has")]
    Attributes,
    #[error("has elements nested more than {MOST_DEPTH} deep, as no page has; save its text on its own")]
    Depth,
    #[error("is a page of more than {MOST_NODES} elements; save its text on its own")]
    Nodes,
}

/// The tree of a page.
pub(crate) fn parse(html: &str) -> Result<Document, Hostile> {
    let html = Scan::new(html).run()?;
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), options);
    let (mut rest, mut measured) = (html.as_str(), 0);
    while !rest.is_empty() {
        let (block, after) = rest.split_at(super::boundary(rest, BLOCK));
        parser.process(StrTendril::from_slice(block));
        rest = after;
        let document = &parser.tokenizer.sink.sink;
        let nodes = document.tree.len();
        if nodes > MOST_NODES {
            return Err(Hostile::Nodes);
        }
        if nodes - measured > NODES_BETWEEN || rest.is_empty() {
            measured = nodes;
            document.errors.borrow_mut().clear();
            if is_deep(&document.root()) {
                return Err(Hostile::Depth);
            }
        }
    }
    Ok(parser.finish())
}

/// Whether elements are nested too deep. The way is kept in the tree itself: nothing here goes deep.
fn is_deep(root: &NodeRef<'_>) -> bool {
    let (mut node, mut depth) = (*root, 0);
    loop {
        if let Some(child) = node.first_child() {
            depth += 1;
            if depth > MOST_DEPTH {
                return true;
            }
            node = child;
            continue;
        }
        while node.next_sibling().is_none() {
            match node.parent() {
                Some(parent) if depth > 0 => (node, depth) = (parent, depth - 1),
                _ => return false,
            }
        }
        match node.next_sibling() {
            Some(next) if depth > 0 => node = next,
            _ => return false,
        }
    }
}

/// A scan over the tags of a page, which leaves out what is neither text nor says anything of it: the insides of
/// styles and of scripts that are no data, and data addresses.
struct Scan<'h> {
    html: &'h str,
    out: String,
    /// Elements `svg` and `math` that are open: a style or script in them is markup as any other.
    foreign: usize,
}

impl<'h> Scan<'h> {
    fn new(html: &'h str) -> Self {
        Self { html, out: String::with_capacity(html.len().min(MOST_MARKUP)), foreign: 0 }
    }

    fn run(mut self) -> Result<String, Hostile> {
        if self.html.len() > MOST_PAGE {
            return Err(Hostile::Page);
        }
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while let Some(next) = memchr::memchr(b'<', &bytes[at..]) {
            self.keep(at, at + next)?;
            at += next;
            at = match bytes.get(at + 1) {
                Some(b'!') if bytes[at..].starts_with(b"<!--") => self.comment(at),
                Some(byte) if byte.is_ascii_alphabetic() || *byte == b'/' => self.tag(at)?,
                _ => {
                    self.keep(at, at + 1)?;
                    at + 1
                }
            };
        }
        self.keep(at, bytes.len())?;
        Ok(self.out)
    }

    fn keep(&mut self, from: usize, to: usize) -> Result<(), Hostile> {
        self.out.push_str(&self.html[from..to]);
        if self.out.len() > MOST_MARKUP { Err(Hostile::Markup) } else { Ok(()) }
    }

    /// Where a comment ends; nothing of it is kept.
    fn comment(&self, at: usize) -> usize {
        let rest = &self.html.as_bytes()[at + 4..];
        if rest.starts_with(b">") {
            return at + 5;
        }
        let ends =
            [memchr::memmem::find(rest, b"-->").map(|end| end + 3), rest.starts_with(b"->").then_some(2)];
        at + 4 + ends.into_iter().flatten().min().unwrap_or(rest.len())
    }

    /// Keeps a tag without its data addresses; gives where it ends, with the insides of a style or script.
    fn tag(&mut self, at: usize) -> Result<usize, Hostile> {
        let bytes = self.html.as_bytes();
        let end = at + self.tag_length(at)?;
        let named = |name: &str| {
            let from = at + 1;
            let is =
                bytes.get(from..from + name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()));
            is && bytes
                .get(from + name.len())
                .is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
        };
        if named("svg") || named("math") {
            self.foreign += usize::from(!bytes[at..end].ends_with(b"/>"));
        } else if named("/svg") || named("/math") {
            self.foreign = self.foreign.saturating_sub(1);
        }
        let raw = ["script", "style"].into_iter().find(|name| self.foreign == 0 && named(name));
        let Some(name) = raw else { return Ok(end) };
        let close = close_of(&bytes[end..], name).map_or(bytes.len(), |close| end + close);
        let data = name == "script" && self.html[at..end].to_ascii_lowercase().contains("ld+json");
        if data {
            self.keep(end, close)?;
        }
        Ok(close)
    }

    /// Keeps a tag; gives its length.
    fn tag_length(&mut self, at: usize) -> Result<usize, Hostile> {
        let bytes = &self.html.as_bytes()[at..];
        let (mut attributes, mut i, mut kept) = (0, 1, 0);
        while i < bytes.len() && bytes[i] != b'>' {
            let quoted = matches!(bytes[i], b'"' | b'\'') && bytes[..i].trim_ascii_end().ends_with(b"=");
            if quoted {
                let value = i + 1;
                let close =
                    memchr::memchr(bytes[i], &bytes[value..]).map_or(bytes.len(), |close| value + close);
                if bytes[value..close].starts_with(b"data:") {
                    self.keep(at + kept, at + value)?;
                    kept = close;
                }
                i = close;
                attributes += 1;
            }
            // What is not quoted is parted by spaces or a slash.
            let part = i < bytes.len() && (bytes[i].is_ascii_whitespace() || bytes[i] == b'/');
            let before = i.checked_sub(1).map(|before| bytes[before]);
            let first = before.is_some_and(|byte| !byte.is_ascii_whitespace() && byte != b'/');
            attributes += usize::from(part && first);
            if attributes > 2 * MOST_ATTRIBUTES {
                return Err(Hostile::Attributes);
            }
            i += 1;
        }
        let end = (i + 1).min(bytes.len());
        self.keep(at + kept, at + end)?;
        Ok(end)
    }
}

/// Where the end tag of that name begins.
fn close_of(bytes: &[u8], name: &str) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"</").find(|at| {
        bytes
            .get(at + 2..at + 2 + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_pages_are_refused_in_time() {
        let attributes: String = (0..50_000).map(|n| format!(" a{n}")).collect();
        let many = format!("<p{attributes}>Text</p>");
        assert_eq!(parse(&many).err(), Some(Hostile::Attributes));
        for (open, reason) in [
            ("<div>", Hostile::Depth),
            ("<b><i>", Hostile::Depth),
            ("<table><tr><td>", Hostile::Depth),
            ("<svg><g>", Hostile::Depth),
        ] {
            assert_eq!(parse(&open.repeat(20_000)).err(), Some(reason), "{open}");
        }
        let fonts: String = (0..400).map(|n| format!("<font size={n}>")).collect();
        assert!(parse(&format!("<p>{fonts}{}", "<p>x".repeat(100_000))).is_err());
        assert_eq!(parse(&"<p>words ".repeat(1 << 20)).err(), Some(Hostile::Markup));
    }

    #[test]
    fn pictures_kept_in_a_page_do_not_count_as_markup() {
        let picture = format!("<img src=\"data:image/png;base64,{}\" alt=\"A flag\">", "A".repeat(9 << 20));
        let page = format!("<style>{}</style>{picture}<p>Talks went on.</p>", "p{}".repeat(1 << 20));
        let document = parse(&page).unwrap();
        assert_eq!(document.text().trim(), "Talks went on.");
        assert_eq!(document.select("img").attr("alt").as_deref(), Some("A flag"));
    }
}
