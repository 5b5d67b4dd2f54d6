//! Mail: a message, or a box of them. Each is a document; who wrote it is its author, never the speaker of what it says.

use std::io::{self, BufRead};

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Address, Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::content::is_from_line;
use super::limits::shown;
use super::record::Records;
use super::source::{Line, line};
use super::{Sink, decode, machine_dates, text, title};
use crate::model::{Basis, Document, Format, PartialDate, StatementDate};

/// The most bytes of one message, its attachments included.
const MOST_MESSAGE: usize = 64 << 20;
/// A plain text shorter than the HTML beside it by so many times only says that there is HTML.
const STUB: usize = 4;

/// Reads a file that is one message.
pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) {
    sink.report.bytes += bytes.len() as u64;
    let bytes = as_bytes(bytes);
    let stood =
        if bytes.starts_with(b"From ") { memchr::memchr(b'\n', &bytes).map_or(0, |end| end + 1) } else { 0 };
    message(&bytes[stood..], None, &mut Records::new(Format::Mail), sink);
}

/// A message as mail has it: some programs save one as UTF-16.
fn as_bytes(bytes: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let marked = encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    match marked.or_else(|| decode::utf_16(bytes)) {
        Some(encoding) => encoding.decode(bytes).0.into_owned().into_bytes().into(),
        None => bytes.into(),
    }
}

/// Reads a box: messages each of which stands after a line `From `.
///
/// # Errors
/// Where the bytes break off.
pub(super) fn read_box(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut records = Records::new(Format::Mail);
    let (mut number, mut begin, mut blank) = (0, 0, true);
    let (mut bytes, mut whole) = (Vec::new(), Vec::new());
    let mut too_long = false;
    loop {
        let found = line(input, MOST_MESSAGE, &mut bytes)?;
        number += 1;
        let opens = found.is_some()
            && blank
            && bytes.starts_with(b"From ")
            && is_from_line(&String::from_utf8_lossy(&bytes));
        if opens || found.is_none() {
            if too_long {
                let reason = format!("is a message of more than {}; it was left out", shown(MOST_MESSAGE));
                sink.skip(Some(begin), reason);
            } else if begin > 0 {
                message(&whole, Some(begin), &mut records, sink);
            }
            (begin, too_long) = (number, false);
            whole.clear();
        } else if found == Some(Line::TooLong) || whole.len() + bytes.len() > MOST_MESSAGE {
            too_long = true;
            whole.clear();
        } else if !too_long {
            // A line of the text that begins as the one before a message was written with a mark.
            let marked = bytes
                .iter()
                .position(|byte| *byte != b'>')
                .is_some_and(|at| at > 0 && bytes[at..].starts_with(b"From "));
            whole.extend_from_slice(&bytes[usize::from(marked)..]);
            whole.push(b'\n');
        }
        if found.is_none() {
            return Ok(());
        }
        sink.report.bytes += bytes.len() as u64 + 1;
        blank = bytes.is_empty();
    }
}

fn message(bytes: &[u8], line: Option<u64>, records: &mut Records, sink: &mut Sink<'_>) {
    let Some(message) = MessageParser::default().parse(bytes).filter(|message| !message.parts.is_empty())
    else {
        sink.skip(line, "is no message that can be read; save it as plain text");
        return;
    };
    let mut text = body(&message);
    // A message in a box may have no headers at all: all of it is text then.
    if message.headers().is_empty() && text.is_empty() {
        text = decode::markup(bytes, None).0.trim().to_owned();
    }
    hand_on(&message, text, line, records, sink);
}

/// Hands on a message, and those that hang on it.
fn hand_on(
    message: &Message<'_>,
    text: String,
    line: Option<u64>,
    records: &mut Records,
    sink: &mut Sink<'_>,
) {
    tell_attachments(message, line, sink);
    if text.trim().is_empty() {
        sink.skip(line, "holds no text; the message was left out");
    } else {
        let document = document(message, text, line, records, sink);
        sink.document(document);
    }
    for inner in message.attachments().filter_map(MessagePart::message) {
        hand_on(inner, body(inner), line, records, sink);
    }
}

fn document(
    message: &Message<'_>,
    text: String,
    line: Option<u64>,
    records: &mut Records,
    sink: &Sink<'_>,
) -> Document {
    let mut document = Document::new(sink.name, text);
    document.format = Format::Mail;
    document.record = message.message_id().map(str::to_owned);
    document.line = line.and_then(|line| u32::try_from(line).ok()).unwrap_or(1);
    document.id = Document::id_of(sink.name, &records.key(document.record.as_deref(), line.unwrap_or(1)));
    document.title = message.subject().map(title::clean).filter(|title| !title.is_empty());
    document.author = message.from().and_then(names);
    document.language = message.content_language().as_text().map(str::to_owned);
    document.date = date(message);
    document.layout = text::layout(&document.body, document.title.as_deref());
    document
}

/// The day on which it was sent, where it was sent.
fn date(message: &Message<'_>) -> StatementDate {
    let day = message.date().and_then(|date| {
        // Mail is younger than 1970: what is older is a clock that was not set.
        let year = i32::from(date.year);
        PartialDate::ymd(year, u32::from(date.month), u32::from(date.day)).filter(|_| year > 1970)
    });
    // A weekday that does not go with the day makes the strict reading of a date fail.
    let written = message.header_raw("Date").map(title::clean);
    let bare = || {
        let written = written.as_deref()?;
        machine_dates::machine_date(written.split_once(", ").map_or(written, |(_, day)| day))
    };
    match day.or_else(bare) {
        Some(day) => StatementDate::known(day, Basis::Stated),
        None => StatementDate { words: written, ..StatementDate::unknown() },
    }
}

/// Who sent it: names, or addresses where there are none.
fn names(from: &Address<'_>) -> Option<String> {
    let one = |it: &mail_parser::Addr<'_>| it.name().or(it.address()).map(title::clean);
    let names: Vec<String> = from.iter().filter_map(one).filter(|name| !name.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The text of a message: its plain text; its HTML where there is none, or far less.
fn body(message: &Message<'_>) -> String {
    let join = |parts: Vec<String>| parts.join("\n\n").trim().to_owned();
    let plain = join(message.text_bodies().map(|part| part_text(message, part)).collect());
    let has_html = message.html_bodies().any(|part| part.is_text_html());
    if !has_html || message.text_bodies().any(|part| part.is_text_html()) {
        return plain;
    }
    let html = join(message.html_bodies().map(|part| part_text(message, part)).collect());
    if plain.len() * STUB < html.len() { html } else { plain }
}

/// A part as plain text.
pub(super) fn part_text(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let words = part_source(message, part);
    if part.is_text_html() {
        #[cfg(feature = "html")]
        return super::html::text(&words).unwrap_or_default();
        #[cfg(not(feature = "html"))]
        return mail_parser::decoders::html::html_to_text(&words);
    }
    words.replace("\r\n", "\n").trim_matches(['\n', '\r']).trim_end().to_owned()
}

/// A part as it is written, in the encoding that it, or the page in it, declares.
pub(super) fn part_source(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let (PartType::Text(words) | PartType::Html(words)) = &part.body else { return String::new() };
    let declared = part.content_type().and_then(|kind| kind.attribute("charset")).is_some();
    if declared || !words.contains(char::REPLACEMENT_CHARACTER) {
        return words.to_string();
    }
    let raw =
        message.raw_message().get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        _ => Some(raw.to_vec()),
    };
    bytes.map_or_else(|| words.to_string(), |bytes| decode::markup(&bytes, None).0)
}

/// Says which files that hang on a message are not read.
fn tell_attachments(message: &Message<'_>, line: Option<u64>, sink: &mut Sink<'_>) {
    let shown = |part: &MessagePart<'_>| match (part.attachment_name(), &part.body) {
        (_, PartType::Message(_)) => None,
        (Some(name), _) => Some(title::clean(name)),
        (None, PartType::Text(words)) if words.trim().is_empty() => None,
        // Pictures that stand in the text are no text of their own.
        (None, PartType::InlineBinary(_)) => None,
        (None, _) => Some(part.content_type().map_or_else(
            || "a file".to_owned(),
            |kind| format!("a file of the kind {}/{}", kind.ctype(), kind.subtype().unwrap_or_default()),
        )),
    };
    let names: Vec<String> = message.attachments().filter_map(shown).collect();
    match &names[..] {
        [] => {}
        [one] => {
            sink.skip(line, format!("its attachment was not read: {one}; save it on its own to read it"))
        }
        many => {
            let list = many.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
            let count = many.len();
            sink.skip(
                line,
                format!("its {count} attachments were not read: {list}; save them on their own to read them"),
            );
        }
    }
}
