//! Where the quotations of a statement were said, and who quotes it: looked for when it is asked, for a bounded time.

use std::time::{Duration, Instant};

use maud::{Markup, html};

use crate::index::StoredPassage;
use crate::model::{Kind, Span};
use crate::output::told;
use crate::quotation::{Echo, Echoes, Originals};
use crate::web::answer::Trouble;
use crate::web::asked::Asked;
use crate::web::site::View;
use crate::web::text::{human, t};

/// So long it is looked.
const LONGEST: Duration = Duration::from_secs(2);

/// The link that asks for the echoes of a statement.
pub(super) fn link(asked: &Asked, first: &StoredPassage) -> Markup {
    let href = asked.question().set("echoes", 1).href(&format!("/document/{}", first.id));
    html! { a href=(format!("{href}#s-{}", first.id)) { "Said in, quoted by" } }
}

/// The echoes and originals of a statement.
pub(super) fn echoes(view: &View, id: &str) -> Result<Markup, Trouble> {
    let until = Some(Instant::now() + LONGEST);
    let originals = view.searcher.originals_of(id, until)?;
    let echoes = view.searcher.echoes_of(id, until)?;
    Ok(html! {
        section.echoes aria-label="Said in, quoted by" {
            (said_in(&originals))
            (quoted_by(&echoes))
            @if originals.echoes.is_empty() && originals.without.is_empty() && echoes.echoes.is_empty() {
                p { "It has no quotation of five words, and no quotation in the corpus was found that is its words." }
            }
            @if !(originals.whole && echoes.whole) {
                p.note { "Time was up before all was looked at: there may be more. " code { "demarche echoes " (id) } " looks at all." }
            }
        }
    })
}

fn said_in(originals: &Originals) -> Markup {
    html! {
        @if !originals.echoes.is_empty() {
            h2 { "Said in" }
            ul {
                @for Echo { quoting, original, .. } in &originals.echoes {
                    li {
                        q { (t(&quoting.text)) } ": " strong { (original.verdict.as_str()) } ", "
                        a href=(href(&original.stored, original.span)) { (t(&original.stored.path)) }
                        ", " (who(original)) (on(&original.stored))
                        (differences(original))
                    }
                }
            }
        }
        @if !originals.without.is_empty() {
            p.quiet { "Of " (super::count(originals.without.len(), "quotation")) " in it no original is in this corpus." }
        }
    }
}

fn quoted_by(echoes: &Echoes) -> Markup {
    html! {
        @if !echoes.echoes.is_empty() {
            h2 { "Quoted by" }
            ul {
                @for Echo { quoting, original, days } in &echoes.echoes {
                    li {
                        a href=(href(&quoting.stored, quoting.span)) { (t(&quoting.stored.path)) }
                        @if let Some(speaker) = quoting.stored.speaker.as_ref().filter(|_| quoting.stored.kind == Kind::Spoken) {
                            ", " (t(&speaker.name))
                        }
                        (on(&quoting.stored))
                        @if let Some(days) = days.filter(|days| *days > 0) { ", " (super::count(usize::try_from(days).unwrap_or(0), "day")) " later" }
                        ": " q { (t(&quoting.text)) } ", " strong { (original.verdict.as_str()) }
                        (differences(original))
                    }
                }
            }
        }
    }
}

fn who(place: &crate::quotation::Place) -> Markup {
    html! {
        @for (at, speaker) in place.voice.speakers.iter().enumerate() {
            @if at > 0 { " and " } (t(&speaker.name))
        }
    }
}

/// When a document was written, or words were said.
fn on(stored: &StoredPassage) -> Markup {
    let date = stored.published.as_ref().unwrap_or(&stored.date).value;
    html! { @if let Some(date) = date { ", " (human(date)) } @else { ", no date" } }
}

fn differences(place: &crate::quotation::Place) -> Markup {
    html! {
        @if !place.differences.is_empty() {
            " (" (t(&place.differences.iter().map(told).collect::<Vec<_>>().join("; "))) ")"
        }
    }
}

/// The address of words in their document.
pub(super) fn href(stored: &StoredPassage, place: Span) -> String {
    let asked = Asked::default().set("c", format!("{}-{}", place.start, place.end));
    format!("{}#c", asked.href(&format!("/document/{}", stored.id)))
}
