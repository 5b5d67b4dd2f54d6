//! `demarche compact`: puts the parts of the index together.

use std::io::Write;
use std::time::Duration;

use clap::Args as Group;

use super::global::Global;
use super::{FOUND, Outcome, place};

#[derive(Group)]
#[command(after_help = "\
An index that is added to for long has several parts, and room that what was taken out still holds. Both
are tidied up now and then; this does it at once and whole. Searches go on meanwhile.")]
pub struct CompactArgs {
    /// Print what was done as JSON
    #[arg(long)]
    pub json: bool,
}

/// Compacts.
pub fn run(global: &Global, args: CompactArgs) -> Outcome {
    let done = place::open(global)?.compact(Duration::ZERO, &())?;
    let mut out = anstream::stdout();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &done).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else if !global.quiet {
        let mb = |bytes: u64| bytes as f64 / 1e6;
        let (before, after) = (mb(done.bytes_before), mb(done.bytes_after));
        writeln!(
            out,
            "{} segments became {}; {before:.1} MB became {after:.1} MB",
            done.segments_before, done.segments_after
        )?;
    }
    Ok(FOUND)
}
