//! Hits and passages as text.

use std::io::{self, Write};

use super::super::plain::{plain, push, together};
use super::{MATCHED, NAME, QUIET};
use crate::index::StoredPassage;
use crate::model::{Precision, Span, Speaker, StatementDate, TopicEvidence, TopicPlace};
use crate::search::{Hit, Match, Results, quotation};

/// How text is laid out. Colour is written always; the stream it goes to takes it out where it is not wanted.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether passages are shown whole, not by fragments round their matches.
    pub whole: bool,
}

/// Passages up to this many code points are shown whole.
const SHORT: usize = 520;
/// A fragment reaches this many code points to both sides of a match.
const AROUND: usize = 140;

/// The hits, each with its rank, speaker, date, source, words and place.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_hits(out: &mut dyn Write, results: &Results, look: Look) -> io::Result<()> {
    // In a long question passages with all the words stand among the others: then each says what it is without.
    let has_all = |hit: &&Hit| matches!(hit.matched, Match::All | Match::Answer);
    let all = results.hits.iter().take_while(has_all).count();
    let near = results.hits.iter().take_while(|hit| hit.matched != Match::Near).count();
    let apart = results.hits[all.min(near)..near].iter().all(|hit| hit.matched == Match::Some);
    for (at, hit) in results.hits.iter().enumerate() {
        if at == near {
            writeln!(out, "{QUIET}── near in meaning ──{QUIET:#}\n")?;
        } else if apart && at == all {
            writeln!(out, "{QUIET}── with some of the words only ──{QUIET:#}\n")?;
        }
        write_hit(out, hit, look)?;
    }
    Ok(())
}

fn write_hit(out: &mut dyn Write, hit: &Hit, look: Look) -> io::Result<()> {
    let stored = &hit.stored;
    let rank = format!("{:>2}. ", hit.rank);
    write!(out, "{QUIET}{rank}{QUIET:#}{NAME}{}{NAME:#}", plain(&who(stored)))?;
    writeln!(out, "  {}", plain(&dates(stored)))?;
    let indent = " ".repeat(rank.len());
    if !hit.missing.is_empty() {
        writeln!(out, "{indent}{QUIET}without: {}{QUIET:#}", plain(&hit.missing.join(", ")))?;
    }
    if let Some(question) = &hit.question {
        writeln!(out, "{indent}{QUIET}asked:{QUIET:#}")?;
        for line in wrapped(&question.text, &question.highlights, look, indent.len() + 2) {
            writeln!(out, "{indent}  {line}")?;
        }
        writeln!(out, "{indent}{QUIET}answered:{QUIET:#}")?;
    }
    let (text, highlights) = hit.passage.quoted();
    for line in wrapped(text, highlights, look, indent.len()) {
        writeln!(out, "{indent}{line}")?;
    }
    for line in &hit.why {
        writeln!(out, "{indent}{QUIET}{}{QUIET:#}", plain(line))?;
    }
    if !hit.why.is_empty() {
        for mark in &stored.corrected {
            writeln!(out, "{indent}{QUIET}{}{QUIET:#}", plain(&mark.sentence()))?;
        }
    }
    let mut about: Vec<&str> = Vec::new();
    about.extend(stored.title.as_deref());
    about.extend(stored.source.as_deref().filter(|source| Some(*source) != stored.title.as_deref()));
    if !about.is_empty() {
        writeln!(out, "{indent}{QUIET}{}{QUIET:#}", plain(&about.join(" · ")))?;
    }
    let also = match hit.others.count {
        0 => String::new(),
        count => format!(" · also {count}"),
    };
    let place = format!("{}{also}", stored.place());
    writeln!(out, "{indent}{QUIET}{}  [{}]{QUIET:#}", plain(&place), stored.id)?;
    if hit.held_back > 0 {
        let more = hit.held_back;
        writeln!(
            out,
            "{indent}{QUIET}{more} more of this document further down (--per-document 0){QUIET:#}"
        )?;
    }
    writeln!(out)
}

/// Passages whole, with all that is known of their statement before the first.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_passages(out: &mut dyn Write, passages: &[StoredPassage], look: Look) -> io::Result<()> {
    let mut before = "";
    for passage in passages {
        if passage.id != before {
            before = &passage.id;
            writeln!(out, "{NAME}{}{NAME:#}  {}", plain(&who(passage)), plain(&dates(passage)))?;
            let mut facts = vec![("kind", passage.kind.as_str().to_owned())];
            let written = passage.all_speakers().iter().map(|speaker| speaker.as_written.clone());
            facts.extend(together(written.collect()).map(|written| ("as written", written)));
            facts.extend(passage.title.iter().map(|title| ("title", title.clone())));
            facts.extend(passage.source.iter().map(|source| ("source", source.clone())));
            facts.extend(passage.author.iter().map(|author| ("author", author.clone())));
            facts.extend(passage.number.iter().map(|number| ("number", number.clone())));
            facts.extend(passage.language.iter().map(|language| ("language", language.clone())));
            facts.extend(passage.url.iter().map(|url| ("url", url.clone())));
            let topics: Vec<_> = passage.topic_evidence.iter().map(with_words).collect();
            facts.extend((!topics.is_empty()).then(|| ("topics", topics.join(", "))));
            facts.extend((!passage.forms.is_empty()).then(|| ("form", passage.forms.join(", "))));
            let names: Vec<_> = passage.entities.iter().map(|entity| entity.name.as_str()).collect();
            facts.extend((!names.is_empty()).then(|| ("entities", names.join(", "))));
            facts.extend((!passage.tags.is_empty()).then(|| ("tags", passage.tags.join(", "))));
            facts.extend(passage.corrected.iter().map(|mark| ("corrected", mark.sentence())));
            let span = passage.statement;
            facts.push(("place", format!("{}, code points {} to {}", passage.place(), span.start, span.end)));
            facts.push(("id", passage.id.clone()));
            for (name, value) in facts {
                writeln!(out, "{QUIET}{name:>12}  {}{QUIET:#}", plain(&value))?;
            }
            writeln!(out)?;
        }
        let quote = quotation(&passage.text, &[]);
        let text = quote.as_ref().map_or(passage.text.as_str(), |quote| &quote.text);
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            for line in wrapped(paragraph.trim(), &[], Look { whole: true, ..look }, 0) {
                writeln!(out, "{line}")?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}

/// A topic with the words that speak for it.
fn with_words(evidence: &TopicEvidence) -> String {
    let words: Vec<_> = evidence.words.iter().map(|word| format!("“{word}”")).collect();
    match evidence.place {
        TopicPlace::Text if !words.is_empty() => format!("{} ({})", evidence.topic, words.join(", ")),
        TopicPlace::Title => format!("{} (title: {})", evidence.topic, words.join(", ")),
        _ => evidence.topic.clone(),
    }
}

pub(super) fn who(stored: &StoredPassage) -> String {
    let one = |Speaker { name, role, affiliation, .. }: &Speaker| {
        let office: Vec<&str> =
            role.iter().chain(affiliation).map(String::as_str).filter(|words| words != name).collect();
        if office.is_empty() { name.clone() } else { format!("{name} ({})", office.join(", ")) }
    };
    together(stored.all_speakers().iter().map(one).collect()).unwrap_or_else(|| "(narration)".to_owned())
}

/// When the words were said, and when they were published, where that is another date.
pub(in crate::output) fn dates(stored: &StoredPassage) -> String {
    let published = stored.published.as_ref().and_then(|published| published.value);
    let said = when(&stored.date);
    published.map_or(said.clone(), |date| format!("{said}, published {date}"))
}

fn when(date: &StatementDate) -> String {
    let words = date.words.as_deref().map(|words| format!(" (“{words}”)")).unwrap_or_default();
    match date.value {
        None => format!("no date{words}"),
        Some(value) => match value.precision() {
            Precision::Day => format!("{value}{words}"),
            Precision::Month => format!("{value} (month only){words}"),
            Precision::Year => format!("{value} (year only){words}"),
            Precision::Decade => format!("{value} (decade only){words}"),
        },
    }
}

/// A passage, or its fragments, wrapped to the width and with its matches in bold.
pub(in crate::output) fn wrapped(text: &str, highlights: &[Span], look: Look, indent: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut line = String::new();
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let mut shown_to = 0;
    for fragment in fragments(&chars, highlights, look.whole) {
        if fragment.start > 0 {
            line.push_str(if line.is_empty() { "… " } else { " … " });
        }
        let mut next = highlights
            .iter()
            .filter(|span| span.start >= fragment.start && span.end <= fragment.end)
            .peekable();
        let mut open = None;
        for (at, c) in chars.iter().enumerate().take(fragment.end).skip(fragment.start) {
            if next.peek().is_some_and(|span| span.start == at) {
                open = Some(line.len());
            }
            push(&mut line, *c);
            if next.peek().is_some_and(|span| span.end == at + 1) {
                next.next();
                marks.extend(open.take().map(|start| (start, line.len())));
            }
        }
        line.truncate(line.trim_end().len());
        shown_to = fragment.end;
    }
    if shown_to < chars.len() {
        line.push_str(" …");
    }
    let width = look.width.saturating_sub(indent).clamp(20, 100);
    style(&line, &textwrap::wrap(&line, width), &marks)
}

/// Puts the marks into wrapped lines; a mark that crosses a line's end is closed and opened again.
fn style(whole: &str, lines: &[std::borrow::Cow<'_, str>], marks: &[(usize, usize)]) -> Vec<String> {
    let mut styled = Vec::with_capacity(lines.len());
    let mut from = 0;
    for line in lines {
        let start = whole[from..].find(line.as_ref()).map_or(from, |at| from + at);
        let end = (start + line.len()).min(whole.len());
        let mut text = String::with_capacity(line.len() + 16);
        let mut at = start;
        for (open, close) in
            marks.iter().map(|(a, b)| ((*a).max(start), (*b).min(end))).filter(|(a, b)| a < b)
        {
            text.push_str(&whole[at..open]);
            text.push_str(&format!("{MATCHED}{}{MATCHED:#}", &whole[open..close]));
            at = close;
        }
        text.push_str(&whole[at..end]);
        styled.push(text);
        from = end;
    }
    styled
}

/// The parts of a long passage that hold its matches, cut at white space.
fn fragments(chars: &[char], highlights: &[Span], whole: bool) -> Vec<Span> {
    if whole || chars.len() <= SHORT {
        return vec![Span::new(0, chars.len())];
    }
    if highlights.is_empty() {
        return vec![Span::new(0, forward(chars, SHORT))];
    }
    let mut parts: Vec<Span> = Vec::new();
    for span in highlights {
        let start = backward(chars, span.start.saturating_sub(AROUND));
        let end = forward(chars, span.end + AROUND);
        match parts.last_mut() {
            Some(last) if start <= last.end => last.end = end.max(last.end),
            _ => parts.push(Span::new(start, end)),
        }
    }
    parts
}

/// The beginning of the word at `at`.
fn backward(chars: &[char], at: usize) -> usize {
    (0..at).rev().find(|&i| chars[i].is_whitespace()).map_or(0, |i| i + 1)
}

/// The end of the word at `at`.
fn forward(chars: &[char], at: usize) -> usize {
    (at..chars.len()).find(|&i| chars[i].is_whitespace()).unwrap_or(chars.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(lines: &[String]) -> String {
        lines
            .join("\n")
            .replace(&MATCHED.render().to_string(), "[")
            .replace(&MATCHED.render_reset().to_string(), "]")
    }

    #[test]
    fn matches_are_marked_across_folded_white_space_and_line_ends() {
        let text = "Talks on a\ncease-\n fire had stopped.";
        let marks = [Span::new(6, 19)];
        let look = Look { width: 20, whole: false };
        let shown = bare(&wrapped(text, &marks, look, 0));
        assert!(shown.starts_with("Talks [on"), "{shown}");
        assert_eq!(
            shown.replace(['\n', '[', ']'], " ").split_whitespace().collect::<Vec<_>>().join(" "),
            "Talks on a cease- fire had stopped."
        );
    }

    #[test]
    fn a_long_passage_shows_the_parts_that_matched() {
        let text =
            format!("{} Hamas {} Miller {}", "word ".repeat(100), "word ".repeat(100), "word ".repeat(100));
        let at = |word: &str| {
            let start = text.find(word).unwrap();
            Span::new(start, start + word.len())
        };
        let shown = bare(&wrapped(&text, &[at("Hamas"), at("Miller")], Look { width: 80, whole: false }, 4));
        assert!(
            shown.starts_with("… word") && shown.contains("[Hamas]") && shown.contains("[Miller]"),
            "{shown}"
        );
        assert!(shown.len() < 900);
    }
}
