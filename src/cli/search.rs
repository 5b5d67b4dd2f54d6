//! `demarche search`: ranked passages.

use std::io::Write;

use demarche::index::Index;
use demarche::output::{Look, write_csv, write_hits, write_json, write_jsonl};
use demarche::query::{Bound, FilterError, Filters, ParseOptions, Query};
use demarche::search::{Options, Results, Sort};

use super::args::{Global, OutputFormat, SearchArgs, SortBy};
use super::{Outcome, index, place, say};

/// Answers the query.
pub fn run(global: &Global, args: SearchArgs) -> Outcome {
    let reading = ParseOptions { strict: args.strict, literal: args.literal, ..ParseOptions::default() };
    let query = Query::parse(&args.query.join(" "), &reading)?;
    let options = Options {
        filters: filters(&args).map_err(demarche::search::SearchError::from)?,
        sort: match args.sort {
            SortBy::Relevance => Sort::Relevance,
            SortBy::Date => Sort::Oldest,
            SortBy::MinusDate => Sort::Newest,
        },
        limit: args.limit,
        offset: args.offset,
        explain: args.explain,
    };
    let index = match &args.corpus {
        Some(corpus) => Index::open(&index::bring_corpus(global, corpus)?)?,
        None => place::open(global)?,
    };
    for note in &query.notes {
        say(global, format!("note: {}", note.text));
    }
    let results = index.search(&query, &options)?;
    for note in &results.notes {
        say(global, format!("note: {note}"));
    }
    if args.explain {
        explain(global, &query, &results);
    }
    let mut out = std::io::BufWriter::new(anstream::stdout());
    match args.format {
        OutputFormat::Text => {
            let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
            write_hits(&mut out, &results, Look { width, whole: args.whole })?;
        }
        OutputFormat::Json => write_json(&mut out, &query, &options.filters, &results)?,
        OutputFormat::Jsonl => write_jsonl(&mut out, &results)?,
        OutputFormat::Csv => write_csv(&mut out, &results)?,
    }
    out.flush()?;
    tell(global, &results);
    place::code(!results.hits.is_empty())
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

fn filters(args: &SearchArgs) -> Result<Filters, FilterError> {
    let date = |text: &Option<String>| text.as_deref().map(Bound::read).transpose();
    Ok(Filters {
        speakers: args.speaker.clone(),
        entities: args.entity.clone(),
        topics: args.topic.clone(),
        kinds: args.kind.iter().map(|name| Filters::kind(name)).collect::<Result<_, _>>()?,
        sources: args.source.clone(),
        from: date(&args.from)?,
        to: date(&args.to)?,
    })
}

fn passages(count: usize) -> String {
    if count == 1 { "1 passage".to_owned() } else { format!("{count} passages") }
}
