//! How a query is read, and the filters beside it: what all commands with a query share.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args as Group;
use demarche::authority::Authority;
use demarche::index::Index;
use demarche::query::{Bound, Filters, ParseOptions, Query};
use demarche::search::SearchError;

use super::global::Global;
use super::{Failure, place, say};

#[derive(Group)]
pub struct FilterArgs {
    /// Refuse a query that would be repaired, such as one with a lone quotation mark
    #[arg(long)]
    pub strict: bool,
    /// Take every word as a word: no signs, no operators, no fields
    #[arg(long, conflicts_with = "strict")]
    pub literal: bool,
    /// Only statements of this speaker: a name in any form, an office, a state for all who speak for it (repeatable: any of them)
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// Only statements that mention this country, body or place, under any of its names (repeatable)
    #[arg(long, value_name = "NAME")]
    pub entity: Vec<String>,
    /// Only statements on this topic (repeatable)
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,
    /// Only statements that were given this code, or one within it (repeatable)
    #[arg(long, value_name = "CODE")]
    pub tag: Vec<String>,
    /// Only this kind: spoken, quoted, reported, narration (repeatable)
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only what this source published (repeatable)
    #[arg(long, value_name = "NAME")]
    pub source: Vec<String>,
    /// Only from this date on: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Only up to and including this date; a month or year to its end
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// Your own list of names (.toml, .csv): --speaker and --entity, and speaker: and entity: in the query, may then use any of them
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
}

impl FilterArgs {
    /// The query that was typed, or what is wrong with it.
    pub fn query(&self, words: &[String]) -> Result<Query, Failure> {
        let mut reading = ParseOptions::default();
        reading.strict = self.strict;
        reading.literal = self.literal;
        let query = Query::parse(&words.join(" "), &reading)?;
        let Some(authority) = self.names()? else { return Ok(query) };
        Ok(query.with_names(&|name| authority.canonical(name).map(|entity| entity.name.clone())))
    }

    /// The filters, or what is wrong with one.
    pub fn read(&self) -> Result<Filters, Failure> {
        let authority = self.names()?;
        // With the user's own list, a name of it stands for the canonical one.
        let canonical = |name: &String| {
            let known = authority.as_deref().and_then(|authority| authority.canonical(name));
            known.map_or_else(|| name.clone(), |entity| entity.name.clone())
        };
        Ok(self.with(canonical)?)
    }

    /// The filters with the speakers understood, for this index: offices, states, honorifics and other forms of a
    /// name. Says how.
    pub fn understood(&self, global: &Global, index: &Index) -> Result<Filters, Failure> {
        let mut filters = self.read()?;
        if filters.speakers.is_empty() {
            return Ok(filters);
        }
        let authority = self.names()?.unwrap_or_else(Authority::shared);
        let mut known = Vec::new();
        for name in &filters.speakers {
            if index.has_speaker(name)? {
                known.push(name.clone());
            }
        }
        filters.understand(&authority, &|name| known.iter().any(|known| known == name));
        for meaning in &filters.meant {
            say(global, format!("speaker `{}` understood as {}", meaning.typed, meaning.said));
        }
        Ok(filters)
    }

    fn names(&self) -> Result<Option<Arc<Authority>>, Failure> {
        self.authority.as_deref().map(|file| place::authority(Some(file))).transpose()
    }

    fn with(&self, canonical: impl Fn(&String) -> String) -> Result<Filters, SearchError> {
        let date = |text: &Option<String>| text.as_deref().map(Bound::read).transpose();
        let mut filters = Filters::default();
        filters.speakers = self.speaker.iter().map(&canonical).collect();
        filters.entities = self.entity.iter().map(&canonical).collect();
        filters.topics.clone_from(&self.topic);
        filters.tags.clone_from(&self.tag);
        filters.kinds = self.kind.iter().map(|name| Filters::kind(name)).collect::<Result<_, _>>()?;
        filters.sources.clone_from(&self.source);
        filters.from = date(&self.from)?;
        filters.to = date(&self.to)?;
        Ok(filters)
    }
}
