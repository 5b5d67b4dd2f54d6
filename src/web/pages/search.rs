//! The search page: the query as understood, how it lies in time, counts to narrow it by, and the passages.

use maud::{Markup, html};

use super::facets::sidebar;
use super::frame::{Frame, Tab};
use super::hit::{Around, hit};
use super::understood::understood;
use super::{count, thousands, timeline};
use crate::output::Permalink;
use crate::query::{Filters, Query};
use crate::search::{Options, Results, Sort};
use crate::web::answer::{Answer, Trouble};
use crate::web::asked::{Asked, MOST_ON_PAGE};
use crate::web::site::{Call, View};
use crate::web::text::t;

/// So many hits are shown on a page.
const ON_PAGE: usize = 20;
/// The orders of hits, as an address has them.
pub(in crate::web) const ORDERS: [&str; 3] = ["relevance", "date", "-date"];

/// How hits are wanted.
pub(in crate::web) fn options(asked: &Asked, filters: &Filters) -> Result<Options, Trouble> {
    let limit = asked.number("n", ON_PAGE, (1, MOST_ON_PAGE))?;
    let mut options = Options::default();
    options.filters = filters.clone();
    options.sort = match asked.one_of("sort", &ORDERS)? {
        "date" => Sort::Oldest,
        "-date" => Sort::Newest,
        _ => Sort::Relevance,
    };
    options.limit = limit;
    options.offset = (asked.page()? - 1) * limit;
    options.all_copies = asked.is_on("copies");
    options.explain = asked.is_on("explain");
    options.expand = asked.is_on("expand");
    options.near = asked.is_on("near");
    options.per_document = asked.number("per", options.per_document, (0, 100))?;
    Ok(options)
}

/// The page.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    // A link that was copied from a table or a citation is followed.
    if Permalink::is_meant(asked.words()) {
        return follow(asked.words());
    }
    let (query, filters) = view.question(asked)?;
    let options = options(asked, &filters)?;
    let results = view.searcher.search(&query, &options)?;
    let around = asked.get("open").map(|id| Around::of(view, id)).transpose()?.flatten();
    let title = title(asked, &results);
    let main = html! {
        (understood(view, asked, (&query, &filters), "/search", &results.notes)?)
        (timeline::strip(view, asked, &query, &filters)?)
        div.columns {
            section.results aria-labelledby="found" {
                h1 #found { (t(&title)) }
                (controls(asked, &results)?)
                (advice(asked, &query, &results))
                ol.hits start=(options.offset + 1) {
                    @for one in &results.hits {
                        (hit(view, asked, one, around.as_ref().filter(|around| {
                            around.itself.first().is_some_and(|first| first.id == one.stored.id)
                        })))
                    }
                }
                (pages(asked, &results, &options)?)
                (exports(view, asked, &results))
            }
            (sidebar(view, asked, &query, &filters)?)
        }
    };
    Ok(Answer::html(Frame::new(&view.site, asked, &title, Tab::Passages).page(&main)))
}

/// The statements before and after one, as a part of a page.
pub(in crate::web) fn around(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let around = Around::of(view, call.last())?
        .ok_or_else(|| Trouble::missing("nothing has that id", "search for the words"))?;
    Ok(Answer::html(html! { (around.before_it()) (around.after_it()) }))
}

fn follow(link: &str) -> Result<Answer, Trouble> {
    let link: Permalink = link.parse().map_err(|error| Trouble::bad(error, "copy the link whole"))?;
    let hash = link.to_string();
    let hash = hash.rsplit(";h=").next().unwrap_or_default();
    let place = format!("{}-{}", link.place.start, link.place.end);
    Ok(Answer::go(Asked::default().set("c", place).set("h", hash).href(&format!("/document/{}", link.id))))
}

fn title(asked: &Asked, results: &Results) -> String {
    let found = match (results.all, results.some) {
        (0, 0) => "Nothing found".to_owned(),
        (0, some) => format!("{} with some of the words", count(some, "passage")),
        (all, 0) => count(all, "passage"),
        (all, some) => format!("{} with all the words, {} with some", count(all, "passage"), thousands(some)),
    };
    match asked.words() {
        "" | "*" => found,
        words => format!("“{words}”: {found}"),
    }
}

/// Sort, and how passages are shown.
fn controls(asked: &Asked, results: &Results) -> Result<Markup, Trouble> {
    let sort = asked.one_of("sort", &ORDERS)?;
    let orders = [("relevance", "best first"), ("date", "oldest first"), ("-date", "newest first")];
    let switches = [
        ("copies", "each copy for itself"),
        ("expand", "words that go along too"),
        ("near", "near in meaning too"),
        ("words", "only in what was said"),
        ("explain", "why each was found"),
    ];
    Ok(html! {
        @if !results.hits.is_empty() {
            div.controls {
                p role="group" aria-label="Order" {
                    @for (value, name) in orders {
                        a.choice href=(asked.anew().set("sort", value).href("/search"))
                            aria-current=[(sort == value).then_some("true")] { (name) }
                    }
                }
                details.more {
                    summary { "How they are shown" }
                    ul {
                        @for (name, said) in switches {
                            li {
                                @if asked.is_on(name) {
                                    a.choice aria-current="true" href=(asked.anew().without_all(&[name]).href("/search")) { (said) " ✓" }
                                } @else {
                                    a.choice href=(asked.anew().set(name, 1).href("/search")) { (said) }
                                }
                            }
                        }
                        li {
                            @for n in [20, 50, 100] {
                                a.choice href=(asked.anew().set("n", n).href("/search")) { (n) " a page" } " "
                            }
                        }
                    }
                }
            }
        }
    })
}

/// What one may ask instead, where not all words are found.
fn advice(asked: &Asked, query: &Query, results: &Results) -> Markup {
    html! {
        @if !results.advice.is_empty() {
            ul.advice {
                @for line in &results.advice {
                    @let (said, offers) = offers(line);
                    @let missing = said.strip_prefix("found nowhere: ");
                    li {
                        (t(said))
                        @for (at, word) in offers.iter().enumerate() {
                            (if at == 0 { "; the index has " } else { ", " })
                            // Of several words the others stay.
                            @let instead = missing.map_or((*word).to_owned(), |missing| query.input.replacen(missing, word, 1));
                            a href=(asked.anew().set("q", instead).href("/search")) { (t(word)) }
                        }
                    }
                }
            }
        }
    }
}

/// A sentence of advice, and the words that it offers.
fn offers(line: &str) -> (&str, Vec<&str>) {
    match line.split_once("; the index has ") {
        Some((said, offers)) => (said, offers.split(", ").collect()),
        None => (line, Vec::new()),
    }
}

fn pages(asked: &Asked, results: &Results, options: &Options) -> Result<Markup, Trouble> {
    let page = asked.page()?;
    let more = results.hits.len() >= options.limit;
    let first = options.offset + 1;
    let link = |page: usize| asked.without_all(&["open"]).set("page", page).href("/search");
    Ok(html! {
        @if page > 1 || more {
            nav.pager aria-label="Pages of hits" {
                @if page > 1 { a rel="prev" href=(link(page - 1)) { "Back" } }
                span {
                    @if results.hits.is_empty() { "No more" }
                    @else { (thousands(first)) " to " (thousands(options.offset + results.hits.len())) }
                }
                @if more { a rel="next" href=(link(page + 1)) { "More" } }
            }
        }
    })
}

/// What can be taken away of these passages.
fn exports(view: &View, asked: &Asked, results: &Results) -> Markup {
    let forms = [
        ("csv", "CSV, for spreadsheets"),
        ("jsonl", "JSON Lines"),
        ("json", "JSON"),
        ("bib", "BibTeX"),
        ("ris", "RIS, for Zotero and EndNote"),
        ("csl.json", "CSL-JSON"),
    ];
    let total = results.all + results.some;
    let all = asked.without_all(&["page", "open"]).set("n", "all");
    let whole = asked.without_all(&["page", "open"]).set("n", super::super::asked::MOST_IN_TABLE);
    html! {
        @if total > 0 {
            section.exports aria-labelledby="take" {
                h2 #take { "Take away" }
                p.quiet { "Each says by which query and from which state of the index (" (view.generation) ") it was made." }
                table {
                    thead { tr { th scope="col" { "As" } th scope="col" { "These" } th scope="col" { "All" } } }
                    tbody {
                        @for (ending, name) in forms {
                            tr {
                                th scope="row" { (name) }
                                td { a download href=(asked.without_all(&["open"]).href(&format!("/search.{ending}"))) { (thousands(results.hits.len())) } }
                                td {
                                    @if matches!(ending, "csv" | "jsonl") {
                                        a download href=(all.href(&format!("/search.{ending}"))) { (thousands(total)) }
                                    } @else if total <= super::super::asked::MOST_IN_TABLE {
                                        a download href=(whole.href(&format!("/search.{ending}"))) { (thousands(total)) }
                                    } @else {
                                        a download href=(whole.href(&format!("/search.{ending}"))) { "the first " (thousands(super::super::asked::MOST_IN_TABLE)) } " of " (thousands(total))
                                    }
                                }
                            }
                        }
                    }
                }
                @if view.may_change() { (super::forms::save(view, asked)) }
            }
        }
    }
}

/// The query for the passages of one document.
pub(in crate::web) fn within_document(query: &Query, document: &str) -> Query {
    use crate::model::Span;
    use crate::query::{Expr, Node};
    let here = Node::new(Span::new(0, 0), Expr::Id(document.to_owned()));
    let root = match query.root.clone() {
        None => here,
        Some(Node { span, expr: Expr::Best(mut parts) }) => {
            parts.push(here);
            Node::new(span, Expr::Best(parts))
        }
        Some(root) => Node::new(root.span, Expr::Best(vec![root, here])),
    };
    Query { root: Some(root), ..query.clone() }
}
