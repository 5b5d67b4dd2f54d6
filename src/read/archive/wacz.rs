//! WACZ: WARC files in a ZIP archive, with a list of what it holds.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use zip::ZipArchive;

use super::warc;
use crate::read::limits::{MOST_EXPANSION, UNPACKED_FREELY};
use crate::read::{ReadError, Sink};

/// Whether a ZIP archive is one of web archives.
pub(in crate::read) fn is(bytes: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    archive.file_names().flatten().any(|name| is_archive(&name))
}

fn is_archive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("archive/") && (name.ends_with(".warc") || name.ends_with(".warc.gz"))
}

/// Reads the pages of its archives.
///
/// # Errors
/// Where it cannot be unpacked.
pub(in crate::read) fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let packed = |error: zip::result::ZipError| ReadError::Packed {
        path: sink.name.to_owned(),
        reason: error.to_string(),
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(packed)?;
    let most = UNPACKED_FREELY.max((bytes.len() as u64).saturating_mul(MOST_EXPANSION));
    let mut left = most;
    let names: Vec<String> =
        archive.file_names().flatten().filter(|name| is_archive(name)).map(Into::into).collect();
    for name in names {
        let read = archive.by_name(&name).map_err(io::Error::from).and_then(|file| {
            let mut plain = BufReader::new(file);
            let gzip = plain.fill_buf()?.starts_with(&[0x1f, 0x8b]);
            let inner: Box<dyn Read + '_> =
                if gzip { Box::new(flate2::bufread::MultiGzDecoder::new(plain)) } else { Box::new(plain) };
            let mut bounded = BufReader::new(inner.take(left));
            let read = warc::read(&mut bounded, sink);
            left = bounded.get_ref().limit();
            read
        });
        if left == 0 {
            sink.skip(
                None,
                format!(
                    "{name}: unpacks to more than {MOST_EXPANSION} times its size; the rest was left out"
                ),
            );
            return Ok(());
        }
        if let Err(error) = read {
            sink.skip(None, format!("{name}: breaks off: {error}; what came before was kept"));
            sink.report.broken = true;
        }
    }
    Ok(())
}
