//! `demarche names`: which names would match, and why.

use std::io::Write;
use std::path::PathBuf;

use clap::Args as Group;
use demarche::authority::{Authority, Known, NameMatch, Role, name_key};
use demarche::index::HeldName;
use demarche::model::PartialDate;
use demarche::output::plain;
use serde::Serialize;

use super::global::Global;
use super::offices::Offices;
use super::{Outcome, place, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche names Qaddafi
  demarche names 'Russian foreign minister' --date 2014-05
  demarche names Miller --authority people.toml")]
pub struct NamesArgs {
    /// A name, in any spelling or script, or an office
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,
    /// Your own list of names (.toml, .csv), beside the shipped ones
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// Who held the office on a day, in a month or a year
    #[arg(long, value_name = "DATE")]
    pub date: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// What was found.
#[derive(Serialize)]
struct NameReport<'a> {
    name: String,
    key: String,
    authority: Vec<Listed>,
    #[serde(flatten)]
    offices: Offices<'a>,
    index: Vec<HeldName>,
}

/// An entity of the authority lists.
#[derive(Serialize)]
struct Listed {
    #[serde(rename = "match")]
    how: NameMatch,
    #[serde(flatten)]
    known: Known,
}

/// Prints what matches the name.
pub fn run(global: &Global, args: NamesArgs) -> Outcome {
    let lists = place::authority(args.authority.as_deref())?;
    let name = args.name.join(" ");
    let listed = lists.matching(&name);
    let index = match place::open(global) {
        Ok(index) => index.snapshot().names_matching(&name, &listed)?,
        // With no index named, the lists alone are asked.
        Err(_) if global.index().is_none() && global.cluster().is_none() => {
            say(global, "no index here: only the authority lists were looked through");
            Vec::new()
        }
        Err(failure) => return Err(failure),
    };
    let authority = listed.into_iter().map(|(how, known)| Listed { how, known }).collect();
    let offices = Offices::of(&lists, &name, args.date);
    let found = NameReport { key: name_key(&name), name, authority, offices, index };
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if args.json {
        let text = serde_json::to_string_pretty(&found).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        write(&mut out, &found)?;
    }
    out.flush()?;
    let any = !found.authority.is_empty() || !found.index.is_empty() || !found.offices.is_empty();
    if !any && found.offices.is_office() {
        say(global, "no holder of this office is known of that time; try another date, or a name");
    } else if !any {
        say(global, format!("no name matches `{}`; try the surname alone", found.name));
    }
    place::code(any)
}

fn write(out: &mut dyn Write, found: &NameReport) -> std::io::Result<()> {
    writeln!(out, "key: {}", plain(&found.key))?;
    if !found.authority.is_empty() {
        writeln!(out, "\nIn the authority lists:")?;
    }
    for Listed { how, known } in &found.authority {
        let Known { entity, variants, roles, stands_for } = known;
        let kind = format!("{:?}", entity.kind).to_lowercase();
        writeln!(out, "  {} ({kind}): {}", plain(&entity.name), reason(*how))?;
        if let Some(id) = &entity.id {
            let alpha_2 = Authority::alpha_2(id).map(|code| format!(", {code}")).unwrap_or_default();
            writeln!(out, "    id {}{alpha_2}", plain(id))?;
        }
        if !variants.is_empty() {
            writeln!(out, "    also {}", plain(&variants.join("; ")))?;
        }
        if let Some(government) = stands_for {
            writeln!(out, "    stands for {} where it speaks or acts", plain(government))?;
        }
        for role in roles {
            writeln!(out, "    {}", plain(&office(role)))?;
        }
    }
    found.offices.write(out)?;
    if !found.index.is_empty() {
        writeln!(out, "\nIn the index:")?;
    }
    for HeldName { how, field, name, passages } in &found.index {
        let unit = if *passages == 1 { "passage" } else { "passages" };
        writeln!(out, "  {} ({field}, {passages} {unit}): {}", plain(name), reason(*how))?;
    }
    Ok(())
}

fn reason(how: NameMatch) -> &'static str {
    match how {
        NameMatch::Exact => "the same name",
        NameMatch::Part => "has the words",
        NameMatch::Alias => "goes by that name in the lists",
        NameMatch::Key => "another spelling: the same key",
        NameMatch::Near => "a near spelling",
    }
}

fn office(role: &Role) -> String {
    let mut text = role.role.clone();
    if let Some(affiliation) = &role.affiliation {
        text.push_str(&format!(", {affiliation}"));
    }
    match (role.from, role.to) {
        (None, None) => {}
        (from, to) => {
            let shown = |date: Option<demarche::model::PartialDate>| {
                date.map_or("?".to_owned(), |date| date.to_string())
            };
            text.push_str(&format!(", {} to {}", shown(from), shown(to)));
        }
    }
    text
}
