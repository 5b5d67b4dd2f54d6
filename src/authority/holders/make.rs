//! The list made from tables of terms: what matters to diplomacy is kept, offices and bodies get one name,
//! persons of several sources become one.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::list::{self, List, Listed, ListedTerm};
use super::merge::{Gathered, gathered};
use super::names::{NameOrder, key_words};
use super::titles::offices_of;
use super::{Person, Sex, Term};
use crate::authority::Authority;
use crate::model::{ParseDateError, PartialDate};

/// A line of a table: one term of one person, as text.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The state or body.
    pub body: String,
    /// The office.
    pub office: String,
    /// The name.
    pub name: String,
    /// Other names, set apart by `;`.
    pub other_names: String,
    /// The first day, month or year; empty where it is not known.
    pub start: String,
    /// The last one.
    pub end: String,
    /// `male` or `female`, or empty.
    pub sex: String,
    /// The day, month or year of birth.
    pub born: String,
    /// The day, month or year of death.
    pub died: String,
    /// What tells the person from namesakes in the source; empty where the name does.
    pub id: String,
    /// The name of the source; `withdrawn` for a term of other sources that is wrong: all with that body, office,
    /// name and, if there is one, start are left out.
    pub source: String,
    /// When the source was true.
    pub as_of: String,
}

/// What was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Lines read.
    pub rows: usize,
    /// Persons kept.
    pub persons: usize,
    /// Terms kept.
    pub terms: usize,
    /// Terms by office.
    pub roles: BTreeMap<String, usize>,
}

/// Why no list can be made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// A date is none.
    #[error("{name}, {office}: {source}")]
    Date {
        /// Whose.
        name: String,
        /// Of which office.
        office: String,
        /// What is wrong.
        source: ParseDateError,
    },
    /// The list cannot be written.
    #[error("the list cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// The file of the list, and what was kept of the rows. The same rows give the same bytes.
///
/// Rows of a source that comes later go before those of the same term in an earlier one.
///
/// # Errors
/// Where a date is none.
pub fn make(rows: &[Row]) -> Result<(Vec<u8>, Figures), MakeError> {
    let mut kept = Vec::new();
    let latest = rows.iter().filter_map(|row| row.as_of.parse().ok()).map(PartialDate::last_day).max();
    let withdrawn: Vec<&Row> = rows.iter().filter(|row| row.source == "withdrawn").collect();
    let is_withdrawn = |row: &Row| {
        withdrawn.iter().any(|wrong| {
            (&wrong.body, &wrong.office, &wrong.name) == (&row.body, &row.office, &row.name)
                && (wrong.start.is_empty() || wrong.start == row.start)
        })
    };
    for row in rows.iter().filter(|row| !is_withdrawn(row)) {
        kept.extend(gather(row, latest)?);
    }
    let mut persons = gathered(kept);
    persons.sort_by(|a, b| {
        (&a.name, a.born.map(PartialDate::first_day)).cmp(&(&b.name, b.born.map(PartialDate::first_day)))
    });
    let mut figures = Figures { rows: rows.len(), persons: persons.len(), ..Figures::default() };
    for term in persons.iter().flat_map(|person| &person.terms) {
        figures.terms += 1;
        *figures.roles.entry(term.role.to_string()).or_default() += 1;
    }
    Ok((write(&persons)?, figures))
}

/// The terms of a row that the list keeps.
fn gather(row: &Row, latest: Option<NaiveDate>) -> Result<Option<Gathered>, MakeError> {
    let name = as_said(&row.name);
    let known = Authority::builtin().canonical(&row.body);
    let body = known.map_or(row.body.as_str(), |entity| entity.name.as_str());
    let offices = offices_of(&row.office, body);
    if offices.is_empty() || !name.contains(|c: char| c.is_ascii_alphabetic()) {
        return Ok(None);
    }
    let date = |text: &str| {
        let text = text.trim().trim_end_matches('s');
        let date = Some(text).filter(|text| !text.is_empty()).map(str::parse::<PartialDate>).transpose();
        // A day that its month does not have (`1973-09-31`): the month at least is said.
        let date = date.or_else(|error| match text.rsplit_once('-') {
            Some((month, _)) if text.len() == 10 => month.parse().map(Some),
            _ => Err(error),
        });
        date.map_err(|source| MakeError::Date { name: row.name.clone(), office: row.office.clone(), source })
    };
    let (from, to, as_of) = (date(&row.start)?, date(&row.end)?, date(&row.as_of)?);
    // An end later than all sources is a plan, and no end yet.
    let to = to.filter(|to| latest.is_none_or(|latest| to.last_day() <= latest));
    let as_of = match (as_of, from) {
        (Some(seen), Some(from)) if from.last_day() > seen.last_day() => Some(from),
        _ => as_of,
    };
    let title = row.office.split_whitespace().collect::<Vec<_>>().join(" ");
    // Who is accredited where is said by the place.
    let title =
        title.split(" to ").next().filter(|_| offices[0].place.is_some()).unwrap_or(&title).to_owned();
    let terms = offices.into_iter().map(|office| Term {
        role: office.role.into(),
        title: title.clone().into(),
        body: office.body.into(),
        place: office.place.map(Into::into),
        from,
        to,
        as_of: as_of.filter(|_| to.is_none()),
    });
    let others = row.other_names.split(';').map(as_said).filter(|name| !name.is_empty());
    Ok(Some(Gathered {
        name,
        others: others.collect(),
        sex: match row.sex.as_str() {
            "female" => Some(Sex::Female),
            "male" => Some(Sex::Male),
            _ => None,
        },
        born: date(&row.born)?,
        died: date(&row.died)?,
        id: row.id.clone(),
        source: row.source.clone(),
        terms: terms.collect(),
    }))
}

/// A name as it is said: without what stands in brackets to tell namesakes apart.
fn as_said(name: &str) -> String {
    let name = name.split(" (").next().unwrap_or(name);
    name.replace(", Jr", " Jr").replace(", Sr", " Sr").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write(persons: &[Person]) -> Result<Vec<u8>, std::io::Error> {
    let mut shared = Shared::default();
    let keys: Vec<Vec<(String, String)>> = persons.iter().map(keyed).collect();
    let mut alone: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let (mut listed, mut terms) = (Vec::with_capacity(persons.len()), Vec::new());
    let count = |count: usize| u32::try_from(count).map_err(std::io::Error::other);
    for (at, (person, names)) in (0_u32..).zip(persons.iter().zip(&keys)) {
        for word in names.iter().flat_map(|(name, key)| goes_alone(&key_of(name, key), person)) {
            let persons = alone.entry(word).or_default();
            if persons.last() != Some(&at) {
                persons.push(at);
            }
        }
        terms.extend(person.terms.iter().map(|term| ListedTerm {
            role: shared.number(&term.role),
            title: shared.number(&term.title),
            body: shared.number(&term.body),
            place: term.place.as_ref().map_or(0, |place| shared.number(place) + 1),
            from: list::packed(term.from),
            to: list::packed(term.to),
            as_of: list::packed(term.as_of),
        }));
        listed.push(Listed {
            names: count(names.len())?,
            terms: count(person.terms.len())?,
            sex: person.sex.map_or(0, |sex| if sex == Sex::Female { 1 } else { 2 }),
            born: list::packed(person.born),
            died: list::packed(person.died),
            wikidata: person.wikidata.unwrap_or(0),
        });
    }
    let words = alone.iter().map(|(word, persons)| Ok((word.as_str(), count(persons.len())?)));
    list::write(&List {
        shared: shared.words.iter().map(String::as_str).collect(),
        names: keys.iter().flatten().map(|(name, key)| (name.as_str(), key.as_str())).collect(),
        persons: listed,
        terms,
        alone: words.collect::<Result<_, std::io::Error>>()?,
        alone_persons: alone.values().flatten().copied().collect(),
    })
}

/// The names of a person, each with its key; none where the key is the name in lower case.
fn keyed(person: &Person) -> Vec<(String, String)> {
    let names = std::iter::once(&person.name).chain(&person.others);
    let keyed = names.map(|name| {
        let key = key_words(name).join(" ");
        let same = key == name.to_lowercase();
        (name.to_string(), if same { String::new() } else { key })
    });
    keyed.collect()
}

fn key_of(name: &str, key: &str) -> String {
    if key.is_empty() { name.to_lowercase() } else { key.to_owned() }
}

/// The words of a key by which the person goes alone.
fn goes_alone(key: &str, person: &Person) -> Vec<String> {
    let words: Vec<&str> = key.split(' ').collect();
    let order = person.name_order();
    let mut alone = vec![words[words.len() - 1].to_owned()];
    if words.len() > 1 && order == NameOrder::FamilyFirst {
        alone.push(words[0].to_owned());
    }
    if words.len() > 2 && order == NameOrder::TwoFamilies {
        let between = words[1..words.len() - 1].iter().filter(|word| word.len() > 3);
        alone.extend(between.map(|word| (*word).to_owned()));
    }
    alone
}

/// Words with numbers, in the order of first use.
#[derive(Default)]
struct Shared {
    words: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Shared {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        // A list has fewer words than a u32 has numbers.
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }
}
