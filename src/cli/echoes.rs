//! `demarche echoes`: who quoted a speech, or every quotation of the corpus that has an original in it.

use std::io::Write;

use clap::{Args as Group, ValueEnum};
use demarche::output::{EchoJson, Table, TableFormat, TableWriter, count, write_echoes};
use demarche::quotation::Echo;

use super::global::Global;
use super::tables::TableArgs;
use super::{Failure, Outcome, place, quote, say, tables};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche echoes 1a2b3c4d5e6f7a8b-90ab12cd            who quoted this statement, when, with what changed
  demarche echoes --all --format csv -o echoes.csv     how words travel: both links, the verdict, days between
  demarche echoes --all --format parquet -o echoes.parquet

An echo is a quotation in one document whose words were said in another, not later, by whoever is named as its source; of
several places the last before it. Where nobody is named it has nine words at least.")]
pub struct EchoesArgs {
    /// The id of a statement or document, or a link (demarche:s/…)
    #[arg(value_name = "LINK", required_unless_present = "all", conflicts_with = "all")]
    pub link: Option<String>,
    /// Every quotation of the corpus that has an original in it
    #[arg(long)]
    pub all: bool,
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
    Jsonl,
    /// A table for R, pandas and others
    #[cfg(feature = "tables")]
    Parquet,
    /// A table for R, pandas and others, as an Arrow file
    #[cfg(feature = "tables")]
    Arrow,
}

/// Tells the echoes.
pub fn run(global: &Global, args: EchoesArgs) -> Outcome {
    let index = place::open(global)?;
    let searcher = index.searcher()?;
    let mut out = Out::new(&args)?;
    let mut found = 0_u64;
    match &args.link {
        Some(link) => {
            for echo in searcher.echoes_of(&quote::id_of(&index, link)?, None)?.echoes {
                found += 1;
                out.echo(echo)?;
            }
        }
        None => searcher.echoes(&mut |echo| {
            found += 1;
            Ok(out.echo(echo)?)
        })?,
    }
    out.finish()?;
    say(global, count(found, "echo").replace("echos", "echoes"));
    place::code(found > 0)
}

/// Echoes in one of the forms.
enum Form {
    Text(tables::Out),
    Jsonl(tables::Out),
    Table(Box<TableWriter<Echo, tables::Out>>),
}

struct Out(Form);

impl Out {
    fn new(args: &EchoesArgs) -> Result<Self, Failure> {
        let table = |format| -> Result<Form, Failure> {
            Ok(Form::Table(Box::new(args.table.table(Table::echoes(), format)?)))
        };
        Ok(Self(match args.format {
            Format::Text | Format::Jsonl => {
                args.table.no_columns()?;
                let out = args.table.text()?;
                if args.format == Format::Text { Form::Text(out) } else { Form::Jsonl(out) }
            }
            Format::Csv => table(TableFormat::Csv)?,
            #[cfg(feature = "tables")]
            Format::Parquet => table(TableFormat::Parquet)?,
            #[cfg(feature = "tables")]
            Format::Arrow => table(TableFormat::Arrow)?,
        }))
    }

    fn echo(&mut self, echo: Echo) -> std::io::Result<()> {
        match &mut self.0 {
            Form::Text(out) => write_echoes(out, std::slice::from_ref(&echo)),
            Form::Table(table) => table.row(echo),
            Form::Jsonl(out) => {
                serde_json::to_writer(&mut *out, &EchoJson::new(&echo))?;
                out.write_all(b"\n")
            }
        }
    }

    fn finish(self) -> std::io::Result<()> {
        match self.0 {
            Form::Text(mut out) | Form::Jsonl(mut out) => out.flush(),
            Form::Table(table) => table.finish(),
        }
    }
}
