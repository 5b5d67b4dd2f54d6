//! The twins of the pages of a query: the same as data, made by the functions that the command line uses.

use super::answer::{Answer, CSV, JSON, Trouble};
use super::asked::{Asked, MOST_IN_TABLE, MOST_ON_PAGE};
use super::pages;
use super::site::{Call, View};
use super::stream::streamed;
use crate::output::{
    ChartOptions, Citation, CiteFormat, EventsCsv, HitsCsv, HtmlOptions, LinesCsv, TimelineJson,
    write_bins_csv, write_citations, write_collocates_csv, write_collocates_json, write_hit_found_by,
    write_html, write_json, write_lines_json, write_svg,
};
use crate::query::{Filters, Query};
use crate::search::{Hit, Line, LineOrder, SearchError};

const JSONL: &str = "application/x-ndjson";

/// By what question, of which state of the index, something was found.
fn found_by(view: &View, query: &Query, filters: &Filters) -> String {
    let narrowed = match filters.is_empty() {
        true => String::new(),
        false => format!(", filters {}", serde_json::to_string(filters).unwrap_or_default()),
    };
    format!("found by {}{narrowed}, index generation {}", query.understood(), view.generation)
}

/// Whether all is wanted, however much that is.
fn is_all(asked: &Asked) -> bool {
    asked.get("n") == Some("all")
}

/// What a file is called: by the words asked for.
fn file_name(asked: &Asked, what: &str, ending: &str) -> String {
    let words = if asked.words().is_empty() { "all" } else { asked.words() };
    format!("{}-{what}.{ending}", words.chars().take(40).collect::<String>())
}

/// All passages, written while they are sent: none is ranked below others of its document, and each copy stands for itself.
fn whole(view: &View, asked: &Asked, ending: &str) -> Result<Answer, Trouble> {
    let (query, filters) = view.question(asked)?;
    let mut options = pages::search::options(&asked.without_all(&["n", "page"]), &filters)?;
    (options.limit, options.per_document, options.all_copies) = (usize::MAX, 0, true);
    options.near = false;
    let found_by = found_by(view, &query, &filters);
    let searcher = view.searcher.clone();
    let answer = match ending {
        "csv" => streamed(&view.site, CSV, move |out| {
            let mut table = HitsCsv::found_by(out, &found_by)?;
            let each = searcher.search_each(&query, &options, &mut |hit| Ok(table.hit(&hit)?));
            each.map_err(std::io::Error::other)?;
            table.finish()
        })?,
        "jsonl" => streamed(&view.site, JSONL, move |out| {
            let mut one =
                |hit: Hit| -> Result<(), SearchError> { Ok(write_hit_found_by(out, &hit, &found_by)?) };
            searcher.search_each(&query, &options, &mut one).map_err(std::io::Error::other).map(drop)
        })?,
        _ => {
            return Err(Trouble::bad(
                format!("all passages can be had as csv and jsonl, not as {ending}"),
                "take up to 10,000 in this form: n=10000",
            ));
        }
    };
    Ok(answer.named(file_name(asked, "all", ending)))
}

/// The passages of a page; with `n` up to 10,000 of them, or `all`. What is not all of them has a name that says so.
pub(super) fn search(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let ending = call.last().trim_start_matches("search.");
    if is_all(asked) {
        return whole(view, asked, ending);
    }
    let (query, filters) = view.question(asked)?;
    let wanted = asked.number("n", 20, (1, MOST_IN_TABLE))?;
    let mut options = pages::search::options(&asked.set("n", wanted.min(MOST_ON_PAGE)), &filters)?;
    (options.limit, options.offset) = (wanted, (asked.page()? - 1) * wanted);
    // A table of all leaves no copy out and puts nothing last.
    options.all_copies |= wanted > MOST_ON_PAGE;
    if wanted > MOST_ON_PAGE {
        options.per_document = 0;
    }
    let results = view.searcher.search(&query, &options)?;
    let found_by = found_by(view, &query, &filters);
    let mut out = Vec::new();
    let kind = match ending {
        "json" => {
            write_json(&mut out, &query, &filters, &results, None)?;
            let mut all: serde_json::Value = serde_json::from_slice(&out).map_err(std::io::Error::from)?;
            all["index_generation"] = view.generation.into();
            return Ok(Answer::new(JSON, all.to_string()));
        }
        "jsonl" => {
            results.hits.iter().try_for_each(|hit| write_hit_found_by(&mut out, hit, &found_by))?;
            JSONL
        }
        "csv" => {
            let mut table = HitsCsv::found_by(&mut out, &found_by)?;
            results.hits.iter().try_for_each(|hit| table.hit(hit))?;
            table.finish()?;
            CSV
        }
        form => {
            let (form, kind) = match form {
                "bib" => (CiteFormat::Bibtex, "application/x-bibtex; charset=utf-8"),
                "ris" => (CiteFormat::Ris, "application/x-research-info-systems; charset=utf-8"),
                _ => (CiteFormat::CslJson, "application/vnd.citationstyles.csl+json"),
            };
            let all = results.hits.iter().map(|hit| Citation::hit(hit).found_by(&found_by)).collect();
            write_citations(&mut out, &Citation::one_a_statement(all), form)?;
            kind
        }
    };
    let (shown, total) = (results.hits.len(), results.all + results.some);
    let what = if shown < total { format!("{shown}-of-{total}") } else { "all".to_owned() };
    Ok(Answer::new(kind, out).named(file_name(asked, &what, ending)))
}

/// A timeline.
pub(super) fn timeline(view: &View, call: &Call) -> Result<Answer, Trouble> {
    /// So many statements stand in a page of one file.
    const ON_PAGE: usize = 500;
    let asked = &call.asked;
    let ending = call.last().trim_start_matches("timeline.");
    let (query, filters) = view.question(asked)?;
    let (mut options, others) = pages::timeline::wanted(asked)?;
    let mut out = Vec::new();
    let kind = match ending {
        "html" | "events.csv" => {
            options.events = true;
            options.limit = if ending == "html" { ON_PAGE } else { MOST_IN_TABLE };
            let queries: Vec<Query> = std::iter::once(query).chain(others).collect();
            let timeline = view.searcher.timeline(&queries, &filters, &options)?;
            if ending == "html" {
                let made = chrono::Utc::now().format("%Y-%m-%d %H:%M UTC").to_string();
                let mut options = HtmlOptions::new(made, concat!("demarche ", env!("CARGO_PKG_VERSION")));
                options.relative = asked.is_on("share");
                write_html(&mut out, &timeline, &options)?;
                super::answer::HTML
            } else {
                let mut table = EventsCsv::new(&mut out)?;
                timeline.events.iter().try_for_each(|event| table.event(event))?;
                table.finish()?;
                CSV
            }
        }
        _ => {
            let timeline = pages::timeline::made(view, asked, &query, &filters, &options, &others)?;
            match ending {
                "svg" => {
                    let options = ChartOptions { relative: asked.is_on("share"), ..ChartOptions::default() };
                    write_svg(&mut out, &timeline, options)?;
                    "image/svg+xml"
                }
                "csv" => {
                    write_bins_csv(&mut out, &timeline)?;
                    CSV
                }
                _ => {
                    TimelineJson::new(&mut out, &timeline, 0)?.finish()?;
                    JSON
                }
            }
        }
    };
    let answer = Answer::new(kind, out);
    Ok(if ending == "json" { answer } else { answer.named(file_name(asked, "timeline", ending)) })
}

/// A concordance: up to 10,000 lines in their order; all of them in that of the index.
pub(super) fn concordance(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let (query, filters) = view.question(asked)?;
    let mut options = pages::concordance::options(view, asked)?;
    if is_all(asked) && call.last().ends_with(".csv") {
        (options.order, options.limit) = (LineOrder::Index, None);
        let searcher = view.searcher.clone();
        let answer = streamed(&view.site, CSV, move |out| {
            let mut table = LinesCsv::new(out)?;
            let each = searcher.concordance(&query, &options, &mut |line| Ok(table.line(&line)?));
            each.map_err(std::io::Error::other)?;
            table.finish()
        })?;
        return Ok(answer.named(file_name(asked, "all-lines", "csv")));
    }
    options.limit = Some(MOST_IN_TABLE);
    let mut lines: Vec<Line> = Vec::new();
    let totals = view.searcher.concordance(&query, &options, &mut |line| {
        lines.push(line);
        Ok(())
    })?;
    let mut out = Vec::new();
    if call.last().ends_with(".json") {
        write_lines_json(&mut out, &query, &filters, &totals, &lines)?;
        return Ok(Answer::new(JSON, out));
    }
    let mut table = LinesCsv::new(&mut out)?;
    lines.iter().try_for_each(|line| table.line(line))?;
    table.finish()?;
    let what = if lines.len() < totals.lines {
        format!("{}-of-{}-lines", lines.len(), totals.lines)
    } else {
        "lines".to_owned()
    };
    Ok(Answer::new(CSV, out).named(file_name(asked, &what, "csv")))
}

/// Collocates: all of them.
pub(super) fn collocates(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let (query, _) = view.question(asked)?;
    let options = pages::collocates::options(view, asked)?;
    let found = pages::collocates::made(view, asked, asked.words(), &options)?;
    let mut out = Vec::new();
    if call.last().ends_with(".json") {
        write_collocates_json(&mut out, &query, &options, &found)?;
        return Ok(Answer::new(JSON, out));
    }
    write_collocates_csv(&mut out, &found)?;
    Ok(Answer::new(CSV, out).named(file_name(asked, "collocates", "csv")))
}
