//! The code pages and fonts of rich text, and its words for letters.

use std::collections::HashMap;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

/// The encodings of a file's fonts.
pub(super) struct Fonts {
    /// The file's own, for fonts that name none.
    own: &'static Encoding,
    /// The font that the text is in where it names none.
    pub default: i32,
    known: HashMap<i32, &'static Encoding>,
    /// The font that is being described.
    described: i32,
}

impl Default for Fonts {
    fn default() -> Self {
        Self { own: WINDOWS_1252, default: 0, known: HashMap::new(), described: 0 }
    }
}

impl Fonts {
    /// What the file says of all its text.
    pub fn set(&mut self, word: &str, number: i32) {
        match word {
            "ansicpg" => self.own = code_page(number).unwrap_or(self.own),
            "mac" => self.own = MACINTOSH,
            "deff" => self.default = number,
            _ => {}
        }
    }

    /// What the table of fonts says of one.
    pub fn define(&mut self, word: &str, number: i32) {
        let encoding = match word {
            "f" => {
                self.described = number;
                return;
            }
            "cpg" => code_page(number),
            _ => character_set(number),
        };
        if let Some(encoding) = encoding
            && self.known.len() < 100_000
        {
            self.known.insert(self.described, encoding);
        }
    }

    /// The encoding of a font; of the default one where it is negative.
    pub fn encoding(&self, font: i32) -> &'static Encoding {
        let font = if font < 0 { self.default } else { font };
        self.known.get(&font).copied().unwrap_or(self.own)
    }
}

/// Windows' code pages.
fn code_page(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        932 => SHIFT_JIS,
        936 => GBK,
        949 | 1361 => EUC_KR,
        950 => BIG5,
        10000 => MACINTOSH,
        65001 => UTF_8,
        874 => WINDOWS_874,
        866 => encoding_rs::IBM866,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        _ => return None,
    })
}

/// Windows' character sets of fonts (`\fcharset`); `None` for that of the file.
fn character_set(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        77 => MACINTOSH,
        128 => SHIFT_JIS,
        129 | 130 => EUC_KR,
        134 => GBK,
        136 => BIG5,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => return None,
    })
}

/// The letter that a control word stands for.
pub(super) fn symbol(word: &str) -> Option<&'static str> {
    Some(match word {
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "emspace" | "enspace" | "qmspace" => " ",
        _ => return None,
    })
}
