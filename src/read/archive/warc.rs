//! WARC: records one after the other, each with its head and its length. Read as a stream: an archive of any size takes
//! the memory of one page.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

use super::http::{self, MOST_BODY};
use crate::model::{Document, Format};
use crate::read::record::Records;
use crate::read::source::{Line, line};
use crate::read::{Sink, decode, html};

/// The most bytes of one line of a record's head.
const MOST_LINE: usize = 64 << 10;
/// The most lines of a record's head.
const MOST_LINES: usize = 1000;

/// What a record says of itself.
#[derive(Default)]
struct Record {
    kind: String,
    id: Option<String>,
    address: Option<String>,
    content: Option<String>,
    length: u64,
}

/// What was not read as a page, counted by why.
#[derive(Default)]
struct Others(BTreeMap<String, u64>);

/// Reads the pages of an archive; what is no page is counted and told.
///
/// # Errors
/// Where the bytes break off.
pub(in crate::read) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut records = Records::new(Format::Warc);
    let mut others = Others::default();
    let read = read_records(input, &mut records, &mut others, sink);
    others.tell(sink);
    read
}

fn read_records(
    input: &mut dyn BufRead,
    records: &mut Records,
    others: &mut Others,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let (mut number, mut bytes, mut lost) = (0, Vec::new(), 0_u64);
    while let Some(found) = line(input, MOST_LINE, &mut bytes)? {
        if found == Line::TooLong || !bytes.starts_with(b"WARC/") {
            lost += u64::from(!bytes.is_empty());
            continue;
        }
        number += 1;
        if lost > 0 {
            sink.skip(
                None,
                format!("the length of record {} is wrong; {lost} lines after it were left out", number - 1),
            );
            lost = 0;
        }
        let record = head(input, &mut bytes)?;
        let mut block = Vec::new();
        let wanted = record.is_wanted();
        if wanted && record.length <= MOST_BODY {
            input.take(record.length).read_to_end(&mut block)?;
            if (block.len() as u64) < record.length {
                take(&record, &block, number, records, others, sink);
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            take(&record, &block, number, records, others, sink);
        } else {
            let passed = io::copy(&mut input.take(record.length), &mut io::sink())?;
            if wanted {
                others.count("larger than 64 MiB");
            }
            if passed < record.length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
    Ok(())
}

/// The head of a record, up to its blank line.
fn head(input: &mut dyn BufRead, bytes: &mut Vec<u8>) -> io::Result<Record> {
    let mut record = Record::default();
    for _ in 0..MOST_LINES {
        if line(input, MOST_LINE, bytes)?.is_none() || bytes.is_empty() {
            break;
        }
        let text = String::from_utf8_lossy(bytes);
        let Some((name, value)) = text.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => record.kind = value.to_ascii_lowercase(),
            "warc-record-id" => record.id = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-target-uri" => record.address = Some(value.trim_matches(['<', '>']).to_owned()),
            "content-type" => record.content = Some(value.to_owned()),
            "content-length" => record.length = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    Ok(record)
}

impl Record {
    /// Whether it may hold a page. The others tell how pages were fetched, or that one is the same as before.
    fn is_wanted(&self) -> bool {
        matches!(self.kind.as_str(), "response" | "resource" | "conversion")
    }
}

/// Hands on the page of a record, or counts why it is none.
fn take(
    record: &Record,
    block: &[u8],
    number: u64,
    records: &mut Records,
    others: &mut Others,
    sink: &mut Sink<'_>,
) {
    let head = http::head(block);
    let (kind, charset) = match (&head, &record.content) {
        (Some(head), _) if head.status != 200 => {
            return others.count(&format!("with the status {}", head.status));
        }
        (Some(head), _) => (head.kind.clone(), head.charset.clone()),
        (None, Some(content)) => http::kind(content),
        (None, None) => (None, None),
    };
    let kind = kind.unwrap_or_else(|| "an unknown kind".to_owned());
    if !matches!(kind.as_str(), "text/html" | "application/xhtml+xml" | "text/plain") {
        return others.count(&format!("of the kind {kind}"));
    }
    if record.address.as_deref().is_some_and(|address| !is_of_the_web(address)) {
        return others.count("with an address that is not of the web");
    }
    let body = match head.map_or_else(|| Ok((block.to_vec(), None)), |head| head.body(block)) {
        Ok((body, None)) => body,
        Ok((body, Some(error))) => {
            tell(record, &format!("breaks off: {error}; what came before was kept"), sink);
            body
        }
        Err(error) => return tell(record, &error.to_string(), sink),
    };
    let (text, damaged) = decode::markup(&body, charset.as_deref());
    sink.report.bytes += text.len() as u64;
    if text.trim().is_empty() {
        return others.count("without text");
    }
    match document(&kind, text, record, sink) {
        Ok(mut document) => {
            document.format = Format::Warc;
            document.record = record.id.clone();
            document.id = Document::id_of(sink.name, &records.key(record.id.as_deref(), number));
            document.url = record.address.clone().or(document.url);
            if damaged {
                tell(record, "has bytes that are no text in its encoding; each is shown as \u{fffd}", sink);
            }
            // The archive's name says when pages were saved.
            sink.date_by_itself(&mut document, "");
            sink.document(document);
        }
        Err(reason) => tell(record, &reason, sink),
    }
}

fn document(kind: &str, text: String, record: &Record, sink: &Sink<'_>) -> Result<Document, String> {
    if kind == "text/plain" {
        let mut document = Document::new(sink.name, text);
        document.title = crate::read::text::headline(&document.body);
        document.layout = crate::read::text::layout(&document.body, document.title.as_deref());
        return Ok(document);
    }
    let page =
        html::page(&text, record.address.as_deref()).map_err(|hostile| html::read::reason(&hostile))?;
    html::read::document(page, sink)
}

/// Programs that save pages keep notes of their own under other addresses.
fn is_of_the_web(address: &str) -> bool {
    ["http://", "https://", "ftp://", "file://"].iter().any(|scheme| address.starts_with(scheme))
}

/// Says why a page was left out, with its address.
fn tell(record: &Record, reason: &str, sink: &mut Sink<'_>) {
    let address = record.address.as_deref().unwrap_or("a page without address");
    sink.skip(None, format!("{address}: {reason}"));
}

impl Others {
    fn count(&mut self, why: &str) {
        const MOST_KINDS: usize = 50;
        let known = self.0.contains_key(why) || self.0.len() < MOST_KINDS;
        *self.0.entry(if known { why } else { "of other kinds" }.to_owned()).or_default() += 1;
    }

    fn tell(&self, sink: &mut Sink<'_>) {
        if self.0.is_empty() {
            return;
        }
        let all: u64 = self.0.values().sum();
        let list: Vec<String> = self.0.iter().map(|(why, count)| format!("{count} {why}")).collect();
        let records = if all == 1 {
            "1 record is no page and was"
        } else {
            &format!("{all} records are no pages and were")
        };
        sink.skip(None, format!("{records} left out: {}", list.join(", ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{ReadOptions, ReadReport, read_bytes};

    fn record(kind: &str, address: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{address}>\r\nWARC-Target-URI: {address}\r\n\
             Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn page(words: &str) -> String {
        let html = format!("<html><head><title>Talks</title></head><body><p>{words}</p></body></html>");
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}")
    }

    fn read(archive: &str) -> (Vec<Document>, ReadReport) {
        let mut found = Vec::new();
        let report =
            read_bytes("a.warc", archive.as_bytes(), &ReadOptions::default(), &mut |it| found.push(it));
        (found, report.unwrap())
    }

    const WORDS: &str =
        "The minister said that the talks would go on for as long as both sides wanted them to.";

    #[test]
    fn each_page_is_a_document_with_its_address() {
        let archive = [
            record("warcinfo", "", "software: test"),
            record("request", "https://example.org/1", "GET / HTTP/1.1"),
            record("response", "https://example.org/1", &page(WORDS)),
            record("response", "https://example.org/gone", "HTTP/1.1 404 Not Found\r\n\r\n"),
            record(
                "response",
                "https://example.org/2.png",
                "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx",
            ),
            record("response", "https://example.org/3", &page(WORDS)),
        ]
        .concat();
        let (documents, report) = read(&archive);
        let addresses: Vec<_> = documents.iter().filter_map(|it| it.url.as_deref()).collect();
        assert_eq!(addresses, ["https://example.org/1", "https://example.org/3"]);
        assert_eq!(documents[0].body, WORDS);
        assert_ne!(documents[0].id, documents[1].id);
        // When it was saved is not when it was published.
        assert_eq!(documents[0].date.value, None);
        assert_eq!(
            report.skips[0].reason,
            "2 records are no pages and were left out: 1 of the kind image/png, 1 with the status 404"
        );
    }

    #[test]
    fn an_archive_that_breaks_off_keeps_what_came_before() {
        let whole = [
            record("response", "https://example.org/1", &page(WORDS)),
            record("response", "b", &page(WORDS)),
        ]
        .concat();
        let (documents, report) = read(&whole[..whole.len() - 40]);
        assert!(!documents.is_empty() && report.broken);
        let longer = whole.replacen("Content-Length: ", "Content-Length: 1", 1);
        assert!(read(&longer).1.broken);
    }
}
