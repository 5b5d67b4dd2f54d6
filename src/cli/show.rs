//! `demarche show`: one statement or document whole.

use std::io::Write;

use demarche::output::{Look, write_passages};

use super::args::{Global, ShowArgs};
use super::{Outcome, place, say};

/// Shows what has the id.
pub fn run(global: &Global, args: ShowArgs) -> Outcome {
    let passages = place::open(global)?.show(args.id.trim())?;
    if passages.is_empty() {
        say(
            global,
            format!("nothing has the id `{}`; ids stand in brackets below each hit of a search", args.id),
        );
    } else if args.json {
        let text = serde_json::to_string_pretty(&passages).map_err(std::io::Error::from)?;
        writeln!(std::io::stdout(), "{text}")?;
    } else {
        let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        write_passages(&mut anstream::stdout(), &passages, Look { width, whole: true })?;
    }
    place::code(!passages.is_empty())
}
