//! PDF with a text layer: words in the order of reading, printed pages, records of the United Nations by their
//! covers.

mod columns;
mod furniture;
mod glyphs;
mod line_numbers;
mod lines;
mod paragraphs;
mod record;

use std::any::Any;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::limits::{MOST_TEXT, shown};
use super::{READER_THREAD, ReadError, Sink, machine_dates, text, title};
use crate::model::{Basis, Document, Format, Layout, Page, StatementDate};
use furniture::Plain;
use glyphs::{Drawn, Interpreter, Word};
use paragraphs::{Composer, Lexicon};

/// The most pages of one file.
const MOST_PAGES: usize = 20_000;
/// The most letters of one file, over all pages, running heads included.
const MOST_LETTERS: u64 = MOST_TEXT as u64 * 3 / 2;
/// The stack of the thread that a file is read on. Drawings within drawings are followed 50 deep.
const STACK: usize = 64 << 20;

/// The text of a file.
#[derive(Debug, Default)]
struct Extracted {
    body: String,
    pages: Vec<Page>,
    /// The running heads of all pages, each once, in the order of their first page.
    heads: Vec<String>,
    title: Option<String>,
    author: Option<String>,
    page_count: usize,
    /// Pages of pictures without a letter, from 1.
    pictures: Vec<u32>,
    letters: u64,
    /// Letters of which the file does not say what they are.
    unknown: u64,
    /// Pages that could not be read, from 1.
    damaged: Vec<u32>,
}

/// Why nothing could be read.
enum Failure {
    Password,
    Damaged,
    TooLong,
}

/// Reads one document.
pub(super) fn read(bytes: Vec<u8>, name: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let read = std::thread::Builder::new()
        .name(READER_THREAD.to_owned())
        .stack_size(STACK)
        .spawn(move || extract(bytes));
    let outcome = read.map_err(|source| ReadError::Io { path: sink.name.to_owned(), source })?.join();
    match outcome {
        Ok(Ok(extracted)) => {
            tell(&extracted, sink);
            if !extracted.body.trim().is_empty() {
                let mut document = document(extracted, sink.name);
                sink.date_by_itself(&mut document, name);
                sink.text(document);
            }
        }
        Ok(Err(Failure::Password)) => sink.skip(
            None,
            "is a PDF that a password locks; unlock it with `qpdf --password=PASSWORD --decrypt in.pdf out.pdf` and read \
             out.pdf",
        ),
        Ok(Err(Failure::TooLong)) => {
            return Err(ReadError::TooLong { path: sink.name.to_owned(), limit: shown(MOST_TEXT) });
        }
        Ok(Err(Failure::Damaged)) | Err(_) => sink.skip(
            None,
            "is a PDF that is damaged and could not be mended; try `qpdf in.pdf out.pdf`, or print it to a new PDF",
        ),
    }
    Ok(())
}

/// Says what of a file could not be read.
fn tell(extracted: &Extracted, sink: &mut Sink<'_>) {
    let Extracted { pictures, page_count, letters, unknown, damaged, .. } = extracted;
    if !pictures.is_empty() {
        let which = match (pictures.len() == *page_count, page_count) {
            (true, 1) => "its page is".to_owned(),
            (true, _) => format!("all {page_count} pages are"),
            (false, _) => {
                format!("{} {}", page_list(pictures), if pictures.len() == 1 { "is" } else { "are" })
            }
        };
        sink.skip(
            None,
            format!(
                "{which} pictures without text, as of a scan; `ocrmypdf --skip-text in.pdf out.pdf` writes the text into \
                 out.pdf, which can then be read"
            ),
        );
    } else if *letters == 0 {
        sink.skip(None, "is a PDF without a letter of text");
    }
    if *unknown > 20 && unknown * 10 > *letters {
        sink.skip(
            None,
            format!(
                "does not say which letters {unknown} of its {letters} signs are; they stand as \u{fffd}; \
                 `ocrmypdf --force-ocr in.pdf out.pdf` reads them off the page"
            ),
        );
    }
    if !damaged.is_empty() {
        sink.skip(None, format!("{} could not be read whole: damaged", page_list(damaged)));
    }
}

/// `page 3`, `pages 1–4, 7`.
fn page_list(pages: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == *page => *to = *page,
            _ => runs.push((*page, *page)),
        }
    }
    let shown = runs
        .iter()
        .take(12)
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") });
    let list = shown.collect::<Vec<_>>().join(", ");
    let more = if runs.len() > 12 { " …" } else { "" };
    format!("{} {list}{more}", if pages.len() == 1 { "page" } else { "pages" })
}

fn extract(bytes: Vec<u8>) -> Result<Extracted, Failure> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Failure::Password,
        _ => Failure::Damaged,
    })?;
    let mut extracted = Extracted::default();
    let metadata = pdf.metadata();
    extracted.title = metadata.title.as_deref().and_then(metadata_text);
    extracted.author = metadata.author.as_deref().and_then(metadata_text);
    let (mut words, turned) = draw(&pdf, &mut extracted)?;
    line_numbers::strip(&mut words);
    compose(furniture::strip(words), turned, &mut extracted);
    if extracted.body.len() > MOST_TEXT {
        return Err(Failure::TooLong);
    }
    Ok(extracted)
}

/// The words of each page, and those that run another way.
type Words = (Vec<Vec<Word>>, Vec<Vec<Vec<Word>>>);

fn draw(pdf: &Pdf, extracted: &mut Extracted) -> Result<Words, Failure> {
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(Failure::TooLong);
    }
    extracted.page_count = pages.len();
    let mut interpreter = Interpreter::new(pdf.xref());
    let (mut words, mut turned) = (Vec::new(), Vec::new());
    for (index, page) in (1..).zip(pages.iter()) {
        let drawn = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| interpreter.page(page)));
        let drawn = drawn.unwrap_or_else(|_: Box<dyn Any + Send>| {
            interpreter.recover();
            extracted.damaged.push(index);
            Drawn::default()
        });
        if drawn.letters == 0 && drawn.images > 0 {
            extracted.pictures.push(index);
        }
        extracted.letters += u64::from(drawn.letters);
        extracted.unknown += u64::from(drawn.unknown);
        if extracted.letters > MOST_LETTERS {
            return Err(Failure::TooLong);
        }
        words.push(drawn.words);
        turned.push(drawn.turned);
    }
    Ok((words, turned))
}

/// Puts the pages together, each without its running heads, a column after the other.
fn compose(pages: Vec<Plain>, turned: Vec<Vec<Vec<Word>>>, extracted: &mut Extracted) {
    let mut lexicon = Lexicon::default();
    pages.iter().for_each(|page| lexicon.add(&page.words));
    let words: Vec<&[Word]> = pages.iter().map(|page| page.words.as_slice()).collect();
    let gutters = columns::vote(&words);
    let mut composer = Composer::new(&lexicon);
    for (at, ((page, gutters), turned)) in pages.into_iter().zip(gutters).zip(turned).enumerate() {
        let index = u32::try_from(at + 1).unwrap_or(u32::MAX);
        composer.page(page.label.unwrap_or_else(|| index.to_string()), index);
        for head in page.heads {
            if !extracted.heads.contains(&head) && extracted.heads.len() < 1000 {
                extracted.heads.push(head);
            }
        }
        for block in columns::blocks(page.words, &gutters) {
            composer.block(block);
        }
        for words in turned {
            for block in columns::blocks(words, &[]) {
                composer.block(block);
            }
        }
    }
    (extracted.body, extracted.pages) = (composer.body, composer.pages);
}

/// A text of the file's own description: UTF-16 or UTF-8 with a mark, else Latin.
fn metadata_text(bytes: &[u8]) -> Option<String> {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
        },
    };
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    Some(title::clean(&text)).filter(|text| !text.is_empty())
}

fn document(extracted: Extracted, path: &str) -> Document {
    let mut document = Document::new(path, extracted.body);
    document.format = Format::Pdf;
    document.pages = extracted.pages;
    document.author = extracted.author.filter(|author| title::is_person(author));
    let first = first_page(&document);
    if let Some(cover) = record::cover(first, &extracted.heads) {
        cover.fill(&mut document);
    }
    if document.title.is_none() {
        document.title =
            extracted.title.filter(|title| title::is_title(title)).or_else(|| text::headline(&document.body));
    }
    if document.layout == Layout::Article {
        document.layout = text::layout(&document.body, document.title.as_deref());
    }
    if document.date.value.is_none() {
        document.date = date(&extracted.heads);
    }
    text::date_by_heading(&mut document);
    document
}

/// The text of the first page.
fn first_page(document: &Document) -> &str {
    let end = document.pages.iter().find(|page| page.start > 0).map(|page| page.start);
    let end = end.and_then(|end| document.body.char_indices().nth(end)).map(|(end, _)| end);
    &document.body[..end.unwrap_or(document.body.len())]
}

/// The date in the running heads: those of one sitting have one, those of a volume many.
fn date(heads: &[String]) -> StatementDate {
    let mut dated = heads.iter().filter_map(|head| machine_dates::within(head));
    let only = dated.next().filter(|date| dated.all(|other| other == *date));
    only.map_or_else(StatementDate::unknown, |date| StatementDate::known(date, Basis::Stated))
}
