//! What is found as it lies in time: a strip above the hits, and a page with lanes, bursts, gaps and first mentions.

use std::sync::Arc;

use chrono::NaiveDate;
use maud::{Markup, PreEscaped, html};

use super::frame::{Frame, Tab};
use super::understood::understood;
use super::{count, thousands};
use crate::model::PartialDate;
use crate::output::{ChartOptions, ChartPart, chart_part};
use crate::query::{Filters, Query};
use crate::timeline::{Bin, Gap, GapKind, LaneBy, Timeline, TimelineOptions, Unit};
use crate::web::answer::{Answer, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::{human, percent, t};

/// Charts for wide and for narrow screens, in points.
const WIDE: u32 = 1040;
const NARROW: u32 = 400;
/// A share of fewer statements than these is told to be one of few.
const FEW: u64 = 30;
/// So many rows of a table at most; the others stand in the CSV.
const MOST_ROWS: usize = 400;
/// So many queries side by side at most.
const MOST_QUERIES: usize = 6;

/// What bins are as an address has them; the first for what fits.
const UNITS: [(&str, Option<Unit>); 7] = [
    ("auto", None),
    ("day", Some(Unit::Day)),
    ("week", Some(Unit::Week)),
    ("month", Some(Unit::Month)),
    ("quarter", Some(Unit::Quarter)),
    ("year", Some(Unit::Year)),
    ("decade", Some(Unit::Decade)),
];
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

/// How the timeline is wanted, and the queries beside the first.
pub(in crate::web) fn wanted(asked: &Asked) -> Result<(TimelineOptions, Vec<Query>), Trouble> {
    let mut options = TimelineOptions::default();
    let unit = asked.one_of("by", &UNITS.map(|(name, _)| name))?;
    options.unit = UNITS.iter().find(|(name, _)| *name == unit).and_then(|(_, unit)| *unit);
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
    view.timeline(key, || {
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
        (bins(asked, &timeline))
        (firsts(asked, &timeline))
        (bursts(asked, &timeline))
        (gaps(&timeline))
        (coarse(asked, &timeline))
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
                @for (name, unit) in UNITS {
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

/// A table that scrolls by itself.
fn table(id: &str, caption: &str, heads: &[String], rows: &Markup) -> Markup {
    html! {
        div.scroll role="region" aria-label=(caption) tabindex="0" {
            table id=(id) {
                caption { (caption) }
                thead { tr { @for head in heads { th scope="col" { (t(head)) } } } }
                tbody { (rows) }
            }
        }
    }
}

fn bins(asked: &Asked, timeline: &Timeline) -> Markup {
    let link = bar_link(asked, "/search");
    let unit = timeline.unit.as_str();
    let mut heads: Vec<String> = [unit, "matches", "all", "share"].map(str::to_owned).into();
    heads.extend(timeline.lanes.iter().flat_map(|lanes| &lanes.names).map(|lane| lane.label().to_owned()));
    let told: Vec<&Bin> = timeline
        .bins
        .iter()
        .filter(|bin| bin.tally.matched > 0 || bin.tally.lanes.iter().any(|n| *n > 0))
        .collect();
    let rows = html! {
        @for bin in told.iter().take(MOST_ROWS) {
            tr {
                th scope="row" { a href=(link(bin.start, bin.end)) { (t(&bin.label)) } }
                td { (number(bin.tally.matched)) }
                td { (number(bin.tally.all)) }
                td { @if let Some(share) = bin.tally.share() { (percent(share)) } @if bin.tally.all < FEW { " " span.few title="rests on few statements" { "of few" } } }
                @for lane in &bin.tally.lanes { td { (number(*lane)) } }
            }
        }
    };
    html! {
        section {
            h2 { "By " (unit) }
            @if told.is_empty() { p #bins { "There is nothing to count." } }
            @else { (table("bins", &format!("Statements per {unit} in which something matches"), &heads, &rows)) }
            @if told.len() > MOST_ROWS { p.note { "The first " (MOST_ROWS) " of " (thousands(told.len())) "; all stand in the CSV." } }
        }
    }
}

fn firsts(asked: &Asked, timeline: &Timeline) -> Markup {
    let heads = ["speaker", "matches", "first", "last"].map(str::to_owned);
    let day = |date: PartialDate, speaker: &str| {
        let at = asked.anew().with("speaker", &format!("={speaker}")).without_all(&["from", "to"]);
        at.set("date", date).href("/search")
    };
    let rows = html! {
        @for one in timeline.speakers.iter().take(MOST_ROWS) {
            @let name = one.speaker.as_deref();
            tr {
                th scope="row" {
                    @match name {
                        Some(name) => a href=(asked.anew().with("speaker", &format!("={name}")).href("/search")) { (t(name)) },
                        None => "nobody named",
                    }
                }
                td { (number(one.statements)) }
                @match one.dates {
                    Some((first, last)) => {
                        @for date in [first, last] {
                            td { @match name { Some(name) => a href=(day(date, name)) { (date) }, None => (date) } }
                        }
                    },
                    None => { td { "no date" } td { "no date" } },
                }
            }
        }
    };
    html! {
        @if !timeline.speakers.is_empty() {
            section {
                h2 { "First and last mention" }
                (table("firsts", "Each speaker’s statements that match, and the dates of the first and the last", &heads, &rows))
                @if timeline.speakers.len() > MOST_ROWS { p.note { "The " (MOST_ROWS) " with most, of " (thousands(timeline.speakers.len())) "." } }
            }
        }
    }
}

fn bursts(asked: &Asked, timeline: &Timeline) -> Markup {
    let link = bar_link(asked, "/search");
    let heads = ["when", "matches", "all", "expected", "p"].map(str::to_owned);
    let found = &timeline.bursts.found;
    let rows = html! {
        @for burst in found {
            tr {
                th scope="row" { a href=(link(burst.start, burst.end)) { (t(&burst.label)) } }
                td { (number(burst.burst.matched)) }
                td { (number(burst.burst.all)) }
                td { (format!("{:.1}", burst.burst.expected)) }
                td { (format!("{:.2e}", burst.burst.p_value)) @if burst.burst.p_value >= 0.05 { " may be chance" } }
            }
        }
    };
    html! {
        section {
            h2 { "Bursts" }
            @if found.is_empty() { p { "None: at no time is the share of what matches much above the usual." } }
            @else { (table("bursts", "Times in which the share of what matches is far above the usual (Kleinberg 2002)", &heads, &rows)) }
        }
    }
}

fn gaps(timeline: &Timeline) -> Markup {
    let heads = ["when", "bins", "why"].map(str::to_owned);
    let told: Vec<&Gap> = timeline.gaps.iter().filter(|gap| gap.kind != GapKind::NoMatch).collect();
    let rows = html! {
        @for gap in told.iter().take(MOST_ROWS) {
            tr { th scope="row" { (gap.start) " to " (gap.end) } td { (gap.bins) } td.words { (gap.kind.as_str()) } }
        }
    };
    html! {
        section #gaps {
            h2 { "What is not covered" }
            @if told.is_empty() { p { "There are statements of every " (timeline.unit.as_str()) " on the axis." } }
            @else { (table("gaps-table", "Stretches without statements to match", &heads, &rows)) }
        }
    }
}

fn coarse(asked: &Asked, timeline: &Timeline) -> Markup {
    let found: Vec<_> = timeline.coarse.iter().filter(|coarse| coarse.tally.matched > 0).collect();
    let anew = asked.anew().without_all(&["from", "to", "by", "split", "share", "q2"]);
    html! {
        @if !found.is_empty() {
            section #coarse {
                h2 { "Dates too coarse for a " (timeline.unit.as_str()) }
                ul.inline {
                    @for coarse in found {
                        li { a href=(anew.set("date", coarse.date).href("/search")) { (human(coarse.date)) } " " (number(coarse.tally.matched)) " of " (number(coarse.tally.all)) }
                    }
                }
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
