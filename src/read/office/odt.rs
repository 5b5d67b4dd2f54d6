//! OpenDocument text: the text, notes at the end. Deleted changes, comments and page heads are no text.

use super::{Found, Package, PartError, docx, walked};
use crate::model::Format;
use crate::read::xml::draft::Draft;
use crate::read::xml::stream::Element;
use crate::read::xml::walk::{Dialect, Frame, Step, within};

/// Elements whose text is not the document's.
const SKIPPED: [&str; 20] = [
    "tracked-changes",
    "annotation",
    "forms",
    "scripts",
    "font-face-decls",
    "automatic-styles",
    "note-citation",
    "title",
    "desc",
    "ruby-text",
    "event-listeners",
    "binary-data",
    "settings",
    "bibliography-source",
    "table-of-content-source",
    "alphabetical-index-source",
    "illustration-index-source",
    "table-index-source",
    "user-index-source",
    "object-index-source",
];

pub(super) fn read(package: &mut Package, _: &mut crate::read::Sink<'_>) -> Result<Found, PartError> {
    let locked = package
        .optional("META-INF/manifest.xml")
        .is_some_and(|manifest| manifest.contains("encryption-data"));
    if locked {
        return Err(PartError::Locked);
    }
    let xml = package.text("content.xml")?;
    let (mut walker, broken) = walked(&xml, Text::default());
    for notes in std::mem::take(&mut walker.dialect.notes) {
        walker.draft.append(notes);
    }
    let about = package.optional("meta.xml").map(|xml| docx::core(&xml)).unwrap_or_default();
    Ok(Found { format: Format::Odt, draft: walker.draft, about, broken })
}

/// The markup of an OpenDocument text.
#[derive(Default)]
struct Text {
    outer: Vec<Draft>,
    notes: Vec<Draft>,
    boxes: Vec<Draft>,
    cell: usize,
}

impl Dialect for Text {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        match element.name.as_str() {
            name if SKIPPED.contains(&name) => return Step::Skip,
            "note-body" | "text-box" => self.outer.push(std::mem::take(draft)),
            "table-row" => draft.paragraph(),
            "table-cell" => {
                self.cell = 0;
                draft.space();
            }
            "p" | "h" if within(parents, "table-cell") => {
                self.cell += 1;
                if self.cell > 1 { draft.paragraph() } else { draft.space() }
            }
            "p" | "h" => draft.paragraph(),
            "s" | "tab" | "line-break" => draft.space(),
            _ => {}
        }
        Step::Inline
    }

    fn close(&mut self, element: &Frame, parents: &[Frame], draft: &mut Draft) {
        match element.name() {
            name @ ("note-body" | "text-box") => {
                let inner = std::mem::replace(draft, self.outer.pop().unwrap_or_default());
                if name == "note-body" { self.notes.push(inner) } else { self.boxes.push(inner) }
            }
            "p" | "h" if !within(parents, "table-cell") => {
                draft.paragraph();
                if !within(parents, "text-box") {
                    self.boxes.drain(..).for_each(|inner| draft.append(inner));
                }
            }
            "table" => {
                draft.paragraph();
                if !within(parents, "text-box") {
                    self.boxes.drain(..).for_each(|inner| draft.append(inner));
                }
            }
            _ => {}
        }
    }
}
