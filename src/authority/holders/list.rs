//! The shipped list as a file: Postcard under Zstandard. Words that many rows share stand once and have numbers.

use std::borrow::Cow;
use std::ops::Range;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::{Person, Sex, Term};
use crate::model::{PartialDate, Precision};

/// The file's content. Lists of lists stand one after the other, with how many are whose.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct List<'a> {
    /// Roles, titles, states and bodies.
    #[serde(borrow)]
    pub shared: Vec<&'a str>,
    /// The names of all persons, and for each its key where that is not the name in lower case.
    #[serde(borrow)]
    pub names: Vec<(&'a str, &'a str)>,
    pub persons: Vec<Listed>,
    /// The terms of all persons.
    pub terms: Vec<ListedTerm>,
    /// The words of a key by which somebody goes alone, in order, and how many persons go by each.
    #[serde(borrow)]
    pub alone: Vec<(&'a str, u32)>,
    /// These persons.
    pub alone_persons: Vec<u32>,
}

/// A person: how many of the next names and terms are theirs.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Listed {
    pub names: u32,
    pub terms: u32,
    /// 0 unknown, 1 female, 2 male.
    pub sex: u8,
    pub born: u32,
    pub died: u32,
    /// The number of the item in Wikidata; 0 for none.
    pub wikidata: u32,
}

/// A term; role, title, body and place are numbers of shared words, a place one more, 0 being none.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct ListedTerm {
    pub role: u32,
    pub title: u32,
    pub body: u32,
    pub place: u32,
    pub from: u32,
    pub to: u32,
    pub as_of: u32,
}

/// What cannot be read of the file.
#[derive(Debug, thiserror::Error)]
#[error("the list of office holders cannot be read")]
pub(super) struct Unreadable;

/// Reads the file. Its bytes are kept for good, since all names are slices of them. Numbers that name nothing are
/// refused here, so that none is met later.
pub(super) fn read(file: &'static [u8]) -> Result<List<'static>, Unreadable> {
    let bytes: &'static [u8] = zstd::decode_all(file).map_err(|_| Unreadable)?.leak();
    let list: List<'static> = postcard::from_bytes(bytes).map_err(|_| Unreadable)?;
    let (shared, persons) = (list.shared.len() as u64, list.persons.len() as u64);
    let told = |term: &ListedTerm| {
        [term.role, term.title, term.body].iter().all(|number| u64::from(*number) < shared)
            && u64::from(term.place) <= shared
    };
    let sum = |counts: &mut dyn Iterator<Item = u32>| counts.map(|count| count as usize).sum::<usize>();
    let whole = list.terms.iter().all(told)
        && list.alone_persons.iter().all(|person| u64::from(*person) < persons)
        && list.persons.iter().all(|person| person.names > 0)
        && sum(&mut list.persons.iter().map(|person| person.names)) == list.names.len()
        && sum(&mut list.persons.iter().map(|person| person.terms)) == list.terms.len()
        && sum(&mut list.alone.iter().map(|(_, persons)| *persons)) == list.alone_persons.len();
    if whole { Ok(list) } else { Err(Unreadable) }
}

impl List<'static> {
    /// A person, whose names and terms these are.
    pub fn person(&self, at: usize, names: Range<usize>, terms: Range<usize>) -> Person {
        let listed = self.persons[at];
        let name = |at: usize| Cow::Borrowed(self.names[at].0);
        Person {
            name: name(names.start),
            others: (names.start + 1..names.end).map(name).collect(),
            sex: [None, Some(Sex::Female), Some(Sex::Male)][usize::from(listed.sex.min(2))],
            born: unpacked(listed.born),
            died: unpacked(listed.died),
            wikidata: Some(listed.wikidata).filter(|number| *number > 0),
            terms: self.terms[terms].iter().map(|term| self.term(term)).collect(),
        }
    }

    fn term(&self, term: &ListedTerm) -> Term {
        let shared = |at: u32| Cow::Borrowed(self.shared[at as usize]);
        Term {
            role: shared(term.role),
            title: shared(term.title),
            body: shared(term.body),
            place: term.place.checked_sub(1).map(shared),
            from: unpacked(term.from),
            to: unpacked(term.to),
            as_of: unpacked(term.as_of),
        }
    }
}

/// Writes the file; the same list gives the same bytes.
pub(super) fn write(list: &List) -> Result<Vec<u8>, std::io::Error> {
    let bytes = postcard::to_stdvec(list).map_err(std::io::Error::other)?;
    zstd::encode_all(&bytes[..], 19)
}

/// A date as a number: 0 for none, and 0 for the day or the month that is not known.
pub(super) fn packed(date: Option<PartialDate>) -> u32 {
    let Some(date) = date else { return 0 };
    let day = date.first_day();
    let month = if date.precision() >= Precision::Year { 0 } else { day.month() };
    let of_month = if date.precision() == Precision::Day { day.day() } else { 0 };
    (u32::try_from(day.year()).unwrap_or(0) * 13 + month) * 32 + of_month
}

fn unpacked(number: u32) -> Option<PartialDate> {
    let (day, rest) = (number % 32, number / 32);
    let (month, year) = (rest % 13, i32::try_from(rest / 13).ok()?);
    match (year, month, day) {
        (0, ..) => None,
        (_, 0, _) => PartialDate::year(year),
        (_, _, 0) => PartialDate::month(year, month),
        _ => PartialDate::ymd(year, month, day),
    }
}
