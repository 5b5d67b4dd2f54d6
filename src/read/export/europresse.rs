//! Europresse and Eureka: an `article` each, with its publication, a line of section, date and page, and its text.

use std::sync::LazyLock;

use dom_query::NodeRef;
use regex::Regex;

use super::{Article, page_label};
use crate::read::{html, machine_dates, title};

/// The articles of a page.
pub(in crate::read) fn articles(markup: &str) -> Vec<Article> {
    let Ok(tree) = html::parse(markup) else { return Vec::new() };
    tree.select("article").nodes().iter().map(article).collect()
}

fn article(node: &NodeRef<'_>) -> Article {
    let found = |name: &str| node.descendants_it().find(|inner| inner.has_class(name));
    let words = |name: &str| {
        found(name).map(|inner| title::clean(&html::text_of(&inner))).filter(|it| !it.is_empty())
    };
    let header = words("DocHeader").unwrap_or_default();
    let parts = || header.split(',').map(str::trim);
    let titles = found("titreArticle");
    // The author stands by itself right after the title.
    let author = titles
        .as_ref()
        .and_then(|titles| titles.next_element_sibling())
        .map(|next| title::clean(&next.text()));
    let body = node.descendants_it().find(|inner| inner.has_name("section"));
    Article {
        line: 0,
        id: number(&node.text()),
        title: words("titreArticleVisu").or_else(|| words("titreArticle")),
        source: words("DocPublicationName"),
        date: parts().find(|part| machine_dates::machine_date(part).is_some()).map(str::to_owned),
        author: author.filter(|author| !author.is_empty() && author.len() < 200),
        language: None,
        page: parts().find(|part| part.starts_with("p.")).and_then(page_label),
        body: body.map(|body| html::text_of(&body)).unwrap_or_default(),
    }
}

/// `news·20060315·LM·0q1503_1256056`.
fn number(text: &str) -> Option<String> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"news·\d{8}·\S+").ok());
    Some(NUMBER.as_ref()?.find(text)?.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_has_its_header_and_text() {
        let page = "<article><header><span class=\"DocPublicationName\">Le Journal </span>\
            <span class=\"DocHeader\">Monde, mardi 14 mars 2006, p. 16</span>\
            <div class=\"titreArticle\"><p class=\"titreArticleVisu\">Les pourparlers</p></div><div>Ada Exemple</div></header>\
            <section><p>Ils continuent.</p></section><footer><p>news·20060315·LJ·1</p></footer></article>";
        let found = &articles(page)[0];
        assert_eq!(found.source.as_deref(), Some("Le Journal"));
        assert_eq!(found.date.as_deref(), Some("mardi 14 mars 2006"));
        assert_eq!(
            (found.title.as_deref(), found.author.as_deref()),
            (Some("Les pourparlers"), Some("Ada Exemple"))
        );
        assert_eq!((found.page.as_deref(), found.id.as_deref()), (Some("16"), Some("news·20060315·LJ·1")));
        assert_eq!(found.body, "Ils continuent.");
    }
}
