//! One passage as it is shown in a list: who, when, the words, where they stand.

use maud::{Markup, html};

use crate::index::StoredPassage;
use crate::model::{Corrected, Kind, Span, StatementDate};
use crate::output::Permalink;
use crate::search::{Hit, Match};
use crate::web::asked::Asked;
use crate::web::site::View;
use crate::web::text::{date, human, marked, office, t, web};

/// A hit in the list of a query, with what stands before and after it where that is asked.
pub(super) fn hit(view: &View, asked: &Asked, hit: &Hit, around: Option<&Around>) -> Markup {
    let stored = &hit.stored;
    let (words, marks) = hit.passage.quoted();
    let document = document_href(asked, stored, hit.place);
    html! {
        li.hit #(format!("h-{}-{}", stored.id, hit.place.start)) value=(hit.rank) {
            article {
                (who_and_when(asked, stored, None))
                @match around {
                    Some(around) => (around.before_it()),
                    None => @if let Some(question) = &hit.question {
                        p.question lang=[language(stored)] dir="auto" {
                            span.quiet {
                                @match &question.speaker { Some(speaker) => (t(&speaker.name)), None => "Question" } ": "
                            }
                            (marked(&question.text, &question.highlights))
                        }
                    },
                }
                blockquote.words lang=[language(stored)] dir="auto" { p { (marked(words, marks)) } }
                @if let Some(around) = around { (around.after_it()) }
                @if hit.matched == Match::Some && !hit.missing.is_empty() {
                    p.missing { "Without: " (t(&hit.missing.join(", "))) }
                }
                (corrections(&stored.corrected))
                footer.where {
                    a.title href=(document) { (t(&heading(stored))) }
                    (place(stored))
                    (others(asked, hit))
                    @if hit.held_back > 0 {
                        span.quiet { (hit.held_back) " more of this document further down" }
                    }
                }
                (actions(view, asked, hit, around.is_some()))
                @if !hit.why.is_empty() {
                    ul.why aria-label="Why it was found" { @for line in &hit.why { li { (t(line)) } } }
                }
            }
        }
    }
}

/// Speaker, date, kind and codes. A date that stands above already is not told again.
pub(super) fn who_and_when(asked: &Asked, stored: &StoredPassage, above: Option<&StatementDate>) -> Markup {
    html! {
        header.who {
            @match stored.all_speakers() {
                [] => span.speaker.nobody {
                    @if stored.kind == Kind::Narration { "Narration" } @else { "Speaker not known" }
                },
                speakers => @for (at, speaker) in speakers.iter().enumerate() {
                    @if at > 0 { " and " }
                    a.speaker href=(asked.anew().with("speaker", &format!("={}", speaker.name)).href("/search"))
                        title="Only what this speaker says" { (t(&speaker.name)) }
                    @if let Some(office) = office(speaker) { " " span.office { (t(&office)) } }
                },
            }
            @if above != Some(&stored.date) { span.when { (date(&stored.date)) } }
            @if let Some(published) = stored.published.as_ref().filter(|date| above != Some(date)).and_then(|date| date.value) {
                span.quiet { "published " (human(published)) }
            }
            @if stored.kind != Kind::Spoken && stored.kind != Kind::Narration {
                span.kind.(stored.kind.as_str()) { (stored.kind.as_str()) }
            }
            @for tag in &stored.tags { a.tag href=(asked.anew().with("tag", &format!("={tag}")).href("/search")) { (t(tag)) } }
        }
    }
}

/// What a person corrected, as sentences.
pub(super) fn corrections(corrected: &[Corrected]) -> Markup {
    html! { @for mark in corrected { p.corrected { (t(&mark.sentence())) } } }
}

/// What a document is called: its title, else its file.
pub(super) fn heading(stored: &StoredPassage) -> String {
    let title = stored.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    title.map_or_else(|| stored.path.rsplit('/').next().unwrap_or(&stored.path).to_owned(), str::to_owned)
}

/// Who published it, and where in the source it stands.
pub(super) fn place(stored: &StoredPassage) -> Markup {
    html! {
        @if let Some(source) = &stored.source { span.source { (t(source)) } }
        span.place title="Where it stands in the file" { (t(&stored.place())) }
        @if let Some(url) = stored.url.as_deref().and_then(web) {
            a.out href=(url) rel="noreferrer noopener external" { "Published at " (t(domain(url))) }
        }
    }
}

fn domain(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// The language of a passage's words, as far as its document states one.
pub(super) fn language(stored: &StoredPassage) -> Option<&str> {
    stored.language.as_deref().filter(|tag| tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}

/// The address of words in their document; the way back to the list goes with it.
pub(super) fn document_href(asked: &Asked, stored: &StoredPassage, place: Span) -> String {
    let asked = asked.without_all(&["open"]).set("c", format!("{}-{}", place.start, place.end));
    format!("{}#c", asked.href(&format!("/document/{}", stored.document)))
}

/// The address that names just these words, and tells if they change.
pub(super) fn permalink(stored: &StoredPassage, place: Span, words: &str) -> String {
    let link = Permalink::new(&stored.id, place, words).to_string();
    let hash = link.rsplit(";h=").next().unwrap_or_default();
    let asked = Asked::default().set("c", format!("{}-{}", place.start, place.end)).set("h", hash);
    format!("{}#c", asked.href(&format!("/document/{}", stored.id)))
}

/// Where else the same words stand.
fn others(asked: &Asked, hit: &Hit) -> Markup {
    let others = &hit.others;
    html! {
        @if others.count > 0 {
            details.also {
                summary { "also " (others.count) }
                ul {
                    @for copy in &others.copies {
                        li { a href=(asked.href(&format!("/document/{}", copy.id))) { (t(&copy.path)) } }
                    }
                    @for place in &others.places { li { (t(place)) } }
                    @if others.copies.len() + others.places.len() < others.count {
                        li { a href=(asked.anew().set("copies", 1).href("/search")) { "show each" } }
                    }
                }
            }
        }
    }
}

fn actions(view: &View, asked: &Asked, hit: &Hit, open: bool) -> Markup {
    let stored = &hit.stored;
    let key = format!("{}-{}", stored.id, hit.place.start);
    let here = format!("#h-{key}");
    let cite = Asked::default().set("c", format!("{}-{}", hit.place.start, hit.place.end));
    html! {
        p.actions {
            @if open {
                a href=(format!("{}{here}", asked.without_all(&["open"]).href("/search"))) { "Close" }
            } @else {
                a data-around=(format!("/around/{}", stored.id))
                    href=(format!("{}{here}", asked.set("open", &stored.id).href("/search"))) { "Before and after" }
            }
            a href=(cite.href(&format!("/cite/{}", stored.id))) { "Cite" }
            a href=(permalink(stored, hit.place, &hit.passage.text)) { "Link" }
            @if view.may_change() {
                a href=(asked.set("c", format!("{}-{}", hit.place.start, hit.place.end))
                    .href(&format!("/record/{}", stored.id))) { "Correct or tag" }
            }
        }
    }
}

/// The statements before and after one, in its document.
pub(super) struct Around {
    pub before: Vec<StoredPassage>,
    /// The passages of the statement itself.
    pub itself: Vec<StoredPassage>,
    pub after: Vec<StoredPassage>,
}

impl Around {
    /// One statement to each side.
    pub fn of(view: &View, id: &str) -> Result<Option<Self>, crate::web::answer::Trouble> {
        let itself = view.index.show(id)?;
        let Some(first) = itself.first() else { return Ok(None) };
        let document = view.index.show(&first.document)?;
        let at = document.iter().position(|passage| passage.id == first.id).unwrap_or(0);
        let end = document.iter().rposition(|passage| passage.id == first.id).map_or(0, |at| at + 1);
        let same = |passage: Option<&StoredPassage>| passage.map(|passage| passage.id.clone());
        let of = |id: Option<String>| {
            document.iter().filter(|passage| Some(&passage.id) == id.as_ref()).cloned().collect::<Vec<_>>()
        };
        let before = of(at.checked_sub(1).and_then(|at| same(document.get(at))));
        let after = of(same(document.get(end)));
        Ok(Some(Self { before, itself, after }))
    }

    fn side(passages: &[StoredPassage], which: &str) -> Markup {
        let words: String = passages.iter().map(|passage| passage.text.as_str()).collect();
        let quoted = crate::search::quotation(words.trim(), &[]).map(|quoted| quoted.text);
        html! {
            @if let Some(first) = passages.first() {
                div.around aria-label=(which) role="group" {
                    p.quiet {
                        @match first.all_speakers() {
                            [] => (first.kind.as_str()),
                            speakers => @for (at, speaker) in speakers.iter().enumerate() {
                                @if at > 0 { " and " } (t(&speaker.name))
                            },
                        }
                    }
                    p lang=[language(first)] dir="auto" { (t(quoted.as_deref().unwrap_or(words.trim()))) }
                }
            }
        }
    }

    pub fn before_it(&self) -> Markup {
        Self::side(&self.before, "The statement before")
    }

    pub fn after_it(&self) -> Markup {
        Self::side(&self.after, "The statement after")
    }
}
