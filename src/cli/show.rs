//! `demarche show`: one statement or document whole.

use std::io::Write;

use clap::Args as Group;
use demarche::index::StoredPassage;
use demarche::output::{Look, Permalink, write_passages};

use super::global::Global;
use super::{Failure, Outcome, place, say};

#[derive(Group)]
pub struct ShowArgs {
    /// The id of a statement or document, or the link (demarche:s/…) of a timeline's row
    pub id: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Shows what has the id.
pub fn run(global: &Global, args: ShowArgs) -> Outcome {
    let index = place::open(global)?;
    let link = match Permalink::is_meant(&args.id) {
        true => Some(args.id.parse::<Permalink>().map_err(|error| {
            Failure::new(error, "copy the link whole, and put it between single quotation marks")
        })?),
        false => None,
    };
    let id = link.as_ref().map_or(args.id.trim(), |link| link.id.as_str());
    let passages = index.show(id)?;
    let places = match passages.first() {
        Some(passage) => index.places_of(&passage.path)?,
        None => Vec::new(),
    };
    if passages.is_empty() {
        say(global, format!("nothing has the id `{id}`; ids stand in brackets below each hit of a search"));
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
    if let Some(link) = link.filter(|_| !passages.is_empty()) {
        tell(global, &link, &passages);
    }
    place::code(!passages.is_empty())
}

/// Says which words a link cites, and whether they are still the same.
fn tell(global: &Global, link: &Permalink, passages: &[StoredPassage]) {
    match link.words(passages) {
        Some(words) if link.cites(&words) => say(global, format!("the link cites: “{words}”")),
        _ => say(
            global,
            "the words at the place that the link names are not those that were cited: the text was changed or shifted",
        ),
    }
}
