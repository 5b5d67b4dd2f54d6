//! Words that stand near what is found more often than by chance; beside them, if asked, those of another time or speaker.

use std::sync::Arc;

use maud::{Markup, html};

use super::frame::{Frame, Tab};
use super::understood::understood;
use super::{count, thousands};
use crate::search::{Association, CollocateOptions, Collocates};
use crate::web::answer::{Answer, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::t;

/// So many words are shown.
const SHOWN: usize = 100;
/// What may be compared: another query beside the first.
const MOST_COMPARED: usize = 3;

/// How collocates are wanted.
pub(in crate::web) fn options(view: &View, asked: &Asked) -> Result<CollocateOptions, Trouble> {
    let mut options = CollocateOptions::default();
    options.filters = view.question(asked)?.1;
    options.window = asked.number("window", options.window, (1, 100))?;
    options.min = asked.number("min", options.min as usize, (1, 1_000_000))? as u64;
    options.skip_function_words = asked.get("nofn").is_none_or(|value| value != "0");
    options.order = match asked.one_of("order", &["log-likelihood", "mi"])? {
        "mi" => Association::Mi,
        _ => Association::LogLikelihood,
    };
    Ok(options)
}

/// The page.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let (query, filters) = view.question(asked)?;
    let options = options(view, asked)?;
    let found = made(view, asked, asked.words(), &options)?;
    let compared = compared(view, asked)?;
    let title = match asked.words() {
        "" | "*" => "Collocates".to_owned(),
        words => format!("Words near “{words}”"),
    };
    let main = html! {
        (understood(view, asked, (&query, &filters), "/collocates", &found.notes)?)
        h1 { (t(&title)) }
        @if query.asked().is_empty() {
            p.note { "Collocates are words near others: ask for at least one." }
        } @else {
            p.lead {
                (count(found.matches as usize, "match")) " in " (count(found.passages as usize, "passage")) "; "
                (count(found.window_words as usize, "word")) " near them, of " (thousands(found.corpus_words as usize)) "."
            }
        }
        (choices(asked, &options))
        (compare_form(asked))
        div.side-by-side {
            (table(asked, asked.words(), &found))
            @for (words, other) in &compared { (table(asked, words, other)) }
        }
        p.quiet {
            "Log-likelihood (Dunning 1993) says how sure one can be that it is no chance: over 10.83 is one case in 1000. "
            "MI (Church and Hanks 1990) says how strong the tie is, and favours rare words."
        }
        p.exports {
            "Take away: " a download href=(asked.href("/collocates.csv")) { "CSV" } " " a href=(asked.href("/collocates.json")) { "JSON" }
        }
    };
    Ok(Answer::html(Frame::new(&view.site, asked, &title, Tab::Collocates).page(&main)))
}

/// The collocates of words, kept for the pages that follow.
pub(in crate::web) fn made(
    view: &View,
    asked: &Asked,
    words: &str,
    options: &CollocateOptions,
) -> Result<Arc<Collocates>, Trouble> {
    let CollocateOptions { window, min, skip_function_words, order, .. } = options;
    let filters = asked.question().set("q", words);
    let key = format!("{window} {min} {skip_function_words} {order:?} {}", filters.href(""));
    let query = asked.query_of(words)?;
    view.kept(key, || Ok(view.searcher.collocates(&query, options)?))
}

/// The collocates of the queries beside the first.
fn compared(view: &View, asked: &Asked) -> Result<Vec<(String, Arc<Collocates>)>, Trouble> {
    let mut compared = Vec::new();
    for words in asked.all("q2") {
        if compared.len() == MOST_COMPARED {
            return Err(Trouble::bad(
                format!("more than {MOST_COMPARED} queries beside the first"),
                "take some away",
            ));
        }
        let options = options(view, asked)?;
        compared.push((words.to_owned(), made(view, asked, words, &options)?));
    }
    Ok(compared)
}

fn choices(asked: &Asked, options: &CollocateOptions) -> Markup {
    html! {
        div.controls {
            p role="group" aria-label="Order" {
                @for (name, said, order) in [
                    ("log-likelihood", "surest first", Association::LogLikelihood),
                    ("mi", "strongest first", Association::Mi),
                ] {
                    a.choice href=(asked.set("order", name).href("/collocates"))
                        aria-current=[(options.order == order).then_some("true")] { (said) } " "
                }
            }
            p role="group" aria-label="Window" {
                "Within "
                @for window in [2, 5, 10, 20] {
                    a.choice href=(asked.set("window", window).href("/collocates"))
                        aria-current=[(options.window == window).then_some("true")] { (window) } " "
                }
                "words"
            }
            p {
                @let skip = options.skip_function_words;
                a.choice href=(asked.set("nofn", u8::from(!skip)).href("/collocates")) {
                    @if skip { "with words such as “the”" } @else { "without words such as “the”" }
                }
            }
        }
    }
}

fn compare_form(asked: &Asked) -> Markup {
    html! {
        form.beside-form action="/collocates" method="get" {
            @for (name, value) in asked.pairs() { input type="hidden" name=(name) value=(t(value)); }
            label for="q2" { "Beside it: " }
            input #q2 type="search" name="q2" placeholder="such as: ceasefire date:2024, or: ceasefire speaker:Name";
            button type="submit" { "Compare" }
            @for words in asked.all("q2") {
                " " a.pill href=(asked.without("q2", words).href("/collocates")) { (t(words)) span aria-hidden="true" { " ×" } span.unseen { " take away" } }
            }
        }
    }
}

fn table(asked: &Asked, words: &str, found: &Collocates) -> Markup {
    let near = |word: &str| asked.anew().set("q", format!("({words}) NEAR/5 {word}"));
    html! {
        div.scroll role="region" aria-label=(format!("Collocates of {words}")) tabindex="0" {
            table {
                caption { "Near " (t(words)) ": " (count(found.collocates.len(), "word"))
                    @if found.collocates.len() > SHOWN { ", the first " (SHOWN) } }
                thead { tr {
                    th scope="col" { "word" } th scope="col" { "near" } th scope="col" { "expected" }
                    th scope="col" { "in all" } th scope="col" { "log-likelihood" } th scope="col" { "MI" }
                } }
                tbody {
                    @for one in found.collocates.iter().take(SHOWN) {
                        tr {
                            th scope="row" { a href=(near(&one.word).href("/search")) { (t(&one.word)) } }
                            td { (thousands(one.observed as usize)) }
                            td { (format!("{:.1}", one.expected)) }
                            td { (thousands(one.frequency as usize)) }
                            td { (format!("{:.1}", one.log_likelihood)) }
                            td { (format!("{:.2}", one.mi)) }
                        }
                    }
                }
            }
        }
    }
}
