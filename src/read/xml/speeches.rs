//! Speeches whose speaker is an attribute: publicwhip (United Kingdom, Australia), PoliticalMashup (Netherlands and
//! others), and records made like them.

use super::draft::Draft;
use super::stream::Element;
use super::walk::{Dialect, Frame, Step, within};
use crate::model::Speaker;

/// Elements that run on within the text.
const INLINE: [&str; 20] = [
    "i", "b", "em", "strong", "u", "a", "sup", "sub", "span", "phrase", "citation", "ref", "term", "member",
    "font", "small", "dfn", "abbr", "time", "q",
];
/// Attributes that hold a speaker's name, the best first.
const NAMES: [&str; 4] = ["speakername", "speaker", "name", "member-name"];

/// The state of the reading.
#[derive(Default)]
pub(super) struct Speeches;

/// Whether such an element is a speech with its speaker.
pub(super) fn is_speech(element: &Element) -> bool {
    element.name == "speech"
        && (NAMES.iter().any(|name| element.get(name).is_some()) || element.get("nospeaker").is_some())
}

fn speaker(element: &Element) -> Option<Speaker> {
    if element.get("nospeaker") == Some("true") {
        return None;
    }
    let name = NAMES.iter().find_map(|name| element.get(name)).filter(|name| *name != "unknown")?;
    let mut speaker = Speaker::named(crate::read::title::clean(name));
    speaker.role = element.get("function").or_else(|| element.get("role")).map(str::to_owned);
    speaker.affiliation = element.get("party").map(str::to_owned);
    Some(speaker)
}

impl Dialect for Speeches {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        let name = element.name.as_str();
        if let Some(column) = element.get("colnum") {
            draft.page(&format!("c{column}"));
        }
        // `uk.org.publicwhip/debate/2007-09-20.3.1`
        if let Some(id) = element.get("id").filter(|id| id.contains("publicwhip")) {
            draft.state(crate::read::date_names::in_name(id.rsplit('/').next().unwrap_or(id), None));
        }
        match name {
            "meta" | "docinfo" => return Step::Keep,
            "date" | "session_date" | "title" | "identifier" | "language" if in_head(parents) => {
                return Step::Keep;
            }
            "topic" | "scene" | "proceedings" => {
                if let Some(title) = element.get("title") {
                    draft.paragraph();
                    draft.text(title);
                }
            }
            "pagebreak" => {
                if let Some(label) = element.get("originalpagenr").or_else(|| element.get("n")) {
                    draft.page(label);
                }
            }
            "speech" => {
                draft.begin_turn(speaker(element), None);
                return Step::Block;
            }
            "stage-direction" | "utt" if within(parents, "speech") && !is_speech_text(element) => {
                return Step::Block;
            }
            "br" | "td" | "th" => draft.space(),
            _ => {}
        }
        if INLINE.contains(&name) { Step::Inline } else { Step::Block }
    }

    fn close(&mut self, element: &Frame, parents: &[Frame], draft: &mut Draft) {
        match element.name() {
            "speech" => {
                draft.end_turn();
            }
            "date" | "session_date" => {
                let date = element.kept().and_then(|text| text.parse().ok());
                draft.state(date.or_else(|| element.kept().and_then(|text| crate::read::parse_date(&text))));
            }
            "title" if in_head(parents) => draft.title = draft.title.take().or(element.kept()),
            "identifier" if in_head(parents) => draft.number = draft.number.take().or(element.kept()),
            "language" if in_head(parents) => draft.language = element.kept(),
            _ => {}
        }
    }
}

fn in_head(parents: &[Frame]) -> bool {
    ["meta", "docinfo"].iter().any(|head| within(parents, head))
}

/// Whether the words of an utterance are the speaker's own: `norm`, not a heckle or a remark of the record.
fn is_speech_text(element: &Element) -> bool {
    element.name == "utt" && element.get("t").is_none_or(|kind| kind == "norm")
}
