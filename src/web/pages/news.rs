//! News: what kept searches find whose words were not there when they were last looked at.

use std::time::{Duration, Instant};

use maud::{Markup, html};

use super::count;
use super::forms::token;
use super::frame::{Frame, Tab};
use super::hit::hit;
use super::record::{saved, saved_href};
use crate::research::{News, NewsOptions, SavedSearch, SavedSearches, Seen};
use crate::web::answer::{Answer, Trouble};
use crate::web::site::{Call, View};
use crate::web::text::t;

/// So many new passages of a search stand on the page of all, and on its own.
const OF_ALL: usize = 5;
const OF_ONE: usize = 200;
/// After so long the other searches are left to pages of their own.
const LONGEST: Duration = Duration::from_secs(5);

/// The page; of one search where the address names it.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let searches = SavedSearches::open(&view.site.settings.project.searches_file())?;
    let wanted = asked.get("search");
    let found: Vec<&SavedSearch> =
        searches.iter().filter(|search| wanted.is_none_or(|name| name == search.name)).collect();
    if let Some(name) = wanted.filter(|_| found.is_empty()) {
        return Err(Trouble::missing(format!("no search is kept as {name}"), "see My record"));
    }
    let most = if wanted.is_some() { OF_ONE } else { OF_ALL };
    let began = Instant::now();
    let main = html! {
        h1 { "What is new" }
        p.lead { "New are words that were not there when you last looked. A file read again with the same words is not new, nor is a copy, nor a correction." }
        @if found.is_empty() { p { "No search is kept yet: below the passages of a search one can keep it." } }
        @for search in found {
            @if began.elapsed() > LONGEST { (later(search)) }
            @else { (news(view, search, most)) }
        }
    };
    Ok(Answer::html(Frame::new(&view.site, asked, "What is new", Tab::None).page(&main)))
}

/// What is new in a kept search, so many hits of it at most.
pub(in crate::web) fn of(view: &View, search: &SavedSearch, most: usize) -> Result<News, Trouble> {
    let (query, filters) = view.question(&saved(search))?;
    let seen = Seen::open(&seen_file(view, search))?;
    let options = NewsOptions { filters, most: Some(most), ..NewsOptions::default() };
    Ok(News::find(&view.searcher, &query, &options, seen.as_ref())?)
}

fn seen_file(view: &View, search: &SavedSearch) -> std::path::PathBuf {
    Seen::file_of(&search.name, &view.site.settings.project.searches_file())
}

fn heading(search: &SavedSearch) -> Markup {
    html! { h2 { a href=(saved_href(search)) { (t(&search.name)) } " " code { (t(&search.query)) } } }
}

fn own_href(search: &SavedSearch) -> String {
    crate::web::asked::Asked::default().set("search", &search.name).href("/news")
}

/// A search that there was no time for.
fn later(search: &SavedSearch) -> Markup {
    html! { section { (heading(search)) p { a href=(own_href(search)) { "See what is new in it" } } } }
}

fn news(view: &View, search: &SavedSearch, most: usize) -> Markup {
    let looked = Seen::open(&seen_file(view, search)).ok().flatten().map(|seen| seen.on);
    let asked = saved(search);
    html! {
        section.news {
            (heading(search))
            @match of(view, search, most) {
                // One that is not understood any more is told and kept; the others are shown.
                Err(trouble) => p.trouble { (t(&trouble.message)) ". It is kept as it is." },
                Ok(news) => {
                    p {
                        (count(news.new, "new passage")) " of " (count(news.total, "passage")) ", "
                        @match &looked { Some(on) => { "since " (t(on)) }, None => "never looked at before" }
                    }
                    @if !news.hits.is_empty() {
                        ol.hits { @for one in &news.hits { (hit(view, &asked, one, None)) } }
                    }
                    @if news.new > news.hits.len() && most < OF_ONE {
                        p { a href=(own_href(search)) { "More that is new" } }
                    }
                    @if news.new > 0 && view.may_change() {
                        form.save method="post" action="/record/looked" {
                            (token(view))
                            input type="hidden" name="search" value=(t(&search.name));
                            input type="hidden" name="generation" value=(view.generation);
                            button type="submit" { "I have looked at them" span.unseen { ": " (t(&search.name)) } }
                        }
                    }
                },
            }
        }
    }
}
