//! MHTML: one page with its pictures, as a message of many parts.

use mail_parser::{MessageParser, MimeHeaders};

use crate::read::{Sink, html, mail};

/// Reads a file that is one page. The date of its head is when it was saved: the page's own is taken.
pub(in crate::read) fn read(bytes: &[u8], name: &str, sink: &mut Sink<'_>) {
    sink.report.bytes += bytes.len() as u64;
    let message = MessageParser::default().parse(bytes);
    let parts = message.as_ref().map_or(&[][..], |message| &message.parts);
    let (Some(message), Some(part)) = (&message, parts.iter().find(|part| part.is_text_html())) else {
        sink.skip(None, "is a saved page without HTML; open it in a browser and save it again");
        return;
    };
    let saved = message.header_raw("Snapshot-Content-Location").map(|address| address.trim().to_owned());
    let address = saved.or_else(|| {
        part.content_location().or_else(|| message.root_part().content_location()).map(str::to_owned)
    });
    let address = address.filter(|address| address.starts_with("http"));
    let source = mail::part_source(message, part);
    html::read::hand_on(html::page(&source, address.as_deref()), name, sink);
}
