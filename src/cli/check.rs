//! `demarche check`: every quotation of a manuscript held against the corpus.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use demarche::extract::Extractor;
use demarche::output::{Permalink, Review, ReviewRow, Table, TableFormat, write_reviews, write_reviews_html};
use demarche::quotation::manuscripts;

use super::global::Global;
use super::tables::TableArgs;
use super::{Failure, Outcome, place, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche check chapter.docx
  demarche check chapter-1.md chapter-2.md --format html -o quotations.html
  demarche check answer.txt --format csv > quotations.csv

Reads plain text, Markdown, DOCX, ODT, HTML, LaTeX and PDF. Every quotation of five words or more is checked, in marks of any
kind or set off as a block (`>`, \\begin{quote}, a paragraph in the style Quote), with the speaker whom its sentence names and a link
of demarche (demarche:s/…) beside it or in its footnote. The gravest come first. `not-found` means: not in this corpus.

Exit codes: 0 where every quotation is in order, 1 where one is not or there is none, 2 a usage or input error.")]
pub struct CheckArgs {
    /// The manuscript's files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Your own list of names (.toml, .csv), beside the shipped ones
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    pub table: TableArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Csv,
    Html,
}

/// Checks the files.
pub fn run(global: &Global, args: CheckArgs) -> Outcome {
    let searcher = place::open(global)?.searcher()?;
    let extractor = Extractor::new(place::authority(args.authority.as_deref())?);
    if let Some(gone) = args.files.iter().find(|file| file.as_os_str() != "-" && !file.exists()) {
        let message = format!("{}: there is no such file", gone.display());
        return Err(Failure::new(message, "name files that exist"));
    }
    let read = manuscripts(&args.files, &place::here()?, &extractor);
    let (manuscripts, skips) = read.map_err(|error| Failure::new(error, "name a file that holds text"))?;
    for skip in &skips {
        say(global, format!("skipped {}: {}", skip.place(), skip.reason));
    }
    let id_of = |link: &str| Some(link.parse::<Permalink>().ok()?.id);
    let mut reviews = Vec::new();
    for manuscript in manuscripts {
        let reviewed = searcher.review(&manuscript, &id_of)?;
        reviews.push(Review { manuscript, reviewed });
    }
    if args.format != Format::Csv {
        args.table.no_columns()?;
    }
    match args.format {
        Format::Csv => {
            let mut table = args.table.table(Table::reviews(), TableFormat::Csv)?;
            ReviewRow::all(&reviews).into_iter().try_for_each(|row| table.row(row))?;
            table.finish()?;
        }
        Format::Text => {
            let mut out = args.table.text()?;
            write_reviews(&mut out, &reviews)?;
            out.flush()?;
        }
        Format::Html => {
            let mut out = args.table.text()?;
            write_reviews_html(&mut out, &reviews, concat!("demarche ", env!("CARGO_PKG_VERSION")))?;
            out.flush()?;
        }
    }
    if !matches!(args.format, Format::Text) || args.table.output.is_some() {
        for review in &reviews {
            say(global, format!("{}: {}", review.manuscript.name, review.summary()));
        }
    }
    let checked: usize = reviews.iter().map(|review| review.reviewed.len()).sum();
    place::code(checked > 0 && reviews.iter().all(|review| review.fine() == review.reviewed.len()))
}
