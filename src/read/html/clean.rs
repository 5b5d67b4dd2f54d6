//! Takes out of a page what is no part of its text: what is shown to nobody, captions of pictures, and paragraphs that
//! are nothing but a way to another page.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use regex::Regex;

use super::text;

/// A caption or credit of a picture is no longer than this, in bytes.
const LONGEST_CAPTION: usize = 1500;
/// A paragraph that leads to another page is no longer than this, in bytes.
const LONGEST_LINK: usize = 300;

/// Classes by which common style sheets hide text from all but screen readers (Bootstrap, WordPress, Drupal).
static HIDDEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-reader(?:-text|-only)?|u-hidden|element-invisible)(?:$|[\s_-])")
        .ok()
});
/// Classes of captions and credits: `wp-caption-text`, `imageCaption`, `photo-credit`.
static CAPTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:^|[\s_-])(?:[a-z]*caption|credits?)(?:$|[\s_-])").ok());

fn matches(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Takes out what is hidden, and captions.
pub(super) fn page(tree: &Document) {
    let out: Vec<NodeRef<'_>> = tree.root().descendants_it().filter(is_left_out).collect();
    for node in out {
        node.remove_from_parent();
    }
}

fn is_left_out(node: &NodeRef<'_>) -> bool {
    if !node.is_element() || node.has_name("body") || node.has_name("html") || node.has_name("main") {
        return false;
    }
    if node.has_name("figcaption") {
        return !says_of_words(node);
    }
    let Some(class) = node.attr("class") else { return false };
    let short = || !text::is_longer(node, LONGEST_CAPTION);
    (matches(&HIDDEN, &class) || matches(&CAPTION, &class)) && short()
}

/// Whether a caption is that of words: who said them, or what a table shows. So much of its figure is looked at, and
/// no more, whatever the figure holds.
fn says_of_words(caption: &NodeRef<'_>) -> bool {
    const MOST: usize = 200;
    let figure = caption.parent().filter(|above| above.has_name("figure"));
    let of_words =
        |inner: NodeRef<'_>| ["blockquote", "table", "pre", "q"].iter().any(|name| inner.has_name(name));
    figure.is_some_and(|figure| figure.descendants_it().take(MOST).any(of_words))
}

/// Takes out of an article the paragraphs that lead to other pages: nothing but a link, or a link after a word or two.
pub(super) fn links(article: &NodeRef<'_>) {
    let paragraphs = |node: &NodeRef<'_>| ["p", "li", "div"].iter().any(|name| node.has_name(name));
    let out: Vec<NodeRef<'_>> = article.descendants_it().filter(paragraphs).filter(leads_away).collect();
    for node in out {
        node.remove_from_parent();
    }
}

fn leads_away(node: &NodeRef<'_>) -> bool {
    if text::has_blocks(node) {
        return false;
    }
    let links: Vec<NodeRef<'_>> = node.descendants_it().filter(|inner| inner.has_name("a")).collect();
    let elsewhere = |link: &NodeRef<'_>| link.attr("href").is_some_and(|to| !to.starts_with('#'));
    if links.is_empty() || !links.iter().all(elsewhere) {
        return false;
    }
    let words = text::of(node);
    if words.is_empty() || words.len() > LONGEST_LINK * links.len() || words.contains("\n\n") {
        return false;
    }
    let linked: usize = links.iter().map(|link| text::of(link).len()).sum();
    let sentence = words.ends_with(['.', '!', '?', '"', '”', '»', '…', '。']);
    linked >= words.len() || (linked * 10 >= words.len() * 6 && !sentence)
}
