//! Bytes to text: finds the encoding, and decodes as the bytes come.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding is told from so many bytes at the beginning.
const HEAD: usize = 1 << 20;
/// Bytes decoded at once after them.
const BLOCK: usize = 64 << 10;

/// A text as UTF-8, decoded as it is read. Blocks end between code points.
pub(super) struct Text<'r> {
    inner: Box<dyn Read + 'r>,
    coding: Coding,
    /// Bytes that are not decoded yet.
    raw: Vec<u8>,
    ended: bool,
    out: String,
    at: usize,
    /// Bytes of text so far, as UTF-8.
    pub count: u64,
    /// Whether some bytes are nothing in the encoding: U+FFFD stands for them.
    pub damaged: bool,
    fit: Fit,
}

/// How well bytes fit an encoding that was guessed.
#[derive(Default)]
struct Fit {
    /// Letters beyond ASCII, and what no text has: control characters of the upper half, and pairs that UTF-8 leaves when
    /// it is read as something else (`Ã©`, `â€`).
    letters: u64,
    odd: u64,
}

impl Fit {
    fn count(&mut self, text: &str) {
        let mut before = ' ';
        for c in text.chars() {
            self.letters += u64::from(!c.is_ascii());
            let misread = matches!(before, 'Ã' | 'Â') && matches!(c, '\u{a0}'..='\u{bf}')
                || before == 'â' && matches!(c, '€' | '\u{80}'..='\u{9f}')
                || matches!(before, 'Ð' | 'Ñ') && !c.is_ascii() && !c.is_alphabetic();
            self.odd += u64::from(matches!(c, '\u{80}'..='\u{9f}') || misread);
            before = c;
        }
    }
}

enum Coding {
    /// With whether anything but ASCII was seen: until then it may be another.
    Utf8(bool),
    Other(Box<Decoder>),
}

impl<'r> Text<'r> {
    /// The text that the bytes hold; `None` where they are no text.
    ///
    /// The encoding is told by a byte order mark, UTF-16 by its NULs, UTF-8, else it is the legacy encoding that
    /// the bytes are likeliest in (Windows-1252 for Western European text). The mark is no part of the text.
    ///
    /// `given` is the encoding that the user names, for all texts without a mark.
    pub fn new(mut inner: Box<dyn Read + 'r>, given: Option<&str>) -> io::Result<Option<Self>> {
        let mut raw = Vec::new();
        inner.by_ref().take(HEAD as u64).read_to_end(&mut raw)?;
        let ended = raw.len() < HEAD;
        let Some((coding, mark)) = coding(&raw, ended, given) else { return Ok(None) };
        raw.drain(..mark);
        let (out, fit) = (String::new(), Fit::default());
        let mut text = Self { inner, coding, raw, ended, out, at: 0, count: 0, damaged: false, fit };
        text.decode();
        Ok(Some(text))
    }

    /// What was decoded and not yet read. Before anything is read: the beginning of the text.
    pub fn head(&self) -> &str {
        &self.out[self.at..]
    }

    /// Whether [`Text::head`] is all that is left.
    pub fn head_is_all(&self) -> bool {
        self.ended && self.raw.is_empty()
    }

    /// The name of the encoding that was guessed, where more than a twentieth of the letters beyond ASCII are none that a text
    /// has.
    pub fn misfit(&self) -> Option<&'static str> {
        let Coding::Other(decoder) = &self.coding else { return None };
        (self.fit.odd * 20 > self.fit.letters).then(|| decoder.encoding().name())
    }

    /// Decodes what lies in `raw`; the beginning of a code point that is cut off stays there.
    fn decode(&mut self) {
        (self.at, self.out) = (0, std::mem::take(&mut self.out));
        self.out.clear();
        let mut rest = std::mem::take(&mut self.raw);
        if let Coding::Utf8(_) = self.coding {
            rest = self.pass(rest);
        }
        if let Coding::Other(decoder) = &mut self.coding {
            let most = decoder.max_utf8_buffer_length(rest.len()).unwrap_or(rest.len() * 3 + 16);
            self.out.reserve(most);
            let decoded = self.out.len();
            let (result, _, replaced) = decoder.decode_to_string(&rest, &mut self.out, self.ended);
            debug_assert_eq!(result, CoderResult::InputEmpty);
            self.damaged |= replaced;
            self.fit.count(&self.out[decoded..]);
            rest.clear();
        }
        self.raw = rest;
        self.count += self.out.len() as u64;
    }

    /// Passes UTF-8 on. What is left is cut off, or belongs to the coding that is then found.
    fn pass(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        let mut from = 0;
        for chunk in bytes.utf8_chunks() {
            self.out.push_str(chunk.valid());
            if let Coding::Utf8(other) = &mut self.coding {
                *other |= !chunk.valid().is_ascii();
            }
            from += chunk.valid().len();
            let wrong = chunk.invalid().len();
            let cut_off = from + wrong == bytes.len() && !self.ended && is_beginning(&bytes[from..]);
            if wrong == 0 || cut_off {
                break;
            }
            if matches!(self.coding, Coding::Utf8(false)) {
                let legacy = legacy(&bytes[from..], self.ended);
                self.coding = Coding::Other(Box::new(legacy.new_decoder_without_bom_handling()));
                break;
            }
            self.out.push(char::REPLACEMENT_CHARACTER);
            self.damaged = true;
            from += wrong;
        }
        bytes.drain(..from);
        bytes
    }
}

impl BufRead for Text<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.out.len() && !self.head_is_all() {
            let kept = self.raw.len();
            self.raw.resize(kept + BLOCK, 0);
            let read = self.inner.read(&mut self.raw[kept..]);
            self.raw.truncate(kept + *read.as_ref().unwrap_or(&0));
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => self.ended = read? == 0,
            }
            self.decode();
        }
        Ok(&self.out.as_bytes()[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
    }
}

impl Read for Text<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

/// Whether bytes may be the beginning of one code point.
fn is_beginning(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
}

/// The encoding that a beginning is in, and the bytes that its mark takes; `None` where it is no text.
fn coding(head: &[u8], whole: bool, given: Option<&str>) -> Option<(Coding, usize)> {
    let other =
        |encoding: &'static Encoding| Coding::Other(Box::new(encoding.new_decoder_without_bom_handling()));
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        let coding = if encoding == UTF_8 { Coding::Utf8(true) } else { other(encoding) };
        return Some((coding, mark));
    }
    if let Some(encoding) = given.and_then(|name| Encoding::for_label(name.as_bytes())) {
        return Some((if encoding == UTF_8 { Coding::Utf8(true) } else { other(encoding) }, 0));
    }
    if let Some(encoding) = utf_16(head) {
        return Some((other(encoding), 0));
    }
    if is_binary(head) {
        return None;
    }
    match std::str::from_utf8(head) {
        // A few broken bytes do not make a text other than what it is.
        Err(error) if error.error_len().is_some() && is_mostly_utf_8(head) => Some((Coding::Utf8(true), 0)),
        // Beyond the beginning, ASCII may turn out to be something else; within it, it is UTF-8.
        Err(error) if whole || error.error_len().is_some() => Some((other(legacy(head, whole)), 0)),
        _ => Some((Coding::Utf8(false), 0)),
    }
}

/// The legacy encoding that bytes are likeliest in.
fn legacy(bytes: &[u8], whole: bool) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, whole);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    debug_assert_ne!(encoding, UTF_8);
    encoding
}

/// Markup as text, and whether some bytes are nothing in its encoding. It is told by a byte order mark, UTF-8 that is
/// sound, what the server or the page declares, else by what the bytes are likeliest in.
#[cfg(any(feature = "html", feature = "mail", feature = "feeds", feature = "xml"))]
pub(super) fn markup(bytes: &[u8], served: Option<&str>) -> (String, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, _, damaged) = encoding.decode(bytes);
        return (text.into_owned(), damaged);
    }
    if let Some(encoding) = utf_16(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        return (text.into_owned(), damaged);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), false);
    }
    let declared = || declared(&bytes[..bytes.len().min(4096)]);
    let encoding = served.and_then(|label| Encoding::for_label(label.trim().as_bytes())).or_else(declared);
    let encoding = match encoding {
        Some(encoding) if encoding != UTF_8 => encoding,
        // A few broken bytes do not make a text other than what it is.
        _ if is_mostly_utf_8(bytes) => UTF_8,
        _ => legacy(bytes, true),
    };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), damaged)
}

/// The name of an encoding, by any name that it has on the web; `None` where it is not known.
pub fn encoding_of(name: &str) -> Option<&'static str> {
    Encoding::for_label(name.trim().as_bytes()).map(Encoding::name)
}

/// Whether far more code points beyond ASCII are sound UTF-8 than bytes are not.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > 10 * broken
}

/// The encoding that markup declares: `<meta charset="windows-1251">`, `<?xml encoding="iso-8859-1"?>`.
#[cfg(any(feature = "html", feature = "mail", feature = "feeds", feature = "xml"))]
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let after = ["charset", "encoding"].into_iter().find_map(|word| {
        let rest = head.split(word).skip(1).find_map(|rest| rest.trim_start().strip_prefix('='))?;
        Some(rest.trim_start().trim_start_matches(['"', '\'']).to_owned())
    })?;
    let end = after
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':'))
        .unwrap_or(after.len());
    Encoding::for_label(&after.as_bytes()[..end])
}

/// UTF-16 without a mark: Latin text has a NUL in every second place.
pub(super) fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let nuls = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (nuls(0), nuls(1), head.len() / 2);
    if half < 2 {
        None
    } else if odd * 10 > half * 7 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// More than a stray control character in a hundred is no text. A few NULs are: old files have them.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(65_536)];
    let odd = head
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
    odd > 8 + head.len() / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Option<(String, bool)> {
        let mut text = Text::new(Box::new(io::Cursor::new(bytes.to_vec())), None).unwrap()?;
        let mut out = String::new();
        text.read_to_string(&mut out).unwrap();
        assert_eq!(text.count, out.len() as u64);
        Some((out, text.damaged))
    }

    #[test]
    fn every_common_encoding_is_read() {
        let short = "Le ministre a déclaré : « Türkiye » “agreed”. ";
        // Longer than the beginning, so that code points lie across the ends of blocks.
        for words in [short.to_owned(), short.repeat(HEAD / 40)] {
            let utf_16 = |big: bool| -> Vec<u8> {
                words
                    .encode_utf16()
                    .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                    .collect()
            };
            let windows = encoding_rs::WINDOWS_1252.encode(&words).0.into_owned();
            let marked = [b"\xef\xbb\xbf", words.as_bytes()].concat();
            for bytes in [words.as_bytes().to_vec(), marked, utf_16(false), utf_16(true), windows] {
                assert!(text(&bytes) == Some((words.clone(), false)));
            }
        }
    }

    #[test]
    fn an_encoding_that_shows_late_is_found() {
        let plain = "The talks went on. ".repeat(HEAD / 10);
        let words = format!("{plain} Le délégué a signé à Genève.");
        let windows = encoding_rs::WINDOWS_1252.encode(&words).0.into_owned();
        assert!(text(&windows) == Some((words.clone(), false)));
        assert!(text(words.as_bytes()) == Some((words.clone(), false)));
        // Once it is UTF-8, bytes that are none are shown as such.
        let mixed = [words.as_bytes(), plain.as_bytes(), b"\xe9t\xe9"].concat();
        assert!(text(&mixed) == Some((format!("{words}{plain}\u{fffd}t\u{fffd}"), true)));
    }

    #[test]
    fn binary_is_told_from_text() {
        assert!(text(&[0x89, b'P', 1, 2, 3, 4, 5, 6, 7, 8, 9 - 1, 11, 14, 15, 16, 0, 0, 1]).is_none());
        let stray = "old\0 file, with a stray NUL";
        assert_eq!(text(stray.as_bytes()), Some((stray.to_owned(), false)));
    }
}
