//! `demarche facets`: how many statements by speaker, entity, topic, kind, source or year.

use std::io::Write;

use clap::{Args as Group, ValueEnum};
use demarche::output::{write_facets, write_facets_csv, write_facets_json};
use demarche::search::{FacetField, Facets, Match};

use super::filters::FilterArgs;
use super::global::Global;
use super::research::log;
use super::{Outcome, place, say, say_notes};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche facets speaker                          who speaks in the whole index
  demarche facets entity ceasefire --min 5         what statements on a ceasefire mention
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
    /// How many values at most, the most frequent first; 0 for all. Years are shown all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Only values that at least so many statements have
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min: u64,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Csv,
}

/// The fields, as users name them.
#[derive(Clone, Copy, ValueEnum)]
pub enum Field {
    Speaker,
    Entity,
    Topic,
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
    let index = place::open(global)?;
    let filters = args.filters.understood(global, &index)?;
    let mut facets = index.facets(&query, &filters, &[args.field.into()])?;
    say_notes(global, &query, &facets.notes);
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    let all: usize = facets.facets.iter().map(|facet| facet.values.len()).sum();
    for facet in &mut facets.facets {
        facet.values.retain(|value| value.statements >= args.min);
        if facet.field != FacetField::Year && !matches!(args.format, Format::Text) {
            facet.values.truncate(limit);
        }
    }
    let mut out = std::io::BufWriter::new(anstream::stdout());
    match args.format {
        Format::Text if facets.statements > 0 => write_facets(&mut out, &facets, limit, super::width())?,
        Format::Text => {}
        Format::Json => write_facets_json(&mut out, &query, &filters, &facets)?,
        Format::Csv => write_facets_csv(&mut out, &facets)?,
    }
    out.flush()?;
    log::note(global, &index, "facets", &query, &filters, (facets.statements as usize, "statements"))?;
    tell(global, &facets, all);
    place::code(facets.statements > 0)
}

fn tell(global: &Global, facets: &Facets, all: usize) {
    let some = if facets.matched == Match::Some { ", with some of the words only" } else { "" };
    let Facets { statements, passages, .. } = facets;
    let values = if all == 1 { "1 value".to_owned() } else { format!("{all} values") };
    let s = |n: u64| if n == 1 { "" } else { "s" };
    say(
        global,
        format!(
            "{statements} statement{} found (in {passages} passage{}){some}; {values} in all",
            s(*statements),
            s(*passages)
        ),
    );
    if *statements == 0 {
        say(global, "try another spelling, fewer words or fewer filters");
    }
}
