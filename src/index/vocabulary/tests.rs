use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::extract::Extractor;
use crate::index::error::IndexError;
use crate::index::open::Index;
use crate::index::schema::stored::StoredPassage;
use crate::index::verify;
use crate::model::{Document, Layout, Speaker};

const SAID: &str = "We told the delegations in Geneva that the talks on the ceasefire would go on. ";

fn learned(text: &str) -> Vocabulary {
    let mut sample = learn::Sample::default();
    feed(&(text, "Ada Example", 7_u8), &mut sample).unwrap();
    sample.learn()
}

#[test]
fn what_is_written_by_numbers_is_short_and_comes_back() {
    let vocabulary = learned(&SAID.repeat(3));
    let value = (SAID, Some("Ada Example"), 1_234_567_u64, vec!["the ceasefire", ""]);
    let plain = postcard::to_stdvec(&value).unwrap();
    let written = vocabulary.write(&value).unwrap().unwrap();
    assert!(written.len() < plain.len() / 2, "{} bytes", written.len());
    assert_eq!(vocabulary.read(&written[4..]).unwrap(), plain);
    // No word of another language has a number.
    assert!(vocabulary.write(&"Переговоры продолжатся завтра утром").unwrap().is_none());
}

/// A speech by itself, of some passages.
fn speech(number: usize) -> Document {
    let text = format!("{SAID}Speaker {number} thanked nobody by name — Привет, ¡hola! ").repeat(20);
    let speaker = Some(Speaker::named("Ada Example"));
    Document { speaker, layout: Layout::Speech, ..Document::new(format!("{number}.txt"), text) }
}

/// An index whose first speeches are stored as they are, and the later ones by numbers; and its passages.
fn indexed(dir: &Path) -> Vec<StoredPassage> {
    let index = Index::create_or_open(dir).unwrap();
    let writer = index.writer().unwrap();
    for number in 0..60 {
        let document = speech(number);
        writer.add(&document, &Extractor::default().extract(&document)).unwrap();
    }
    writer.finish().unwrap();
    passages(&index).unwrap()
}

fn passages(index: &Index) -> Result<Vec<StoredPassage>, IndexError> {
    let mut passages = Vec::new();
    index.each_passage(&mut |passage| passages.push(passage))?;
    passages.sort_by(|a, b| (&a.path, a.span).cmp(&(&b.path, b.span)));
    Ok(passages)
}

#[test]
fn texts_come_back_before_and_after_the_words_are_learned_and_opened_anew() {
    let dir = tempfile::tempdir().unwrap();
    let stored = indexed(dir.path());
    assert!(dir.path().join(FILE).exists());
    assert!(stored.len() > 60);
    for number in 0..60 {
        let document = speech(number);
        let of_it = stored.iter().filter(|passage| passage.path == document.path);
        let (mut text, mut end) = (String::new(), 0);
        for passage in of_it {
            assert_eq!(passage.span.start, end);
            assert_eq!(passage.speaker, document.speaker);
            text.push_str(&passage.text);
            end = passage.span.end;
        }
        assert_eq!(text, document.body);
    }
    // Who comes later writes by the same words.
    let index = Index::open(dir.path()).unwrap();
    assert_eq!(passages(&index).unwrap(), stored);
    let words = std::fs::read(dir.path().join(FILE)).unwrap();
    let writer = index.writer().unwrap();
    let document = speech(1000);
    writer.add(&document, &Extractor::default().extract(&document)).unwrap();
    writer.finish().unwrap();
    let longer = passages(&Index::open(dir.path()).unwrap()).unwrap();
    assert!(longer.len() > stored.len());
    assert_eq!(std::fs::read(dir.path().join(FILE)).unwrap(), words);
}

#[test]
fn words_that_are_damaged_missing_or_of_another_index_are_told() {
    let dir = tempfile::tempdir().unwrap();
    indexed(dir.path());
    let file = dir.path().join(FILE);
    let words = std::fs::read(&file).unwrap();
    let told = |what: &str| {
        let error = passages(&Index::open(dir.path()).unwrap()).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
        let faults = verify(dir.path()).unwrap().faults;
        assert!(faults.iter().any(|fault| fault.what.contains(what)), "{faults:?}");
    };
    for at in (0..words.len()).step_by(97) {
        let mut flipped = words.clone();
        flipped[at] ^= 4;
        std::fs::write(&file, flipped).unwrap();
        told(FILE);
    }
    let of_another = StoredVocabulary::beside(Some(dir.path().to_owned()));
    of_another.save(&learned("other words, other numbers")).unwrap();
    told("words that the index does not have");
    // Who opened the index before another was put in its place reads on.
    std::fs::write(&file, &words).unwrap();
    let before = Index::open(dir.path()).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(passages(&before).is_ok());
    told(FILE);
}

proptest! {
    #[test]
    fn any_value_comes_back(
        taught in "\\PC{0,80}",
        text in "\\PC{0,400}",
        numbers in proptest::collection::vec(any::<u64>(), 0..4),
        long in "[a-z]{0,600}",
    ) {
        let vocabulary = learned(&taught.repeat(3));
        let value = (&text, numbers, &taught, &long, SAID);
        let plain = postcard::to_stdvec(&value).unwrap();
        let coder = Coder { numbers: vocabulary.numbers(), bytes: Vec::new(), open: None, plain: 0 };
        let coder = feed(&value, coder).unwrap();
        prop_assert_eq!(coder.plain, plain.len());
        prop_assert_eq!(vocabulary.read(&coder.bytes).unwrap(), plain);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let vocabulary = learned(SAID);
        let _ = vocabulary.read(&bytes);
        let _ = StoredVocabulary::default().read(&bytes);
    }
}
