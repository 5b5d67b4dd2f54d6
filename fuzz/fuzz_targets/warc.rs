//! Any bytes as a web archive, and as what a server answered in one.
#![no_main]

use demarche::read::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let archive = if first % 2 == 0 {
        [b"WARC/1.0\r\n", bytes].concat()
    } else {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\nContent-Length: {}\r\n\r\n",
            bytes.len()
        );
        [head.as_bytes(), bytes, b"\r\n\r\n"].concat()
    };
    let mut count = 0;
    let report = read_bytes("x.warc", &archive, &ReadOptions::default(), &mut |document| {
        assert!(!document.body.trim().is_empty(), "a document without text");
        count += 1;
    });
    if let Ok(report) = report {
        assert_eq!(report.documents, count);
        assert!(report.documents > 0 || !report.skips.is_empty(), "nothing was told");
    }
});
