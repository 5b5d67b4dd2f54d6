//! A tree of elements to plain text: blocks become paragraphs, split by one blank line.

use dom_query::NodeRef;

/// Elements whose insides are no text of the page.
const NOT_TEXT: [&str; 24] = [
    "annotation",
    "annotation-xml",
    "audio",
    "button",
    "canvas",
    "datalist",
    "embed",
    "head",
    "iframe",
    "input",
    "link",
    "map",
    "meta",
    "noembed",
    "noscript",
    "object",
    "option",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "video",
];

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Whether a node is text or an element whose insides are shown.
pub(super) fn is_shown(node: &NodeRef<'_>) -> bool {
    node.is_text() || node.node_name().is_some_and(|name| !NOT_TEXT.contains(&&*name) && !is_hidden(node))
}

/// Whether an element stands on lines of its own, or in a cell.
pub(super) fn is_block(node: &NodeRef<'_>) -> bool {
    node.node_name().is_some_and(|name| BLOCKS.contains(&&*name) || matches!(&*name, "td" | "th"))
}

/// Whether there are blocks in an element.
pub(super) fn has_blocks(node: &NodeRef<'_>) -> bool {
    node.is_element() && node.descendants_it().any(|inner| is_block(&inner))
}

/// Whether the text in a node is of more bytes; no more of it is read than that takes.
pub(super) fn is_longer(node: &NodeRef<'_>, bytes: usize) -> bool {
    let mut left = bytes;
    node.descendants_it().filter(NodeRef::is_text).any(|inner| {
        let length = inner.text().trim().len();
        let longer = length > left;
        left = left.saturating_sub(length);
        longer
    })
}

/// The text of a node and all in it.
pub(crate) fn of(node: &NodeRef<'_>) -> String {
    of_but(node, &|_| false)
}

/// The text of a node and all in it but the elements that are left out.
pub(super) fn of_but(node: &NodeRef<'_>, left_out: &dyn Fn(&NodeRef<'_>) -> bool) -> String {
    let mut writer = Writer::default();
    writer.walk(node, left_out);
    writer.out.truncate(writer.out.trim_end().len());
    writer.out
}

/// What stands between what was written and the next word.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Cell,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Writer {
    out: String,
    gap: Gap,
    /// Elements `pre` that are open: spaces and line ends stand as they are.
    verbatim: usize,
}

impl Writer {
    fn walk(&mut self, node: &NodeRef<'_>, left_out: &dyn Fn(&NodeRef<'_>) -> bool) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.words(&child.text());
                continue;
            }
            let Some(name) = child.node_name() else { continue };
            if !NOT_TEXT.contains(&&*name) && !is_hidden(&child) && !left_out(&child) {
                self.element(&child, &name, left_out);
            }
        }
    }

    fn element(&mut self, node: &NodeRef<'_>, name: &str, left_out: &dyn Fn(&NodeRef<'_>) -> bool) {
        let block = BLOCKS.contains(&name);
        match name {
            "br" => self.gap = if self.gap >= Gap::Line { Gap::Paragraph } else { Gap::Line },
            "td" | "th" => {
                self.raise(Gap::Cell);
                self.walk(node, left_out);
                self.raise(Gap::Cell);
            }
            "pre" => {
                self.raise(Gap::Paragraph);
                self.verbatim += 1;
                self.walk(node, left_out);
                self.verbatim -= 1;
                self.raise(Gap::Paragraph);
            }
            "q" => {
                self.words("\u{201c}");
                self.walk(node, left_out);
                self.put("\u{201d}");
            }
            _ if block => {
                self.raise(Gap::Paragraph);
                self.walk(node, left_out);
                self.raise(Gap::Paragraph);
            }
            _ => self.walk(node, left_out),
        }
    }

    fn raise(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Writes text with its spaces run together, as browsers show it.
    fn words(&mut self, text: &str) {
        if self.verbatim > 0 {
            if !text.trim().is_empty() || self.gap < Gap::Paragraph {
                self.put(text);
            }
            return;
        }
        let mut rest = text;
        loop {
            let words = rest.trim_start_matches(is_space);
            if words.len() < rest.len() {
                self.raise(Gap::Space);
            }
            let end = words.find(is_space).unwrap_or(words.len());
            if end == 0 {
                return;
            }
            self.put(&words[..end]);
            rest = &words[end..];
        }
    }

    fn put(&mut self, text: &str) {
        let first = self.out.is_empty() || self.out.ends_with('\n');
        self.out.push_str(match self.gap {
            Gap::None => "",
            _ if self.out.is_empty() => "",
            Gap::Space if first => "",
            Gap::Space => " ",
            Gap::Cell if first => "",
            Gap::Cell => "\t",
            Gap::Line => "\n",
            Gap::Paragraph => "\n\n",
        });
        self.gap = Gap::None;
        // A soft hyphen says where a word may be parted; it is none of its letters.
        self.out.extend(text.chars().filter(|c| *c != '\u{ad}'));
    }
}

/// What browsers run together, and spaces that only keep words on one line.
fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// Whether the markup itself hides an element.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    let Some(style) = node.attr("style") else { return false };
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
