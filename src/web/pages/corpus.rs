//! What is in the index: by source, year and speaker; what is not covered, was skipped, or has no date.

use maud::{Markup, PreEscaped, html};

use super::frame::{Frame, Tab};
use super::{count, thousands};
use crate::index::{Stats, StoredFile};
use crate::output::{ChartOptions, ChartPart, chart_part, write_files_csv};
use crate::query::{Filters, Query};
use crate::search::{Facet, FacetField};
use crate::timeline::TimelineOptions;
use crate::web::answer::{Answer, CSV, JSON, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::t;

/// So many values of a field, files on a page, and skips are shown.
const VALUES: usize = 25;
const FILES: usize = 200;
const SKIPS: usize = 500;

/// The page.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let stats = view.stats()?;
    let fields =
        [FacetField::Source, FacetField::Year, FacetField::Speaker, FacetField::Topic, FacetField::Form];
    let facets = view.kept("corpus".to_owned(), || {
        Ok(view.searcher.facets(&Query::default(), &Filters::default(), &fields)?)
    })?;
    let files = view.files()?;
    let main = html! {
        h1 { "What is in the index" }
        (facts(&stats))
        (in_time(view)?)
        div.side-by-side { @for facet in &facets.facets { @if !facet.values.is_empty() { (by(facet)) } } }
        (super::adding::form(view))
        (undated(&files, &stats))
        (skipped(&stats))
        (of_files(asked, &files)?)
        p.exports { "Take away: " a download href="/corpus.csv" { "Files (CSV)" } " " a href="/corpus.json" { "JSON" } }
    };
    Ok(Answer::html(Frame::new(&view.site, asked, "What is in the index", Tab::None).page(&main)))
}

/// The same as data.
pub(in crate::web) fn json(view: &View, _: &Call) -> Result<Answer, Trouble> {
    let mut out = serde_json::to_vec_pretty(&*view.stats()?).map_err(std::io::Error::from)?;
    out.push(b'\n');
    Ok(Answer::new(JSON, out))
}

/// The files as a table.
pub(in crate::web) fn csv(view: &View, _: &Call) -> Result<Answer, Trouble> {
    let files = view.files()?;
    let mut out = Vec::new();
    write_files_csv(&mut out, &files)?;
    Ok(Answer::new(CSV, out).named("corpus.csv"))
}

fn facts(stats: &Stats) -> Markup {
    let number = |n: u64| thousands(n as usize);
    let kinds: Vec<String> = stats.kinds.iter().map(|(kind, n)| format!("{kind} {}", number(*n))).collect();
    let languages: Vec<&str> = stats.languages.iter().take(6).map(|(name, _)| name.as_str()).collect();
    html! {
        dl.facts {
            div { dt { "Files" } dd { (number(stats.files)) @if stats.copies > 0 { ", of which " (number(stats.copies)) " hold the same as another" } } }
            div { dt { "Documents" } dd { (number(stats.documents)) } }
            div { dt { "Statements" } dd { (number(stats.statements)) " (" (kinds.join(", ")) ")" } }
            div { dt { "Dates" } dd { @match (stats.from, stats.to) { (Some(from), Some(to)) => { (from) " to " (to) }, _ => "none" } } }
            div { dt { "Without a date" } dd { a href=(Asked::default().set("date", "none").href("/search")) { (count(stats.undated as usize, "statement")) } } }
            div { dt { "Without a speaker" } dd { a href=(Asked::default().set("speaker", "=").with("not_kind", "narration").href("/search")) { (count(stats.without_speaker as usize, "statement")) } " (narration apart)" } }
            @if !languages.is_empty() { div { dt { "Languages" } dd { (languages.join(", ")) ", by a sample of " (number(stats.sample)) } } }
            div { dt { "Room" } dd { (megabytes(stats.bytes)) " on disk for " (megabytes(stats.source_bytes)) " of files" } }
            div { dt { "State" } dd { "generation " (stats.generation) } }
        }
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// All of it in time, with what is not covered.
fn in_time(view: &View) -> Result<Markup, Trouble> {
    let options = TimelineOptions { events: false, ..TimelineOptions::default() };
    let asked = Asked::default();
    let timeline =
        super::timeline::made(view, &asked, &Query::default(), &Filters::default(), &options, &[])?;
    let link = |from: chrono::NaiveDate, to: chrono::NaiveDate| {
        asked.set("from", from).set("to", to).href("/search")
    };
    let drawn = |id, width| {
        let options = ChartOptions { width, ..ChartOptions::default() };
        PreEscaped(chart_part(&timeline, ChartPart { id, options, strip: true, link: &link }))
    };
    Ok(html! {
        section.time aria-label="In time" {
            @if timeline.extent().is_some() {
                div.strip { div.wide { (drawn("cw", 1040)) } div.narrow { (drawn("cn", 400)) } }
            }
            p.beside { a href="/timeline" { "Gaps, and all in time" } }
        }
    })
}

fn by(facet: &Facet) -> Markup {
    let field = facet.field.as_str();
    let asks = |value: &str| match facet.field {
        FacetField::Year => Asked::default().set("from", value).set("to", value),
        _ => Asked::default().set(field, format!("={value}")),
    };
    html! {
        div.scroll role="region" aria-label=(format!("By {field}")) tabindex="0" {
            table {
                caption { "By " (field) }
                thead { tr { th scope="col" { (field) } th scope="col" { "statements" } } }
                tbody {
                    @for value in facet.values.iter().take(if facet.field == FacetField::Year { usize::MAX } else { VALUES }) {
                        tr {
                            th scope="row" { a href=(asks(&value.value).href("/search")) { (t(&value.value)) } }
                            td { (thousands(value.statements as usize)) }
                        }
                    }
                    @if facet.without > 0 { tr { th scope="row" { (facet.field.without()) } td { (thousands(facet.without as usize)) } } }
                }
            }
            @if facet.values.len() > VALUES && facet.field != FacetField::Year {
                p { a href=(format!("/facets/{field}")) { "All " (thousands(facet.values.len())) } }
            }
        }
    }
}

/// Files with documents that have no date.
fn undated(files: &[StoredFile], stats: &Stats) -> Markup {
    let without: Vec<&StoredFile> = files.iter().filter(|file| file.undated > 0).collect();
    html! {
        section #undated {
            h2 { "Documents without a date" }
            @if without.is_empty() {
                p { "Every document has one." }
            } @else {
                p {
                    (count(without.iter().map(|file| file.undated as usize).sum(), "document")) " in " (count(without.len(), "file"))
                    "; " a href=(Asked::default().set("date", "none").href("/search")) { (count(stats.undated as usize, "statement")) } "."
                }
                details { summary { "The files" } ul.names { @for file in without.iter().take(SKIPS) { li { (t(&file.name)) @if file.documents > 1 { " (" (file.undated) " of " (file.documents) ")" } } } } }
            }
        }
    }
}

fn skipped(stats: &Stats) -> Markup {
    html! {
        section #skipped {
            h2 { "What could not be read" }
            @if stats.skips.is_empty() {
                p { "Nothing was skipped." }
            } @else {
                div.scroll role="region" aria-label="Skipped" tabindex="0" {
                    table.left {
                        caption { (count(stats.skips.len(), "place")) @if stats.skips.len() > SKIPS { ", the first " (SKIPS) } }
                        thead { tr { th scope="col" { "file" } th scope="col" { "line" } th scope="col" { "why" } } }
                        tbody {
                            @for skip in stats.skips.iter().take(SKIPS) {
                                tr { th scope="row" { (t(&skip.path)) } td { @if let Some(line) = skip.line { (line) } } td.words { (t(&skip.reason)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn of_files(asked: &Asked, files: &[StoredFile]) -> Result<Markup, Trouble> {
    let wanted = asked.get("contains").map(str::to_lowercase);
    let found = files
        .iter()
        .filter(|file| wanted.as_ref().is_none_or(|wanted| file.name.to_lowercase().contains(wanted)));
    let found: Vec<&StoredFile> = found.collect();
    let pages = found.len().div_ceil(FILES).max(1);
    let page = asked.page()?.min(pages);
    Ok(html! {
        section #files {
            h2 { "Files" }
            form.find action="/corpus" method="get" role="search" aria-label="Find a file" {
                label for="contains" { "Find " }
                input #contains type="search" name="contains" value=(t(asked.get("contains").unwrap_or_default()));
                button type="submit" { "Find" }
            }
            div.scroll role="region" aria-label="Files" tabindex="0" {
                table {
                    caption { (count(found.len(), "file")) }
                    thead { tr { th scope="col" { "file" } th scope="col" { "documents" } th scope="col" { "statements" } th scope="col" { "without a date" } th scope="col" { "skips" } } }
                    tbody {
                        @for file in found.iter().skip((page - 1) * FILES).take(FILES) {
                            tr {
                                th scope="row" { @if file.copy_of.is_none() && file.documents == 1 {
                                    a href=(format!("/document/{}", crate::model::Document::id_of(&file.name, ""))) { (t(&file.name)) }
                                } @else { (t(&file.name)) } }
                                td { @match &file.copy_of { Some(other) => { "same as " (t(other)) }, None => (thousands(file.documents as usize)) } }
                                td { (thousands(file.statements as usize)) }
                                td { (thousands(file.undated as usize)) }
                                td { (thousands(file.skips.len())) }
                            }
                        }
                    }
                }
            }
            @if pages > 1 {
                nav.pager aria-label="Pages of files" {
                    @if page > 1 { a rel="prev" href=(format!("{}#files", asked.set("page", page - 1).href("/corpus"))) { "Back" } }
                    span { "Page " (page) " of " (pages) }
                    @if page < pages { a rel="next" href=(format!("{}#files", asked.set("page", page + 1).href("/corpus"))) { "More" } }
                }
            }
        }
    })
}
