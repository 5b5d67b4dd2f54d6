//! Tables written row after row: however many rows there are, a bounded number is held.

use std::io::{self, Write};

use super::Table;
#[cfg(feature = "tables")]
use super::files::File;

/// A form of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableFormat {
    /// CSV (RFC 4180, UTF-8), lists joined by `;`. A cell that a spreadsheet would take for a formula gets an apostrophe
    /// before it.
    Csv,
    /// Parquet, its pages compressed by Zstandard.
    #[cfg(feature = "tables")]
    Parquet,
    /// Arrow's file format for exchange (IPC, also called Feather).
    #[cfg(feature = "tables")]
    Arrow,
}

/// Writes a table, row after row.
pub struct TableWriter<T, W: Write + Send> {
    table: Table<T>,
    form: Form<T, W>,
}

enum Form<T, W: Write + Send> {
    // Rows are written as they come: none is held.
    Csv(Box<csv::Writer<W>>, std::marker::PhantomData<T>),
    #[cfg(feature = "tables")]
    File(File<T, W>),
}

impl<T, W: Write + Send> TableWriter<T, W> {
    /// Begins the table.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn new(out: W, table: Table<T>, format: TableFormat) -> io::Result<Self> {
        let form = match format {
            TableFormat::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(table.names())?;
                Form::Csv(Box::new(writer), std::marker::PhantomData)
            }
            #[cfg(feature = "tables")]
            TableFormat::Parquet => Form::File(File::parquet(out, &table)?),
            #[cfg(feature = "tables")]
            TableFormat::Arrow => Form::File(File::arrow(out, &table)?),
        };
        Ok(Self { table, form })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn row(&mut self, row: T) -> io::Result<()> {
        match &mut self.form {
            Form::Csv(writer, _) => Ok(writer.write_record(self.table.cells(&row))?),
            #[cfg(feature = "tables")]
            Form::File(file) => file.row(row, &self.table),
        }
    }

    /// Writes out what is left, and the end of the table.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn finish(self) -> io::Result<()> {
        match self.form {
            Form::Csv(mut writer, _) => writer.flush(),
            #[cfg(feature = "tables")]
            Form::File(file) => file.finish(&self.table),
        }
    }
}
