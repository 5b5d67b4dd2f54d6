//! Concordance lines as text, JSON and CSV.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use textwrap::core::display_width;

use super::csv::harmless;
use super::plain;
use crate::search::Line;

const KEYWORD: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
const LABEL: Style = Style::new().dimmed();

/// A date takes ten columns, one space after it.
const DATE: usize = 11;
/// The matches' column is at most so wide; a longer phrase runs on.
const KEYWORD_COLUMNS: usize = 24;
/// From so many columns on, the statement's id stands after each line.
const WIDE: usize = 130;

/// Lines one below the other, their matches in one column. Each begins with its date and speaker, as much
/// as fits, and has as much context as fits; colour is written always.
pub fn write_lines(out: &mut dyn Write, lines: &[Line], width: usize) -> io::Result<()> {
    let speaker = |line: &Line| {
        let name = line.speaker.as_ref().map_or("(narration)", |speaker| &speaker.name);
        plain(name)
    };
    let widest = |of: &dyn Fn(&Line) -> usize| lines.iter().map(of).max().unwrap_or(0);
    let name = widest(&|line| display_width(&speaker(line))).min((width / 5).clamp(8, 26));
    let id = if width >= WIDE { widest(&|line| line.id.len() + 4) } else { 0 };
    let keyword = widest(&|line| display_width(line.keyword.trim())).min(KEYWORD_COLUMNS);
    let around = (width.saturating_sub(DATE + name + 2 + id + keyword + 2) / 2).max(12);
    for line in lines {
        let date = line.date.value.map_or("no date".to_owned(), |date| date.to_string());
        let who = pad(&first(&speaker(line), name), name);
        write!(out, "{LABEL}{date:<10} {who}{LABEL:#}  ")?;
        let gap = if runs_in(line.pre.chars().next_back()) { "" } else { " " };
        let pre = format!("{}{gap}", last(plain(&line.pre).trim_end(), around));
        write!(out, "{}{pre}", " ".repeat((around + 1).saturating_sub(display_width(&pre))))?;
        let matched = plain(&line.keyword);
        let matched = matched.trim();
        write!(out, "{KEYWORD}{matched}{KEYWORD:#}")?;
        // A long match takes its room from the words after it.
        let room = (keyword + 1 + around).saturating_sub(display_width(matched));
        let gap = if runs_in(line.post.chars().next()) { "" } else { " " };
        let post = format!("{gap}{}", first(plain(&line.post).trim_start(), room.saturating_sub(1)));
        if id > 0 {
            writeln!(out, "{}  {LABEL}[{}]{LABEL:#}", pad(&post, room), line.id)?;
        } else {
            writeln!(out, "{}", post.trim_end())?;
        }
    }
    Ok(())
}

/// Whether the character beside a match stands next to it without a space: `(ceasefire`.
fn runs_in(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_whitespace())
}

/// The beginning of a text, in so many columns.
pub(super) fn first(text: &str, columns: usize) -> String {
    if display_width(text) <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        if display_width(&cut) + display_width(c.encode_utf8(&mut [0; 4])) + 1 > columns {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

/// The end of a text, in so many columns.
fn last(text: &str, columns: usize) -> String {
    if display_width(text) <= columns {
        return text.to_owned();
    }
    let mut width = 1;
    let mut from = text.len();
    for (at, c) in text.char_indices().rev() {
        width += display_width(c.encode_utf8(&mut [0; 4]));
        if width > columns {
            break;
        }
        from = at;
    }
    format!("…{}", text[from..].trim_start())
}

pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(display_width(text))))
}

/// A table of lines with the columns of quanteda's `kwic` (docname, from, to, pre, keyword, post, pattern),
/// then speaker, date and where the match stands. `from` and `to` count the document's words from 1,
/// `start` and `end` its code points from 0.
pub struct LinesCsv<W: Write>(csv::Writer<W>);

impl<W: Write> LinesCsv<W> {
    /// Begins the table with its headings.
    pub fn new(out: W) -> io::Result<Self> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record([
            "docname", "from", "to", "pre", "keyword", "post", "pattern", "speaker", "date", "id", "start",
            "end",
        ])?;
        Ok(Self(table))
    }

    /// Adds a line. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    pub fn line(&mut self, line: &Line) -> io::Result<()> {
        let speaker = line.speaker.as_ref().map(|speaker| speaker.name.clone()).unwrap_or_default();
        let date = line.date.value.map(|date| date.to_string()).unwrap_or_default();
        let row = [
            line.docname.clone(),
            line.from.to_string(),
            line.to.to_string(),
            line.pre.trim().to_owned(),
            line.keyword.clone(),
            line.post.trim().to_owned(),
            line.pattern.clone(),
            speaker,
            date,
            line.id.clone(),
            line.start.to_string(),
            line.end.to_string(),
        ];
        self.0.write_record(row.map(harmless))?;
        Ok(())
    }

    /// Writes out what is left.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}
