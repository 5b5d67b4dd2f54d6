//! REFI-QDA: a code book (`.qdc`), and coded documents as a project (`.qdpx`). Programs are strict about the order of elements;
//! places count code points of the text with one sign for a line's end.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::record::{Code, CodeBook};

/// Writes a code book.
///
/// # Errors
/// Where the stream refuses what is written.
pub fn write_qdc(out: &mut dyn Write, book: &CodeBook) -> io::Result<()> {
    let mut xml = String::from(HEAD);
    let origin = concat!("demarche ", env!("CARGO_PKG_VERSION"));
    let _ = write!(xml, "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"{origin}\">");
    xml.push_str(&codes(book));
    xml.push_str("</CodeBook>\n");
    out.write_all(xml.as_bytes())
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// The codes, those within another inside it.
fn codes(book: &CodeBook) -> String {
    let mut xml = String::from("<Codes>");
    let mut open: Vec<&str> = Vec::new();
    for code in &book.codes {
        while open.last().is_some_and(|outer| !is_within(&code.name, outer)) {
            xml.push_str("</Code>");
            open.pop();
        }
        xml.push_str(&head_of(code));
        open.push(&code.name);
    }
    open.iter().for_each(|_| xml.push_str("</Code>"));
    xml.push_str("</Codes>");
    xml
}

fn head_of(code: &Code) -> String {
    let name = code.name.rsplit('/').next().unwrap_or(&code.name);
    let guid = guid(&["code", &code.name]);
    let mut xml = format!("<Code guid=\"{guid}\" name=\"{}\" isCodable=\"true\">", escaped(name));
    if let Some(description) = &code.description {
        let _ = write!(xml, "<Description>{}</Description>", escaped(description));
    }
    xml
}

fn is_within(code: &str, outer: &str) -> bool {
    code.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

/// The same number for the same words, in the form of a UUID.
fn guid(of: &[&str]) -> String {
    let hash = blake3::hash(of.join("\0").as_bytes()).to_hex();
    // Version 8: made in a way of one's own (RFC 9562, section 5.8).
    format!("{}-{}-8{}-a{}-{}", &hash[..8], &hash[8..12], &hash[13..16], &hash[17..20], &hash[20..32])
}

/// A text inside XML; what XML cannot hold is replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(feature = "refi")]
pub use project::write_qdpx;

#[cfg(feature = "refi")]
mod project {
    use std::io::Seek;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::model::Span;
    use crate::record::Marked;
    use crate::research::CodedDocument;

    /// Writes coded documents, with their codes and notes, as a project.
    ///
    /// # Errors
    /// Where the stream refuses what is written.
    pub fn write_qdpx(
        out: impl Write + Seek,
        title: &str,
        book: &CodeBook,
        documents: &[CodedDocument<'_>],
    ) -> io::Result<()> {
        let mut zip = ZipWriter::new(out);
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        let (mut sources, mut notes) = (String::new(), String::new());
        for document in documents {
            let body: String = document.passages.iter().map(|passage| passage.text.as_str()).collect();
            let text = Text::new(&body);
            let own = guid(&["source", &document.id]);
            zip.start_file(format!("sources/{own}.txt"), options).map_err(io::Error::from)?;
            zip.write_all(text.text.as_bytes())?;
            let name = document.passages.first().and_then(|passage| passage.title.clone());
            let name = name.map_or(document.path.clone(), |title| format!("{title} ({})", document.path));
            let _ = write!(
                sources,
                "<TextSource guid=\"{own}\" name=\"{}\" plainTextPath=\"internal://{own}.txt\" creatingUser=\"{USER}\">",
                escaped(&name)
            );
            for (number, (place, marked)) in document.marks.iter().enumerate() {
                let key = format!("{}-{number}", document.id);
                selection(&mut sources, &mut notes, &key, text.place(*place), marked);
            }
            sources.push_str("</TextSource>");
        }
        let mut xml = String::from(HEAD);
        let origin = concat!("demarche ", env!("CARGO_PKG_VERSION"));
        let _ = write!(
            xml,
            "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"{}\" origin=\"{origin}\">",
            escaped(title)
        );
        let _ = write!(xml, "<Users><User guid=\"{USER}\" name=\"demarche\"/></Users>");
        if !book.codes.is_empty() {
            let _ = write!(xml, "<CodeBook>{}</CodeBook>", codes(book));
        }
        if !sources.is_empty() {
            let _ = write!(xml, "<Sources>{sources}</Sources>");
        }
        if !notes.is_empty() {
            let _ = write!(xml, "<Notes>{notes}</Notes>");
        }
        xml.push_str("</Project>\n");
        zip.start_file("project.qde", options).map_err(io::Error::from)?;
        zip.write_all(xml.as_bytes())?;
        zip.finish().map(drop).map_err(io::Error::from)
    }

    /// The program as a user: a project names one.
    const USER: &str = "d4e3a6c2-0000-8000-a000-00000000de3a";

    /// One stretch of words with its codes and notes: description, codings, notes, in this order.
    fn selection(sources: &mut String, notes: &mut String, key: &str, place: Span, marked: &Marked) {
        let own = guid(&["selection", key]);
        let Span { start, end } = place;
        let _ = write!(
            sources,
            "<PlainTextSelection guid=\"{own}\" startPosition=\"{start}\" endPosition=\"{end}\" creatingUser=\"{USER}\">"
        );
        for tag in &marked.tags {
            let coding = guid(&["coding", key, tag]);
            let code = guid(&["code", tag]);
            let _ = write!(
                sources,
                "<Coding guid=\"{coding}\" creatingUser=\"{USER}\"><CodeRef targetGUID=\"{code}\"/></Coding>"
            );
        }
        for (number, (note, by, on)) in marked.notes.iter().enumerate() {
            let own = guid(&["note", key, &number.to_string()]);
            let _ = write!(sources, "<NoteRef targetGUID=\"{own}\"/>");
            let name: Vec<&str> = by.iter().chain(on).map(String::as_str).collect();
            let name = if name.is_empty() { "note".to_owned() } else { name.join(", ") };
            let _ = write!(
                notes,
                "<Note guid=\"{own}\" name=\"{}\" creatingUser=\"{USER}\"><PlainTextContent>{}</PlainTextContent></Note>",
                escaped(&name),
                escaped(note)
            );
        }
        sources.push_str("</PlainTextSelection>");
    }

    /// A text whose lines end in one sign, and how many signs before each place were left out.
    struct Text {
        text: String,
        /// Places of the signs that were left out, in code points of the other text.
        left_out: Vec<usize>,
    }

    impl Text {
        fn new(body: &str) -> Self {
            let mut text = Self { text: String::with_capacity(body.len()), left_out: Vec::new() };
            let mut chars = body.chars().enumerate().peekable();
            while let Some((at, c)) = chars.next() {
                match c {
                    '\r' if chars.peek().is_some_and(|(_, next)| *next == '\n') => text.left_out.push(at),
                    '\r' => text.text.push('\n'),
                    c => text.text.push(c),
                }
            }
            text
        }

        fn place(&self, place: Span) -> Span {
            let at = |point: usize| point - self.left_out.partition_point(|left| *left < point);
            Span::new(at(place.start), at(place.end))
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn places_count_one_sign_for_a_line_s_end() {
            let text = Text::new("a\r\nbc\r\nd");
            assert_eq!(text.text, "a\nbc\nd");
            assert_eq!(text.place(Span::new(3, 5)), Span::new(2, 4));
            assert_eq!(text.place(Span::new(7, 8)), Span::new(5, 6));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lie_in_those_that_they_are_within() {
        let code = |name: &str| Code { name: name.into(), ..Code::default() };
        let book = CodeBook { codes: ["a", "a/b", "a/b/c", "a/d", "ab"].map(code).into() };
        let bare = regex::Regex::new(" guid=\"[^\"]*\"| isCodable=\"true\"").unwrap();
        let xml = codes(&book);
        assert_eq!(
            bare.replace_all(&xml, ""),
            "<Codes><Code name=\"a\"><Code name=\"b\"><Code name=\"c\"></Code></Code><Code name=\"d\"></Code></Code>\
             <Code name=\"ab\"></Code></Codes>"
        );
    }
}
