//! `demarche search`: ranked passages.

use std::io::Write;

use demarche::index::Index;
use demarche::output::{
    Citation, CiteFormat, Look, write_citations, write_csv, write_facets, write_hits, write_json, write_jsonl,
};
use demarche::query::Query;
use demarche::search::{FacetField, Options, Results, Sort};

use super::args::{Global, OutputFormat, SearchArgs, SortBy};
use super::{Failure, Outcome, index, place, say};

/// Answers the query.
pub fn run(global: &Global, args: SearchArgs) -> Outcome {
    let query = Query::parse(&args.query.join(" "));
    let authority = place::authority(args.filters.authority.as_deref())?;
    let options = Options {
        filters: args.filters.read()?,
        sort: match args.sort {
            SortBy::Relevance => Sort::Relevance,
            SortBy::Date => Sort::Oldest,
            SortBy::MinusDate => Sort::Newest,
        },
        limit: args.limit,
        offset: args.offset,
        marks: true,
    };
    if !args.facets.is_empty() && !matches!(args.format, OutputFormat::Text | OutputFormat::Json) {
        return Err(Failure::new(
            "--facets goes with --format text and json: hits and counts are no one table",
            "count with `demarche facets FIELD QUERY --format csv`",
        ));
    }
    let index = match &args.corpus {
        Some(corpus) => Index::open(&index::bring_corpus(global, corpus, authority)?)?,
        None => place::open(global)?,
    };
    for note in &query.notes {
        say(global, format!("note: {}", note.0));
    }
    let results = index.search(&query, &options)?;
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
    tell(global, &options, &results);
    place::code(!results.hits.is_empty())
}

fn cite(out: &mut dyn Write, results: &Results, format: CiteFormat) -> std::io::Result<()> {
    let citations: Vec<Citation> = results.hits.iter().map(Citation::hit).collect();
    write_citations(out, &citations, format)
}

/// Says how many there are in all, and what was found nowhere.
fn tell(global: &Global, options: &Options, results: &Results) {
    let shown = results.hits.len();
    let mut counts = format!("{} with all the words", passages(results.all));
    if results.some > 0 {
        counts.push_str(&format!(", {} more with some", results.some));
    }
    if shown < results.all + results.some {
        counts.push_str(&format!("; {shown} shown"));
    }
    say(global, counts);
    if !results.unknown.is_empty() {
        say(global, format!("found nowhere: {}", results.unknown.join(", ")));
    }
    if shown == 0
        && results.all + results.some == 0
        && !options.filters.is_empty()
        && results.unknown.is_empty()
    {
        say(
            global,
            "the words are in the index, but nothing satisfies the filters too: try with fewer of them",
        );
    }
}

fn passages(count: usize) -> String {
    if count == 1 { "1 passage".to_owned() } else { format!("{count} passages") }
}
