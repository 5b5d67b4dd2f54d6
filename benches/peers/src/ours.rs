//! demarche, by its library: as a program that uses it would.

use std::path::Path;

use anyhow::{Context, Result};
use demarche::extract::Extractor;
use demarche::index::{Index, Update, update};
use demarche::query::{Bound, Filters, ParseOptions, Query};
use demarche::read::walk;
use demarche::search::{FacetField, Options};
use demarche::timeline::{TimelineOptions, Unit};

use crate::engine::{Answer, Engine};
use crate::questions::{Question, Want};

#[derive(Default)]
pub struct Demarche {
    index: Option<Index>,
    as_given: bool,
}

/// What a question asks for, as a user would write it.
pub fn query(question: &Question) -> Result<Query> {
    let text = match question.want {
        Want::Default | Want::DefaultAny => question.words.list().join(" "),
        _ => question.words.in_text(),
    };
    Query::parse(&text, &ParseOptions::default()).with_context(|| text.clone())
}

/// What a question asks for beside its words.
pub fn filters(question: &Question) -> Filters {
    let mut filters = Filters::default();
    if let Want::Filtered { speaker, from, to } = &question.want {
        filters.speakers = vec![speaker.clone()];
        filters.from = Bound::read(&from.to_string()).ok();
        filters.to = Bound::read(&to.to_string()).ok();
    }
    filters
}

impl Demarche {
    /// The same without extraction, for how long indexing then takes: its answers are those of the other.
    pub fn as_given() -> Self {
        Self { as_given: true, ..Self::default() }
    }

    fn index(&self) -> Result<&Index> {
        self.index.as_ref().context("no index is open")
    }
}

impl Engine for Demarche {
    fn name(&self) -> &'static str {
        if self.as_given { "demarche as given" } else { "demarche" }
    }

    fn build(&mut self, records: &Path, dir: &Path) -> Result<()> {
        let root = records.parent().context("the records are in no folder")?;
        let index = Index::create_or_open(dir)?;
        let found = walk(&[records.to_owned()], root);
        let extractor = Extractor::default();
        let extractor = if self.as_given { extractor.as_given() } else { extractor };
        let report = update(&index, &found, &Update::default(), &extractor, &())?;
        anyhow::ensure!(report.skips.is_empty(), "demarche left out: {:?}", report.skips);
        anyhow::ensure!(report.passages == report.documents, "some statement has two passages");
        self.open(dir)
    }

    fn open(&mut self, dir: &Path) -> Result<()> {
        self.index = Some(Index::open(dir)?);
        Ok(())
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        if self.as_given {
            return Ok(None);
        }
        let (index, query, filters) = (self.index()?, query(question)?, filters(question));
        let answer = match &question.want {
            Want::Speakers => {
                let facets = index.facets(&query, &filters, &[FacetField::Speaker])?;
                Answer { hits: Some(facets.passages), shown: facets.facets[0].values.len(), nanos: None }
            }
            Want::Months => {
                let mut options = TimelineOptions::default();
                options.unit = Some(Unit::Month);
                options.events = false;
                let timeline = index.timeline(&[query], &filters, &options)?;
                Answer { hits: Some(timeline.series[0].passages), shown: timeline.bins.len(), nanos: None }
            }
            want => {
                let marks = matches!(want, Want::Default | Want::DefaultAny);
                let limit = if *want == Want::Count { 0 } else { 10 };
                let mut options = Options::default();
                options.filters = filters;
                options.limit = limit;
                options.marks = marks;
                let results = index.search(&query, &options)?;
                let all = if *want == Want::DefaultAny { results.all + results.some } else { results.all };
                Answer { hits: Some(all as u64), shown: results.hits.len(), nanos: None }
            }
        };
        Ok(Some(answer))
    }

    fn hits(&mut self, question: &Question) -> Result<Option<u64>> {
        Ok(self.ask(question)?.and_then(|answer| answer.hits))
    }
}
