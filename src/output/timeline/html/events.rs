//! The statements of a page, in order of time.

use std::collections::BTreeSet;
use std::io::{self, Write};

use chrono::Datelike;

use super::super::super::csv::names;
use super::super::super::plain::together;
use super::super::markup::{count, escape, thousands, web};
use super::super::row::permalink;
use crate::index::StoredPassage;
use crate::model::{Precision, Span, StatementDate};
use crate::output::{Citation, CiteFormat, write_citations};
use crate::timeline::{Choice, Event, Timeline};

/// Writes all events, those without a date under a heading of their own.
pub(super) fn write(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    let (shown, total) = (timeline.shown(), timeline.total());
    let rows = timeline.events.len() as u64;
    let how = match timeline.choice {
        _ if timeline.events.is_empty() => "No statement is shown.".to_owned(),
        // How many match any of several queries is not counted.
        _ if timeline.series.len() > 1 => {
            format!("{} of statements that match any of the queries.", count(rows, "row"))
        }
        Choice::Days => {
            format!(
                "{} in {}: for each day the best statement, with how many it stands for.",
                thousands(shown),
                count(rows, "row")
            )
        }
        _ if shown >= total && rows == total => format!("All {}.", count(total, "statement")),
        _ if shown >= total => {
            format!(
                "All {}, in {}: of copies of the same words one is shown.",
                count(total, "statement"),
                count(rows, "row")
            )
        }
        _ => {
            format!(
                "{} of {}: the best of each bin in turn. More with <code>-n</code>, all with <code>-n 0</code>.",
                thousands(shown),
                count(total, "statement")
            )
        }
    };
    write!(
        out,
        "<section id=\"statements\" aria-labelledby=\"statements-h\">\n<h2 id=\"statements-h\">Statements</h2>\n<p>{how}</p>\n"
    )?;
    filter(out, timeline)?;
    let undated =
        timeline.events.iter().position(|event| event.days().is_none()).unwrap_or(timeline.events.len());
    let (dated, undated) = timeline.events.split_at(undated);
    list(out, dated)?;
    if !undated.is_empty() {
        out.write_all(b"<h3>Without a date</h3>\n")?;
        list(out, undated)?;
    }
    out.write_all(b"</section>\n")
}

/// Fields that do something only with the script, which shows them.
fn filter(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    let named = |event: &'_ Event| names(event.stored.all_speakers()).map(str::to_owned).collect::<Vec<_>>();
    let speakers: BTreeSet<String> = timeline.events.iter().flat_map(named).collect();
    let options: String =
        speakers.iter().map(|name| format!("<option value=\"{0}\">{0}</option>", escape(name))).collect();
    let nobody = if timeline.events.iter().any(|event| named(event).is_empty()) {
        "<option value=\"\">nobody named</option>"
    } else {
        ""
    };
    writeln!(
        out,
        "<form id=\"filter\" hidden>\n<label>Speaker <select name=\"speaker\"><option value=\"*\">all</option>{options}{nobody}</select></label>\n\
         <label>From <input name=\"from\" placeholder=\"YYYY-MM-DD\" size=\"11\" autocomplete=\"off\"></label>\n\
         <label>To <input name=\"to\" placeholder=\"YYYY-MM-DD\" size=\"11\" autocomplete=\"off\"></label>\n\
         <button type=\"reset\">Show all</button>\n<output name=\"shown\" aria-live=\"polite\"></output>\n</form>"
    )
}

fn list(out: &mut dyn Write, events: &[Event]) -> io::Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    out.write_all(b"<ol class=\"events\">\n")?;
    events.iter().try_for_each(|event| write_event(out, event))?;
    out.write_all(b"</ol>\n")
}

fn write_event(out: &mut dyn Write, event: &Event) -> io::Result<()> {
    let stored = &event.stored;
    let days = event.days().map(|(first, last)| {
        format!(" data-first=\"{}\" data-last=\"{}\"", first.num_days_from_ce(), last.num_days_from_ce())
    });
    let speakers = stored.all_speakers().iter().map(|speaker| {
        let office = speaker.role.iter().chain(&speaker.affiliation).filter(|words| **words != speaker.name);
        let office: String = office.map(|words| format!(", {}", escape(words))).collect();
        format!("<b>{}</b>{office}", escape(&speaker.name))
    });
    let speaker = together(speakers.collect()).unwrap_or_else(|| "<i>nobody named</i>".to_owned());
    // Those who say it together stand on lines of their own: the script finds each.
    let named = names(stored.all_speakers()).collect::<Vec<_>>().join("\n");
    write!(
        out,
        "<li class=\"event\" id=\"s-{}-{}\" data-speaker=\"{}\"{}>\n<p class=\"who\"><span class=\"when\">{}</span> {speaker}",
        escape(&stored.id),
        event.place.start,
        escape(&named),
        days.unwrap_or_default(),
        dates(stored)
    )?;
    write!(out, " <span class=\"tag\">{}</span>", stored.kind.as_str())?;
    if event.first_for_speaker {
        out.write_all(b" <span class=\"tag first\">first mention by this speaker</span>")?;
    }
    writeln!(out, "</p>\n<blockquote>{}</blockquote>", marked(&event.quote, &event.highlights, "mark"))?;
    change(out, event)?;
    writeln!(out, "<p class=\"from\">{}</p>", origin(event))?;
    let mut citation = Vec::new();
    write_citations(&mut citation, &[Citation::passage(stored, event.place, "")], CiteFormat::Text)?;
    let citation = String::from_utf8_lossy(&citation);
    writeln!(
        out,
        "<details><summary>Cite</summary><p class=\"cite\">{}</p><p class=\"link\"><code>{}</code></p></details>\n</li>",
        escape(citation.trim()),
        escape(&permalink(event))
    )
}

/// When the words were said, and when they were published, where that is another date.
fn dates(stored: &StoredPassage) -> String {
    let published = stored.published.as_ref().and_then(|published| published.value);
    let published = published.map(|date| format!(" <small>published {date}</small>")).unwrap_or_default();
    format!("{}{published}", when(&stored.date))
}

/// A date, how exact it is and how it is known.
fn when(date: &StatementDate) -> String {
    let Some(value) = date.value else {
        let words = date.words.as_deref().map(|words| format!(" (“{}”)", escape(words))).unwrap_or_default();
        return format!("no date{words}");
    };
    let exact = match value.precision() {
        Precision::Day => "",
        Precision::Month => "month only, ",
        Precision::Year => "year only, ",
        Precision::Decade => "decade only, ",
    };
    let words = date.words.as_deref().map(|words| format!(": “{}”", escape(words))).unwrap_or_default();
    format!("{value} <small>({exact}{}{words})</small>", date.basis.as_str())
}

/// A text with what matched in elements of this name; spans that do not lie in it one after the other are passed over.
pub(in super::super) fn marked(text: &str, spans: &[Span], tag: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let part = |from: usize, to: usize| escape(&chars[from..to].iter().collect::<String>());
    let (mut page, mut at) = (String::with_capacity(text.len() + spans.len() * 13), 0);
    for span in spans.iter().filter(|span| span.start < span.end && span.end <= chars.len()) {
        if span.start >= at {
            page.push_str(&part(at, span.start));
            page.push_str(&format!("<{tag}>{}</{tag}>", part(span.start, span.end)));
            at = span.end;
        }
    }
    page.push_str(&part(at, chars.len()));
    page
}

/// The wording beside that of the statement before, where that was asked.
fn change(out: &mut dyn Write, event: &Event) -> io::Result<()> {
    let Some(change) = &event.change else { return Ok(()) };
    let chars: Vec<char> = event.quote.chars().collect();
    let of = |span: &Span| chars.get(span.start..span.end).map(|words| words.iter().collect::<String>());
    let list = |words: Vec<String>| {
        let words: Vec<String> = words.iter().map(|words| format!("“{}”", escape(words))).collect();
        if words.is_empty() { "none".to_owned() } else { words.join(", ") }
    };
    writeln!(
        out,
        "<p class=\"change\">Beside the statement before: {:.0}% of the words in common. New wording: {}. No longer there: {}.</p>",
        change.common * 100.0,
        list(change.new.iter().filter_map(of).collect()),
        list(change.gone.clone())
    )
}

/// Where it stands: title, source, address, file and offsets, and what it stands for.
fn origin(event: &Event) -> String {
    let stored = &event.stored;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(stored.title.as_deref().map(|title| format!("<cite>{}</cite>", escape(title))));
    parts.extend(
        stored.source.as_deref().filter(|source| Some(*source) != stored.title.as_deref()).map(escape),
    );
    parts.extend(stored.url.as_deref().map(|url| match web(url) {
        Some(web) => format!("<a href=\"{0}\" rel=\"noreferrer noopener\">{0}</a>", escape(web)),
        None => escape(url),
    }));
    parts.push(format!(
        "{}, code points {} to {}",
        escape(&stored.place()),
        event.place.start,
        event.place.end
    ));
    parts.push(format!("statement <code>{}</code>", escape(&stored.id)));
    if event.also > 0 {
        parts.push(format!("the same words in {}", count(event.also, "further statement")));
    }
    if event.stands_for > 1 && event.stands_for != event.also + 1 {
        parts.push(format!("stands for {} of this day", count(event.stands_for, "statement")));
    }
    parts.join(" · ")
}
