//! `demarche collocates`: words near the query's matches.

use std::io::Write;

use clap::{Args as Group, ValueEnum};
use demarche::output::{count, thousands, write_collocates, write_collocates_csv, write_collocates_json};
use demarche::search::{Association, CollocateOptions, Collocates, Match};

use super::filters::FilterArgs;
use super::global::Global;
use super::research::log;
use super::{Outcome, place, say, say_notes};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche collocates ceasefire --no-function-words
  demarche collocates '\"red line\"' --window 10 --sort mi --min 5
  demarche collocates sanctions --from 2012 --to 2015 --format csv

A word's observed count is how often it stands up to --window words before or after a match; expected is
how often chance would put it there, given how often it stands in all statements that satisfy the filters,
those in the query too. Log-likelihood (Dunning 1993) says how sure one can be that it is no chance (over
10.83: one case in 1000); MI, mutual information (Church and Hanks 1990), how strong the tie is, and it
favours rare words. Only words seen more often than expected are listed.")]
pub struct CollocatesArgs {
    /// What to look for
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// How many words before and after a match
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = window)]
    pub window: usize,
    /// How often a word must stand there
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub min: u64,
    /// Leave out words such as `the`
    #[arg(long)]
    pub no_function_words: bool,
    /// The order: the highest first
    #[arg(long, value_name = "MEASURE", default_value = "log-likelihood")]
    pub sort: Measure,
    /// How many words at most; 0 for all [text: 30; else all]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
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

#[derive(Clone, Copy, ValueEnum)]
pub enum Measure {
    LogLikelihood,
    Mi,
}

fn window(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(words @ 1..=100) => Ok(words),
        _ => Err("a window is 1 to 100 words".to_owned()),
    }
}

/// Prints the collocates.
pub fn run(global: &Global, args: CollocatesArgs) -> Outcome {
    let query = args.filters.query(&args.query)?;
    args.filters.read()?;
    let index = args.filters.index(global)?;
    let mut options = CollocateOptions::default();
    options.filters = args.filters.understood(global, &index)?;
    options.window = args.window;
    options.min = args.min.max(1);
    options.skip_function_words = args.no_function_words;
    options.order = match args.sort {
        Measure::LogLikelihood => Association::LogLikelihood,
        Measure::Mi => Association::Mi,
    };
    let mut found = index.collocates(&query, &options)?;
    say_notes(global, &query, &found.notes);
    let all = found.collocates.len();
    let limit = match (args.limit, args.format) {
        (Some(0), _) | (None, Format::Json | Format::Csv) => usize::MAX,
        (limit, _) => limit.unwrap_or(30),
    };
    found.collocates.truncate(limit);
    let mut out = std::io::BufWriter::new(anstream::stdout());
    match args.format {
        Format::Text if all > 0 => write_collocates(&mut out, &found, usize::MAX)?,
        Format::Text => {}
        Format::Json => write_collocates_json(&mut out, &query, &options, &found)?,
        Format::Csv => write_collocates_csv(&mut out, &found)?,
    }
    out.flush()?;
    log::note(global, &index, "collocates", &query, &options.filters, (found.matches as usize, "matches"))?;
    tell(global, &options, &found, all);
    place::code(all > 0)
}

fn tell(global: &Global, options: &CollocateOptions, found: &Collocates, all: usize) {
    let some = if found.matched == Match::Some { ", each with some of the words only" } else { "" };
    let Collocates { matches, passages, window_words, corpus_words, .. } = found;
    let (near, of) = (count(*window_words, "word"), thousands(*corpus_words));
    let (matched, passages) = (count(*matches, "match"), count(*passages, "passage"));
    say(global, format!("{matched} in {passages}{some}; {near} near them, of {of}"));
    let shown = found.collocates.len();
    if shown < all {
        let (shown, all) = (thousands(shown as u64), count(all as u64, "collocate"));
        say(global, format!("{shown} of {all} shown: more with -n N, all with -n 0"));
    }
    if *matches == 0 {
        say(global, "try another spelling, fewer words or fewer filters");
    } else if all == 0 {
        say(
            global,
            format!(
                "no word stands near them {} or more, and more often than by chance: try a lower --min or a wider --window",
                count(options.min, "time")
            ),
        );
    }
}
