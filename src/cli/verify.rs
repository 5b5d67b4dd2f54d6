//! `demarche verify`: reads the index through and says what is wrong with it.

use std::io::Write;

use clap::Args as Group;
use demarche::index::{Verified, verify};
use demarche::output::plain;

use super::global::Global;
use super::{Outcome, place, say};

#[derive(Group)]
#[command(after_help = "\
Every file of the index is read and compared with its checksum, every passage with its statement, and what
came from each of your files with what the index should hold of it. Exit code 0: all is well; 1: something
is wrong, and is listed.")]
pub struct VerifyArgs {
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// Verifies.
pub fn run(global: &Global, args: VerifyArgs) -> Outcome {
    let found = verify(&place::find(global)?)?;
    let mut out = anstream::stdout();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &found).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        for fault in &found.faults {
            writeln!(out, "{}: {}", plain(&fault.place), plain(&fault.what))?;
        }
    }
    tell(global, &found);
    place::code(found.faults.is_empty())
}

fn tell(global: &Global, found: &Verified) {
    let Verified { files, bytes, sources, statements, passages, .. } = found;
    let read = format!(
        "{files} files of the index read ({:.1} MB): {passages} passages of {statements} statements from {sources} files",
        *bytes as f64 / 1e6
    );
    say(global, read);
    match found.faults.len() {
        0 => say(global, "all is well"),
        1 => say(global, "1 fault"),
        faults => say(global, format!("{faults} faults")),
    }
    if !found.faults.is_empty() {
        say(global, "your own files are not touched: `demarche doctor` makes the index anew from them");
    }
}
