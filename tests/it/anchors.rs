//! Whatever is edited, and however statements are cut: what a person recorded is applied to its words or told, and never to others.

use std::path::Path;

use demarche::extract::Extractor;
use demarche::model::{Document, GivenTurn, Layout, Span, Speaker};
use demarche::record::{Anchor, Corrections, NewCorrection, Provenance, Record, State, Wished};
use fastrand::Rng;

const WORDS: &str =
    "talks border treaty envoy water peace council river aid convoy grain port answer question";
/// What is said over and over, by anybody.
const OFTEN: [&str; 5] = ["Yes.", "No.", "We will see.", "Thank you.", "That is so."];

fn sentence(random: &mut Rng) -> String {
    if random.u8(..3) == 0 {
        return OFTEN[random.usize(..OFTEN.len())].to_owned();
    }
    let words: Vec<&str> = WORDS.split(' ').collect();
    let some: Vec<&str> = (0..random.usize(2..9)).map(|_| words[random.usize(..words.len())]).collect();
    format!("We speak of {}é.", some.join(" "))
}

/// A text of sentences with white space of all sorts among them.
fn body(random: &mut Rng) -> String {
    let gaps = [" ", "\n", "\n\n", "  ", "\r\n", "\n\nMR. SAMPLE: "];
    (0..random.usize(8..40)).map(|_| sentence(random) + gaps[random.usize(..gaps.len())]).collect()
}

/// The document cut at random into turns of random speakers.
fn cut_at_random(text: &str, random: &mut Rng) -> Document {
    let mut document = Document::new("talks.txt", text);
    document.layout = Layout::Transcript;
    let points = text.chars().count();
    let mut at = 0;
    while at < points {
        let end = (at + random.usize(1..160)).min(points);
        let speaker = Some(Speaker::named(format!("Speaker {}", random.u8(..4))));
        document.turns.push(GivenTurn { span: Span::new(at, end), speaker, language: None });
        at = end;
    }
    document
}

/// Corrections of sentences of a text, each with a speaker of its own.
fn corrections(text: &str, random: &mut Rng, file: &Path) -> Vec<(Anchor, std::ops::Range<usize>)> {
    let document = Document::new("talks.txt", text);
    let mut made = Vec::new();
    let _ = std::fs::remove_file(file);
    let starts: Vec<usize> = text.match_indices(['W', 'Y', 'N', 'T']).map(|(at, _)| at).collect();
    for _ in 0..random.usize(1..6) {
        let from = starts[random.usize(..starts.len())];
        let ends: Vec<usize> = text[from..].match_indices('.').map(|(at, _)| from + at + 1).take(3).collect();
        let to = ends[random.usize(..ends.len())];
        let point = |byte: usize| text[..byte].chars().count();
        let Ok(at) = Anchor::new(&document, Span::new(point(from), point(to))) else { continue };
        let mut wished = Wished::default();
        wished.speakers = Some(vec![format!("Corrected {}", made.len())]);
        let new = NewCorrection::Statement {
            at: Box::new(at.clone()),
            wished: Box::new(wished),
            was: Box::default(),
        };
        // The same words once more are refused.
        if new.append_to(file, &Provenance::default()).is_ok() {
            made.push((at, from..to));
        }
    }
    made
}

/// One edit that leaves `keep` as it is; where that stands then.
fn edit(
    text: &str,
    keep: std::ops::Range<usize>,
    copies: bool,
    random: &mut Rng,
) -> (String, std::ops::Range<usize>) {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    loop {
        let one = places[random.usize(..places.len())];
        let other = if random.bool() { one } else { places[random.usize(..places.len())] };
        let (from, to) = (one.min(other), one.max(other));
        let to = if random.u8(..4) == 0 {
            to
        } else {
            places[places.partition_point(|at| *at < to.min(from + 40))]
        };
        if from.max(keep.start) < to.min(keep.end) || (from > keep.start && from < keep.end) {
            continue;
        }
        let new = match random.u8(..4) {
            0 => String::new(),
            1 => sentence(random),
            2 if copies => {
                let (a, b) = (places[random.usize(..places.len())], places[random.usize(..places.len())]);
                text[a.min(b)..a.max(b)].to_owned()
            }
            _ => ["x", " ", "\n\n", "“", "é"][random.usize(..5)].to_owned(),
        };
        let edited = [&text[..from], &new, &text[to..]].concat();
        let moved = if to <= keep.start { keep.start + new.len() + from - to } else { keep.start };
        return (edited, moved..moved + keep.len());
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn after_any_edit_and_any_cut_a_correction_is_applied_to_its_words_or_told() {
    let mut random = Rng::with_seed(20_260_304);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("corrections.toml");
    let (mut edits, mut counts) = (0, [0_usize; 3]);
    while edits < 10_000 {
        let text = body(&mut random);
        let made = corrections(&text, &mut random, &file);
        if made.is_empty() {
            continue;
        }
        let mut record = Record::default();
        record.corrections = Corrections::open(std::slice::from_ref(&file)).unwrap().into();
        let extractor = Extractor::default().as_given().with_record(record.clone());
        for _ in 0..40 {
            let kept = random.usize(..made.len());
            let (mut edited, mut place) = (text.clone(), made[kept].1.clone());
            let rounds = random.usize(1..4);
            for round in 0..rounds {
                (edited, place) = edit(&edited, place, round + 1 == rounds, &mut random);
                edits += 1;
            }
            let document = cut_at_random(&edited, &mut random);
            let placed = record.corrections.place(&document);
            assert_eq!(placed.len(), made.len(), "each is placed or told");
            let statements = extractor.extract(&document);
            let whole: String = statements.iter().map(|statement| statement.text.as_str()).collect();
            assert_eq!(whole, edited, "no text is lost");
            for (at, one) in placed.iter().enumerate() {
                let name = format!("Corrected {at}");
                let said: Vec<&str> = statements
                    .iter()
                    .filter(|statement| {
                        statement.speaker.as_ref().is_some_and(|speaker| speaker.name == name)
                    })
                    .map(|statement| statement.text.as_str())
                    .collect();
                match &one.bytes {
                    Some(bytes) => {
                        assert!(matches!(one.state, State::Applied | State::Moved));
                        let quoted = words(&text[made[at].1.clone()]);
                        assert_eq!(words(&edited[bytes.clone()]), quoted, "its words, and no others");
                        assert_eq!(
                            words(&said.concat()).replace(' ', ""),
                            quoted.replace(' ', ""),
                            "all of them, and they alone"
                        );
                        counts[0] += 1;
                    }
                    None => {
                        assert!(matches!(one.state, State::InDoubt | State::Lost), "it is told");
                        assert!(said.is_empty(), "it is not applied: {said:?}");
                        counts[1] += 1;
                    }
                }
            }
            // Of the one whose words were left alone it is known where these stand.
            if let Some(bytes) = &placed[kept].bytes {
                assert_eq!(*bytes, place, "these words, not others that read the same");
                counts[2] += 1;
            }
        }
    }
    println!(
        "{edits} edits; {} applied, {} told, {} followed to their place",
        counts[0], counts[1], counts[2]
    );
    assert!(counts[2] > 3_000, "most are found again");
}
