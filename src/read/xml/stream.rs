//! XML as a stream of elements and text, whatever the markup means. Entities that a file defines itself are not
//! expanded, so that none can grow.

use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// How deep elements may be nested.
const MOST_DEEP: usize = 256;
/// The most attributes of one element that are looked at.
const MOST_ATTRIBUTES: usize = 64;

/// An element as it opens: names without their prefixes.
#[derive(Clone, Debug, Default)]
pub(in crate::read) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute, where it is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    fn of(start: &BytesStart<'_>) -> Self {
        let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false).flatten().take(MOST_ATTRIBUTES) {
            let value = unescape_with(&attribute.value, resolve_html5_entity);
            let value = value.map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
            attributes.push((local(attribute.key.as_ref()), value));
        }
        Self { name: local(start.name().as_ref()), attributes }
    }
}

/// What is made of the elements and the text.
pub(in crate::read) trait Handler {
    fn open(&mut self, element: &Element);
    fn close(&mut self, name: &str);
    fn text(&mut self, text: &str);
    /// The line on which what follows stands, from 1.
    fn line(&mut self, _line: u32) {}
}

/// A file that is not well-formed.
#[derive(Debug)]
pub(in crate::read) struct Malformed {
    pub line: u64,
    pub reason: String,
}

/// Reads a whole file. Elements that are not closed are closed at the end; an end without a beginning is passed over.
///
/// # Errors
/// Where it is no XML any more; what came before was handled.
pub(in crate::read) fn read(xml: &str, handler: &mut dyn Handler) -> Result<(), Malformed> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut open: Vec<String> = Vec::new();
    let mut lines = Lines { xml, at: 0, line: 1 };
    let ended = loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let element = Element::of(&start);
                handler.line(lines.line_of(reader.buffer_position()));
                if open.len() >= MOST_DEEP {
                    break Err(format!("has elements nested more than {MOST_DEEP} deep"));
                }
                open.push(element.name.clone());
                handler.open(&element);
            }
            Ok(Event::Empty(start)) => {
                let element = Element::of(&start);
                handler.open(&element);
                handler.close(&element.name);
            }
            Ok(Event::End(end)) => {
                let name = end.name();
                let name = name.as_ref().rsplit(':').next().unwrap_or_default();
                if let Some(at) = open.iter().rposition(|other| other == name) {
                    open.drain(at..).rev().for_each(|name| handler.close(&name));
                }
            }
            Ok(Event::Text(text)) => handler.text(&text),
            Ok(Event::CData(text)) => handler.text(&text),
            Ok(Event::GeneralRef(reference)) => handler.text(&entity(&reference)),
            Ok(Event::Eof) => break Ok(()),
            Ok(_) => {}
            Err(error) => break Err(error.to_string()),
        }
    };
    open.drain(..).rev().for_each(|name| handler.close(&name));
    ended.map_err(|reason| Malformed { line: u64::from(lines.line_of(reader.buffer_position())), reason })
}

/// What an entity stands for; one that the file defines itself stays as written.
fn entity(name: &str) -> String {
    unescape_with(&format!("&{name};"), resolve_html5_entity)
        .map_or_else(|_| format!("&{name};"), |text| text.into_owned())
}

/// Counts lines as the reader goes on.
struct Lines<'x> {
    xml: &'x str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn line_of(&mut self, position: u64) -> u32 {
        let to = usize::try_from(position).unwrap_or(usize::MAX).clamp(self.at, self.xml.len());
        let passed = memchr::memchr_iter(b'\n', &self.xml.as_bytes()[self.at..to]).count();
        self.at = to;
        self.line = self.line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
        self.line
    }
}
