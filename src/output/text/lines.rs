//! Concordance lines as text, their matches one below the other.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::super::csv::names;
use super::super::plain::plain;
use super::super::plain::together;
use super::{MATCHED, QUIET};
use crate::search::Line;

/// A date takes ten columns, one space after it.
const DATE: usize = 11;
/// The matches' column is at most so wide; a longer phrase runs on.
const KEYWORD_COLUMNS: usize = 24;
/// From so many columns on, the statement's id stands after each line.
const WIDE: usize = 130;

/// Lines one below the other, their matches in one column. Each begins with its date and speaker, as much
/// as fits, and has as much context as fits; colour is written always.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_lines(out: &mut dyn Write, lines: &[Line], width: usize) -> io::Result<()> {
    let speaker = |line: &Line| {
        let names = together(names(line.all_speakers()).map(str::to_owned).collect());
        plain(names.as_deref().unwrap_or("(narration)"))
    };
    let widest = |of: &dyn Fn(&Line) -> usize| lines.iter().map(of).max().unwrap_or(0);
    let name = widest(&|line| display_width(&speaker(line))).min((width / 5).clamp(8, 26));
    let id = if width >= WIDE { widest(&|line| line.id.len() + 4) } else { 0 };
    let keyword = widest(&|line| display_width(line.keyword.trim())).min(KEYWORD_COLUMNS);
    let around = (width.saturating_sub(DATE + name + 2 + id + keyword + 2) / 2).max(12);
    for line in lines {
        let date = line.date.value.map_or("no date".to_owned(), |date| date.to_string());
        let who = pad(&first(&speaker(line), name), name);
        write!(out, "{QUIET}{date:<10} {who}{QUIET:#}  ")?;
        let gap = if runs_in(line.pre.chars().next_back()) { "" } else { " " };
        let pre = format!("{}{gap}", last(plain(&line.pre).trim_end(), around));
        write!(out, "{}{pre}", " ".repeat((around + 1).saturating_sub(display_width(&pre))))?;
        let matched = plain(&line.keyword);
        let matched = matched.trim();
        write!(out, "{MATCHED}{matched}{MATCHED:#}")?;
        // A long match takes its room from the words after it.
        let room = (keyword + 1 + around).saturating_sub(display_width(matched));
        let gap = if runs_in(line.post.chars().next()) { "" } else { " " };
        let post = format!("{gap}{}", first(plain(&line.post).trim_start(), room.saturating_sub(1)));
        if id > 0 {
            writeln!(out, "{}  {QUIET}[{}]{QUIET:#}", pad(&post, room), line.id)?;
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
