//! A timeline as a page: one file that opens from a disk, with no network and, but for sorting, filtering, copying and
//! downloading, no script.
//!
//! A policy in the page's head lets nothing be fetched or run but the page's own rules and script, told by their hashes.

mod events;
mod tables;

use std::fmt::Write as _;
use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::json::TimelineJson;
use super::markup::{count, escape, thousands};
use super::summary;
use super::svg::{self, ChartOptions, Holder};
use crate::search::Match;
use crate::timeline::Timeline;

pub(super) use events::marked;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
/// Charts for wide and for narrow screens, in points.
const WIDE: u32 = 960;
const NARROW: u32 = 400;

/// What a page says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HtmlOptions {
    /// When it was made, as shown: `2026-11-24 23:40 UTC`.
    pub made: String,
    /// The program and its version: `demarche 0.1.0`.
    pub version: String,
    /// Whether the chart first shows shares.
    pub relative: bool,
}

impl HtmlOptions {
    /// A page that was made then, by that program; its chart first shows numbers.
    pub fn new(made: impl Into<String>, version: impl Into<String>) -> Self {
        Self { made: made.into(), version: version.into(), relative: false }
    }
}

/// Writes a timeline as a page.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_html(out: &mut dyn Write, timeline: &Timeline, options: &HtmlOptions) -> io::Result<()> {
    let style = format!("{STYLE}\n{}", svg::STYLE);
    let title = escape(&format!("{}: a timeline", summary::title(timeline)));
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(&style),
        hash(SCRIPT)
    );
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"{}\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n",
        escape(&options.version)
    )?;
    out.write_all(header(timeline, options).as_bytes())?;
    out.write_all(b"<main>\n")?;
    out.write_all(volume(timeline, options.relative).as_bytes())?;
    out.write_all(tables::others(timeline).as_bytes())?;
    events::write(out, timeline)?;
    out.write_all(b"</main>\n")?;
    out.write_all(footer(options).as_bytes())?;
    data(out, timeline)?;
    write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

/// A source in a content security policy (CSP level 2): the hash of what stands in the element.
pub(in crate::output) fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// What was asked of what, and when.
fn header(timeline: &Timeline, options: &HtmlOptions) -> String {
    let mut page = String::from("<a class=\"skip\" href=\"#statements\">To the statements</a>\n<header>\n");
    let _ = write!(
        page,
        "<p class=\"kicker\">Timeline</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<dl class=\"facts\">",
        escape(&summary::title(timeline)),
        escape(&summary::counts(timeline))
    );
    for (at, series) in timeline.series.iter().enumerate() {
        let number = if timeline.series.len() > 1 { format!(" {}", at + 1) } else { String::new() };
        fact(&mut page, &format!("Query{number}"), &format!("<code>{}</code>", escape(&series.input)));
        fact(&mut page, "Understood as", &format!("<code>{}</code>", escape(&series.understood)));
        let some =
            if series.matched == Match::Some { "; none holds all the words, these hold some" } else { "" };
        let how = summary::by_words(series).map(|how| format!(": {how}")).unwrap_or_default();
        let matches = format!(
            "{} in {}{how}{some}",
            count(series.total, "statement"),
            count(series.passages, "passage")
        );
        fact(&mut page, "Matches", &matches);
        for note in &series.notes {
            fact(&mut page, "Note", &escape(note));
        }
    }
    fact(&mut page, "Filters", &filters(timeline));
    let corpus = &timeline.corpus;
    let days = match (corpus.from, corpus.to) {
        (Some(from), Some(to)) => format!(", {from} to {to}"),
        _ => ", none dated".to_owned(),
    };
    let which = if timeline.filters.is_empty() { "" } else { " that satisfy the filters" };
    fact(&mut page, "Corpus", &format!("{} statements{which}{days}", thousands(corpus.statements)));
    fact(&mut page, "Index", &format!("generation {}", corpus.index_generation));
    fact(&mut page, "Made", &format!("{}, by {}", escape(&options.made), escape(&options.version)));
    page.push_str("</dl>\n</header>\n");
    page
}

fn fact(page: &mut String, name: &str, value: &str) {
    let _ = write!(page, "<div><dt>{name}</dt><dd>{value}</dd></div>");
}

fn filters(timeline: &Timeline) -> String {
    let Ok(serde_json::Value::Object(filters)) = serde_json::to_value(&timeline.filters) else {
        return String::new();
    };
    let said = filters.iter().filter_map(|(name, value)| match value {
        serde_json::Value::Array(values) if !values.is_empty() => {
            let values: Vec<&str> = values.iter().filter_map(serde_json::Value::as_str).collect();
            Some(format!("{}: {}", name.replace('_', " "), values.join(" or ")))
        }
        serde_json::Value::String(value) => Some(format!("{name} {value}")),
        _ => None,
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { "none".to_owned() } else { escape(&said.join("; ")) }
}

/// The counts: a table, then the same as a chart.
fn volume(timeline: &Timeline, relative: bool) -> String {
    let unit = timeline.unit.as_str();
    let mut page =
        format!("<section id=\"volume\" aria-labelledby=\"volume-h\">\n<h2 id=\"volume-h\">By {unit}</h2>\n");
    let said: Vec<String> = summary::sentences(timeline).into_iter().skip(1).collect();
    // Beside each other where the table has few columns.
    let side = if timeline.lanes.is_none() { "side slim" } else { "side" };
    let _ = write!(page, "<p>{}</p>\n<div class=\"{side}\">\n", escape(&said.join(" ")));
    page.push_str(&tables::bins(timeline));
    let checked = |on: bool| if on { " checked" } else { "" };
    let _ = write!(
        page,
        "<div class=\"charts\" role=\"group\" aria-label=\"Chart\">\n\
         <input type=\"radio\" name=\"scale\" id=\"raw\"{}><label for=\"raw\">Number of statements</label>\n\
         <input type=\"radio\" name=\"scale\" id=\"share\"{}><label for=\"share\">Share of all statements</label>\n",
        checked(!relative),
        checked(relative)
    );
    let charts = [("raw", false, "rw", "rn"), ("share", true, "sw", "sn")];
    for (class, relative, wide, narrow) in charts {
        let drawn = |width, name| svg::chart(timeline, ChartOptions { relative, width }, Holder::Page(name));
        let _ = writeln!(
            page,
            "<figure class=\"{class}\"><div class=\"wide\">{}</div><div class=\"narrow\">{}</div>\
             <figcaption>{} <a href=\"#bins\">The same as a table</a>.</figcaption></figure>",
            drawn(WIDE, wide),
            drawn(NARROW, narrow),
            if relative {
                "The part of all statements of the time that match; where there are few statements, one alone is a large share."
            } else {
                "How many statements match. The lowest row is how many there are at all: an uneven corpus misleads."
            }
        );
    }
    page.push_str("</div>\n</div>\n</section>\n");
    page
}

fn footer(options: &HtmlOptions) -> String {
    format!(
        "<footer>\n<div id=\"downloads\" hidden>\n<button type=\"button\" data-save=\"csv\">Statements as CSV</button>\n\
         <button type=\"button\" data-save=\"bins\">Counts as CSV</button>\n\
         <button type=\"button\" data-save=\"json\">All as JSON</button>\n</div>\n\
         <p>Passages stand as they do in their sources. Offsets count Unicode code points of the document’s text. \
         Dates are on the proleptic Gregorian calendar; how each is known stands beside it. Whether a position \
         changed is for the reader to say.</p>\n<p>Made {} by {}. This page fetches nothing and sends nothing.</p>\n</footer>\n",
        escape(&options.made),
        escape(&options.version)
    )
}

/// What the page shows, as data: the same as `--format json` gives.
fn data(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    let mut json = Vec::new();
    let mut writer = TimelineJson::new(&mut json, timeline, timeline.shown())?;
    timeline.events.iter().try_for_each(|event| writer.event(event))?;
    writer.finish()?;
    // In JSON the sign stands within strings only, where it may be written so: no element can begin or end.
    let json = String::from_utf8_lossy(&json).replace('<', "\\u003c");
    writeln!(out, "<script type=\"application/json\" id=\"data\">{json}</script>")
}
