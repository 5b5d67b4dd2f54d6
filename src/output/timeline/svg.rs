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

use super::markup::escape;
use super::summary;
use crate::timeline::Timeline;

/// The rules of colour and type; a page that holds charts needs them once.
pub(super) const STYLE: &str = include_str!("svg/chart.css");

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
    let width = f64::from(options.width.max(320));
    let name = match holder {
        Holder::File => "c",
        Holder::Page(name) => name,
    };
    let mut canvas = draw::Canvas::new(name, width);
    if holder == Holder::File {
        heading(&mut canvas, timeline, options);
    }
    rows::draw(&mut canvas, timeline, options.relative);
    let height = canvas.y + if holder == Holder::File { 14.0 } else { 4.0 };
    let (width, height) = (width.round(), height.round());
    let style = if holder == Holder::File { format!("<style>{STYLE}</style>") } else { String::new() };
    let ground = if holder == Holder::File {
        format!("<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>")
    } else {
        String::new()
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\">\
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
