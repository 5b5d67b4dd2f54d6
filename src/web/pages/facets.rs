//! Counts of what is found, by which one narrows it: beside the hits the first few values, on a page of their own all.

use std::borrow::Cow;
use std::sync::Arc;

use maud::{Markup, html};

use super::frame::{Frame, Tab};
use super::understood::understood;
use super::{count, thousands};
use crate::output::{write_facets_csv, write_facets_json};
use crate::query::{Filters, Query};
use crate::search::{Facet, FacetField, FacetValue, Facets};
use crate::web::answer::{Answer, CSV, JSON, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::t;

/// So many values of a field stand beside the hits.
const BESIDE: usize = 8;
/// So many stand on a page of all.
const ON_PAGE: usize = 500;

/// The fields beside the hits, in their order.
const FIELDS: [FacetField; 8] = [
    FacetField::Speaker,
    FacetField::Entity,
    FacetField::Topic,
    FacetField::Year,
    FacetField::Kind,
    FacetField::Source,
    FacetField::Form,
    FacetField::Tag,
];

/// The name of a field's parameter, and how a value of it stands there.
fn parameter(field: FacetField, value: &str) -> (&'static str, String) {
    match field {
        FacetField::Kind => ("kind", value.to_owned()),
        _ => (field.as_str(), format!("={value}")),
    }
}

/// What the list of a field is called.
fn heading(field: FacetField) -> &'static str {
    match field {
        FacetField::Speaker => "Speakers",
        FacetField::Entity => "Mentioned",
        FacetField::Topic => "Topics",
        FacetField::Form => "Forms",
        FacetField::Kind => "Kinds",
        FacetField::Source => "Sources",
        FacetField::Tag => "My codes",
        FacetField::Year => "Years",
    }
}

/// A field of counts that are kept: no value of them is copied.
struct Counted {
    counts: Arc<Facets>,
    at: usize,
}

impl Counted {
    fn of(counts: &Arc<Facets>) -> impl Iterator<Item = Self> {
        (0..counts.facets.len()).map(|at| Self { counts: Arc::clone(counts), at })
    }

    fn facet(&self) -> &Facet {
        &self.counts.facets[self.at]
    }
}

/// The counts of the fields for what is asked. Where a field has values that are asked for, it is counted as if it had none:
/// others can be chosen too.
fn counted(view: &View, asked: &Asked, query: &Query, filters: &Filters) -> Result<Vec<Counted>, Trouble> {
    let is_chosen = |field: &FacetField| asked.get(field.as_str()).is_some();
    let (chosen, others): (Vec<FacetField>, Vec<FacetField>) = FIELDS.into_iter().partition(is_chosen);
    let mut facets: Vec<Counted> = Counted::of(&counts(view, asked, query, filters, &others)?).collect();
    for field in chosen {
        let (asked, mut open) = (asked.without_all(&[field.as_str()]), filters.clone());
        match field {
            FacetField::Speaker => open.speakers.clear(),
            FacetField::Entity => open.entities.clear(),
            FacetField::Topic => open.topics.clear(),
            FacetField::Form => open.forms.clear(),
            FacetField::Kind => open.kinds.clear(),
            FacetField::Source => open.sources.clear(),
            FacetField::Tag => open.tags.clear(),
            FacetField::Year => {}
        }
        facets.extend(Counted::of(&counts(view, &asked, query, &open, &[field])?));
    }
    facets.sort_by_key(|one| FIELDS.iter().position(|field| *field == one.facet().field));
    Ok(facets)
}

fn counts(
    view: &View,
    asked: &Asked,
    query: &Query,
    filters: &Filters,
    fields: &[FacetField],
) -> Result<Arc<Facets>, Trouble> {
    let names: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
    let key = format!("{} {}", names.join(" "), asked.question().href(""));
    view.kept(key, || Ok(view.searcher.facets(query, filters, fields)?))
}

/// The counts beside the hits.
pub(super) fn sidebar(
    view: &View,
    asked: &Asked,
    query: &Query,
    filters: &Filters,
) -> Result<Markup, Trouble> {
    let facets = counted(view, asked, query, filters)?;
    let shown = facets.iter().map(Counted::facet).filter(|facet| !facet.values.is_empty());
    Ok(html! {
        aside.facets aria-label="Narrow it down" {
            @for facet in shown { (list(asked, facet)) }
        }
    })
}

fn list(asked: &Asked, facet: &Facet) -> Markup {
    let field = facet.field;
    let all = asked.question().href(&format!("/facets/{}", field.as_str()));
    // Years stand in order of time: the last of them are shown.
    let values: Vec<&FacetValue> = match field {
        FacetField::Year => facet.values.iter().rev().take(BESIDE).collect(),
        _ => facet.values.iter().take(BESIDE).collect(),
    };
    html! {
        section.facet aria-labelledby=(format!("f-{}", field.as_str())) {
            h2 #(format!("f-{}", field.as_str())) { (heading(field)) }
            ul {
                @for value in &values { (one(asked, field, value)) }
                @if facet.without > 0 && field != FacetField::Kind { (none(asked, facet)) }
            }
            @if facet.values.len() > BESIDE {
                p.all { a href=(all) { "All " (thousands(facet.values.len())) } }
            }
            @if facet.values.len() > BESIDE && field != FacetField::Year {
                form.find action=(format!("/facets/{}", field.as_str())) method="get" {
                    @for (name, value) in asked.question().pairs() { input type="hidden" name=(name) value=(t(value)); }
                    label.unseen for=(format!("find-{}", field.as_str())) { "Find in " (heading(field)) }
                    input #(format!("find-{}", field.as_str())) type="search" name="contains" placeholder="Find …"
                        autocomplete="off" data-values=(format!("/facets/{}.json", field.as_str()));
                }
            }
        }
    }
}

/// A value, with links that ask for it or leave it out.
fn one(asked: &Asked, field: FacetField, value: &FacetValue) -> Markup {
    let path = "/search";
    if field == FacetField::Year {
        let year = asked.anew().without_all(&["date"]).set("from", &value.value).set("to", &value.value);
        return html! { li { a.value href=(year.href(path)) { (t(&value.value)) } span.count { (number(value)) } } };
    }
    let (name, term) = parameter(field, &value.value);
    let (asks, not) = (asked.all(name).any(|known| known == term), format!("not_{name}"));
    let excluded = asked.all(&not).any(|known| known == term);
    let anew = asked.anew();
    html! {
        li.chosen[asks].not[excluded] {
            @if asks {
                a.value aria-current="true" href=(anew.without(name, &term).href(path)) {
                    span aria-hidden="true" { "✓ " } (t(&value.value)) span.unseen { ": take away" }
                }
            } @else {
                a.value href=(anew.without(&not, &term).with(name, &term).href(path)) { (t(&value.value)) }
            }
            span.count { (number(value)) }
            @if excluded {
                a.leave href=(anew.without(&not, &term).href(path)) { "not ×" span.unseen { " take back: " (t(&value.value)) } }
            } @else {
                a.leave href=(anew.without(name, &term).with(&not, &term).href(path)) { "not" span.unseen { " " (t(&value.value)) } }
            }
        }
    }
}

/// Statements that have no value.
fn none(asked: &Asked, facet: &Facet) -> Markup {
    let field = facet.field;
    let anew = asked.anew();
    let without = match field {
        FacetField::Year => anew.without_all(&["from", "to"]).set("date", "none"),
        _ => anew.with(field.as_str(), "="),
    };
    html! {
        li.none {
            a.value href=(without.href("/search")) { (field.without()) }
            span.count { (thousands(facet.without as usize)) }
        }
    }
}

fn number(value: &FacetValue) -> String {
    thousands(value.statements as usize)
}

/// All values of a field, and its twins.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let (name, ending) = call.last().split_once('.').unwrap_or((call.last(), ""));
    let field = FIELDS.into_iter().find(|field| field.as_str() == name);
    let field =
        field.ok_or_else(|| Trouble::missing("there is no such count", "see those beside the hits"))?;
    let asked = &call.asked;
    let (query, filters) = view.question(asked)?;
    let facets = counts(view, asked, &query, &filters, &[field])?;
    let wanted = asked.get("contains").map(fold);
    let found = narrowed(&facets, wanted.as_deref());
    let mut out = Vec::new();
    match ending {
        "" => {}
        "json" => {
            write_facets_json(&mut out, &query, &filters, &found)?;
            return Ok(Answer::new(JSON, out));
        }
        "csv" => {
            write_facets_csv(&mut out, &found)?;
            return Ok(Answer::new(CSV, out).named(format!("{name}.csv")));
        }
        _ => return Err(Trouble::missing("there is no such form of it", "there are .json and .csv")),
    }
    let title = format!("{} of what is found", heading(field));
    let path = format!("/facets/{name}");
    let facet = &found.facets[0];
    let pages = facet.values.len().div_ceil(ON_PAGE).max(1);
    let page = asked.page()?.min(pages);
    let values = facet.values.iter().skip((page - 1) * ON_PAGE).take(ON_PAGE);
    let question = asked.question();
    let main = html! {
        (understood(view, asked, (&query, &filters), &path, &facets.notes)?)
        h1 { (title) }
        p { (count(facet.values.len(), "value")) " in " (count(found.statements as usize, "statement")) "." }
        form.find action=(path) method="get" role="search" aria-label="Find a value" {
            @for (name, value) in question.pairs() { input type="hidden" name=(name) value=(t(value)); }
            label for="contains" { "Find " }
            input #contains type="search" name="contains" value=(t(asked.get("contains").unwrap_or_default()));
            button type="submit" { "Find" }
        }
        ul.facet.long {
            @for value in values { (one(&question, field, value)) }
            @if facet.without > 0 && wanted.is_none() && field != FacetField::Kind { (none(&question, facet)) }
        }
        @if pages > 1 {
            nav.pager aria-label="Pages of values" {
                @if page > 1 { a rel="prev" href=(asked.set("page", page - 1).href(&path)) { "Back" } }
                span { "Page " (page) " of " (pages) }
                @if page < pages { a rel="next" href=(asked.set("page", page + 1).href(&path)) { "More" } }
            }
        }
        p.exports { a download href=(asked.href(&format!("{path}.csv"))) { "CSV" } " " a href=(asked.href(&format!("{path}.json"))) { "JSON" } }
    };
    Ok(Answer::html(Frame::new(&view.site, &question, &title, Tab::Passages).page(&main)))
}

/// The values that hold what is looked for.
fn narrowed<'f>(facets: &'f Facets, wanted: Option<&str>) -> Cow<'f, Facets> {
    let Some(wanted) = wanted else { return Cow::Borrowed(facets) };
    let mut found = Facets { facets: Vec::new(), notes: facets.notes.clone(), ..*facets };
    for facet in &facets.facets {
        let holds = |value: &&FacetValue| fold(&value.value).contains(wanted);
        let values = facet.values.iter().filter(holds).cloned().collect();
        found.facets.push(Facet { values, ..*facet });
    }
    Cow::Owned(found)
}

/// Letters without case and accents.
fn fold(text: &str) -> String {
    crate::index::analysis::words(text).map(|word| word.folded).collect::<Vec<_>>().join(" ")
}
