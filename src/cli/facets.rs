//! `demarche facets`: how many statements by speaker, entity, topic, form, kind, source or year.

use std::io::Write;

use clap::{Args as Group, ValueEnum};
use demarche::output::{
    FacetRow, Table, TableFormat, count, write_facets, write_facets_csv, write_facets_json,
};
use demarche::search::{FacetField, Facets, Match, Searcher, Within};

use super::cluster::Need;
use super::filters::{FilterArgs, WithinWhat};
use super::global::Global;
use super::research::log;
use super::tables::TableArgs;
use super::{Failure, Outcome, place, say, say_notes};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche facets speaker                          who speaks in the whole index
  demarche facets entity ceasefire --min 5         what statements on a ceasefire mention
  demarche facets entity genocide --within sentence  whom the same sentence names
  demarche facets year sanctions --entity Iran --format csv

Statements are counted, over everything that the query finds: one of which several passages match is
counted once. A statement that mentions several entities counts once for each of them.")]
pub struct FacetsArgs {
    /// What to count by
    #[arg(value_name = "FIELD")]
    pub field: Field,
    /// What to look for [else everything]
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// With `entity`: count what the sentence, or the passage, names that holds the words looked for [else the statement]
    #[arg(long, value_name = "WHAT", default_value = "statement", hide_default_value = true)]
    pub within: WithinWhat,
    /// How many values at most, the most frequent first; 0 for all [text: 20; else all]. Years are shown all
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Only values that at least so many statements have
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min: u64,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    pub table: TableArgs,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Csv,
    /// A table for R, pandas and others
    #[cfg(feature = "tables")]
    Parquet,
    /// A table for R, pandas and others, as an Arrow file
    #[cfg(feature = "tables")]
    Arrow,
}

impl Format {
    /// The form of a table whose columns are of their own.
    fn columns(self) -> Option<TableFormat> {
        match self {
            Self::Csv => Some(TableFormat::Csv),
            #[cfg(feature = "tables")]
            Self::Parquet => Some(TableFormat::Parquet),
            #[cfg(feature = "tables")]
            Self::Arrow => Some(TableFormat::Arrow),
            _ => None,
        }
    }
}

/// The fields, as users name them.
#[derive(Clone, Copy, ValueEnum)]
pub enum Field {
    Speaker,
    Entity,
    Topic,
    Form,
    Kind,
    Source,
    Tag,
    Year,
}

impl From<Field> for FacetField {
    fn from(field: Field) -> Self {
        match field {
            Field::Speaker => FacetField::Speaker,
            Field::Entity => FacetField::Entity,
            Field::Topic => FacetField::Topic,
            Field::Form => FacetField::Form,
            Field::Kind => FacetField::Kind,
            Field::Source => FacetField::Source,
            Field::Tag => FacetField::Tag,
            Field::Year => FacetField::Year,
        }
    }
}

/// Counts.
pub fn run(global: &Global, args: FacetsArgs) -> Outcome {
    let query = args.filters.query(&args.query)?;
    args.filters.read()?;
    let (index, filters) = args.filters.asked(global, std::slice::from_ref(&query), Need::Matches)?;
    let within = args
        .within
        .of(matches!(args.field, Field::Entity), matches!(args.query.join(" ").trim(), "" | "*"))?;
    let mut facets = match within {
        Within::Statement => index.facets(&query, &filters, &[args.field.into()])?,
        within => index.facets_within(&query, &filters, within)?,
    };
    say_notes(global, &query, &facets.notes);
    let limit = match (args.limit, args.format) {
        (None, Format::Text) => 20,
        (Some(0) | None, _) => usize::MAX,
        (Some(limit), _) => limit,
    };
    let all: usize = facets.facets.iter().map(|facet| facet.values.len()).sum();
    for facet in &mut facets.facets {
        facet.values.retain(|value| value.statements >= args.min);
        if facet.field != FacetField::Year && !matches!(args.format, Format::Text) {
            facet.values.truncate(limit);
        }
    }
    if !matches!(args.format, Format::Text) {
        add_ids(&index.searcher()?, &mut facets)?;
    }
    match args.format.columns() {
        Some(TableFormat::Csv) if args.table.columns.is_empty() => {
            write_facets_csv(&mut args.table.text()?, &facets)?;
        }
        Some(format) => {
            let mut table = args.table.table(Table::facets(), format)?;
            FacetRow::all(&facets).into_iter().try_for_each(|row| table.row(row))?;
            table.finish()?;
        }
        None => {
            args.table.no_columns()?;
            let mut out = args.table.text()?;
            match args.format {
                Format::Json => write_facets_json(&mut out, &query, &filters, &facets)?,
                _ if facets.statements > 0 => write_facets(&mut out, &facets, limit, super::width())?,
                _ => {}
            }
            out.flush()?;
        }
    }
    log::note(global, &index, "facets", &query, &filters, (facets.statements as usize, "statements"))?;
    tell(global, &facets, all);
    place::code(facets.statements > 0)
}

/// Adds the ids of the entities that are written.
pub(super) fn add_ids(searcher: &Searcher, facets: &mut Facets) -> Result<(), Failure> {
    for facet in facets.facets.iter_mut().filter(|facet| facet.field == FacetField::Entity) {
        let names: Vec<&str> = facet.values.iter().map(|value| value.value.as_str()).collect();
        let ids = searcher.entity_ids(&names)?;
        facet.values.iter_mut().zip(ids).for_each(|(value, id)| value.id = id);
    }
    Ok(())
}

fn tell(global: &Global, facets: &Facets, all: usize) {
    let some = if facets.matched == Match::Some { ", with some of the words only" } else { "" };
    let Facets { statements, passages, .. } = facets;
    let (statements_found, passages) = (count(*statements, "statement"), count(*passages, "passage"));
    let values = count(all as u64, "value");
    say(global, format!("{statements_found} found (in {passages}){some}; {values} in all"));
    if *statements == 0 {
        say(global, "try another spelling, fewer words or fewer filters");
    }
}
