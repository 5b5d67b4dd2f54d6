//! The sheet on which coders say what they read: a table for a spreadsheet.
//!
//! A coder's columns are called after the fields: `speaker`, or `speaker (ada)` where several share a sheet. A cell left empty
//! was not checked; `none` says that there is no such thing.

use std::collections::BTreeMap;
use std::io::Read;

use serde::Serialize;

use crate::formula::unharmed;
use crate::record::{Anchor, CONTEXT};

/// What of a statement coders check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CheckedField {
    /// Who speaks.
    Speaker,
    /// When.
    Date,
    /// `spoken`, `quoted`, `reported` or `narration`.
    Kind,
    /// What about; several with `;` between them.
    Topic,
}

impl CheckedField {
    /// Every field, in the order of a sheet's columns.
    pub const ALL: [CheckedField; 4] = [Self::Speaker, Self::Date, Self::Kind, Self::Topic];

    /// The name of its column.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Date => "date",
            Self::Kind => "kind",
            Self::Topic => "topic",
        }
    }
}

/// What one coder said of one row, by field; what was left empty is not there.
pub type Answers = BTreeMap<CheckedField, String>;

/// A row of a sheet that was filled in.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number.
    pub number: String,
    /// The words.
    pub at: Anchor,
    /// What each coder said, by the coder's name; that of a sheet for one is empty.
    pub answers: BTreeMap<String, Answers>,
}

/// A sheet that was filled in.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// How it was drawn, as it says.
    pub drawn: String,
    /// The coders that it has columns for.
    pub coders: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A table that is no sheet.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SheetError {
    /// It lacks a column.
    #[error("has no column `{0}`: it is no sheet that `demarche sample` made")]
    NoColumn(&'static str),
    /// It has no column for a coder's answers.
    #[error("has no column for answers: speaker, date, kind or topic")]
    NoAnswers,
    /// A row is not as it should be.
    #[error("line {line}: {reason}")]
    Row {
        /// The line.
        line: u64,
        /// What is wrong.
        reason: String,
    },
}

impl Sheet {
    /// Reads a sheet, separated by commas or, as some spreadsheets write it, by semicolons.
    ///
    /// # Errors
    /// [`SheetError`] where it is none, or a row is damaged.
    pub fn read(mut from: impl Read) -> Result<Self, SheetError> {
        let mut bytes = Vec::new();
        let wrong = |line, reason: String| SheetError::Row { line, reason };
        from.read_to_end(&mut bytes).map_err(|error| wrong(0, error.to_string()))?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |sign: u8| first.iter().filter(|byte| **byte == sign).count();
        let by = if count(b';') > count(b',') { b';' } else { b',' };
        let mut table = csv::ReaderBuilder::new().delimiter(by).from_reader(bytes);
        let of =
            |error: &csv::Error| wrong(error.position().map_or(1, csv::Position::line), error.to_string());
        let headings = table.headers().map_err(|error| of(&error))?.clone();
        let column = |name: &'static str| {
            headings.iter().position(|heading| heading.trim() == name).ok_or(SheetError::NoColumn(name))
        };
        let places = [column("number")?, column("path")?, column("start")?, column("passage")?];
        let others = [column("before")?, column("after")?, column("document")?, column("drawn")?];
        let columns: Vec<(usize, CheckedField, String)> =
            headings.iter().enumerate().filter_map(|(at, heading)| answers_column(at, heading)).collect();
        if columns.is_empty() {
            return Err(SheetError::NoAnswers);
        }
        let mut sheet = Self::default();
        for (_, _, coder) in &columns {
            if !sheet.coders.contains(coder) {
                sheet.coders.push(coder.clone());
            }
        }
        for record in table.records() {
            let record = record.map_err(|error| of(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |at: usize| unharmed(record.get(at).unwrap_or_default()).to_owned();
            let start = cell(places[2]).trim().parse();
            let start: usize =
                start.map_err(|_| wrong(line, format!("`{}` is no place", cell(places[2]))))?;
            if cell(places[3]).trim().is_empty() {
                return Err(wrong(line, "holds no passage".to_owned()));
            }
            sheet.drawn = cell(others[3]);
            let at = anchor(
                &cell(places[1]),
                start,
                &cell(places[3]),
                &cell(others[0]),
                &cell(others[1]),
                &cell(others[2]),
            );
            let mut answers: BTreeMap<String, Answers> = BTreeMap::new();
            for (at, field, coder) in &columns {
                let said = cell(*at).trim().to_owned();
                if !said.is_empty() {
                    answers.entry(coder.clone()).or_default().insert(*field, said);
                }
            }
            sheet.rows.push(Row { number: cell(places[0]), at, answers });
        }
        Ok(sheet)
    }
}

/// The field and the coder of a column of answers.
fn answers_column(at: usize, heading: &str) -> Option<(usize, CheckedField, String)> {
    let heading = heading.trim();
    let (name, coder) = match heading.split_once('(') {
        Some((name, rest)) => (name.trim(), rest.strip_suffix(')')?.trim()),
        None => (heading, ""),
    };
    let field = CheckedField::ALL.into_iter().find(|field| field.as_str() == name)?;
    Some((at, field, coder.to_owned()))
}

/// The words of a row.
fn anchor(path: &str, start: usize, words: &str, before: &str, after: &str, document: &str) -> Anchor {
    let last = before.chars().rev().take(CONTEXT).collect::<Vec<_>>().into_iter().rev().collect();
    Anchor {
        path: path.to_owned(),
        document: Some(document.to_owned()).filter(|id| !id.is_empty()),
        start: Some(start),
        end: Some(start + words.chars().count()),
        quote: words.to_owned(),
        before: Some(last),
        after: Some(after.chars().take(CONTEXT).collect()),
        ..Anchor::default()
    }
}
