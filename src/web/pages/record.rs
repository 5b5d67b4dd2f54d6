//! The researcher's own record: what was corrected, coded, noted, collected and kept, and the forms that add to it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::count;
use super::forms::token;
use super::frame::{Frame, Tab};
use super::hit::{heading, who_and_when};
use super::why::{Explained, why};
use crate::model::{Kind, Span};
use crate::output::{write_code_book_csv, write_collection_csv, write_collection_markdown};
use crate::record::{Correction, Corrections, Marked, Notes, Record};
use crate::research::{SavedSearch, SavedSearches, coded_documents, review_corrections};
use crate::web::answer::{Answer, CSV, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::t;

/// The record of the project as it stands.
pub(in crate::web) fn stored(view: &View) -> Result<Record, Trouble> {
    let project = &view.site.settings.project;
    let notes = project.notes_file();
    let is_ours = project.notes.is_some() || Notes::is_one(&notes);
    let record = Record {
        corrections: Corrections::open(&[project.corrections_file()])?.into(),
        notes: if is_ours { Notes::open(&notes)? } else { Notes::default() }.into(),
        ..Record::default()
    };
    Ok(record)
}

/// The page, and a collection as a file.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let record = stored(view)?;
    if let Some(name) = call.asked.get("collection") {
        return collection(view, &record, name, call.asked.get("order") == Some("csv"));
    }
    if call.asked.get("order") == Some("codes") {
        let mut out = Vec::new();
        write_code_book_csv(&mut out, &record.notes.code_book())?;
        return Ok(Answer::new(CSV, out).named("codes.csv"));
    }
    let searches = SavedSearches::open(&view.site.settings.project.searches_file())?;
    let main = html! {
        h1 { "My record" }
        p.lead { "What you corrected, coded and kept lies in plain files beside your corpus, and is applied again whenever its words are read." }
        (kept(&searches))
        (codes(&record))
        (collections(&record))
        (corrections(view, &record)?)
        (notes(&record))
        @if view.may_change() { section { h2 { "Check how often the program is right" } p { a href="/check" { "Draw a sample and check it, blind" } } } }
    };
    Ok(Answer::html(Frame::new(&view.site, &call.asked, "My record", Tab::None).page(&main)))
}

fn kept(searches: &SavedSearches) -> Markup {
    html! {
        section {
            h2 { "Kept searches" }
            @if searches.iter().next().is_none() { p { "None yet: below the passages of a search one can keep it." } }
            @else { p { a href="/news" { "What is new in them" } } }
            ul.examples {
                @for search in searches.iter() {
                    li { a href=(saved_href(search)) { (t(&search.name)) } " " code { (t(&search.query)) }
                        @if let Some(on) = &search.on { span.quiet { " since " (t(on)) } } }
                }
            }
        }
    }
}

/// The address of a kept search.
pub(in crate::web) fn saved_href(search: &SavedSearch) -> String {
    saved(search).href("/search")
}

/// What a kept search asks.
pub(in crate::web) fn saved(search: &SavedSearch) -> Asked {
    let mut asked = Asked::default().set("q", &search.query);
    let lists = [
        ("speaker", &search.speaker),
        ("not_speaker", &search.not_speaker),
        ("entity", &search.entity),
        ("not_entity", &search.not_entity),
        ("topic", &search.topic),
        ("not_topic", &search.not_topic),
        ("form", &search.form),
        ("not_form", &search.not_form),
        ("tag", &search.tag),
        ("not_tag", &search.not_tag),
        ("kind", &search.kind),
        ("not_kind", &search.not_kind),
        ("source", &search.source),
        ("not_source", &search.not_source),
    ];
    for (name, values) in lists {
        asked = values.iter().fold(asked, |asked, value| asked.with(name, value));
    }
    for (name, value) in [("from", &search.from), ("to", &search.to), ("date", &search.date)] {
        if let Some(value) = value {
            asked = asked.set(name, value);
        }
    }
    for (name, is_on) in [("words", search.words), ("literal", search.literal)] {
        if is_on {
            asked = asked.set(name, 1);
        }
    }
    asked
}

fn codes(record: &Record) -> Markup {
    let book = record.notes.code_book();
    html! {
        section {
            h2 { "Codes" }
            @if book.codes.is_empty() { p { "None yet." } } @else {
                ul.examples {
                    @for code in &book.codes {
                        li { a href=(Asked::default().set("tag", format!("={}", code.name)).href("/search")) { (t(&code.name)) }
                            " " span.count { (code.uses) }
                            @if let Some(said) = &code.description { " " span.quiet { (t(said)) } } }
                    }
                }
                p.exports { a download href="/record?order=codes" { "Code book (CSV)" } }
            }
        }
    }
}

fn collections(record: &Record) -> Markup {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let all = record.notes.marked().iter().flat_map(|marked| &marked.collections);
    all.for_each(|name| *counts.entry(name).or_default() += 1);
    let href = |name: &str, csv: bool| {
        let asked = Asked::default().set("collection", name);
        if csv { asked.set("order", "csv") } else { asked }.href("/record")
    };
    html! {
        section {
            h2 { "Collections" }
            @if counts.is_empty() { p { "None yet." } }
            ul.examples {
                @for (name, number) in &counts {
                    li { (t(name)) " " span.count { (number) } " "
                        a download href=(href(name, false)) { "Markdown with footnotes" } " "
                        a download href=(href(name, true)) { "CSV" } }
                }
            }
        }
    }
}

/// A collection as a file.
fn collection(view: &View, record: &Record, name: &str, csv: bool) -> Result<Answer, Trouble> {
    let wanted = |marked: &Marked| marked.collections.iter().any(|known| known == name);
    let (documents, _) = coded_documents(&view.index.snapshot(), record, wanted)?;
    if documents.is_empty() {
        return Err(Trouble::missing(format!("nothing is in a collection {name}"), "see My record"));
    }
    let mut out = Vec::new();
    if csv {
        write_collection_csv(&mut out, &documents)?;
        return Ok(Answer::new(CSV, out).named(format!("{name}.csv")));
    }
    write_collection_markdown(&mut out, name, &documents)?;
    Ok(Answer::new("text/markdown; charset=utf-8", out).named(format!("{name}.md")))
}

fn corrections(view: &View, record: &Record) -> Result<Markup, Trouble> {
    let reviewed = review_corrections(&view.index.snapshot(), record)?;
    Ok(html! {
        section {
            h2 { "Corrections" }
            @if reviewed.is_empty() { p { "None yet." } } @else {
                div.scroll role="region" aria-label="Corrections" tabindex="0" {
                    table.left {
                        caption { (count(reviewed.len(), "correction")) }
                        thead { tr { th scope="col" { "state" } th scope="col" { "what" } th scope="col" { "where" } @if view.may_change() { th scope="col" { span.unseen { "take back" } } } } }
                        tbody {
                            @for one in &reviewed {
                                tr {
                                    th scope="row" { (one.state.as_str()) }
                                    td.words { (t(&what(&one.correction))) @if let Some(why) = &one.why { " (" (t(why)) ")" } }
                                    td.words { @if let Correction::Statement(statement) = &one.correction { (t(&statement.at.path)) ": “" (t(&statement.at.shown())) "”" } }
                                    @if view.may_change() { td { (withdraw_form(view, &one.correction)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// The button that takes a correction back.
fn withdraw_form(view: &View, correction: &Correction<'_>) -> Markup {
    let path = match correction {
        Correction::Statement(one) => one.at.path.as_str(),
        Correction::Document(one) => one.path.as_str(),
        Correction::Person(_) | Correction::Apart(_) => "",
    };
    html! {
        form method="post" action="/record/withdraw" {
            (token(view))
            input type="hidden" name="line" value=(correction.place().1);
            input type="hidden" name="path" value=(t(path));
            button.plain type="submit" { "Take back" span.unseen { " " (t(&what(correction))) } }
        }
    }
}

/// What a correction says, in a line.
fn what(correction: &Correction<'_>) -> String {
    match correction {
        Correction::Statement(one) => {
            let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
            let speakers = one.wished.speakers.as_ref().map(|names| names.join("; "));
            let texts = [
                ("speaker", &speakers),
                ("role", &one.wished.role),
                ("affiliation", &one.wished.affiliation),
            ];
            let mut said: Vec<String> = texts
                .iter()
                .filter_map(|(name, text)| Some(format!("{name} {}", shown(text.as_deref()?))))
                .collect();
            said.extend(one.wished.kind.map(|kind| format!("kind {}", kind.as_str())));
            said.extend(
                one.wished
                    .date
                    .map(|date| format!("date {}", date.map_or("none".to_owned(), |date| date.to_string()))),
            );
            said.extend(
                one.wished.topics.as_ref().map(|topics| format!("topics {}", shown(&topics.join("; ")))),
            );
            said.join(", ")
        }
        Correction::Document(one) => format!("document {}", one.path),
        Correction::Person(one) => format!("{} = {}", one.same.join(" = "), one.name),
        Correction::Apart(one) => one.names.join(" ≠ "),
    }
}

fn notes(record: &Record) -> Markup {
    let noted = record.notes.marked().iter().filter(|marked| !marked.notes.is_empty());
    html! {
        section {
            h2 { "Notes" }
            ul.notes {
                @for marked in noted {
                    li {
                        blockquote { (t(&marked.at.shown())) }
                        @for (note, by, on) in &marked.notes {
                            p { (t(note)) @if let Some(by) = by { span.quiet { " " (t(by)) } } @if let Some(on) = on { span.quiet { " " (t(on)) } } }
                        }
                        p.quiet { (t(&marked.at.path)) }
                    }
                }
            }
        }
    }
}

/// The forms for one statement.
pub(in crate::web) fn statement(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let passages = view.index.show(call.last())?;
    let Some(first) = passages.first().filter(|first| first.id == call.last()) else {
        return Err(Trouble::missing(
            format!("no statement has the id {}", call.last()),
            "search for its words",
        ));
    };
    let words: String = passages.iter().map(|passage| passage.text.as_str()).collect();
    let place = asked.get("c").map(super::document::span).transpose()?;
    let part = place.filter(|place| *place != first.statement);
    let shown = part.map_or(words.trim().to_owned(), |part| slice(&words, first.span.start, part));
    let speaker = first.speaker.clone().unwrap_or_default();
    let names: Vec<&str> = first.all_speakers().iter().map(|speaker| speaker.name.as_str()).collect();
    let date = first.date.value.map(|date| date.to_string()).unwrap_or_default();
    let published = first.published.as_ref().unwrap_or(&first.date).value.map(|date| date.to_string());
    let to = |action: &str| asked.href(&format!("/record/{action}"));
    let explained = Explained::of(view, first)?;
    let hidden = html! { (token(view)) input type="hidden" name="id" value=(first.id); };
    let main = html! {
        p.back { a data-back href=(asked.without_all(&["c"]).href("/search")) { "← Back to the passages" } }
        h1 { "Correct, code and note" }
        (who_and_when(&asked.question(), first, None))
        blockquote.words { p { (t(&shown)) } }
        p.quiet { (t(&heading(first))) ", " (t(&first.place())) @if part.is_some() { ". What you say holds for these words of the statement." } }
        @if !view.may_change() { p.note { "This page is read-only." } }
        @else {
            div.forms {
                form method="post" action=(to("correct")) {
                    (hidden)
                    h2 { "Correct" }
                    p.quiet { "Change what is wrong, empty what is not there. It holds by the words themselves." }
                    label { "Speaker " input type="text" name="speaker" value=(t(&names.join("; "))); }
                    label { "Role " input type="text" name="role" value=(t(speaker.role.as_deref().unwrap_or_default())); }
                    label { "Speaks for " input type="text" name="affiliation" value=(t(speaker.affiliation.as_deref().unwrap_or_default())); }
                    label { "Kind " select name="kind" {
                        @for kind in Kind::ALL { option value=(kind.as_str()) selected[kind == first.kind] { (kind.as_str()) } }
                    } }
                    label { "Date " input type="text" name="date" value=(date) placeholder="YYYY, YYYY-MM or YYYY-MM-DD"; }
                    label { "Topics, with ; between " input type="text" name="topics" value=(t(&first.topics.join("; "))); }
                    label { "Why " input type="text" name="why"; }
                    (by())
                    button type="submit" { "Write it down" }
                }
                form method="post" action=(to("tag")) {
                    (hidden)
                    h2 { "Code" }
                    @if !first.tags.is_empty() { p { "Has: " (t(&first.tags.join(", "))) } }
                    label { "Codes, with ; between " input type="text" name="codes" placeholder="peace/ceasefire; hope" required; }
                    label.check { input type="checkbox" name="remove" value="1"; " take them away" }
                    (by())
                    button type="submit" { "Code" }
                }
                form method="post" action=(to("note")) {
                    (hidden)
                    h2 { "Note" }
                    label { "Note " textarea name="text" rows="3" required {} }
                    (by())
                    button type="submit" { "Note" }
                }
                form method="post" action=(to("collect")) {
                    (hidden)
                    h2 { "Collect" }
                    label { "Collection " input type="text" name="collection" placeholder="chapter-3" required; }
                    label.check { input type="checkbox" name="remove" value="1"; " take it out" }
                    (by())
                    button type="submit" { "Collect" }
                }
                form method="post" action=(to("correct")) {
                    (hidden)
                    input type="hidden" name="of" value="document";
                    h2 { "Correct the document" }
                    label { "Author " input type="text" name="author" value=(t(first.author.as_deref().unwrap_or_default())); }
                    label { "Published on " input type="text" name="published" value=(published.unwrap_or_default()); }
                    label { "Published by " input type="text" name="publisher" value=(t(first.source.as_deref().unwrap_or_default())); }
                    label { "Why " input type="text" name="why"; }
                    (by())
                    button type="submit" { "Write it down" }
                }
            }
        }
        details.known { summary { "Why it is as it is" } (why(first, &explained)) }
    };
    Ok(Answer::html(
        Frame::new(&view.site, &asked.question(), "Correct, code and note", Tab::None).page(&main),
    ))
}

fn by() -> Markup {
    html! { label { "By " input type="text" name="by" autocomplete="name" data-keep="by"; } }
}

fn slice(words: &str, start: usize, place: Span) -> String {
    words.chars().skip(place.start.saturating_sub(start)).take(place.end - place.start).collect()
}
