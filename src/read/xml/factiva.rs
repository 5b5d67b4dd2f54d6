//! Factiva's XML: articles with their headline, paragraphs, date, source and accession number.

use super::draft::Draft;
use super::stream::Element;
use super::walk::{Dialect, Frame, Step, within};

/// The state of the reading.
#[derive(Default)]
pub(super) struct Factiva {
    outer: Vec<Draft>,
    pub done: Vec<Draft>,
}

impl Dialect for Factiva {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        match element.name.as_str() {
            "article" => {
                let inner = Draft::at(draft.line);
                self.outer.push(std::mem::replace(draft, inner));
                Step::Block
            }
            "headline" | "byline" | "accessionNo" | "baseLanguage" | "sourceName" | "pages"
            | "publicationDate" | "credit" => Step::Keep,
            "date" | "dateTime" if within(parents, "publicationDate") => Step::Keep,
            "paragraph" | "leadParagraph" | "tailParagraphs" => Step::Block,
            _ if within(parents, "leadParagraph")
                || within(parents, "tailParagraphs")
                || within(parents, "headline") =>
            {
                Step::Inline
            }
            _ if within(parents, "article") => Step::Skip,
            _ => Step::Inline,
        }
    }

    fn close(&mut self, element: &Frame, _: &[Frame], draft: &mut Draft) {
        match element.name() {
            "headline" => draft.title = element.kept(),
            "byline" => draft.author = element.kept(),
            "accessionNo" => draft.record = element.kept(),
            "baseLanguage" => draft.language = element.kept().map(|language| language.to_lowercase()),
            "sourceName" => draft.source = element.kept(),
            "pages" => {
                if let Some(label) = element.kept() {
                    draft.page(&label);
                }
            }
            "date" | "dateTime" => draft.state(element.kept().and_then(|date| date.parse().ok())),
            "publicationDate" => draft.state(element.kept().and_then(|date| date.parse().ok())),
            "article" => {
                if let Some(outer) = self.outer.pop() {
                    self.done.push(std::mem::replace(draft, outer));
                }
            }
            _ => {}
        }
    }
}
