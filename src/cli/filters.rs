//! The filters that commands with a query share.

use clap::Args as Group;
use demarche::model::PartialDate;
use demarche::query::{FilterError, Filters};
use demarche::search::SearchError;

#[derive(Group)]
pub struct FilterArgs {
    /// Only statements of this speaker (repeatable: any of them)
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// Only statements that mention this country, body or place, under any of its names (repeatable)
    #[arg(long, value_name = "NAME")]
    pub entity: Vec<String>,
    /// Only statements on this topic (repeatable)
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,
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
}

impl FilterArgs {
    /// The filters, or what is wrong with one.
    pub fn read(&self) -> Result<Filters, SearchError> {
        let date = |text: &Option<String>| text.as_deref().map(str::parse::<PartialDate>).transpose();
        Ok(Filters {
            speakers: self.speaker.clone(),
            entities: self.entity.clone(),
            topics: self.topic.clone(),
            kinds: self.kind.iter().map(|name| Filters::kind(name)).collect::<Result<_, _>>()?,
            sources: self.source.clone(),
            from: date(&self.from).map_err(FilterError::from)?,
            to: date(&self.to).map_err(FilterError::from)?,
        })
    }
}
