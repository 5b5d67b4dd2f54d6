//! A timeline as a picture: one SVG file that needs nothing beside it.
//!
//! From top to bottom: bars on a true axis of time, a row for each lane, who is first found when, dates too
//! coarse for a bar, and how many statements there are at all. Days of which the corpus has none are hatched
//! through all rows, those of which the filters leave none are dotted.

mod axis;
mod columns;
mod draw;
mod rows;

use std::io::{self, Write};

use chrono::NaiveDate;

use super::markup::escape;
use super::summary;
use crate::timeline::Timeline;

/// The rules of colour and type (CSS); a page that holds charts needs them once.
pub const STYLE: &str = include_str!("svg/chart.css");

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChartOptions {
    /// Whether bars show the part of all statements that match, not their number.
    pub relative: bool,
    /// How many points it is wide; at least 320. Its height follows.
    pub width: u32,
}

impl Default for ChartOptions {
    /// Numbers, 960 points wide.
    fn default() -> Self {
        Self { relative: false, width: 960 }
    }
}

/// A chart as a part of a page that has a heading, a ground and [`STYLE`].
#[derive(Clone, Copy)]
pub struct ChartPart<'a> {
    /// What the ids in it begin with; no other of the page may.
    pub id: &'static str,
    /// How it is drawn.
    pub options: ChartOptions,
    /// Whether it is a low strip of bars with what they are a part of, and no more.
    pub strip: bool,
    /// Where a bar leads, by the first and the last day that it stands for: an address as one writes it, not yet escaped.
    pub link: &'a dyn Fn(NaiveDate, NaiveDate) -> String,
}

/// A chart as a part of a page: an `svg` element.
pub fn chart_part(timeline: &Timeline, part: ChartPart<'_>) -> String {
    drawn(timeline, part.options, Holder::Page(part.id), Some(part))
}

/// Writes a timeline as a file of its own: with a title, a text that says the same, and its own colours, light or
/// dark as the reader's screen is.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_svg(out: &mut dyn Write, timeline: &Timeline, options: ChartOptions) -> io::Result<()> {
    let chart = chart(timeline, options, Holder::File);
    writeln!(out, "{chart}")
}

/// What a chart stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// A file: it has a heading, a ground and its own rules.
    File,
    /// A page, which has them; ids begin with this name.
    Page(&'static str),
}

/// A chart as text.
pub(super) fn chart(timeline: &Timeline, options: ChartOptions, holder: Holder) -> String {
    drawn(timeline, options, holder, None)
}

/// `part` where its bars lead somewhere.
fn drawn(timeline: &Timeline, options: ChartOptions, holder: Holder, part: Option<ChartPart<'_>>) -> String {
    let width = f64::from(options.width.max(320));
    let name = match holder {
        Holder::File => "c",
        Holder::Page(name) => name,
    };
    let mut canvas = draw::Canvas::new(name, width);
    if holder == Holder::File {
        heading(&mut canvas, timeline, options);
    }
    rows::draw(&mut canvas, timeline, options.relative, part);
    let height = canvas.y + if holder == Holder::File { 14.0 } else { 4.0 };
    let (width, height) = (width.round(), height.round());
    let style = if holder == Holder::File { format!("<style>{STYLE}</style>") } else { String::new() };
    let ground = if holder == Holder::File {
        format!("<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>")
    } else {
        String::new()
    };
    // What leads somewhere is no mere picture.
    let role = if part.is_some() { "group" } else { "img" };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"{role}\" aria-labelledby=\"{name}-title {name}-desc\">\
         <title id=\"{name}-title\">{}</title><desc id=\"{name}-desc\">{}</desc>{style}{}{ground}{}</svg>",
        escape(&title(timeline, options.relative)),
        escape(&summary::sentences(timeline).join(" ")),
        canvas.defs(),
        canvas.body
    )
}

/// What the chart shows: `“ceasefire”: statements per month`.
fn title(timeline: &Timeline, relative: bool) -> String {
    let what = if relative { "share of all statements" } else { "statements" };
    format!("{}: {what} per {}", summary::title(timeline), timeline.unit.as_str())
}

fn heading(canvas: &mut draw::Canvas, timeline: &Timeline, options: ChartOptions) {
    let most = |size: f64| ((f64::from(options.width) - 32.0) / (size * 0.52)) as usize;
    canvas.y += 28.0;
    canvas.text(16.0, canvas.y, "title", &super::markup::cut(&title(timeline, options.relative), most(17.0)));
    for line in textwrap::wrap(&summary::counts(timeline), most(12.5)) {
        canvas.y += 18.0;
        canvas.text(16.0, canvas.y, "quiet", &line);
    }
    canvas.y += 10.0;
}
