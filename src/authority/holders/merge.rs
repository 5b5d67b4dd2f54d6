//! Rows of several sources put together by person: the same identifier; or the same office from the same time
//! under the same surname; or the same full name and year of birth.

use std::collections::{BTreeMap, HashMap};

use chrono::Datelike;

use super::names::{goes_by, key_words};
use super::{Person, Sex, Term};
use crate::model::PartialDate;

/// What one row, or all rows of one person, say.
#[derive(Clone, Debug)]
pub(super) struct Gathered {
    pub name: String,
    pub others: Vec<String>,
    pub sex: Option<Sex>,
    pub born: Option<PartialDate>,
    pub died: Option<PartialDate>,
    pub id: String,
    pub source: String,
    pub terms: Vec<Term>,
}

/// The persons of the rows, in no order of theirs.
pub(super) fn gathered(rows: Vec<Gathered>) -> Vec<Person> {
    let persons = by_id(rows);
    let mut groups = Groups::new(persons.len());
    same_office(&persons, &mut groups);
    same_name(&persons, &mut groups);
    let mut together: BTreeMap<usize, Vec<Gathered>> = BTreeMap::new();
    for (at, person) in persons.into_iter().enumerate() {
        together.entry(groups.of(at)).or_default().push(person);
    }
    let (mut persons, whole): (Vec<Person>, Vec<bool>) = together.into_values().map(one).unzip();
    shorten(&mut persons, &whole);
    persons
}

/// The rows of each source put together by its identifier, or where it has none by the name.
fn by_id(rows: Vec<Gathered>) -> Vec<Gathered> {
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    let mut persons: Vec<Gathered> = Vec::new();
    for row in rows {
        // Identifiers of Wikidata are those of two sources.
        let source = if row.id.starts_with('Q') { String::new() } else { row.source.clone() };
        let id = if row.id.is_empty() { row.name.clone() } else { row.id.clone() };
        match known.get(&(source.clone(), id.clone())) {
            Some(&at) => add(&mut persons[at], row),
            None => {
                known.insert((source, id), persons.len());
                persons.push(row);
            }
        }
    }
    persons
}

fn add(person: &mut Gathered, row: Gathered) {
    person.others.extend(std::iter::once(row.name).chain(row.others));
    person.sex = person.sex.or(row.sex);
    person.born = exacter(person.born, row.born);
    person.died = exacter(person.died, row.died);
    if !person.id.starts_with('Q') && row.id.starts_with('Q') {
        person.id = row.id;
    }
    person.terms.extend(row.terms);
}

fn exacter(one: Option<PartialDate>, other: Option<PartialDate>) -> Option<PartialDate> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.precision() < one.precision() { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// The body, the role and the place of an office.
type SeatName = (String, String, Option<String>);

/// The same office taken up in the same weeks under the same surname.
fn same_office(persons: &[Gathered], groups: &mut Groups) {
    let mut seats: BTreeMap<(SeatName, String), Vec<(usize, i32)>> = BTreeMap::new();
    for (at, person) in persons.iter().enumerate() {
        let surname = key_words(&person.name).pop().unwrap_or_default();
        for term in &person.terms {
            let Some(from) = term.from else { continue };
            let place = term.place.as_deref().map(str::to_owned);
            let seat = ((term.body.to_string(), term.role.to_string(), place), surname.clone());
            seats.entry(seat).or_default().push((at, from.first_day().num_days_from_ce()));
        }
    }
    for holders in seats.values() {
        for (place, &(one, begun)) in holders.iter().enumerate() {
            for &(other, later) in &holders[place + 1..] {
                if (begun - later).abs() <= 100 && may_be_one(&persons[one], &persons[other]) {
                    groups.join(one, other);
                }
            }
        }
    }
}

/// The same full name, born in the same year; or where that is not known of both, of the same state.
fn same_name(persons: &[Gathered], groups: &mut Groups) {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, person) in persons.iter().enumerate() {
        let mut keys: Vec<String> = std::iter::once(&person.name)
            .chain(&person.others)
            .map(|name| key_words(name).join(" "))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys.into_iter().filter(|key| key.contains(' ')) {
            names.entry(key).or_default().push(at);
        }
    }
    for bearers in names.values() {
        for (place, &one) in bearers.iter().enumerate() {
            for &other in &bearers[place + 1..] {
                let (a, b) = (&persons[one], &persons[other]);
                let year = |person: &Gathered| person.born.map(|born| born.first_day().year());
                let same = match (year(a), year(b)) {
                    (Some(one), Some(other)) => one == other,
                    _ => {
                        near_in_time(a, b)
                            && a.terms.iter().any(|term| b.terms.iter().any(|other| term.body == other.body))
                    }
                };
                if same && may_be_one(a, b) {
                    groups.join(one, other);
                }
            }
        }
    }
}

/// Two identifiers of one source are two persons, and so are two years of birth.
fn may_be_one(one: &Gathered, other: &Gathered) -> bool {
    let years = one
        .born
        .zip(other.born)
        .is_none_or(|(a, b)| (a.first_day().year() - b.first_day().year()).abs() <= 1);
    let sexes = one.sex.zip(other.sex).is_none_or(|(a, b)| a == b);
    years && sexes && (one.source != other.source || one.id.is_empty() != other.id.is_empty())
}

/// Whether their offices are not further apart than a life in public.
fn near_in_time(one: &Gathered, other: &Gathered) -> bool {
    let years = |person: &Gathered| {
        let all = person
            .terms
            .iter()
            .flat_map(|term| [term.from, term.to])
            .flatten()
            .map(|date| date.first_day().year());
        all.clone().min().zip(all.max())
    };
    years(one).zip(years(other)).is_none_or(|(a, b)| a.0.min(b.0) + 45 >= a.1.max(b.1))
}

/// One person of several; the source that was read last says the name, but one that gives whole names (Wikidata's
/// labels are how a person is usually called) goes before the lists of the United States.
fn one(mut all: Vec<Gathered>) -> (Person, bool) {
    let rank = |source: &str| match source {
        "wikidata" => 1,
        "pocom" | "us-executive" => 2,
        _ => 0,
    };
    all.sort_by_key(|person| rank(&person.source));
    let recorded = rank(&all[0].source) == 0;
    let whole = rank(&all[0].source) == 2;
    let mut person = all.remove(0);
    let terms = all.iter_mut().flat_map(|other| std::mem::take(&mut other.terms)).collect::<Vec<_>>();
    let own = std::mem::take(&mut person.terms);
    all.into_iter().for_each(|other| add(&mut person, other));
    let usual =
        person.others.iter().find(|other| key_words(other).len() < key_words(&person.name).len()).cloned();
    if let Some(usual) = usual.filter(|_| whole) {
        // These lists give the usual name beside the whole one.
        person.others.push(std::mem::replace(&mut person.name, usual));
    }
    let person = Person {
        others: other_names(&person.name, person.others),
        name: person.name.into(),
        sex: person.sex,
        born: person.born,
        died: person.died,
        wikidata: person.id.strip_prefix('Q').and_then(|number| number.parse().ok()),
        terms: joined(own, terms, recorded),
    };
    (person, whole)
}

/// The names that are no way to write one of the others.
fn other_names(name: &str, mut others: Vec<String>) -> Vec<std::borrow::Cow<'static, str>> {
    others.sort_by_key(|other| (std::cmp::Reverse(key_words(other).len()), other.clone()));
    let mut keys = vec![key_words(name)];
    let mut kept = Vec::new();
    for other in others {
        let key = key_words(&other);
        if !keys.iter().any(|known| {
            *known == key || goes_by(&key, &known.iter().map(String::as_str).collect::<Vec<_>>())
        }) {
            keys.push(key);
            kept.push(other.into());
        }
    }
    kept
}

/// Terms of one office that overlap or follow each other are one; the first source that gives an end goes before.
///
/// A source that gives no end may only lack it; one that is `recorded` by hand says that it had not come.
fn joined(own: Vec<Term>, others: Vec<Term>, recorded: bool) -> Vec<Term> {
    let mut kept: Vec<Term> = Vec::new();
    let first = own.len();
    for (at, term) in own.into_iter().chain(others).enumerate() {
        let lasts = recorded && at >= first;
        let same = kept.iter_mut().find(|known| {
            (&known.role, &known.body, &known.place) == (&term.role, &term.body, &term.place)
                && touch(known, &term)
        });
        match same {
            Some(known) => {
                let one_start = known.from.zip(term.from).is_some_and(|(a, b)| are_near(a, b));
                known.from = match (known.from, term.from) {
                    (Some(a), Some(b)) if one_start => exacter(Some(a), Some(b)),
                    (Some(a), Some(b)) => Some(if b.first_day() < a.first_day() { b } else { a }),
                    (a, b) => a.or(b),
                };
                match (known.to, term.to) {
                    (None, Some(end))
                        if !lasts || known.as_of.is_none_or(|seen| seen.last_day() <= end.last_day()) =>
                    {
                        (known.to, known.as_of) = (term.to, None);
                    }
                    (Some(a), Some(b)) if are_near(a, b) => known.to = exacter(Some(a), Some(b)),
                    (Some(a), Some(b)) if !one_start && !lasts && b.first_day() > a.first_day() => {
                        known.to = term.to
                    }
                    (Some(end), None) if term.from.is_some_and(|from| from.first_day() > end.last_day()) => {
                        (known.to, known.as_of) = (None, term.as_of);
                    }
                    (None, None) => {
                        let seen = [known.as_of, term.as_of].into_iter().flatten();
                        known.as_of = seen.max_by_key(|seen| seen.last_day());
                    }
                    _ => {}
                }
            }
            None => kept.push(term),
        }
    }
    kept.sort_by_key(|term| (term.from.is_none(), term.from.map(PartialDate::first_day), term.role.clone()));
    kept
}

/// Whether two sources may mean one day: within a hundred days, or the one date holds the other.
fn are_near(one: PartialDate, other: PartialDate) -> bool {
    let holds = |coarse: PartialDate, exact: PartialDate| {
        coarse.first_day() <= exact.first_day() && exact.last_day() <= coarse.last_day()
    };
    (one.first_day() - other.first_day()).num_days().abs() <= 100 || holds(one, other) || holds(other, one)
}

/// Whether two terms overlap, or one follows the other within days.
fn touch(one: &Term, other: &Term) -> bool {
    let (Some(a), Some(b)) = (one.from, other.from) else { return one.to == other.to };
    let end =
        |term: &Term| term.to.map_or(i32::MAX, |to| to.last_day().num_days_from_ce().saturating_add(40));
    a.first_day().num_days_from_ce() <= end(other) && b.first_day().num_days_from_ce() <= end(one)
}

/// Whole names, of the American lists, as these officials are written: the names between the first and the last as
/// initials, `Alan John Blinken` as `Alan J. Blinken`. Nothing is left out that tells one from another.
fn shorten(persons: &mut [Person], whole: &[bool]) {
    for (person, _) in persons.iter_mut().zip(whole).filter(|(_, whole)| **whole) {
        let Some(name) = with_initials(&person.name).filter(|name| *name != person.name) else { continue };
        let others = person.others.iter().map(ToString::to_string).chain([person.name.to_string()]).collect();
        person.others = other_names(&name, others);
        person.name = name.into();
    }
}

/// A name with initials for those between the first given name and the last word; `None` where it has a particle, or
/// nothing stands between.
fn with_initials(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    if words.iter().any(|word| word.starts_with(char::is_lowercase)) {
        return None;
    }
    let given = words.iter().position(|word| word.trim_end_matches('.').chars().count() > 1)?;
    let suffix = usize::from(words.len() > 1 && key_words(name).len() < words.len());
    let last = words.len() - suffix - 1;
    let between = words.get(given + 1..last)?.iter().filter(|word| word.starts_with(char::is_uppercase));
    let initials = between.filter_map(|word| match word.strip_suffix('.') {
        Some(_) => Some((*word).to_owned()),
        None => word.chars().next().map(|first| format!("{first}.")),
    });
    let before = words[..=given].iter().map(|word| (*word).to_owned());
    let after = words[last..].iter().map(|word| (*word).to_owned());
    Some(before.chain(initials).chain(after).collect::<Vec<_>>().join(" "))
}

/// Which persons are one.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn of(&mut self, at: usize) -> usize {
        let mut root = at;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        let (first, second) = (one.min(other), one.max(other));
        self.0[second] = first;
    }
}
