//! How files are read, given as keywords that are named as the options of the command line.

use std::path::PathBuf;
use std::sync::Arc;

use demarche::authority::Authority;
use demarche::extract::{Extractor, TopicRules};
use demarche::model::Format;
use demarche::read::{DateOrder, Field, ReadOptions, SpeakerTable, encoding_of, parse_date};
use demarche::record::{Project, ReadSettings};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::asked::{date, unexpected};
use crate::failure::Failure;

const KEYWORDS: [&str; 13] = [
    "format",
    "map",
    "records",
    "encoding",
    "date",
    "date_order",
    "source",
    "speakers",
    "authority",
    "topics",
    "corrections",
    "notes",
    "as_given",
];

/// The keywords, as given.
#[derive(Default)]
pub struct Reading {
    settings: ReadSettings,
    records: Option<String>,
    encoding: Option<String>,
    date: Option<String>,
    authority: Option<PathBuf>,
    topics: Option<PathBuf>,
    corrections: Option<PathBuf>,
    notes: Option<PathBuf>,
}

impl Reading {
    /// Reads keywords.
    ///
    /// # Errors
    /// `TypeError` for one that there is not.
    pub fn new(keywords: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let mut reading = Self::default();
        let settings = &mut reading.settings;
        for (name, value) in keywords.into_iter().flatten() {
            let name: String = name.extract()?;
            match &*name {
                "format" => settings.format = value.extract()?,
                "map" => settings.map = value.extract()?,
                "records" => reading.records = value.extract()?,
                "encoding" => reading.encoding = value.extract()?,
                "date" => reading.date = date(&value)?,
                "date_order" => settings.date_order = value.extract()?,
                "source" => settings.source = value.extract()?,
                "speakers" => settings.speakers = value.extract()?,
                "authority" => reading.authority = value.extract()?,
                "topics" => reading.topics = value.extract()?,
                "corrections" => reading.corrections = value.extract()?,
                "notes" => reading.notes = value.extract()?,
                "as_given" => settings.as_given = value.extract()?,
                _ => return Err(unexpected(&name, &KEYWORDS)),
            }
        }
        Ok(reading)
    }

    /// What extracts and how files are read; where a project says something and the keywords do not, as it says.
    pub fn tools(
        &self,
        project: Option<&Project>,
        sources: &[PathBuf],
    ) -> Result<(Extractor, ReadOptions), Failure> {
        let none = Project::default();
        let said = project.unwrap_or(&none);
        let authority = match self.authority.as_ref().or(said.authority.as_ref()) {
            Some(file) => Arc::new(Authority::open(file).map_err(told)?),
            None => Authority::shared(),
        };
        let mut extractor = Extractor::new(authority);
        if let Some(file) = self.topics.as_ref().or(said.topics.as_ref()) {
            extractor = extractor.with_topics(Arc::new(TopicRules::open(file).map_err(told)?));
        }
        if project.is_some() || self.corrections.is_some() || self.notes.is_some() {
            if let Some(file) = self.corrections.as_ref().filter(|file| !file.exists()) {
                return Err(Failure::Told(format!(
                    "{}: there is no such file of corrections",
                    file.display()
                )));
            }
            let record = said.record(self.corrections.as_deref(), self.notes.as_deref(), sources)?;
            extractor = extractor.with_record(record);
        }
        if self.settings.as_given || said.read.as_given {
            extractor = extractor.as_given();
        }
        Ok((extractor, self.options(&said.read)?))
    }

    fn options(&self, said: &ReadSettings) -> Result<ReadOptions, Failure> {
        let own = &self.settings;
        let bad = |what: &str, value: &str| Failure::Told(format!("`{value}` is no {what}"));
        let mut options = ReadOptions::default();
        if let Some(name) = own.format.as_ref().or(said.format.as_ref()) {
            options.format = Some(Format::named(name).ok_or_else(|| bad("format", name))?);
        }
        for (field, column) in if own.map.is_empty() { &said.map } else { &own.map } {
            let field: Field = field.parse().map_err(|_| bad("field", field))?;
            options.map.insert(field, column.clone());
        }
        options.date = match &self.date {
            Some(text) => {
                Some(parse_date(text).ok_or_else(|| bad("date: write 2024, 2024-10 or 2024-10-09", text))?)
            }
            None => said.date,
        };
        if let Some(name) = own.date_order.as_ref().or(said.date_order.as_ref()) {
            let order = DateOrder::named(name).ok_or_else(|| bad("order: write dmy or mdy", name))?;
            options.date_order = Some(order);
        }
        if let Some(name) = &self.encoding {
            let known = encoding_of(name).ok_or_else(|| bad("encoding", name))?;
            options.encoding = Some(known.to_owned());
        }
        options.source = own.source.clone().or_else(|| said.source.clone());
        options.records.clone_from(&self.records);
        let speakers = own.speakers.as_ref().or(said.speakers.as_ref());
        options.speakers = speakers.map(|file| SpeakerTable::open(file)).transpose()?;
        Ok(options)
    }
}

fn told(error: impl std::fmt::Display) -> Failure {
    Failure::Told(error.to_string())
}
