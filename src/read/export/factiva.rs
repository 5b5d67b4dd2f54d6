//! Factiva: a table an article, its rows marked with two-letter fields (`HD` headline, `TD` text).

use dom_query::NodeRef;

use super::{Article, page_label};
use crate::read::{html, language, title};

/// Whether markup holds such tables.
pub(in crate::read) fn is(markup: &str) -> bool {
    markup.contains("<b>HD</b>") && markup.contains("<b>AN</b>")
}

/// The articles of a page.
pub(in crate::read) fn articles(markup: &str) -> Vec<Article> {
    let Ok(tree) = html::parse(markup) else { return Vec::new() };
    let mut articles: Vec<Article> = Vec::new();
    let mut current = Article::default();
    for row in tree.select("tr").nodes() {
        let Some((code, cell)) = field(row) else { continue };
        let text = html::text_of(&cell);
        let words = Some(title::clean(&text)).filter(|words| !words.is_empty());
        match code.as_str() {
            "HD" => current.title = words,
            "BY" => current.author = words,
            "PD" => current.date = words,
            "SN" => current.source = words,
            "LA" => current.language = words.and_then(|code| language::tag(&code.to_lowercase())),
            "PG" => current.page = words.and_then(|page| page_label(&page)),
            "LP" | "TD" if !text.is_empty() => {
                if !current.body.is_empty() {
                    current.body.push_str("\n\n");
                }
                current.body.push_str(&text);
            }
            // The number stands last: the article is whole.
            "AN" => {
                current.id = words.and_then(|words| words.split_whitespace().next_back().map(str::to_owned));
                articles.push(std::mem::take(&mut current));
            }
            _ => {}
        }
    }
    if current != Article::default() {
        articles.push(current);
    }
    articles
}

/// The field that a row marks: its code, and the cell after it.
fn field<'t>(row: &NodeRef<'t>) -> Option<(String, NodeRef<'t>)> {
    let cells: Vec<NodeRef<'t>> = row.element_children();
    let [mark, cell, ..] = &cells[..] else { return None };
    let code = title::clean(&mark.text());
    let is = (2..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is.then_some((code, *cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_make_an_article() {
        let row = |code: &str, cell: &str| {
            format!("<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td>{cell}</td></tr>")
        };
        let rows = [
            row("HD", "Talks to go on"),
            row("BY", "Ada Example"),
            row("PD", "9 janvier 2012"),
            row("SN", "The Example Times"),
            row("PG", "12"),
            row("LA", "FR"),
            row("LP", "<p>First.</p>"),
            row("TD", "<p>Second.</p><p>Third.</p>"),
            row("NS", "gdip : Diplomacy"),
            row("AN", "Document EX0000020120109e8190002s"),
        ];
        let page = format!("<div class=\"article\"><table>{}</table></div>", rows.concat());
        let articles = articles(&page);
        assert_eq!(articles.len(), 1);
        assert_eq!(articles[0].body, "First.\n\nSecond.\n\nThird.");
        assert_eq!(articles[0].date.as_deref(), Some("9 janvier 2012"));
        assert_eq!(articles[0].id.as_deref(), Some("EX0000020120109e8190002s"));
        assert_eq!((articles[0].page.as_deref(), articles[0].language.as_deref()), (Some("12"), Some("fr")));
    }
}
