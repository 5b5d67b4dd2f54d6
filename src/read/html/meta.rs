//! What a page says of itself: title, date, author, site, language, address.
//!
//! A date is taken from the highest rung of a ladder that has one: JSON-LD of the article, `meta` tags, `time`
//! and microdata, the address. It is never guessed.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use regex::Regex;

use super::linked_data::{self, Article};
use super::text;
use crate::model::{Basis, PartialDate, StatementDate};
use crate::read::{dates, title};

/// Names of `meta` tags that hold when a page was published, the surest first: Open Graph, schema.org, Parse.ly,
/// Sailthru, Dublin Core, Highwire Press, and what content systems write.
const DATES: [&str; 30] = [
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "dcterms.available",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publicationdate",
    "publication_date",
    "publication-date",
    "published_date",
    "published-date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article_date_original",
    "date",
];
const AUTHORS: [&str; 9] = [
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "byl",
    "article:author_name",
];
const TITLES: [&str; 6] = ["og:title", "twitter:title", "dcterms.title", "dc.title", "parsely-title", "citation_title"];
const SITES: [&str; 5] = ["og:site_name", "application-name", "dcterms.publisher", "dc.publisher", "twitter:app:name:iphone"];

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meta {
    pub title: Option<String>,
    pub date: StatementDate,
    pub author: Option<String>,
    pub site: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
}

impl Meta {
    /// What the tree of a page says; `address` is where it was had from, where that is known.
    pub fn of(document: &Document, address: Option<&str>) -> Self {
        let tags = Tags::of(document);
        let address = tags.address(document).or_else(|| address.map(str::to_owned));
        let articles = linked_data::articles(document);
        let head = heading(document);
        let article = main_article(&articles, address.as_deref(), &tags, head.as_deref());
        let site = tags.first(&SITES[..1]).or_else(|| article.and_then(|it| it.publisher.clone()));
        let site = site.or_else(|| tags.first(&SITES));
        let names = article.map(|it| it.authors.join(", ")).filter(|names| !names.is_empty());
        let date = date(document, &tags, article, &articles, address.as_deref());
        Self {
            title: page_title(document, &tags, article, head, site.as_deref()),
            date: date.map_or_else(StatementDate::unknown, |(date, basis)| StatementDate::known(date, basis)),
            author: names.or_else(|| tags.authors()),
            language: language(document, &tags),
            site: site.or_else(|| address.as_deref().and_then(host)),
            url: address,
        }
    }
}

/// The `meta` tags of a page, names in lower case.
struct Tags(Vec<(String, String)>);

impl Tags {
    fn of(document: &Document) -> Self {
        let mut tags = Vec::new();
        for node in document.select("meta[content]").nodes() {
            let content = title::clean(&node.attr_or("content", ""));
            let names = ["property", "name", "itemprop", "http-equiv"];
            for name in names.iter().filter_map(|name| node.attr(name)) {
                if !content.is_empty() {
                    tags.push((name.trim().to_ascii_lowercase(), content.clone()));
                }
            }
        }
        Self(tags)
    }

    fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, content)| content.as_str())
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).next()).map(str::to_owned)
    }

    fn date(&self) -> Option<PartialDate> {
        DATES.iter().flat_map(|name| self.all(name)).find_map(dates::machine_date)
    }

    /// Authors by name; some sites give the address of their page instead.
    fn authors(&self) -> Option<String> {
        let named = |name: &&str| {
            let names: Vec<&str> = self.all(name).filter(|content| !content.contains("://")).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        AUTHORS.iter().find_map(|name| named(&name))
    }

    /// The page's own address.
    fn address(&self, document: &Document) -> Option<String> {
        let link = document.select("link[rel=canonical]").attr("href").map(|link| link.trim().to_owned());
        let absolute = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        link.filter(absolute).or_else(|| self.first(&["og:url"]).filter(absolute))
    }
}

/// The article that a page is about: the only one of its linked data, or the one with its address or its title.
fn main_article<'a>(
    articles: &'a [Article],
    address: Option<&str>,
    tags: &Tags,
    heading: Option<&str>,
) -> Option<&'a Article> {
    let bare = |url: &str| url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/').to_owned();
    let address = address.map(bare);
    let by_address = |it: &&Article| address.is_some() && it.url.as_deref().map(bare) == address;
    let titles = [heading.map(str::to_owned), tags.first(&TITLES)];
    let by_title = |it: &&Article| {
        let same = |name: &String| it.headline.as_ref().is_some_and(|headline| title::clean(headline) == *name);
        titles.iter().flatten().any(same)
    };
    let dated = articles.iter().filter(|it| it.published.is_some());
    match articles {
        [only] => Some(only),
        _ => articles.iter().find(by_address).or_else(|| articles.iter().find(by_title)).or_else(|| {
            let mut dated = dated;
            let first = dated.next()?;
            dated.all(|it| it.published == first.published).then_some(first)
        }),
    }
}

fn date(
    document: &Document,
    tags: &Tags,
    article: Option<&Article>,
    articles: &[Article],
    address: Option<&str>,
) -> Option<(PartialDate, Basis)> {
    let stated = |date| (date, Basis::Stated);
    let linked = article.and_then(|it| it.published.as_deref()).and_then(dates::machine_date);
    let page = || linked_data::page_date(document).and_then(|date| dates::machine_date(&date));
    // Of several articles none of which is the page's own, the tags of the page know which.
    let _ = articles;
    linked
        .or_else(|| tags.date())
        .or_else(page)
        .or_else(|| element_date(document))
        .map(stated)
        .or_else(|| Some((address.and_then(address_date)?, Basis::Filename)))
}

/// The date that an element gives: microdata first, then `time` that is not of another article beside the main one.
fn element_date(document: &Document) -> Option<PartialDate> {
    let machine = |node: &NodeRef<'_>| {
        let written = node.attr("datetime").or_else(|| node.attr("content"));
        written.and_then(|date| dates::machine_date(&date))
    };
    let published = document.select("[itemprop~=datePublished], time[pubdate]");
    let shown = |node: &NodeRef<'_>| dates::machine_date(&title::clean(&node.text()));
    if let Some(date) = published.nodes().iter().find_map(|node| machine(node).or_else(|| shown(node))) {
        return Some(date);
    }
    let beside = ["aside", "nav", "footer", "li"];
    let main = |node: &&NodeRef<'_>| {
        let names = node.ancestors_it(None).filter_map(|above| above.node_name());
        !names.into_iter().any(|name| beside.contains(&&*name))
    };
    document.select("time").nodes().iter().filter(main).find_map(|node| machine(node).or_else(|| shown(node)))
}

/// The date in an address: `https://example.org/2024/10/09/talks`, `/2024-10-09/`, `/20241009/`.
fn address_date(url: &str) -> Option<PartialDate> {
    static DATE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[/_-](19\d\d|20\d\d)([/-]?)(\d{1,2})([/-]?)(\d{1,2})(?:[/._-]|$)").ok());
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    DATE.as_ref()?.captures_iter(path).find_map(|found| {
        let same = found[2] == found[4] && (!found[2].is_empty() || found[3].len() + found[5].len() == 4);
        same.then(|| PartialDate::ymd(found[1].parse().ok()?, found[3].parse().ok()?, found[5].parse().ok()?))?
    })
}

/// The only heading of the first order.
fn heading(document: &Document) -> Option<String> {
    let nodes = document.select("h1");
    let texts: Vec<String> =
        nodes.nodes().iter().map(|node| title::clean(&text::of(node))).filter(|text| !text.is_empty()).collect();
    match &texts[..] {
        [only] => Some(only.clone()),
        [first, others @ ..] if others.iter().all(|other| other == first) => Some(first.clone()),
        _ => None,
    }
}

fn page_title(
    document: &Document,
    tags: &Tags,
    article: Option<&Article>,
    heading: Option<String>,
    site: Option<&str>,
) -> Option<String> {
    let written = title::clean(&document.select("title").first().text());
    let written = (!written.is_empty()).then_some(written);
    let headline = article.and_then(|it| it.headline.clone());
    let shared = tags.first(&TITLES);
    let without = |name: String| without_site(&name, site);
    // A heading that the page's other titles agree with is the title as it is printed.
    let agrees = |head: &String| {
        let others = [&headline, &shared, &written];
        others.into_iter().flatten().any(|other| other.contains(head.as_str()))
    };
    heading
        .clone()
        .filter(agrees)
        .or(headline)
        .or_else(|| shared.map(without))
        .or(heading)
        .or_else(|| written.map(without))
        .map(|name| title::clean(&name))
        .filter(|name| !name.is_empty())
}

/// A title without the name of the site after or before a bar or dash.
fn without_site(name: &str, site: Option<&str>) -> String {
    let Some(site) = site else { return name.to_owned() };
    for bar in [" | ", " - ", " – ", " — ", " :: ", " « ", " » "] {
        if let Some((before, after)) = name.rsplit_once(bar)
            && after.trim().eq_ignore_ascii_case(site.trim())
        {
            return before.trim().to_owned();
        }
        if let Some((before, after)) = name.split_once(bar)
            && before.trim().eq_ignore_ascii_case(site.trim())
        {
            return after.trim().to_owned();
        }
    }
    name.to_owned()
}

/// A BCP 47 tag.
fn language(document: &Document, tags: &Tags) -> Option<String> {
    let root = document.select("html");
    let written = root.attr("lang").or_else(|| root.attr("xml:lang")).map(|lang| lang.to_string());
    let written = written.filter(|lang| !lang.trim().is_empty());
    language_tag(&written.or_else(|| tags.first(&["og:locale", "content-language", "dc.language", "dcterms.language"]))?)
}

/// A language as pages write it, as a BCP 47 tag: `en_US` is `en-US`.
pub(crate) fn language_tag(written: &str) -> Option<String> {
    let tag = written.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let is = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())))
        .then_some(tag)
}

/// The host of an address: `state.gov` of `https://www.state.gov/briefings`.
pub(crate) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// Where a page was saved from, as the programs that save pages note it in a comment.
pub(crate) fn saved_from(html: &str) -> Option<String> {
    static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)").ok()
    });
    let head = &html[..html.floor_char_boundary(html.len().min(8192))];
    Some(NOTE.as_ref()?.captures(head)?[1].to_owned())
}
