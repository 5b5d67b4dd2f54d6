//! The first page: what is here, and how to begin.

use maud::html;

use super::frame::{Frame, Tab};
use super::thousands;
use crate::index::Stats;
use crate::research::SavedSearches;
use crate::web::answer::{Answer, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::t;

/// The page.
pub(in crate::web) fn page(view: &View, _: &Call) -> Result<Answer, Trouble> {
    let asked = Asked::default();
    let Stats { documents, statements, from, to, undated, .. } = (*view.stats()?).clone();
    let title = view.site.settings.project.title.as_deref().unwrap_or("Who said what, when, about whom");
    let saved = SavedSearches::open(&view.site.settings.project.searches_file()).unwrap_or_default();
    let examples = [
        ("ceasefire", "words: passages with all of them come first"),
        ("\"red line\"", "a phrase"),
        ("speaker:Miller sanctions", "what one speaker says of something"),
        ("ceasefire OR truce -hostage", "one or the other, without a word"),
        ("date:2023-10..2024-01 talks", "within a time"),
    ];
    let main = html! {
        div.home {
            h1 { (t(title)) }
            p.lead {
                "This index holds " strong { (thousands(statements as usize)) } " statements from "
                strong { (thousands(documents as usize)) } " documents"
                @if let (Some(from), Some(to)) = (from, to) { ", " (from) " to " (to) }
                @if undated > 0 {
                    ", of which " a href=(asked.set("date", "none").href("/search")) { (thousands(undated as usize)) " have no date" }
                }
                ". " a href="/corpus" { "What is in it" }
            }
            h2 { "Ways to ask" }
            ul.examples {
                @for (words, said) in examples {
                    li { a href=(asked.set("q", words).href("/search")) { code { (words) } } " " span.quiet { (said) } }
                }
            }
            p { a href="/search" { "All statements" } ", " a href="/timeline" { "all in time" } }
            @if saved.iter().next().is_some() {
                h2 { "Kept searches" }
                p { a href="/news" { "What is new in them" } }
                ul.examples {
                    @for search in saved.iter() {
                        li { a href=(super::record::saved_href(search)) { (t(&search.name)) } " " code { (t(&search.query)) } }
                    }
                }
            }
        }
    };
    Ok(Answer::html(Frame::new(&view.site, &asked, title, Tab::None).page(&main)))
}
