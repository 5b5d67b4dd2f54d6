//! `demarche delete`: takes files out of the index.

use std::io::Write;
use std::time::Duration;

use clap::Args as Group;
use demarche::output::plain;

use super::global::Global;
use super::{Outcome, place, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche delete articles/2024-10-10.txt         one file
  demarche delete articles/                       all that lies in a folder
  demarche delete articles/ --dry-run             only say what would go

Names are those that the index has (see where a hit stands). Your own files are not touched; the next
`demarche index` of a folder that still holds them adds them again.")]
pub struct DeleteArgs {
    /// Files, or folders of them, by their names in the index
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
    /// Only say what would be taken out
    #[arg(long)]
    pub dry_run: bool,
    /// Print what was taken out as JSON
    #[arg(long)]
    pub json: bool,
}

/// Takes out.
pub fn run(global: &Global, args: DeleteArgs) -> Outcome {
    let index = place::open(global)?;
    let is_in = |name: &str, wanted: &str| {
        let wanted = wanted.trim_start_matches("./").trim_end_matches('/');
        name == wanted || name.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('/'))
    };
    let chosen = |name: &str| args.names.iter().any(|wanted| is_in(name, wanted));
    let out = index.take_out(chosen, args.dry_run, Duration::ZERO, &())?;
    let mut stdout = anstream::stdout();
    if args.json {
        serde_json::to_writer_pretty(&mut stdout, &out).map_err(std::io::Error::from)?;
        writeln!(stdout)?;
    } else {
        out.files.iter().try_for_each(|name| writeln!(stdout, "{}", plain(name)))?;
    }
    let done = if args.dry_run { "would be taken out" } else { "taken out" };
    let files = if out.files.len() == 1 { "1 file".to_owned() } else { format!("{} files", out.files.len()) };
    say(global, format!("{files} {done}: {} statements, {} passages", out.statements, out.passages));
    for copy in &out.to_read_again {
        say(global, format!("{copy} holds the same and stays: run `demarche index` to read it again"));
    }
    if out.files.is_empty() {
        say(global, "names are those that hits stand in, such as articles/x.txt; see `demarche search`");
    }
    place::code(!out.files.is_empty())
}
