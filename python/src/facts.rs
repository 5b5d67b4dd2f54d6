//! Facts that statements, hits and lines have in common: dates, speakers, entities.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use demarche::model;
use pyo3::prelude::*;

/// When something was said: a day, a month, a year or a decade, or not known. It is never filled up: `2024-10` has no
/// day, and `str` gives it as it is known.
#[pyclass(frozen, eq, hash, module = "demarche")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Date {
    value: Option<model::PartialDate>,
    basis: model::Basis,
    words: Option<String>,
}

impl From<&model::StatementDate> for Date {
    fn from(date: &model::StatementDate) -> Self {
        Self { value: date.value, basis: date.basis, words: date.words.clone() }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Some(date) => date.fmt(f),
            None => f.write_str("unknown"),
        }
    }
}

/// A day that Python's calendar has: it begins with the year 1 and ends with 9999.
pub fn day(day: NaiveDate) -> Option<NaiveDate> {
    (1..=9999).contains(&day.year()).then_some(day)
}

#[pymethods]
impl Date {
    /// The date as it is known: `2024-10-09`, `2024-10`, `2024`, `1980s`; `None` where it is not.
    #[getter]
    fn value(&self) -> Option<String> {
        self.value.map(|date| date.to_string())
    }

    /// How exact it is: `day`, `month`, `year` or `decade`; `None` where it is not known.
    #[getter]
    fn precision(&self) -> Option<&'static str> {
        self.value.map(|date| date.precision().as_str())
    }

    /// How it is known: `stated`, `dateline`, `relative`, `filename`, `address`, `given`, `corrected` or `unknown`.
    #[getter]
    fn basis(&self) -> &'static str {
        self.basis.as_str()
    }

    /// The words that a relative date was read from: `Wednesday`.
    #[getter]
    fn words(&self) -> Option<&str> {
        self.words.as_deref()
    }

    /// The first day that it covers; `None` where it is not known, or lies outside Python's calendar.
    #[getter]
    fn first_day(&self) -> Option<NaiveDate> {
        day(self.value?.first_day())
    }

    /// The last day that it covers; `None` where it is not known, or lies outside Python's calendar.
    #[getter]
    fn last_day(&self) -> Option<NaiveDate> {
        day(self.value?.last_day())
    }

    fn __bool__(&self) -> bool {
        self.value.is_some()
    }

    fn __str__(&self) -> String {
        self.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Date({self}, {})", self.basis())
    }
}

/// Who speaks. `str` gives the name.
#[pyclass(frozen, eq, hash, get_all, module = "demarche")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The canonical name; the words of the text where it names nobody: `two officials`.
    name: String,
    /// Whether the text names nobody, so that `name` only describes who spoke.
    unnamed: bool,
    /// The role held then.
    role: Option<String>,
    /// The body spoken for.
    affiliation: Option<String>,
    /// The words as written.
    as_written: String,
}

impl From<&model::Speaker> for Speaker {
    fn from(speaker: &model::Speaker) -> Self {
        let model::Speaker { name, unnamed, role, affiliation, as_written } = speaker.clone();
        Self { name, unnamed, role, affiliation, as_written }
    }
}

impl fmt::Display for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[pymethods]
impl Speaker {
    fn __str__(&self) -> &str {
        &self.name
    }

    fn __repr__(&self) -> String {
        format!("Speaker({:?})", self.name)
    }
}

/// Something that a statement mentions. `str` gives the name.
#[pyclass(frozen, eq, hash, get_all, module = "demarche")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Entity {
    /// The canonical name.
    name: String,
    /// What sort of thing it is: `person`, `country`, `place`, `organisation` or `document`.
    r#type: String,
    /// An id that lasts: of a state its code in ISO 3166-1 alpha-3, of a person the item in Wikidata.
    id: Option<String>,
}

impl From<&model::Entity> for Entity {
    fn from(entity: &model::Entity) -> Self {
        let kind = format!("{:?}", entity.kind).to_lowercase();
        Self { name: entity.name.clone(), r#type: kind, id: entity.id.clone() }
    }
}

#[pymethods]
impl Entity {
    fn __str__(&self) -> &str {
        &self.name
    }

    fn __repr__(&self) -> String {
        format!("Entity({:?}, {})", self.name, self.r#type)
    }
}

/// A name that matches one looked for.
#[pyclass(frozen, get_all, module = "demarche")]
#[derive(Clone)]
pub struct NameMatch {
    /// The whole name.
    pub name: String,
    /// Why it matches: `exact`, `part`, `alias`, `key` (another spelling or romanisation) or `near`.
    pub r#match: String,
    /// What bears it: a `speaker` or an `entity` of the index, or the `authority` lists.
    pub field: String,
    /// In how many passages of the index; 0 for those of the lists.
    pub passages: usize,
    /// The id that lasts, of those of the lists that have one.
    pub id: Option<String>,
}

#[pymethods]
impl NameMatch {
    fn __repr__(&self) -> String {
        format!("NameMatch({:?}, {}, {}, {} passages)", self.name, self.r#match, self.field, self.passages)
    }
}

/// Spans as pairs, in code points: `text[start:end]`.
pub fn pairs(spans: &[model::Span]) -> Vec<(usize, usize)> {
    spans.iter().map(|span| (span.start, span.end)).collect()
}
