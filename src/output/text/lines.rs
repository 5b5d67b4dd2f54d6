//! Concordance lines as text, their matches one below the other.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::super::plain::plain;
use super::super::plain::together;
use super::{MATCHED, QUIET};
use crate::search::Line;

/// A date takes ten columns, one space after it.
const DATE: usize = 11;
/// The matches' column is at most so wide; a longer phrase runs on.
const KEYWORD_COLUMNS: usize = 24;
/// From so many columns on, a terminal has room for the statement's id after each line.
const WIDE: usize = 130;

/// How concordance lines are laid out.
#[derive(Clone, Copy, Debug)]
pub struct LinesLook {
    /// Columns of the terminal; `None` where lines may be of any length, as in a file.
    pub terminal: Option<usize>,
    /// Columns of context to each side, where the user says how many.
    pub around: Option<usize>,
}

/// Columns that lines are laid out for where there is no terminal.
const COLUMNS: usize = 80;
/// Fewer columns do not hold a line.
const FEWEST_COLUMNS: usize = 60;

/// Lines one below the other, their matches in one column. Each begins with its date and speaker, as much
/// as fits, and has as much context as is asked for or fits. The id that leads to its statement stands after each
/// line, or, where the terminal is narrow, below the lines of one statement. Colour is written always.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_lines(out: &mut dyn Write, lines: &[Line], look: LinesLook) -> io::Result<()> {
    let width = look.terminal.unwrap_or(COLUMNS).max(FEWEST_COLUMNS);
    let speaker = |line: &Line| {
        let names = together(line.all_speakers().iter().map(|speaker| speaker.name.clone()).collect());
        plain(names.as_deref().unwrap_or("(narration)"))
    };
    let widest = |of: &dyn Fn(&Line) -> usize| lines.iter().map(of).max().unwrap_or(0);
    let name = widest(&|line| display_width(&speaker(line))).min((width / 5).clamp(8, 26));
    let beside = look.terminal.is_none_or(|columns| columns >= WIDE);
    let id = if look.terminal.is_some() && beside { widest(&|line| line.id.len() + 4) } else { 0 };
    let keyword = widest(&|line| display_width(line.keyword.trim())).min(KEYWORD_COLUMNS);
    let fitting = (width.saturating_sub(DATE + name + 2 + id + keyword + 2) / 2).max(12);
    let around = look.around.unwrap_or(fitting);
    for (at, line) in lines.iter().enumerate() {
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
        if beside {
            writeln!(out, "{}  {QUIET}[{}]{QUIET:#}", pad(&post, room), line.id)?;
            continue;
        }
        writeln!(out, "{}", post.trim_end())?;
        if lines.get(at + 1).is_none_or(|next| next.id != line.id) {
            writeln!(out, "{}{QUIET}[{}]{QUIET:#}", " ".repeat(DATE), line.id)?;
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
