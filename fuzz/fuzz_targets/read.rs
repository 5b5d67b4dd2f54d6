//! Every reader: no input makes it panic, and the documents it gives hold text.
#![no_main]

use demarche::read::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 8] =
    ["x.txt", "x.md", "x.jsonl", "x.json", "x.csv", "x.tsv", "USA_72_2017.txt", "x"];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let mut count = 0;
    let report = read_bytes(name, bytes, &ReadOptions::default(), &mut |document| {
        assert!(!document.body.trim().is_empty() || name.ends_with(".md"), "a document without text");
        count += 1;
    });
    if let Ok(report) = report {
        assert_eq!(report.documents, count);
        assert!(report.documents > 0 || !report.skips.is_empty(), "nothing was told");
    }
});
