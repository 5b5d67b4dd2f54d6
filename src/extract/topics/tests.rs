//! What the rules of topics find, and how they are read.

use super::*;
use crate::extract::Extractor;
use crate::model::{Document, Layout, TopicEvidence, TopicPlace};

fn labels(text: &str) -> Vec<String> {
    TopicRules::shared().topics(text).into_iter().map(|topic| topic.label.to_owned()).collect()
}

fn own(rule: &str, text: &str) -> bool {
    !TopicRules::read("own", &format!("own: {rule}"), String::new()).unwrap().topics(text).is_empty()
}

#[test]
fn the_shipped_rules_are_read() {
    let rules = TopicRules::read("topics.txt", include_str!("topics.txt"), String::new()).unwrap();
    assert!(rules.labels().count() >= 40);
    assert!(rules.labels().all(|label| label == label.to_lowercase() && label.len() <= 30));
}

#[test]
fn statements_have_topics_in_the_order_of_evidence() {
    for (text, first) in [
        (
            "The main reason is that the talks on a cease-fire and the truce broke down over a hostage.",
            "ceasefire",
        ),
        ("We will free the hostages, and no hostage will be left.", "hostages"),
        ("The Council imposed sanctions and an arms embargo.", "sanctions"),
        ("Enrichment of uranium must stop, the IAEA said.", "nuclear programme"),
        ("Human rights and fundamental freedoms are not bargained for.", "human rights"),
        ("We must cut emissions, for climate change does not wait.", "climate"),
        ("Tariffs hurt exports.", "trade"),
        ("The peacekeepers of UNIFIL stayed.", "peacekeeping"),
        ("Aid convoys need humanitarian access.", "humanitarian access"),
        ("It was genocide, and ethnic cleansing.", "genocide"),
        ("The filling of the dam on the Blue Nile", "water"),
        ("Freedom of navigation in the South China Sea", "maritime disputes"),
        ("Georgia’s territorial integrity within its borders", "borders"),
        ("Refugees and displaced persons cannot return.", "refugees"),
        ("A cyberattack took the network down.", "cyber"),
        ("The election was stolen, and the ballots burned.", "elections"),
    ] {
        assert_eq!(labels(text).first().map(String::as_str), Some(first), "{text}: {:?}", labels(text));
    }
    assert!(labels("Thank you, Mr. President. Good morning to all.").is_empty());
}

#[test]
fn rules_are_a_part_of_the_query_language() {
    for (rule, text, holds) in [
        ("word", "a Word.", true),
        ("word", "words", false),
        ("word*", "wordy words", true),
        ("\"red line\"", "a red\nline", true),
        ("\"red line\"", "a red-line", true),
        ("\"red line\"", "a line, red", false),
        ("\"cease fir*\"", "cease firing", true),
        ("red line", "the line is red", true),
        ("red AND line", "the line", false),
        ("red OR line", "the line", true),
        ("red NOT line", "a red line", false),
        ("red NOT line", "a red flag", true),
        ("red NOT (line OR flag)", "a red flag", false),
        ("red NEAR/2 line", "line of red", true),
        ("red NEAR/2 line", "line of the red", false),
        ("red NEAR/3 (line OR flag)", "a red and white flag", true),
        ("red AND line OR flag", "flag", true),
        ("genève", "À Genève", true),
        ("genève", "in Geneve", true),
    ] {
        assert_eq!(own(rule, text), holds, "{rule}: {text}");
    }
}

#[test]
fn a_bad_rule_is_told_with_its_line() {
    for (rule, told) in [
        ("no colon", "own:1: write a label"),
        ("a: (b", "bracket"),
        ("a: b)", "bracket"),
        ("a: \"b", "quotation mark"),
        ("a: OR b", "OR"),
        ("a: b AND", "AND"),
        ("a: NOT b", "NOT"),
        ("a: NEAR/x b", "NEAR"),
        ("a:", "empty"),
        ("a: *", "word"),
        ("a: sp*t", "*"),
    ] {
        let error = TopicRules::read("own", rule, String::new()).err().map(|error| error.to_string());
        assert!(error.as_ref().is_some_and(|error| error.contains(told)), "{rule}: {error:?}");
    }
    let deep = format!("a: {}b", "(".repeat(100_000));
    assert!(TopicRules::read("own", &deep, String::new()).is_err());
}

#[test]
fn the_evidence_is_kept() {
    let text = "No truce, no cease-fire.";
    let rules = TopicRules::shared();
    let topics = rules.topics(text);
    let topic = &topics[0];
    assert_eq!((topic.label, topic.weight), ("ceasefire", 2));
    let words: Vec<_> = topic.words.iter().map(|word| &text[word.clone()]).collect();
    assert_eq!(words, ["truce", "cease-fire"]);
    // Of a long rule the alternative that holds is told.
    assert_eq!(topic.rule, "truce*");
}

fn topics_of(document: &Document) -> Vec<Vec<(String, TopicPlace, Vec<String>)>> {
    let statements = Extractor::default().extract(document);
    let one = |evidence: TopicEvidence| (evidence.topic, evidence.place, evidence.words);
    statements
        .into_iter()
        .map(|one| one.topic_evidence)
        .map(|all| all.into_iter().map(one).collect())
        .collect()
}

/// Two turns on fishing, one that says nothing of what it is about, and one of few words.
fn briefing() -> Document {
    let body = "MS EXAMPLE: The fisheries of the north are closed until May, and so are the oceans.\n\n\
        MR SAMPLE: Overfishing has gone on for long.\n\n\
        MS EXAMPLE: I would not go beyond what I told you this morning, and I would ask you to be patient until they are back and can answer each of you in turn, as they said they would.\n\n\
        MR SAMPLE: Thank you.\n";
    Document { layout: Layout::Transcript, ..Document::new("briefing.txt", body) }
}

#[test]
fn a_statement_is_not_about_what_its_neighbours_are_about() {
    let topics = topics_of(&briefing());
    assert_eq!(topics[0][0].0, "environment");
    assert_eq!(topics[0][0].2, ["fisheries", "oceans"]);
    assert_eq!(topics[1][0], ("environment".to_owned(), TopicPlace::Text, vec!["Overfishing".to_owned()]));
    assert_eq!(topics[2..], [vec![], vec![]]);
}

#[test]
fn a_statement_whose_words_show_no_topic_has_the_title_s() {
    let document = Document { title: Some("Briefing on the ceasefire".into()), ..briefing() };
    let topics = topics_of(&document);
    assert_eq!(topics[1][0].0, "environment");
    assert_eq!(topics[2], [("ceasefire".to_owned(), TopicPlace::Title, vec!["ceasefire".to_owned()])]);
    // Thanks are about nothing.
    assert_eq!(topics[3], []);
}

#[test]
fn what_the_metadata_names_comes_first_and_once() {
    let named = vec!["harbours".to_owned(), "environment".to_owned()];
    let document = Document { topics: named, title: Some("On the ceasefire".into()), ..briefing() };
    let topics = topics_of(&document);
    let labels: Vec<_> = topics[0].iter().map(|(topic, place, _)| (topic.as_str(), *place)).collect();
    assert_eq!(labels, [("harbours", TopicPlace::Metadata), ("environment", TopicPlace::Metadata)]);
    assert_eq!(topics[2].len(), 2);
}

#[test]
fn a_word_that_stands_once_in_a_long_text_is_no_topic() {
    let before =
        "They spoke of this and of that, and nobody remembers what was settled in the end. ".repeat(15);
    assert!(labels(&format!("{before} Someone said truce.")).is_empty());
    assert_eq!(labels(&format!("{before} Someone said truce, and truce again.")), ["ceasefire"]);
    assert_eq!(labels("Someone said truce."), ["ceasefire"]);
}

#[test]
fn a_long_text_is_not_about_what_it_touches_on() {
    let text = format!("{} sanctions {}", "peace and law ".repeat(300), "climate change ".repeat(20));
    assert_eq!(labels(&text), ["climate"]);
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_it(text in "\\PC{0,60}", words in "(cease|-| |fire|truce|NOT|é|sanction|s|\n|nuclear|weapons){0,20}") {
        for text in [text.as_str(), words.as_str()] {
            for topic in TopicRules::shared().topics(text) {
                for word in topic.words {
                    proptest::prop_assert!(text.get(word).is_some());
                }
            }
            let _ = TopicRules::read("own", &format!("a: {text}"), String::new());
        }
    }
}
