//! A sheet that is filled in row by row: what a person sees of each passage, and what was answered so far.

use std::path::Path;

use super::sheet::{Answers, CheckedField};
use crate::formula::{SIGNS, unharmed};
use crate::record::RecordError;
use crate::record::file::{change, read};

/// A row of a sheet, as it is shown to whoever checks: nothing of what the program says is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenRow {
    /// Its number.
    pub number: String,
    /// The document's title.
    pub title: String,
    /// Who published it.
    pub source: String,
    /// The file.
    pub path: String,
    /// The words before the passage.
    pub before: String,
    /// The passage.
    pub passage: String,
    /// The words after it.
    pub after: String,
    /// What was answered.
    pub answers: Answers,
}

/// The rows of a sheet for one coder; none where there is no such file.
///
/// # Errors
/// Where it cannot be read, or is no sheet.
pub fn open_rows(path: &Path) -> Result<Vec<OpenRow>, RecordError> {
    let Some(text) = read(path)? else { return Ok(Vec::new()) };
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let headings = table.headers().map_err(|error| wrong(path, &error))?.clone();
    let mut rows = Vec::new();
    for record in table.records() {
        let record = record.map_err(|error| wrong(path, &error))?;
        let cell = |name: &str| {
            let at = headings.iter().position(|heading| heading == name);
            unharmed(at.and_then(|at| record.get(at)).unwrap_or_default()).to_owned()
        };
        let answers = CheckedField::ALL.into_iter().map(|field| (field, cell(field.as_str())));
        rows.push(OpenRow {
            number: cell("number"),
            title: cell("title"),
            source: cell("source"),
            path: cell("path"),
            before: cell("before"),
            passage: cell("passage"),
            after: cell("after"),
            answers: answers.filter(|(_, said)| !said.is_empty()).collect(),
        });
    }
    Ok(rows)
}

/// Writes what was answered into a row of a sheet for one coder; what was answered before is replaced.
///
/// # Errors
/// Where the file cannot be written, or has no such row: it is as it was.
pub fn fill_row(path: &Path, number: &str, answers: &Answers) -> Result<(), RecordError> {
    change(path, |before| {
        let mut table = csv::Reader::from_reader(before.as_bytes());
        let headings = table.headers().map_err(|error| wrong(path, &error))?.clone();
        let column = |name: &str| headings.iter().position(|heading| heading == name);
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(&headings).map_err(|error| wrong(path, &error))?;
        let mut is_there = false;
        for record in table.records() {
            let record = record.map_err(|error| wrong(path, &error))?;
            let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
            if column("number").and_then(|at| cells.get(at)).is_some_and(|cell| cell == number) {
                is_there = true;
                for field in CheckedField::ALL {
                    let said = answers.get(&field).cloned().unwrap_or_default();
                    if let Some(cell) = column(field.as_str()).and_then(|at| cells.get_mut(at)) {
                        *cell = if said.starts_with(SIGNS) { format!("'{said}") } else { said };
                    }
                }
            }
            out.write_record(&cells).map_err(|error| wrong(path, &error))?;
        }
        if !is_there {
            let reason = format!("has no row `{number}`");
            return Err(RecordError::Content { path: path.to_owned(), line: None, reason });
        }
        let bytes = out.into_inner().map_err(|error| RecordError::io(path, error.into_error()))?;
        // What was read as UTF-8 is written as it.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    })
}

/// Puts a new sheet in its place.
///
/// # Errors
/// Where there is one of that name already, or it cannot be written.
pub fn begin_sheet(path: &Path, sheet: &str) -> Result<(), RecordError> {
    change(path, |before| match before {
        "" => Ok(sheet.to_owned()),
        _ => Err(RecordError::Content {
            path: path.to_owned(),
            line: None,
            reason: "there is a sheet of that name already".to_owned(),
        }),
    })
}

fn wrong(path: &Path, error: &csv::Error) -> RecordError {
    let line = error.position().map(|position| position.line() as usize);
    RecordError::Content { path: path.to_owned(), line, reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_filled_in_and_the_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sheet.csv");
        let head = "number,drawn,link,title,source,before,passage,after,path,document,start,speaker,date,kind,topic,remark\n";
        let row = |number: u32| format!("{number},x,l,T,S,\"a, b\",\"The talks\ngo on.\",c,p.txt,,0,,,,,\n");
        begin_sheet(&path, &format!("{head}{}{}", row(1), row(2))).unwrap();
        assert!(begin_sheet(&path, head).is_err());
        let answers: Answers = [(CheckedField::Speaker, "=Ada".to_owned())].into();
        fill_row(&path, "2", &answers).unwrap();
        let rows = open_rows(&path).unwrap();
        assert_eq!((rows[0].answers.len(), &rows[1].answers), (0, &answers));
        assert_eq!((rows[0].passage.as_str(), rows[1].before.as_str()), ("The talks\ngo on.", "a, b"));
        assert!(fill_row(&path, "3", &answers).is_err());
        assert_eq!(open_rows(&path).unwrap(), rows);
    }
}
