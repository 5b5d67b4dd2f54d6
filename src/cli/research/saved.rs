//! `demarche save`, `saved` and `news`: searches that are kept, and what they find that is new.

use std::io::Write;
use std::path::PathBuf;

use clap::Args as Group;
use demarche::index::Index;
use demarche::output::{Look, plain, write_hits, write_jsonl};
use demarche::query::{Filters, Query};
use demarche::record::{Project, today};
use demarche::research::{News, NewsOptions, SavedSearch, SavedSearches, Seen};
use demarche::search::Results;

use super::super::filters::FilterArgs;
use super::super::global::Global;
use super::super::record::project;
use super::super::{FOUND, Failure, NOTHING, Outcome, place, say, width};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche save ceasefire 'ceasefire OR truce' --from 2023
  demarche news ceasefire           what is new since it was saved, or last looked at")]
pub struct SaveArgs {
    /// Its name: letters, digits, - and _
    pub name: String,
    /// What to look for
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Who saves it
    #[arg(long, value_name = "NAME", env = "DEMARCHE_BY")]
    pub by: Option<String>,
}

#[derive(Group)]
pub struct SavedArgs {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Group)]
#[command(after_help = "\
New are words that were not there at the last look. A file read again with the same words is not new, nor is a copy, nor
a correction. Exit code 0 where anything is new, 1 where nothing is.")]
pub struct NewsArgs {
    /// The saved search [else all]
    pub name: Option<String>,
    /// A copy of words that were there before is new too
    #[arg(long)]
    pub all_copies: bool,
    /// Only look: the next run tells the same again
    #[arg(long)]
    pub peek: bool,
    /// Print the hits as JSON Lines, with the name of the search
    #[arg(long)]
    pub jsonl: bool,
}

/// Keeps a search.
pub fn save(global: &Global, args: SaveArgs) -> Outcome {
    // What cannot be understood now never could.
    args.filters.query(&args.query)?;
    args.filters.read()?;
    let project = project(global)?;
    let index = place::open(global)?;
    let filters = &args.filters;
    let mut search = SavedSearch::default();
    search.name.clone_from(&args.name);
    search.query = args.query.join(" ");
    search.speaker.clone_from(&filters.speaker);
    search.not_speaker.clone_from(&filters.not_speaker);
    search.entity.clone_from(&filters.entity);
    search.not_entity.clone_from(&filters.not_entity);
    search.topic.clone_from(&filters.topic);
    search.not_topic.clone_from(&filters.not_topic);
    search.form.clone_from(&filters.form);
    search.not_form.clone_from(&filters.not_form);
    search.tag.clone_from(&filters.tag);
    search.not_tag.clone_from(&filters.not_tag);
    (search.words, search.literal) = (filters.words, filters.literal);
    search.kind.clone_from(&filters.kind);
    search.not_kind.clone_from(&filters.not_kind);
    search.source.clone_from(&filters.source);
    search.not_source.clone_from(&filters.not_source);
    search.from.clone_from(&filters.from);
    search.to.clone_from(&filters.to);
    search.date.clone_from(&filters.date);
    search.by = args.by;
    search.on = Some(today());
    let news = look(global, &index, &search, false, None)?;
    search.append_to(&project.searches_file())?;
    keep(&project, &search, news.seen)?;
    say(
        global,
        format!("saved as {}: {} passages now; `demarche news {0}` tells what comes", args.name, news.total),
    );
    Ok(FOUND)
}

/// Lists the searches.
pub fn list(global: &Global, args: SavedArgs) -> Outcome {
    let project = project(global)?;
    let searches = SavedSearches::open(&project.searches_file())?;
    let mut out = anstream::stdout();
    let mut rows = Vec::new();
    for search in searches.iter() {
        let wrong = understood(search).err().map(|failure| failure.message);
        let seen = Seen::open(&seen_file(&project, search))?;
        let on = seen.map(|seen| seen.on);
        if args.json {
            rows.push(serde_json::json!({
                "name": search.name, "query": search.query, "looked_at": on, "not_understood": wrong,
            }));
            continue;
        }
        let on = on.map_or_else(|| "never looked at".to_owned(), |on| format!("looked at {on}"));
        writeln!(out, "{:<20} {}  ({on})", plain(&search.name), plain(&search.query))?;
        if let Some(wrong) = wrong {
            writeln!(out, "{:<20} is not understood any more: {}", "", plain(&wrong))?;
        }
    }
    if args.json {
        serde_json::to_writer_pretty(&mut out, &rows).map_err(std::io::Error::from)?;
        writeln!(out)?;
    }
    let any = searches.iter().next().is_some();
    if !any {
        say(global, "no search is saved yet: `demarche save NAME QUERY` keeps one");
    }
    place::code(any)
}

/// Tells what is new.
pub fn news(global: &Global, args: NewsArgs) -> Outcome {
    let project = project(global)?;
    let searches = SavedSearches::open(&project.searches_file())?;
    let wanted: Vec<&SavedSearch> =
        searches.iter().filter(|search| args.name.as_ref().is_none_or(|name| *name == search.name)).collect();
    if wanted.is_empty() {
        let message =
            args.name.map_or("no search is saved".to_owned(), |name| format!("no search `{name}` is saved"));
        return Err(Failure::new(
            message,
            "`demarche saved` lists them; `demarche save NAME QUERY` keeps one",
        ));
    }
    let index = place::open(global)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    let mut any = false;
    for search in wanted {
        let seen = Seen::open(&seen_file(&project, search))?;
        let news = match look(global, &index, search, args.all_copies, seen.as_ref()) {
            Ok(news) => news,
            // One that is not understood any more is told and kept; the others are looked at.
            Err(failure) if args.name.is_none() => {
                say(global, format!("{}: {}; it is kept as it is", search.name, failure.message));
                continue;
            }
            Err(failure) => return Err(failure),
        };
        any |= !news.hits.is_empty();
        let since =
            seen.map_or_else(|| "never looked at before".to_owned(), |seen| format!("since {}", seen.on));
        say(global, format!("{}: {} new of {} passages, {since}", search.name, news.new, news.total));
        let found = Results {
            all: news.new,
            some: 0,
            hits: news.hits,
            advice: Vec::new(),
            notes: Vec::new(),
            searched: Vec::new(),
        };
        match args.jsonl {
            true => write_jsonl(&mut out, &found)?,
            false => write_hits(&mut out, &found, Look { width: width(), whole: false })?,
        }
        out.flush()?;
        if !args.peek {
            keep(&project, search, news.seen)?;
        }
    }
    Ok(if any { FOUND } else { NOTHING })
}

/// A saved search's name, and its query and filters or what is wrong with them.
#[cfg(feature = "cluster")]
pub type NamedSearch = (String, Result<(Query, FilterArgs), Failure>);

/// The saved searches of the project, each with its query and filters, or what is wrong with them.
#[cfg(feature = "cluster")]
pub fn all(global: &Global) -> Result<Vec<NamedSearch>, Failure> {
    let searches = SavedSearches::open(&project(global)?.searches_file())?;
    Ok(searches.iter().map(|search| (search.name.clone(), understood(search))).collect())
}

/// The query and the filters of a saved search, or what is wrong with them.
fn understood(search: &SavedSearch) -> Result<(Query, FilterArgs), Failure> {
    let filters = FilterArgs {
        strict: false,
        literal: search.literal,
        words: search.words,
        corpus: None,
        speaker: search.speaker.clone(),
        not_speaker: search.not_speaker.clone(),
        entity: search.entity.clone(),
        not_entity: search.not_entity.clone(),
        topic: search.topic.clone(),
        not_topic: search.not_topic.clone(),
        form: search.form.clone(),
        not_form: search.not_form.clone(),
        tag: search.tag.clone(),
        not_tag: search.not_tag.clone(),
        kind: search.kind.clone(),
        not_kind: search.not_kind.clone(),
        source: search.source.clone(),
        not_source: search.not_source.clone(),
        from: search.from.clone(),
        to: search.to.clone(),
        date: search.date.clone(),
        authority: None,
    };
    let query = filters.query(std::slice::from_ref(&search.query))?;
    let read: Filters = filters.read()?;
    read.check().map_err(demarche::search::SearchError::from)?;
    Ok((query, filters))
}

fn look(
    global: &Global,
    index: &Index,
    search: &SavedSearch,
    all_copies: bool,
    seen: Option<&Seen>,
) -> Result<News, Failure> {
    let (query, filters) = understood(search)?;
    let mut options = NewsOptions::default();
    options.filters = filters.understood(global, index)?;
    options.all_copies = all_copies;
    let news = News::find(&index.searcher()?, &query, &options, seen)?;
    super::log::note(global, index, "news", &query, &options.filters, (news.total, "passages"))?;
    Ok(news)
}

fn keep(project: &Project, search: &SavedSearch, mut seen: Seen) -> Result<(), Failure> {
    seen.on = super::log::now();
    Ok(seen.keep(&seen_file(project, search))?)
}

/// Where a look is kept.
fn seen_file(project: &Project, search: &SavedSearch) -> PathBuf {
    Seen::file_of(&search.name, &project.searches_file())
}
