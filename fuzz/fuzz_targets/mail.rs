//! Any bytes as a message, a box of messages, a saved page and a feed.
#![no_main]

use demarche::read::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;

const FORMS: [(&str, &str); 5] = [
    ("x.eml", "From: a@example.org\n"),
    ("x.mbox", "From a@example.org Mon Jun  1 04:28:28 2009\n"),
    ("x.mhtml", "From: <Saved by Blink>\nMIME-Version: 1.0\n"),
    ("x.xml", "<rss version=\"2.0\"><channel><item>"),
    ("x.json", "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": ["),
];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let (name, head) = FORMS[usize::from(*first) % FORMS.len()];
    let mut count = 0;
    let report = read_bytes(name, &[head.as_bytes(), bytes].concat(), &ReadOptions::default(), &mut |document| {
        assert!(!document.body.trim().is_empty(), "a document without text");
        count += 1;
    });
    if let Ok(report) = report {
        assert_eq!(report.documents, count);
        assert!(report.documents > 0 || !report.skips.is_empty(), "nothing was told");
    }
});
