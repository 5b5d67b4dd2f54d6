//! Word, OpenDocument, rich text and electronic books.

mod doc;
mod docx;
mod epub;
mod odt;
mod rtf;

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{MOST_EXPANSION, MOST_TEXT, UNPACKED_FREELY, shown};
use super::xml::draft::Draft;
use super::xml::stream;
use super::xml::walk::{Dialect, Walker};
use super::{ReadError, Sink, text, title};
use crate::model::{Document, Format, StatementDate};

pub(super) use rtf::read as read_rtf;

/// The most parts of a package.
const MOST_PARTS: usize = 100_000;

/// A package of parts: DOCX, ODT, EPUB.
struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

/// Why a part cannot be read.
enum PartError {
    Missing,
    Locked,
    Damaged(String),
}

impl Package {
    fn open(bytes: Vec<u8>) -> Result<Self, String> {
        let most = UNPACKED_FREELY.max(bytes.len() as u64 * MOST_EXPANSION);
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        if archive.len() > MOST_PARTS {
            return Err(format!("has more than {MOST_PARTS} parts"));
        }
        Ok(Self { archive, left: most.min(1 << 30) })
    }

    fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, PartError> {
        let part = self.archive.by_name(name).map_err(|error| match error {
            ZipError::FileNotFound => PartError::Missing,
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => PartError::Locked,
            error => PartError::Damaged(error.to_string()),
        })?;
        let mut bytes = Vec::new();
        let read = part.take(self.left + 1).read_to_end(&mut bytes);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        match read {
            Ok(_) if self.left == 0 => {
                Err(PartError::Damaged("it unpacks to far more than its size".to_owned()))
            }
            Ok(_) => Ok(bytes),
            Err(error) => Err(PartError::Damaged(error.to_string())),
        }
    }

    /// A part of XML as text.
    fn text(&mut self, name: &str) -> Result<String, PartError> {
        Ok(super::decode::markup(&self.bytes(name)?, None).0)
    }

    /// A part that need not be there.
    fn optional(&mut self, name: &str) -> Option<String> {
        self.text(name).ok()
    }
}

/// Reads a ZIP archive that is a document; of others, says what to do.
pub(super) fn read_zip(bytes: Vec<u8>, name: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut package = match Package::open(bytes) {
        Ok(package) => package,
        Err(reason) => {
            sink.skip(
                None,
                format!("is a damaged archive ({reason}); open it in its program and save it anew"),
            );
            return Ok(());
        }
    };
    let kind = package.optional("mimetype").unwrap_or_default();
    let part = if kind.trim() == "application/epub+zip"
        || package.has("META-INF/container.xml") && !kind.contains("opendocument")
    {
        epub::read(&mut package, sink)
    } else if kind.contains("opendocument.text") {
        odt::read(&mut package, sink)
    } else if package.has("[Content_Types].xml")
        && (package.has("word/document.xml") || docx::main_part(&mut package).is_some())
    {
        docx::read(&mut package, sink)
    } else {
        sink.skip(None, what_else(&kind, &package));
        return Ok(());
    };
    match part {
        Ok(document) => hand_on(document, name, sink)?,
        Err(error) => tell(error, sink),
    }
    Ok(())
}

fn what_else(kind: &str, package: &Package) -> String {
    let spreadsheet = package.has("xl/workbook.xml") || kind.contains("spreadsheet");
    let slides = package.has("ppt/presentation.xml") || kind.contains("presentation");
    if spreadsheet {
        "is a spreadsheet; save it as CSV and read that".to_owned()
    } else if slides {
        "is a presentation; save it as PDF and read that".to_owned()
    } else {
        "is an archive; unpack it and read the folder".to_owned()
    }
}

/// Reads a compound file: an old Word file; of others, says what to do.
pub(super) fn read_compound(bytes: Vec<u8>, name: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match doc::read(bytes) {
        Ok(doc::Compound::Word(found)) => hand_on(*found, name, sink),
        Ok(doc::Compound::Other) => {
            let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
            sink.skip(
                None,
                match ending.as_str() {
                    "ppt" => "is an old PowerPoint file; save it as PDF and read that",
                    "msg" => "is a message of Outlook; save it as EML or text and read that",
                    _ => "is an old office file that is no text of Word; save it as CSV or PDF and read that",
                },
            );
            Ok(())
        }
        Err(error) => {
            tell(error, sink);
            Ok(())
        }
    }
}

fn tell(error: PartError, sink: &mut Sink<'_>) {
    match error {
        PartError::Locked => sink.skip(None, "is locked with a password; open it, save it without one and read that"),
        PartError::Missing => sink.skip(
            None,
            "is a damaged document: the part with its text is missing; open it in its program and save it anew as .docx",
        ),
        PartError::Damaged(reason) => {
            sink.skip(None, format!("is a damaged document ({reason}); open it in its program and save it anew as .docx"));
        }
    }
}

/// What a document is known by beside its text.
#[derive(Default)]
struct About {
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
    date: StatementDate,
}

/// A text that was read from a package.
struct Found {
    format: Format,
    draft: Draft,
    about: About,
    /// Where the text breaks off.
    broken: Option<String>,
}

/// Walks through a part by its markup.
fn walked<D: Dialect>(xml: &str, dialect: D) -> (Walker<D>, Option<String>) {
    let mut walker = Walker::new(dialect);
    let broken = stream::read(xml, &mut walker).err().map(|malformed| malformed.reason);
    (walker, broken)
}

fn hand_on(found: Found, name: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let Found { format, draft, about, broken } = found;
    if let Some(reason) = broken {
        sink.skip(None, format!("breaks off ({reason}); what came before was kept"));
    }
    if draft.is_empty() {
        sink.skip(None, "holds no text");
        return Ok(());
    }
    if draft.len() > MOST_TEXT {
        return Err(ReadError::TooLong { path: sink.name.to_owned(), limit: shown(MOST_TEXT) });
    }
    let mut document = draft.document(sink.name);
    document.format = format;
    document.title = about.title.filter(|title| title::is_title(title));
    document.author = about.author;
    document.language = document.language.take().or(about.language);
    document.date = about.date;
    finish(&mut document);
    sink.date_by_itself(&mut document, name);
    sink.text(document);
    Ok(())
}

/// What the text itself says, where the file does not.
fn finish(document: &mut Document) {
    if document.title.is_none() {
        document.title = text::headline(&document.body);
    }
    document.layout = text::layout(&document.body, document.title.as_deref());
    text::date_by_heading(document);
}
