//! Akoma Ntoso: debates with `speech`, `question` and `answer`.

use std::collections::HashMap;

use super::draft::Draft;
use super::names;
use super::stream::Element;
use super::walk::{Dialect, Frame, Step, within};
use crate::model::Speaker;

/// Elements of speech.
const SPEECHES: [&str; 3] = ["speech", "question", "answer"];
/// Elements that run on within the text; all others stand apart.
const INLINE: [&str; 24] = [
    "i",
    "b",
    "u",
    "a",
    "em",
    "strong",
    "span",
    "sup",
    "sub",
    "ref",
    "person",
    "role",
    "organization",
    "concept",
    "event",
    "date",
    "docDate",
    "recordedTime",
    "term",
    "entity",
    "location",
    "from",
    "inline",
    "def",
];

/// The state of the reading.
#[derive(Default)]
pub(super) struct Akn {
    persons: HashMap<String, String>,
    roles: HashMap<String, String>,
}

impl Akn {
    /// The speaker of an element: by its references, else by its id.
    fn speaker(&self, element: &Element) -> Option<Speaker> {
        let by = element.get("by")?;
        let id = by.trim_start_matches('#');
        let mut speaker = names::of_id(by);
        if let Some(name) = self.persons.get(id) {
            speaker.name.clone_from(name);
            speaker.as_written.clone_from(name);
        }
        speaker.role =
            element.get("as").and_then(|role| self.roles.get(role.trim_start_matches('#'))).cloned();
        Some(speaker)
    }

    fn in_meta(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) {
        let id = element.get("eId").or_else(|| element.get("id")).map(str::to_owned);
        let shown = element.get("showAs").map(str::to_owned);
        match element.name.as_str() {
            "TLCPerson" => self.persons.extend(id.zip(shown)),
            "TLCRole" => self.roles.extend(id.zip(shown)),
            "FRBRdate" if within(parents, "FRBRWork") => {
                let date = element.get("date").and_then(|date| date.parse().ok());
                draft.state(date.filter(super::is_likely));
            }
            "FRBRlanguage" => draft.language = element.get("language").map(two_letters),
            "FRBRnumber" => draft.number = element.get("value").map(str::to_owned),
            _ => {}
        }
    }
}

impl Dialect for Akn {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        let name = element.name.as_str();
        if name == "meta" {
            return Step::Keep;
        }
        if within(parents, "meta") {
            self.in_meta(element, parents, draft);
            return Step::Inline;
        }
        if SPEECHES.contains(&name) {
            draft.begin_turn(self.speaker(element), None);
            return Step::Block;
        }
        match name {
            "from" => Step::Show,
            "docTitle" | "docNumber" => Step::Show,
            "authorialNote" | "remark" if !draft.in_turn() => Step::Block,
            "authorialNote" => Step::Skip,
            "br" | "eol" | "td" | "th" => {
                draft.space();
                Step::Inline
            }
            _ if INLINE.contains(&name) => Step::Inline,
            _ => Step::Block,
        }
    }

    fn close(&mut self, element: &Frame, _: &[Frame], draft: &mut Draft) {
        match element.name() {
            "docTitle" => draft.title = draft.title.take().or(element.kept()),
            "docNumber" => draft.number = draft.number.take().or(element.kept()),
            "from" => {
                let written = element.kept().and_then(|text| names::of_text(&text));
                draft.name_turn(|known| match (known, written) {
                    (Some(known), Some(written)) => Some(Speaker {
                        as_written: written.as_written,
                        role: known.role.or(written.role),
                        affiliation: known.affiliation.or(written.affiliation),
                        name: known.name,
                        unnamed: known.unnamed,
                    }),
                    (known, written) => known.or(written),
                });
                draft.space();
            }
            name if SPEECHES.contains(&name) => {
                draft.end_turn();
            }
            _ => {}
        }
    }
}

/// The two-letter tag of a language that is given by three letters (ISO 639-2), where there is a common one.
fn two_letters(language: &str) -> String {
    let tags = [
        ("eng", "en"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("spa", "es"),
        ("por", "pt"),
        ("ita", "it"),
        ("deu", "de"),
        ("ger", "de"),
        ("gle", "ga"),
        ("swa", "sw"),
        ("ara", "ar"),
        ("rus", "ru"),
        ("zho", "zh"),
        ("may", "ms"),
        ("msa", "ms"),
    ];
    tags.iter()
        .find(|(three, _)| *three == language)
        .map_or_else(|| language.to_owned(), |(_, two)| (*two).to_owned())
}
