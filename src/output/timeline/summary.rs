//! A timeline in sentences: what a chart says to those who do not see it, and what stands at the head of a page.

use super::markup::{count, percent, thousands};
use crate::timeline::{Bin, GapKind, LaneBy, Series, Timeline};

/// What it is called: by its user, else by its queries.
pub(super) fn title(timeline: &Timeline) -> String {
    timeline.title.clone().unwrap_or_else(|| asked(timeline))
}

/// How many statements hold the words, and how many are found by what is known of them: `32 by their words, 112 by topic,
/// title, speaker or entity`. `None` where all hold the words, or no word is asked for.
pub(in crate::output) fn by_words(series: &Series) -> Option<String> {
    if series.words_only {
        return Some("by their words only".to_owned());
    }
    let others = series.total.checked_sub(series.by_words?).filter(|others| *others > 0)?;
    let words = thousands(series.by_words?);
    Some(format!("{words} by their words, {} by topic, title, speaker or entity", thousands(others)))
}

/// The queries as typed, in quotation marks.
fn asked(timeline: &Timeline) -> String {
    let inputs: Vec<String> =
        timeline.series.iter().map(|series| format!("“{}”", series.input.trim())).collect();
    if inputs.is_empty() { "Timeline".to_owned() } else { inputs.join(" and ") }
}

/// How many match, of how many, and when.
pub(super) fn counts(timeline: &Timeline) -> String {
    let all = thousands(timeline.corpus.statements);
    let when = match timeline.mentions {
        Some((first, last)) if first == last => format!(", {first}"),
        Some((first, last)) => format!(", {first} to {last}"),
        None => String::new(),
    };
    match timeline.series.as_slice() {
        [] => String::new(),
        [series] => {
            let how = by_words(series).map(|how| format!(": {how}")).unwrap_or_default();
            match timeline.total() {
                0 => format!("No statement matches, of {all}."),
                1 => format!("1 statement matches, of {all}{when}{how}."),
                total => format!("{} statements match, of {all}{when}{how}.", thousands(total)),
            }
        }
        many => {
            let each = many.iter().map(|series| {
                let how = by_words(series).map(|how| format!(" ({how})")).unwrap_or_default();
                format!("{} “{}”{how}", thousands(series.total), series.input.trim())
            });
            format!("Of {all} statements there match: {}.", each.collect::<Vec<_>>().join(", "))
        }
    }
}

/// All that the chart shows.
pub(super) fn sentences(timeline: &Timeline) -> Vec<String> {
    let mut said = vec![counts(timeline)];
    let unit = timeline.unit.as_str();
    if let (Some(first), Some(last)) = (timeline.bins.first(), timeline.bins.last()) {
        said.push(format!("The axis runs from {} to {}, by {unit}.", first.label, last.label));
    }
    said.extend(fullest(timeline));
    if let Some(lanes) = &timeline.lanes
        && lanes.by != LaneBy::Query
        && !lanes.names.is_empty()
    {
        said.push(format!("By {}: {}.", lanes.by.as_str(), totals(timeline).join(", ")));
    }
    for burst in &timeline.bursts.found {
        let (matched, expected) = (thousands(burst.burst.matched), burst.burst.expected);
        let chance = if burst.burst.p_value >= 0.05 { ", which may be chance" } else { "" };
        said.push(format!(
            "A burst in {}: {matched} where {expected:.1} would be expected{chance}.",
            burst.label
        ));
    }
    for (kind, what) in [
        (GapKind::NoCoverage, "The corpus has no statement at all in"),
        (GapKind::FilteredOut, "The corpus has statements, but none that satisfies the filters, in"),
        (GapKind::TooCoarse, "The corpus has only statements with coarser dates in"),
    ] {
        let bins: u64 = timeline.gaps.iter().filter(|gap| gap.kind == kind).map(|gap| gap.bins as u64).sum();
        said.extend((bins > 0).then(|| format!("{what} {}.", count(bins, unit))));
    }
    let coarse: u64 = timeline.coarse.iter().map(|coarse| coarse.tally.matched).sum();
    if coarse > 0 {
        said.push(format!("The dates of {} are too coarse for a {unit}.", count(coarse, "statement")));
    }
    match timeline.undated.matched {
        0 => {}
        1 => said.push("1 statement has no date.".to_owned()),
        undated => said.push(format!("{} statements have no date.", thousands(undated))),
    }
    said
}

/// Where most match; where several bins are level, how many that is.
fn fullest(timeline: &Timeline) -> Option<String> {
    let most = timeline.bins.iter().map(|bin| bin.tally.matched).max().filter(|most| *most > 0)?;
    let level: Vec<&Bin> = timeline.bins.iter().filter(|bin| bin.tally.matched == most).collect();
    let [bin] = level.as_slice() else {
        return Some(format!("At most {} match in one {}.", thousands(most), timeline.unit.as_str()));
    };
    let share = bin.tally.share().map(percent).unwrap_or_default();
    let (matched, all) = (thousands(most), thousands(bin.tally.all));
    Some(format!("Most are in {}: {matched} of {all} ({share}).", bin.label))
}

/// Each lane with its total: `Ada Example 12`.
fn totals(timeline: &Timeline) -> Vec<String> {
    let Some(lanes) = &timeline.lanes else { return Vec::new() };
    let named = lanes.names.iter().enumerate();
    named.map(|(at, name)| format!("{} {}", name.label(), thousands(lane_total(timeline, at)))).collect()
}

/// How many statements a lane has, dated or not.
pub(super) fn lane_total(timeline: &Timeline, lane: usize) -> u64 {
    let bins = timeline.bins.iter().map(|bin| &bin.tally);
    let coarse = timeline.coarse.iter().map(|coarse| &coarse.tally);
    let tallies = bins.chain(coarse).chain([&timeline.undated]);
    tallies.filter_map(|tally| tally.lanes.get(lane)).sum()
}
