//! Texts in a form of their own, told by their beginning: web pages, mail, feeds, web archives.

use std::borrow::Cow;

use encoding_rs::Encoding;

use crate::model::Format;

/// So many bytes at the beginning tell what a file holds.
pub(super) const HEAD: usize = 4096;

/// What a file of text holds that is more than its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A web page.
    Html,
    /// A web page with its pictures, as a message of many parts.
    Mhtml,
    /// One message.
    Mail,
    /// A box of messages.
    Mbox,
    /// A feed in XML.
    Feed,
    /// A feed in JSON.
    JsonFeed,
    /// A web archive.
    Warc,
    /// Other XML.
    Xml,
}

/// What a file holds by its name and its first [`HEAD`] bytes, or as the user says; `None` for all else.
pub(super) fn content(first: &[u8], name: &str, format: Option<Format>) -> Option<Content> {
    let ending =
        name.rsplit(['.', '/']).next().filter(|ending| ending.len() < name.len()).unwrap_or_default();
    let ending = ending.to_ascii_lowercase();
    let head = head(first);
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match format {
        Some(Format::Html) => return Some(Content::Html),
        Some(Format::Xml) => return Some(Content::Xml),
        Some(Format::Mail) => return Some(if is_mbox(head) { Content::Mbox } else { Content::Mail }),
        Some(_) => return None,
        None => {}
    }
    if first.starts_with(b"WARC/") {
        Some(Content::Warc)
    } else if is_mbox(head) {
        Some(Content::Mbox)
    } else if let Some(headers) = headers(head).filter(|headers| headers.are_mail(&ending)) {
        Some(if headers.is_page || matches!(&*ending, "mht" | "mhtml") {
            Content::Mhtml
        } else {
            Content::Mail
        })
    } else if is_feed(head) {
        Some(Content::Feed)
    } else if head.starts_with('{') && head.contains("jsonfeed.org/version") {
        Some(Content::JsonFeed)
    } else if is_page(head, &ending) {
        Some(Content::Html)
    } else if is_xml(head, &ending) {
        Some(Content::Xml)
    } else {
        None
    }
}

/// The beginning as text: UTF-16 by its mark, else what is ASCII of it.
fn head(first: &[u8]) -> Cow<'_, str> {
    let encoding =
        Encoding::for_bom(first).map(|(encoding, _)| encoding).or_else(|| super::decode::utf_16(first));
    match encoding {
        Some(encoding) => encoding.decode(first).0,
        None => String::from_utf8_lossy(first),
    }
}

/// Whether a text is a web page: it declares itself one, or is named so and opens with a tag.
fn is_page(head: &str, ending: &str) -> bool {
    let first = after_prolog(head);
    let opens = |tag: &str| {
        let is = first.get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag));
        is && first[tag.len()..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
    };
    let declared = opens("<!doctype html") || opens("<html") || opens("<head") || opens("<body");
    let named = matches!(ending, "htm" | "html" | "xhtml" | "xht" | "shtml");
    declared || (named && !head.trim_start().is_empty())
}

/// What follows the XML declaration, comments and instructions that open a text.
fn after_prolog(head: &str) -> &str {
    let mut rest = head;
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            ">"
        } else {
            return rest;
        };
        let Some(at) = rest.find(end) else { return "" };
        rest = rest[at + end.len()..].trim_start();
    }
}

/// Whether a text is XML by its declaration, or by its name and its first tag.
fn is_xml(head: &str, ending: &str) -> bool {
    head.starts_with("<?xml") || (matches!(ending, "xml" | "tei" | "akn") && head.starts_with('<'))
}

/// Whether the first element is that of RSS or Atom.
fn is_feed(head: &str) -> bool {
    let first = after_prolog(head);
    let (tag, _) = first.split_once('>').unwrap_or((first, ""));
    let is = |name: &str| {
        tag.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    is("<rss")
        || ((is("<feed") || is("<atom:feed")) && tag.contains("Atom"))
        || (is("<feed") && tag.contains("purl.org/atom"))
        || (is("<rdf:RDF") && (tag.contains("purl.org/rss") || tag.contains("netscape.com/rdf/simple")))
}

/// Whether a text opens with the line that stands before each message of a box: `From ada@example.org Mon Jun  1
/// 04:28:28 2009`, and a header or a blank line after it.
fn is_mbox(head: &str) -> bool {
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    is_from_line(first) && lines.next().is_some_and(|line| line.is_empty() || header_name(line).is_some())
}

/// Whether a line stands before a message of a box.
pub(super) fn is_from_line(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("From ") else { return false };
    let is_time = |word: &str| word.split(':').count() >= 2 && word.starts_with(|c: char| c.is_ascii_digit());
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    rest.split_whitespace().any(is_time) && rest.split_whitespace().any(is_year)
}

/// The header lines that open a text.
#[derive(Default)]
struct Headers {
    /// Those that people may write too: `From:`, `To:`, `Date:`, `Subject:`.
    common: usize,
    /// Those that only machines write: `Message-ID:`, `Received:`.
    machine: usize,
    /// Whether the message is a saved page.
    is_page: bool,
}

impl Headers {
    /// Whether they are a message's: a memorandum that opens with `FROM:` and `TO:` is none.
    fn are_mail(&self, ending: &str) -> bool {
        match ending {
            "eml" | "mht" | "mhtml" | "msg" | "emlx" => self.common + self.machine >= 1,
            _ => self.machine >= 1 && self.common + self.machine >= 3,
        }
    }
}

fn header_name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let is = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    is.then_some(name)
}

fn headers(head: &str) -> Option<Headers> {
    let mut found = Headers::default();
    // A message taken out of a box may keep the line that stood before it.
    let stood = usize::from(head.starts_with("From "));
    for line in head.lines().skip(stood) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some(name) = header_name(line) else { break };
        match name.to_ascii_lowercase().as_str() {
            "from" | "to" | "cc" | "subject" | "date" | "reply-to" | "sender" => found.common += 1,
            "message-id"
            | "received"
            | "return-path"
            | "mime-version"
            | "delivered-to"
            | "content-type"
            | "content-transfer-encoding"
            | "dkim-signature" => found.machine += 1,
            "snapshot-content-location" | "content-location" | "x-maf" => found.is_page = true,
            _ => {}
        }
        if name.eq_ignore_ascii_case("from") && line.contains("<Saved by ") {
            found.is_page = true;
        }
    }
    (found.common + found.machine > 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, head: &str) -> Option<Content> {
        content(head.as_bytes(), name, None)
    }

    #[test]
    fn pages_are_told_without_an_ending() {
        for head in [
            "<!DOCTYPE html>\n<html lang=\"en\">",
            "\u{feff}\n<HTML><HEAD>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">",
            "<!-- saved from url=(0014)about:internet -->\n<html>",
        ] {
            assert_eq!(of("page", head), Some(Content::Html), "{head}");
        }
        assert_eq!(of("part.html", "<p>The talks went on.</p>"), Some(Content::Html));
        assert_eq!(of("notes.md", "<div align=center>\n\n# Talks"), None);
        assert_eq!(of("notes.txt", "The tag <html> opens a page."), None);
        let tei = "<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">";
        assert_eq!(of("a.xml", tei), Some(Content::Xml));
    }

    #[test]
    fn mail_is_told_from_a_memorandum() {
        let message =
            "From: Ada Example <ada@example.org>\nTo: x@example.org\nMessage-ID: <1@example.org>\n\nText";
        assert_eq!(of("message", message), Some(Content::Mail));
        assert_eq!(of("memo.txt", "FROM: The Ambassador\nTO: The Minister\nSUBJECT: Talks\n\nText"), None);
        assert_eq!(of("memo.eml", "From: Ada\nSubject: Talks\n\nText"), Some(Content::Mail));
        let page =
            "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\nMIME-Version: 1.0\n\n";
        assert_eq!(of("a.mhtml", page), Some(Content::Mhtml));
        assert_eq!(
            of("box", "From a@example.org Mon Jun  1 04:28:28 2009\nSubject: x\n\n"),
            Some(Content::Mbox)
        );
        assert_eq!(of("letter.txt", "From Moscow on 3 March 2022\n\nDear all"), None);
    }

    #[test]
    fn feeds_and_archives_are_told() {
        assert_eq!(
            of("a.xml", "<?xml version='1.0'?>\n<!-- x -->\n<rss version=\"2.0\">"),
            Some(Content::Feed)
        );
        assert_eq!(of("a", "<feed xmlns=\"http://www.w3.org/2005/Atom\">"), Some(Content::Feed));
        assert_eq!(
            of("a.json", "{\"version\": \"https://jsonfeed.org/version/1.1\""),
            Some(Content::JsonFeed)
        );
        assert_eq!(of("a.warc", "WARC/1.0\r\nWARC-Type: response"), Some(Content::Warc));
    }
}
