//! What a page says of itself: title, date, author, site, language, address.
//!
//! A date is taken from the highest rung of a ladder that has one: JSON-LD of the article, `meta` tags, `time`
//! and microdata, the address. It is never guessed.

use std::collections::VecDeque;
use std::sync::LazyLock;

use dom_query::{Document, NodeId, NodeRef};
use regex::Regex;

use super::linked_data::{self, Article};
use super::text;
use crate::model::{Basis, PartialDate, Precision, StatementDate};
use crate::read::{language, machine_dates, title};

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
const TITLES: [&str; 6] =
    ["og:title", "twitter:title", "dcterms.title", "dc.title", "parsely-title", "citation_title"];
const SITES: [&str; 5] =
    ["og:site_name", "application-name", "dcterms.publisher", "dc.publisher", "twitter:app:name:iphone"];

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meta {
    pub title: Option<String>,
    pub date: StatementDate,
    pub author: Option<String>,
    pub site: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    /// Whether it says that it is an article.
    pub is_article: bool,
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
        let date = date(document, &tags, article, address.as_deref());
        Self {
            title: page_title(document, &tags, article, head, site.as_deref()),
            date: date.map_or_else(StatementDate::unknown, |(date, basis)| StatementDate::known(date, basis)),
            author: names.or_else(|| tags.authors()),
            language: language(document, &tags),
            site: site.or_else(|| address.as_deref().and_then(host)),
            url: address,
            is_article: article.is_some() || tags.all("og:type").any(|kind| kind == "article"),
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
        DATES.iter().flat_map(|name| self.all(name)).find_map(machine_dates::machine_date)
    }

    /// Authors by name; some sites give the address of their page instead.
    fn authors(&self) -> Option<String> {
        let named = |name: &&str| {
            let names: Vec<&str> = self.all(name).filter(|content| !content.contains("://")).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        AUTHORS.iter().find_map(named)
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
        let same =
            |name: &String| it.headline.as_ref().is_some_and(|headline| title::clean(headline) == *name);
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

/// The highest rung of the ladder that has a date.
fn date(
    document: &Document,
    tags: &Tags,
    article: Option<&Article>,
    address: Option<&str>,
) -> Option<(PartialDate, Basis)> {
    let linked = article.and_then(|it| it.published.as_deref()).and_then(machine_dates::machine_date);
    let page = || linked_data::page_date(document).and_then(|date| machine_dates::machine_date(&date));
    let stated = linked.or_else(|| tags.date()).or_else(page).or_else(|| element_date(document));
    stated
        .map(|date| (date, Basis::Stated))
        .or_else(|| Some((address.and_then(address_date)?, Basis::Address)))
        .or_else(|| Some((date_by_heading(document)?, Basis::Dateline)))
}

/// The date that an element gives: microdata first, then `time` that is not of another article beside the main one.
fn element_date(document: &Document) -> Option<PartialDate> {
    let written = |node: &NodeRef<'_>| {
        let machine = node.attr("datetime").or_else(|| node.attr("content"));
        let machine = machine.and_then(|date| machine_dates::machine_date(&date));
        machine.or_else(|| machine_dates::machine_date(&title::clean(&node.text())))
    };
    let published = document.select("[itemprop~=datePublished], time[pubdate]");
    let marked = published.nodes().iter().find_map(written);
    marked.or_else(|| {
        let headings = document.select("h1");
        let above: Option<Vec<_>> = match headings.nodes() {
            [only] => Some(only.ancestors_it(None).map(|above| above.id).collect()),
            _ => None,
        };
        let times = document.select("time");
        times.nodes().iter().filter(|node| is_of_page(node, above.as_deref())).find_map(written)
    })
}

/// Whether an element is of the page's main part: not beside it, in a list, or in another article than the heading, of
/// which the elements above it are given.
fn is_of_page(node: &NodeRef<'_>, heading: Option<&[NodeId]>) -> bool {
    node.ancestors_it(None).all(|above| {
        let beside = ["aside", "nav", "footer", "li"].iter().any(|name| above.has_name(name));
        let other = above.has_name("article") && heading.is_some_and(|heading| !heading.contains(&above.id));
        !beside && !other
    })
}

/// The day that stands by itself right before or after the only heading.
fn date_by_heading(document: &Document) -> Option<PartialDate> {
    const NEAR: usize = 4;
    let headings = document.select("h1");
    let [heading] = headings.nodes() else { return None };
    let body = document.body()?;
    let (mut before, mut after) = (VecDeque::new(), Vec::new());
    let mut passed = false;
    for node in body.descendants_it() {
        passed |= node.id == heading.id;
        let inside = passed && node.ancestors_it(None).any(|above| above.id == heading.id);
        if !node.is_text() || inside || node.text().trim().is_empty() {
            continue;
        }
        let words = title::clean(&node.text());
        if passed {
            after.push(words);
            if after.len() == NEAR {
                break;
            }
        } else {
            before.push_front(words);
            before.truncate(NEAR);
        }
    }
    let day =
        |words: &String| machine_dates::machine_date(words).filter(|date| date.precision() == Precision::Day);
    after.iter().find_map(day).or_else(|| before.iter().find_map(day))
}

/// The date in an address: `https://example.org/2024/10/09/talks`, `/2024-10-09/`, `/20241009/`.
fn address_date(url: &str) -> Option<PartialDate> {
    static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"[/_-](19\d\d|20\d\d)([/-]?)(\d{1,2})([/-]?)(\d{1,2})(?:[/._-]|$)").ok()
    });
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    DATE.as_ref()?.captures_iter(path).find_map(|found| {
        let same = found[2] == found[4] && (!found[2].is_empty() || found[3].len() + found[5].len() == 4);
        same.then(|| {
            PartialDate::ymd(found[1].parse().ok()?, found[3].parse().ok()?, found[5].parse().ok()?)
        })?
    })
}

/// The only heading of the first order.
fn heading(document: &Document) -> Option<String> {
    const MOST: usize = 20;
    let nodes = document.select("h1");
    if nodes.length() > MOST {
        return None;
    }
    let texts: Vec<String> = nodes
        .nodes()
        .iter()
        .map(|node| title::clean(&text::of(node)))
        .filter(|text| !text.is_empty())
        .collect();
    match &texts[..] {
        [only] => Some(only.clone()),
        [first, others @ ..] if others.iter().all(|other| other == first) => Some(first.clone()),
        _ => None,
    }
}

/// The title that most of the page's own names for itself agree on: what it gives to others, its linked data, its only
/// heading, its window. Some of them carry the name of the site before or after a bar.
fn page_title(
    document: &Document,
    tags: &Tags,
    article: Option<&Article>,
    heading: Option<String>,
    site: Option<&str>,
) -> Option<String> {
    let window = title::clean(&document.select("head > title").first().text());
    let headline = article.and_then(|it| it.headline.clone());
    let names = [tags.first(&TITLES), headline, heading, Some(window)];
    let names: Vec<String> = names.into_iter().flatten().filter(|name| !name.is_empty()).collect();
    let is_site = |name: &str| site.is_some_and(|site| site.eq_ignore_ascii_case(name));
    let votes = |name: &str| names.iter().filter(|other| is_within(name, other)).count();
    // Of several with as many votes the first counts, so the last of `max_by_key` is turned round.
    let best = names.iter().rev().filter(|name| !is_site(name)).max_by_key(|name| votes(name))?;
    Some(without_site(best, site))
}

/// Whether a title is another one, or that one without what stands before or after a bar or dash.
fn is_within(name: &str, other: &str) -> bool {
    let bar = |rest: &str| rest.trim().starts_with(BARS) || rest.trim().ends_with(BARS);
    let rest = other.strip_prefix(name).or_else(|| other.strip_suffix(name));
    rest.is_some_and(|rest| rest.is_empty() || bar(rest))
}

const BARS: [char; 9] = ['|', '-', '–', '—', ':', '«', '»', '·', '_'];

/// A title without the name of the site after or before a bar or dash.
fn without_site(name: &str, site: Option<&str>) -> String {
    let part = site.and_then(|site| {
        let lower = name.to_lowercase();
        let site = site.trim().to_lowercase();
        // Lower case may take other bytes; then the name stays as it is.
        let same = lower.len() == name.len() && !site.is_empty();
        let after = lower.strip_suffix(&site).filter(|_| same).map(|rest| name[..rest.len()].trim_end());
        let before = lower
            .strip_prefix(&site)
            .filter(|_| same)
            .map(|rest| name[name.len() - rest.len()..].trim_start());
        let title =
            after.filter(|rest| rest.ends_with(BARS)).or(before.filter(|rest| rest.starts_with(BARS)))?;
        Some(title.trim_matches(|c: char| c.is_whitespace() || BARS.contains(&c)))
    });
    part.filter(|part| !part.is_empty()).unwrap_or(name).to_owned()
}

/// A BCP 47 tag.
fn language(document: &Document, tags: &Tags) -> Option<String> {
    let root = document.select("html");
    let written = root.attr("lang").or_else(|| root.attr("xml:lang")).map(|lang| lang.to_string());
    let written = written.filter(|lang| !lang.trim().is_empty());
    language::tag(
        &written
            .or_else(|| tags.first(&["og:locale", "content-language", "dc.language", "dcterms.language"]))?,
    )
}

/// The host of an address: `state.gov` of `https://www.state.gov/briefings`.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// Where a page was saved from, as the programs that save pages note it in a comment.
pub(crate) fn saved_from(html: &str) -> Option<String> {
    static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)",
        )
        .ok()
    });
    let head = &html[..super::boundary(html, 8192)];
    Some(NOTE.as_ref()?.captures(head)?[1].to_owned())
}
