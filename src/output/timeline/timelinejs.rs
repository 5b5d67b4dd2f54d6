//! A timeline for TimelineJS 3 (Knight Lab), as the JSON that it reads.
//!
//! One slide a statement. A coarse date has no month or no day, so that it stays as exact as it is. What has no
//! date has no slide, and the title says how many. TimelineJS takes no timeline without a slide: where nothing with a
//! date matches, the only slide says so, on the day of the search.

use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use super::super::plain::together;
use super::markup::{count, escape, thousands, web};
use super::summary;
use crate::model::{PartialDate, Precision, Span, Speaker};
use crate::timeline::{Event, Timeline};

/// TimelineJS grows slow beyond a few hundred slides.
const MAX_SLIDES: usize = 300;

/// Writes at most 300 slides; of more events, some evenly spaced in order of time, and the title says so. `made` is
/// the day of the search.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_timelinejs(out: &mut dyn Write, timeline: &Timeline, made: NaiveDate) -> io::Result<()> {
    let dated: Vec<&Event> = timeline.events.iter().filter(|event| event.days().is_some()).collect();
    let chosen = spaced(&dated);
    let mut slides: Vec<Value> = chosen.iter().filter_map(|event| slide(event)).collect();
    if slides.is_empty() {
        slides.push(json!({
            "start_date": date(PartialDate::day(made)),
            "text": { "headline": "Nothing with a date found", "text": paragraph(&summary::counts(timeline)) },
            "unique_id": "nothing-found",
            "autolink": false,
        }));
    }
    let eras: Vec<Value> = timeline
        .bursts
        .found
        .iter()
        .map(|burst| {
            let ends = [burst.start, burst.end].map(|day| date(PartialDate::day(day)));
            let headline = format!("burst {}", escape(&burst.label));
            json!({ "start_date": ends[0], "end_date": ends[1], "text": { "headline": headline } })
        })
        .collect();
    let timeline = json!({
        "title": {
            "text": { "headline": escape(&summary::title(timeline)), "text": about(timeline, chosen.len(), dated.len()) },
            "unique_id": "about",
            "autolink": false,
        },
        "events": slides,
        "eras": eras,
    });
    serde_json::to_writer_pretty(&mut *out, &timeline)?;
    out.write_all(b"\n")
}

/// At most as many as there may be, evenly spaced, the first and the last among them.
fn spaced<'a>(events: &[&'a Event]) -> Vec<&'a Event> {
    if events.len() <= MAX_SLIDES {
        return events.to_vec();
    }
    (0..MAX_SLIDES).map(|at| events[at * (events.len() - 1) / (MAX_SLIDES - 1)]).collect()
}

fn about(timeline: &Timeline, slides: usize, dated: usize) -> String {
    let mut said = paragraph(&summary::counts(timeline));
    let undated = timeline.events.len() - dated;
    if slides < dated {
        let (slides, dated) = (thousands(slides as u64), thousands(dated as u64));
        said += &paragraph(&format!(
            "{slides} of {dated} statements with a date are shown, evenly spaced; the page (--format html) holds more."
        ));
    } else if timeline.shown() < timeline.total() {
        let (shown, total) = (thousands(timeline.shown()), count(timeline.total(), "statement"));
        said += &paragraph(&format!("Shown are {shown} of {total}: the best of each time in turn."));
    }
    if undated > 0 {
        said += &paragraph(&format!("{} without a date not shown.", count(undated as u64, "statement")));
    }
    said
}

fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", escape(text))
}

/// A date, as exact as it is. Months count from 1.
fn date(date: PartialDate) -> Value {
    let (first, display) = (date.first_day(), date.to_string());
    match date.precision() {
        Precision::Decade | Precision::Year => json!({ "year": first.year(), "display_date": display }),
        Precision::Month => json!({ "year": first.year(), "month": first.month(), "display_date": display }),
        Precision::Day => {
            json!({ "year": first.year(), "month": first.month(), "day": first.day(), "display_date": display })
        }
    }
}

fn slide(event: &Event) -> Option<Value> {
    let stored = &event.stored;
    let speaker = together(stored.all_speakers().iter().map(|speaker| speaker.name.clone()).collect());
    let headline = speaker.as_deref().or(stored.title.as_deref()).unwrap_or("nobody named");
    let mut slide = json!({
        "start_date": date(stored.date.value?),
        "text": { "headline": escape(headline), "text": text(event) },
        "unique_id": unique_id(event),
        "autolink": false,
    });
    // A slide has one group: that of the first.
    if let Some(name) = stored.speaker.as_ref().and_then(Speaker::known_name) {
        slide["group"] = json!(escape(name));
    }
    Some(slide)
}

/// A statement's id and where its words begin: a bookmark finds the same slide when the timeline is made anew.
fn unique_id(event: &Event) -> String {
    format!("s-{}-{}", escape(&event.stored.id), event.place.start)
}

fn text(event: &Event) -> String {
    let stored = &event.stored;
    let mut about: Vec<String> = Vec::new();
    about.extend(stored.title.as_deref().map(escape));
    about.extend(
        stored.source.as_deref().filter(|source| Some(*source) != stored.title.as_deref()).map(escape),
    );
    about.extend(stored.url.as_deref().map(|url| match web(url) {
        Some(web) => format!("<a href=\"{0}\">{0}</a>", escape(web)),
        None => escape(url),
    }));
    about.push(format!("date {}", stored.date.basis.as_str()));
    let place = format!("{}, code points {} to {}", stored.place(), event.place.start, event.place.end);
    about.push(escape(&place));
    if event.also > 0 {
        about.push(format!("the same words in {}", count(event.also, "further statement")));
    }
    format!("<blockquote>{}</blockquote><p><small>{}</small></p>", quote(event), about.join(" · "))
}

/// The words, with what matched in bold.
fn quote(event: &Event) -> String {
    super::html::marked(&event.quote, &event.highlights as &[Span], "b").replace('\n', "<br>")
}
