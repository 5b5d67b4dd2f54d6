//! `demarche search`: ranked passages.

use std::io::Write;

use demarche::index::Index;
use demarche::output::{
    Citation, CiteFormat, Look, write_citations, write_csv, write_facets, write_hits, write_json, write_jsonl,
};
use demarche::query::Query;
use demarche::search::{FacetField, Options, Results, Sort};

use super::args::{Global, OutputFormat, SearchArgs, SortBy};
use super::{Failure, Outcome, index, place, say, say_notes};

/// Answers the query.
pub fn run(global: &Global, args: SearchArgs) -> Outcome {
    let query = args.filters.query(&args.query)?;
    let options = Options {
        filters: args.filters.read()?,
        sort: match args.sort {
            SortBy::Relevance => Sort::Relevance,
            SortBy::Date => Sort::Oldest,
            SortBy::MinusDate => Sort::Newest,
        },
        limit: args.limit,
        offset: args.offset,
        explain: args.explain,
        expand: args.expand,
        marks: true,
        all_copies: args.all_copies,
    };
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
    tell(global, &results);
    place::code(!results.hits.is_empty())
}

fn cite(out: &mut dyn Write, results: &Results, format: CiteFormat) -> std::io::Result<()> {
    let citations: Vec<Citation> = results.hits.iter().map(Citation::hit).collect();
    write_citations(out, &citations, format)
}

/// Says how many there are in all, and what was found nowhere.
fn tell(global: &Global, results: &Results) {
    let shown = results.hits.len();
    let mut counts = format!("{} with all the words", passages(results.all));
    if results.some > 0 {
        counts.push_str(&format!(", {} more with some", results.some));
    }
    if shown < results.all + results.some {
        counts.push_str(&format!("; {shown} shown"));
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
        say(global, format!("  {} searched as {}", searched.text, searched.ways.join("; ")));
    }
}

fn passages(count: usize) -> String {
    if count == 1 { "1 passage".to_owned() } else { format!("{count} passages") }
}
