//! Bytes to text: unpacks, and finds the encoding.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;

/// The most bytes one file may unpack to: 4 GiB. A small file that unpacks to more is an attack or a mistake.
const MOST_UNPACKED: u64 = 4 << 30;

/// Takes off gzip or Zstandard, told by the first bytes, and the ending that says so.
pub(super) fn unpack<'b, 'n>(name: &'n str, bytes: &'b [u8]) -> Result<(&'n str, Cow<'b, [u8]>), ReadError> {
    let bad = |error: std::io::Error| ReadError::Packed { path: name.to_owned(), reason: error.to_string() };
    let (reader, endings): (Box<dyn Read>, [&str; 2]) = if bytes.starts_with(&[0x1f, 0x8b]) {
        (Box::new(flate2::read::MultiGzDecoder::new(bytes)), [".gz", ".gzip"])
    } else if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        (Box::new(zstd::Decoder::new(bytes).map_err(bad)?), [".zst", ".zstd"])
    } else {
        return Ok((name, Cow::Borrowed(bytes)));
    };
    let mut out = Vec::new();
    reader.take(MOST_UNPACKED + 1).read_to_end(&mut out).map_err(bad)?;
    if out.len() as u64 > MOST_UNPACKED {
        let reason = "it holds more than 4 GiB; split it".to_owned();
        return Err(ReadError::Packed { path: name.to_owned(), reason });
    }
    let inner = endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    Ok((inner, Cow::Owned(out)))
}

/// Decodes: byte order mark, UTF-16 by its NULs, UTF-8, else the legacy encoding that the bytes are
/// likeliest in (Windows-1252 for Western European text). The mark is no part of the text.
pub(super) fn to_text<'b>(name: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, ReadError> {
    let not_text = || ReadError::NotText { path: name.to_owned() };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Some(encoding) = utf_16(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0);
    }
    if is_binary(bytes) {
        return Err(not_text());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    debug_assert_ne!(encoding, UTF_8);
    Ok(encoding.decode_without_bom_handling(bytes).0)
}

/// UTF-16 without a mark: Latin text has a NUL in every second place.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
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

/// More than a stray control character in a thousand is no text. A few NULs are: old files have them.
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

    #[test]
    fn every_common_encoding_is_read() {
        let text = "Le ministre a déclaré : « Türkiye » “agreed”.";
        let utf_16 = |big: bool| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), marked, utf_16(false), utf_16(true), windows] {
            assert_eq!(to_text("x", &bytes).unwrap(), text);
        }
    }

    #[test]
    fn binary_is_told_from_text() {
        assert!(
            to_text("x.png", &[0x89, b'P', 1, 2, 3, 4, 5, 6, 7, 8, 9 - 1, 11, 14, 15, 16, 0, 0, 1]).is_err()
        );
        assert_eq!(to_text("x", b"old\0 file, with a stray NUL").unwrap(), "old\0 file, with a stray NUL");
    }

    #[test]
    fn packed_files_lose_their_second_ending() {
        let packed = zstd::encode_all(&b"Peace talks."[..], 1).unwrap();
        let (name, bytes) = unpack("a.txt.zst", &packed).unwrap();
        assert_eq!((name, &*bytes), ("a.txt", &b"Peace talks."[..]));
        assert!(unpack("a.gz", &[0x1f, 0x8b, 0, 0]).is_err());
    }
}
