//! The historic Hansard of the United Kingdom (`member`, `membercontribution`, `col`): a document a sitting.

use super::draft::Draft;
use super::names;
use super::stream::Element;
use super::walk::{Dialect, Frame, Step, within};
use crate::model::Speaker;

/// The parts of a volume that sit by themselves, each with its own date.
const SITTINGS: [&str; 8] = [
    "housecommons",
    "houselords",
    "westminsterhall",
    "writtenanswers",
    "writtenstatements",
    "grandcommitteereport",
    "lordswrittenanswers",
    "commonswrittenanswers",
];
/// Elements that run on within the text.
const INLINE: [&str; 12] =
    ["i", "b", "sup", "sub", "ob", "session", "membercontribution", "u", "ul", "abbr", "span", "a"];

/// The state of the reading.
#[derive(Default)]
pub(super) struct Hansard {
    outer: Vec<Draft>,
    pub done: Vec<Draft>,
    constituency: Option<String>,
    speaker: Option<Speaker>,
    depth: usize,
    sittings: usize,
}

/// Whether an element of that name opens such a file.
pub(super) fn is_root(name: &str) -> bool {
    name == "hansard" || SITTINGS.contains(&name)
}

impl Hansard {
    fn begin(&mut self, element: &Element, draft: &mut Draft) {
        self.depth += 1;
        if self.depth > 1 {
            return;
        }
        self.sittings += 1;
        let mut inner = Draft::at(draft.line);
        inner.record = Some(format!("{} {}", element.name, self.sittings));
        inner.source = Some("Hansard".to_owned());
        self.outer.push(std::mem::replace(draft, inner));
    }

    fn end(&mut self, draft: &mut Draft) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0
            && let Some(outer) = self.outer.pop()
        {
            self.done.push(std::mem::replace(draft, outer));
        }
    }
}

impl Dialect for Hansard {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        let name = element.name.as_str();
        if SITTINGS.contains(&name) {
            self.begin(element, draft);
            return Step::Block;
        }
        match name {
            "col" => Step::Keep,
            "image" => Step::Skip,
            "date" => {
                draft.state(element.get("format").and_then(|date| date.parse().ok()));
                draft.paragraph();
                Step::Show
            }
            "title" if draft.title.is_none() => {
                draft.paragraph();
                Step::Show
            }
            "member" => {
                draft.begin_turn(None, None);
                self.constituency = None;
                Step::Show
            }
            "memberconstituency" => Step::Show,
            "lb" => {
                draft.paragraph();
                Step::Inline
            }
            "td" | "th" => {
                draft.space();
                Step::Inline
            }
            _ if INLINE.contains(&name) || (name == "quote" && within(parents, "p")) => Step::Inline,
            _ => Step::Block,
        }
    }

    fn close(&mut self, element: &Frame, _: &[Frame], draft: &mut Draft) {
        match element.name() {
            "col" => {
                if let Some(column) = element.kept() {
                    draft.page(&format!("c{column}"));
                }
            }
            "title" => {
                draft.title = draft.title.take().or(element.kept());
                draft.paragraph();
            }
            "date" => {
                if draft.date.value.is_none() {
                    draft.state(element.kept().and_then(|text| crate::read::machine_dates::within(&text)));
                }
                draft.paragraph();
            }
            "memberconstituency" => {
                self.constituency = element.kept().map(|text| text.trim_matches(['(', ')', ' ']).to_owned());
            }
            "member" => {
                let written = element.kept().unwrap_or_default();
                self.speaker = names::of_text(&written);
                if let (Some(speaker), Some(constituency)) = (&mut self.speaker, self.constituency.take()) {
                    speaker.affiliation = Some(constituency);
                }
                let speaker = self.speaker.take();
                draft.name_turn(|_| speaker);
                draft.space();
            }
            "p" => {
                draft.end_turn();
            }
            name if SITTINGS.contains(&name) => self.end(draft),
            _ => {}
        }
    }

    fn before_text(&mut self, text: &str, _: &[Frame], draft: &mut Draft) {
        // `Mr. Weiss` and `: I beg to move` are printed together.
        if text.trim_start().starts_with([':', ',', '.', ';']) {
            draft.join();
        }
    }
}
