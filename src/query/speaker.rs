//! What a value of `--speaker` means: a name in any of its forms, an office with or without a name, a state or
//! body for those who speak for it.

use chrono::NaiveDate;
use serde::Serialize;

use super::tree::{Days, Expr, Node};
use super::{Field, words};
use crate::authority::Authority;
use crate::authority::holders::{Holding, OfficePhrase, Person, SaidOfOffice};
use crate::model::{EntityType, PartialDate, Span};

/// What somebody who is asked for as the speaker was understood as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SpeakerMeaning {
    /// As typed.
    pub typed: String,
    /// The names looked for, in any spelling.
    pub names: Vec<MeantName>,
    /// The office whose holder is meant where the statement says no more: its name, and the state or body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<(String, String)>,
    /// How statements may say that somebody holds it.
    #[serde(skip)]
    pub said_of_office: Vec<SaidOfOffice>,
    /// The bodies for which the speaker speaks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<String>,
    /// The same in words, for the user.
    pub said: String,
}

/// A name, and when its bearer is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MeantName {
    /// The name.
    pub name: String,
    /// From this day on: the beginning of a term of office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Up to this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// So many names are said; all are looked for.
const SAID: usize = 4;

impl SpeakerMeaning {
    /// Understands a value; `None` where it is a name to be looked for as typed. `is_known` tells whether the
    /// index has a speaker of just that name.
    pub fn of(typed: &str, authority: &Authority, is_known: &dyn Fn(&str) -> bool) -> Option<Self> {
        let typed = typed.trim();
        if is_known(typed) && authority.canonical(typed).is_none() {
            return None;
        }
        let meaning = body(typed, authority)
            .or_else(|| office(typed, authority))
            .or_else(|| listed(typed, authority))
            .or_else(|| bare(typed, authority))?;
        Some(Self { typed: typed.to_owned(), ..meaning })
    }

    /// What it asks, as a part of a query's tree.
    pub(super) fn node(&self) -> Node {
        let names = self.names.iter().map(MeantName::node);
        let office = self.said_of_office.iter().filter_map(|said| {
            let all = |values: &[String]| either(values.iter().map(|value| just(value)).collect());
            Some(here(Expr::And(vec![all(&said.roles)?, all(&said.bodies)?])))
        });
        let ways = names.chain(office).chain(self.bodies.iter().map(|body| just(body)));
        either(ways.collect()).unwrap_or_else(|| MeantName::of(&self.typed).node())
    }
}

impl MeantName {
    fn of(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    fn node(&self) -> Node {
        let name = here(Expr::Words(words::phrase(&self.name)));
        let name = here(Expr::In(Field::Speaker, Box::new(name)));
        if self.from.is_none() && self.to.is_none() {
            return name;
        }
        let days = Days { first: self.from, last: self.to, just: false };
        here(Expr::And(vec![name, here(Expr::Date(days))]))
    }
}

/// `Russia`: it, and those who speak for it or for its ministries.
fn body(typed: &str, authority: &Authority) -> Option<SpeakerMeaning> {
    let entity = authority.canonical(typed)?;
    if !matches!(entity.kind, EntityType::Country | EntityType::Organisation) {
        return None;
    }
    let bodies = authority.speaking_for(&entity.name);
    let said = format!("{}, and those who speak for {}", entity.name, bodies.join(", "));
    let mut names = vec![MeantName::of(typed)];
    if entity.name != typed {
        names.push(MeantName::of(&entity.name));
    }
    Some(SpeakerMeaning { names, bodies, said, ..SpeakerMeaning::default() })
}

/// `President Biden`, `the Russian foreign minister`.
fn office(typed: &str, authority: &Authority) -> Option<SpeakerMeaning> {
    let phrase = authority.office_in(typed)?;
    if let Some(name) = &phrase.name {
        return Some(holder_named(name, &phrase, authority));
    }
    if !phrase.is_held() || phrase.bodies.is_empty() {
        let why = if phrase.is_held() { "no state or body is named" } else { "it may be one of many" };
        let said = format!("the words `{typed}` as a name: of this office {why}");
        return Some(SpeakerMeaning { names: vec![MeantName::of(typed)], said, ..SpeakerMeaning::default() });
    }
    let role = match &phrase.place {
        Some(place) => format!("{} to {place}", phrase.role),
        None => phrase.role.to_owned(),
    };
    let held: Vec<Holding> =
        phrase.bodies.iter().flat_map(|body| authority.holding(body, &role, None)).collect();
    let names = held.iter().flat_map(|held| {
        let (from, to) =
            (held.term.from.map(PartialDate::first_day), held.term.to.map(PartialDate::last_day));
        forms(held.person).map(move |name| MeantName { name, from, to })
    });
    let mut names: Vec<MeantName> = names.filter(|name| name.from.is_some() || name.to.is_some()).collect();
    names.dedup();
    let told: Vec<String> = held.iter().take(SAID).map(|held| term(held)).collect();
    let more = held.len().saturating_sub(SAID);
    let more = if more > 0 { format!(" and {more} before") } else { String::new() };
    let body = phrase.bodies[0].clone();
    let whose = phrase.bodies.join(" or ");
    let office = (phrase.bodies.len() == 1 && phrase.place.is_none()).then(|| (phrase.role.to_owned(), body));
    let said = if told.is_empty() {
        format!("whoever is named as {role} of {whose}; no holder is listed")
    } else {
        format!("{role} of {whose}: {}{more}", told.join(", "))
    };
    let said_of_office = office.as_ref().map(|(role, body)| authority.said_of_office(role, body));
    let said_of_office = said_of_office.unwrap_or_default();
    Some(SpeakerMeaning { names, office, said_of_office, said, ..SpeakerMeaning::default() })
}

/// `Joe Biden from 2021-01-20 to 2025-01-20`.
fn term(held: &Holding) -> String {
    let from = held.term.from.map(|from| format!(" from {from}")).unwrap_or_default();
    let to = held.term.to.map(|to| format!(" to {to}")).unwrap_or_default();
    format!("{}{from}{to}", held.person.name)
}

/// Those of the name who held the office at some time.
fn holder_named(name: &str, phrase: &OfficePhrase, authority: &Authority) -> SpeakerMeaning {
    let held_it = |person: &&Person| {
        person.terms.iter().any(|term| {
            let body = phrase.bodies.is_empty() || phrase.bodies.iter().any(|body| *body == term.body);
            term.role == phrase.role && body
        })
    };
    let all = authority.persons_named(name);
    let holders: Vec<&Person> = all.into_iter().filter(held_it).collect();
    if holders.is_empty() {
        let said = format!(
            "{name}: nobody of that name is listed as {}, so the name alone is looked for",
            phrase.role
        );
        return SpeakerMeaning { names: vec![MeantName::of(name)], said, ..SpeakerMeaning::default() };
    }
    let said = holders.iter().map(|person| person.name.as_ref()).collect::<Vec<_>>().join(" or ");
    let names = holders.into_iter().flat_map(forms).map(|name| MeantName::of(&name)).collect();
    SpeakerMeaning { names, said, ..SpeakerMeaning::default() }
}

/// `Admiral Kirby`: the name without what stands before it.
fn bare(typed: &str, authority: &Authority) -> Option<SpeakerMeaning> {
    let name = authority.without_honorifics(typed);
    if name == typed {
        return None;
    }
    let found = listed(name, authority);
    let said = found.as_ref().map_or_else(|| name.to_owned(), |found| found.said.clone());
    let names = found.map_or_else(|| vec![MeantName::of(name)], |found| found.names);
    let left_out = typed[..typed.len() - name.len()].trim();
    let said = format!("{said}; `{left_out}` is no part of the name");
    Some(SpeakerMeaning { names, said, ..SpeakerMeaning::default() })
}

/// A name of several words that one person of the lists goes by.
fn listed(typed: &str, authority: &Authority) -> Option<SpeakerMeaning> {
    if !typed.contains(' ') {
        return None;
    }
    let [person] = authority.persons_named(typed)[..] else { return None };
    let mut names = vec![MeantName::of(typed)];
    names.extend(forms(person).map(|name| MeantName::of(&name)).filter(|name| name.name != typed));
    if names.len() < 2 {
        return None;
    }
    Some(SpeakerMeaning { names, said: person.name.to_string(), ..SpeakerMeaning::default() })
}

/// The names of several words of a person; the one name of who has but one.
fn forms(person: &Person) -> impl Iterator<Item = String> {
    let others = person.others.iter().filter(|name| name.contains(' '));
    std::iter::once(&person.name).chain(others).map(ToString::to_string)
}

/// The whole role or affiliation of a speaker.
fn just(value: &str) -> Node {
    here(Expr::Exactly(Field::Role, value.to_owned()))
}

/// Any of the parts; `None` where there is none.
pub(super) fn either(mut ways: Vec<Node>) -> Option<Node> {
    if ways.len() < 2 { ways.pop() } else { Some(here(Expr::Or(ways))) }
}

/// An option stands nowhere in the query.
pub(super) fn here(expr: Expr) -> Node {
    Node::new(Span::new(0, 0), expr)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(typed: &str) -> Option<(Vec<String>, String)> {
        let meaning = SpeakerMeaning::of(typed, Authority::builtin(), &|_| false)?;
        Some((meaning.names.into_iter().map(|name| name.name).collect(), meaning.said))
    }

    fn names(typed: &str) -> Vec<String> {
        meant(typed).map(|(names, _)| names).unwrap_or_default()
    }

    #[test]
    fn an_office_with_a_name_is_who_held_it() {
        assert_eq!(names("President Biden"), ["Joe Biden", "Joseph Robinette Biden Jr."]);
        assert_eq!(names("PM Netanyahu"), ["Benjamin Netanyahu"]);
        assert_eq!(names("US Vice President Harris"), ["Kamala Harris"]);
        let (names, said) = meant("President Nobody-Example").unwrap();
        assert_eq!(names, ["Nobody-Example"]);
        assert!(said.contains("the name alone is looked for"), "{said}");
    }

    #[test]
    fn honorifics_are_no_part_of_a_name() {
        assert_eq!(names("Admiral Kirby"), ["Kirby"]);
        assert_eq!(names("Ms. Ada Example"), ["Ada Example"]);
        assert_eq!(names("Secretary Antony J. Blinken")[1], "Antony Blinken");
        assert_eq!(meant("Example"), None);
        assert_eq!(meant("Ada Example"), None);
        assert_eq!(meant("Mr."), None, "nothing would be left");
    }

    #[test]
    fn an_office_alone_is_its_holders_each_in_their_time() {
        let meaning =
            SpeakerMeaning::of("the Russian foreign minister", Authority::builtin(), &|_| false).unwrap();
        let lavrov = meaning.names.iter().find(|name| name.name == "Sergey Lavrov").unwrap();
        assert_eq!((lavrov.from, lavrov.to), (NaiveDate::from_ymd_opt(2004, 3, 9), None));
        let kozyrev = meaning.names.iter().find(|name| name.name == "Andrei Kozyrev").unwrap();
        assert_eq!(kozyrev.to, NaiveDate::from_ymd_opt(1996, 1, 5));
        assert_eq!(meaning.office, Some(("foreign minister".into(), "Russia".into())));
        assert!(
            meaning.said.starts_with("foreign minister of Russia: Sergey Lavrov from 2004-03-09"),
            "{}",
            meaning.said
        );
        for typed in ["the president", "former US Secretary of State", "deputy Kremlin spokesman"] {
            assert_eq!(names(typed), [typed], "{typed}");
        }
    }

    #[test]
    fn a_state_is_those_who_speak_for_it() {
        let meaning = SpeakerMeaning::of("USA", Authority::builtin(), &|_| false).unwrap();
        for body in ["United States", "US State Department", "White House"] {
            assert!(meaning.bodies.iter().any(|known| known == body), "{:?}", meaning.bodies);
        }
        let meaning = SpeakerMeaning::of("Russia", Authority::builtin(), &|_| false).unwrap();
        assert_eq!(
            meaning.bodies,
            ["Russia", "Russian Foreign Ministry", "Security Council of Russia", "Kremlin"]
        );
    }
}
