//! Web pages: markup to plain text, the main text of a page, and what it says of itself.

mod clean;
mod limits;
mod linked_data;
mod main;
mod meta;
pub(in crate::read) mod read;
mod text;

pub(crate) use limits::{Hostile, parse};
pub(crate) use main::Main;
pub(crate) use meta::Meta;
pub(crate) use text::of as text_of;

/// The plain text of markup, all of it: block elements are paragraphs, split by one blank line; cells of a table's
/// row by tabs; `br` ends a line.
///
/// # Errors
/// Where parsing it would take time or memory without end.
pub(crate) fn text(html: &str) -> Result<String, Hostile> {
    Ok(text::of(&limits::parse(html)?.root()))
}

/// The plain text of a page that is a manuscript, with its notes and quotations marked as in Markdown.
fn manuscript(html: &str) -> Result<String, Hostile> {
    Ok(text::of_manuscript(&limits::parse(html)?.root()))
}

/// The last boundary between code points at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
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
    let main = main::of(tree, meta.title.as_deref(), meta.is_article);
    Ok(Page { main, meta })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_paragraphs_and_inline_elements_are_not() {
        for (html, expected) in [
            ("<h1>Talks</h1><p>They <b>went</b> on.\n  For days.</p>", "Talks\n\nThey went on. For days."),
            ("<ul><li>One<li>Two</ul>After", "One\n\nTwo\n\nAfter"),
            ("<table><tr><th>Day<th>Place<tr><td>1<td>Geneva</table>", "Day\tPlace\n\n1\tGeneva"),
            ("Line one<br>line two<br><br>next", "Line one\nline two\n\nnext"),
            ("<p>A<script>x()</script><style>p{}</style><!-- note -->B</p>", "AB"),
            ("<p><b>MR MILLER:</b>&nbsp;Good&shy;day.</p>", "MR MILLER: Goodday."),
            ("<pre>  one\n  two</pre>", "  one\n  two"),
            ("<p>He said <q>no</q>.</p>", "He said “no”."),
            ("<p hidden>x</p><p style='display: none'>y</p><div aria-label=z>seen</div>", "seen"),
            ("<div><span>MR WEISS:</span><span>  Yes</span></div>", "MR WEISS: Yes"),
            ("a &amp; b &lt;c&gt; &#8212; d", "a & b <c> — d"),
        ] {
            assert_eq!(text(html).as_deref(), Ok(expected), "{html}");
        }
    }

    #[test]
    fn a_heading_that_other_titles_agree_with_is_the_title() {
        let title = |head: &str, body: &str| {
            let html = format!("<html><head>{head}</head><body>{body}</body></html>");
            page(&html, Some("https://www.example.org/a")).unwrap().meta.title
        };
        let site = "<meta property='og:site_name' content='Example Herald'>";
        assert_eq!(
            title(&format!("{site}<title>Talks resume – Example Herald</title>"), "<h1>Talks resume</h1>")
                .as_deref(),
            Some("Talks resume")
        );
        assert_eq!(
            title(&format!("{site}<title>Example Herald | Talks resume</title>"), "<h1>Example Herald</h1>")
                .as_deref(),
            Some("Talks resume")
        );
        assert_eq!(title("<title>Talks - A history</title>", "").as_deref(), Some("Talks - A history"));
        assert_eq!(title("", "<p>Nothing</p>"), None);
    }
}
