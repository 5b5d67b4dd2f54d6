//! The rows of a chart, one below the other over one axis of time.

mod marks;

use chrono::NaiveDate;

use super::super::markup::{count, cut, percent, thousands};
use super::super::summary;
use super::ChartPart;
use super::axis::{Tick, Time, scale};
use super::columns::{Column, columns, per_column};
use super::draw::{Canvas, bar, colour, n, text_width};
use crate::timeline::{LaneBy, LaneName, TimedBurst, Timeline};

/// The height of the first row, of that of a strip, of one query of several, and of a lane.
const MAIN: f64 = 200.0;
const STRIP: f64 = 56.0;
const QUERY: f64 = 92.0;
const LANE: f64 = 26.0;
/// Room above a row for its name.
const NAME: f64 = 20.0;
/// No bar is narrower, nor any space between bars, where there is room.
const NARROWEST: f64 = 2.0;

/// Draws all rows; `part` where the chart is a part of a page in which bars lead somewhere.
pub(super) fn draw(canvas: &mut Canvas, timeline: &Timeline, relative: bool, part: Option<ChartPart<'_>>) {
    let Some(extent) = extent(timeline) else {
        return nothing(canvas, timeline);
    };
    let most = (canvas.plot / NARROWEST) as usize;
    let columns = columns(timeline, most);
    let time = Time::new(extent, canvas.left, canvas.plot);
    let per_column = per_column(timeline, most);
    let plot = Plot { timeline, columns: &columns, time, relative, per_column, part };
    let strip = plot.is_strip();
    let top = canvas.y;
    // What lies behind all rows is drawn when it is known how far down they reach.
    let before = std::mem::take(&mut canvas.body);
    plot.bars(canvas);
    if !strip {
        plot.firsts(canvas);
        plot.coarse(canvas);
    }
    plot.coverage(canvas);
    let bottom = canvas.y;
    let rows = std::mem::replace(&mut canvas.body, before);
    plot.ground(canvas, top, bottom);
    canvas.body.push_str(&rows);
    plot.axis(canvas);
    if !strip {
        plot.key(canvas);
    }
}

/// The days of the axis: those of the bins, and of coarse dates where they make it not much longer.
fn extent(timeline: &Timeline) -> Option<(NaiveDate, NaiveDate)> {
    let coarse = timeline.coarse.iter().filter(|coarse| coarse.tally.matched > 0);
    let spans = coarse.map(|coarse| (coarse.date.first_day(), coarse.date.last_day()));
    let join = |a: (NaiveDate, NaiveDate), b: (NaiveDate, NaiveDate)| (a.0.min(b.0), a.1.max(b.1));
    let coarse = spans.reduce(join);
    let (Some(bins), Some(coarse)) = (timeline.extent(), coarse) else {
        return timeline.extent().or(coarse);
    };
    let days = |(first, last): (NaiveDate, NaiveDate)| (last - first).num_days() + 1;
    let both = join(bins, coarse);
    Some(if days(both) <= days(bins) * 3 / 2 { both } else { bins })
}

fn nothing(canvas: &mut Canvas, timeline: &Timeline) {
    let (left, width) = (canvas.left - 36.0, canvas.plot + 36.0);
    canvas.rect("box", [left, canvas.y + 6.0, width, 60.0], "");
    let text = match timeline.undated.matched {
        0 => "Nothing to show: no statement matches.".to_owned(),
        undated => format!("No date to show: {} without one.", count(undated, "statement")),
    };
    canvas.text(left + width / 2.0, canvas.y + 40.0, "quiet mid", &text);
    canvas.y += 74.0;
}

/// Whether a burst is not much of a surprise.
fn chance(burst: &TimedBurst) -> bool {
    burst.burst.p_value >= 0.05
}

struct Plot<'a> {
    timeline: &'a Timeline,
    columns: &'a [Column],
    time: Time,
    relative: bool,
    per_column: usize,
    part: Option<ChartPart<'a>>,
}

impl Plot<'_> {
    fn is_strip(&self) -> bool {
        self.part.is_some_and(|part| part.strip)
    }

    /// How high a bar stands.
    fn value(&self, column: &Column, statements: u64) -> f64 {
        if !self.relative {
            return statements as f64;
        }
        if column.tally.all == 0 { 0.0 } else { statements as f64 / column.tally.all as f64 }
    }

    /// A number beside the axis.
    fn said(&self, value: f64) -> String {
        if self.relative { percent(value) } else { thousands(value.round() as u64) }
    }

    /// The place of a column: with a space to the next where there is room.
    fn across(&self, column: &Column) -> (f64, f64) {
        let (start, end) = (self.time.start(column.start), self.time.end(column.end));
        let width = end - start;
        let space = if width > 4.0 { (width * 0.14).min(3.0) } else { 0.0 };
        // A bar keeps a visible width where the axis is long and the bins are few.
        (start + space / 2.0, (width - space).max(0.8))
    }

    /// The bars, and below them a row for each lane.
    fn bars(&self, canvas: &mut Canvas) {
        let Some(lanes) = &self.timeline.lanes else {
            return self.main(canvas, &[]);
        };
        let names: Vec<usize> = (0..lanes.names.len()).collect();
        if lanes.by == LaneBy::Query {
            self.burst_tags(canvas);
            let most = self.most(&|column, lane| column.tally.lanes.get(lane).copied().unwrap_or(0), &names);
            for lane in names {
                self.lane(canvas, lane, QUERY, most);
            }
            return;
        }
        // Few statements are of several speakers: their lanes still make up a bar.
        let apart = lanes.by.overlaps() && lanes.by != LaneBy::Speaker;
        self.main(canvas, if apart { &[] } else { &names });
        // Lanes with a name are drawn to one scale; what is lumped together would dwarf them, and has its own.
        let (named, lumped): (Vec<usize>, Vec<usize>) =
            names.iter().partition(|lane| matches!(lanes.names[**lane], LaneName::Value(_)));
        let of = |column: &Column, lane: usize| column.tally.lanes.get(lane).copied().unwrap_or(0);
        let most = self.most(&of, &named);
        named.iter().for_each(|lane| self.lane(canvas, *lane, LANE, most));
        lumped.iter().for_each(|lane| self.lane(canvas, *lane, LANE, self.most(&of, &[*lane])));
    }

    /// The highest of some bars.
    fn most(&self, of: &dyn Fn(&Column, usize) -> u64, lanes: &[usize]) -> f64 {
        let each = |column| lanes.iter().map(move |lane| self.value(column, of(column, *lane)));
        self.columns.iter().flat_map(each).fold(0.0, f64::max)
    }

    /// The first row: all that match, in the colours of the lanes where they do not overlap.
    fn main(&self, canvas: &mut Canvas, lanes: &[usize]) {
        let what = if self.relative { "share of all statements that match" } else { "statements that match" };
        self.name(canvas, None, &format!("{what}, per {}", self.step()));
        self.burst_tags(canvas);
        let most =
            self.columns.iter().map(|column| self.value(column, column.tally.matched)).fold(0.0, f64::max);
        let ticks = scale(most, !self.relative);
        let (top, height) = (canvas.y, if self.is_strip() { STRIP } else { MAIN });
        let up = ticks.last().copied().unwrap_or(1.0);
        self.ticks(canvas, &ticks, top, height);
        let mut paths = vec![String::new(); lanes.len().max(1)];
        for column in self.columns {
            let (x, width) = self.across(column);
            let mut y = top + height;
            let stack: Vec<u64> =
                if lanes.is_empty() { vec![column.tally.matched] } else { column.tally.lanes.clone() };
            for (path, statements) in paths.iter_mut().zip(stack) {
                let bar_height = self.value(column, statements) / up * height;
                if statements > 0 {
                    y -= bar_height;
                    bar(path, x, y, width, bar_height.max(0.5));
                }
            }
        }
        for (lane, path) in paths.iter().enumerate() {
            if lanes.is_empty() {
                canvas.path(colour(0), path);
            } else {
                self.lane_bars(canvas, lane, path);
            }
        }
        self.bursts(canvas, top, height, up);
        self.hover(canvas, top, height);
        canvas.y = top + height;
        self.base(canvas);
        canvas.y += 8.0;
    }

    fn lane(&self, canvas: &mut Canvas, lane: usize, height: f64, most: f64) {
        let Some(lanes) = &self.timeline.lanes else { return };
        let total = match lanes.by {
            LaneBy::Query => self.timeline.series.get(lane).map_or(0, |series| series.total),
            _ => summary::lane_total(self.timeline, lane),
        };
        let label = lanes.names.get(lane).map(|name| match name {
            LaneName::Other => format!("{} other {}", lanes.others, lanes.by.plural()),
            name => name.label().to_owned(),
        });
        let label = cut(&label.unwrap_or_default(), (canvas.plot / 9.0) as usize);
        self.name(canvas, Some(lane), &format!("{label} · {}", thousands(total)));
        let (ticks, top) = (scale(most, !self.relative), canvas.y);
        let up = ticks.last().copied().unwrap_or(1.0);
        if height > 60.0 {
            self.ticks(canvas, &ticks, top, height);
        }
        let mut path = String::new();
        for column in self.columns {
            let statements = column.tally.lanes.get(lane).copied().unwrap_or(0);
            let (x, width) = self.across(column);
            let bar_height = (self.value(column, statements) / up * height).max(1.5);
            if statements > 0 {
                bar(&mut path, x, top + height - bar_height, width, bar_height);
            }
        }
        self.lane_bars(canvas, lane, &path);
        if lanes.by == LaneBy::Query && lane == 0 {
            self.bursts(canvas, top, height, up);
            self.hover(canvas, top, height);
        }
        if height < 60.0 {
            canvas.text(canvas.left - 7.0, top + 9.0, "quiet end", &self.said(up));
        }
        canvas.y = top + height;
        self.base(canvas);
        canvas.y += 4.0;
    }

    fn lane_bars(&self, canvas: &mut Canvas, lane: usize, path: &str) {
        match self.timeline.lanes.as_ref().and_then(|lanes| lanes.names.get(lane)) {
            Some(LaneName::Other) => canvas.bars(None, "lo", path),
            Some(LaneName::Without(_)) => canvas.bars(None, "ln", path),
            _ => canvas.bars(Some(lane), colour(lane), path),
        }
    }

    /// What a row is called, with the colour of its bars.
    fn name(&self, canvas: &mut Canvas, lane: Option<usize>, name: &str) {
        let y = canvas.y + 14.0;
        let mut x = canvas.left;
        if let Some(lane) = lane {
            let mut swatch = String::new();
            bar(&mut swatch, x, y - 9.0, 10.0, 10.0);
            self.lane_bars(canvas, lane, &swatch);
            x += 15.0;
        }
        canvas.text(x, y, if lane.is_some() { "strong" } else { "quiet" }, name);
        canvas.y += NAME;
    }

    fn ticks(&self, canvas: &mut Canvas, ticks: &[f64], top: f64, height: f64) {
        let up = ticks.last().copied().unwrap_or(1.0);
        for tick in ticks {
            let y = top + height - tick / up * height;
            canvas.path("grid", &format!("M{} {}H{}", n(canvas.left), n(y), n(canvas.right())));
            canvas.text(canvas.left - 7.0, y + 4.0, "quiet end", &self.said(*tick));
        }
    }

    fn base(&self, canvas: &mut Canvas) {
        canvas.path("base", &format!("M{} {}H{}", n(canvas.left), n(canvas.y), n(canvas.right())));
    }

    /// A column says its numbers where a pointer rests on it.
    fn hover(&self, canvas: &mut Canvas, top: f64, height: f64) {
        for column in self.columns.iter().filter(|column| column.tally.matched > 0) {
            let (start, end) = (self.time.start(column.start), self.time.end(column.end));
            let tally = &column.tally;
            let share = tally.share().map(percent).unwrap_or_default();
            let told = format!(
                "{}: {} of {} ({share})",
                column.label,
                thousands(tally.matched),
                thousands(tally.all)
            );
            let place = [start, top, end - start, height];
            match self.part {
                Some(part) => canvas.link(&(part.link)(column.start, column.end), &told, place),
                None => canvas.rect("hover", place, &told),
            }
        }
    }

    /// What a column covers: `month`, or `3 months` where neighbours are drawn as one.
    fn step(&self) -> String {
        let unit = self.timeline.unit.as_str();
        if self.per_column == 1 { unit.to_owned() } else { format!("{} {unit}s", self.per_column) }
    }

    fn days(&self) -> (NaiveDate, NaiveDate) {
        extent(self.timeline).unwrap_or((NaiveDate::MIN, NaiveDate::MAX))
    }

    /// How many statements there are at all: what the bars are a part of.
    fn coverage(&self, canvas: &mut Canvas) {
        let most = self.columns.iter().map(|column| column.tally.all).max().unwrap_or(0);
        // A strip of everything there is says it once.
        let same = || self.columns.iter().all(|column| column.tally.matched == column.tally.all);
        if self.columns.is_empty() || self.is_strip() && same() {
            return;
        }
        let which = if self.timeline.filters.is_empty() { "there are" } else { "that satisfy the filters" };
        self.name(canvas, None, &format!("all statements {which}, per {}", self.step()));
        let (top, height) = (canvas.y, if self.is_strip() { 18.0 } else { 30.0 });
        let mut path = String::new();
        for column in self.columns.iter().filter(|column| column.tally.all > 0) {
            let (x, width) = self.across(column);
            let bar_height = (column.tally.all as f64 / most as f64 * height).max(1.0);
            bar(&mut path, x, top + height - bar_height, width, bar_height);
        }
        canvas.path("all", &path);
        canvas.text(canvas.left - 7.0, top + 9.0, "quiet end", &thousands(most));
        canvas.y = top + height;
    }

    /// What lies behind the rows: lines at round dates, and patterns where there are no statements.
    fn ground(&self, canvas: &mut Canvas, top: f64, bottom: f64) {
        for run in self.columns.chunk_by(|a, b| a.ground() == b.ground()) {
            if let (Some(first), Some(last)) = (run.first(), run.last())
                && let Some(pattern) = first.ground()
            {
                let (start, end) = (self.time.start(first.start), self.time.end(last.end));
                canvas.ground(pattern, [start, top + NAME, end - start, bottom - top - NAME]);
            }
        }
        let ticks = self.time.ticks(74.0);
        let line = |tick: &Tick| {
            let x = n(self.time.start(tick.day));
            format!("M{x} {}V{}", n(top + NAME), n(bottom))
        };
        canvas.path("grid", &ticks.iter().map(line).collect::<String>());
    }

    fn axis(&self, canvas: &mut Canvas) {
        self.base(canvas);
        let y = canvas.y;
        let ticks = self.time.ticks(74.0);
        let years = ticks.iter().any(|tick| tick.year.is_some());
        for tick in &ticks {
            let x = self.time.start(tick.day);
            canvas.path("base", &format!("M{} {}v5", n(x), n(y)));
            // The first label would hang over the edge, the last run off it.
            let half = text_width(&tick.label) / 2.0;
            let middle = x.min(canvas.right() - half + 10.0);
            canvas.text(middle, y + 18.0, "mid", &tick.label);
            if let Some(year) = &tick.year {
                canvas.text(middle, y + 33.0, "quiet mid", year);
            }
        }
        canvas.y += if years { 38.0 } else { 24.0 };
    }

    /// What signs mean, and what has no place on the axis.
    fn key(&self, canvas: &mut Canvas) {
        let mut entries: Vec<(&str, String)> = Vec::new();
        let filtered = !self.timeline.filters.is_empty();
        let none = if filtered { "none that satisfies the filters" } else { "only coarser dates" };
        for (pattern, meaning) in [("hatch", "no statements in the corpus"), ("dots", none)] {
            if self.columns.iter().any(|column| column.ground() == Some(pattern)) {
                entries.push((pattern, meaning.to_owned()));
            }
        }
        let found = &self.timeline.bursts.found;
        if found.iter().any(|burst| !chance(burst)) {
            entries.push(("burst", "burst".to_owned()));
        }
        if found.iter().any(chance) {
            entries.push(("burst chance", "burst that may be chance (p ≥ 0.05)".to_owned()));
        }
        if self.timeline.undated.matched > 0 {
            entries.push(("box", format!("no date: {}", count(self.timeline.undated.matched, "statement"))));
        }
        if entries.is_empty() {
            return;
        }
        let mut x = canvas.left;
        let mut y = canvas.y + 8.0;
        for (sign, text) in entries {
            let width = text_width(&text) + if sign == "box" { 20.0 } else { 38.0 };
            if x + width > canvas.right() && x > canvas.left {
                (x, y) = (canvas.left, y + 24.0);
            }
            match sign {
                "hatch" | "dots" => {
                    canvas.ground(sign, [x, y, 18.0, 14.0]);
                    canvas.rect("box", [x, y, 18.0, 14.0], "");
                    canvas.text(x + 24.0, y + 11.0, "quiet", &text);
                }
                "burst" | "burst chance" => {
                    canvas.rect(sign, [x + 1.0, y, 16.0, 14.0], "");
                    canvas.text(x + 24.0, y + 11.0, "quiet", &text);
                }
                _ => {
                    canvas.rect("box", [x, y - 3.0, width - 8.0, 20.0], "");
                    canvas.text(x + 6.0, y + 11.0, "strong", &text);
                }
            }
            x += width + 12.0;
        }
        canvas.y = y + 22.0;
    }
}
