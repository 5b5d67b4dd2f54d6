//! The walk through a file's elements: which of their text goes into the body, which is kept aside, which is left out.

use super::draft::Draft;
use super::stream::{Element, Handler};

/// What becomes of an element's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Step {
    /// It runs on within the text.
    Inline,
    /// It stands apart, as a paragraph or several.
    Block,
    /// It is left out.
    Skip,
    /// It is no text of the body, and is handed to [`Dialect::close`].
    Keep,
    /// It is in the body, and is handed to [`Dialect::close`].
    Show,
}

/// A kind of markup.
pub(in crate::read) trait Dialect {
    /// An element opens. `parents` are the names of those around it, from the outermost.
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step;

    /// An element ends; with its text where it was kept.
    fn close(&mut self, element: &Frame, parents: &[Frame], draft: &mut Draft);

    /// Text of the body is about to be written.
    fn before_text(&mut self, _text: &str, _parents: &[Frame], _draft: &mut Draft) {}
}

/// An element that is open.
#[derive(Debug)]
pub(in crate::read) struct Frame {
    pub element: Element,
    step: Step,
    /// Its text, where it is kept.
    pub kept: String,
}

impl Frame {
    pub fn name(&self) -> &str {
        &self.element.name
    }

    /// Its text on one line, where there is any.
    pub fn kept(&self) -> Option<String> {
        Some(crate::read::title::clean(&self.kept)).filter(|text| !text.is_empty())
    }
}

/// Whether an element of that name is around.
pub(in crate::read) fn within(parents: &[Frame], name: &str) -> bool {
    parents.iter().any(|frame| frame.name() == name)
}

/// The most bytes that are kept of one element beside the body.
const MOST_KEPT: usize = 64 << 10;

/// Walks through a file by one kind of markup.
pub(in crate::read) struct Walker<D> {
    pub dialect: D,
    pub draft: Draft,
    frames: Vec<Frame>,
    skipped: usize,
    kept: usize,
}

impl<D: Dialect> Walker<D> {
    pub fn new(dialect: D) -> Self {
        Self { dialect, draft: Draft::default(), frames: Vec::new(), skipped: 0, kept: 0 }
    }
}

impl<D: Dialect> Handler for Walker<D> {
    fn open(&mut self, element: &Element) {
        let step = match self.skipped {
            0 => self.dialect.open(element, &self.frames, &mut self.draft),
            _ => Step::Skip,
        };
        match step {
            Step::Block => self.draft.paragraph(),
            Step::Skip => self.skipped += 1,
            Step::Keep | Step::Show => self.kept += 1,
            Step::Inline => {}
        }
        self.frames.push(Frame { element: element.clone(), step, kept: String::new() });
    }

    fn close(&mut self, _: &str) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.step {
            Step::Block => self.draft.paragraph(),
            Step::Skip => {
                self.skipped -= 1;
                return;
            }
            Step::Keep | Step::Show => self.kept -= 1,
            Step::Inline => {}
        }
        self.dialect.close(&frame, &self.frames, &mut self.draft);
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if self.kept > 0 {
            for frame in self.frames.iter_mut().rev() {
                let keeps = matches!(frame.step, Step::Keep | Step::Show);
                if keeps && frame.kept.len() < MOST_KEPT {
                    frame.kept.push_str(text);
                }
                if frame.step == Step::Keep {
                    return;
                }
            }
        }
        self.dialect.before_text(text, &self.frames, &mut self.draft);
        self.draft.text(text);
    }

    fn line(&mut self, line: u32) {
        if self.draft.is_empty() {
            self.draft.line = line;
        }
    }
}
