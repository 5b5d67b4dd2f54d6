//! What is asked: a query and its filters, given as keywords that are named as the options of the command line.

use std::path::PathBuf;
use std::sync::Arc;

use demarche::authority::Authority;
use demarche::query::{self, FilterError, Filters, ParseOptions, Query};
use demarche::search::{SearchError, Searcher};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::failure::Failure;

/// The keywords that every question takes.
pub const KEYWORDS: [&str; 14] = [
    "speaker",
    "not_speaker",
    "entity",
    "topic",
    "form",
    "tag",
    "kind",
    "source",
    "since",
    "until",
    "authority",
    "strict",
    "literal",
    "words",
];

/// The keywords of a question, as given.
#[derive(Default)]
pub struct Asking {
    speaker: Vec<String>,
    not_speaker: Vec<String>,
    entity: Vec<String>,
    topic: Vec<String>,
    form: Vec<String>,
    tag: Vec<String>,
    kind: Vec<String>,
    source: Vec<String>,
    since: Option<String>,
    until: Option<String>,
    authority: Option<PathBuf>,
    strict: bool,
    literal: bool,
    words: bool,
}

/// A question that an index can answer.
pub struct Asked {
    pub query: Query,
    pub filters: Filters,
    /// What is said of how it was understood: speakers, and those whom nobody is known by.
    pub notes: Vec<String>,
}

impl Asking {
    /// Reads keywords.
    ///
    /// # Errors
    /// `TypeError` for one that there is not: no filter is ever dropped.
    pub fn new(keywords: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let mut asking = Self::default();
        for (name, value) in keywords.into_iter().flatten() {
            let name: String = name.extract()?;
            match &*name {
                "speaker" => asking.speaker = texts(&value)?,
                "not_speaker" => asking.not_speaker = texts(&value)?,
                "entity" => asking.entity = texts(&value)?,
                "topic" => asking.topic = texts(&value)?,
                "form" => asking.form = texts(&value)?,
                "tag" => asking.tag = texts(&value)?,
                "kind" => asking.kind = texts(&value)?,
                "source" => asking.source = texts(&value)?,
                "since" => asking.since = date(&value)?,
                "until" => asking.until = date(&value)?,
                "authority" => asking.authority = value.extract()?,
                "strict" => asking.strict = value.extract()?,
                "literal" => asking.literal = value.extract()?,
                "words" => asking.words = value.extract()?,
                _ => return Err(unexpected(&name, &KEYWORDS)),
            }
        }
        Ok(asking)
    }

    /// The query and the filters as this index understands them.
    pub fn ask(&self, text: &str, searcher: &Searcher) -> Result<Asked, Failure> {
        let query = self.query(text)?;
        self.with_filters(query, searcher)
    }

    /// The query alone.
    pub fn query(&self, text: &str) -> Result<Query, Failure> {
        let mut reading = ParseOptions::default();
        reading.strict = self.strict;
        reading.literal = self.literal;
        let query = Query::parse(text, &reading)?;
        let query = if self.words { query.only_words() } else { query };
        let Some(authority) = self.names()? else { return Ok(query) };
        Ok(query.with_names(&|name| authority.canonical(name).map(|entity| entity.name.clone())))
    }

    fn with_filters(&self, query: Query, searcher: &Searcher) -> Result<Asked, Failure> {
        let authority = self.names()?;
        let mut filters = self.filters(authority.as_deref()).map_err(SearchError::from)?;
        let mut notes: Vec<String> = Vec::new();
        if !filters.speakers.is_empty() || !filters.not_speakers.is_empty() {
            searcher.understand(&mut filters, &authority.unwrap_or_else(Authority::shared))?;
            let meant = filters.meant.iter();
            notes.extend(meant.map(|one| format!("speaker `{}` understood as {}", one.typed, one.said)));
            for (name, nearest) in searcher.unknown_speakers(&filters, 3)? {
                let nearest = match &nearest[..] {
                    [] => "the index names no speaker at all".to_owned(),
                    names => format!("the nearest names are {}", names.join(", ")),
                };
                notes.push(format!("nobody in the index speaks under the name `{name}`: {nearest}"));
            }
        }
        Ok(Asked { query, filters, notes })
    }

    /// The filters as typed; with the user's own list, a name of it stands for the canonical one.
    fn filters(&self, authority: Option<&Authority>) -> Result<Filters, FilterError> {
        let canonical = |name: &String| {
            let known = authority.and_then(|authority| authority.canonical(name));
            known.map_or_else(|| name.clone(), |entity| entity.name.clone())
        };
        let date = |text: &Option<String>| text.as_deref().map(query::Bound::read).transpose();
        let mut filters = Filters::default();
        filters.speakers = self.speaker.iter().map(canonical).collect();
        filters.not_speakers = self.not_speaker.iter().map(canonical).collect();
        filters.entities = self.entity.iter().map(canonical).collect();
        filters.topics.clone_from(&self.topic);
        filters.forms.clone_from(&self.form);
        filters.tags.clone_from(&self.tag);
        filters.kinds = self.kind.iter().map(|name| Filters::kind(name)).collect::<Result<_, _>>()?;
        filters.sources.clone_from(&self.source);
        filters.from = date(&self.since)?;
        filters.to = date(&self.until)?;
        Ok(filters)
    }

    fn names(&self) -> Result<Option<Arc<Authority>>, Failure> {
        let Some(file) = &self.authority else { return Ok(None) };
        let own = Authority::open(file).map_err(|error| Failure::Told(error.to_string()))?;
        Ok(Some(Arc::new(own)))
    }
}

/// That there is no such keyword, and one that may be meant.
pub fn unexpected(name: &str, known: &[&str]) -> PyErr {
    let near = |known: &&&str| name.trim_matches('_').starts_with(known.get(..3).unwrap_or(known));
    let meant = match name {
        "from" | "from_" => Some("since"),
        "to" => Some("until"),
        _ => known.iter().find(near).copied(),
    };
    let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
    PyTypeError::new_err(format!("there is no keyword `{name}`{meant} (there are {})", known.join(", ")))
}

/// One text, or several.
pub fn texts(value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    match value.cast::<PyString>() {
        Ok(text) => Ok(vec![text.extract()?]),
        Err(_) if value.is_none() => Ok(Vec::new()),
        Err(_) => value.extract(),
    }
}

/// A date as the query language has it, or one of Python's own.
pub fn date(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    match value.is_none() {
        true => Ok(None),
        false => Ok(Some(value.str()?.extract()?)),
    }
}

/// A word out of a list of words, each with what it stands for.
pub fn one_of<T: Copy>(what: &str, word: &str, words: &[(&str, T)]) -> PyResult<T> {
    let found = words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
    found.ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        pyo3::exceptions::PyValueError::new_err(format!(
            "{what} is one of {}, not `{word}`",
            known.join(", ")
        ))
    })
}

/// How many: none or 0 stand for all.
pub fn limit(limit: Option<usize>) -> Option<usize> {
    limit.filter(|limit| *limit > 0)
}
