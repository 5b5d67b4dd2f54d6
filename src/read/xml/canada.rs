//! The Hansard of Canada: `Intervention` with `PersonSpeaking`, and the language of the floor.

use super::draft::Draft;
use super::names;
use super::stream::Element;
use super::walk::{Dialect, Frame, Step, within};

/// Elements that stand apart; all others run on within the text.
const BLOCKS: [&str; 17] = [
    "ParaText",
    "ProceduralText",
    "Prayer",
    "OrderOfBusinessTitle",
    "SubjectOfBusinessTitle",
    "CatchLine",
    "Quote",
    "QuotePara",
    "Line",
    "Poetry",
    "ThroneSpeechPara",
    "Intro",
    "ToCText",
    "row",
    "QuestionID",
    "SubTitle",
    "Division",
];

/// The state of the reading.
#[derive(Default)]
pub(super) struct Canada {
    name: String,
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    volume: Option<String>,
}

impl Canada {
    fn item(&mut self, element: &Frame, draft: &mut Draft) {
        let text = element.kept();
        let number = || text.as_deref().and_then(|text| text.parse().ok());
        match element.element.get("Name").unwrap_or_default() {
            "MetaDateNumYear" => self.year = text.as_deref().and_then(|text| text.parse().ok()),
            "MetaDateNumMonth" => self.month = number(),
            "MetaDateNumDay" => self.day = number(),
            "InstitutionDebate" => self.name = text.unwrap_or_default(),
            "Institution" => draft.source = text,
            "Volume" => self.volume = text,
            "Number" => draft.number = text,
            _ => {}
        }
        if let (Some(year), Some(month), Some(day)) = (self.year, self.month, self.day) {
            draft.state(crate::model::PartialDate::ymd(year, month, day));
        }
    }
}

impl Dialect for Canada {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        if parents.is_empty() {
            draft.language = element.get("lang").map(str::to_lowercase);
        }
        match element.name.as_str() {
            "StartPageNumber" | "DocumentTitle" | "ExtractedItem" => Step::Keep,
            "ExtractedInformation" => Step::Inline,
            "Timestamp" => Step::Skip,
            "FloorLanguage" => {
                let language = element.get("language").map(str::to_lowercase);
                let language = language.filter(|language| draft.language.as_deref() != Some(language));
                if let Some((speaker, _)) = draft.end_turn() {
                    draft.begin_turn(speaker, language);
                }
                Step::Skip
            }
            "Intervention" => {
                draft.begin_turn(None, None);
                Step::Block
            }
            "Affiliation" if within(parents, "PersonSpeaking") => Step::Show,
            "PersonSpeaking" => Step::Block,
            "Content" => {
                draft.space();
                Step::Inline
            }
            "entry" => {
                draft.space();
                Step::Inline
            }
            name if BLOCKS.contains(&name) => Step::Block,
            _ => Step::Inline,
        }
    }

    fn close(&mut self, element: &Frame, parents: &[Frame], draft: &mut Draft) {
        match element.name() {
            "ExtractedItem" => self.item(element, draft),
            "ExtractedInformation" => {
                draft.number = match (self.volume.take(), draft.number.take()) {
                    (Some(volume), Some(number)) => Some(format!("{volume}, {number}")),
                    (volume, number) => number.or(volume),
                };
                if !self.name.is_empty() {
                    draft.title = Some(std::mem::take(&mut self.name));
                }
            }
            "Affiliation" if within(parents, "PersonSpeaking") => {
                let speaker = element.kept().and_then(|text| names::of_text(&text));
                draft.name_turn(|known| known.or(speaker));
            }
            "Intervention" => {
                draft.end_turn();
            }
            _ => {}
        }
    }
}
