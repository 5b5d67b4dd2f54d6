//! `demarche show`: one statement or document whole.

use std::io::Write;

use demarche::output::{Look, write_passages};

use super::args::{Global, ShowArgs};
use super::{Outcome, place, say};

/// Shows what has the id.
pub fn run(global: &Global, args: ShowArgs) -> Outcome {
    let index = place::open(global)?;
    let passages = index.show(args.id.trim())?;
    let places = match passages.first() {
        Some(passage) => index.places_of(&passage.path)?,
        None => Vec::new(),
    };
    if passages.is_empty() {
        say(
            global,
            format!("nothing has the id `{}`; ids stand in brackets below each hit of a search", args.id),
        );
    } else if args.json {
        let mut passages = serde_json::to_value(&passages).map_err(std::io::Error::from)?;
        if !places.is_empty() {
            for passage in passages.as_array_mut().into_iter().flatten() {
                passage["places"] = places.clone().into();
            }
        }
        let text = serde_json::to_string_pretty(&passages).map_err(std::io::Error::from)?;
        writeln!(std::io::stdout(), "{text}")?;
    } else {
        let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        write_passages(&mut anstream::stdout(), &passages, Look { width, whole: true })?;
        if !places.is_empty() {
            let places = demarche::output::plain(&places.join(", "));
            writeln!(anstream::stdout(), "The same document stands in {places}.")?;
        }
    }
    place::code(!passages.is_empty())
}
