//! Files to documents; one file a format.
//!
//! A format is chosen by content and name, never by name alone. What cannot be read is a [`Skip`]
//! with its line, or a [`ReadError`] for a whole file; nothing stops the reading of other files.
//!
//! Files are read as a stream: a table or JSONL of any size takes the memory of its longest row, and what is
//! longer than [`MOST_TEXT`] is a skip that is found without holding it.

mod cells;
mod date_lines;
mod date_names;
mod dated;
mod datelines;
mod dates;
mod decode;
mod error;
mod items;
mod jsonl;
mod limits;
mod markdown;
mod months;
mod numeric;
mod options;
mod record;
mod sink;
mod skip;
mod source;
mod speakers;
mod table;
mod text;
mod title;
mod transcript;
mod ungdc;
mod walk;

use std::io::{self, Read};

use crate::model::{Document, Format};

pub(crate) use datelines::dateline;
pub use dates::parse_date;
pub use error::ReadError;
pub use limits::{
    MOST_COLUMNS, MOST_EXPANSION, MOST_FRONT_MATTER, MOST_NESTED, MOST_SKIPS, MOST_TEXT, UNPACKED_FREELY,
};
pub(crate) use months::month;
pub use numeric::DateOrder;
pub(crate) use numeric::Numeric;
pub use options::{Field, ReadOptions, UnknownField};
pub use skip::{Skip, SkipCause};
pub use source::Opened;
pub use speakers::SpeakerTable;
pub(crate) use transcript::{
    Courtesy, LabelKind, is_answerer, is_label, is_outlet, is_part, is_slip, is_unnamed, titles,
};
pub use transcript::{Turn, TurnHead, turn_head, turns};
pub use walk::{SourceFile, Walk, walk};

use decode::Text;
use sink::Sink;
use source::Hashed;

/// What reading a file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadReport {
    /// Documents handed on.
    pub documents: usize,
    /// Of these, how many have no date.
    pub undated: usize,
    /// Of the undated, how many state one whose day and month may change places.
    pub in_doubt: usize,
    /// Bytes of text, decompressed and as UTF-8.
    pub bytes: u64,
    /// Rows left out, and values that could not be understood.
    pub skips: Vec<Skip>,
    /// A hash of the file's bytes: 32 hexadecimal digits of BLAKE3; none where the file breaks off.
    pub hash: String,
    /// Whether it could not be read to its end: what came before is handed on, and a skip says so.
    pub broken: bool,
}

/// Why a text was not read to its end.
enum Failed {
    /// It is not what it should be.
    Bad(ReadError),
    /// Its bytes broke off.
    Broken(io::Error),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<ReadError> for Failed {
    fn from(error: ReadError) -> Self {
        Self::Bad(error)
    }
}

/// Reads a file, or standard input where its name is `-`, and hands each document to `take`.
///
/// # Errors
/// Where nothing can be read of the whole: no text, packed in a way that breaks, no column for the text. What is wrong with a
/// row or a value is in [`ReadReport::skips`].
pub fn read(
    file: &SourceFile,
    options: &ReadOptions,
    take: &mut dyn FnMut(Document),
) -> Result<ReadReport, ReadError> {
    Opened::new(file)?.read(options, take)
}

impl Opened {
    /// Reads it from its beginning, and hands each document to `take`.
    ///
    /// # Errors
    /// Where nothing can be read of the whole: no text, packed in a way that breaks, no column for the text. What is wrong with a
    /// row or a value is in [`ReadReport::skips`].
    pub fn read(
        &mut self,
        options: &ReadOptions,
        take: &mut dyn FnMut(Document),
    ) -> Result<ReadReport, ReadError> {
        let name = self.name().to_owned();
        match self.rewound() {
            Ok(input) => read_from(&name, input, options, take),
            Err(source) => Err(ReadError::Io { path: name, source }),
        }
    }
}

/// Reads the bytes of a file of that name.
///
/// # Errors
/// Where nothing can be read of the whole: no text, packed in a way that breaks, no column for the text. What is wrong with a
/// row or a value is in [`ReadReport::skips`].
pub fn read_bytes(
    name: &str,
    mut bytes: &[u8],
    options: &ReadOptions,
    take: &mut dyn FnMut(Document),
) -> Result<ReadReport, ReadError> {
    read_from(name, &mut bytes, options, take)
}

fn read_from(
    name: &str,
    input: &mut dyn Read,
    options: &ReadOptions,
    take: &mut dyn FnMut(Document),
) -> Result<ReadReport, ReadError> {
    let io = |source| ReadError::Io { path: name.to_owned(), source };
    let mut bytes = Hashed::new(input);
    let mut sink = Sink::new(name, options, take);
    let (inner, unpacked, packed) = source::unpack(name, &mut bytes).map_err(io)?;
    let broken = |error: io::Error| match packed {
        true => ReadError::Packed { path: name.to_owned(), reason: error.to_string() },
        false => io(error),
    };
    let text = Text::new(unpacked).map_err(broken)?;
    let mut text = text.ok_or_else(|| ReadError::NotText { path: name.to_owned() })?;
    let read = read_text(inner, &mut text, &mut sink);
    sink.release();
    match read {
        Ok(()) => {}
        Err(Failed::Bad(error)) => return Err(error),
        Err(Failed::Broken(error)) if sink.report.documents == 0 => return Err(broken(error)),
        Err(Failed::Broken(error)) => {
            let reason = broken(error).reason();
            sink.skip(None, format!("breaks off: {reason}; what came before was kept"));
            sink.report.broken = true;
        }
    }
    if sink.report.documents == 0 && sink.report.skips.is_empty() {
        sink.skip(None, "holds no rows: it is a table of headings only, or an empty list");
    }
    sink.report.bytes = text.count;
    if text.damaged {
        sink.skip(None, "has bytes that are no text in its encoding; each is shown as \u{fffd}");
    }
    drop(text);
    if !sink.report.broken {
        bytes.finish().map_err(io)?;
        sink.report.hash = bytes.hash();
    }
    Ok(sink.report())
}

fn read_text(name: &str, text: &mut Text<'_>, sink: &mut Sink<'_>) -> Result<(), Failed> {
    let format = match sink.options.format {
        Some(format) => format,
        None => format_of(name, text.head(), text.head_is_all()),
    };
    if text.head().trim().is_empty() && text.head_is_all() {
        sink.skip(None, "holds no text");
        return Ok(());
    }
    match format {
        Format::Jsonl => jsonl::read(text, sink)?,
        Format::Csv => table::read(text, b',', sink)?,
        Format::Tsv => table::read(text, b'\t', sink)?,
        Format::Markdown => markdown::read(&whole(text, sink)?, name, sink),
        Format::Text => text::read(&whole(text, sink)?, name, sink),
    }
    Ok(())
}

/// A text that is one document.
fn whole(text: &mut Text<'_>, sink: &Sink<'_>) -> Result<String, Failed> {
    let mut bytes = Vec::new();
    text.take(MOST_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    let path = sink.name.to_owned();
    if bytes.len() > MOST_TEXT {
        return Err(ReadError::TooLong { path, limit: limits::shown(MOST_TEXT) }.into());
    }
    String::from_utf8(bytes).map_err(|_| ReadError::NotText { path }.into())
}

/// Chooses the format: what the text looks like decides, the name only between likely ones.
fn format_of(name: &str, head: &str, whole: bool) -> Format {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if jsonl::looks_like(head, whole, &ending) {
        return Format::Jsonl;
    }
    match ending.as_str() {
        "tsv" | "tab" => Format::Tsv,
        "csv" => table::delimiter(head),
        "md" | "markdown" => Format::Markdown,
        _ if markdown::has_front_matter(head) => Format::Markdown,
        _ => table::looks_like(head).unwrap_or(Format::Text),
    }
}
