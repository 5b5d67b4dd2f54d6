//! Filters beside the query: who, about whom, when, where from. They mean what the fields of the
//! query language mean: [`Filters::nodes`] makes the same tree of them.
//!
//! A value that begins with `=` is a whole one, as in `speaker:="Ada Example"`; `=` alone asks for statements without one.

use chrono::{Local, NaiveDate};
use serde::{Serialize, Serializer};

use super::speaker::{SpeakerMeaning, either, here};
use super::tree::{Days, Expr, Node};
use super::{Field, dates, value, words};
use crate::authority::Authority;
use crate::index::analysis;
use crate::model::{Kind, ParseDateError, PartialDate};

/// What every hit must satisfy. Values of one filter are alternatives; different filters all hold.
///
/// ```
/// use demarche::query::{Bound, Filters};
///
/// let mut filters = Filters::default();
/// filters.speakers = vec!["Ada Example".to_owned(), "Ben Example".to_owned()];
/// filters.from = Some(Bound::read("2023-10")?);
/// filters.to = Some(Bound::read("2024-Q1")?);
/// assert_eq!(filters.to.as_ref().unwrap().last.to_string(), "2024-03-31");
/// filters.check()?;
/// filters.to = Some(Bound::read("2022")?);
/// assert!(filters.check().is_err());
/// # Ok::<(), demarche::query::FilterError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Filters {
    /// Words of the speaker's name, canonical or as written.
    pub speakers: Vec<String>,
    /// Speakers whose statements are left out, written in the same way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_speakers: Vec<String>,
    /// What those of them that are more than a name were understood as ([`Filters::understand`]).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meant: Vec<SpeakerMeaning>,
    /// Entities, under any of their names.
    pub entities: Vec<String>,
    /// Entities whose statements are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_entities: Vec<String>,
    /// Words of a topic.
    pub topics: Vec<String>,
    /// Topics that are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_topics: Vec<String>,
    /// Words of what the document is: `press briefing`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
    /// Documents that are left out, by what they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_forms: Vec<String>,
    /// Words of a code that a person gave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Codes whose statements are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_tags: Vec<String>,
    /// Kinds of statement.
    pub kinds: Vec<Kind>,
    /// Kinds that are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_kinds: Vec<Kind>,
    /// Words of the source's name.
    pub sources: Vec<String>,
    /// Sources that are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_sources: Vec<String>,
    /// The first day wanted is the first of this date. A coarse date (`2017`) of a statement counts
    /// where any of its days lies in the range.
    pub from: Option<Bound>,
    /// The last day wanted is the last of this date.
    pub to: Option<Bound>,
    /// Just this date, or none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<JustDate>,
}

/// The one date that statements must have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JustDate {
    /// None: it is not known.
    Unknown,
    /// This one, as coarse as it is: `2017` leaves out 9 May 2017.
    Is(Bound),
}

impl JustDate {
    /// Reads `none`, or a date as [`Bound::read`] does.
    ///
    /// # Errors
    /// [`FilterError::Date`] where it is neither.
    pub fn read(text: &str) -> Result<Self, FilterError> {
        match text.trim() {
            none if none.eq_ignore_ascii_case("none") => Ok(Self::Unknown),
            date => Bound::read(date).map(Self::Is),
        }
    }

    /// As users write it.
    pub fn written(&self) -> &str {
        match self {
            Self::Unknown => "none",
            Self::Is(bound) => &bound.written,
        }
    }

    fn node(&self) -> Node {
        here(match self {
            Self::Unknown => Expr::Undated,
            Self::Is(bound) => {
                Expr::Date(Days { first: Some(bound.first), last: Some(bound.last), just: true })
            }
        })
    }
}

impl Serialize for JustDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.written())
    }
}

/// The values of one filter.
struct List<'a> {
    /// The option's name.
    name: &'static str,
    field: Field,
    values: &'a [String],
    /// Whether statements that have one of the values are left out.
    excludes: bool,
}

/// A date as the end of a range: its first and last day, and how it was written. Written the same in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    written: String,
}

impl Bound {
    /// Reads a date as the query language does: `2023`, `2023-Q4`, `9 Oct 2023`, `today`, `-30d`.
    ///
    /// # Errors
    /// [`FilterError::Date`] where it is no date.
    pub fn read(text: &str) -> Result<Self, FilterError> {
        let (first, last) = dates::span(text, Local::now().date_naive())
            .ok_or_else(|| FilterError::Date(ParseDateError(text.to_owned())))?;
        Ok(Self { first, last, written: text.trim().to_owned() })
    }

    /// As it was written.
    pub fn written(&self) -> &str {
        &self.written
    }
}

impl From<PartialDate> for Bound {
    fn from(date: PartialDate) -> Self {
        Self { first: date.first_day(), last: date.last_day(), written: date.to_string() }
    }
}

impl Serialize for Bound {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

/// A filter that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterError {
    /// A value that holds no word.
    #[error("the filter `{filter}` has no word in `{value}`")]
    Empty {
        /// The filter's name.
        filter: &'static str,
        /// The value.
        value: String,
    },
    /// A kind that is none.
    #[error("`{0}` is no kind of statement; the kinds are spoken, quoted, reported and narration")]
    Kind(String),
    /// A value that is no date.
    #[error(transparent)]
    Date(#[from] ParseDateError),
    /// A range that ends before it begins.
    #[error("the range ends ({to}) before it begins ({from})")]
    Backwards {
        /// Its beginning.
        from: String,
        /// Its end.
        to: String,
    },
}

impl Filters {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reads a kind's name.
    ///
    /// # Errors
    /// Where it is no kind.
    pub fn kind(name: &str) -> Result<Kind, FilterError> {
        let wanted = name.trim().to_lowercase();
        Kind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == wanted)
            .ok_or_else(|| FilterError::Kind(name.to_owned()))
    }

    /// Finds filters that could never be meant: no word in a value, a range that ends before it begins.
    ///
    /// # Errors
    /// Where a filter has no value, or the range ends before it begins.
    pub fn check(&self) -> Result<(), FilterError> {
        for List { name: filter, values, .. } in self.lists() {
            let empty = |value: &&String| value.trim() != "=" && analysis::words(value).next().is_none();
            if let Some(value) = values.iter().find(empty) {
                return Err(FilterError::Empty { filter, value: value.clone() });
            }
        }
        match (&self.from, &self.to) {
            (Some(from), Some(to)) if to.last < from.first => {
                Err(FilterError::Backwards { from: from.written.clone(), to: to.written.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Understands the speakers that are asked for: offices, honorifics, states, other forms of a name. `is_known`
    /// tells whether the index has a speaker of just that name, who then is meant.
    pub fn understand(&mut self, authority: &Authority, is_known: &dyn Fn(&str) -> bool) {
        let speakers = self.speakers.iter().chain(&self.not_speakers).filter(|name| !name.starts_with('='));
        let meant = speakers.filter_map(|typed| SpeakerMeaning::of(typed, authority, is_known));
        self.meant = meant.collect();
    }

    fn lists(&self) -> [List<'_>; 12] {
        let list = |name, field, values| List { name, field, values, excludes: false };
        let not = |name, field, values| List { name, field, values, excludes: true };
        [
            list("speaker", Field::Speaker, &self.speakers),
            not("not-speaker", Field::Speaker, &self.not_speakers),
            list("entity", Field::Entity, &self.entities),
            not("not-entity", Field::Entity, &self.not_entities),
            list("topic", Field::Topic, &self.topics),
            not("not-topic", Field::Topic, &self.not_topics),
            list("form", Field::Form, &self.forms),
            not("not-form", Field::Form, &self.not_forms),
            list("tag", Field::Tag, &self.tags),
            not("not-tag", Field::Tag, &self.not_tags),
            list("source", Field::Source, &self.sources),
            not("not-source", Field::Source, &self.not_sources),
        ]
    }

    /// The filters as parts of a query's tree, each with the option as typed.
    pub(crate) fn nodes(&self) -> Vec<(String, Node)> {
        let mut nodes = Vec::new();
        for List { name, field, values, excludes } in self.lists() {
            let meaning = |value: &&String| {
                self.meant.iter().find(|meaning| field == Field::Speaker && meaning.typed == value.trim())
            };
            let plain = values.iter().filter(|value| meaning(value).is_none() && !value.starts_with('='));
            let ways = plain.map(|value| here(Expr::Words(words::phrase(value)))).collect();
            let options: Vec<_> = values.iter().map(|value| format!("--{name} {value}")).collect();
            let plain = either(ways).map(|way| here(Expr::In(field, Box::new(way))));
            let meant = values.iter().filter_map(|value| meaning(&value)).map(SpeakerMeaning::node);
            let whole =
                values.iter().filter_map(|value| value.strip_prefix('=')).map(|value| whole(field, value));
            let any = either(plain.into_iter().chain(meant).chain(whole).collect());
            let way = any.map(|any| if excludes { here(Expr::Not(Box::new(any))) } else { any });
            nodes.extend(way.map(|way| (options.join(" "), way)));
        }
        for (name, kinds, excludes) in [("kind", &self.kinds, false), ("not-kind", &self.not_kinds, true)] {
            let any = either(kinds.iter().map(|kind| here(Expr::Kind(*kind))).collect());
            let way = any.map(|any| if excludes { here(Expr::Not(Box::new(any))) } else { any });
            let options: Vec<_> = kinds.iter().map(|kind| format!("--{name} {}", kind.as_str())).collect();
            nodes.extend(way.map(|way| (options.join(" "), way)));
        }
        nodes.extend(self.date.iter().map(|date| (format!("--date {}", date.written()), date.node())));
        if let Some(days) = value::days(self.from.clone(), self.to.clone()) {
            let ends = [("--from", &self.from), ("--to", &self.to)];
            let options = ends
                .iter()
                .filter_map(|(name, bound)| bound.as_ref().map(|bound| format!("{name} {}", bound.written)));
            nodes.push((options.collect::<Vec<_>>().join(" "), here(days)));
        }
        nodes
    }
}

/// A field's whole value; none at all where the value is empty.
fn whole(field: Field, value: &str) -> Node {
    match value.trim() {
        "" => here(Expr::Not(Box::new(here(Expr::Has(field))))),
        value => here(Expr::Exactly(field, value.to_owned())),
    }
}
