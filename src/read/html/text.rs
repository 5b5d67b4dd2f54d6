//! A tree of elements to plain text: blocks become paragraphs, split by one blank line.

use std::collections::HashSet;

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

/// The text of a manuscript: all of it, with `[^id]` where a note hangs and `[^id]: ` where it stands, `> ` before
/// what is set off as a quotation, and an address of demarche behind the words that lead to it.
pub(super) fn of_manuscript(tree: &NodeRef<'_>) -> String {
    let targets = tree.descendants_it().filter_map(|node| note_of(&node)).collect();
    let mut writer = Writer { marks: Some(Marks { targets, ..Marks::default() }), ..Writer::default() };
    writer.walk(tree, &|_| false);
    writer.out.truncate(writer.out.trim_end().len());
    writer.out
}

/// The id of the note that a link leads to: one that stands raised, or says that it leads to a note.
fn note_of(node: &NodeRef<'_>) -> Option<String> {
    let to = node.has_name("a").then(|| node.attr("href"))??;
    let id =
        to.strip_prefix('#').filter(|id| !id.is_empty() && id.len() <= 40 && !id.contains([' ', ']']))?;
    let says = |name: &str| {
        node.attr(name).is_some_and(|value| value.contains("noteref") || value.contains("footnote-ref"))
    };
    let raised = node.parent().is_some_and(|parent| parent.has_name("sup"))
        || node.children_it(false).any(|child| child.has_name("sup"));
    (raised || says("role") || says("class") || says("epub:type")).then(|| id.to_owned())
}

/// What is marked in a manuscript.
#[derive(Default)]
struct Marks {
    /// The ids of notes.
    targets: HashSet<String>,
    /// The mark of the note that opens.
    note: Option<String>,
    /// Elements `blockquote` that are open.
    quotes: usize,
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
    /// What is marked, where the text is a manuscript.
    marks: Option<Marks>,
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
                match self.marks.is_some() {
                    true => self.marked(&child, &name, left_out),
                    false => self.element(&child, &name, left_out),
                }
            }
        }
    }

    /// An element of a manuscript, with what is marked of it.
    fn marked(&mut self, node: &NodeRef<'_>, name: &str, left_out: &dyn Fn(&NodeRef<'_>) -> bool) {
        let quotes = name == "blockquote";
        if let Some(marks) = &mut self.marks {
            if let Some(id) = note_of(node).filter(|id| marks.targets.contains(id)) {
                self.gap = Gap::None;
                return self.put(&format!("[^{id}]"));
            }
            if let Some(id) = node.attr("id").filter(|id| marks.targets.contains(&**id)) {
                marks.note = Some(format!("[^{id}]: "));
                self.raise(Gap::Paragraph);
            }
        }
        self.quotes(quotes, 1);
        self.element(node, name, left_out);
        self.quotes(quotes, -1);
        if let Some(to) = node.attr("href").filter(|to| name == "a" && to.starts_with("demarche:")) {
            self.words(&format!(" ({to})"));
        }
    }

    fn quotes(&mut self, is_one: bool, more: isize) {
        if let Some(marks) = self.marks.as_mut().filter(|_| is_one) {
            self.gap = self.gap.max(Gap::Paragraph);
            marks.quotes = marks.quotes.saturating_add_signed(more);
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
        let begins = self.out.is_empty() || self.gap >= Gap::Line;
        self.gap = Gap::None;
        if let Some(marks) = self.marks.as_mut().filter(|_| begins) {
            self.out.push_str(marks.note.take().as_deref().unwrap_or_default());
            self.out.push_str(if marks.quotes > 0 { "> " } else { "" });
        }
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
