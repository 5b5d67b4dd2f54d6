//! What the list of office holders knows, for `demarche names`: the offices of a person, the holders of an office.

use std::io::Write;

use demarche::authority::Authority;
use demarche::authority::holders::{OfficePhrase, Person, Sex, Term, holders};
use demarche::model::PartialDate;
use demarche::output::plain;
use serde::Serialize;

/// How many holders of an office are shown in text; JSON has all.
const SHOWN: usize = 20;

/// What the list knows of what was asked.
#[derive(Serialize)]
pub struct Offices<'a> {
    /// Who goes by the name.
    persons: Vec<&'a Person>,
    /// The office that the words name.
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<Office<'a>>,
}

/// An office, and who held it.
#[derive(Serialize)]
struct Office<'a> {
    #[serde(flatten)]
    phrase: OfficePhrase,
    holders: Vec<Holder<'a>>,
}

#[derive(Serialize)]
struct Holder<'a> {
    name: &'a str,
    #[serde(flatten)]
    term: &'a Term,
    /// Whether the list settles that it was so on the date; left out where no date was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    sure: Option<bool>,
}

impl<'a> Offices<'a> {
    /// What the user's file and the list know of a name or an office, on a date if there is one.
    pub fn of(authority: &'a Authority, asked: &str, date: Option<PartialDate>) -> Self {
        let office = authority.office_in(asked).map(|phrase| Office::of(authority, phrase, date));
        let name = office.as_ref().map_or(Some(asked), |office| office.phrase.name.as_deref());
        // Persons of the user's file stand among the authority lists.
        let persons = name.map(|name| holders().named(name)).unwrap_or_default();
        Self { persons, office }
    }

    /// Whether the list knows nothing of it.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty() && self.office.as_ref().is_none_or(|office| office.holders.is_empty())
    }

    /// Whether an office was asked for.
    pub fn is_office(&self) -> bool {
        self.office.is_some()
    }

    /// Writes what is known as text.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        if !self.persons.is_empty() {
            writeln!(out, "\nIn the list of office holders:")?;
        }
        for person in &self.persons {
            writeln!(out, "  {}", plain(&headline(person)))?;
            for term in &person.terms {
                writeln!(out, "    {}", plain(&said(term)))?;
            }
        }
        self.office.as_ref().map_or(Ok(()), |office| office.write(out))
    }
}

impl<'a> Office<'a> {
    fn of(authority: &'a Authority, phrase: OfficePhrase, date: Option<PartialDate>) -> Self {
        let bodies = if phrase.is_itself() { phrase.bodies.as_slice() } else { &[] };
        let held = bodies.iter().flat_map(|body| {
            let role = match &phrase.place {
                Some(place) => format!("{} to {place}", phrase.role),
                None => phrase.role.to_owned(),
            };
            authority.holding(body, &role, date)
        });
        let holders = held.map(|held| Holder {
            name: &held.person.name,
            term: held.term,
            sure: date.map(|_| held.sure),
        });
        Self { holders: holders.collect(), phrase }
    }

    fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let phrase = &self.phrase;
        let bodies =
            if phrase.bodies.is_empty() { "no body is named".to_owned() } else { phrase.bodies.join(" or ") };
        let place = phrase.place.as_ref().map(|place| format!(", to {place}")).unwrap_or_default();
        writeln!(out, "\nAn office: {}, {}{}", phrase.role, plain(&bodies), plain(&place))?;
        if !phrase.is_held() || phrase.acting {
            writeln!(out, "  the words do not name who holds it: former, deputy, acting or the like")?;
        }
        for holder in self.holders.iter().take(SHOWN) {
            let unsure = if holder.sure == Some(false) { ", not sure" } else { "" };
            writeln!(out, "  {}: {}{unsure}", plain(holder.name), plain(&said(holder.term)))?;
        }
        if self.holders.len() > SHOWN {
            writeln!(out, "  and {} before them; name a day with --date", self.holders.len() - SHOWN)?;
        }
        Ok(())
    }
}

/// The name, with what tells the person from namesakes.
fn headline(person: &Person) -> String {
    let sex = person.sex.map(|sex| if sex == Sex::Female { "woman" } else { "man" });
    let born = person.born.map(|born| format!("born {born}"));
    let died = person.died.map(|died| format!("died {died}"));
    let told: Vec<String> = sex.map(str::to_owned).into_iter().chain(born).chain(died).collect();
    let told = if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) };
    let others = person.others.iter().map(AsRef::as_ref).collect::<Vec<&str>>();
    let others = if others.is_empty() { String::new() } else { format!(", also {}", others.join("; ")) };
    format!("{}{told}{others}", person.name)
}

/// A term in words.
fn said(term: &Term) -> String {
    let place = term.place.as_ref().map(|place| format!(" to {place}")).unwrap_or_default();
    let shown = |date: Option<PartialDate>| date.map_or("?".to_owned(), |date| date.to_string());
    let end = match (term.to, term.as_of) {
        (None, Some(seen)) => format!("still in {seen}"),
        (to, _) => format!("to {}", shown(to)),
    };
    format!("{}{place}, {}, {} {end}", term.title, term.body, shown(term.from))
}
