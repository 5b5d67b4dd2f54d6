//! `demarche people`: who speaks in the index, under which forms of the name, and who may be the same.

use std::io::Write;
use std::path::PathBuf;

use clap::Args as Group;
use demarche::authority::{Authority, Wanted};
use demarche::index::IndexedSpeaker;
use demarche::model::EntityType;
use demarche::output::{People, PersonRow, write_people, write_people_json};

use super::global::Global;
use super::{Outcome, place, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche people                    the persons who speak most
  demarche people Biden              everybody of that name, and who may be the same
  demarche people --same -n 0        all names that may be those of one person

Where two names are one person's, say so: `demarche correct --person NAME --same OTHER` (docs/research.md), or write both
into a list of your own (docs/authority.md) and index again.")]
pub struct PeopleArgs {
    /// Only persons of this name, or written so
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
    /// Only those who may be the same as another
    #[arg(long)]
    pub same: bool,
    /// How many persons at most, who has most statements first; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Only persons with at least so many statements
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min: u64,
    /// Your own list of names (.toml, .csv), beside the shipped ones
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Lists the persons.
pub fn run(global: &Global, args: PeopleArgs) -> Outcome {
    let authority = place::authority(args.authority.as_deref())?;
    let speakers = place::open(global)?.people()?;
    let (persons, bodies): (Vec<IndexedSpeaker>, Vec<IndexedSpeaker>) =
        speakers.into_iter().partition(|speaker| !is_body(&authority, &speaker.name));
    let names: Vec<&str> = persons.iter().map(|person| person.name.as_str()).collect();
    let mut same = authority.may_be_same(&names);
    let (_, record) = super::record::stored_record(global)?;
    for (one, others) in names.iter().zip(&mut same) {
        others.retain(|other| !record.corrections.are_apart(one, names[*other]));
    }
    let wanted = args.name.join(" ");
    let rows = persons.iter().zip(&same).filter(|(person, same)| {
        person.statements >= args.min && !(args.same && same.is_empty()) && goes_by(person, &wanted)
    });
    let rows: Vec<PersonRow> = rows
        .map(|(speaker, same)| PersonRow { speaker, may_be: same.iter().map(|at| names[*at]).collect() })
        .collect();
    let found = rows.len();
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    let people =
        People { total: persons.len(), bodies: bodies.len(), people: rows.into_iter().take(limit).collect() };
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if args.json {
        write_people_json(&mut out, &people)?;
    } else {
        write_people(&mut out, &people)?;
    }
    out.flush()?;
    let counted = if people.total == 1 { "1 person".to_owned() } else { format!("{} persons", people.total) };
    let of = if found < people.total { format!("{found} of {counted}") } else { counted };
    let shown = if people.people.len() < found {
        format!("; {} shown, -n 0 for all", people.people.len())
    } else {
        String::new()
    };
    let left = match people.bodies {
        0 => String::new(),
        1 => "; 1 speaker more is a state or a body".to_owned(),
        count => format!("; {count} speakers more are states or bodies"),
    };
    say(global, format!("{of}{shown}{left}"));
    place::code(found > 0)
}

/// Whether the lists have a state or a body of just that name.
fn is_body(authority: &Authority, name: &str) -> bool {
    let known = authority.canonical(name);
    known.is_some_and(|entity| entity.name == name && !matches!(entity.kind, EntityType::Person))
}

/// Whether the words stand in the person's name or in one of its forms, whatever their case and accents.
fn goes_by(person: &IndexedSpeaker, wanted: &str) -> bool {
    let sought = Wanted::new(wanted);
    let fits = |name: &str| wanted.is_empty() || sought.matches(name).is_some();
    fits(&person.name) || person.forms.iter().any(|form| fits(&form.written))
}
