//! Any PDF: it is read or told, in bounded time.
#![no_main]

use demarche::read::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = [b"%PDF-1.7\n", data].concat();
    let report = read_bytes("x.pdf", &bytes, &ReadOptions::default(), &mut |document| {
        assert!(!document.body.trim().is_empty(), "a document without text");
        let length = document.body.chars().count();
        assert!(document.pages.iter().all(|page| page.start <= length));
        assert!(document.pages.windows(2).all(|pair| pair[0].start <= pair[1].start));
    });
    assert!(report.is_err() || report.is_ok_and(|report| report.documents > 0 || !report.skips.is_empty()));
});
