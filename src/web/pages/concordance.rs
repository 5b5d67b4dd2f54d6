//! Every match in its context, one below the other; beside them, if asked, those of another time or speaker.

mod compared;

use std::sync::Arc;

use maud::{Markup, html};

use super::frame::{Frame, Tab};
use super::understood::understood;
use super::{count, thousands};
use crate::query::Query;
use crate::search::{KwicOptions, KwicTotals, Line, LineOrder};
use crate::web::answer::{Answer, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::t;

/// The orders of lines, as an address has them.
const ORDERS: [(&str, &str, LineOrder); 5] = [
    ("place", "by place", LineOrder::Place),
    ("left", "by the words before", LineOrder::Left),
    ("right", "by the words after", LineOrder::Right),
    ("speaker", "by speaker", LineOrder::Speaker),
    ("date", "by date", LineOrder::Date),
];
/// So many lines on a page.
const ON_PAGE: usize = 200;
/// So many code points of context to each side, and at most.
const WIDTH: usize = 70;
const MOST_WIDTH: usize = 600;

/// How lines are wanted.
pub(in crate::web) fn options(view: &View, asked: &Asked) -> Result<KwicOptions, Trouble> {
    let order = asked.one_of("order", &ORDERS.map(|(name, ..)| name))?;
    let options = KwicOptions {
        filters: view.question(asked)?.1,
        order: ORDERS.iter().find(|(name, ..)| *name == order).map(|(.., order)| *order).unwrap_or_default(),
        width: asked.number("width", WIDTH, (10, MOST_WIDTH))?,
        ..KwicOptions::default()
    };
    Ok(options)
}

/// The lines of a page, and how many there are in all; kept for the pages that follow.
fn made(
    view: &View,
    asked: &Asked,
    query: &Query,
    mut options: KwicOptions,
) -> Result<Arc<(KwicTotals, Vec<Line>)>, Trouble> {
    // Lines are held in memory up to the end of the page.
    let end = last_of(asked)?;
    options.limit = Some(end);
    let skip = end.saturating_sub(ON_PAGE);
    let key = format!("{:?} {} {end} {}", options.order, options.width, asked.question().href(""));
    view.kept(key, || {
        let mut lines: Vec<Line> = Vec::new();
        let totals = view.searcher.concordance(query, &options, &mut |line| {
            lines.push(line);
            Ok(())
        })?;
        lines.drain(..skip.min(lines.len()));
        Ok((totals, lines))
    })
}

/// The number of the last line of a page.
fn last_of(asked: &Asked) -> Result<usize, Trouble> {
    Ok(asked.page()?.saturating_mul(ON_PAGE).min(super::super::asked::MOST_IN_TABLE))
}

/// The page.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let (query, _) = view.question(asked)?;
    let options = options(view, asked)?;
    let page = asked.page()?;
    let made = made(view, asked, &query, options.clone())?;
    let (totals, shown) = (&made.0, &made.1);
    let skip = last_of(asked)?.saturating_sub(ON_PAGE);
    let beside = compared::beside(asked);
    let title = match asked.words() {
        "" | "*" => "Concordance".to_owned(),
        words => format!("“{words}”: {}", count(totals.lines, "line")),
    };
    let order = asked.get("order").unwrap_or("place");
    let main = html! {
        (understood(view, asked, (&query, &options.filters), "/concordance", &totals.notes)?)
        h1 { (t(&title)) }
        @if query.asked().is_empty() {
            p.note { "A concordance shows words in their context: ask for at least one." }
        }
        @if totals.without_lines > 0 && !query.asked().is_empty() {
            p.note {
                (count(totals.without_lines, "passage"))
                " match by speaker, title, topic or entity only, and have no line: "
                a href=(asked.question().href("/search")) { "see them among the passages" } "."
            }
        }
        div.controls {
            p role="group" aria-label="Order" {
                @for (name, said, _) in ORDERS {
                    a.choice href=(asked.anew().set("order", name).href("/concordance")) aria-current=[(order == name).then_some("true")] { (said) } " "
                }
            }
            p role="group" aria-label="Context" {
                "Context "
                @for (width, said) in [(40, "less"), (WIDTH, "usual"), (200, "more"), (MOST_WIDTH, "most")] {
                    a.choice href=(asked.set("width", width).href("/concordance"))
                        aria-current=[(options.width == width).then_some("true")] { (said) } " "
                }
            }
        }
        (compared::form(asked))
        @match &beside {
            None => (table(asked, shown, "Lines")),
            Some(other) => (compared::side_by_side(view, asked, other, (&query, &options), &made)?),
        }
        (pages(asked, page, skip, shown.len(), totals.lines))
        @if totals.lines > 0 {
            p.exports {
                "Take away: "
                a download href=(asked.without_all(&["page"]).href("/concordance.csv")) { "CSV" } " "
                @if totals.lines > super::super::asked::MOST_IN_TABLE {
                    a download href=(asked.without_all(&["page"]).set("n", "all").href("/concordance.csv")) { "CSV of all " (thousands(totals.lines)) ", in the order of the index" } " "
                }
                a href=(asked.without_all(&["page"]).href("/concordance.json")) { "JSON" }
            }
        }
    };
    Ok(Answer::html(Frame::new(&view.site, asked, &title, Tab::Concordance).page(&main)))
}

fn table(asked: &Asked, lines: &[Line], called: &str) -> Markup {
    html! {
        @if !lines.is_empty() {
            div.scroll role="region" aria-label=(called) tabindex="0" {
                table.kwic {
                    caption.unseen { "Every match in its context" }
                    thead { tr {
                        th.pre scope="col" { "before" } th scope="col" { "match" } th scope="col" { "after" }
                        th scope="col" { "speaker" } th scope="col" { "date" } th scope="col" { "where" }
                    } }
                    tbody {
                        @for line in lines {
                            tr {
                                td.pre dir="auto" { (t(&line.pre)) }
                                td.key dir="auto" { mark { (t(&line.keyword)) } }
                                td.post dir="auto" { (t(&line.post)) }
                                td.by {
                                    @for (at, speaker) in line.all_speakers().iter().enumerate() {
                                        @if at > 0 { " and " } (t(&speaker.name))
                                    }
                                }
                                td.day { @match line.date.value { Some(date) => (date), None => "no date" } }
                                td.at title=(t(&line.docname)) {
                                    a href=(format!("{}#c", asked.question().set("c", format!("{}-{}", line.start, line.end))
                                        .href(&format!("/document/{}", line.id)))) { (t(short(&line.docname))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A file's name without its folders.
fn short(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn pages(asked: &Asked, page: usize, skip: usize, shown: usize, lines: usize) -> Markup {
    html! {
        @if page > 1 || skip + shown < lines {
            nav.pager aria-label="Pages of lines" {
                @if page > 1 { a rel="prev" href=(asked.set("page", page - 1).href("/concordance")) { "Back" } }
                span { (thousands(skip + 1)) " to " (thousands(skip + shown)) " of " (thousands(lines)) }
                @if skip + shown < lines && skip + shown < super::super::asked::MOST_IN_TABLE {
                    a rel="next" href=(asked.set("page", page + 1).href("/concordance")) { "More" }
                }
            }
        }
    }
}
