//! The query as it was understood, part by part, each with a link that takes it away; and what one may ask instead.

use maud::{Markup, html};

use crate::query::{Expr, Filters, Node, Query};
use crate::web::answer::Trouble;
use crate::web::asked::{Asked, FIELDS};
use crate::web::site::View;
use crate::web::text::t;

/// A part of what is asked.
struct Pill {
    /// What it is a part of: `speaker`; empty for words.
    of: &'static str,
    value: String,
    excludes: bool,
    /// The address without it.
    without: String,
}

/// So many names are told that are nearest to one that nobody has.
const NEAREST: usize = 3;

/// The pills of the query and its filters, and what is said of how they were understood. `path` is that of the page.
pub(super) fn understood(
    view: &View,
    asked: &Asked,
    (query, filters): (&Query, &Filters),
    path: &str,
    notes: &[String],
) -> Result<Markup, Trouble> {
    let pills = words(asked, query, path).into_iter().chain(values(asked, path));
    let pills: Vec<Pill> = pills.collect();
    let unknown = view.searcher.unknown_speakers(filters, NEAREST)?;
    let said = query.notes.iter().map(|note| &note.text).chain(notes);
    Ok(html! {
        section.understood aria-label="The query as understood" {
            @if !pills.is_empty() {
                ul.pills {
                    @for pill in &pills {
                        li.pill.not[pill.excludes] {
                            @if pill.excludes { span.no { "not " } }
                            @if !pill.of.is_empty() { span.of { (pill.of) ": " } }
                            span.value { (t(&pill.value)) }
                            a.remove href=(pill.without) {
                                span.unseen { "Take away " @if pill.excludes { "not " } (pill.of) " " (t(&pill.value)) }
                                span aria-hidden="true" { "×" }
                            }
                        }
                    }
                    @if pills.len() > 1 { li { a.quiet href=(path) { "Take all away" } } }
                }
            }
            @for note in said { p.note { (t(note)) } }
            @for meaning in &filters.meant {
                p.note { "Speaker “" (t(&meaning.typed)) "” is understood as " (t(&meaning.said)) "." }
            }
            @for (name, nearest) in &unknown {
                p.note {
                    "Nobody in the index speaks under the name “" (t(name)) "”."
                    @if !nearest.is_empty() { " The nearest names: " (instead(asked, path, name, nearest)) }
                }
            }
        }
    })
}

/// Links to the nearest names of a speaker who is not known.
fn instead(asked: &Asked, path: &str, name: &str, nearest: &[String]) -> Markup {
    let without = asked.anew().without("speaker", name).without("speaker", &format!("={name}"));
    html! {
        @for (at, other) in nearest.iter().enumerate() {
            @if at > 0 { ", " }
            a href=(without.with("speaker", &format!("={other}")).href(path)) { (t(other)) }
        }
        "."
    }
}

/// The parts of the query itself.
fn words(asked: &Asked, query: &Query, path: &str) -> Vec<Pill> {
    let Some(root) = &query.root else { return Vec::new() };
    let parts: Vec<&Node> = match &root.expr {
        Expr::All => return Vec::new(),
        Expr::Best(parts) | Expr::And(parts) => parts.iter().collect(),
        _ => vec![root],
    };
    let said = |root: Node| Query { root: Some(root), ..Query::default() }.understood();
    let pill = |at: usize, part: &Node| {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        let mut others: Vec<Node> = others.map(|(_, part)| (*part).clone()).collect();
        let rest = match (&root.expr, others.len()) {
            (_, 0) => None,
            (_, 1) => others.pop(),
            (Expr::And(_), _) => Some(Node::new(root.span, Expr::And(others))),
            _ => Some(Node::new(root.span, Expr::Best(others))),
        };
        let rest = rest.map(said);
        let kept = asked.anew().without_all(&["q"]);
        let (value, excludes) = match &part.expr {
            Expr::Not(inner) => (said((**inner).clone()), true),
            _ => (said(part.clone()), false),
        };
        let without = rest.map_or(kept.clone(), |rest| kept.set("q", rest)).href(path);
        Pill { of: "", value, excludes, without }
    };
    parts.iter().enumerate().map(|(at, part)| pill(at, part)).collect()
}

/// The values of the filters.
fn values(asked: &Asked, path: &str) -> Vec<Pill> {
    let mut pills = Vec::new();
    for field in FIELDS.into_iter().chain(["kind"]) {
        for (excludes, name) in [(false, field.to_owned()), (true, format!("not_{field}"))] {
            for value in asked.all(&name) {
                let shown = match value.strip_prefix('=') {
                    Some("") => "none".to_owned(),
                    Some(whole) => whole.to_owned(),
                    None => value.to_owned(),
                };
                let without = asked.anew().without(&name, value).href(path);
                pills.push(Pill { of: field, value: shown, excludes, without });
            }
        }
    }
    for (name, of) in [("from", "from"), ("to", "to"), ("date", "just the date")] {
        pills.extend(asked.get(name).map(|value| Pill {
            of,
            value: value.to_owned(),
            excludes: false,
            without: asked.anew().without_all(&[name]).href(path),
        }));
    }
    for (name, of) in [("words", "only in what was said"), ("literal", "every word as a word")] {
        if asked.is_on(name) {
            let without = asked.anew().without_all(&[name]).href(path);
            pills.push(Pill { of: "", value: of.to_owned(), excludes: false, without });
        }
    }
    pills
}
