//! What a chart is drawn with.

use std::fmt::Write;

use super::super::markup::escape;

/// How many lanes have a colour of their own; further ones take them again.
const COLOURS: usize = 8;
/// Room for the numbers beside the plot.
const LEFT: f64 = 52.0;
const RIGHT: f64 = 16.0;

/// A sheet that grows downwards.
pub(super) struct Canvas {
    /// What is drawn.
    pub body: String,
    /// How far down it reaches.
    pub y: f64,
    /// Where the plot begins.
    pub left: f64,
    /// How wide the plot is.
    pub plot: f64,
    /// What ids begin with.
    name: &'static str,
    /// The patterns that are used.
    patterns: Vec<usize>,
}

impl Canvas {
    pub fn new(name: &'static str, width: f64) -> Self {
        Self {
            body: String::new(),
            y: 0.0,
            left: LEFT,
            plot: width - LEFT - RIGHT,
            name,
            patterns: Vec::new(),
        }
    }

    /// Where the plot ends.
    pub fn right(&self) -> f64 {
        self.left + self.plot
    }

    /// A line of text.
    pub fn text(&mut self, x: f64, y: f64, class: &str, text: &str) {
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\" class=\"{class}\">{}</text>",
            n(x),
            n(y),
            escape(text)
        );
    }

    pub fn path(&mut self, class: &str, path: &str) {
        if !path.is_empty() {
            let _ = write!(self.body, "<path class=\"{class}\" d=\"{path}\"/>");
        }
    }

    /// A rectangle that says what it is where a pointer rests on it.
    pub fn rect(&mut self, class: &str, [x, y, width, height]: [f64; 4], told: &str) {
        let told = if told.is_empty() { String::new() } else { format!("<title>{}</title>", escape(told)) };
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">{told}</rect>",
            n(x),
            n(y),
            n(width),
            n(height)
        );
    }

    /// A rectangle that leads somewhere. One comes to it by pointing; by keyboard one has the table and the fields of dates.
    pub fn link(&mut self, address: &str, told: &str, [x, y, width, height]: [f64; 4]) {
        let _ = write!(
            self.body,
            "<a href=\"{}\" tabindex=\"-1\" aria-label=\"{}\"><rect class=\"hover\" x=\"{}\" y=\"{}\" width=\"{}\" \
             height=\"{}\"><title>{}</title></rect></a>",
            escape(address),
            escape(told),
            n(x),
            n(y),
            n(width),
            n(height),
            escape(told)
        );
    }

    /// Bars in a lane's colour and pattern: even lanes are plain, the others lined, so that colour alone tells no two
    /// neighbours apart.
    pub fn bars(&mut self, lane: Option<usize>, class: &str, path: &str) {
        match lane.filter(|lane| lane % 2 == 1) {
            Some(lane) if !path.is_empty() => {
                if !self.patterns.contains(&lane) {
                    self.patterns.push(lane);
                }
                let _ = write!(self.body, "<path fill=\"url(#{}-p{lane})\" d=\"{path}\"/>", self.name);
            }
            _ => self.path(class, path),
        }
    }

    /// An area of days without a statement: `hatch` where the corpus has none, `dots` where the filters leave none.
    pub fn ground(&mut self, pattern: &str, [x, y, width, height]: [f64; 4]) {
        let name = self.name;
        let _ = write!(
            self.body,
            "<rect fill=\"url(#{name}-{pattern})\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            n(x),
            n(y),
            n(width),
            n(height)
        );
    }

    /// The patterns, for the head of the file.
    pub fn defs(&self) -> String {
        let name = self.name;
        let mut defs = format!(
            "<defs><pattern id=\"{name}-hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
             <path class=\"hatch\" d=\"M-1 1L1 -1M0 7L7 0M6 8L8 6\"/></pattern>\
             <pattern id=\"{name}-dots\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
             <path class=\"hatch\" d=\"M3 3.5h1.5\"/></pattern>"
        );
        for lane in &self.patterns {
            let lines = ["M0 2.5H5", "M2.5 0V5", "M-1 1L1 -1M0 5L5 0M4 6L6 4", "M-1 4L1 6M0 0L5 5M4 -1L6 1"];
            let _ = write!(
                defs,
                "<pattern id=\"{name}-p{lane}\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">\
                 <rect class=\"{}\" width=\"5\" height=\"5\"/><path class=\"over\" d=\"{}\"/></pattern>",
                colour(*lane),
                lines[lane / 2 % lines.len()]
            );
        }
        defs + "</defs>"
    }
}

/// The class of a lane's colour.
pub(super) fn colour(lane: usize) -> &'static str {
    ["l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7"][lane % COLOURS]
}

/// A bar as part of a path: from its left upper corner.
pub(super) fn bar(path: &mut String, x: f64, y: f64, width: f64, height: f64) {
    let _ = write!(path, "M{} {}h{}v{}h-{}z", n(x), n(y), n(width), n(height), n(width));
}

/// About how wide a text of 12 points is.
pub(super) fn text_width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 6.9 } else { 8.4 }).sum()
}

/// A length with at most two digits after the point.
pub(super) fn n(x: f64) -> String {
    let text = format!("{x:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
