//! `demarche sample`: statements drawn to be checked by hand.

use std::path::PathBuf;

use clap::Args as Group;
use demarche::output::write_sheet;
use demarche::research::{SampleOptions, sample};

use super::super::facets::Field;
use super::super::global::Global;
use super::super::record::collection::write_out;
use super::super::{Failure, Outcome, place, say};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche sample --n 200 --seed 7 --by year,speaker --output sheet.csv ceasefire
  demarche sample --coders ada,ben --output sheet.csv '*' --from 2023
  demarche score sheet.csv

The sheet has each passage in its context, and columns to be filled in: the speaker's full name, the date, the kind,
the topics. Write none where there is none; what is left empty was not checked. What the program says is not shown,
so that nobody is led by it.")]
pub struct SampleArgs {
    /// What to draw from; * for everything
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// How many statements
    #[arg(short, long = "n", value_name = "N", default_value_t = 200)]
    pub count: usize,
    /// What the draw follows from: the same number draws the same
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// What the sample is to represent in proportion: year,speaker,entity,topic,kind,source,tag
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub by: Vec<Field>,
    /// Who is to fill it in, each with columns of their own
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub coders: Vec<String>,
    /// Show what the program says
    #[arg(long)]
    pub show_answers: bool,
    /// The file to write [else standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub filters: super::super::filters::FilterArgs,
}

/// Writes the sheet.
pub fn run(global: &Global, args: SampleArgs) -> Outcome {
    let bad = |name: &String| name.trim().is_empty() || name.contains(['(', ')']);
    if args.coders.iter().any(bad) {
        return Err(Failure::new("a coder has no name", "write names without brackets: --coders ada,ben"));
    }
    let query = args.filters.query(&args.query)?;
    let index = place::open(global)?;
    let filters = args.filters.understood(global, &index)?;
    let mut options = SampleOptions::default();
    options.count = args.count;
    options.seed = args.seed;
    options.by = args.by.iter().map(|field| (*field).into()).collect();
    let sampled = sample(&index.searcher()?, &query, &filters, &options)?;
    let by: Vec<&str> = options.by.iter().map(|field| field.as_str()).collect();
    let by = if by.is_empty() { String::new() } else { format!(", by {}", by.join(" and ")) };
    let narrowed = match filters.is_empty() {
        true => String::new(),
        false => format!(", filters {}", serde_json::to_string(&filters).unwrap_or_default()),
    };
    let drawn = format!(
        "{} of {} statements, seed {}{by}, query {}{narrowed}",
        sampled.drawn.len(),
        sampled.total,
        args.seed,
        query.understood()
    );
    let mut bytes = Vec::new();
    write_sheet(&mut bytes, &sampled, &args.coders, args.show_answers, &drawn)?;
    write_out(args.output.as_deref(), &bytes)?;
    say(global, drawn);
    if sampled.left_out > 0 {
        say(global, format!("{} more were drawn and have no words to be checked", sampled.left_out));
    }
    place::code(!sampled.drawn.is_empty())
}
