//! Word since 2007: the text, text boxes after the paragraph that they hang on, notes at the end. Changes that were
//! deleted, comments, page heads and fields' instructions are no text.

use super::{About, Found, Package, PartError, walked};
use crate::model::Format;
use crate::read::xml::draft::Draft;
use crate::read::xml::stream::Element;
use crate::read::xml::walk::{Dialect, Frame, Step, within};

/// Elements whose text is not the document's.
const SKIPPED: [&str; 12] = [
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "delInstrText",
    "Fallback",
    "rPr",
    "pPr",
    "sectPr",
    "tblPr",
    "docPartObj",
    "annotationRef",
];

/// The part with the text, as the package's relations name it.
pub(super) fn main_part(package: &mut Package) -> Option<String> {
    let relations = package.optional("_rels/.rels")?;
    let (walker, _) = walked(&relations, Relations::default());
    walker.dialect.main.filter(|main| package.has(main))
}

#[derive(Default)]
struct Relations {
    main: Option<String>,
}

impl Dialect for Relations {
    fn open(&mut self, element: &Element, _: &[Frame], _: &mut Draft) -> Step {
        let word = |target: &str| target.contains("word") || target.ends_with("document.xml");
        if element.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            && let Some(target) = element.get("Target").filter(|target| word(target))
        {
            self.main = Some(target.trim_start_matches('/').to_owned());
        }
        Step::Inline
    }

    fn close(&mut self, _: &Frame, _: &[Frame], _: &mut Draft) {}
}

pub(super) fn read(package: &mut Package, _: &mut crate::read::Sink<'_>) -> Result<Found, PartError> {
    let main = main_part(package).unwrap_or_else(|| "word/document.xml".to_owned());
    let xml = package.text(&main)?;
    let (mut walker, broken) = walked(&xml, Word::default());
    drop(xml);
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    for notes in ["footnotes.xml", "endnotes.xml"] {
        if let Some(xml) = package.optional(&format!("{folder}/{notes}")) {
            let (notes, _) = walked(&xml, Word::default());
            walker.draft.append(notes.draft);
        }
    }
    let about = package.optional("docProps/core.xml").map(|xml| core(&xml)).unwrap_or_default();
    Ok(Found { format: Format::Docx, draft: walker.draft, about, broken })
}

/// The title and the author by a package's description.
pub(super) fn core(xml: &str) -> About {
    walked(xml, Core::default()).0.dialect.0
}

#[derive(Default)]
struct Core(About);

impl Dialect for Core {
    fn open(&mut self, element: &Element, _: &[Frame], _: &mut Draft) -> Step {
        match element.name.as_str() {
            "title" | "creator" | "initial-creator" | "language" => Step::Keep,
            _ => Step::Inline,
        }
    }

    fn close(&mut self, element: &Frame, _: &[Frame], _: &mut Draft) {
        match element.name() {
            "title" => self.0.title = element.kept(),
            // A login is no author.
            "creator" | "initial-creator" => {
                self.0.author = element
                    .kept()
                    .filter(|name| crate::read::title::is_person(name))
                    .or(self.0.author.take());
            }
            "language" => self.0.language = element.kept(),
            _ => {}
        }
    }
}

/// The markup of a text in Word.
#[derive(Default)]
struct Word {
    outer: Vec<Draft>,
    /// Text boxes of the paragraph that is being read.
    boxes: Vec<Draft>,
    /// Paragraphs of the cell that is being read.
    cell: usize,
}

impl Dialect for Word {
    fn open(&mut self, element: &Element, parents: &[Frame], draft: &mut Draft) -> Step {
        match element.name.as_str() {
            // The lines that part notes from the text.
            "footnote" | "endnote" if element.get("type").is_some() => return Step::Skip,
            "footnote" | "endnote" | "tr" => draft.paragraph(),
            name if SKIPPED.contains(&name) => return Step::Skip,
            "txbxContent" => self.outer.push(std::mem::take(draft)),
            "tc" => {
                self.cell = 0;
                draft.space();
            }
            "p" if within(parents, "tc") => {
                self.cell += 1;
                if self.cell > 1 { draft.paragraph() } else { draft.space() }
            }
            "p" => draft.paragraph(),
            // Also positions of tabs are called so.
            "tab" if within(parents, "r") => draft.space(),
            "br" | "cr" | "ptab" => draft.space(),
            "noBreakHyphen" => draft.text("-"),
            "sym" => {
                let code = element.get("char").and_then(|code| u32::from_str_radix(code, 16).ok());
                let letter = code.and_then(char::from_u32).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c));
                draft.text(letter.map(String::from).as_deref().unwrap_or(""));
            }
            "t" if within(parents, "r") => {}
            _ => {}
        }
        Step::Inline
    }

    fn close(&mut self, element: &Frame, parents: &[Frame], draft: &mut Draft) {
        match element.name() {
            "txbxContent" => {
                let inner = std::mem::replace(draft, self.outer.pop().unwrap_or_default());
                self.boxes.push(inner);
            }
            "p" if !within(parents, "tc") => {
                draft.paragraph();
                if !within(parents, "txbxContent") {
                    self.boxes.drain(..).for_each(|inner| draft.append(inner));
                }
            }
            "tbl" => draft.paragraph(),
            _ => {}
        }
    }

    fn before_text(&mut self, _: &str, _: &[Frame], _: &mut Draft) {}
}
