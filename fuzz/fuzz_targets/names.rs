//! Any name: its spellings are looked up, and what is found in a text lies in it.
#![no_main]

use demarche::authority::Authority;
use demarche::read::{parse_date, turn_head};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let names = Authority::builtin();
    let _ = (names.matching(text), names.canonical(text), names.country(text));
    for mention in names.find(text) {
        assert!(text.get(mention.start..mention.end).is_some_and(|words| !words.is_empty()));
    }
    if let Some(head) = turn_head(text) {
        assert!(text.get(..head.length).is_some_and(|head_text| head_text.contains(head.label)));
    }
    let _ = parse_date(text);
});
