//! Filters beside the query: who, about whom, when, where from.

use serde::Serialize;

use crate::index::analysis;
use crate::model::{Kind, ParseDateError, PartialDate};

/// What every hit must satisfy. Values of one filter are alternatives; different filters all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Filters {
    /// Words of the speaker's name, canonical or as written.
    pub speakers: Vec<String>,
    /// Entities, under any of their names.
    pub entities: Vec<String>,
    /// Words of a topic.
    pub topics: Vec<String>,
    /// Kinds of statement.
    pub kinds: Vec<Kind>,
    /// Words of the source's name.
    pub sources: Vec<String>,
    /// The first day wanted is the first of this date. A coarse date (`2017`) of a statement counts
    /// where any of its days lies in the range.
    pub from: Option<PartialDate>,
    /// The last day wanted is the last of this date.
    pub to: Option<PartialDate>,
}

/// A filter that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// A value that holds no word.
    #[error("the filter --{filter} has no word in `{value}`")]
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
        from: PartialDate,
        /// Its end.
        to: PartialDate,
    },
}

impl Filters {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reads a kind's name.
    pub fn kind(name: &str) -> Result<Kind, FilterError> {
        let wanted = name.trim().to_lowercase();
        Kind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == wanted)
            .ok_or_else(|| FilterError::Kind(name.to_owned()))
    }

    /// Finds filters that could never be meant: no word in a value, a range that ends before it begins.
    pub fn check(&self) -> Result<(), FilterError> {
        let lists = [
            ("speaker", &self.speakers),
            ("entity", &self.entities),
            ("topic", &self.topics),
            ("source", &self.sources),
        ];
        for (filter, values) in lists {
            if let Some(value) = values.iter().find(|value| analysis::words(value).next().is_none()) {
                return Err(FilterError::Empty { filter, value: value.clone() });
            }
        }
        match (self.from, self.to) {
            (Some(from), Some(to)) if to.last_day() < from.first_day() => {
                Err(FilterError::Backwards { from, to })
            }
            _ => Ok(()),
        }
    }
}
