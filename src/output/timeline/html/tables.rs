//! The tables of a page.

use std::fmt::Write;

use super::super::markup::{count, escape, percent, thousands};
use crate::timeline::{Bin, GapKind, METHOD, Tally, Timeline};

/// A table that scrolls by itself where it is too wide or too long, by keyboard too.
fn table(id: &str, caption: &str, headings: &[String], rows: &str) -> String {
    let mut heads = String::new();
    for heading in headings {
        let _ = write!(heads, "<th scope=\"col\">{}</th>", escape(heading));
    }
    format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">\n<table id=\"{id}\">\n\
         <caption>{}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n",
        escape(caption),
        escape(caption)
    )
}

fn heads(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The counts of each bin. Three empty bins or more in a row stand in one row.
pub(super) fn bins(timeline: &Timeline) -> String {
    let unit = timeline.unit.as_str();
    let mut headings = heads(&[unit, "matches", "all", "share"]);
    let lanes = timeline.lanes.iter().flat_map(|lanes| &lanes.names);
    headings.extend(lanes.map(|lane| lane.label().to_owned()));
    let empty = |bin: &Bin| no_lane(&bin.tally).then(|| bin.gap()).flatten();
    let mut rows = String::new();
    for run in timeline.bins.chunk_by(|a, b| empty(a).is_some() && empty(a) == empty(b)) {
        match run {
            [first, _, .., last] => {
                let all = run.iter().map(|bin| bin.tally.all).sum();
                let tally = Tally { matched: 0, all, lanes: first.tally.lanes.clone() };
                let label = format!("{} to {} ({} {unit}s)", first.label, last.label, run.len());
                row(&mut rows, &label, first.start, &tally, first.gap());
            }
            run => run.iter().for_each(|bin| row(&mut rows, &bin.label, bin.start, &bin.tally, bin.gap())),
        }
    }
    for coarse in &timeline.coarse {
        let label = format!("{} ({} only)", coarse.date, coarse.date.precision().as_str());
        row(&mut rows, &label, coarse.date.first_day(), &coarse.tally, None);
    }
    if timeline.undated.all > 0 {
        row(&mut rows, "no date", chrono::NaiveDate::MAX, &timeline.undated, None);
    }
    if rows.is_empty() {
        return "<p id=\"bins\">There is nothing to count.</p>\n".to_owned();
    }
    let caption = format!("Statements per {unit}: those that match, and {}", all_there_are(timeline));
    table("bins", &caption, &headings, &rows)
}

/// What matches are a part of.
pub(super) fn all_there_are(timeline: &Timeline) -> &'static str {
    if timeline.filters.is_empty() { "all there are" } else { "all that satisfy the filters" }
}

fn no_lane(tally: &Tally) -> bool {
    tally.lanes.iter().all(|lane| *lane == 0)
}

fn row(rows: &mut String, label: &str, start: chrono::NaiveDate, tally: &Tally, gap: Option<GapKind>) {
    use chrono::Datelike;
    let class = if gap == Some(GapKind::NoCoverage) { " class=\"none\"" } else { "" };
    let _ = write!(
        rows,
        "<tr{class}><th scope=\"row\" data-v=\"{}\">{}</th>",
        start.num_days_from_ce(),
        escape(label)
    );
    let share = match tally.share() {
        Some(share) => format!("<td data-v=\"{share:.6}\">{}</td>", percent(share)),
        None => {
            let why = match gap {
                Some(GapKind::FilteredOut) => "none that satisfies the filters",
                Some(GapKind::TooCoarse) => "only coarser dates",
                _ => "no statements",
            };
            format!("<td data-v=\"-1\">{why}</td>")
        }
    };
    let _ = write!(rows, "<td>{}</td><td>{}</td>{share}", thousands(tally.matched), thousands(tally.all));
    tally.lanes.iter().for_each(|lane| {
        let _ = write!(rows, "<td>{}</td>", thousands(*lane));
    });
    rows.push_str("</tr>\n");
}

/// First mentions, bursts, gaps, and what has no place on the axis.
pub(super) fn others(timeline: &Timeline) -> String {
    let mut page = speakers(timeline);
    page.push_str("<div class=\"pair\">\n");
    page.push_str(&bursts(timeline));
    page.push_str(&gaps(timeline));
    page.push_str(&beside(timeline));
    page.push_str("</div>\n");
    page
}

fn section(id: &str, heading: &str, inside: &str) -> String {
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{heading}</h2>\n{inside}</section>\n"
    )
}

fn speakers(timeline: &Timeline) -> String {
    const MAX_SPEAKERS: usize = 200;
    if timeline.speakers.is_empty() {
        return String::new();
    }
    let mut rows = String::new();
    for speaker in timeline.speakers.iter().take(MAX_SPEAKERS) {
        let name = speaker.speaker.as_deref().map_or("<i>nobody named</i>".to_owned(), escape);
        let (first, last) =
            speaker.dates.map_or(("no date".to_owned(), "no date".to_owned()), |(first, last)| {
                (first.to_string(), last.to_string())
            });
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{name}</th><td>{}</td><td>{first}</td><td>{last}</td></tr>",
            thousands(speaker.statements)
        );
    }
    let named = timeline.speakers.len();
    let shown = if named > MAX_SPEAKERS {
        format!("<p>The {MAX_SPEAKERS} with most statements, of {}.</p>\n", thousands(named as u64))
    } else {
        String::new()
    };
    let table = table(
        "speakers",
        "Each speaker’s statements that match, and the dates of the first and the last",
        &heads(&["speaker", "matches", "first", "last"]),
        &rows,
    );
    section("firsts", "First and last mention", &format!("{shown}{table}"))
}

fn bursts(timeline: &Timeline) -> String {
    let options = timeline.bursts.options;
    let how = format!(
        "<p>Method: {}; s = {}, γ = {}. A burst is a stretch in which the share of all statements that match is \
         higher than overall. The p-value is how likely such a stretch is by chance (Fisher’s exact test, times the number \
         of stretches looked at).</p>\n",
        escape(METHOD),
        options.s,
        options.gamma
    );
    if timeline.bursts.found.is_empty() {
        return section("bursts", "Bursts", &format!("<p>None found.</p>\n{how}"));
    }
    let mut rows = String::new();
    for (at, burst) in timeline.bursts.found.iter().enumerate() {
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}. {}</th><td>{}</td><td>{}</td><td>{:.1}</td><td>{:.2}</td><td>{}</td></tr>",
            at + 1,
            escape(&burst.label),
            thousands(burst.burst.matched),
            thousands(burst.burst.all),
            burst.burst.expected,
            burst.burst.weight,
            p_value(burst.burst.p_value)
        );
    }
    let headings = heads(&["when", "matches", "all", "expected", "weight", "p"]);
    let table = table("bursts-table", "Bursts, in order of time", &headings, &rows);
    section("bursts", "Bursts", &format!("{table}{how}"))
}

fn p_value(p: f64) -> String {
    match p {
        p if p >= 0.1 => format!("{p:.2}, may be chance"),
        p if p >= 0.05 => format!("{p:.3}, may be chance"),
        p if p >= 0.001 => format!("{p:.3}"),
        p => format!("{p:.1e}"),
    }
}

fn gaps(timeline: &Timeline) -> String {
    if timeline.gaps.is_empty() {
        return section("gaps", "Gaps", "<p>None: something matches in every bin.</p>\n");
    }
    let unit = timeline.unit.as_str();
    let mut rows = String::new();
    for gap in &timeline.gaps {
        let kind = match gap.kind {
            GapKind::NoMatch => "statements, but no match",
            GapKind::NoCoverage => "no statements in the corpus",
            kind => kind.as_str(),
        };
        let class = if gap.kind == GapKind::NoCoverage { " class=\"none\"" } else { "" };
        let _ = writeln!(
            rows,
            "<tr{class}><th scope=\"row\">{} to {}</th><td>{}</td><td class=\"t\">{kind}</td></tr>",
            gap.start, gap.end, gap.bins
        );
    }
    let headings = heads(&["when", &format!("{unit}s"), "why"]);
    let table = table("gaps-table", "Stretches in which nothing matches, and why", &headings, &rows);
    section("gaps", "Gaps", &table)
}

/// Boxes for dates too coarse and for no date.
fn beside(timeline: &Timeline) -> String {
    let unit = timeline.unit.as_str();
    let coarse: u64 = timeline.coarse.iter().map(|coarse| coarse.tally.matched).sum();
    let dates: Vec<String> = timeline
        .coarse
        .iter()
        .filter(|coarse| coarse.tally.matched > 0)
        .map(|coarse| format!("{}: {}", coarse.date, thousands(coarse.tally.matched)))
        .collect();
    let list = if dates.is_empty() { String::new() } else { format!("<p>{}</p>\n", dates.join(" · ")) };
    let inside = format!(
        "<div class=\"box\"><h3>Dates too coarse for a {unit}</h3>\n<p><b>{}</b> of {}</p>\n{list}</div>\n\
         <div class=\"box\"><h3>No date</h3>\n<p><b>{}</b> of {} without one</p>\n</div>\n",
        count(coarse, "statement"),
        thousands(timeline.coarse.iter().map(|coarse| coarse.tally.all).sum()),
        count(timeline.undated.matched, "statement"),
        thousands(timeline.undated.all)
    );
    section("beside", "Beside the axis", &inside)
}
