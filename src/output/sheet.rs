//! The sheet of a sample, to be filled in by coders: what [`Sheet`](crate::research::Sheet) reads.

use std::io::{self, Write};

use super::csv::harmless;
use super::permalink::Permalink;
use crate::model::Span;
use crate::research::{CheckedField, Drawn, Sampled};

/// The columns that say which words are meant.
const PLACE: [&str; 11] =
    ["number", "drawn", "link", "title", "source", "before", "passage", "after", "path", "document", "start"];

/// Writes the sheet of a sample, with blank columns for each coder, and, where asked for, with the program's answers.
///
/// `drawn` says for readers how it was drawn.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_sheet(
    out: &mut dyn Write,
    sampled: &Sampled,
    coders: &[String],
    answers: bool,
    drawn: &str,
) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let mut headings: Vec<String> = PLACE.iter().map(|name| (*name).to_owned()).collect();
    if answers {
        headings.extend(CheckedField::ALL.iter().map(|field| format!("program's {}", field.as_str())));
    }
    let nobody = [String::new()];
    let coders = if coders.is_empty() { &nobody[..] } else { coders };
    for coder in coders {
        let names = CheckedField::ALL.iter().map(|field| field.as_str()).chain(["remark"]);
        headings.extend(
            names.map(|name| if coder.is_empty() { name.to_owned() } else { format!("{name} ({coder})") }),
        );
    }
    table.write_record(&headings)?;
    for (number, one) in (1..).zip(&sampled.drawn) {
        let mut row = row_of(number, one, drawn);
        if answers {
            row.extend(answers_of(one));
        }
        row.resize(headings.len(), String::new());
        table.write_record(row.into_iter().map(harmless))?;
    }
    table.flush()
}

fn row_of(number: usize, one: &Drawn, drawn: &str) -> Vec<String> {
    let Drawn { passage, at, before, after } = one;
    let words = passage.text.trim();
    let start = at.start.unwrap_or_default();
    let place = Span::new(start, at.end.unwrap_or(start));
    vec![
        number.to_string(),
        drawn.to_owned(),
        Permalink::new(&passage.id, place, words).to_string(),
        passage.title.clone().unwrap_or_default(),
        passage.source.clone().unwrap_or_default(),
        before.clone(),
        words.to_owned(),
        after.clone(),
        at.path.clone(),
        at.document.clone().unwrap_or_default(),
        start.to_string(),
    ]
}

fn answers_of(one: &Drawn) -> [String; 4] {
    let passage = &one.passage;
    let none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    let names: Vec<&str> = passage.all_speakers().iter().map(|speaker| speaker.name.as_str()).collect();
    [
        none(names.join(";")),
        none(passage.date.value.map(|date| date.to_string()).unwrap_or_default()),
        passage.kind.as_str().to_owned(),
        none(passage.topics.join(";")),
    ]
}
