//! How files are read, for the subcommands that read them.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args as Group;
use demarche::extract::{Extractor, TopicRules};
use demarche::model::{Format, ParseDateError, PartialDate};
use demarche::read::{DateOrder, Field, ReadOptions, SpeakerTable, parse_date};
use demarche::record::{Project, Record};

use super::{Failure, place};

/// How files are read.
#[derive(Clone, Default, Group)]
pub struct ReadArgs {
    /// Read every file in this format [else by content and name]
    #[arg(long = "input-format", alias = "read-as", value_name = "FORMAT", value_parser = format)]
    pub input_format: Option<Format>,
    /// Take a field from this column or key: --map speaker=Name (repeatable)
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = mapping)]
    pub map: Vec<(Field, String)>,
    /// Read the records of a JSON file from the list under these keys: --records response.docs
    #[arg(long, value_name = "PATH")]
    pub records: Option<String>,
    /// The encoding of texts that do not say theirs, such as windows-1251 [else told from their bytes]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<String>,
    /// The date of documents that state none: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<PartialDate>,
    /// Which comes first in dates such as 03/04/2014: dmy the day, mdy the month [else as other dates of the same
    /// file show; else they stay in doubt]
    #[arg(long, value_name = "ORDER", value_parser = date_order)]
    pub date_order: Option<DateOrder>,
    /// The source of documents that name none
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// A table (.xlsx, .csv) of who spoke for which country in which session or year
    #[arg(long, value_name = "FILE")]
    pub speakers: Option<PathBuf>,
    /// Your own list of names (.toml, .csv), beside the shipped ones
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// Your own topic rules, instead of the shipped ones
    #[arg(long, value_name = "FILE")]
    pub topics: Option<PathBuf>,
    /// Your corrections (docs/research.md) [else corrections.toml beside the index or the texts]
    #[arg(long, value_name = "FILE")]
    pub corrections: Option<PathBuf>,
    /// Your codes and notes [else notes.jsonl beside the index]
    #[arg(long, value_name = "FILE")]
    pub notes: Option<PathBuf>,
    /// Take speakers, dates and topics only as the files state them, and work nothing out of the texts
    #[arg(long)]
    pub as_given: bool,
}

impl ReadArgs {
    /// The record of a project, with what the options name in its stead.
    pub fn record(&self, project: &Project, sources: &[PathBuf]) -> Result<Record, Failure> {
        if let Some(file) = self.corrections.as_ref().filter(|file| !file.exists()) {
            let message = format!("{}: there is no such file of corrections", file.display());
            return Err(Failure::new(message, "name the file that holds them, or leave out --corrections"));
        }
        Ok(project.record(self.corrections.as_deref(), self.notes.as_deref(), sources)?)
    }

    /// An extractor that knows the user's lists, where files are named, and the record of the project.
    pub fn extractor(&self, project: &Project, sources: &[PathBuf]) -> Result<Extractor, Failure> {
        let mut extractor = Extractor::new(place::authority(self.authority.as_deref())?);
        if let Some(file) = &self.topics {
            let rules = TopicRules::open(file);
            let rules = rules
                .map_err(|error| Failure::new(error, "see docs/topics.md for how such a file is written"))?;
            extractor = extractor.with_topics(Arc::new(rules));
        }
        let extractor = extractor.with_record(self.record(project, sources)?);
        Ok(if self.as_given { extractor.as_given() } else { extractor })
    }

    /// What the arguments say about reading.
    pub fn into_options(self) -> Result<ReadOptions, Failure> {
        let speakers = self.speakers.as_deref().map(SpeakerTable::open).transpose();
        let speakers =
            speakers.map_err(|error| Failure::new(error, "name a table of speakers, as .xlsx or .csv"))?;
        let mut options = ReadOptions::default();
        options.format = self.input_format;
        options.map = self.map.into_iter().collect();
        options.date = self.date;
        options.date_order = self.date_order;
        options.source = self.source;
        options.records = self.records;
        options.encoding = self.encoding;
        options.speakers = speakers;
        Ok(options)
    }

    /// The arguments, and what a project says where they say nothing.
    pub fn with_project(mut self, project: &Project) -> Result<Self, Failure> {
        let read = &project.read;
        let wrong = |reason: String| {
            let file = project.folder.join(Project::FILE);
            Failure::new(
                format!("{}: {reason}", file.display()),
                "mend it; docs/research.md says how it is written",
            )
        };
        if self.input_format.is_none() {
            self.input_format = read.format.as_deref().map(format).transpose().map_err(wrong)?;
        }
        if self.map.is_empty() {
            let pair = |(field, column): (&String, &String)| {
                let field = field.parse::<Field>().map_err(|error| wrong(error.to_string()))?;
                Ok::<_, Failure>((field, column.clone()))
            };
            self.map = read.map.iter().map(pair).collect::<Result<_, _>>()?;
        }
        if self.date_order.is_none() {
            self.date_order = read.date_order.as_deref().map(date_order).transpose().map_err(wrong)?;
        }
        self.date = self.date.or(read.date);
        self.source = self.source.or_else(|| read.source.clone());
        self.speakers = self.speakers.or_else(|| read.speakers.clone());
        self.authority = self.authority.or_else(|| project.authority.clone());
        self.topics = self.topics.or_else(|| project.topics.clone());
        self.as_given |= read.as_given;
        Ok(self)
    }
}

/// The format of a name that users write.
pub fn format(name: &str) -> Result<Format, String> {
    let known = Format::named(name);
    known.ok_or_else(|| "the formats are text, markdown, jsonl, csv, tsv, html and mail".to_owned())
}

/// The name of an encoding that is known on the web.
fn encoding(name: &str) -> Result<String, String> {
    let known = demarche::read::encoding_of(name).map(str::to_owned);
    known.ok_or_else(|| {
        "write its name on the web: utf-8, windows-1252, windows-1251, koi8-r, gb18030, shift_jis".to_owned()
    })
}

/// A date that can be; a number of another kind is none.
fn date(text: &str) -> Result<PartialDate, ParseDateError> {
    parse_date(text).ok_or_else(|| ParseDateError(text.to_owned()))
}

fn date_order(name: &str) -> Result<DateOrder, String> {
    let known = DateOrder::named(name);
    known.ok_or_else(|| "write dmy for day, month, year, or mdy for month, day, year".to_owned())
}

fn mapping(text: &str) -> Result<(Field, String), String> {
    let (field, column) = text.split_once('=').ok_or("write FIELD=COLUMN, such as speaker=Name")?;
    let field = field.trim().parse::<Field>().map_err(|error| error.to_string())?;
    Ok((field, column.trim().to_owned()))
}
