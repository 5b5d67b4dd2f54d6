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

pub(super) fn read(package: &mut Package, sink: &mut crate::read::Sink<'_>) -> Result<Found, PartError> {
    let locked = package
        .optional("META-INF/manifest.xml")
        .is_some_and(|manifest| manifest.contains("encryption-data"));
    if locked {
        return Err(PartError::Locked);
    }
    let xml = package.text("content.xml")?;
    let dialect =
        Text { manuscript: sink.options.manuscript, quotes: vec![QUOTATIONS.to_owned()], ..Text::default() };
    let (mut walker, broken) = walked(&xml, dialect);
    for notes in std::mem::take(&mut walker.dialect.notes) {
        walker.draft.append(notes);
    }
    let about = package.optional("meta.xml").map(|xml| docx::core(&xml)).unwrap_or_default();
    Ok(Found { format: Format::Odt, draft: walker.draft, about, broken })
}

/// The style of quotations that are set off.
const QUOTATIONS: &str = "Quotations";

/// The markup of an OpenDocument text.
#[derive(Default)]
struct Text {
    /// Whether notes, paragraphs that are set off and links of demarche are marked.
    manuscript: bool,
    /// The styles of quotations, and those made of them.
    quotes: Vec<String>,
    /// The mark of the note that opens.
    note: Option<String>,
    outer: Vec<Draft>,
    notes: Vec<Draft>,
    boxes: Vec<Draft>,
    cell: usize,
}

impl Dialect for Text {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        if self.manuscript && within(parents, "automatic-styles") && element.name != "style" {
            return Step::Skip;
        }
        match element.name.as_str() {
            "automatic-styles" if self.manuscript => {}
            "style" if self.manuscript => {
                let is_quote = |name: &str| self.quotes.iter().any(|quote| quote == name);
                if let Some(name) =
                    element.get("name").filter(|_| element.get("parent-style-name").is_some_and(is_quote))
                {
                    self.quotes.push(name.to_owned());
                }
            }
            name if SKIPPED.contains(&name) => return Step::Skip,
            "note-body" if self.manuscript => {
                let mark = format!("[^{}]", self.notes.len() + 1);
                draft.join();
                draft.text(&mark);
                self.outer.push(std::mem::take(draft));
                self.note = Some(mark);
            }
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
            "p" | "h" => {
                draft.paragraph();
                let is_quote = |name: &str| self.quotes.iter().any(|quote| quote == name);
                if let Some(mark) = self.note.take() {
                    draft.text(&format!("{mark}: "));
                } else if self.manuscript && element.get("style-name").is_some_and(is_quote) {
                    draft.text("> ");
                }
            }
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
            "a" if self.manuscript => {
                if let Some(link) = element.element.get("href").filter(|to| to.starts_with("demarche:")) {
                    draft.text(&format!(" ({link})"));
                }
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
