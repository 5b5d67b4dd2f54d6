//! `demarche search`: ranked passages.

use std::io::Write;

use clap::{Args as Group, ValueEnum};
use demarche::output::{
    Citation, CiteFormat, HitsCsv, Look, Table, TableFormat, count, thousands, write_citations, write_facets,
    write_hits, write_json,
};
use demarche::query::Query;
use demarche::search::{FacetField, Hit, Match, Options, Results, Searcher, Sort};

use super::cluster::Need;
use super::global::Global;
use super::research::log;
use super::tables::TableArgs;
use super::{Failure, Outcome, place, say, say_notes};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
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
    /// Citations, for Zotero, pandoc and others
    CslJson,
    /// Citations, for LaTeX
    Bibtex,
    /// Citations, for EndNote, Zotero and others
    Ris,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum SortBy {
    /// Best first
    Relevance,
    /// Oldest first
    Date,
    /// Newest first
    #[value(name = "-date")]
    MinusDate,
    /// As the index has them: fastest where all are wanted
    Index,
}

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche search Miller ceasefire Hamas
  demarche search '\"red line\"' --from 2012 --to 2013-09
  demarche search sanctions --entity Iran --sort date --limit 50
  demarche search '*' --speaker Lincoln --format jsonl
  demarche search 'speaker:(Miller OR Patel) \"humanitarian pause\"~3 -hostage date:2023-10..2024-01'

The words are looked for in what was said and in the speaker, entities, topics and title;
passages with all of them come first. AND, OR, NOT, NEAR/5, * and ~ are understood, and fields
such as speaker: and date: (see docs/query-language.md). Several arguments are joined by spaces: to ask for a
phrase, keep its quotation marks from the shell ('\"two states\"').")]
pub struct SearchArgs {
    /// What to look for; * for everything
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Say how the query was understood, what each word was searched as, and of each hit why it scored
    #[arg(long)]
    pub explain: bool,
    /// Look for words too that the best answers share (RM3): finds more, less surely
    #[arg(long)]
    pub expand: bool,
    #[command(flatten)]
    pub filters: super::filters::FilterArgs,
    /// The order of the hits
    #[arg(long, value_name = "ORDER", default_value = "relevance", allow_hyphen_values = true)]
    pub sort: SortBy,
    /// How many hits at most; 0 for all [a table, lines of JSON or citations that go to a file or another program: all; else 10]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// How many hits to leave out first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Count all statements found by these, with text and JSON: speaker,entity,topic,form,kind,source,year
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub facets: Vec<super::facets::Field>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: OutputFormat,
    #[command(flatten)]
    pub table: TableArgs,
    /// Show passages whole
    #[arg(long)]
    pub whole: bool,
    /// How many hits of one document among the first ten at most; the others come after them. 0: no limit
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub per_document: usize,
    /// After the hits as many more that say it in other words: near in meaning
    #[arg(long)]
    pub near: bool,
    /// Show copies of one statement each for itself, not once with `also N`
    #[arg(long)]
    pub all_copies: bool,
}

impl OutputFormat {
    /// Whether it is made for other programs, a row or an entry for each hit.
    fn is_table(self) -> bool {
        !matches!(self, Self::Text | Self::Json)
    }

    /// The form of a table with columns.
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

impl SearchArgs {
    /// How many hits are wanted; `None` for all.
    fn limit(&self) -> Option<usize> {
        match self.limit {
            Some(0) => None,
            Some(limit) => Some(limit),
            None if self.format.is_table() && self.table.goes_away() => None,
            None => Some(10),
        }
    }
}

/// Answers the query.
pub fn run(global: &Global, args: SearchArgs) -> Outcome {
    let query = args.filters.query(&args.query)?;
    args.filters.read()?;
    if !args.facets.is_empty() && !matches!(args.format, OutputFormat::Text | OutputFormat::Json) {
        return Err(Failure::new(
            "--facets goes with --format text and json: hits and counts are no one table",
            "count with `demarche facets FIELD QUERY --format csv`",
        ));
    }
    if global.cluster().is_some() && (args.expand || args.near) {
        return Err(Failure::new(
            "a cluster cannot be asked for other words (--expand, --near)",
            "leave them out, or ask a local index",
        ));
    }
    let (index, filters) = args.filters.asked(global, std::slice::from_ref(&query), Need::Ranking)?;
    let mut options = Options::default();
    options.filters = filters;
    options.sort = match args.sort {
        SortBy::Relevance => Sort::Relevance,
        SortBy::Date => Sort::Oldest,
        SortBy::MinusDate => Sort::Newest,
        SortBy::Index => Sort::Index,
    };
    let limit = args.limit();
    options.limit = limit.unwrap_or(usize::MAX);
    options.offset = args.offset;
    options.explain = args.explain;
    options.expand = args.expand;
    options.marks = true;
    // A table of all leaves nothing out.
    options.all_copies = args.all_copies || limit.is_none() && args.format.is_table();
    // Of a table of all nothing is put last.
    options.per_document = if limit.is_none() { 0 } else { args.per_document };
    options.near = args.near;
    let searcher = index.searcher()?;
    let (results, shown) = if args.format == OutputFormat::Jsonl || args.format.columns().is_some() {
        stream(&args, &searcher, &query, &options)?
    } else {
        hold(global, &args, &searcher, (&query, &options))?
    };
    say_notes(global, &query, &results.notes);
    for line in &results.advice {
        say(global, line);
    }
    log::note(global, &index, "search", &query, &options.filters, (results.all, "passages"))?;
    tell(global, &args, &results, &shown);
    place::code(shown.hits > 0)
}

/// How many hits were written.
#[derive(Default)]
struct Shown {
    hits: usize,
    /// Those of them that were found by their words.
    found: usize,
    /// Whether others of their documents were put further down.
    held_back: bool,
}

impl Shown {
    fn count(&mut self, hit: &Hit) {
        self.hits += 1;
        self.found += usize::from(hit.matched != Match::Near);
        self.held_back |= hit.held_back > 0;
    }
}

/// Writes hits one after the other: however many there are, a bounded number is held.
fn stream(
    args: &SearchArgs,
    searcher: &Searcher,
    query: &Query,
    options: &Options,
) -> Result<(Results, Shown), Failure> {
    let mut shown = Shown::default();
    let results = match args.format.columns() {
        Some(TableFormat::Csv) if args.table.columns.is_empty() => {
            let mut table = HitsCsv::new(args.table.text()?)?;
            let results = searcher.search_each(query, options, &mut |hit| {
                shown.count(&hit);
                Ok(table.hit(&hit)?)
            })?;
            table.finish()?;
            results
        }
        Some(format) => {
            let mut table = args.table.table(Table::hits(), format)?;
            let results = searcher.search_each(query, options, &mut |hit| {
                shown.count(&hit);
                Ok(table.row(hit)?)
            })?;
            table.finish()?;
            results
        }
        None => {
            args.table.no_columns()?;
            let mut out = args.table.text()?;
            let results = searcher.search_each(query, options, &mut |hit| {
                shown.count(&hit);
                serde_json::to_writer(&mut out, &hit).map_err(std::io::Error::from)?;
                Ok(out.write_all(b"\n")?)
            })?;
            out.flush()?;
            results
        }
    };
    Ok((results, shown))
}

/// Writes hits that are laid out together.
fn hold(
    global: &Global,
    args: &SearchArgs,
    searcher: &Searcher,
    (query, options): (&Query, &Options),
) -> Result<(Results, Shown), Failure> {
    args.table.no_columns()?;
    let results = searcher.search(query, options)?;
    let mut shown = Shown::default();
    results.hits.iter().for_each(|hit| shown.count(hit));
    if args.explain {
        explain(global, query, &results);
    }
    let fields: Vec<FacetField> = args.facets.iter().map(|field| (*field).into()).collect();
    let mut facets =
        (!fields.is_empty()).then(|| searcher.facets(query, &options.filters, &fields)).transpose()?;
    if let Some(facets) = facets.as_mut().filter(|_| matches!(args.format, OutputFormat::Json)) {
        super::facets::add_ids(searcher, facets)?;
    }
    let mut out = args.table.text()?;
    match args.format {
        OutputFormat::Json => write_json(&mut out, query, &options.filters, &results, facets.as_ref())?,
        OutputFormat::CslJson => cite(&mut out, &results, CiteFormat::CslJson)?,
        OutputFormat::Bibtex => cite(&mut out, &results, CiteFormat::Bibtex)?,
        OutputFormat::Ris => cite(&mut out, &results, CiteFormat::Ris)?,
        _ => {
            let width = if args.table.output.is_some() { 100 } else { super::width() };
            write_hits(&mut out, &results, Look { width, whole: args.whole })?;
            if let Some(facets) = facets.as_ref().filter(|facets| facets.statements > 0) {
                write_facets(&mut out, facets, 10, width)?;
            }
        }
    }
    out.flush()?;
    Ok((results, shown))
}

fn cite(out: &mut dyn Write, results: &Results, format: CiteFormat) -> std::io::Result<()> {
    let citations = Citation::one_a_statement(results.hits.iter().map(Citation::hit).collect());
    write_citations(out, &citations, format)
}

/// Says how many there are in all; loudly, where a table that goes to a file or another program does not hold them.
fn tell(global: &Global, args: &SearchArgs, results: &Results, written: &Shown) {
    let shown = written.found;
    let total = results.all + results.some;
    let mut counts = count(results.all as u64, "passage");
    if results.some > 0 {
        counts
            .push_str(&format!(" with all the words, {} with some of them", thousands(results.some as u64)));
    }
    if shown == total {
        return say(global, counts);
    }
    if args.format.is_table() && args.table.goes_away() {
        say(global, counts);
        let (rows, total) = (thousands(shown as u64), thousands(total as u64));
        return say(global, format!("NOT ALL ARE WRITTEN: {rows} OF {total} PASSAGES. ALL WITH -n 0"));
    }
    if written.held_back && args.limit().is_some_and(|limit| shown < limit) {
        let next = args.offset + shown;
        let more = format!("--offset {next} goes on, --per-document 0 puts no document's hits last");
        return say(global, format!("{counts}; {} shown ({more})", thousands(shown as u64)));
    }
    let shown = thousands(shown as u64);
    say(global, format!("{counts}; {shown} shown: more with -n N, all with -n 0"));
}

/// The query as understood, and what each word was searched as.
fn explain(global: &Global, query: &Query, results: &Results) {
    say(global, format!("understood as: {}", query.understood()));
    for searched in &results.searched {
        say(global, format!("  {} searched as {}", searched.text, searched.term_fields.join("; ")));
    }
}
