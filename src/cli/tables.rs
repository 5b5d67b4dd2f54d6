//! Tables for other programs: which columns, in which form, and where they go.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args as Group;
use demarche::output::{Table, TableFormat, TableWriter};

use super::Failure;

#[derive(Group)]
pub struct TableArgs {
    /// Only these columns of a table, in this order; `quanteda`: doc_id, text, and all others as its docvars
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Write to this file [else to standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// A stream that a table is written to.
pub type Out = Box<dyn Write + Send>;

impl TableArgs {
    /// The stream that text goes to; a file gets no colours.
    pub fn text(&self) -> Result<Out, Failure> {
        Ok(match self.file()? {
            Some(file) => Box::new(BufWriter::new(anstream::StripStream::new(file))),
            None => Box::new(BufWriter::new(anstream::stdout())),
        })
    }

    /// Begins a table with the columns that are wanted.
    pub fn table<T>(&self, table: Table<T>, format: TableFormat) -> Result<TableWriter<T, Out>, Failure> {
        let table = match self.columns.is_empty() {
            true => table,
            false => table
                .only(&self.columns)
                .map_err(|error| Failure::new(error, "name columns of that table, or leave out --columns"))?,
        };
        let out = if format == TableFormat::Csv { self.text()? } else { self.bytes()? };
        Ok(TableWriter::new(out, table, format)?)
    }

    /// The stream that bytes go to, as they are.
    fn bytes(&self) -> Result<Out, Failure> {
        if let Some(file) = self.file()? {
            return Ok(Box::new(BufWriter::new(file)));
        }
        if std::io::stdout().is_terminal() {
            return Err(Failure::new("such a table is not for a terminal", "name a file: --output FILE"));
        }
        Ok(Box::new(BufWriter::new(std::io::stdout())))
    }

    fn file(&self) -> Result<Option<File>, Failure> {
        let Some(path) = &self.output else { return Ok(None) };
        let file = File::create(path).map_err(|error| {
            Failure::new(
                format!("{}: {error}", path.display()),
                "name a file in a folder that exists and that you may write to",
            )
        })?;
        Ok(Some(file))
    }

    /// Whether what is written goes to a file or another program.
    pub fn goes_away(&self) -> bool {
        self.output.is_some() || !std::io::stdout().is_terminal()
    }

    /// Refuses columns where there is no table to choose them of.
    pub fn no_columns(&self) -> Result<(), Failure> {
        match self.columns.is_empty() {
            true => Ok(()),
            false => Err(Failure::new(
                "--columns goes with a table: csv, parquet or arrow",
                "name one of them with --format, or leave out --columns",
            )),
        }
    }
}
