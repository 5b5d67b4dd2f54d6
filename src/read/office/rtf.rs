//! Rich text: the words by their code pages and fonts, notes at the end. Page heads, pictures, fields' instructions,
//! hidden and deleted text are no text.

mod coding;

use encoding_rs::Encoding;

use super::{About, Found, hand_on};
use crate::model::Format;
use crate::read::xml::draft::Draft;
use crate::read::{ReadError, Sink, title};

/// How deep groups may be nested.
const MOST_DEEP: usize = 4096;

/// Destinations that hold no text of the document.
const SKIPPED: [&str; 45] = [
    "colortbl",
    "stylesheet",
    "listtable",
    "listoverridetable",
    "generator",
    "pict",
    "objdata",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "xmlnstbl",
    "rsidtbl",
    "mmathPr",
    "bkmkstart",
    "bkmkend",
    "annotation",
    "atnid",
    "atnauthor",
    "atnref",
    "atndate",
    "atnicn",
    "pgptbl",
    "filetbl",
    "revtbl",
    "nonshppict",
    "ud",
    "falt",
    "panose",
    "ftnsep",
    "ftnsepc",
    "aftnsep",
    "aftnsepc",
    "xe",
    "tc",
    "nonesttables",
];

/// Reads one document.
pub(in crate::read) fn read(bytes: &[u8], name: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut reader = Reader::new(bytes);
    let broken = reader.read().err();
    for notes in std::mem::take(&mut reader.notes) {
        reader.draft.append(notes);
    }
    let about = About {
        title: Some(title::clean(&reader.title)).filter(|text| !text.is_empty()),
        author: Some(title::clean(&reader.author)).filter(|text| title::is_person(text)),
        ..About::default()
    };
    hand_on(Found { format: Format::Rtf, draft: reader.draft, about, broken }, name, sink)
}

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    Text,
    Note,
    Fonts,
    Info,
    Title,
    Author,
    Nowhere,
}

/// What holds within a group.
#[derive(Clone, Copy)]
struct State {
    destination: Destination,
    font: i32,
    /// How many letters stand for a `\u` in programs that do not know it.
    fallback: usize,
    hidden: bool,
    deleted: bool,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    state: State,
    groups: Vec<State>,
    draft: Draft,
    outer: Vec<Draft>,
    notes: Vec<Draft>,
    title: String,
    author: String,
    fonts: coding::Fonts,
    /// Bytes that are not decoded yet, and their encoding.
    pending: Vec<u8>,
    encoding: &'static Encoding,
    /// Text that is decoded and not yet written.
    words: String,
    /// The first half of a letter beyond the first plane.
    half: Option<u16>,
    /// Letters that are still passed over after a `\u`.
    skip: usize,
}

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let state =
            State { destination: Destination::Text, font: -1, fallback: 1, hidden: false, deleted: false };
        let fonts = coding::Fonts::default();
        Self {
            bytes,
            at: 0,
            state,
            groups: Vec::new(),
            draft: Draft::default(),
            outer: Vec::new(),
            notes: Vec::new(),
            title: String::new(),
            author: String::new(),
            encoding: fonts.encoding(-1),
            fonts,
            pending: Vec::new(),
            words: String::new(),
            half: None,
            skip: 0,
        }
    }

    fn read(&mut self) -> Result<(), String> {
        let mut starred = false;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'{' => {
                    if self.groups.len() >= MOST_DEEP {
                        return Err(format!("has groups nested more than {MOST_DEEP} deep"));
                    }
                    self.groups.push(self.state);
                    self.skip = 0;
                }
                b'}' => self.end_group(),
                b'\\' => {
                    starred = self.control(starred);
                    continue;
                }
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
            starred = false;
        }
        self.write();
        while !self.groups.is_empty() {
            self.end_group();
        }
        Ok(())
    }

    fn end_group(&mut self) {
        self.write();
        self.skip = 0;
        let Some(before) = self.groups.pop() else { return };
        let note = self.state.destination == Destination::Note && before.destination != Destination::Note;
        self.state = before;
        if note && let Some(outer) = self.outer.pop() {
            self.notes.push(std::mem::replace(&mut self.draft, outer));
        }
    }

    /// A control word or symbol; whether it is the star before a destination.
    fn control(&mut self, starred: bool) -> bool {
        let Some(byte) = self.bytes.get(self.at).copied() else { return false };
        if byte.is_ascii_alphabetic() {
            let (word, number) = self.word();
            self.apply(word, number, starred);
            return false;
        }
        self.at += 1;
        match byte {
            b'\'' => {
                let code =
                    self.bytes.get(self.at..self.at + 2).and_then(|code| std::str::from_utf8(code).ok());
                if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'*' => return true,
            b'~' => self.letters("\u{a0}"),
            b'_' => self.letters("-"),
            b'\r' | b'\n' => self.paragraph(),
            b'\\' | b'{' | b'}' => self.byte(byte),
            _ => {}
        }
        false
    }

    /// A control word and its number.
    fn word(&mut self) -> (&'b str, Option<i32>) {
        let bytes: &'b [u8] = self.bytes;
        let start = self.at;
        while self.at - start < 32 && bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        let word = std::str::from_utf8(&bytes[start..self.at]).unwrap_or_default();
        let digits = self.at;
        if bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.at - digits < 11 && bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let number = std::str::from_utf8(&bytes[digits..self.at]).ok().and_then(|digits| digits.parse().ok());
        if bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        (word, number)
    }

    fn apply(&mut self, word: &str, number: Option<i32>, starred: bool) {
        let on = number != Some(0);
        match word {
            "u" => self.unicode(number.unwrap_or_default()),
            "par" | "sect" | "page" | "row" | "nestrow" | "column" => self.paragraph(),
            "line" | "tab" | "cell" | "nestcell" | "lbr" => self.letters(" "),
            "bin" => {
                self.at = self
                    .at
                    .saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0))
                    .min(self.bytes.len())
            }
            "ansicpg" | "mac" | "pc" | "pca" | "deff" => self.fonts.set(word, number.unwrap_or_default()),
            "f" | "fcharset" | "cpg" if self.state.destination == Destination::Fonts => {
                self.fonts.define(word, number.unwrap_or_default());
            }
            "f" => self.font(number.unwrap_or_default()),
            "uc" => self.state.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "plain" => {
                (self.state.hidden, self.state.deleted) = (false, false);
                self.font(self.fonts.default);
            }
            _ => {
                if let Some(letter) = coding::symbol(word) {
                    self.letters(letter);
                } else {
                    self.enter(word, starred);
                }
            }
        }
    }

    /// A destination begins, if the word is one.
    fn enter(&mut self, word: &str, starred: bool) {
        let destination = match word {
            "fonttbl" => Destination::Fonts,
            "info" => Destination::Info,
            "title" if self.state.destination == Destination::Info => Destination::Title,
            "author" if self.state.destination == Destination::Info => Destination::Author,
            "footnote" if self.state.destination == Destination::Text => Destination::Note,
            // The text of a text box lies in a destination that is left out otherwise.
            "shptxt" => Destination::Text,
            "shppict" => Destination::Nowhere,
            word if starred || SKIPPED.contains(&word) => Destination::Nowhere,
            _ => return,
        };
        self.write();
        match destination {
            Destination::Note => self.outer.push(std::mem::take(&mut self.draft)),
            Destination::Text => self.draft.paragraph(),
            _ => {}
        }
        self.state.destination = destination;
    }

    fn font(&mut self, font: i32) {
        self.state.font = font;
    }

    /// A byte in the encoding of its font.
    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        let encoding = self.fonts.encoding(self.state.font);
        // The second byte of a letter may be set in another font.
        if encoding != self.encoding && !self.is_half() {
            self.decode();
        }
        if self.pending.is_empty() {
            self.encoding = encoding;
        }
        self.pending.push(byte);
    }

    /// Whether the bytes end within a letter of two.
    fn is_half(&self) -> bool {
        let (text, _, wrong) = self.encoding.decode(&self.pending);
        !self.encoding.is_single_byte() && wrong && text.ends_with(char::REPLACEMENT_CHARACTER)
    }

    fn decode(&mut self) {
        if !self.pending.is_empty() {
            let text = self.encoding.decode_without_bom_handling(&self.pending).0.into_owned();
            self.pending.clear();
            self.words.push_str(&text);
        }
    }

    fn letters(&mut self, text: &str) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.decode();
        self.words.push_str(text);
    }

    fn unicode(&mut self, number: i32) {
        self.decode();
        let unit = (number & 0xffff) as u16;
        match (self.half.take(), char::from_u32(u32::from(unit))) {
            (Some(high), _) if (0xdc00..0xe000).contains(&unit) => {
                self.words.extend(char::decode_utf16([high, unit]).filter_map(Result::ok));
            }
            (_, Some(letter)) => self.words.push(letter),
            (_, None) if (0xd800..0xdc00).contains(&unit) => self.half = Some(unit),
            _ => {}
        }
        self.skip = self.state.fallback;
    }

    fn paragraph(&mut self) {
        self.write();
        if matches!(self.state.destination, Destination::Text | Destination::Note) {
            self.draft.paragraph();
        }
    }

    /// Writes what was decoded to where it belongs.
    fn write(&mut self) {
        self.decode();
        let words = std::mem::take(&mut self.words);
        if words.is_empty() {
            return;
        }
        match self.state.destination {
            Destination::Text | Destination::Note if !self.state.hidden && !self.state.deleted => {
                self.draft.text(&words)
            }
            Destination::Title => self.title.push_str(&words),
            Destination::Author => self.author.push_str(&words),
            _ => {}
        }
    }
}
