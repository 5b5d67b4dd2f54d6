//! Web pages: markup to plain text, the main text of a page, and what it says of itself.

mod clean;
mod limits;
mod linked_data;
mod main;
mod meta;
pub(in crate::read) mod read;
mod text;

pub(crate) use limits::Hostile;
pub(crate) use main::Main;
pub(crate) use meta::Meta;

/// The plain text of markup, all of it: block elements are paragraphs, split by one blank line; cells of a table's
/// row by tabs; `br` ends a line.
///
/// # Errors
/// Where parsing it would take time or memory without end.
pub(crate) fn text(html: &str) -> Result<String, Hostile> {
    Ok(text::of(&limits::parse(html)?.root()))
}

/// Words with character references, as attributes and linked data hold them, in plain letters.
fn plain(words: &str) -> String {
    if !words.contains(['&', '<']) {
        return words.to_owned();
    }
    text(words).unwrap_or_else(|_| words.to_owned())
}

/// A page: its main text, and what it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub main: Main,
    pub meta: Meta,
}

/// Reads a page; `address` is where it was had from, where that is known.
///
/// # Errors
/// Where parsing it would take time or memory without end.
pub(crate) fn page(html: &str, address: Option<&str>) -> Result<Page, Hostile> {
    let saved = meta::saved_from(html);
    let tree = limits::parse(html)?;
    let meta = Meta::of(&tree, saved.as_deref().or(address));
    let main = main::of(tree, meta.is_article);
    Ok(Page { main, meta })
}
