//! Collocates as text.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::super::plain::plain;
use super::lines::first;
use super::{HEAD, QUIET};
use crate::search::{Collocate, Collocates};

/// A table of the first `most` collocates, with the figures.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_collocates(out: &mut dyn Write, found: &Collocates, most: usize) -> io::Result<()> {
    let shown = &found.collocates[..found.collocates.len().min(most)];
    let widest = shown.iter().map(|collocate| display_width(&plain(&collocate.word))).max();
    let width = widest.unwrap_or(0).clamp("word".len(), 30);
    writeln!(out, "{HEAD}{:<width$}  observed  expected  in corpus  log-likelihood     MI{HEAD:#}", "word")?;
    for Collocate { word, observed, expected, frequency, log_likelihood, mi } in shown {
        let word = first(&plain(word), width);
        let fill = " ".repeat(width.saturating_sub(display_width(&word)));
        writeln!(
            out,
            "{word}{fill}  {observed:>8}  {expected:>8.2}  {QUIET}{frequency:>9}{QUIET:#}  {log_likelihood:>14.2}  {mi:>5.2}"
        )?;
    }
    Ok(())
}
