//! A citation of words, in every form.

use maud::html;

use super::frame::{Frame, Tab};
use super::hit::permalink;
use crate::index::StoredPassage;
use crate::model::Span;
use crate::output::{Citation, CiteFormat, Permalink, write_citations};
use crate::web::answer::{Answer, Trouble};
use crate::web::site::{Call, View};
use crate::web::text::t;

/// The forms, with the ending of each twin.
const FORMS: [(&str, &str, CiteFormat); 4] = [
    ("txt", "For a footnote", CiteFormat::Text),
    ("bib", "BibTeX", CiteFormat::Bibtex),
    ("ris", "RIS", CiteFormat::Ris),
    ("csl.json", "CSL-JSON", CiteFormat::CslJson),
];

/// Words that are cited.
struct Cited {
    passage: StoredPassage,
    place: Span,
    words: String,
    citation: Citation,
}

/// The page, and its twins.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let (id, ending) = call.last().split_once('.').unwrap_or((call.last(), ""));
    let cited = cited(view, call, id)?;
    let written = |form: CiteFormat| -> Result<String, Trouble> {
        let mut out = Vec::new();
        write_citations(&mut out, std::slice::from_ref(&cited.citation), form)?;
        Ok(String::from_utf8_lossy(&out).into_owned())
    };
    if !ending.is_empty() {
        let form = FORMS.iter().find(|(known, ..)| *known == ending);
        let (_, _, form) =
            form.ok_or_else(|| Trouble::missing("there is no such form of it", "see the page"))?;
        let kind = if ending == "csl.json" {
            "application/vnd.citationstyles.csl+json"
        } else {
            "text/plain; charset=utf-8"
        };
        return Ok(Answer::new(kind, written(*form)?).named(format!("{id}.{ending}")));
    }
    let all = FORMS.iter().map(|(ending, name, form)| Ok((ending, name, written(*form)?)));
    let all = all.collect::<Result<Vec<_>, Trouble>>()?;
    let link = permalink(&cited.passage, cited.place, &cited.words);
    let main = html! {
        h1 { "Cite" }
        blockquote.words { p { (t(&cited.words)) } }
        p { a href=(&link) { "Where it stands" } }
        p { label for="link" { "Link that tells if the words change: " }
            input #link.copied type="text" readonly size="60" value=(Permalink::new(&cited.passage.id, cited.place, &cited.words)); }
        @for (ending, name, text) in &all {
            section.form {
                h2 { (name) }
                pre.copied #(format!("form-{}", ending.replace('.', "-"))) tabindex="0" { (t(text)) }
                p {
                    button type="button" data-copy=(format!("form-{}", ending.replace('.', "-"))) hidden { "Copy" }
                    " " a download href=(call.asked.href(&format!("/cite/{id}.{ending}"))) { "As a file" }
                }
            }
        }
    };
    Ok(Answer::html(Frame::new(&view.site, &call.asked, "Cite", Tab::None).page(&main)))
}

/// The words that the address names: those at a place, or the whole statement.
fn cited(view: &View, call: &Call, id: &str) -> Result<Cited, Trouble> {
    let passages = view.index.show(id)?;
    let Some(first) = passages.first() else {
        return Err(Trouble::missing(format!("nothing has the id {id}"), "search for the words"));
    };
    let Some(place) = call.asked.get("c").map(super::document::span).transpose()? else {
        let words: String = passages.iter().map(|passage| passage.text.as_str()).collect();
        let citation = Citation::statement(first);
        let blank = words.chars().take_while(|c| c.is_whitespace()).count();
        let words = words.trim().to_owned();
        let start = first.span.start + blank;
        let place = Span::new(start, start + words.chars().count());
        return Ok(Cited { passage: first.clone(), place, words, citation });
    };
    let words = Permalink::new(id, place, "").words(&passages).filter(|words| !words.trim().is_empty());
    let words =
        words.ok_or_else(|| Trouble::bad("these are no words of that statement", "search for the words"))?;
    // The passage in which the words begin knows its page.
    let at = passages.iter().rev().find(|passage| passage.span.start <= place.start).unwrap_or(first);
    let shown = crate::search::quotation(&words, &[]).map_or(words.clone(), |quoted| quoted.text);
    let citation = Citation::passage(at, place, &shown);
    Ok(Cited { passage: at.clone(), place, words, citation })
}
