//! Quotations of the corpus and where their words were said, as text and JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::super::permalink::Permalink;
use super::super::plain::plain;
use super::json::{citation, permalink};
use super::{told, who};
use crate::model::StatementDate;
use crate::quotation::{Difference, Echo, Echoes, Originals, Quoting, Verdict};

/// The JSON shape of an echo.
#[derive(Serialize)]
pub struct EchoJson<'a> {
    quotation: &'a str,
    speaker: Option<&'a str>,
    quoted_in: &'a str,
    quoted_on: &'a StatementDate,
    quoted_permalink: String,
    verdict: Verdict,
    days: Option<i64>,
    original: &'a str,
    said_in: &'a str,
    said_on: &'a StatementDate,
    said_by: String,
    said_permalink: String,
    differences: &'a [Difference],
}

impl<'a> EchoJson<'a> {
    /// Of an echo.
    pub fn new(echo: &'a Echo) -> Self {
        let Echo { quoting, original, days } = echo;
        Self {
            quotation: &quoting.text,
            speaker: quoting.speaker.as_deref(),
            quoted_in: &quoting.stored.path,
            quoted_on: written(quoting),
            quoted_permalink: link(quoting),
            verdict: echo.verdict(),
            days: *days,
            original: &original.text,
            said_in: &original.stored.path,
            said_on: &original.stored.date,
            said_by: who(original),
            said_permalink: permalink(original),
            differences: &original.differences,
        }
    }
}

/// Echoes as text, each with the quotation, where it stands and where the words were said.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_echoes(out: &mut dyn Write, echoes: &[Echo]) -> io::Result<()> {
    for echo in echoes {
        let Echo { quoting, original, days } = echo;
        let later = days.map(|days| match days {
            0 => ", the same day".to_owned(),
            days => format!(", {} later", super::super::count(days.unsigned_abs(), "day")),
        });
        writeln!(out, "{}{}", echo.verdict().as_str(), later.unwrap_or_default())?;
        let date = written(quoting).value.map_or("no date".to_owned(), |date| date.to_string());
        writeln!(out, "  “{}”", plain(&quoting.text))?;
        writeln!(out, "    in {}, {date}  {}", plain(&quoting.stored.path), link(quoting))?;
        for line in &original.differences {
            writeln!(out, "  {}", plain(&told(line)))?;
        }
        writeln!(out, "  said: {}, {}", plain(&who(original)), plain(&citation(original)))?;
        writeln!(out, "    {}\n", permalink(original))?;
    }
    Ok(())
}

/// Where the quotations of a text were said, and who quotes it, a line or two each.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_echoes_of(out: &mut dyn Write, originals: &Originals, echoes: &Echoes) -> io::Result<()> {
    let day = |date: &StatementDate| date.value.map_or("no date".to_owned(), |date| date.to_string());
    for Echo { quoting, original, .. } in &originals.echoes {
        let (by, on) = (who(original), day(&original.stored.date));
        writeln!(
            out,
            "said in {}: {}, {on}, {}",
            plain(&original.stored.path),
            plain(&by),
            original.verdict.as_str()
        )?;
        writeln!(out, "  “{}”  {}", plain(&quoting.text), permalink(original))?;
    }
    for Echo { quoting, original, .. } in &echoes.echoes {
        let by = Some(by(quoting))
            .filter(|name| !name.is_empty())
            .map(|name| format!("{name}, "))
            .unwrap_or_default();
        let (path, on) = (plain(&quoting.stored.path), day(written(quoting)));
        writeln!(out, "quoted by {path}: {}{on}, {}", plain(&by), original.verdict.as_str())?;
        writeln!(out, "  “{}”  {}", plain(&quoting.text), link(quoting))?;
    }
    if !(originals.whole && echoes.whole) {
        writeln!(out, "there may be more: `demarche original` and `demarche echoes` look at all")?;
    }
    Ok(())
}

pub(in crate::output) fn written(quoting: &Quoting) -> &StatementDate {
    quoting.stored.published.as_ref().unwrap_or(&quoting.stored.date)
}

/// Who has the quotation: the speaker of a speech; of an article nobody.
pub(in crate::output) fn by(quoting: &Quoting) -> String {
    let spoken = quoting.stored.kind == crate::model::Kind::Spoken;
    let speaker = quoting.stored.speaker.as_ref().filter(|_| spoken);
    speaker.map_or(String::new(), |speaker| speaker.name.clone())
}

pub(in crate::output) fn link(quoting: &Quoting) -> String {
    Permalink::new(&quoting.stored.id, quoting.span, &quoting.in_body).to_string()
}
