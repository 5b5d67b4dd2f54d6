//! `demarche log`: the searches that were run, where a project keeps a log of them.

use std::io::Write;

use clap::Args as Group;
use demarche::index::Index;
use demarche::output::plain;
use demarche::query::{Filters, Query};
use demarche::research::{Logged, read_log};

use super::super::global::Global;
use super::super::record::project;
use super::super::{Failure, Outcome, place};

#[derive(Group)]
#[command(after_help = "\
A log is kept where demarche.toml says so:

  log = \"log.jsonl\"

Each run of search, kwic, facets, collocates, timeline and news is a line: the query as understood, the filters, the
index's generation, how much was found, and when.")]
pub struct LogArgs {
    /// Print JSON Lines
    #[arg(long)]
    pub jsonl: bool,
}

/// Prints the log.
pub fn run(global: &Global, args: LogArgs) -> Outcome {
    let Some(file) = project(global)?.log else {
        return Err(Failure::new(
            "no log is kept",
            "write `log = \"log.jsonl\"` into demarche.toml to keep one",
        ));
    };
    let runs = read_log(&file)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for run in &runs {
        if args.jsonl {
            serde_json::to_writer(&mut out, run).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else {
            let found = format!("{} {}", run.count, run.of);
            writeln!(
                out,
                "{}  {:<10} {found:<18} {}",
                plain(&run.on),
                plain(&run.command),
                plain(&run.understood)
            )?;
        }
    }
    out.flush()?;
    place::code(!runs.is_empty())
}

/// Notes a run, where the project keeps a log.
pub fn note(
    global: &Global,
    index: &Index,
    command: &str,
    query: &Query,
    filters: &Filters,
    (count, of): (usize, &str),
) -> Result<(), Failure> {
    let Some(file) = project(global)?.log else { return Ok(()) };
    let run = Logged {
        on: now(),
        command: command.to_owned(),
        query: query.input.clone(),
        understood: query.understood(),
        filters: serde_json::to_value(filters).map_err(std::io::Error::from)?,
        generation: index.generation()?,
        count: count as u64,
        of: of.to_owned(),
    };
    Ok(run.append_to(&file)?)
}

/// This moment, as RFC 3339 has it.
pub fn now() -> String {
    demarche::record::now()
}
