//! Who held which office when: heads of state and government, ministers of foreign affairs and defence,
//! ambassadors, spokespersons, heads of international bodies.
//!
//! The list is `holders.bin`, made by `examples/make_office_holders.rs`; README.md beside it says from what.
//! It is read at the first lookup and not before. The user's authority file goes before it.

mod list;
mod lookup;
mod make;
mod merge;
mod names;
mod phrase;
mod roles;
mod titles;

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::Serialize;

use super::{rows, split};
use crate::model::PartialDate;

pub(super) use names::goes_by;
pub(crate) use names::key_words;

pub use lookup::{Holders, SaidOfOffice};
pub use make::{Figures, MakeError, Row, make};
pub use names::NameOrder;
pub use phrase::{OfficePhrase, Rank, Standing};

/// Whether a person is a man or a woman, as the sources say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// A woman: `she`.
    Female,
    /// A man: `he`.
    Male,
}

/// Somebody who held an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The canonical name, as it is usually written: `Joe Biden`.
    pub name: Cow<'static, str>,
    /// The other names of the sources: `Joseph Robinette Biden Jr.`
    pub others: Vec<Cow<'static, str>>,
    /// Not known of many.
    pub sex: Option<Sex>,
    /// When the person was born.
    pub born: Option<PartialDate>,
    /// When the person died; `None` too where that is not known.
    pub died: Option<PartialDate>,
    /// The number of the person's item in Wikidata; `None` where it is not known.
    pub wikidata: Option<u32>,
    /// The offices held, the first taken up first; those of unknown dates last.
    pub terms: Vec<Term>,
}

impl Person {
    /// An id that lasts: the person's item in Wikidata, `Q22686`.
    pub fn id(&self) -> Option<String> {
        self.wikidata.map(|number| format!("Q{number}"))
    }
}

/// One term of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The office under the one name that it has in all states: `foreign minister` of a Secretary of State too.
    pub role: Cow<'static, str>,
    /// The office as the source names it: `Secretary of State`.
    pub title: Cow<'static, str>,
    /// The state or body, under its canonical name.
    pub body: Cow<'static, str>,
    /// Where an ambassador is accredited: a state or a body.
    pub place: Option<Cow<'static, str>>,
    /// When it was taken up; `None` where that is not known.
    pub from: Option<PartialDate>,
    /// When it was left; `None` where that is not known, or had not come when the list was written.
    pub to: Option<PartialDate>,
    /// When what the list says was so, for a term without end; later than that it may have ended.
    pub as_of: Option<PartialDate>,
}

/// A person, and the term that a lookup found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding<'a> {
    /// Who.
    pub person: &'a Person,
    /// Which of the person's terms.
    pub term: &'a Term,
    /// Whether the dates settle it: the whole of the date asked for lies in the term, however its bounds are
    /// read, and the list is not older than the date. Without a date, false.
    pub sure: bool,
}

static HOLDERS: OnceLock<Holders> = OnceLock::new();

/// Whether one person at a time holds the office in a state or body: `president`, `press secretary`; not `ambassador`.
pub fn is_sole_office(role: &str) -> bool {
    roles::roles().is_one(role)
}

/// Whether the names of the person's state begin with the family's: `Xi Jinping`.
pub(crate) fn is_family_first(person: &Person) -> bool {
    has_order(person, "first")
}

/// Whether the names of a state that the person held an office of are in such an order, by `name_order.tsv`.
fn has_order(person: &Person, wanted: &str) -> bool {
    rows::<2>(include_str!("name_order.tsv")).any(|[order, countries]| {
        order == wanted
            && split(countries).any(|country| person.terms.iter().any(|term| term.body == country))
    })
}

/// The shipped list, read at the first call.
pub fn holders() -> &'static Holders {
    HOLDERS.get_or_init(|| {
        // A test reads the committed file: one that cannot be read does not get past it.
        list::read(include_bytes!("holders.bin")).map(Holders::new).unwrap_or_default()
    })
}

/// Whether the shipped list was read already.
pub fn are_read() -> bool {
    HOLDERS.get().is_some()
}

#[cfg(test)]
mod tests;
