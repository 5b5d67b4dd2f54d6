//! How a query is read, and the filters beside it: what all commands with a query share.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args as Group, ValueEnum};
use demarche::authority::Authority;
use demarche::index::Index;
use demarche::query::{Bound, Filters, JustDate, ParseOptions, Query};
use demarche::search::{SearchError, Searcher, Within};

use super::cluster::{Cluster, Need};
use super::global::Global;
use super::{Failure, index, place, say};

#[derive(Group)]
pub struct FilterArgs {
    /// Refuse a query that would be repaired, such as one with a lone quotation mark
    #[arg(long)]
    pub strict: bool,
    /// Take every word as a word: no signs, no operators, no fields
    #[arg(long, conflicts_with = "strict")]
    pub literal: bool,
    /// Look for words in what was said only, not in speaker, topics, title and entities
    #[arg(long)]
    pub words: bool,
    /// Ask this folder: its index in DIR/.demarche/ is brought up to date first
    #[arg(long, value_name = "DIR", conflicts_with = "index")]
    pub corpus: Option<PathBuf>,
    /// Only statements of this speaker: a name in any form, an office, a state for all who speak for it (repeatable: any of them)
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// No statement of this speaker, written as for --speaker (repeatable: none of them)
    #[arg(long, value_name = "NAME")]
    pub not_speaker: Vec<String>,
    /// Only statements that mention this country, body or place, under any of its names (repeatable)
    #[arg(long, value_name = "NAME")]
    pub entity: Vec<String>,
    /// No statement that mentions this (repeatable: none of them)
    #[arg(long, value_name = "NAME")]
    pub not_entity: Vec<String>,
    /// Only statements on this topic (repeatable)
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,
    /// No statement on this topic (repeatable)
    #[arg(long, value_name = "TOPIC")]
    pub not_topic: Vec<String>,
    /// Only what the files call so: press briefing, speech, communiqué (repeatable)
    #[arg(long, value_name = "FORM")]
    pub form: Vec<String>,
    /// Nothing that the files call so (repeatable)
    #[arg(long, value_name = "FORM")]
    pub not_form: Vec<String>,
    /// Only statements that were given this code, or one within it (repeatable)
    #[arg(long, value_name = "CODE")]
    pub tag: Vec<String>,
    /// No statement that was given this code (repeatable)
    #[arg(long, value_name = "CODE")]
    pub not_tag: Vec<String>,
    /// Only this kind: spoken, quoted, reported, narration (repeatable)
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Nothing of this kind (repeatable)
    #[arg(long, value_name = "KIND")]
    pub not_kind: Vec<String>,
    /// Only what this source published (repeatable)
    #[arg(long, value_name = "NAME")]
    pub source: Vec<String>,
    /// Nothing that this source published (repeatable)
    #[arg(long, value_name = "NAME")]
    pub not_source: Vec<String>,
    /// Only from this date on: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, visible_alias = "since", value_name = "DATE", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Only up to and including this date; a month or year to its end
    #[arg(long, visible_alias = "until", value_name = "DATE", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// Only just this date, as coarse as it is (2017 leaves out 2017-05-09); none for statements without a date
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub date: Option<String>,
    /// Your own list of names (.toml, .csv): --speaker and --entity, and speaker: and entity: in the query, may then use any of them
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
}

/// What of a statement must name an entity.
#[derive(Clone, Copy, ValueEnum)]
pub enum WithinWhat {
    Sentence,
    Passage,
    Statement,
}

impl WithinWhat {
    /// The same for the library, or why it cannot be: it goes with entities, and a sentence or passage is one that holds
    /// words.
    pub fn of(self, by_entity: bool, everything: bool) -> Result<Within, Failure> {
        let within = match self {
            Self::Statement => return Ok(Within::Statement),
            Self::Sentence => Within::Sentence,
            Self::Passage => Within::Passage,
        };
        let what = within.as_str();
        if !by_entity {
            return Err(Failure::new(
                format!("--within {what} counts entities only"),
                "count by `entity` (timeline: --split entity), or leave out --within",
            ));
        }
        if everything {
            return Err(Failure::new(
                format!("--within {what} needs words: whose {what} is it?"),
                "give the words that it must hold, or leave out --within",
            ));
        }
        Ok(within)
    }
}

impl FilterArgs {
    /// The query that was typed, or what is wrong with it.
    pub fn query(&self, words: &[String]) -> Result<Query, Failure> {
        let mut reading = ParseOptions::default();
        reading.strict = self.strict;
        reading.literal = self.literal;
        let query = Query::parse(&words.join(" "), &reading)?;
        let query = if self.words { query.only_words() } else { query };
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

    /// The index to answer from: that of a folder that is named, brought up to date; else the one that is there.
    pub fn index(&self, global: &Global) -> Result<Index, Failure> {
        let Some(corpus) = &self.corpus else { return place::open(global) };
        // Only reading texts needs the lists: a search of an index is spared them.
        let authority = place::authority(self.authority.as_deref())?;
        Ok(Index::open(&index::bring_corpus(global, corpus, authority)?)?)
    }

    /// The index to answer queries from, and the filters with the speakers understood. Of a cluster it is an excerpt: all that
    /// may answer them.
    pub fn asked(&self, global: &Global, queries: &[Query], need: Need) -> Result<(Index, Filters), Failure> {
        let Some(address) = global.cluster().filter(|_| self.corpus.is_none()) else {
            let index = self.index(global)?;
            let filters = self.understood(global, &index)?;
            return Ok((index, filters));
        };
        let cluster = Cluster::open(&address)?;
        let filters = self.understood(global, &cluster.empty()?)?;
        let index = cluster.excerpt(queries, &filters, need)?;
        Ok((index, filters))
    }

    /// The filters with the speakers understood, for this index: offices, states, honorifics and other forms of a
    /// name. Says how.
    pub fn understood(&self, global: &Global, index: &Index) -> Result<Filters, Failure> {
        let mut filters = self.read()?;
        if filters.speakers.is_empty() && filters.not_speakers.is_empty() {
            return Ok(filters);
        }
        let authority = self.names()?.unwrap_or_else(Authority::shared);
        let searcher = index.searcher()?;
        searcher.understand(&mut filters, &authority)?;
        for meaning in &filters.meant {
            say(global, format!("speaker `{}` understood as {}", meaning.typed, meaning.said));
        }
        tell_unknown(global, &searcher, &filters)?;
        Ok(filters)
    }

    fn names(&self) -> Result<Option<Arc<Authority>>, Failure> {
        self.authority.as_deref().map(|file| place::authority(Some(file))).transpose()
    }

    fn with(&self, canonical: impl Fn(&String) -> String) -> Result<Filters, SearchError> {
        let date = |text: &Option<String>| text.as_deref().map(Bound::read).transpose();
        let mut filters = Filters::default();
        filters.speakers = self.speaker.iter().map(&canonical).collect();
        filters.not_speakers = self.not_speaker.iter().map(&canonical).collect();
        filters.entities = self.entity.iter().map(&canonical).collect();
        filters.not_entities = self.not_entity.iter().map(&canonical).collect();
        filters.topics.clone_from(&self.topic);
        filters.not_topics.clone_from(&self.not_topic);
        filters.forms.clone_from(&self.form);
        filters.not_forms.clone_from(&self.not_form);
        filters.tags.clone_from(&self.tag);
        filters.not_tags.clone_from(&self.not_tag);
        let kinds = |names: &[String]| names.iter().map(|name| Filters::kind(name)).collect::<Result<_, _>>();
        filters.kinds = kinds(&self.kind)?;
        filters.not_kinds = kinds(&self.not_kind)?;
        filters.sources.clone_from(&self.source);
        filters.not_sources.clone_from(&self.not_source);
        filters.from = date(&self.from)?;
        filters.to = date(&self.to)?;
        filters.date = self.date.as_deref().map(JustDate::read).transpose()?;
        Ok(filters)
    }
}

/// Says of each speaker asked for who has no statement in the index, with the nearest who have.
fn tell_unknown(global: &Global, searcher: &Searcher, filters: &Filters) -> Result<(), Failure> {
    const NEAREST: usize = 3;
    for (name, nearest) in searcher.unknown_speakers(filters, NEAREST)? {
        let nearest = match &nearest[..] {
            [] => "it names no speaker at all".to_owned(),
            names => format!("the nearest names are {}; `demarche people` lists all", names.join(", ")),
        };
        say(global, format!("nobody in the index speaks under the name `{name}`: {nearest}"));
    }
    Ok(())
}
