//! The rows of a table as they come, without holding more than one.
//!
//! Where a quotation mark is left open, what follows is not taken for one long cell: a cell ends with a mark before
//! a delimiter or a line's end, and where a mark stands elsewhere, or the lines that a cell took in are rows themselves,
//! the row is read again with the mark as a letter of its first line.

use std::io::{self, BufRead};

use super::cells::{Cells, Dialect, Marks, Parsed};
use super::limits::MOST_TEXT;
use super::line_buffer::LineBuffer;

/// The rows of one table.
pub(super) struct Rows<'t> {
    lines: LineBuffer<'t>,
    dialect: Dialect,
    cells: Cells,
    /// The line that the row begins on, from 1.
    line: u64,
    /// How many cells a row has, and whether a column held numbers or dates in all rows so far.
    columns: Option<usize>,
    numbers: Vec<Option<bool>>,
    /// Whether the row before broke off, so that what follows may belong to it.
    broken: bool,
}

/// What a row was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// It was read.
    Read,
    /// It was read, with a quotation mark that is left open as a letter.
    Open,
    /// It has another number of cells than the headings.
    Uneven,
    /// A quotation mark in it is left open or out of place, and its first line alone is no row.
    Unclosed,
    /// Lines up to this one that are no rows, after a row with a quotation mark left open.
    Lost(u64),
    /// It holds more than [`MOST_TEXT`] bytes, and was passed over.
    TooLong,
    /// It has more than [`MOST_COLUMNS`](super::MOST_COLUMNS) cells, and was passed over.
    TooWide,
}

impl<'t> Rows<'t> {
    pub fn new(input: &'t mut dyn BufRead, dialect: Dialect) -> Self {
        let (lines, cells) = (LineBuffer::new(input, dialect.line_end), Cells::default());
        Self { lines, dialect, cells, line: 1, columns: None, numbers: Vec::new(), broken: false }
    }

    /// The rows that follow have as many cells as this one, which has the headings.
    pub fn set_headings(&mut self) {
        self.columns = Some(self.len());
        self.numbers = vec![None; self.len()];
    }

    /// The line that the row begins on, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell of the row, from 0.
    pub fn cell(&self, at: usize) -> Option<String> {
        Some(String::from_utf8_lossy(self.cells.get(at)?).into_owned())
    }

    /// Reads the next row; `None` after the last.
    pub fn next(&mut self) -> io::Result<Option<Row>> {
        loop {
            self.line = self.lines.number();
            let start = self.lines.start();
            let Some(end) = self.lines.end_of(start)? else { return Ok(None) };
            if end - start > MOST_TEXT {
                self.lines.pass_over()?;
                return Ok(Some(Row::TooLong));
            }
            if self.lines.content(start, end).is_empty() {
                self.lines.go_to(end, 1);
            } else if self.broken {
                return self.after_a_broken_row(start).map(Some);
            } else {
                return self.row(start, end).map(Some);
            }
        }
    }

    /// Reads the row whose first line begins and ends at these bytes.
    fn row(&mut self, start: usize, first_end: usize) -> io::Result<Row> {
        match self.cells.read(&mut self.lines, start, self.dialect)? {
            Parsed::TooWide => {
                self.lines.go_to(first_end, 1);
                return Ok(Row::TooWide);
            }
            Parsed::To(end, lines) if !(lines > 1 && self.are_rows(start, first_end, end)) => {
                let even = self.is_even() || lines == 1 && self.read_line(start, first_end, Marks::Lenient);
                self.lines.go_to(end, lines);
                return Ok(if even { self.read() } else { Row::Uneven });
            }
            _ => {}
        }
        let read = self.read_line(start, first_end, Marks::Letters)
            || self.read_line(start, first_end, Marks::Lenient);
        self.lines.go_to(first_end, 1);
        // In a table that is quoted sparingly, a mark at the beginning of a cell is a letter like any other.
        self.broken = !read || !self.dialect.sparing;
        Ok(match (read, self.broken) {
            (false, _) => Row::Unclosed,
            (true, false) => self.read(),
            (true, true) => {
                self.read();
                Row::Open
            }
        })
    }

    /// After a row with a mark left open, what may be the rest of it is no row: a row is read from where a line has all
    /// cells, no mark out of place, and numbers where the rows before had them.
    fn after_a_broken_row(&mut self, mut start: usize) -> io::Result<Row> {
        let mut last = None;
        while let Some(end) = self.lines.end_of(start)? {
            let well = self.is_quoted_well(start, end);
            let parsed = self.cells.read(&mut self.lines, start, self.dialect)?;
            let whole = matches!(parsed, Parsed::To(..)) && well;
            if whole && self.is_even() && self.has_numbers(&self.numbers) {
                self.broken = false;
                return last.map_or_else(|| self.row(start, end), |line| Ok(Row::Lost(line)));
            }
            last = Some(self.lines.number());
            self.lines.go_to(end, 1);
            start = self.lines.start();
        }
        self.broken = false;
        Ok(Row::Lost(last.unwrap_or(self.line)))
    }

    /// Whether a line's quotation marks stand only around cells and doubled in them.
    fn is_quoted_well(&self, start: usize, end: usize) -> bool {
        let line = self.lines.content(start, end);
        let beside =
            |byte: Option<&u8>| byte.is_none_or(|byte| [self.dialect.delimiter, b'"'].contains(byte));
        memchr::memchr_iter(b'"', line)
            .all(|at| beside(at.checked_sub(1).map(|at| &line[at])) || beside(line.get(at + 1)))
    }

    /// Notes of a row that was read which columns have numbers.
    fn read(&mut self) -> Row {
        for at in 0..self.numbers.len() {
            if let Some(number) = self.cells.is_number(at) {
                self.numbers[at] = Some(number && self.numbers[at] != Some(false));
            }
        }
        Row::Read
    }

    /// Whether the cells that were found are as many as the headings; empty ones at the end do not count.
    fn is_even(&mut self) -> bool {
        let Some(columns) = self.columns else { return true };
        self.cells.trim(columns);
        self.len() == columns
    }

    /// Reads one line by itself; whether it has as many cells as the headings.
    fn read_line(&mut self, start: usize, end: usize, marks: Marks) -> bool {
        let line = self.lines.content(start, end);
        self.cells.read_line(line, self.dialect.delimiter, marks) && self.columns.is_some() && self.is_even()
    }

    /// Whether the columns of numbers and dates have such in this row.
    fn has_numbers(&self, numbers: &[Option<bool>]) -> bool {
        let mut columns = (0..numbers.len()).filter(|at| numbers[*at] == Some(true));
        columns.all(|at| self.cells.is_number(at) != Some(false))
    }

    /// Whether the lines that a quoted cell took in are rows themselves. Commas are common in text, so that there a
    /// column of numbers must agree.
    fn are_rows(&mut self, start: usize, first_end: usize, end: usize) -> bool {
        if self.columns.is_none_or(|columns| columns < 2) {
            return false;
        }
        let cells = std::mem::take(&mut self.cells);
        let mut rows = self.read_line(start, first_end, Marks::Letters) && self.has_numbers(&self.numbers);
        let known = self.numbers.iter().enumerate();
        let numbers: Vec<Option<bool>> =
            known.map(|(at, known)| self.cells.is_number(at).filter(|_| *known != Some(false))).collect();
        rows &= self.dialect.delimiter == b'\t' || numbers.contains(&Some(true));
        let mut from = first_end;
        while rows && from < end {
            let next = memchr::memchr(self.dialect.line_end, &self.lines.bytes()[from..end]);
            let next = next.map_or(end, |at| from + at + 1);
            rows = self.read_line(from, next, Marks::Letters) && self.has_numbers(&numbers);
            from = next;
        }
        self.cells = cells;
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: Dialect = Dialect { delimiter: b',', line_end: b'\n', sparing: false };
    const TSV: Dialect = Dialect { delimiter: b'\t', line_end: b'\n', sparing: true };

    /// Each row with its line and what it was found to be, wherever blocks end.
    fn rows(text: &str, dialect: Dialect) -> Vec<(u64, Row, Vec<String>)> {
        let of = |block: usize| {
            let mut input = io::BufReader::with_capacity(block, text.as_bytes());
            let mut rows = Rows::new(&mut input, dialect);
            assert_eq!(rows.next().unwrap(), Some(Row::Read));
            rows.set_headings();
            let mut all = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                let cells = match row {
                    Row::Read | Row::Open => (0..rows.len()).filter_map(|at| rows.cell(at)).collect(),
                    _ => Vec::new(),
                };
                all.push((rows.line(), row, cells));
            }
            all
        };
        let all = of(1000);
        for block in [1, 2, 5] {
            assert_eq!(of(block), all);
        }
        all
    }

    fn row(line: u64, row: Row, cells: &[&str]) -> (u64, Row, Vec<String>) {
        (line, row, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn quoted_cells_run_over_lines() {
        let text = "who,said\r\nAda,\"One, \"\"two\"\"\r\nthree\"\r\n\r\nBen,\"\"\r\nCy,it is 5\" wide,\r\n";
        assert_eq!(
            rows(text, CSV),
            [
                row(2, Row::Read, &["Ada", "One, \"two\"\r\nthree"]),
                row(5, Row::Read, &["Ben", ""]),
                row(6, Row::Read, &["Cy", "it is 5\" wide"]),
            ]
        );
    }

    #[test]
    fn a_mark_left_open_takes_no_other_row() {
        let text =
            "id,who,said\n1,Ada,\"We agree.\n2,Ben,We do not.\n3,Cy,\"Nor, \"\"ever\"\".\"\n4,Di,Yes.\n";
        assert_eq!(
            rows(text, CSV),
            [
                row(2, Row::Open, &["1", "Ada", "\"We agree."]),
                row(3, Row::Read, &["2", "Ben", "We do not."]),
                row(4, Row::Read, &["3", "Cy", "Nor, \"ever\"."]),
                row(5, Row::Read, &["4", "Di", "Yes."]),
            ]
        );
        // Where the mark is closed by chance, the lines between are rows all the same.
        let text = "id,who,said\n1,Ada,We agree.\n2,Ben,\"We do not.\n3,Cy,Never\"\n4,Di,Yes.\n";
        assert_eq!(
            rows(text, CSV)[1..],
            [
                row(3, Row::Open, &["2", "Ben", "\"We do not."]),
                row(4, Row::Read, &["3", "Cy", "Never\""]),
                row(5, Row::Read, &["4", "Di", "Yes."]),
            ]
        );
    }

    #[test]
    fn what_may_belong_to_a_broken_row_is_no_row() {
        let text = "who,said\nAda,\"One, two,\nhe said \"no\", and left\nthe room\nBen,Yes.\n";
        assert_eq!(
            rows(text, CSV),
            [row(2, Row::Unclosed, &[]), row(3, Row::Lost(4), &[]), row(5, Row::Read, &["Ben", "Yes."]),]
        );
    }

    #[test]
    fn tables_of_databases_are_not_quoted() {
        let text = "who\tsaid\ton\nAda\t\"We will\t2014\nBen\tnever\"\t2015\nCy\t\"Never.\"\t2016\nDi\t\"No \"\"more\"\".\"\t2017\n";
        assert_eq!(
            rows(text, TSV),
            [
                row(2, Row::Read, &["Ada", "\"We will", "2014"]),
                row(3, Row::Read, &["Ben", "never\"", "2015"]),
                row(4, Row::Read, &["Cy", "\"Never.\"", "2016"]),
                row(5, Row::Read, &["Di", "No \"more\".", "2017"]),
            ]
        );
    }
}
