//! `demarche search`: ranked passages.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use demarche::index::Index;
use demarche::output::{
    Citation, CiteFormat, Look, write_citations, write_csv, write_facets, write_hits, write_json, write_jsonl,
};
use demarche::query::Query;
use demarche::search::{FacetField, Match, Options, Results, Sort};

use super::global::Global;
use super::{Failure, Outcome, index, place, say, say_notes};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Text,
    Json,
    Jsonl,
    Csv,
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
    /// Search this folder: its index in DIR/.demarche/ is brought up to date first
    #[arg(long, value_name = "DIR", conflicts_with = "index")]
    pub corpus: Option<PathBuf>,
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
    /// How many hits at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// How many hits to leave out first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Count all statements found by these, with text and JSON: speaker,entity,topic,kind,source,year
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub facets: Vec<super::facets::Field>,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: OutputFormat,
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
    let index = match &args.corpus {
        // Only reading texts needs the lists: a search of an index is spared them.
        Some(corpus) => {
            let authority = place::authority(args.filters.authority.as_deref())?;
            Index::open(&index::bring_corpus(global, corpus, authority)?)?
        }
        None => place::open(global)?,
    };
    let mut options = Options::default();
    options.filters = args.filters.understood(global, &index)?;
    options.sort = match args.sort {
        SortBy::Relevance => Sort::Relevance,
        SortBy::Date => Sort::Oldest,
        SortBy::MinusDate => Sort::Newest,
    };
    options.limit = args.limit;
    options.offset = args.offset;
    options.explain = args.explain;
    options.expand = args.expand;
    options.marks = true;
    options.all_copies = args.all_copies;
    options.per_document = args.per_document;
    options.near = args.near;
    let results = index.search(&query, &options)?;
    say_notes(global, &query, &results.notes);
    if args.explain {
        explain(global, &query, &results);
    }
    let fields: Vec<FacetField> = args.facets.iter().map(|field| (*field).into()).collect();
    let facets = (!fields.is_empty()).then(|| index.facets(&query, &options.filters, &fields)).transpose()?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    match args.format {
        OutputFormat::Text => {
            let width = super::width();
            write_hits(&mut out, &results, Look { width, whole: args.whole })?;
            if let Some(facets) = facets.as_ref().filter(|facets| facets.statements > 0) {
                write_facets(&mut out, facets, 10, width)?;
            }
        }
        OutputFormat::Json => write_json(&mut out, &query, &options.filters, &results, facets.as_ref())?,
        OutputFormat::Jsonl => write_jsonl(&mut out, &results)?,
        OutputFormat::Csv => write_csv(&mut out, &results)?,
        OutputFormat::CslJson => cite(&mut out, &results, CiteFormat::CslJson)?,
        OutputFormat::Bibtex => cite(&mut out, &results, CiteFormat::Bibtex)?,
        OutputFormat::Ris => cite(&mut out, &results, CiteFormat::Ris)?,
    }
    out.flush()?;
    tell(global, &results, args.offset, args.limit);
    place::code(!results.hits.is_empty())
}

fn cite(out: &mut dyn Write, results: &Results, format: CiteFormat) -> std::io::Result<()> {
    let citations: Vec<Citation> = results.hits.iter().map(Citation::hit).collect();
    write_citations(out, &citations, format)
}

/// Says how many there are in all, and what was found nowhere.
fn tell(global: &Global, results: &Results, offset: usize, limit: usize) {
    let shown = results.hits.iter().filter(|hit| hit.matched != Match::Near).count();
    let mut counts = format!("{} with all the words", passages(results.all));
    if results.some > 0 {
        counts.push_str(&format!(", {} more with some", results.some));
    }
    if shown < results.all + results.some {
        counts.push_str(&format!("; {shown} shown"));
        if shown < limit && results.hits.iter().any(|hit| hit.held_back > 0) {
            let next = offset + shown;
            counts.push_str(&format!(
                " (--offset {next} goes on, --per-document 0 puts no document's hits last)"
            ));
        }
    }
    say(global, counts);
    for line in &results.advice {
        say(global, line);
    }
}

/// The query as understood, and what each word was searched as.
fn explain(global: &Global, query: &Query, results: &Results) {
    say(global, format!("understood as: {}", query.understood()));
    for searched in &results.searched {
        say(global, format!("  {} searched as {}", searched.text, searched.term_fields.join("; ")));
    }
}

fn passages(count: usize) -> String {
    if count == 1 { "1 passage".to_owned() } else { format!("{count} passages") }
}
