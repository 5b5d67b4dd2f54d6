//! Files to documents; one file a format.
//!
//! A format is chosen by content and name, never by name alone. What cannot be read is a [`Skip`]
//! with its line, or a [`ReadError`] for a whole file; nothing stops the reading of other files.

mod dates;
mod decode;
mod error;
mod jsonl;
mod markdown;
mod options;
mod record;
mod speakers;
mod table;
mod text;
mod title;
mod transcript;
mod ungdc;
mod walk;

use std::io::Read;

use serde::{Deserialize, Serialize};

use crate::model::{Basis, Document, Format, StatementDate};

pub use dates::parse_date;
pub(crate) use dates::{dateline, month};
pub use error::ReadError;
pub use options::{Field, ReadOptions, UnknownField};
pub use speakers::SpeakerTable;
pub use transcript::{TurnHead, turn_head};
pub use walk::{SourceFile, Walk, walk};

/// A file, row or value that was left out, or kept with something missing, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Skip {
    /// The file.
    pub path: String,
    /// The line, counted from 1, where one can be named.
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: String,
}

/// What reading a file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadReport {
    /// Documents handed on.
    pub documents: usize,
    /// Bytes of text, decompressed and as UTF-8.
    pub bytes: u64,
    /// Rows left out, and values that could not be understood.
    pub skips: Vec<Skip>,
    /// A hash of the file's bytes: 32 hexadecimal digits of BLAKE3.
    pub hash: String,
}

/// Where documents go, and the notes made on the way.
struct Sink<'a> {
    name: &'a str,
    options: &'a ReadOptions,
    take: &'a mut dyn FnMut(Document),
    report: ReadReport,
}

impl Sink<'_> {
    fn skip(&mut self, line: Option<u64>, reason: impl Into<String>) {
        self.report.skips.push(Skip { path: self.name.to_owned(), line, reason: reason.into() });
    }

    /// Hands a document on, with what the user gave filled in where it names nothing itself.
    fn document(&mut self, mut document: Document) {
        if document.date.value.is_none()
            && let Some(date) = self.options.date
        {
            document.date = StatementDate {
                words: document.date.words.take(),
                ..StatementDate::known(date, Basis::Given)
            };
        }
        if document.source.is_none() {
            document.source.clone_from(&self.options.source);
        }
        self.report.documents += 1;
        (self.take)(document);
    }
}

/// Reads a file, or standard input where its name is `-`, and hands each document to `take`.
pub fn read(
    file: &SourceFile,
    options: &ReadOptions,
    take: &mut dyn FnMut(Document),
) -> Result<ReadReport, ReadError> {
    read_bytes(&file.name, &load(file)?, options, take)
}

/// The bytes of a file, or of standard input where its name is `-`.
pub fn load(file: &SourceFile) -> Result<Vec<u8>, ReadError> {
    let io = |source| ReadError::Io { path: file.name.clone(), source };
    if file.name != "-" {
        return std::fs::read(&file.path).map_err(io);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

/// A hash of a file's bytes: 32 hexadecimal digits of BLAKE3.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

/// Reads the bytes of a file of that name.
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
    take: &mut dyn FnMut(Document),
) -> Result<ReadReport, ReadError> {
    let hash = hash(bytes);
    let (inner, unpacked) = decode::unpack(name, bytes)?;
    let text = decode::to_text(name, &unpacked)?;
    let report = ReadReport { bytes: text.len() as u64, hash, ..ReadReport::default() };
    let mut sink = Sink { name, options, take, report };
    if text.trim().is_empty() {
        sink.skip(None, "holds no text");
        return Ok(sink.report);
    }
    match options.format.unwrap_or_else(|| format_of(inner, &text)) {
        Format::Jsonl => jsonl::read(&text, &mut sink)?,
        Format::Csv => table::read(&text, b',', &mut sink)?,
        Format::Tsv => table::read(&text, b'\t', &mut sink)?,
        Format::Markdown => markdown::read(&text, inner, &mut sink),
        Format::Text => text::read(&text, inner, &mut sink),
    }
    Ok(sink.report)
}

/// Chooses the format: what the text looks like decides, the name only between likely ones.
fn format_of(name: &str, text: &str) -> Format {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if jsonl::looks_like(text, &ending) {
        return Format::Jsonl;
    }
    match ending.as_str() {
        "tsv" | "tab" => Format::Tsv,
        "csv" => table::delimiter(text),
        "md" | "markdown" => Format::Markdown,
        _ if markdown::has_front_matter(text) => Format::Markdown,
        _ => table::looks_like(text).unwrap_or(Format::Text),
    }
}
