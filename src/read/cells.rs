//! The rows of a table as they come, without holding more than one.

use std::io::{self, BufRead};
use std::ops::Range;

use csv_core::ReadRecordResult;

use super::limits::{MOST_COLUMNS, MOST_TEXT};

/// The rows of one table.
pub(super) struct Rows<'t> {
    input: &'t mut dyn BufRead,
    parser: csv_core::Reader,
    /// The cells of the row, one after the other.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    columns: usize,
}

/// What a row was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// It was read.
    Read,
    /// It holds more than [`MOST_TEXT`] bytes, and was passed over.
    TooLong,
    /// It has more than [`MOST_COLUMNS`] cells, and was passed over.
    TooWide,
}

impl<'t> Rows<'t> {
    pub fn new(input: &'t mut dyn BufRead, delimiter: u8) -> Self {
        let parser = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        Self { input, parser, bytes: vec![0; 4096], ends: vec![0; 64], columns: 0 }
    }

    /// The line that the next row begins on, from 1.
    pub fn line(&self) -> u64 {
        self.parser.line()
    }

    /// Reads the next row; `None` after the last.
    pub fn next(&mut self) -> io::Result<Option<Row>> {
        let (mut length, mut row) = (0, Row::Read);
        self.columns = 0;
        loop {
            let block = self.input.fill_buf()?;
            let (result, used, wrote, ended) =
                self.parser.read_record(block, &mut self.bytes[length..], &mut self.ends[self.columns..]);
            self.input.consume(used);
            length += wrote;
            self.columns += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if length < MOST_TEXT => {
                    self.bytes.resize((length * 2).min(MOST_TEXT), 0)
                }
                ReadRecordResult::OutputEndsFull if self.columns < MOST_COLUMNS => {
                    self.ends.resize((self.columns * 2).min(MOST_COLUMNS), 0);
                }
                // From here on the row is only looked at for its end.
                ReadRecordResult::OutputFull => (row, length, self.columns) = (Row::TooLong, 0, 0),
                ReadRecordResult::OutputEndsFull => (row, length, self.columns) = (Row::TooWide, 0, 0),
                ReadRecordResult::Record => return Ok(Some(row)),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.columns
    }

    /// A cell of the row, from 0.
    pub fn cell(&self, at: usize) -> Option<String> {
        let range = self.range(at)?;
        Some(String::from_utf8_lossy(&self.bytes[range]).into_owned())
    }

    fn range(&self, at: usize) -> Option<Range<usize>> {
        let end = *self.ends[..self.columns].get(at)?;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        Some(start..end)
    }
}
