//! A timeline for people, in a terminal: bars by bin, who spoke first, bursts, and events in order.

use std::io::{self, Write};

use anstyle::Style;
use textwrap::core::display_width;

use super::super::numbers::{count, thousands};
use super::super::plain::plain;
use super::super::timeline::{by_words, date_kind};
use super::hits::{Look, dates, who, wrapped};
use super::lines::{first, pad};
use super::{NAME, QUIET};
use crate::model::Span;
use crate::search::{Match, Within};
use crate::timeline::{Bin, Change, Choice, Event, GapKind, METHOD, Mentions, Tally, Timeline};

const HEAD: Style = Style::new().bold();

/// A burst less likely by chance than this is marked.
const LIKELY: f64 = 0.05;
/// With less in common, what is new and gone would be all of both.
const ALIKE: f64 = 0.3;
/// So many bins without a match become one line.
const FEW: usize = 3;
/// So many speakers are shown.
const SPEAKERS: usize = 10;

/// How a timeline is laid out. Colour is written always, as for [`Look`]; nothing is told by colour alone.
#[derive(Clone, Copy, Debug)]
pub struct TimelineLook {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether passages are shown whole.
    pub whole: bool,
    /// Whether bars show shares of all statements of a bin, not numbers.
    pub relative: bool,
}

/// A timeline as text.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_timeline(out: &mut dyn Write, timeline: &Timeline, look: TimelineLook) -> io::Result<()> {
    write_head(out, timeline, look)?;
    if timeline.series.iter().all(|series| series.total == 0) {
        return Ok(());
    }
    write_bins(out, timeline, look)?;
    write_rest(out, timeline)?;
    write_lanes(out, timeline, look)?;
    write_bursts(out, timeline)?;
    write_speakers(out, timeline, look)?;
    write_events(out, timeline, look)
}

fn write_head(out: &mut dyn Write, timeline: &Timeline, look: TimelineLook) -> io::Result<()> {
    if let Some(title) = &timeline.title {
        writeln!(out, "{HEAD}{}{HEAD:#}\n", plain(title))?;
    }
    for series in &timeline.series {
        let how = by_words(series).map(|how| format!(": {how}")).unwrap_or_default();
        let some = if series.matched == Match::Some { ", with some of the words only" } else { "" };
        writeln!(
            out,
            "{HEAD}{}{HEAD:#}  {} in {}{how}{some}",
            plain(&series.understood),
            count(series.total, "statement"),
            count(series.passages, "passage")
        )?;
    }
    let corpus = &timeline.corpus;
    let covered = match (corpus.from, corpus.to) {
        (Some(from), Some(to)) => format!(", {from} to {to}"),
        _ => String::new(),
    };
    let of = if narrowed(timeline) { " that satisfy the filters" } else { "" };
    writeln!(out, "{QUIET}of {}{of}{covered}{QUIET:#}", count(corpus.statements, "statement"))?;
    let total = Tally { matched: timeline.total(), all: corpus.statements, lanes: Vec::new() };
    let bars = if look.relative { "share of all statements" } else { "statements" };
    let share = total.share().map(|share| format!(", {} of all", percent(share))).unwrap_or_default();
    let of = if timeline.series.len() > 1 { " of the first query" } else { "" };
    writeln!(out, "{QUIET}by {}; bars: {bars}{of}{share}{QUIET:#}\n", timeline.unit.as_str())
}

fn narrowed(timeline: &Timeline) -> bool {
    timeline.filters != crate::query::Filters::default()
}

/// One line a bin; a run of bins without a match becomes one line that says why.
fn write_bins(out: &mut dyn Write, timeline: &Timeline, look: TimelineLook) -> io::Result<()> {
    let labels = timeline.bins.iter().map(|bin| bin.label.len()).max().unwrap_or(0);
    let columns = look.width.saturating_sub(labels + 24).clamp(8, 60);
    let height = |bin: &Bin| match look.relative {
        true => bin.tally.share().unwrap_or(0.0),
        false => bin.tally.matched as f64,
    };
    let top = timeline.bins.iter().map(height).fold(f64::MIN_POSITIVE, f64::max);
    for run in timeline.bins.chunk_by(|a, b| a.gap() == b.gap()) {
        let why = run[0].gap();
        if let Some(why) = why.filter(|_| run.len() > FEW) {
            let (from, to) = (&run[0].label, &run[run.len() - 1].label);
            let what = format!(
                "{} {} ({from} to {to})",
                count(run.len() as u64, timeline.unit.as_str()),
                why.as_str()
            );
            writeln!(out, "  {QUIET}{} {what}{QUIET:#}", pad("…", labels))?;
            continue;
        }
        for bin in run {
            write!(out, "  {} ", pad(&bin.label, labels))?;
            if let Some(why) = why {
                writeln!(
                    out,
                    "{QUIET}{:>8}  {}{QUIET:#}",
                    if why == GapKind::NoCoverage { "–" } else { "0" },
                    why.as_str()
                )?;
                continue;
            }
            let share = bin.tally.share().map(percent).unwrap_or_default();
            let mark = if in_burst(timeline, bin) { "*" } else { " " };
            let bar = bar(height(bin) / top, columns);
            writeln!(out, "{:>8} {share:>8} {mark} {bar}", bin.tally.matched)?;
        }
    }
    Ok(())
}

/// What lies in no bin.
fn write_rest(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    for coarse in &timeline.coarse {
        let date = coarse.date;
        let precision = date.precision().as_str();
        writeln!(out, "  {QUIET}{date} ({precision} only){QUIET:#} {:>8}", coarse.tally.matched)?;
    }
    if timeline.undated.matched > 0 {
        writeln!(out, "  {QUIET}no date{QUIET:#} {:>8}", timeline.undated.matched)?;
    }
    Ok(())
}

/// One small curve a lane.
fn write_lanes(out: &mut dyn Write, timeline: &Timeline, look: TimelineLook) -> io::Result<()> {
    let Some(lanes) = &timeline.lanes else { return Ok(()) };
    let place = match lanes.within {
        Within::Sentence => " named in the same sentence",
        Within::Passage => " named in the same passage",
        _ => "",
    };
    writeln!(out, "\n{HEAD}by {}{HEAD:#}{QUIET}{place}{QUIET:#}", lanes.by.as_str())?;
    let labels: Vec<String> = lanes.names.iter().map(|name| plain(name.label())).collect();
    let widest = labels.iter().map(|label| display_width(label)).max().unwrap_or(0).min(look.width / 3);
    let columns = look.width.saturating_sub(widest + 14).max(8);
    for (lane, label) in labels.iter().enumerate() {
        let of = |tally: &Tally| tally.lanes.get(lane).copied().unwrap_or(0);
        let counts: Vec<u64> = timeline.bins.iter().map(|bin| of(&bin.tally)).collect();
        let rest =
            timeline.coarse.iter().map(|coarse| of(&coarse.tally)).sum::<u64>() + of(&timeline.undated);
        let all = counts.iter().sum::<u64>() + rest;
        writeln!(out, "  {} {all:>8}  {}", pad(&first(label, widest), widest), curve(&counts, columns))?;
    }
    if lanes.others > 0 {
        writeln!(
            out,
            "  {QUIET}other: {} more; see more with --top N{QUIET:#}",
            thousands(lanes.others as u64)
        )?;
    }
    if lanes.by.overlaps() {
        writeln!(out, "  {QUIET}a statement may be counted in several of these{QUIET:#}")?;
    }
    Ok(())
}

fn write_bursts(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    let bursts = &timeline.bursts;
    if bursts.found.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{HEAD}bursts{HEAD:#}  {QUIET}{METHOD}, s {}, gamma {}{QUIET:#}",
        bursts.options.s, bursts.options.gamma
    )?;
    for timed in &bursts.found {
        let burst = timed.burst;
        let sure = if burst.p_value < LIKELY { "* " } else { "  " };
        let chance = if burst.p_value < LIKELY { "" } else { ": may be chance" };
        writeln!(
            out,
            "  {sure}{}  {} of {} (expected {:.1}), p {}{chance}",
            timed.label,
            burst.matched,
            burst.all,
            burst.expected,
            probability(burst.p_value)
        )?;
    }
    Ok(())
}

fn in_burst(timeline: &Timeline, bin: &Bin) -> bool {
    let holds = |burst: &crate::timeline::TimedBurst| burst.start <= bin.start && bin.end <= burst.end;
    timeline.bursts.found.iter().any(|burst| burst.burst.p_value < LIKELY && holds(burst))
}

fn write_speakers(out: &mut dyn Write, timeline: &Timeline, look: TimelineLook) -> io::Result<()> {
    if let Some((from, to)) = timeline.mentions {
        writeln!(out, "\n{HEAD}first and last{HEAD:#}  {from} to {to}")?;
    }
    let named = |mentions: &&Mentions| mentions.speaker.is_some();
    let names: Vec<_> = timeline.speakers.iter().filter(named).collect();
    let shown = &names[..names.len().min(SPEAKERS)];
    let label = |mentions: &Mentions| plain(mentions.speaker.as_deref().unwrap_or_default());
    let widest =
        shown.iter().map(|mentions| display_width(&label(mentions))).max().unwrap_or(0).min(look.width / 2);
    for mentions in shown {
        let dates = match mentions.dates {
            Some((from, to)) if from == to => from.to_string(),
            Some((from, to)) => format!("{from} to {to}"),
            None => "no date".to_owned(),
        };
        let name = pad(&first(&label(mentions), widest), widest);
        writeln!(out, "  {name} {:>8}  {dates}", mentions.statements)?;
    }
    if names.len() > shown.len() {
        let more = count((names.len() - shown.len()) as u64, "more speaker");
        writeln!(out, "  {QUIET}{more}: all with --format json{QUIET:#}")?;
    }
    Ok(())
}

fn write_events(out: &mut dyn Write, timeline: &Timeline, look: TimelineLook) -> io::Result<()> {
    if timeline.events.is_empty() {
        return Ok(());
    }
    let how = match timeline.choice {
        Choice::Days => "the best of each day",
        _ if timeline.shown() < timeline.total() => "the best of each bin in turn",
        _ => "all of them",
    };
    writeln!(out, "\n{HEAD}in order of time{HEAD:#}  {QUIET}{how}{QUIET:#}\n")?;
    timeline.events.iter().try_for_each(|event| write_event(out, timeline, event, look))
}

fn write_event(
    out: &mut dyn Write,
    timeline: &Timeline,
    event: &Event,
    look: TimelineLook,
) -> io::Result<()> {
    let stored = &event.stored;
    let mut facts = Vec::new();
    if date_kind(stored.kind, &stored.date) == Some("published") {
        facts.push("date of publication".to_owned());
    }
    facts.extend(event.first_for_speaker.then(|| "first of this speaker".to_owned()));
    if timeline.choice == Choice::Days && event.stands_for > 1 {
        facts.push(format!("1 of {} that day", event.stands_for));
    }
    facts.extend((event.also > 0).then(|| format!("also {}", event.also)));
    if timeline.series.len() > 1 {
        let queries = event.series.iter().map(|series| timeline.series[*series].input.clone());
        facts.push(queries.collect::<Vec<_>>().join(", "));
    }
    let facts: String = facts.iter().map(|fact| format!("  · {}", plain(fact))).collect();
    let date = plain(&dates(stored));
    writeln!(out, "{HEAD}{date}{HEAD:#}  {NAME}{}{NAME:#}{QUIET}{}{QUIET:#}", plain(&who(stored)), facts)?;
    let passages = Look { width: look.width, whole: look.whole };
    for line in wrapped(&event.quote, &event.highlights, passages, 4) {
        writeln!(out, "    {line}")?;
    }
    if let Some(change) = &event.change {
        write_change(out, event, change, look)?;
    }
    let about: Vec<&str> = stored.title.iter().chain(&stored.source).map(String::as_str).collect();
    if !about.is_empty() {
        writeln!(out, "    {QUIET}{}{QUIET:#}", plain(&about.join(" · ")))?;
    }
    let place = plain(&stored.place());
    writeln!(out, "    {QUIET}{place}  [{}]{QUIET:#}\n", stored.id)
}

/// What wording is new and what is gone; not all of it where little is alike.
fn write_change(out: &mut dyn Write, event: &Event, change: &Change, look: TimelineLook) -> io::Result<()> {
    let common = percent(change.common);
    if change.new.is_empty() && change.gone.is_empty() {
        return writeln!(out, "    {QUIET}the same words as before{QUIET:#}");
    }
    writeln!(out, "    {QUIET}{common} of the words as before{QUIET:#}")?;
    if change.common < ALIKE {
        return Ok(());
    }
    let words = |span: &Span| event.quote.chars().skip(span.start).take(span.end - span.start).collect();
    let new: Vec<String> = change.new.iter().map(words).collect();
    for (sign, runs) in [("new: ", &new), ("gone:", &change.gone)] {
        let runs: Vec<String> = runs.iter().map(|run| format!("“{}”", plain(run))).collect();
        if !runs.is_empty() {
            let indent = " ".repeat(4 + sign.len() + 1);
            let first = format!("    {sign} ");
            let layout = textwrap::Options::new(look.width).initial_indent(&first).subsequent_indent(&indent);
            writeln!(out, "{}", textwrap::fill(&runs.join(" "), layout))?;
        }
    }
    Ok(())
}

/// A bar of so many columns, to the eighth of one.
fn bar(part: f64, columns: usize) -> String {
    let eighths = (part * columns as f64 * 8.0).round().max(1.0) as usize;
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    format!("{}{rest}", "█".repeat(eighths / 8))
}

/// A curve in one line: the counts, put together where there are more than columns. A space is none.
fn curve(counts: &[u64], columns: usize) -> String {
    let each = counts.len().div_ceil(columns).max(1);
    let sums: Vec<u64> = counts.chunks(each).map(|chunk| chunk.iter().sum()).collect();
    let top = sums.iter().copied().max().unwrap_or(0).max(1);
    let level = |sum: &u64| match sum {
        0 => ' ',
        _ => ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'][(sum * 8).div_ceil(top) as usize - 1],
    };
    sums.iter().map(level).collect::<String>().trim_end().to_owned()
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 0.1 { "<0.1 %".to_owned() } else { format!("{percent:.1} %") }
}

fn probability(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}
