//! XML of no known kind: its text, a paragraph where the markup has a line of its own.

use super::draft::Draft;
use super::stream::Element;
use super::walk::{Dialect, Frame, Step};

/// The state of the reading.
#[derive(Default)]
pub(super) struct Unknown;

impl Dialect for Unknown {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        if parents.is_empty() {
            draft.language = element.get("lang").map(str::to_owned);
        }
        if matches!(element.name.as_str(), "script" | "style") {
            return Step::Skip;
        }
        draft.space();
        Step::Inline
    }

    fn close(&mut self, _: &Frame, _: &[Frame], draft: &mut Draft) {
        draft.space();
    }

    fn before_text(&mut self, text: &str, _: &[Frame], draft: &mut Draft) {
        if text.trim().is_empty() && text.contains('\n') {
            draft.paragraph();
        }
    }
}
