//! A document as it was read: its statements by speaker, what was found in it marked, and why each is known.

use std::sync::Arc;

use maud::{Markup, html};

use super::echoes;
use super::frame::{Frame, Tab};
use super::hit::{corrections, heading, language, permalink, place, who_and_when};
use super::search::within_document;
use super::thousands;
use super::why::{Explained, why};
use crate::index::StoredPassage;
use crate::model::{Span, StatementDate};
use crate::output::Permalink;
use crate::search::{Options, Sort};
use crate::web::answer::{Answer, JSON, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::{date, marked, t};

/// So many code points of a document on one page; the rest stands on the next.
const ON_PAGE: usize = 120_000;
/// So many hits of a document are marked.
const MOST_HITS: usize = 2_000;

/// A document, and what is to be seen in it.
struct Seen {
    passages: Vec<StoredPassage>,
    /// The words that were found, in code points of the body, in order.
    marks: Vec<Span>,
    /// The passages that were found, by their first mark.
    hits: Vec<Span>,
    /// The words that the address names.
    named: Option<Span>,
    /// The document's own date: it stands at its head, and is not told again.
    date: Option<StatementDate>,
    /// By which rules its statements are what they are.
    explained: Arc<Explained>,
    /// Where the quotations of the statement were said that the address names, and who quotes it.
    echoes: Option<Markup>,
}

/// The page, and its twin in JSON.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let (id, twin) = match call.last().strip_suffix(".json") {
        Some(id) => (id, true),
        None => (call.last(), false),
    };
    let asked = &call.asked;
    let named = asked.get("c").map(span).transpose()?;
    let found = view.index.show(id)?;
    let Some(first) = found.first() else {
        return Err(Trouble::missing(
            format!("nothing in the index has the id {id}"),
            "the text may have changed, or be gone: search for its words",
        ));
    };
    let is_statement = first.document != id;
    let mut passages = if is_statement { view.index.show(&first.document)? } else { found.clone() };
    if twin {
        let mut json = serde_json::to_vec_pretty(&passages).map_err(std::io::Error::from)?;
        json.push(b'\n');
        return Ok(Answer::new(JSON, json));
    }
    let told = named.zip(asked.get("h")).map(|(place, hash)| {
        let words = Permalink::new(id, place, "");
        let link = words.to_string();
        let link = format!("{}h={hash}", link.rsplit_once("h=").map_or("", |(link, _)| link));
        let cited = link.parse::<Permalink>().ok();
        cited.is_some_and(|link| link.words(&found).is_some_and(|words| link.cites(&words)))
    });
    let named = named.or_else(|| is_statement.then_some(first.statement));
    let (marks, hits) = marks(view, asked, &first.document)?;
    let (parts, part) = part_of(&mut passages, asked, named.or(hits.get(hit_of(asked)?).copied()))?;
    let date = passages.first().map(|first| first.published.as_ref().unwrap_or(&first.date).clone());
    let explained = Explained::of(view, first)?;
    let echoes = if asked.is_on("echoes") && is_statement { Some(echoes::echoes(view, id)?) } else { None };
    let seen = Seen { passages, marks, hits, named, date, explained, echoes };
    let title = heading(first);
    let main = html! {
        (back(asked))
        @match told {
            Some(true) => p.told role="status" { "The link names the words that are marked below; they are as they were cited." },
            Some(false) => p.trouble role="alert" {
                "The words at the place that this link names are not those that were cited: the text was changed or shifted. "
                "Search for the words."
            },
            None => {},
        }
        @match asked.get("note") {
            Some("read") => p.told role="status" { "Written down. Searches, counts and timelines follow." },
            Some(_) => p.note role="status" { "Written down. It is seen after the next run of demarche index." },
            None => {},
        }
        h1 { (t(&title)) }
        (about(view, asked, first)?)
        (steps(asked, &seen)?)
        (pager(asked, id, parts, part))
        (body(view, asked, &seen))
        (pager(asked, id, parts, part))
    };
    Ok(Answer::html(Frame::new(&view.site, asked, &title, Tab::None).page(&main)))
}

/// `12-31`
pub(in crate::web) fn span(text: &str) -> Result<Span, Trouble> {
    let parsed = text.split_once('-').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    match parsed {
        Some((start, end)) if start <= end => Ok(Span::new(start, end)),
        _ => Err(Trouble::bad(format!("{text} is no place in a document"), "copy the link whole")),
    }
}

/// What was found in the document, in the order of its text.
fn marks(view: &View, asked: &Asked, document: &str) -> Result<(Vec<Span>, Vec<Span>), Trouble> {
    if asked.words().is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (query, filters) = view.question(asked)?;
    let options =
        Options { filters, sort: Sort::Oldest, limit: MOST_HITS, all_copies: true, ..Options::default() };
    let results = view.searcher.search(&within_document(&query, document), &options)?;
    let mut marks: Vec<Span> = Vec::new();
    let mut hits: Vec<Span> = Vec::new();
    for hit in &results.hits {
        marks.extend(&hit.passage.highlights_in_body);
        hits.push(
            hit.passage
                .highlights_in_body
                .first()
                .copied()
                .unwrap_or(Span::new(hit.place.start, hit.place.start)),
        );
    }
    for spans in [&mut marks, &mut hits] {
        spans.sort_unstable();
        spans.dedup();
    }
    Ok((marks, hits))
}

/// Which hit is looked at, from 0.
fn hit_of(asked: &Asked) -> Result<usize, Trouble> {
    Ok(asked.number("hit", 1, (1, MOST_HITS))? - 1)
}

/// Leaves the passages of one part, in which what is looked at stands; how many parts there are, and which it is, from 1.
fn part_of(
    passages: &mut Vec<StoredPassage>,
    asked: &Asked,
    at: Option<Span>,
) -> Result<(usize, usize), Trouble> {
    let part_at = |at: usize| at / ON_PAGE;
    let parts = passages.last().map_or(1, |last| part_at(last.span.start) + 1);
    let wanted = at.map_or(1, |at| part_at(at.start) + 1).min(parts);
    let part = asked.number("part", wanted, (1, parts))?;
    passages.retain(|passage| part_at(passage.span.start) + 1 == part);
    Ok((parts, part))
}

fn pager(asked: &Asked, id: &str, parts: usize, part: usize) -> Markup {
    let path = format!("/document/{id}");
    let to = |part: usize| asked.without_all(&["c", "h", "hit"]).set("part", part).href(&path);
    html! {
        @if parts > 1 {
            nav.pager aria-label="Parts of the document" {
                @if part > 1 { a rel="prev" href=(to(part - 1)) { "Part before" } }
                span { "Part " (part) " of " (parts) }
                @if part < parts { a rel="next" href=(to(part + 1)) { "Next part" } }
            }
        }
    }
}

/// The way back to the list.
fn back(asked: &Asked) -> Markup {
    let list = asked.without_all(&["c", "h", "hit", "part", "note"]);
    html! {
        @if !asked.words().is_empty() || !list.question().pairs().is_empty() {
            p.back { a data-back href=(list.href("/search")) { "← Back to the passages" } }
        }
    }
}

/// What is known of the document as a whole.
fn about(view: &View, asked: &Asked, first: &StoredPassage) -> Result<Markup, Trouble> {
    let others = view.index.places_of(&first.path)?;
    let published = first.published.as_ref().unwrap_or(&first.date);
    Ok(html! {
        dl.facts {
            div { dt { "File" } dd { (t(&first.path)) } }
            @if let Some(source) = &first.source { div { dt { "Source" } dd { (t(source)) } } }
            @if let Some(author) = &first.author { div { dt { "Author" } dd { (t(author)) } } }
            @if let Some(number) = &first.number { div { dt { "Number" } dd { (t(number)) } } }
            div { dt { "Date" } dd { (date(published)) } }
            @if !first.forms.is_empty() { div { dt { "Form" } dd { (t(&first.forms.join(", "))) } } }
            @if first.url.is_some() { div { dt { "Address" } dd { (place(first)) } } }
            @if !others.is_empty() { div { dt { "Also in" } dd { (t(&others.join(", "))) } } }
            div { dt { "As data" } dd { a href=(format!("/document/{}.json", first.document)) { "JSON" } " "
                a href=(asked.question().without_all(&["q"]).href(&format!("/cite/{}", first.id))) { "Cite" } } }
        }
    })
}

/// Hits, one after the other.
fn steps(asked: &Asked, seen: &Seen) -> Result<Markup, Trouble> {
    let (hits, at) = (seen.hits.len(), hit_of(asked)?);
    let at = seen.named.filter(|_| asked.get("hit").is_none()).map_or(at, |named| {
        seen.hits.partition_point(|hit| hit.start < named.start).min(hits.saturating_sub(1))
    });
    let id = seen.passages.first().map_or("", |passage| passage.document.as_str());
    let to = |hit: usize| {
        let asked = asked.without_all(&["c", "h", "part"]).set("hit", hit + 1);
        format!("{}#m-{}", asked.href(&format!("/document/{id}")), hit + 1)
    };
    Ok(html! {
        @if hits > 0 {
            nav.steps aria-label="What was found here" {
                @if at > 0 { a rel="prev" data-key="p" href=(to(at - 1)) { "‹ previous" } }
                span { (at + 1) " of " (thousands(hits)) }
                @if at + 1 < hits { a rel="next" data-key="n" href=(to(at + 1)) { "next ›" } }
                @if hits == MOST_HITS { span.quiet { "the first " (MOST_HITS) " are marked" } }
            }
        }
    })
}

/// The text, statement by statement.
fn body(view: &View, asked: &Asked, seen: &Seen) -> Markup {
    let statements = seen.passages.chunk_by(|one, other| one.id == other.id);
    html! {
        div.document {
            @for passages in statements {
                (statement(view, asked, seen, passages))
            }
        }
    }
}

fn statement(view: &View, asked: &Asked, seen: &Seen, passages: &[StoredPassage]) -> Markup {
    let first = &passages[0];
    let is_named = seen
        .named
        .is_some_and(|named| first.statement.start <= named.start && named.start < first.statement.end);
    let words: String = passages.iter().map(|passage| passage.text.as_str()).collect();
    let place = Span::new(first.span.start, first.span.start + words.chars().count());
    let whole = words.trim();
    html! {
        article.statement.(first.kind.as_str()).here[is_named] #(format!("s-{}", first.id)) aria-label=(label(first)) {
            (who_and_when(&asked.question(), first, seen.date.as_ref()))
            @if let Some(page) = &first.page { p.page-number { "page " (t(page)) } }
            div.text lang=[language(first)] dir="auto" { (text(seen, words.trim_end(), place)) }
            (corrections(&first.corrected))
            @if is_named { @if let Some(echoes) = &seen.echoes { (echoes) } }
            details.known {
                summary { "Why" span.unseen { ", and what to do with the words of " (t(&label(first))) } }
                (why(first, &seen.explained))
                p.actions {
                    a href=(format!("/cite/{}", first.id)) { "Cite" }
                    a href=(permalink(first, trimmed(place, &words), whole)) { "Link" }
                    (echoes::link(asked, first))
                    @if view.may_change() {
                        a href=(asked.question().set("c", format!("{}-{}", first.statement.start, first.statement.end))
                            .href(&format!("/record/{}", first.id))) { "Correct or tag" }
                    }
                }
            }
        }
    }
}

/// The place of words without the white space around them.
fn trimmed(place: Span, words: &str) -> Span {
    let blank = words.chars().take_while(|c| c.is_whitespace()).count();
    Span::new(place.start + blank, place.start + blank + words.trim().chars().count())
}

fn label(first: &StoredPassage) -> String {
    first
        .all_speakers()
        .first()
        .map_or_else(|| first.kind.as_str().to_owned(), |speaker| speaker.name.clone())
}

/// Words with what was found marked, each first mark of a hit with its number, and the words that the address names.
fn text(seen: &Seen, words: &str, place: Span) -> Markup {
    let inside = |span: &Span| span.start < place.end && span.end > place.start;
    let shift = |span: &Span| {
        Span::new(span.start.max(place.start) - place.start, span.end.min(place.end) - place.start)
    };
    // Cuts at the marks and at the ends of what is named.
    let named = seen.named.filter(|named| inside(named));
    let (before, at, after) = match named {
        None => (words.to_owned(), String::new(), String::new()),
        Some(named) => {
            let named = shift(&named);
            let take = |from: usize, to: usize| words.chars().skip(from).take(to - from).collect::<String>();
            (take(0, named.start), take(named.start, named.end), take(named.end, usize::MAX / 2))
        }
    };
    let mut from = place.start;
    let mut run = |words: &str| {
        let here = Span::new(from, from + words.chars().count());
        from = here.end;
        runs(seen, words, here)
    };
    html! {
        (run(&before))
        @if named.is_some() { span.cited #c { (run(&at)) } }
        (run(&after))
    }
}

/// Words with their marks.
fn runs(seen: &Seen, words: &str, place: Span) -> Markup {
    let marks = seen.marks.iter().filter(|mark| mark.start < place.end && mark.end > place.start);
    let marks: Vec<Span> = marks.copied().collect();
    let mut rest = words.chars();
    let mut at = place.start;
    let mut take = |to: usize| -> String {
        let part = rest.by_ref().take(to.saturating_sub(at)).collect();
        at = at.max(to);
        part
    };
    html! {
        @for mark in &marks {
            (t(&take(mark.start)))
            @match seen.hits.binary_search(mark) {
                Ok(hit) => mark #(format!("m-{}", hit + 1)) tabindex="-1" { (t(&take(mark.end))) },
                Err(_) => mark { (t(&take(mark.end))) },
            }
        }
        (marked(&take(usize::MAX / 2), &[]))
    }
}
