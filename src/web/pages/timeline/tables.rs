//! The tables of the timeline's page: bins, first mentions, bursts, and what is not on the axis.

use maud::{Markup, html};

use super::{FEW, bar_link, number};
use crate::model::PartialDate;
use crate::timeline::{Bin, Gap, GapKind, Timeline};
use crate::web::asked::Asked;
use crate::web::pages::thousands;
use crate::web::text::{human, percent, t};

/// So many rows of a table at most; the others stand in the CSV.
const MOST_ROWS: usize = 400;

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

pub(super) fn bins(asked: &Asked, timeline: &Timeline) -> Markup {
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

pub(super) fn firsts(asked: &Asked, timeline: &Timeline) -> Markup {
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

pub(super) fn bursts(asked: &Asked, timeline: &Timeline) -> Markup {
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

pub(super) fn gaps(timeline: &Timeline) -> Markup {
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

pub(super) fn coarse(asked: &Asked, timeline: &Timeline) -> Markup {
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
