//! The rows of a table as they come, without holding more than one.
//!
//! Cells are quoted as RFC 4180 says. Where a quotation mark is left open, what follows is not taken for one long
//! cell: a cell ends with a mark before a delimiter or a line's end, and where a mark stands elsewhere, or the lines that a
//! cell took in are rows themselves, the row is read again with the mark as a letter of its first line.

use std::io::{self, BufRead};
use std::ops::Range;

use super::limits::{MOST_COLUMNS, MOST_TEXT};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: u8,
    /// What ends a line.
    pub line_end: u8,
    /// Whether cells are quoted only where they must be, so that a cell in marks that need not be is a quotation:
    /// databases write tab-separated tables so.
    pub sparing: bool,
}

/// The rows of one table.
pub(super) struct Rows<'t> {
    input: &'t mut dyn BufRead,
    dialect: Dialect,
    /// Bytes that were read; those before `at` are done with.
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    /// The line that stands at `at`, and that of the row, from 1.
    next_line: u64,
    line: u64,
    /// The cells of the row, one after the other.
    bytes: Vec<u8>,
    ends: Vec<usize>,
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
    /// Lines up to this one that are no rows, after a row with a quotation mark left open.
    Lost(u64),
    /// It holds more than [`MOST_TEXT`] bytes, and was passed over.
    TooLong,
    /// It has more than [`MOST_COLUMNS`] cells, and was passed over.
    TooWide,
}

/// How a record of cells ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parsed {
    /// At this byte, after so many lines.
    To(usize, u64),
    /// A quotation mark is left open or stands where none may.
    Open,
    TooWide,
}

/// How quotation marks of one line are read where the rules do not hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// As letters.
    Letters,
    /// Those inside a quoted cell as letters too, and with blanks before it.
    Lenient,
}

impl<'t> Rows<'t> {
    pub fn new(input: &'t mut dyn BufRead, dialect: Dialect) -> Self {
        Self {
            input,
            dialect,
            buffer: Vec::new(),
            at: 0,
            ended: false,
            next_line: 1,
            line: 1,
            bytes: Vec::new(),
            ends: Vec::new(),
            columns: None,
            numbers: Vec::new(),
            broken: false,
        }
    }

    /// The rows that follow have as many cells as this one, which has the headings.
    pub fn set_headings(&mut self) {
        self.columns = Some(self.ends.len());
        self.numbers = vec![None; self.ends.len()];
    }

    /// The line that the row begins on, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next row; `None` after the last.
    pub fn next(&mut self) -> io::Result<Option<Row>> {
        if self.at > self.buffer.len() / 2 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        loop {
            self.line = self.next_line;
            let Some(end) = self.line_end(self.at)? else { return Ok(None) };
            if end - self.at > MOST_TEXT {
                return self.pass_over().map(Some);
            }
            if !self.content(self.at, end).is_empty() {
                break;
            }
            self.go_to(end, 1);
        }
        if self.broken { self.after_a_broken_row().map(Some) } else { self.row().map(Some) }
    }

    fn row(&mut self) -> io::Result<Row> {
        let start = self.at;
        let first_end = self.line_end(start)?.unwrap_or(start);
        let parsed = self.parse(start)?;
        match parsed {
            Parsed::TooWide => {
                self.go_to(first_end, 1);
                return Ok(Row::TooWide);
            }
            Parsed::To(end, lines) if !(lines > 1 && self.are_rows(start, first_end, end)) => {
                if self.is_even() {
                    self.go_to(end, lines);
                    return Ok(self.read());
                }
                let one_line = lines == 1 && self.parse_line(start, first_end, Marks::Lenient);
                self.go_to(end, lines);
                return Ok(if one_line { self.read() } else { Row::Uneven });
            }
            _ => {}
        }
        let letters = self.parse_line(start, first_end, Marks::Letters);
        let read = letters || self.parse_line(start, first_end, Marks::Lenient);
        self.go_to(first_end, 1);
        if !read {
            self.broken = true;
            return Ok(Row::Uneven);
        }
        // In a table that is quoted sparingly, a mark at the beginning of a cell is a letter like any other.
        self.broken = !self.dialect.sparing;
        self.read();
        Ok(if self.broken { Row::Open } else { Row::Read })
    }

    /// After a row with a mark left open, what may be the rest of it is no row: a row is read from where a line has all
    /// cells, no mark out of place, and numbers where the rows before had them.
    fn after_a_broken_row(&mut self) -> io::Result<Row> {
        let mut last = None;
        while let Some(end) = self.line_end(self.at)? {
            let line = self.content(self.at, end);
            let stray = memchr::memchr(b'"', line).is_some();
            let parsed = self.parse(self.at)?;
            let whole = matches!(parsed, Parsed::To(..)) && (!stray || self.is_quoted_well(self.at, end));
            if whole && self.is_even() && self.has_numbers(&self.numbers) {
                self.broken = false;
                return match last {
                    None => self.row(),
                    Some(line) => Ok(Row::Lost(line)),
                };
            }
            last = Some(self.next_line);
            self.go_to(end, 1);
        }
        self.broken = false;
        Ok(Row::Lost(last.unwrap_or(self.line)))
    }

    /// Whether a line's quotation marks stand only around cells and doubled in them.
    fn is_quoted_well(&mut self, start: usize, end: usize) -> bool {
        let line = self.content(start, end);
        let delimiter = self.dialect.delimiter;
        let beside = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == delimiter || *byte == b'"');
        memchr::memchr_iter(b'"', line)
            .all(|at| beside(at.checked_sub(1).map(|at| &line[at])) || beside(line.get(at + 1)))
    }

    fn read(&mut self) -> Row {
        for at in 0..self.numbers.len() {
            if let Some(number) = self.is_number(at) {
                self.numbers[at] = Some(number && self.numbers[at] != Some(false));
            }
        }
        Row::Read
    }

    /// Whether the cells that were found are as many as the headings; empty ones at the end do not count.
    fn is_even(&mut self) -> bool {
        let Some(columns) = self.columns else { return true };
        while self.ends.len() > columns && self.cell_bytes(self.ends.len() - 1).is_some_and(<[u8]>::is_empty)
        {
            self.ends.pop();
        }
        self.ends.len() == columns
    }

    /// Whether a cell begins as a number or a date does; `None` where it is empty.
    fn is_number(&self, at: usize) -> Option<bool> {
        self.cell_bytes(at)?.trim_ascii().first().map(u8::is_ascii_digit)
    }

    /// Whether the columns of numbers and dates have such in this row.
    fn has_numbers(&self, numbers: &[Option<bool>]) -> bool {
        let mut columns = (0..numbers.len()).filter(|at| numbers[*at] == Some(true));
        columns.all(|at| self.is_number(at) != Some(false))
    }

    /// Whether the lines that a quoted cell took in are rows themselves. Commas are common in text, so that there a
    /// column of numbers must agree.
    fn are_rows(&mut self, start: usize, first_end: usize, end: usize) -> bool {
        if self.columns.is_none_or(|columns| columns < 2) {
            return false;
        }
        let (bytes, ends) = (std::mem::take(&mut self.bytes), std::mem::take(&mut self.ends));
        let mut rows = self.parse_line(start, first_end, Marks::Letters) && self.has_numbers(&self.numbers);
        let known = self.numbers.iter().enumerate();
        let numbers: Vec<Option<bool>> =
            known.map(|(at, known)| self.is_number(at).filter(|_| *known != Some(false))).collect();
        rows &= self.dialect.delimiter == b'\t' || numbers.contains(&Some(true));
        let mut from = first_end;
        while rows && from < end {
            let next = memchr::memchr(self.dialect.line_end, &self.buffer[from..end]);
            let next = next.map_or(end, |at| from + at + 1);
            rows = self.parse_line(from, next, Marks::Letters) && self.has_numbers(&numbers);
            from = next;
        }
        (self.bytes, self.ends) = (bytes, ends);
        rows
    }

    /// Parses one line by itself; whether it has as many cells as the headings.
    fn parse_line(&mut self, start: usize, end: usize, marks: Marks) -> bool {
        let content = start..start + self.content(start, end).len();
        self.bytes.clear();
        self.ends.clear();
        let mut at = content.start;
        loop {
            let rest = &self.buffer[at..content.end];
            let blank = if marks == Marks::Lenient { rest.len() - rest.trim_ascii_start().len() } else { 0 };
            let delimiter = self.dialect.delimiter;
            let end = match marks == Marks::Lenient && rest.get(blank) == Some(&b'"') {
                true => {
                    let closes = |quote: &usize| rest.get(quote + 1).is_none_or(|next| *next == delimiter);
                    let close = memchr::memchr_iter(b'"', rest).filter(|at| *at > blank).find(closes);
                    let Some(close) = close else { return false };
                    self.bytes.extend_from_slice(&rest[blank + 1..close]);
                    close + 1
                }
                false => {
                    let end = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
                    self.bytes.extend_from_slice(&rest[..end]);
                    end
                }
            };
            self.ends.push(self.bytes.len());
            at += end;
            if at >= content.end || self.ends.len() > MOST_COLUMNS {
                return self.is_even() && self.columns.is_some();
            }
            at += 1;
        }
    }

    /// Parses the record that begins at a byte, over as many lines as its quoted cells take.
    fn parse(&mut self, start: usize) -> io::Result<Parsed> {
        self.bytes.clear();
        self.ends.clear();
        let (mut at, mut lines) = (start, 1);
        let Some(mut end) = self.line_end(start)? else { return Ok(Parsed::To(start, 0)) };
        loop {
            if self.ends.len() == MOST_COLUMNS {
                return Ok(Parsed::TooWide);
            }
            let content = at + self.content(at, end).len();
            let delimiter = self.dialect.delimiter;
            if self.buffer.get(at) != Some(&b'"') || at >= content {
                let rest = &self.buffer[at..content];
                let length = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
                self.bytes.extend_from_slice(&rest[..length]);
                self.ends.push(self.bytes.len());
                at += length;
            } else {
                let opened = at;
                let Some(closed) = self.quoted(at, start, &mut end, &mut lines)? else {
                    return Ok(Parsed::Open);
                };
                at = closed;
                if self.dialect.sparing && !self.must_be_quoted(opened, closed) {
                    let from = self.ends.last().copied().unwrap_or(0);
                    self.bytes.truncate(from);
                    self.bytes.extend_from_slice(&self.buffer[opened..closed]);
                }
                self.ends.push(self.bytes.len());
            }
            // After a cell stands a delimiter or the line's end.
            if self.buffer.get(at) == Some(&delimiter) && at < end {
                at += 1;
            } else {
                return Ok(Parsed::To(end, lines));
            }
        }
    }

    /// Reads the quoted cell that opens at a byte, over lines; gives the byte after it, `None` where it does not end as it
    /// must.
    fn quoted(
        &mut self,
        open: usize,
        start: usize,
        end: &mut usize,
        lines: &mut u64,
    ) -> io::Result<Option<usize>> {
        let mut at = open + 1;
        loop {
            let Some(mark) = memchr::memchr(b'"', &self.buffer[at..*end]).map(|found| at + found) else {
                let next = if *end - start > MOST_TEXT { None } else { self.line_end(*end)? };
                let Some(next) = next else { return Ok(None) };
                self.bytes.extend_from_slice(&self.buffer[at..*end]);
                (at, *end, *lines) = (*end, next, *lines + 1);
                continue;
            };
            self.bytes.extend_from_slice(&self.buffer[at..mark]);
            if self.buffer.get(mark + 1) == Some(&b'"') && mark + 1 < *end {
                self.bytes.push(b'"');
                at = mark + 2;
                continue;
            }
            let content = mark + 1 + self.content(mark + 1, *end).len();
            let rest = &self.buffer[mark + 1..content];
            let blank = rest.iter().take_while(|byte| **byte == b' ').count();
            let ends = rest.get(blank).is_none_or(|byte| *byte == self.dialect.delimiter);
            return Ok(ends.then_some(mark + 1 + blank));
        }
    }

    /// Whether a quoted cell holds what must be quoted.
    fn must_be_quoted(&self, open: usize, closed: usize) -> bool {
        let inner = self.buffer[open..closed].trim_ascii();
        let inner = &inner[1..inner.len() - 1];
        inner.iter().any(|byte| [b'"', self.dialect.delimiter, self.dialect.line_end].contains(byte))
    }

    /// Where the line that begins at a byte ends, its end included, reading on as needed; one that is too long is cut
    /// off. `None` where none begins.
    fn line_end(&mut self, from: usize) -> io::Result<Option<usize>> {
        let mut seen = from;
        loop {
            if let Some(at) = memchr::memchr(self.dialect.line_end, &self.buffer[seen..]) {
                return Ok(Some(seen + at + 1));
            }
            seen = self.buffer.len();
            if self.ended || seen - from > MOST_TEXT {
                return Ok(Some(seen).filter(|end| *end > from));
            }
            let block = self.input.fill_buf()?;
            self.ended = block.is_empty();
            self.buffer.extend_from_slice(block);
            let count = block.len();
            self.input.consume(count);
        }
    }

    /// The bytes of a line without its end.
    fn content(&self, start: usize, end: usize) -> &[u8] {
        let line = &self.buffer[start..end];
        let line = line.strip_suffix(&[self.dialect.line_end]).unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// Passes over a line that is too long, without holding it.
    fn pass_over(&mut self) -> io::Result<Row> {
        loop {
            if let Some(at) = memchr::memchr(self.dialect.line_end, &self.buffer[self.at..]) {
                self.go_to(self.at + at + 1, 1);
                return Ok(Row::TooLong);
            }
            self.buffer.clear();
            self.at = 0;
            let block = self.input.fill_buf()?;
            if block.is_empty() {
                self.ended = true;
                return Ok(Row::TooLong);
            }
            self.buffer.extend_from_slice(block);
            let count = block.len();
            self.input.consume(count);
        }
    }

    fn go_to(&mut self, at: usize, lines: u64) {
        self.at = at;
        self.next_line += lines;
    }

    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell of the row, from 0.
    pub fn cell(&self, at: usize) -> Option<String> {
        Some(String::from_utf8_lossy(self.cell_bytes(at)?).into_owned())
    }

    fn cell_bytes(&self, at: usize) -> Option<&[u8]> {
        let range: Range<usize> = if at == 0 { 0 } else { *self.ends.get(at - 1)? }..*self.ends.get(at)?;
        Some(&self.bytes[range])
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
            [row(2, Row::Uneven, &[]), row(3, Row::Lost(4), &[]), row(5, Row::Read, &["Ben", "Yes."]),]
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
