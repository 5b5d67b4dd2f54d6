//! `demarche cite`: statements as citations.

use std::io::Write;

use clap::{Args as Group, ValueEnum};
use demarche::output::{Citation, CiteFormat, write_citations};

use super::global::Global;
use super::{Outcome, cluster, place, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche cite 1a2b3c4d5e6f7a8b-90ab12cd
  demarche cite 1a2b3c4d5e6f7a8b-90ab12cd --format bibtex >> thesis.bib
  demarche search ceasefire --format ris > ceasefire.ris     the passages that a search finds

Nothing is made up: what has no date, title or author in its source gets none. Whoever is quoted by
somebody else is named in the note, not as the author.")]
pub struct CiteArgs {
    /// The ids of statements, or of documents for all their statements
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Text,
    CslJson,
    Bibtex,
    Ris,
}

/// Prints the citations.
pub fn run(global: &Global, args: CiteArgs) -> Outcome {
    let ids: Vec<&str> = args.ids.iter().map(|id| id.trim()).collect();
    let index = cluster::open_for(global, &ids)?;
    let mut citations: Vec<Citation> = Vec::new();
    let mut missing = 0;
    for id in &args.ids {
        let passages = index.show(id.trim())?;
        if passages.is_empty() {
            missing += 1;
            say(
                global,
                format!("nothing has the id `{id}`; ids stand in brackets below each hit of a search"),
            );
        }
        for (at, passage) in passages.iter().enumerate() {
            let citation = Citation::statement(passage);
            if (at == 0 || passages[at - 1].id != passage.id) && !citations.contains(&citation) {
                citations.push(citation);
            }
        }
    }
    let format = match args.format {
        Format::Text => CiteFormat::Text,
        Format::CslJson => CiteFormat::CslJson,
        Format::Bibtex => CiteFormat::Bibtex,
        Format::Ris => CiteFormat::Ris,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout());
    write_citations(&mut out, &citations, format)?;
    out.flush()?;
    place::code(missing == 0)
}
