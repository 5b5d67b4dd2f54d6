//! `demarche codes`: the code book, and what is coded, for people and for other programs.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use demarche::output::{plain, write_code_book_csv, write_qdc};

use super::super::global::Global;
use super::super::{Failure, Outcome, place, say};
use super::stored_record;

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche codes
  demarche codes --format taguette --output codebook.csv
  demarche codes --format qdpx --output study.qdpx

REFI-QDA (.qdc, .qdpx), which ATLAS.ti, MAXQDA, NVivo and QualCoder import, is a hand-over in one direction: nothing is
read back.")]
pub struct CodesArgs {
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// The file to write [else standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading in a terminal
    Text,
    Json,
    /// The code book as CSV, for Taguette and spreadsheets
    Taguette,
    /// The code book, for programs that read REFI-QDA
    Qdc,
    /// Code book, coded documents and notes, for programs that read REFI-QDA
    #[cfg(feature = "refi")]
    Qdpx,
}

/// Prints the code book, or writes what is coded.
pub fn run(global: &Global, args: CodesArgs) -> Outcome {
    #[cfg_attr(not(feature = "refi"), allow(unused_variables))]
    let (project, record) = stored_record(global)?;
    let book = record.notes.code_book();
    let mut bytes = Vec::new();
    match args.format {
        Format::Text => {
            for code in &book.codes {
                let depth = code.name.matches('/').count();
                let name = code.name.rsplit('/').next().unwrap_or_default();
                let description =
                    code.description.as_deref().map(|text| format!("  {}", plain(text))).unwrap_or_default();
                let line = format!("{}{name}", "  ".repeat(depth));
                writeln!(bytes, "{:>6}  {line}{}", code.uses, description)?;
            }
        }
        Format::Json => {
            serde_json::to_writer_pretty(&mut bytes, &book).map_err(std::io::Error::from)?;
            bytes.push(b'\n');
        }
        Format::Taguette => write_code_book_csv(&mut bytes, &book)?,
        Format::Qdc if book.codes.is_empty() => {
            return Err(Failure::new("there is no code yet", "give one with `demarche tag LINK CODE`"));
        }
        Format::Qdc => write_qdc(&mut bytes, &book)?,
        #[cfg(feature = "refi")]
        Format::Qdpx => {
            if args.output.is_none() {
                return Err(Failure::new("a project is no text", "name a file with --output study.qdpx"));
            }
            let title = project.title.as_deref().unwrap_or("demarche");
            bytes = qdpx(global, &record, title)?;
        }
    }
    super::collection::write_out(args.output.as_deref(), &bytes)?;
    if book.codes.is_empty() {
        say(global, "there is no code yet: `demarche tag LINK CODE` gives one");
    }
    place::code(!book.codes.is_empty())
}

/// Code book, coded documents and notes as a project of REFI-QDA.
#[cfg(feature = "refi")]
fn qdpx(global: &Global, record: &demarche::record::Record, title: &str) -> Result<Vec<u8>, Failure> {
    let index = super::super::place::open(global)?;
    let wanted = |marked: &demarche::record::Marked| !marked.tags.is_empty() || !marked.notes.is_empty();
    let (documents, missing) = demarche::research::coded_documents(&index.snapshot(), record, wanted)?;
    super::tell_missing(global, &missing);
    let mut bytes = Vec::new();
    let book = record.notes.code_book();
    demarche::output::write_qdpx(std::io::Cursor::new(&mut bytes), title, &book, &documents)?;
    Ok(bytes)
}
