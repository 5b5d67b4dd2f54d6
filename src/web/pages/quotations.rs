//! A text whose quotations are held against the corpus: pasted into a box, and kept nowhere.

use maud::{Markup, html};

use super::echoes::href;
use super::forms::token;
use super::frame::{Frame, Tab};
use crate::extract::Extractor;
use crate::model::Document;
use crate::output::{Permalink, Piece, Review, citation, diff, fault, faults, who};
use crate::quotation::{Gravity, Manuscript, Place, Reviewed, Verdict};
use crate::web::answer::{Answer, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::{t, web};

/// So many quotations of a text are checked at once.
const MOST: usize = 500;

/// The box.
pub(in crate::web) fn page(view: &View, _: &Call) -> Result<Answer, Trouble> {
    Ok(shown(view, "", &html! {}))
}

/// The box with what was pasted, and below it what was found out.
pub(in crate::web) fn check(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let text = call.field("text");
    if text.is_empty() {
        return Err(Trouble::bad("there is no text to check", "go back and paste one"));
    }
    let extractor = Extractor::new(view.site.settings.authority.clone());
    let mut manuscript = Manuscript::read(&Document::new("Your text", text), &extractor);
    let left = manuscript.quotations.len().saturating_sub(MOST);
    manuscript.quotations.truncate(MOST);
    let id_of = |link: &str| Some(link.parse::<Permalink>().ok()?.id);
    let reviewed = view.searcher.review(&manuscript, &id_of)?;
    let review = Review { manuscript, reviewed };
    let found = html! {
        section aria-labelledby="found" {
            h2 #found { "What was found out" }
            p.told role="status" { (t(&review.summary())) }
            @if left > 0 { p.note { "The last " (super::count(left, "quotation")) " were not checked: check the text in parts." } }
            @if review.reviewed.is_empty() {
                p.note { "Quotations are what stands between quotation marks, or after " code { ">" } " at the beginning of a line, and has five words or more. To check words of your own, put marks round them." }
            }
            @for one in review.gravest_first() { (quotation(one)) }
        }
    };
    Ok(shown(view, text, &found))
}

fn shown(view: &View, text: &str, found: &Markup) -> Answer {
    let main = html! {
        h1 { "Check quotations" }
        p.lead { "Is that what they said? Paste a text: each quotation in it is held against the corpus, with the speaker whom its sentence names. The text is kept nowhere." }
        form.paste method="post" action="/quotations" {
            (token(view))
            label for="text" { "A text with quotations" }
            textarea #text name="text" rows="10" required { (t(text)) }
            button type="submit" { "Check" }
        }
        (found)
    };
    Answer::html(Frame::new(&view.site, &Asked::default(), "Check quotations", Tab::None).page(&main))
}

fn quotation(one: &Reviewed) -> Markup {
    let (quoted, finding) = (&one.quoted, &one.finding);
    let lines = faults(finding);
    html! {
        article.verdict.fine[one.gravity() == Gravity::Fine] {
            h3 { (finding.verdict.as_str()) ": " (fault(one)) }
            blockquote.words { p { (t(&quoted.sentence)) } }
            @if finding.verdict == Verdict::Altered { p.diff { (changed(one)) } }
            @if !lines.is_empty() { ul { @for line in &lines { li { (t(line)) } } } }
            @if let Some(speaker) = &quoted.speaker { p.quiet { "The text names " (t(speaker)) "." } }
            @for place in &finding.places { (stands(place, finding.verdict == Verdict::Spliced)) }
            @if finding.places.is_empty() {
                @for place in &finding.nearest {
                    p.quiet { "Nearest, no match: " (t(&who(place))) ", “" (t(&place.text)) "” "
                        a href=(href(&place.stored, place.span)) { (t(&place.stored.path)) } }
                }
            }
        }
    }
}

/// The quotation with what was changed in it.
fn changed(one: &Reviewed) -> Markup {
    html! {
        @for piece in diff(&one.finding.quotation, &one.finding.differences) {
            @match piece {
                Piece::Same(text) => (t(&text)),
                Piece::Said(text) => { del { span.unseen { " said: " } (t(&text)) } " " },
                Piece::Quoted(text) => ins { span.unseen { " quoted: " } (t(&text)) },
            }
        }
    }
}

fn stands(place: &Place, piece: bool) -> Markup {
    html! {
        p {
            @if piece { "“" (t(&place.text)) "” " }
            "Stands: " (t(&who(place))) ", " a href=(href(&place.stored, place.span)) { (t(&citation(place))) }
            @if let Some(url) = place.stored.url.as_deref().and_then(web) {
                " " a href=(url) rel="noreferrer noopener external" { "Published" }
            }
        }
    }
}
