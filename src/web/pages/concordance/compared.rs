//! Two concordances of the same words side by side: of two periods, or of two speakers.

use std::sync::Arc;

use maud::{Markup, html};

use super::{count, made, table};
use crate::query::Query;
use crate::search::{KwicOptions, KwicTotals, Line};
use crate::web::answer::Trouble;
use crate::web::asked::Asked;
use crate::web::site::View;
use crate::web::text::t;

/// What stands beside, each with what it takes the place of.
const BESIDE: [(&str, &str); 3] =
    [("beside_speaker", "speaker"), ("beside_from", "from"), ("beside_to", "to")];

/// What is asked for the other side, where anything is: the same with another speaker, or another time.
pub(super) fn beside(asked: &Asked) -> Option<Asked> {
    let given: Vec<(&str, &str)> =
        BESIDE.iter().filter_map(|(beside, name)| Some((*name, asked.get(beside)?))).collect();
    if given.is_empty() {
        return None;
    }
    let mut other = asked.without_all(&BESIDE.map(|(beside, _)| beside));
    // A time that is given takes the place of the whole time on this side, one end as well as both.
    if given.iter().any(|(name, _)| *name != "speaker") {
        other = other.without_all(&["from", "to", "date"]);
    }
    Some(given.into_iter().fold(other, |other, (name, value)| other.set(name, value)))
}

/// The form that asks for the other side.
pub(super) fn form(asked: &Asked) -> Markup {
    let names = BESIDE.map(|(beside, _)| beside);
    let value = |name: &str| asked.get(name).unwrap_or_default().to_owned();
    html! {
        form.beside-form action="/concordance" method="get" aria-label="Compare" {
            @for (name, value) in asked.without_all(&names).without_all(&["page"]).pairs() {
                input type="hidden" name=(name) value=(t(value));
            }
            span { "Beside it the same words" }
            label { "of " input type="text" name="beside_speaker" size="18" placeholder="a speaker" value=(t(&value("beside_speaker"))); }
            label { "from " input type="text" name="beside_from" size="9" placeholder="2012" value=(t(&value("beside_from"))); }
            label { "to " input type="text" name="beside_to" size="9" placeholder="2013-08" value=(t(&value("beside_to"))); }
            button type="submit" { "Compare" }
            @if names.iter().any(|name| asked.get(name).is_some()) {
                " " a.pill href=(asked.without_all(&names).href("/concordance")) { "one side alone" }
            }
        }
    }
}

/// Both sides, each with how many lines it has.
pub(super) fn side_by_side(
    view: &View,
    asked: &Asked,
    other: &Asked,
    (query, options): (&Query, &KwicOptions),
    made_here: &Arc<(KwicTotals, Vec<Line>)>,
) -> Result<Markup, Trouble> {
    let here = asked.without_all(&BESIDE.map(|(beside, _)| beside));
    let filters = view.question(other)?.1;
    let made_there = made(view, other, query, KwicOptions { filters, ..options.clone() })?;
    Ok(html! {
        div.compared {
            @for (side, made) in [(&here, made_here), (other, &made_there)] {
                @let named = named(side);
                section aria-label=(named) {
                    h2 { (t(&named)) ": " (count(made.0.lines, "line")) " in " (count(made.0.passages, "passage")) }
                    @for note in &made.0.notes { p.note { (t(note)) } }
                    (table(side, &made.1, &format!("Lines, {named}")))
                    p { a href=(side.href("/concordance")) { "This side alone" } }
                }
            }
        }
    })
}

/// What tells one side from the other.
fn named(asked: &Asked) -> String {
    let speakers: Vec<&str> = asked.all("speaker").map(|name| name.trim_start_matches('=')).collect();
    let time = match (asked.get("from"), asked.get("to"), asked.get("date")) {
        (Some(from), Some(to), _) => format!("{from} to {to}"),
        (Some(from), None, _) => format!("from {from} on"),
        (None, Some(to), _) => format!("up to {to}"),
        (None, None, Some(date)) => date.to_owned(),
        (None, None, None) => "all times".to_owned(),
    };
    match speakers.is_empty() {
        true => format!("All speakers, {time}"),
        false => format!("{}, {time}", speakers.join(" and ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_side_asks_the_same_of_another_speaker_or_time() {
        let other = |query: &str| beside(&Asked::read(query).unwrap()).map(|asked| asked.href(""));
        assert_eq!(other("q=talks&speaker=%3DAna+Weiss&from=2012"), None);
        assert_eq!(
            other("q=talks&speaker=%3DAna+Weiss&from=2012&beside_speaker=Karl+Brandt").as_deref(),
            Some("?q=talks&from=2012&speaker=Karl+Brandt")
        );
        assert_eq!(
            other("q=talks&from=2012&to=2013&beside_from=2014").as_deref(),
            Some("?q=talks&from=2014")
        );
    }
}
