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

pub(super) fn read(package: &mut Package, sink: &mut crate::read::Sink<'_>) -> Result<Found, PartError> {
    let main = main_part(package).unwrap_or_else(|| "word/document.xml".to_owned());
    let (folder, part) = main.rsplit_once('/').unwrap_or(("", &main));
    let manuscript = sink.options.manuscript;
    let xml = package.text(&main)?;
    let marks = if manuscript { Marks::of(package, folder, part) } else { Marks::default() };
    let (mut walker, broken) = walked(&xml, Word { marks, ..Word::default() });
    drop(xml);
    for notes in ["footnotes.xml", "endnotes.xml"] {
        if let Some(xml) = package.optional(&format!("{folder}/{notes}")) {
            let marks = if manuscript { Marks::of(package, folder, notes) } else { Marks::default() };
            let (notes, _) = walked(&xml, Word { marks, ..Word::default() });
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

/// What is marked in a manuscript: notes, paragraphs that are set off, links of demarche.
#[derive(Default)]
struct Marks {
    wanted: bool,
    /// The styles of quotations that are set off.
    quotes: Vec<String>,
    /// Addresses of links by the names that the text has for them.
    links: Vec<(String, String)>,
    /// The mark of the note that opens.
    note: Option<String>,
}

impl Marks {
    /// Those of a part, by the package's styles and relations.
    fn of(package: &mut Package, folder: &str, part: &str) -> Self {
        let styles = package.optional(&format!("{folder}/styles.xml"));
        let quotes = styles.map(|xml| walked(&xml, Styles::default()).0.dialect.quotes).unwrap_or_default();
        let relations = package.optional(&format!("{folder}/_rels/{part}.rels"));
        let links = relations.map(|xml| walked(&xml, Links::default()).0.dialect.links).unwrap_or_default();
        Self { wanted: true, quotes, links, note: None }
    }

    /// The address of demarche that a link leads to.
    fn link(&self, element: &Element) -> Option<String> {
        let target = &self.links.iter().find(|(id, _)| element.get("id") == Some(id))?.1;
        // Word keeps what stands behind the sign apart.
        Some(match element.get("anchor") {
            Some(anchor) if !target.contains('#') => format!("{target}#{anchor}"),
            _ => target.clone(),
        })
    }
}

/// The mark of a note, as Markdown has it.
fn note_mark(element: &Element) -> Option<String> {
    let of_end = if element.name.starts_with("end") { "e" } else { "" };
    Some(format!("[^{of_end}{}]", element.get("id")?))
}

/// The styles for quotations that are set off.
#[derive(Default)]
struct Styles {
    id: String,
    quotes: Vec<String>,
}

impl Dialect for Styles {
    fn open(&mut self, element: &Element, parents: &[Frame], _: &mut Draft) -> Step {
        let is_quote = |name: &str| {
            matches!(
                name.to_ascii_lowercase().as_str(),
                "quote" | "intense quote" | "block text" | "quotations"
            )
        };
        match element.name.as_str() {
            "style" => self.id = element.get("styleId").unwrap_or_default().to_owned(),
            "name" if within(parents, "style") && element.get("val").is_some_and(is_quote) => {
                self.quotes.push(std::mem::take(&mut self.id));
            }
            _ => {}
        }
        Step::Inline
    }

    fn close(&mut self, _: &Frame, _: &[Frame], _: &mut Draft) {}
}

/// The links of demarche among a part's relations.
#[derive(Default)]
struct Links {
    links: Vec<(String, String)>,
}

impl Dialect for Links {
    fn open(&mut self, element: &Element, _: &[Frame], _: &mut Draft) -> Step {
        if let (Some(id), Some(target)) = (element.get("Id"), element.get("Target"))
            && target.starts_with("demarche:")
        {
            self.links.push((id.to_owned(), target.to_owned()));
        }
        Step::Inline
    }

    fn close(&mut self, _: &Frame, _: &[Frame], _: &mut Draft) {}
}

/// The markup of a text in Word.
#[derive(Default)]
struct Word {
    marks: Marks,
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
            "footnote" | "endnote" if self.marks.wanted => self.marks.note = note_mark(element),
            "footnote" | "endnote" | "tr" => draft.paragraph(),
            "footnoteReference" | "endnoteReference" if self.marks.wanted => {
                if let Some(mark) = note_mark(element) {
                    draft.join();
                    draft.text(&mark);
                }
            }
            // The style of a paragraph stands in it.
            "pPr" if self.marks.wanted => {}
            "pStyle" if self.marks.wanted => {
                let quotes = &self.marks.quotes;
                if element.get("val").is_some_and(|style| quotes.iter().any(|quote| quote == style)) {
                    draft.text("> ");
                }
            }
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
            "p" => {
                draft.paragraph();
                if let Some(mark) = self.marks.note.take() {
                    draft.text(&format!("{mark}: "));
                }
            }
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
            "hyperlink" => {
                if let Some(link) = self.marks.link(&element.element) {
                    draft.text(&format!(" ({link})"));
                }
            }
            _ => {}
        }
    }

    fn before_text(&mut self, _: &str, _: &[Frame], _: &mut Draft) {}
}
