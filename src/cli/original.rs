//! `demarche original`: where the quotations of an article were said.

use std::io::Write;

use clap::Args as Group;
use demarche::output::{EchoJson, count, write_echoes};
use demarche::quotation::Originals;

use super::global::Global;
use super::{Outcome, place, quote, say};

#[derive(Group)]
#[command(after_help = "\
Of each quotation the place in this corpus is told where its words were said: in another document, not later, by whoever is
named as its source. Quotations of fewer than five words are left out.")]
pub struct OriginalArgs {
    /// The id of a statement or document, or a link (demarche:s/…)
    #[arg(value_name = "LINK")]
    pub link: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Tells the originals.
pub fn run(global: &Global, args: OriginalArgs) -> Outcome {
    let index = place::open(global)?;
    let id = quote::id_of(&index, &args.link)?;
    let Originals { echoes, without, .. } = index.searcher()?.originals_of(&id, None)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if args.json {
        let echoes: Vec<EchoJson<'_>> = echoes.iter().map(EchoJson::new).collect();
        serde_json::to_writer_pretty(&mut out, &echoes).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        write_echoes(&mut out, &echoes)?;
    }
    out.flush()?;
    let all = count((echoes.len() + without.len()) as u64, "quotation");
    say(global, format!("{all}; of {} the original stands in this corpus", echoes.len()));
    place::code(!echoes.is_empty())
}
