//! Any text of a Word file: it is read or told; and any bytes as a package.
#![no_main]

use std::io::{Cursor, Write};

use demarche::read::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;

fn package(xml: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("[Content_Types].xml", &b"<Types/>"[..]), ("word/document.xml", xml)] {
        archive.start_file(name, SimpleFileOptions::default()).ok()?;
        archive.write_all(part).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

fuzz_target!(|data: &[u8]| {
    let Some((first, data)) = data.split_first() else { return };
    let bytes = if first % 2 == 0 { package(data) } else { Some([b"PK\x03\x04", data].concat()) };
    let Some(bytes) = bytes else { return };
    let report = read_bytes("x.docx", &bytes, &ReadOptions::default(), &mut |document| {
        assert!(!document.body.trim().is_empty(), "a document without text");
    });
    assert!(report.is_err() || report.is_ok_and(|report| report.documents > 0 || !report.skips.is_empty()));
});
