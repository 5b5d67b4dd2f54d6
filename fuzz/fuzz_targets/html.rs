//! Any bytes as a web page, alone and as a part of others: a document with text, or a skip that says why not.
#![no_main]

use demarche::read::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;

const WRAPS: [(&str, &str); 4] = [
    ("", ""),
    ("<!DOCTYPE html><html><body><article>", "</article>"),
    ("<html><head><script type=\"application/ld+json\">", "</script></head><body><p>Talks went on.</p>"),
    ("<div class=\"article\"><table><tr><td><b>HD</b></td><td>", "</td></tr><tr><td><b>AN</b></td></tr></table></div>"),
];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let wrapped = WRAPS[usize::from(*first) % WRAPS.len()];
    let page = [wrapped.0.as_bytes(), bytes, wrapped.1.as_bytes()].concat();
    let mut count = 0;
    let report = read_bytes("x.html", &page, &ReadOptions::default(), &mut |document| {
        assert!(!document.body.trim().is_empty(), "a document without text");
        count += 1;
    });
    if let Ok(report) = report {
        assert_eq!(report.documents, count);
        assert!(report.documents > 0 || !report.skips.is_empty(), "nothing was told");
    }
});
