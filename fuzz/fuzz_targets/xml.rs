//! Any XML of each kind: it is read or told, and the turns and pages that it gives lie in its text.
#![no_main]

use demarche::read::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;

const BEGINNINGS: [&str; 7] = [
    "<TEI><text><body><div type=\"document\"><p>x</p>",
    "<TEI><text><body><u who=\"#a\"><seg>x</seg></u>",
    "<akomaNtoso><debate><speech by=\"#a\"><from>A</from><p>x</p></speech>",
    "<hansard><housecommons><col>1</col><p><member>A</member>",
    "<publicwhip><speech speakername=\"A\"><p>x</p></speech>",
    "<Hansard><HansardBody><Intervention><PersonSpeaking><Affiliation>A</Affiliation></PersonSpeaking>",
    "<PPSResponse><ppsarticle><article>",
];

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let xml = format!("<?xml version=\"1.0\"?>{}{text}", BEGINNINGS[usize::from(choice) % BEGINNINGS.len()]);
    let report = read_bytes("x.xml", xml.as_bytes(), &ReadOptions::default(), &mut |document| {
        let length = document.body.chars().count();
        assert!(length > 0, "a document without text");
        assert!(document.pages.iter().all(|page| page.start <= length));
        assert!(document.turns.iter().all(|turn| turn.span.start <= turn.span.end && turn.span.end <= length));
        assert!(document.turns.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    });
    assert!(report.is_err() || report.is_ok_and(|report| report.documents > 0 || !report.skips.is_empty()));
});
