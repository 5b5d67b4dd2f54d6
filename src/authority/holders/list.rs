//! The shipped list as a file: Postcard under Zstandard. Words that many rows share stand once and have numbers.

use std::borrow::Cow;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::{Person, Sex, Term};
use crate::model::{PartialDate, Precision};

/// The file's content.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct List<'a> {
    /// Roles, titles, states and bodies.
    #[serde(borrow)]
    pub shared: Vec<&'a str>,
    /// Names, and for each its key where that is not the name in lower case.
    #[serde(borrow)]
    pub names: Vec<(&'a str, &'a str)>,
    pub persons: Vec<Listed>,
    /// The words of a key by which somebody goes alone, in order, and the persons.
    #[serde(borrow)]
    pub alone: Vec<(&'a str, Vec<u32>)>,
}

/// A person: how many of the next names are theirs.
#[derive(Serialize, Deserialize)]
pub(super) struct Listed {
    pub names: u32,
    /// 0 unknown, 1 female, 2 male.
    pub sex: u8,
    pub born: u32,
    pub died: u32,
    pub terms: Vec<ListedTerm>,
}

/// A term; role, title, body and place are numbers of shared words, a place one more, 0 being none.
#[derive(Serialize, Deserialize)]
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

/// What lookups need: persons, the key of each of their names, and who goes by which word alone.
pub(super) struct Read {
    pub persons: Vec<Person>,
    pub keys: Vec<Vec<&'static str>>,
    pub alone: Vec<(&'static str, Vec<u32>)>,
}

/// Reads the file. Its bytes are kept for good, since all names are slices of them.
pub(super) fn read(file: &'static [u8]) -> Result<Read, Unreadable> {
    let bytes: &'static [u8] = zstd::decode_all(file).map_err(|_| Unreadable)?.leak();
    let list: List<'static> = postcard::from_bytes(bytes).map_err(|_| Unreadable)?;
    let shared = |at: u32| list.shared.get(at as usize).copied().map(Cow::Borrowed).ok_or(Unreadable);
    let mut names = list.names.iter();
    let (mut persons, mut keys) = (Vec::with_capacity(list.persons.len()), Vec::new());
    for listed in &list.persons {
        let own: Vec<_> = names.by_ref().take(listed.names as usize).collect();
        let (first, others) = own.split_first().ok_or(Unreadable)?;
        let terms = listed.terms.iter().map(|term| {
            Ok(Term {
                role: shared(term.role)?,
                title: shared(term.title)?,
                body: shared(term.body)?,
                place: term.place.checked_sub(1).map(shared).transpose()?,
                from: unpacked(term.from),
                to: unpacked(term.to),
                as_of: unpacked(term.as_of),
            })
        });
        persons.push(Person {
            name: Cow::Borrowed(first.0),
            others: others.iter().map(|(name, _)| Cow::Borrowed(*name)).collect(),
            sex: [None, Some(Sex::Female), Some(Sex::Male)][usize::from(listed.sex.min(2))],
            born: unpacked(listed.born),
            died: unpacked(listed.died),
            terms: terms.collect::<Result<_, Unreadable>>()?,
        });
        keys.push(own.iter().map(|(_, key)| *key).collect());
    }
    Ok(Read { persons, keys, alone: list.alone })
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
    let month = if date.precision() == Precision::Year { 0 } else { day.month() };
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
