//! `demarche echoes`: who quoted a speech, or every quotation of the corpus that has an original in it.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use demarche::output::{EchoJson, EchoesCsv, count, write_echoes};
use demarche::quotation::Echo;

use super::global::Global;
use super::{Failure, Outcome, place, quote, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche echoes 1a2b3c4d5e6f7a8b-90ab12cd            who quoted this statement, when, with what changed
  demarche echoes --all --format csv -o echoes.csv     how words travel: both links, the verdict, days between

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
    /// Write to this file [else to standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Text,
    Csv,
    Jsonl,
}

/// Tells the echoes.
pub fn run(global: &Global, args: EchoesArgs) -> Outcome {
    let index = place::open(global)?;
    let searcher = index.searcher()?;
    let out: Box<dyn Write> = match &args.output {
        Some(path) => Box::new(std::io::BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(std::io::BufWriter::new(anstream::stdout())),
    };
    let mut out = Out::new(out, args.format)?;
    let mut found = 0_u64;
    match &args.link {
        Some(link) => {
            for echo in searcher.echoes_of(&quote::id_of(&index, link)?)? {
                found += 1;
                out.echo(&echo)?;
            }
        }
        None => searcher.echoes(&mut |echo| {
            found += 1;
            Ok(out.echo(&echo)?)
        })?,
    }
    out.finish()?;
    say(global, count(found, "echo").replace("echos", "echoes"));
    place::code(found > 0)
}

/// Echoes in one of the forms.
enum Out {
    Text(Box<dyn Write>),
    Csv(Box<EchoesCsv<Box<dyn Write>>>),
    Jsonl(Box<dyn Write>),
}

impl Out {
    fn new(out: Box<dyn Write>, format: Format) -> Result<Self, Failure> {
        Ok(match format {
            Format::Text => Self::Text(out),
            Format::Csv => Self::Csv(Box::new(EchoesCsv::new(out)?)),
            Format::Jsonl => Self::Jsonl(out),
        })
    }

    fn echo(&mut self, echo: &Echo) -> std::io::Result<()> {
        match self {
            Self::Text(out) => write_echoes(out, std::slice::from_ref(echo)),
            Self::Csv(table) => table.echo(echo),
            Self::Jsonl(out) => {
                serde_json::to_writer(&mut *out, &EchoJson::new(echo))?;
                out.write_all(b"\n")
            }
        }
    }

    fn finish(self) -> std::io::Result<()> {
        match self {
            Self::Text(mut out) | Self::Jsonl(mut out) => out.flush(),
            Self::Csv(table) => table.finish(),
        }
    }
}
