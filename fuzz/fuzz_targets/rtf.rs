//! Any rich text: it is read or told.
#![no_main]

use demarche::read::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = [b"{\\rtf1 ", data].concat();
    let report = read_bytes("x.rtf", &bytes, &ReadOptions::default(), &mut |document| {
        assert!(!document.body.trim().is_empty(), "a document without text");
    });
    assert!(report.is_err() || report.is_ok_and(|report| report.documents > 0 || !report.skips.is_empty()));
});
