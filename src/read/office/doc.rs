//! Old Word (97 to 2003, and 6 and 95): the text by its pieces ([MS-DOC] 2.4.1), notes at the end. Fields'
//! instructions, page heads and comments are no text; whether a piece was deleted with changes tracked is not looked at.

use std::io::{Cursor, Read};

use super::{About, Found, PartError};
use crate::model::Format;
use crate::read::xml::draft::Draft;

/// The most bytes of a stream.
const MOST_STREAM: u64 = 256 << 20;
/// The most pieces of a text.
const MOST_PIECES: usize = 1 << 20;

/// What a compound file holds.
pub(super) enum Compound {
    Word(Box<Found>),
    /// Another program's file.
    Other,
}

/// The words of a text, each a UTF-16 unit, in the order of their positions.
struct Text {
    units: Vec<u16>,
    /// How many of them are the text, notes, page heads, comments, endnotes and text boxes, in that order.
    parts: [usize; 6],
}

pub(super) fn read(bytes: Vec<u8>) -> Result<Compound, PartError> {
    let damaged = |error: std::io::Error| PartError::Damaged(error.to_string());
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if file.exists("/EncryptedPackage") {
        return Err(PartError::Locked);
    }
    if !file.exists("/WordDocument") {
        return Ok(Compound::Other);
    }
    let mut stream = |name: &str| -> Result<Vec<u8>, PartError> {
        let mut bytes = Vec::new();
        file.open_stream(name)
            .map_err(damaged)?
            .take(MOST_STREAM)
            .read_to_end(&mut bytes)
            .map_err(damaged)?;
        Ok(bytes)
    };
    let main = stream("/WordDocument")?;
    let flags = u16_at(&main, 0x0a).ok_or(PartError::Missing)?;
    if flags & 0x0100 != 0 {
        return Err(PartError::Locked);
    }
    let text = match u16_at(&main, 2).ok_or(PartError::Missing)? {
        0..=104 => plain(&main),
        _ => {
            let table = stream(if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" })?;
            pieces(&main, &table)
        }
    };
    let draft = written(&text.ok_or(PartError::Missing)?);
    Ok(Compound::Word(Box::new(Found { format: Format::Doc, draft, about: About::default(), broken: None })))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn count_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// The units of bytes in Windows-1252.
fn western(bytes: &[u8]) -> Vec<u16> {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.encode_utf16().collect()
}

/// The text of Word 6 and 95, which stands in one piece.
fn plain(main: &[u8]) -> Option<Text> {
    let (from, to) = (count_at(main, 0x18)?, count_at(main, 0x1c)?);
    let units = western(main.get(from..to)?);
    let parts = [count_at(main, 0x34)?, count_at(main, 0x38)?, count_at(main, 0x3c)?, 0, 0, 0];
    Some(Text { units, parts })
}

/// The text by the table of its pieces.
fn pieces(main: &[u8], table: &[u8]) -> Option<Text> {
    let (start, length) = (count_at(main, 0x1a2)?, count_at(main, 0x1a6)?);
    let mut rest = table.get(start..start.checked_add(length)?)?;
    // Properties of pieces come first.
    while rest.first() == Some(&1) {
        rest = rest.get(3 + usize::from(u16_at(rest, 1)?)..)?;
    }
    if rest.first() != Some(&2) {
        return None;
    }
    let count = count_at(rest, 1)?.checked_sub(4)? / 12;
    let rest = rest.get(5..)?;
    let mut units = Vec::new();
    for piece in 0..count.min(MOST_PIECES) {
        let (from, to) = (count_at(rest, 4 * piece)?, count_at(rest, 4 * piece + 4)?);
        let place = u32_at(rest, 4 * (count + 1) + 8 * piece + 2)?;
        let letters = to.checked_sub(from)?;
        if units.len() + letters > MOST_STREAM as usize {
            return None;
        }
        let at = usize::try_from(place & 0x3fff_ffff).ok()?;
        if place & 0x4000_0000 != 0 {
            units.extend(western(main.get(at / 2..(at / 2).checked_add(letters)?)?));
        } else {
            let bytes = main.get(at..at.checked_add(2 * letters)?)?;
            units.extend(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])));
        }
    }
    let [text, notes, heads, _, comments, ends, boxes] =
        [0x4c, 0x50, 0x54, 0x58, 0x5c, 0x60, 0x64].map(|at| count_at(main, at));
    Some(Text { units, parts: [text?, notes?, heads?, comments?, ends?, boxes?] })
}

/// The text, then its text boxes, notes and endnotes.
fn written(text: &Text) -> Draft {
    let mut draft = Draft::default();
    let [body, notes, heads, comments, ends, boxes] = text.parts;
    let from = |before: &[usize]| before.iter().fold(0_usize, |sum, count| sum.saturating_add(*count));
    let spans = [
        (0, body),
        (from(&[body, notes, heads, comments, ends]), boxes),
        (body, notes),
        (from(&[body, notes, heads, comments]), ends),
    ];
    for (start, count) in spans {
        let end = start.saturating_add(count).min(text.units.len());
        if let Some(units) = text.units.get(start..end) {
            write(units, &mut draft);
            draft.paragraph();
        }
    }
    draft
}

fn write(units: &[u16], draft: &mut Draft) {
    // For each field that is open, whether its result has begun.
    let mut fields: Vec<bool> = Vec::new();
    let mut words = String::new();
    let mut before = ' ';
    for letter in
        char::decode_utf16(units.iter().copied()).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
    {
        match letter {
            '\u{13}' => fields.push(false),
            '\u{14}' => {
                if let Some(result) = fields.last_mut() {
                    *result = true;
                }
            }
            '\u{15}' => {
                fields.pop();
            }
            _ if fields.contains(&false) => {}
            '\r' | '\u{c}' | '\u{e}' => {
                draft.text(&std::mem::take(&mut words));
                draft.paragraph();
            }
            // The mark of a row's end follows that of its last cell.
            '\u{7}' if before == '\u{7}' => {
                draft.text(&std::mem::take(&mut words));
                draft.paragraph();
            }
            '\u{7}' | '\u{b}' | '\t' => words.push(' '),
            '\u{1e}' => words.push('-'),
            letter if letter.is_control() => {}
            letter => words.push(letter),
        }
        before = letter;
    }
    draft.text(&words);
}
