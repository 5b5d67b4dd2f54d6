//! Linked data of a page: articles of schema.org, written as JSON-LD.

use dom_query::Document;
use serde_json::Value;

use crate::read::title;

/// The most articles of a page that are looked at: pages of lists describe each of theirs.
const MOST_ARTICLES: usize = 200;

/// What linked data says of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Article {
    pub headline: Option<String>,
    /// When, as it is written.
    pub published: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
}

/// The articles that the linked data of a page describes, in its order; each once.
pub(super) fn articles(document: &Document) -> Vec<Article> {
    let mut found = Vec::new();
    for data in blocks(document) {
        each_object(&data, &mut |object| {
            if found.len() < MOST_ARTICLES && types(object).any(is_article) {
                let article = article(object);
                if !found.contains(&article) {
                    found.push(article);
                }
            }
        });
    }
    found
}

/// When the page itself was published, where its linked data describes it as a page.
pub(super) fn page_date(document: &Document) -> Option<String> {
    let mut date = None;
    for data in blocks(document) {
        each_object(&data, &mut |object| {
            if date.is_none() && types(object).any(|name| name.ends_with("WebPage")) {
                date = words(&object["datePublished"]);
            }
        });
    }
    date
}

fn blocks(document: &Document) -> Vec<Value> {
    let scripts = document.select("script[type='application/ld+json' i]");
    scripts.nodes().iter().filter_map(|node| parsed(&node.text())).collect()
}

/// JSON as sites write it: in a comment, with line ends in strings.
fn parsed(text: &str) -> Option<Value> {
    const AROUND: [&str; 7] = ["<!--", "-->", "//", "/*", "*/", "<![CDATA[", "]]>"];
    let mut text = text.trim().trim_end_matches(';');
    while let Some(inner) =
        AROUND.iter().find_map(|mark| text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)))
    {
        text = inner.trim();
    }
    serde_json::from_str(text).ok().or_else(|| {
        let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}

/// Goes over the objects that stand for themselves: at the top, in a list or a graph, or as the main thing of another.
fn each_object(value: &Value, take: &mut dyn FnMut(&Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each_object(item, take)),
        Value::Object(object) => {
            take(value);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    each_object(inner, take);
                }
            }
        }
        _ => {}
    }
}

fn types(object: &Value) -> impl Iterator<Item = &str> {
    let written = &object["@type"];
    let list = written.as_array().map_or(std::slice::from_ref(written), Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(|name| name.rsplit(['/', ':']).next().unwrap_or(name))
}

/// `Article` of schema.org and what it holds to be one.
fn is_article(name: &str) -> bool {
    name.ends_with("Article")
        || matches!(name, "BlogPosting" | "LiveBlogPosting" | "Report" | "SocialMediaPosting")
}

fn article(object: &Value) -> Article {
    let people = &object["author"];
    let list = people.as_array().map_or(std::slice::from_ref(people), Vec::as_slice);
    let mut authors: Vec<String> =
        list.iter().filter_map(name).filter(|name| !name.contains("://")).collect();
    authors.dedup();
    let page = &object["mainEntityOfPage"];
    let url = words(&object["url"]).or_else(|| words(page)).or_else(|| words(&page["@id"]));
    Article {
        headline: words(&object["headline"]).or_else(|| words(&object["name"])),
        published: words(&object["datePublished"]),
        authors,
        publisher: name(&object["publisher"]),
        url: url.or_else(|| words(&object["@id"])),
    }
}

/// A name, or the name of a thing.
fn name(value: &Value) -> Option<String> {
    words(value).or_else(|| words(&value["name"]))
}

fn words(value: &Value) -> Option<String> {
    let text = super::plain(value.as_str()?);
    let text = title::clean(&text);
    (!text.is_empty()).then_some(text)
}
