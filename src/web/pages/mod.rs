//! The pages, one file each, and what they share.

pub mod adding;
pub mod check;
pub mod cite;
pub mod collocates;
pub mod concordance;
pub mod corpus;
pub mod document;
mod echoes;
pub mod facets;
mod forms;
mod frame;
mod hit;
pub mod home;
pub mod news;
pub mod quotations;
pub mod record;
pub mod search;
pub mod timeline;
mod understood;
mod why;

use axum::body::Body;
use axum::http::Response;
use maud::html;

use super::answer::{Answer, JSON, Trouble};
use super::asked::Asked;
use super::site::Site;
use super::text::t;
use frame::{Frame, Tab};

/// Why there is no page, as a page or, for a twin that programs read, as JSON.
pub(super) fn trouble(site: &Site, path: &str, trouble: &Trouble) -> Response<Body> {
    let answer = if path.ends_with(".json") || path.ends_with(".jsonl") {
        let told = serde_json::json!({ "error": trouble.message, "hint": trouble.hint });
        Answer::new(JSON, told.to_string())
    } else {
        let asked = Asked::default();
        let main = html! {
            h1 { "This cannot be shown" }
            p.trouble role="alert" { (t(&trouble.message)) }
            @if let Some((typed, mark)) = &trouble.place {
                pre.place { (t(typed)) "\n" (mark) }
            }
            p { "What to do: " (t(&trouble.hint)) "." }
            p { a href="/search" { "Begin anew" } }
        };
        Answer::html(Frame::new(site, &asked, "This cannot be shown", Tab::None).page(&main))
    };
    answer.with_status(trouble.status).response()
}

/// `1 passage`, `1,234 passages`.
fn count(number: usize, what: &str) -> String {
    crate::output::count(number as u64, what)
}

/// `1,234`.
fn thousands(number: usize) -> String {
    crate::output::thousands(number as u64)
}
