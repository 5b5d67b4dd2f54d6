//! What is found as it lies in time: a strip above the hits, and a page with lanes, bursts, gaps and first mentions.

mod tables;

use std::sync::Arc;

use chrono::NaiveDate;
use maud::{Markup, PreEscaped, html};

use super::frame::{Frame, Tab};
use super::understood::understood;
use super::{count, thousands};
use crate::model::PartialDate;
use crate::output::{ChartOptions, ChartPart, chart_part};
use crate::query::{Filters, Query};
use crate::timeline::{GapKind, LaneBy, Timeline, TimelineOptions, Unit};
use crate::web::answer::{Answer, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::{human, t};

/// Charts for wide and for narrow screens, in points.
const WIDE: u32 = 1040;
const NARROW: u32 = 400;
/// A share of fewer statements than these is told to be one of few.
const FEW: u64 = 30;
/// So many queries side by side at most.
const MOST_QUERIES: usize = 6;

/// What lanes tell apart.
const SPLITS: [(&str, Option<LaneBy>); 7] = [
    ("none", None),
    ("speaker", Some(LaneBy::Speaker)),
    ("entity", Some(LaneBy::Entity)),
    ("topic", Some(LaneBy::Topic)),
    ("source", Some(LaneBy::Source)),
    ("kind", Some(LaneBy::Kind)),
    ("tag", Some(LaneBy::Tag)),
];

/// What bins are as an address has them; the first for what fits.
fn units() -> impl Iterator<Item = (&'static str, Option<Unit>)> {
    let named = Unit::ALL.into_iter().map(|unit| (unit.as_str(), Some(unit)));
    std::iter::once(("auto", None)).chain(named)
}

/// How the timeline is wanted, and the queries beside the first.
pub(in crate::web) fn wanted(asked: &Asked) -> Result<(TimelineOptions, Vec<Query>), Trouble> {
    let mut options = TimelineOptions::default();
    let names: Vec<&str> = units().map(|(name, _)| name).collect();
    let unit = asked.one_of("by", &names)?;
    options.unit = units().find(|(name, _)| *name == unit).and_then(|(_, unit)| unit);
    let others = asked.all("q2").map(|words| asked.query_of(words)).collect::<Result<Vec<_>, _>>()?;
    if others.len() >= MOST_QUERIES {
        return Err(Trouble::bad(
            format!("more than {MOST_QUERIES} queries side by side"),
            "take some of them away",
        ));
    }
    let split = asked.one_of("split", &SPLITS.map(|(name, _)| name))?;
    // Several queries are lanes themselves.
    let split = if others.is_empty() { split } else { "none" };
    options.split = SPLITS.iter().find(|(name, _)| *name == split).and_then(|(_, split)| *split);
    options.events = false;
    Ok((options, others))
}

/// The timeline of what is asked, kept for the twins and the pages that follow.
pub(in crate::web) fn made(
    view: &View,
    asked: &Asked,
    query: &Query,
    filters: &Filters,
    options: &TimelineOptions,
    others: &[Query],
) -> Result<Arc<Timeline>, Trouble> {
    let beside: Vec<&str> = others.iter().map(|query| query.input.as_str()).collect();
    let key = format!("{:?} {:?} {beside:?} {}", options.unit, options.split, asked.question().href(""));
    view.kept(key, || {
        let queries: Vec<Query> = std::iter::once(query).chain(others).cloned().collect();
        Ok(view.searcher.timeline(&queries, filters, options)?)
    })
}

/// Where a bar leads: to the same page, for its days.
fn bar_link(asked: &Asked, path: &str) -> impl Fn(NaiveDate, NaiveDate) -> String {
    let (anew, path) = (asked.anew().without_all(&["from", "to", "date", "by"]), path.to_owned());
    move |from, to| {
        let day = |day: NaiveDate| PartialDate::day(day).to_string();
        anew.set("from", day(from)).set("to", day(to)).href(&path)
    }
}

/// The volume above the hits, with the fields of dates beside it.
pub(super) fn strip(view: &View, asked: &Asked, query: &Query, filters: &Filters) -> Result<Markup, Trouble> {
    let (mut options, _) = wanted(&asked.without_all(&["q2", "split", "by"]))?;
    options.split = None;
    let timeline = made(view, asked, query, filters, &options, &[])?;
    let link = bar_link(asked, "/search");
    let drawn = |id, width| {
        let mut options = ChartOptions::default();
        (options.width, options.relative) = (width, asked.is_on("share"));
        PreEscaped(chart_part(&timeline, ChartPart { id, options, strip: true, link: &link }))
    };
    let extent = timeline.extent();
    Ok(html! {
        section.time aria-label="In time" data-from=[extent.map(|(from, _)| from.to_string())]
            data-to=[extent.map(|(_, to)| to.to_string())] {
            @if extent.is_some() {
                div.strip {
                    div.wide { (drawn("vw", WIDE)) }
                    div.narrow { (drawn("vn", NARROW)) }
                }
            }
            div.beside {
                (dates(asked))
                p {
                    (scale(asked, "/search"))
                    " · " a href=(asked.question().href("/timeline")) { "More on time" }
                }
                (apart(asked, &timeline))
            }
        }
    })
}

/// The two fields of dates; they belong to the form in the head of the page.
fn dates(asked: &Asked) -> Markup {
    html! {
        p.dates {
            label { "From " input type="text" name="from" form="ask" size="10" value=(asked.get("from").unwrap_or_default()) placeholder="2012-08"; }
            label { " to " input type="text" name="to" form="ask" size="10" value=(asked.get("to").unwrap_or_default()) placeholder="2013"; }
            button type="submit" form="ask" { "Set" }
        }
    }
}

/// Number or share.
fn scale(asked: &Asked, path: &str) -> Markup {
    let share = asked.is_on("share");
    html! {
        a.choice href=(asked.without_all(&["share"]).href(path)) aria-current=[(!share).then_some("true")] { "number" }
        " "
        a.choice href=(asked.set("share", 1).href(path)) aria-current=[share.then_some("true")] { "share of all" }
    }
}

/// What has no place on the axis, each with a link that lists it.
fn apart(asked: &Asked, timeline: &Timeline) -> Markup {
    let anew = asked.anew().without_all(&["by", "split", "share", "q2"]);
    let undated = anew.without_all(&["from", "to"]).set("date", "none");
    let coarse: Vec<_> = timeline.coarse.iter().filter(|coarse| coarse.tally.matched > 0).collect();
    let uncovered = timeline.gaps.iter().filter(|gap| gap.kind == GapKind::NoCoverage).count();
    html! {
        @if timeline.undated.matched > 0 || !coarse.is_empty() || uncovered > 0 {
            ul.apart {
                @if timeline.undated.matched > 0 {
                    li { a href=(undated.href("/search")) { (number(timeline.undated.matched)) " without a date" } }
                }
                @if !coarse.is_empty() {
                    li {
                        "Too coarse for a " (timeline.unit.as_str()) ": "
                        @for (at, coarse) in coarse.iter().take(6).enumerate() {
                            @if at > 0 { ", " }
                            a href=(anew.without_all(&["from", "to"]).set("date", coarse.date).href("/search")) {
                                (human(coarse.date)) " (" (number(coarse.tally.matched)) ")"
                            }
                        }
                        @if coarse.len() > 6 { ", " a href=(format!("{}#coarse", asked.question().href("/timeline"))) { (coarse.len() - 6) " more" } }
                    }
                }
                @if uncovered > 0 {
                    li { a href=(format!("{}#gaps", asked.question().href("/timeline"))) { (count(uncovered, "stretch")) " not covered" } }
                }
            }
        }
    }
}

fn number(number: u64) -> String {
    thousands(number as usize)
}

/// The page.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let (query, filters) = view.question(asked)?;
    let (options, others) = wanted(asked)?;
    let timeline = made(view, asked, &query, &filters, &options, &others)?;
    let link = bar_link(asked, "/search");
    let drawn = |id, width| {
        let mut options = ChartOptions::default();
        (options.width, options.relative) = (width, asked.is_on("share"));
        PreEscaped(chart_part(&timeline, ChartPart { id, options, strip: false, link: &link }))
    };
    let title = match asked.words() {
        "" | "*" => "All statements in time".to_owned(),
        words => format!("“{words}” in time"),
    };
    let main = html! {
        (understood(view, asked, (&query, &filters), "/timeline", &[])?)
        h1 { (t(&title)) }
        p.lead { (total(&timeline)) }
        (choices(asked, &timeline))
        section.time aria-label="Chart" data-from=[timeline.extent().map(|(from, _)| from.to_string())]
            data-to=[timeline.extent().map(|(_, to)| to.to_string())] {
            figure.chart-box {
                div.wide { (drawn("tw", WIDE)) }
                div.narrow { (drawn("tn", NARROW)) }
                figcaption.quiet { "The lowest row is all there is of each time. " a href="#bins" { "The same as a table" } "." }
            }
            div.beside { (dates(asked)) (apart(asked, &timeline)) }
        }
        (few(&timeline, asked))
        (beside_form(asked))
        (tables::bins(asked, &timeline))
        (tables::firsts(asked, &timeline))
        (tables::bursts(asked, &timeline))
        (tables::gaps(&timeline))
        (tables::coarse(asked, &timeline))
        (exports(asked))
    };
    Ok(Answer::html(Frame::new(&view.site, asked, &title, Tab::Timeline).page(&main)))
}

fn total(timeline: &Timeline) -> String {
    let said: Vec<String> = timeline
        .series
        .iter()
        .map(|series| {
            let of =
                if timeline.series.len() > 1 { format!("“{}”: ", series.input) } else { String::new() };
            format!("{of}{}", count(series.total as usize, "statement"))
        })
        .collect();
    let which = if timeline.filters.is_empty() { "" } else { " that satisfy the filters" };
    format!("{}, of {}{which}.", said.join("; "), count(timeline.corpus.statements as usize, "statement"))
}

/// Bins, lanes, number or share.
fn choices(asked: &Asked, timeline: &Timeline) -> Markup {
    let by = asked.get("by").unwrap_or("auto");
    let split = asked.get("split").unwrap_or("none");
    html! {
        div.controls {
            p role="group" aria-label="What a bar covers" {
                "By "
                @for (name, unit) in units() {
                    a.choice href=(asked.set("by", name).href("/timeline"))
                        aria-current=[(by == name || unit == Some(timeline.unit)).then_some("true")] { (name) } " "
                }
            }
            p role="group" aria-label="Lanes" {
                "Lanes "
                @for (name, _) in SPLITS {
                    a.choice href=(asked.without_all(&["q2"]).set("split", name).href("/timeline"))
                        aria-current=[(split == name).then_some("true")] { (name) } " "
                }
            }
            p role="group" aria-label="Scale" { "Show " (scale(asked, "/timeline")) }
        }
    }
}

/// A warning where shares rest on few statements.
fn few(timeline: &Timeline, asked: &Asked) -> Markup {
    let few = timeline.bins.iter().filter(|bin| bin.tally.matched > 0 && bin.tally.all < FEW).count();
    html! {
        @if asked.is_on("share") && few > 0 {
            p.note {
                "In " (count(few, timeline.unit.as_str())) " there are fewer than " (FEW)
                " statements at all: one more or less changes the share much. The table names them."
            }
        }
    }
}

/// Asks for another query beside the first.
fn beside_form(asked: &Asked) -> Markup {
    html! {
        form.beside-form action="/timeline" method="get" {
            @for (name, value) in asked.pairs() { input type="hidden" name=(name) value=(t(value)); }
            label for="q2" { "Beside it, on the same axis: " }
            input #q2 type="search" name="q2" placeholder="another query, such as speaker:Name";
            button type="submit" { "Compare" }
            @for words in asked.all("q2") {
                " " a.pill href=(asked.without("q2", words).href("/timeline")) { (t(words)) span aria-hidden="true" { " ×" } span.unseen { " take away" } }
            }
        }
    }
}

fn exports(asked: &Asked) -> Markup {
    let forms = [
        (".svg", "Picture (SVG)"),
        (".html", "Page in one file"),
        (".csv", "Counts (CSV)"),
        (".events.csv", "Statements (CSV)"),
        (".json", "JSON"),
    ];
    html! {
        section.exports {
            h2 { "Take away" }
            p { @for (ending, name) in forms { a download href=(asked.href(&format!("/timeline{ending}"))) { (name) } " " } }
        }
    }
}
