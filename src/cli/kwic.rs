//! `demarche kwic`: every match in its context, one below the other.

use std::io::{IsTerminal, Write};

use clap::{Args as Group, ValueEnum};
use demarche::output::{
    LinesCsv, LinesLook, Table, TableFormat, count, thousands, write_lines, write_lines_json,
};
use demarche::query::Query;
use demarche::search::{KwicOptions, KwicTotals, Line, LineOrder, Match};

use super::cluster::Need;
use super::filters::FilterArgs;
use super::global::Global;
use super::research::log;
use super::tables::TableArgs;
use super::{Outcome, place, say, say_notes};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche kwic '\"red line\"'
  demarche kwic ceasefire --sort left --limit 500
  demarche kwic ceasefire --speaker Miller --format csv > ceasefire.csv

Every match of a word or phrase of the query is a line; its context ends with the statement, so all of
it is one speaker's words. CSV has the columns of quanteda's kwic (docname, from, to, pre, keyword, post,
pattern; from and to count the document's words), then speaker, date, the statement's id, the match's
place in code points of the document, and all who speak where several do.")]
pub struct KwicArgs {
    /// What to look for
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Characters of context to each side [text: what fits the terminal; else 60]
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
    /// The order of the lines [text and JSON: place; else as the index has them]
    #[arg(long, value_name = "ORDER")]
    pub sort: Option<SortLines>,
    /// How many lines at most; 0 for all [text and JSON: 100; else all]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    pub table: TableArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Jsonl,
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

#[derive(Clone, Copy, ValueEnum)]
pub enum SortLines {
    /// By file, in the order of its text
    Place,
    /// By the words before the match, the nearest first
    Left,
    /// By the match and the words after it
    Right,
    /// Oldest first
    Date,
    /// By the speaker's name
    Speaker,
}

/// Prints the concordance.
pub fn run(global: &Global, args: KwicArgs) -> Outcome {
    let query = args.filters.query(&args.query)?;
    let held = matches!(args.format, Format::Text | Format::Json);
    let terminal = std::io::stdout().is_terminal().then(super::width);
    let columns = super::width();
    args.filters.read()?;
    let (index, filters) = args.filters.asked(global, std::slice::from_ref(&query), Need::Documents)?;
    let mut options = KwicOptions::default();
    options.filters = filters;
    options.order = match args.sort {
        Some(SortLines::Place) => LineOrder::Place,
        Some(SortLines::Left) => LineOrder::Left,
        Some(SortLines::Right) => LineOrder::Right,
        Some(SortLines::Date) => LineOrder::Date,
        Some(SortLines::Speaker) => LineOrder::Speaker,
        None if held => LineOrder::Place,
        None => LineOrder::Index,
    };
    options.width = args.width.unwrap_or(if matches!(args.format, Format::Text) { columns } else { 60 });
    options.limit = match args.limit {
        Some(0) => None,
        None => held.then_some(100),
        some => some,
    };
    if args.format.columns().is_none() {
        args.table.no_columns()?;
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut shown = 0;
    let totals = match args.format.columns() {
        None if held => {
            let totals = index.concordance(&query, &options, &mut |line| {
                lines.push(line);
                Ok(())
            })?;
            shown = lines.len();
            let mut out = args.table.text()?;
            match args.format {
                Format::Text => write_lines(&mut out, &lines, LinesLook { terminal, around: args.width })?,
                _ => write_lines_json(&mut out, &query, &options.filters, &totals, &lines)?,
            }
            out.flush()?;
            totals
        }
        None => {
            let mut out = args.table.text()?;
            let totals = index.concordance(&query, &options, &mut |line| {
                shown += 1;
                serde_json::to_writer(&mut out, &line).map_err(std::io::Error::from)?;
                Ok(out.write_all(b"\n")?)
            })?;
            out.flush()?;
            totals
        }
        Some(TableFormat::Csv) if args.table.columns.is_empty() => {
            let mut table = LinesCsv::new(args.table.text()?)?;
            let totals = index.concordance(&query, &options, &mut |line| {
                shown += 1;
                Ok(table.line(&line)?)
            })?;
            table.finish()?;
            totals
        }
        Some(format) => {
            let mut table = args.table.table(Table::lines(), format)?;
            let totals = index.concordance(&query, &options, &mut |line| {
                shown += 1;
                Ok(table.row(line)?)
            })?;
            table.finish()?;
            totals
        }
    };
    log::note(global, &index, "kwic", &query, &options.filters, (totals.lines, "lines"))?;
    say_notes(global, &query, &totals.notes);
    tell(global, &query, &totals, shown);
    place::code(totals.lines > 0)
}

fn tell(global: &Global, query: &Query, totals: &KwicTotals, shown: usize) {
    let KwicTotals { lines, passages, without_lines, matched, .. } = *totals;
    let some = if matched == Match::Some { ", each with some of the words only" } else { "" };
    let of = match shown < lines {
        true => format!("; {} shown: more with -n N, all with -n 0", thousands(shown as u64)),
        false => String::new(),
    };
    let count = |n: usize, what: &str| count(n as u64, what);
    say(global, format!("{} in {}{some}{of}", count(lines, "line"), count(passages, "passage")));
    if without_lines > 0 && !query.asked().is_empty() {
        say(
            global,
            format!(
                "{} more that match by speaker, title, topic or entity only: see them with `demarche search`",
                count(without_lines, "passage")
            ),
        );
    }
    if query.asked().is_empty() {
        say(global, "the query names no word: a concordance needs at least one");
    } else if lines == 0 && without_lines == 0 {
        say(global, "try another spelling, fewer words or fewer filters");
    }
}
