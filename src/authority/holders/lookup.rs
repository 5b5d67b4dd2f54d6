//! Who held an office on a date, and who goes by a name.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::list::List;
use super::names::{goes_by, key_words};
use super::roles::{department, departments_of, departments_speaking, plain, roles};
use super::{Holding, Person, Term, holders};
use crate::authority::{Authority, MINISTRY, Role, key};
use crate::memo::Memo;
use crate::model::{EntityType, PartialDate};

/// What stands before a name and is no part of it.
const HONORIFICS: &str = include_str!("../honorifics.txt");

/// The list of office holders. A person is made of it when first asked for.
#[derive(Default)]
pub struct Holders {
    list: List<'static>,
    persons: Vec<OnceLock<Person>>,
    /// Where the names and the terms of each person begin, and of one more.
    starts: Vec<(usize, usize)>,
    /// Where the persons of each word begin, by which somebody goes alone, and of one more.
    alone: Vec<usize>,
    /// The numbers of shared words.
    numbers: FxHashMap<&'static str, u32>,
    /// The body of each term, its role, the person and the term's place among theirs, in order.
    seats: Vec<(u32, u32, u32, u32)>,
}

impl Holders {
    pub(super) fn new(list: List<'static>) -> Self {
        let mut starts = Vec::with_capacity(list.persons.len() + 1);
        let mut seats = Vec::with_capacity(list.terms.len());
        let (mut names, mut terms) = (0, 0);
        starts.push((0, 0));
        for (person, listed) in (0_u32..).zip(&list.persons) {
            let own = &list.terms[terms..terms + listed.terms as usize];
            seats.extend((0_u32..).zip(own).map(|(at, term)| (term.body, term.role, person, at)));
            names += listed.names as usize;
            terms += listed.terms as usize;
            starts.push((names, terms));
        }
        seats.sort_unstable();
        let mut alone = Vec::with_capacity(list.alone.len() + 1);
        alone.push(0);
        for (_, persons) in &list.alone {
            alone.push(alone[alone.len() - 1] + *persons as usize);
        }
        let numbers = list.shared.iter().copied().zip(0..).collect();
        let persons = list.persons.iter().map(|_| OnceLock::new()).collect();
        Self { list, persons, starts, alone, numbers, seats }
    }

    /// All persons of the list, in the order of their names.
    pub fn persons(&self) -> impl Iterator<Item = &Person> {
        (0..self.persons.len()).map(|at| self.person(at))
    }

    fn person(&self, at: usize) -> &Person {
        self.persons[at].get_or_init(|| {
            let ((name, term), (names, terms)) = (self.starts[at], self.starts[at + 1]);
            self.list.person(at, name..names, term..terms)
        })
    }

    /// All who go by that name, in any form that the list has: name and surname, the surname alone, other names,
    /// initials, other spellings; whatever its case and accents.
    pub fn named(&self, name: &str) -> Vec<&Person> {
        let asked = key_words(name);
        let mut found: Vec<(u32, bool)> = Vec::new();
        for word in &asked {
            if let Ok(at) = self.list.alone.binary_search_by(|(listed, _)| (*listed).cmp(word)) {
                let persons = self.list.alone_persons[self.alone[at]..self.alone[at + 1]].iter().copied();
                found.extend(persons.filter_map(|person| Some((person, self.goes_by(person, &asked)?))));
            }
        }
        found.sort_unstable();
        found.dedup();
        // Who is listed under a name with a middle one (`George W. Bush`) is meant by it, and nobody else.
        let whole = asked.len() > 2 && found.iter().any(|(_, whole)| *whole);
        found.retain(|(_, is_whole)| !whole || *is_whole);
        found.into_iter().map(|(person, _)| self.person(person as usize)).collect()
    }

    /// Whether the person goes by the words; true where they are all of a listed name.
    fn goes_by(&self, person: u32, asked: &[String]) -> Option<bool> {
        if asked.len() == 1 {
            return Some(false);
        }
        let (first, end) = (self.starts[person as usize].0, self.starts[person as usize + 1].0);
        let how = self.list.names[first..end].iter().filter_map(|(name, key)| {
            let key = if key.is_empty() { Cow::Owned(name.to_lowercase()) } else { Cow::Borrowed(*key) };
            let listed: Vec<&str> = key.split(' ').collect();
            goes_by(asked, &listed).then(|| listed.iter().eq(asked))
        });
        how.max()
    }

    /// Who of the list held the office on the date, as [`Authority::holding`] has it; `body` and `role` by the
    /// names that the list has.
    pub fn holding(
        &self,
        body: &str,
        role: &str,
        place: Option<&str>,
        date: Option<PartialDate>,
    ) -> Vec<Holding<'_>> {
        let seat = Seat { body: body.to_owned(), role: role.to_owned(), place: place.map(str::to_owned) };
        let Some(&number) = self.numbers.get(body) else { return Vec::new() };
        let first = self.seats.partition_point(|seat| seat.0 < number);
        let of_body = self.seats[first..].iter().take_while(|seat| seat.0 == number);
        let of_role = of_body.filter(|(_, role, ..)| seat.is_role(self.list.shared[*role as usize]));
        let terms = of_role.map(|(_, _, person, term)| {
            let person = self.person(*person as usize);
            (person, &person.terms[*term as usize])
        });
        on(terms.filter(|(_, term)| seat.is(term)).collect(), date)
    }
}

impl Authority {
    /// Who held the office of the state or body on the date, the one who took it up last first: on a day of
    /// change both. `role` is any name of the office (`Secretary of State`, `ambassador to Israel`). Without a
    /// date, all who ever held it. Holders by the user's file come alone where it has any.
    ///
    /// A term with no end in the list lasts until the next of an office that one person holds.
    pub fn holding(&self, body: &str, role: &str, date: Option<PartialDate>) -> Vec<Holding<'_>> {
        let Some(seat) = self.office_seat(body, role) else { return Vec::new() };
        let own = self.people.iter().flat_map(|person| person.terms.iter().map(move |term| (person, term)));
        let own = on(own.filter(|(_, term)| seat.is(term)).collect(), date);
        if !own.is_empty() {
            return own;
        }
        holders().holding(&seat.body, &seat.role, seat.place.as_deref(), date)
    }

    /// All who go by that name: those of the user's file, or else those of the list. See [`Holders::named`].
    pub fn persons_named(&self, name: &str) -> Vec<&Person> {
        // A corpus names the same persons over and over.
        thread_local! {
            static NAMED: Memo<Rc<[&'static Person]>> = Memo::default();
        }
        let listed =
            || NAMED.with(|known| known.get_or_make(name, |name| holders().named(name).into())).to_vec();
        if self.people.is_empty() {
            return listed();
        }
        let asked = key_words(name);
        let is_named = |person: &&Person| {
            std::iter::once(&person.name).chain(&person.others).any(|name| {
                let listed = key_words(name);
                goes_by(&asked, &listed.iter().map(String::as_str).collect::<Vec<_>>())
            })
        };
        let own: Vec<&Person> = self.people.iter().filter(is_named).collect();
        if own.is_empty() { listed() } else { own }
    }

    /// The state or body and, of a state, its ministries and residences: for which somebody who speaks for it may
    /// be said to speak.
    pub fn speaking_for(&self, body: &str) -> Vec<String> {
        let mut all = vec![body.to_owned()];
        let at = self.by_key.get(&key(body));
        all.extend(at.and_then(|at| self.ministries.get(at)).map(|at| self.entities[*at].name.clone()));
        all.extend(departments_of(body).map(str::to_owned));
        all
    }

    /// How statements may say that somebody holds the office: words for it, each with the bodies that it is said of.
    /// `role` and `body` by the names that the list has.
    pub fn said_of_office(&self, role: &str, body: &str) -> Vec<SaidOfOffice> {
        let owned = |forms: Vec<&str>| forms.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let bodies = self.speaking_for(body);
        let mut said =
            vec![SaidOfOffice { roles: owned(roles().forms_of(role, body)), bodies: bodies.clone() }];
        said.extend(departments_speaking(body, role).map(|(department, role)| SaidOfOffice {
            roles: owned(roles().forms_of(role, department)),
            bodies: vec![department.to_owned()],
        }));
        if let Some(of_ministry) = match role {
            "foreign ministry spokesperson" => Some("spokesperson"),
            "deputy foreign ministry spokesperson" => Some("deputy spokesperson"),
            _ => None,
        } {
            let ministry = bodies.into_iter().filter(|body| body.ends_with(MINISTRY)).collect();
            said.push(SaidOfOffice { roles: owned(roles().forms_of(of_ministry, body)), bodies: ministry });
        }
        said.retain(|said| !said.roles.is_empty() && !said.bodies.is_empty());
        said
    }

    /// The name without the honorifics before it: `Kirby` of `Admiral Kirby`. Nothing is taken off where no name
    /// would be left.
    pub fn without_honorifics<'n>(&self, name: &'n str) -> &'n str {
        let mut rest = name.trim();
        while let Some((word, after)) = rest.split_once(char::is_whitespace) {
            let plain = key(word);
            let listed = HONORIFICS.lines().filter(|line| !line.starts_with('#'));
            if after.trim().is_empty() || !listed.flat_map(str::split_whitespace).any(|known| known == plain)
            {
                break;
            }
            rest = after.trim_start();
        }
        rest
    }

    /// The persons of the user's file as the list has its own.
    pub(in crate::authority) fn listed_people(&self) -> Vec<Person> {
        let own = self.entities.iter().zip(&self.others).take(self.own);
        own.filter(|(entity, _)| entity.kind == EntityType::Person)
            .map(|(entity, known)| self.listed(&entity.name, known))
            .collect()
    }

    fn listed(&self, name: &str, (variants, held): &(Vec<String>, Vec<Role>)) -> Person {
        let terms = held.iter().map(|held| {
            let seat = self.office_seat(held.affiliation.as_deref().unwrap_or_default(), &held.role);
            let seat = seat.unwrap_or_else(|| Seat {
                body: held.affiliation.clone().unwrap_or_default(),
                role: plain(&held.role),
                place: None,
            });
            Term {
                role: seat.role.into(),
                title: held.role.clone().into(),
                body: seat.body.into(),
                place: seat.place.map(Into::into),
                from: held.from,
                to: held.to,
                as_of: None,
            }
        });
        Person {
            name: name.to_owned().into(),
            others: variants.iter().map(|name| name.clone().into()).collect(),
            sex: None,
            born: None,
            died: None,
            wikidata: None,
            terms: terms.collect(),
        }
    }

    /// The office of a state or body by any of its names.
    fn office_seat(&self, body: &str, role: &str) -> Option<Seat> {
        let phrase = match self.office_in(&format!("{body} {role}")) {
            Some(phrase) if phrase.bodies.len() == 1 => Some(phrase),
            _ => None,
        };
        let Some(phrase) = phrase else {
            // A body or an office that only the user's file has.
            let body = self.canonical(body).map_or(body, |entity| &entity.name);
            let state = department(body).map_or(body, |department| department.state);
            return Some(Seat { body: state.to_owned(), role: plain(role), place: None });
        };
        if !phrase.is_itself() {
            return None;
        }
        let body = phrase.bodies.into_iter().next()?;
        Some(Seat { body, role: phrase.role.to_owned(), place: phrase.place })
    }
}

/// Words that name an office, and the bodies of which they are said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidOfOffice {
    /// As in `spokesman` or `foreign ministry spokesman`.
    pub roles: Vec<String>,
    /// As in `Russian Foreign Ministry`.
    pub bodies: Vec<String>,
}

/// An office of a state or body.
struct Seat {
    body: String,
    role: String,
    place: Option<String>,
}

impl Seat {
    fn is_role(&self, role: &str) -> bool {
        role == self.role
            || (self.role == "spokesperson" && role.ends_with("spokesperson") && !role.starts_with("deputy"))
    }

    fn is(&self, term: &Term) -> bool {
        self.is_role(&term.role)
            && term.body == self.body
            && (self.place.is_none() || term.place.as_deref() == self.place.as_deref())
    }
}

/// Those of the terms that cover the date, the one taken up last first.
fn on<'a>(mut terms: Vec<(&'a Person, &'a Term)>, date: Option<PartialDate>) -> Vec<Holding<'a>> {
    terms.sort_by_key(|(person, term)| {
        (
            std::cmp::Reverse(term.from.map(PartialDate::first_day)),
            term.to.map(PartialDate::last_day),
            &person.name,
        )
    });
    let Some(date) = date else {
        return terms.into_iter().map(|(person, term)| Holding { person, term, sure: false }).collect();
    };
    let begun = |term: &Term| term.from.is_some_and(|from| from.first_day() <= date.first_day());
    let held = terms.iter().filter(|(person, term)| {
        let followed = || {
            let later = |other: &&(&Person, &Term)| {
                other.1.from.map(PartialDate::first_day) > term.from.map(PartialDate::first_day)
                    && other.0 != *person
                    && begun(other.1)
            };
            roles().is_one(&term.role) && terms.iter().any(|other| later(&other))
        };
        may_cover(term, date) && (term.to.is_some() || term.as_of.is_none() || !followed())
    });
    let held = held.map(|&(person, term)| Holding { person, term, sure: covers(term, date) });
    // The sources may have one term twice, more and less exact.
    let mut found: Vec<Holding> = Vec::new();
    for holding in held {
        match found.iter_mut().find(|known| known.person == holding.person) {
            Some(known) => known.sure |= holding.sure,
            None => found.push(holding),
        }
    }
    // Where the sources give an office that one person holds to two, and it is no day of change, neither is sure.
    let through: Vec<bool> = found.iter().map(|held| lasts_through(held.term, date)).collect();
    if through.iter().filter(|through| **through).count() > 1 {
        for (held, _) in found.iter_mut().zip(through).filter(|(_, through)| *through) {
            held.sure &= !roles().is_one(&held.term.role);
        }
    }
    found
}

/// Whether the term began before the date and ended after it.
fn lasts_through(term: &Term, date: PartialDate) -> bool {
    term.from.is_some_and(|from| from.last_day() < date.first_day())
        && term.to.is_none_or(|to| date.last_day() < to.first_day())
}

/// Whether some day of the date may lie in the term.
fn may_cover(term: &Term, date: PartialDate) -> bool {
    let begins = term.from.map_or_else(|| term.to.is_some(), |from| from.first_day() <= date.last_day());
    begins && term.to.is_none_or(|to| date.first_day() <= to.last_day())
}

/// Whether all of its days do, on whatever days of its bounds the term began and ended.
fn covers(term: &Term, date: PartialDate) -> bool {
    let begun = term.from.is_some_and(|from| from.last_day() <= date.first_day());
    let end = term.to.map(PartialDate::first_day).or(term.as_of.map(PartialDate::last_day));
    begun && end.is_none_or(|end| date.last_day() <= end)
}
