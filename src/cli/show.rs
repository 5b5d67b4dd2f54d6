//! `demarche show`: one statement or document whole.

use std::io::Write;
use std::time::{Duration, Instant};

use clap::Args as Group;
use demarche::index::{Index, StoredPassage};
use demarche::output::{Look, Permalink, write_echoes_of, write_passages};

use super::global::Global;
use super::{Failure, Outcome, cluster, place, say};

#[derive(Group)]
pub struct ShowArgs {
    /// The id of a statement or document, or the link (demarche:s/…) of a timeline's row
    pub id: String,
    /// Show also so many statements before and after it
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub context: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Shows what has the id.
pub fn run(global: &Global, args: ShowArgs) -> Outcome {
    let link = match Permalink::is_meant(&args.id) {
        true => Some(args.id.parse::<Permalink>().map_err(|error| {
            Failure::new(error, "copy the link whole, and put it between single quotation marks")
        })?),
        false => None,
    };
    let id = link.as_ref().map_or(args.id.trim(), |link| link.id.as_str());
    let index = cluster::open_for(global, &[id])?;
    let passages = index.show(id)?;
    let places = match passages.first() {
        Some(passage) => index.places_of(&passage.path)?,
        None => Vec::new(),
    };
    if passages.is_empty() {
        say(global, format!("nothing has the id `{id}`; ids stand in brackets below each hit of a search"));
    } else {
        let around = Around::of(&index, &passages, args.context)?;
        if args.json {
            write_json(&around, &passages, &places)?;
        } else {
            write_text(&around, &passages)?;
            quoted(&index, id)?;
        }
    }
    if !passages.is_empty() && !places.is_empty() && !args.json {
        let places = demarche::output::plain(&places.join(", "));
        writeln!(anstream::stdout(), "The same document stands in {places}.")?;
    }
    if let Some(link) = link.filter(|_| !passages.is_empty()) {
        tell(global, &link, &passages);
    }
    place::code(!passages.is_empty())
}

/// Tells where the quotations of what is shown were said, and who quotes it, as far as that is found in a moment.
fn quoted(index: &Index, id: &str) -> Result<(), Failure> {
    const MOMENT: Duration = Duration::from_secs(1);
    let (searcher, until) = (index.searcher()?, Some(Instant::now() + MOMENT));
    let (originals, echoes) = (searcher.originals_of(id, until)?, searcher.echoes_of(id, until)?);
    Ok(write_echoes_of(&mut anstream::stdout(), &originals, &echoes)?)
}

/// The statements before and after one in its document, in its order.
#[derive(Default)]
struct Around {
    before: Vec<StoredPassage>,
    after: Vec<StoredPassage>,
}

impl Around {
    /// So many to each side of the passages of a statement; none round a document.
    fn of(index: &Index, passages: &[StoredPassage], statements: usize) -> Result<Self, Failure> {
        let (Some(first), Some(last)) = (passages.first(), passages.last()) else {
            return Ok(Self::default());
        };
        if statements == 0 {
            return Ok(Self::default());
        }
        let document = index.show(&first.document)?;
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for passage in document {
            if passage.span.start < first.span.start {
                before.push(passage);
            } else if passage.span.start > last.span.start {
                after.push(passage);
            }
        }
        let starts = |passages: &[StoredPassage]| -> Vec<usize> {
            let begins = |at: &usize| *at == 0 || passages[*at].id != passages[*at - 1].id;
            (0..passages.len()).filter(begins).collect()
        };
        let from = starts(&before).into_iter().rev().nth(statements - 1).unwrap_or(0);
        before.drain(..from);
        let to = starts(&after).get(statements).copied().unwrap_or(after.len());
        after.truncate(to);
        Ok(Self { before, after })
    }
}

fn write_text(around: &Around, passages: &[StoredPassage]) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(anstream::stdout());
    let look = Look { width: super::width(), whole: true };
    let parts = [("before", &around.before[..]), ("asked for", passages), ("after", &around.after)];
    let alone = around.before.is_empty() && around.after.is_empty();
    for (name, passages) in parts.into_iter().filter(|(_, passages)| !passages.is_empty()) {
        if !alone {
            writeln!(out, "── {name} ──\n")?;
        }
        write_passages(&mut out, passages, look)?;
    }
    Ok(out.flush()?)
}

/// An array of passages; those around the statement say on which side they stand, as `context`.
fn write_json(around: &Around, passages: &[StoredPassage], places: &[String]) -> Result<(), Failure> {
    let mut all: Vec<serde_json::Value> = Vec::new();
    for (side, passages) in
        [(Some("before"), &around.before[..]), (None, passages), (Some("after"), &around.after)]
    {
        for passage in passages {
            let mut passage = serde_json::to_value(passage).map_err(std::io::Error::from)?;
            if !places.is_empty() {
                passage["places"] = places.to_vec().into();
            }
            if let Some(side) = side {
                passage["context"] = side.into();
            }
            all.push(passage);
        }
    }
    let text = serde_json::to_string_pretty(&all).map_err(std::io::Error::from)?;
    Ok(writeln!(std::io::stdout(), "{text}")?)
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
