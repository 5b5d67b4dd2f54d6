//! Files to documents; one file a format.
//!
//! A format is chosen by content and name, never by name alone. What cannot be read is a [`Skip`]
//! with its line, or a [`ReadError`] for a whole file; nothing stops the reading of other files.
//!
//! Files are read as a stream: a table or JSONL of any size takes the memory of its longest row, and what is
//! longer than [`MOST_TEXT`] is a skip that is found without holding it.

#[cfg(feature = "archives")]
mod archive;
mod blank_lines;
mod cells;
mod content;
mod date_lines;
mod date_names;
mod date_words;
mod dated;
mod datelines;
mod dates;
mod decode;
mod error;
mod export;
#[cfg(feature = "feeds")]
mod feed;
mod forms;
mod front_matter;
mod headings;
#[cfg(feature = "html")]
pub(crate) mod html;
mod items;
mod json_value;
mod jsonl;
mod kind;
mod language;
mod limits;
mod line_buffer;
mod machine_dates;
#[cfg(feature = "mail")]
mod mail;
mod markdown;
mod months;
mod numeric;
#[cfg(feature = "office")]
mod office;
mod options;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "pdf")]
mod pdf;
mod record;
mod rows;
mod sink;
mod skip;
mod source;
mod speakers;
mod table;
mod text;
mod title;
mod transcript;
mod ungdc;
mod value;
mod walk;
#[cfg(feature = "xml")]
mod xml;
mod zotero;

use std::io::{self, Read};
use std::path::Path;

use crate::model::{Document, Format};

pub use crate::model::DateOrder;
pub(crate) use blank_lines::{blank_lines, first_paragraph};
pub(crate) use datelines::dateline;
pub use dates::parse_date;
pub use decode::encoding_of;
pub use error::ReadError;
pub use limits::{
    MOST_COLUMNS, MOST_EXPANSION, MOST_FRONT_MATTER, MOST_NESTED, MOST_SKIPS, MOST_TEXT, UNPACKED_FREELY,
};
pub(crate) use months::month;
pub(crate) use numeric::Numeric;
pub use options::{Field, ReadOptions, UnknownField};
pub use skip::{Skip, SkipCause};
pub use source::Opened;
pub use speakers::SpeakerTable;
pub(crate) use transcript::{
    Courtesy, LabelKind, is_answerer, is_clause, is_label, is_outlet, is_part, is_slip, is_unnamed, titles,
};
pub use transcript::{Turn, TurnHead, turn_head, turns};
pub use walk::{SourceFile, Walk, walk};

use content::Content;
use decode::Text;
use kind::Kind;
use limits::MOST_FILE;
use sink::Sink;
use source::Hashed;

/// The name of the threads on which files are read whose libraries may panic; a panic there is caught and told.
pub const READER_THREAD: &str = "demarche-reader";

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
    /// What one should know of how it was read; nothing was left out.
    pub remarks: Vec<Skip>,
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

/// Reads a file, or standard input where its path is `-`, and hands each document to `take`.
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
        let (name, path) = (self.name().to_owned(), self.path().map(Path::to_owned));
        match self.rewound() {
            Ok(input) => read_from(&name, path.as_deref(), input, options, take),
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
    read_from(name, None, &mut bytes, options, take)
}

fn read_from(
    name: &str,
    file: Option<&Path>,
    input: &mut dyn Read,
    options: &ReadOptions,
    take: &mut dyn FnMut(Document),
) -> Result<ReadReport, ReadError> {
    let io = |source| ReadError::Io { path: name.to_owned(), source };
    let mut bytes = Hashed::new(input);
    let mut sink = Sink::new(name, options, take);
    sink.file = file;
    let (inner, unpacked, packed) = source::unpack(name, &mut bytes).map_err(io)?;
    let broken = |error: io::Error| match packed {
        true => ReadError::Packed { path: name.to_owned(), reason: error.to_string() },
        false => io(error),
    };
    let (first, unpacked) = source::peek(unpacked, content::HEAD).map_err(broken)?;
    let read = match (content::content(&first, inner, options.format), kind::kind(&first)) {
        (Some(content), _) => read_content(content, unpacked, inner, &mut sink),
        (None, Some(kind)) => read_kind(kind, unpacked, inner, &mut sink),
        (None, None) => read_plain(unpacked, inner, &mut sink),
    };
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
    if !sink.report.broken {
        bytes.finish().map_err(io)?;
        sink.report.hash = bytes.hash();
    }
    Ok(sink.report())
}

/// Reads a text in a form of its own.
#[allow(unused_mut, unused_variables, reason = "a build without a format does not use all of them")]
fn read_content(
    content: Content,
    mut bytes: Box<dyn Read + '_>,
    name: &str,
    sink: &mut Sink<'_>,
) -> Result<(), Failed> {
    match content {
        #[cfg(feature = "html")]
        Content::Html => html::read::read(&all(&mut bytes, sink)?, name, sink),
        #[cfg(feature = "mail")]
        Content::Mail => mail::read(&all(&mut bytes, sink)?, sink),
        #[cfg(feature = "mail")]
        Content::Mbox => mail::read_box(&mut io::BufReader::new(bytes), sink)?,
        #[cfg(feature = "feeds")]
        Content::Feed => feed::read(&all(&mut bytes, sink)?, sink),
        #[cfg(feature = "feeds")]
        Content::JsonFeed => feed::json::read(&all(&mut bytes, sink)?, sink),
        #[cfg(feature = "archives")]
        Content::Mhtml => archive::mhtml::read(&all(&mut bytes, sink)?, name, sink),
        #[cfg(feature = "archives")]
        Content::Warc => archive::warc::read(&mut io::BufReader::new(bytes), sink)?,
        #[cfg(not(feature = "html"))]
        Content::Html => left_out("is a web page", "html", sink),
        #[cfg(not(feature = "mail"))]
        Content::Mail | Content::Mbox => left_out("is mail", "mail", sink),
        #[cfg(not(feature = "feeds"))]
        Content::Feed | Content::JsonFeed => left_out("is a feed", "feeds", sink),
        #[cfg(not(feature = "archives"))]
        Content::Mhtml | Content::Warc => left_out("is a web archive", "archives", sink),
        #[cfg(feature = "xml")]
        Content::Xml => {
            let (text, damaged) = decode::markup(&all(&mut bytes, sink)?, sink.options.encoding.as_deref());
            xml::read(&text, name, sink);
            if damaged {
                sink.damaged();
            }
        }
        #[cfg(not(feature = "xml"))]
        Content::Xml => left_out("is XML", "xml", sink),
    }
    Ok(())
}

/// Reads a file that is no plain text.
#[allow(unused_mut, unused_variables, reason = "a build without a format does not use all of them")]
fn read_kind(
    kind: Kind,
    mut bytes: Box<dyn Read + '_>,
    name: &str,
    sink: &mut Sink<'_>,
) -> Result<(), Failed> {
    match kind {
        #[cfg(feature = "pdf")]
        Kind::Pdf => pdf::read(all(&mut bytes, sink)?, name, sink)?,
        #[cfg(not(feature = "pdf"))]
        Kind::Pdf => left_out("is a PDF", "pdf", sink),
        Kind::Zip => read_zip(all(&mut bytes, sink)?, name, sink)?,
        #[cfg(feature = "office")]
        Kind::Rtf => office::read_rtf(&all(&mut bytes, sink)?, name, sink)?,
        #[cfg(feature = "office")]
        Kind::Ole => office::read_compound(all(&mut bytes, sink)?, name, sink)?,
        #[cfg(not(feature = "office"))]
        Kind::Rtf | Kind::Ole => left_out("is a file of Word or another office program", "office", sink),
        #[cfg(feature = "parquet")]
        Kind::Parquet => parquet::read(all(&mut bytes, sink)?, sink)?,
        #[cfg(not(feature = "parquet"))]
        Kind::Parquet => left_out("is a Parquet table", "parquet", sink),
    }
    Ok(())
}

fn read_zip(bytes: Vec<u8>, name: &str, sink: &mut Sink<'_>) -> Result<(), Failed> {
    #[cfg(feature = "archives")]
    if archive::wacz::is(&bytes) {
        archive::wacz::read(&bytes, sink)?;
        return Ok(());
    }
    #[cfg(feature = "office")]
    office::read_zip(bytes, name, sink)?;
    #[cfg(not(feature = "office"))]
    {
        let _ = (bytes, name);
        left_out("is a file of Word or another office program, or an archive", "office", sink);
    }
    Ok(())
}

/// All bytes of a file that is read at once.
fn all(bytes: &mut dyn Read, sink: &mut Sink<'_>) -> Result<Vec<u8>, Failed> {
    let limit = limits::shown(MOST_FILE);
    let whole =
        source::whole(bytes)?.ok_or_else(|| ReadError::TooLong { path: sink.name.to_owned(), limit })?;
    sink.report.bytes = whole.len() as u64;
    Ok(whole)
}

/// Says that this build does not read such a file.
#[allow(dead_code, reason = "no format is left out of a whole build")]
fn left_out(what: &str, feature: &str, sink: &mut Sink<'_>) {
    sink.skip(None, format!("{what}, and this build reads none: build with the feature `{feature}`"));
}

fn read_plain(bytes: Box<dyn Read + '_>, name: &str, sink: &mut Sink<'_>) -> Result<(), Failed> {
    let text = Text::new(bytes, sink.options.encoding.as_deref())?;
    let mut text = text.ok_or_else(|| ReadError::NotText { path: sink.name.to_owned() })?;
    let read = read_text(name, &mut text, sink);
    sink.report.bytes = text.count;
    if text.damaged {
        sink.damaged();
    }
    if let Some(encoding) = text.misfit().filter(|_| sink.options.encoding.is_none()) {
        sink.skip_because(None, SkipCause::Misfit { encoding: encoding.to_owned() });
    }
    read
}

fn read_text(name: &str, text: &mut Text<'_>, sink: &mut Sink<'_>) -> Result<(), Failed> {
    let format = match sink.options.format {
        Some(format) => format,
        None => format_of(name, text.head(), text.head_is_all(), sink.options),
    };
    if text.head().trim().is_empty() && text.head_is_all() {
        sink.skip(None, "holds no text");
        return Ok(());
    }
    match format {
        Format::Jsonl => jsonl::read(text, sink)?,
        Format::Csv => table::read(text, false, sink)?,
        Format::Tsv => table::read(text, true, sink)?,
        Format::Markdown => markdown::read(&whole(text, sink)?, name, sink),
        // A text in another form goes its own way before it comes here.
        _ => {
            let whole = whole(text, sink)?;
            match export::lexis::is(&whole) && sink.options.format.is_none() {
                true => export::hand_on(export::lexis::articles(&whole), sink),
                false => text::read(&whole, name, sink),
            }
        }
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
fn format_of(name: &str, head: &str, whole: bool, options: &ReadOptions) -> Format {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    // Front matter may be an object of JSON.
    if matches!(&*ending, "md" | "markdown") {
        return Format::Markdown;
    }
    if jsonl::looks_like(head, whole, &ending) {
        return Format::Jsonl;
    }
    match ending.as_str() {
        "tsv" | "tab" => Format::Tsv,
        "csv" | "psv" => table::format(head),
        _ if markdown::has_front_matter(head, options) => Format::Markdown,
        _ => table::looks_like(head).unwrap_or(Format::Text),
    }
}

#[cfg(all(test, not(feature = "html")))]
mod tests {
    use super::*;

    #[test]
    fn without_its_feature_a_page_is_refused_with_what_to_do() {
        let report = read_bytes("a.html", b"<html><body>Talks", &ReadOptions::default(), &mut |_| {});
        let reason = &report.unwrap().skips[0].reason;
        assert_eq!(reason, "is a web page, and this build reads none: build with the feature `html`");
    }
}
