//! What is found in realistic text, and that no text is too odd or too long.

use proptest::prelude::*;

use super::*;

/// An attribution in words: source, cue and content, with whether it is direct.
fn told(text: &str) -> Vec<(&str, &str, Vec<&str>, bool)> {
    let words = |range: &Range<usize>| &text[range.clone()];
    Attributor::shipped()
        .find(text)
        .iter()
        .map(|found| {
            let source = found.source.as_ref().map_or("", words);
            (source, words(&found.cue), found.content.iter().map(words).collect(), found.direct)
        })
        .collect()
}

/// Whether some attribution to a source that holds `source` has a content that holds each of `content`.
fn attributes(text: &str, source: &str, content: &[&str], direct: bool) -> bool {
    told(text).iter().any(|(who, _, what, is_direct)| {
        let what = what.join(" ");
        let named = if source.is_empty() { who.is_empty() } else { who.contains(source) };
        named && *is_direct == direct && content.iter().all(|piece| what.contains(piece))
    })
}

#[test]
fn a_direct_quotation_belongs_to_who_is_named_beside_it() {
    for text in [
        "“The border must stay open to aid,” Ambassador Orsolya Vadas said on Tuesday.",
        "Ambassador Orsolya Vadas said: “The border must stay open to aid.”",
        "\"The border must stay open to aid,\" said Ambassador Orsolya Vadas, who leads the talks.",
        "Ambassador Orsolya Vadas told reporters, \"The border must stay open to aid.\"",
        "''The border must stay open to aid,'' Ambassador Orsolya Vadas said on Tuesday.",
    ] {
        let found = attributes(text, "Orsolya Vadas", &["The border must stay open to aid"], true);
        assert!(found, "{text}: {:?}", told(text));
    }
}

#[test]
fn other_marks_quote_too() {
    for text in [
        "‘The border must stay open to aid,’ Ambassador Orsolya Vadas said on Tuesday.",
        "«The border must stay open to aid,» Ambassador Orsolya Vadas said on Tuesday.",
        "“He said ‘never’ to me, and the border must stay open to aid,” Ambassador Orsolya Vadas said.",
    ] {
        let found = attributes(text, "Orsolya Vadas", &["the border must stay open to aid"], true)
            || attributes(text, "Orsolya Vadas", &["The border must stay open to aid"], true);
        assert!(found, "{text}: {:?}", told(text));
    }
}

#[test]
fn a_split_quotation_is_one_attribution() {
    let text = "“We came to listen,” Minister Tamsin Okoro said, “and we leave with an agreement.”";
    let found = attributes(text, "Tamsin Okoro", &["We came to listen", "we leave with an agreement"], true);
    assert!(found, "{:?}", told(text));
}

#[test]
fn reported_speech_has_its_source() {
    for (text, source, content) in [
        ("She said that the talks would resume in May.", "She", "the talks would resume in May"),
        (
            "The talks will resume in May, according to Minister Tamsin Okoro.",
            "Tamsin Okoro",
            "The talks will resume in May",
        ),
        (
            "The ministry warned that the ceasefire could collapse.",
            "The ministry",
            "the ceasefire could collapse",
        ),
    ] {
        assert!(attributes(text, source, &[content], false), "{text}: {:?}", told(text));
    }
}

#[test]
fn reported_speech_of_a_named_person_has_its_source() {
    for text in [
        "Orsolya Vadas said that the talks would resume in May.",
        "Orsolya Vadas said the talks would resume in May.",
        "Orsolya Vadas said on Tuesday that the talks would resume in May.",
    ] {
        let found = attributes(text, "Orsolya Vadas", &["the talks would resume"], false);
        assert!(found, "{text}: {:?}", told(text));
    }
}

#[test]
fn reported_and_quoted_words_can_mix() {
    let text = "Minister Tamsin Okoro said that the offer was “an insult to every farmer” in the country.";
    let found = attributes(text, "Tamsin Okoro", &["the offer was", "an insult to every farmer"], true);
    assert!(found, "{:?}", told(text));
}

#[test]
fn plain_narration_has_no_attribution() {
    let text = "The delegations met in Geneva on Monday. The train left at nine, and rain fell on the lake.";
    assert_eq!(told(text), []);
}

#[test]
fn what_is_no_model_is_refused() {
    let with = |model: &[u8], trees: &[u8]| train::Learned { model: model.to_vec(), trees: trees.to_vec() };
    for odd in [
        with(b"", SHIPPED_TREES),
        with(&SHIPPED[1..], SHIPPED_TREES),
        with(&[0xff; SIZE], SHIPPED_TREES),
        with(SHIPPED, b""),
        with(SHIPPED, &SHIPPED_TREES[..SHIPPED_TREES.len() - 1]),
        with(SHIPPED, &vec![0xff; SHIPPED_TREES.len()]),
    ] {
        assert!(Attributor::new(&odd).is_none());
    }
    let text = "Orsolya Vadas said that the talks would resume in May.";
    let shipped = with(SHIPPED, SHIPPED_TREES);
    assert!(!Attributor::shipped().find(text).is_empty());
    assert_eq!(Attributor::new(&shipped).map(|it| it.find(text)), Some(Attributor::shipped().find(text)));
}

#[test]
fn a_document_may_begin_with_its_source() {
    for (text, source) in [
        ("According to Orsolya Vadas, the talks are over.", "Orsolya Vadas"),
        ("According to the ministry, the harbour will reopen. Nobody came.", "the ministry"),
        ("“The harbour will reopen,” stressed Orsolya Vadas.", "Orsolya Vadas"),
    ] {
        let (content, direct) = if text.starts_with('A') { ("the", false) } else { ("The harbour", true) };
        assert!(attributes(text, source, &[content], direct), "{text}: {:?}", told(text));
    }
}

#[test]
fn beside_a_quotation_a_name_and_any_verb_are_a_source_and_its_cue() {
    let text = "The hall was full. “We will come back,” grizzled Orsolya Vadas. Nobody left.";
    assert!(attributes(text, "Orsolya Vadas", &["We will come back"], true), "{:?}", told(text));
}

#[test]
fn headlines_and_press_releases_name_their_sources() {
    for (text, content) in [
        ("Harbour to reopen in June, says Vadas\n\nThe boats lay still.", "Harbour to reopen in June"),
        ("The boats lay still.\n\n“The harbour is open.” — Orsolya Vadas, envoy", "The harbour is open"),
        ("The boats lay still.\n\nFrom Orsolya Vadas:\n\n“The harbour is open.”", "The harbour is open"),
    ] {
        assert!(attributes(text, "Vadas", &[content], text.contains('“')), "{text}: {:?}", told(text));
    }
}

#[test]
fn a_title_in_quotation_marks_is_nobodys_words() {
    for text in [
        "The play was called “Seven Winters”.",
        "The novel “The Long Winter” sold well. The hall was full.",
        "The frigate “Northern Star” left port at dawn.",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
}

#[test]
fn no_two_attributions_have_the_same_words() {
    let text = "Tamsin Okoro said that the ministry believes, and officials insist, that the talks, which the \
                council said were over, will resume. “No,” she told reporters, adding that she hoped so.";
    let found = Attributor::shipped().find(text);
    for (at, one) in found.iter().enumerate() {
        for other in &found[at + 1..] {
            assert!(one.content != other.content, "{one:?} {other:?}");
        }
    }
}

/// Every range lies inside the text, on its characters, holds something, and content is in order.
fn check(text: &str) {
    let mut last = 0;
    for found in Attributor::shipped().find(text) {
        for range in found.content.iter().chain(&found.source).chain([&found.cue, &found.head]) {
            assert!(!range.is_empty() && text.get(range.clone()).is_some(), "{range:?} of {}", text.len());
        }
        assert!(found.content.windows(2).all(|pair| pair[0].end <= pair[1].start), "{found:?}");
        assert!(!found.content.is_empty(), "{found:?}");
        assert!(found.cue.start <= found.head.start && found.head.end <= found.cue.end, "{found:?}");
        assert!(last <= found.head.start, "{found:?}");
        last = found.head.start;
    }
}

#[test]
fn odd_texts_are_read() {
    for odd in [
        "",
        " \n\t\r\n ",
        "“",
        "'",
        "said ",
        "“a ‘b ",
        "A.",
        "a. ",
        "...",
        "…’ ",
        "\u{301}a",
        "’s ",
        "--",
        "a-",
        "сказал: «нет» ",
        "他说：“不。”",
        "قال الوزير ",
        "said 他 ",
        "👩‍👩‍👧 said ",
    ] {
        for times in [1, 2, 999] {
            check(&odd.repeat(times));
        }
    }
}

#[test]
fn line_ends_of_either_kind_give_the_same_words() {
    let text =
        "“The border must stay open,” Orsolya Vadas said.\n\nTamsin Okoro said that\nthe talks had failed.\n";
    let other = text.replace('\n', "\r\n");
    let plain = |text: &str| format!("{:?}", told(text)).replace("\\r\\n", "\\n");
    assert!(!told(text).is_empty());
    assert_eq!(plain(&other), plain(text));
}

proptest! {
    #[test]
    fn any_text_gives_sound_ranges(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_words_and_marks_give_sound_ranges(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "said", "that", "according", "to", "Vadas", "“", "”", "\"", "''", "‘", "’", "'", ",", ".", ":", " ",
                " ", " ", "\n\n", "\r\n", "she", "told", "talks", "«", "»", "ß", "İ", "’s", "5", "U.S.",
            ]),
            0..200,
        )
    ) {
        check(&pieces.concat());
    }
}

#[test]
fn a_verb_that_is_not_known_tells_words_only_where_the_sentence_says_so() {
    let speaks =
        |text: &str| attribute(text, &crate::extract::sentences(text)).iter().any(|one| one.speaks(text));
    assert!(speaks("Weiss said that the talks were over."));
    assert!(speaks("Weiss retorted that the talks were over."));
    assert!(!speaks("She also served as the director of the office for grain and fish."));
}

#[test]
fn whoever_is_named_told_or_addressed_says_nothing() {
    let speaks =
        |text: &str| attribute(text, &crate::extract::sentences(text)).iter().any(|one| one.speaks(text));
    assert!(is_clause("the talks have failed") && is_clause("ПЕРЕГОВОРЫ"));
    assert!(!is_clause("Nominee for the Court of Appeals") && !is_clause("Harbour Patrol"));
    assert!(speaks("The river is falling, according to Weiss."));
    assert!(speaks("Latvia and Estonia are convinced that the truce will hold."));
    assert!(speaks("Weiss is concerned that the talks may fail."));
    assert!(!speaks("Last year Weiss was named a fellow of the academy."));
    assert!(!speaks("Ana Weiss is an actress known for her work in films of many kinds."));
    assert!(!speaks("She has been recognized throughout her career for her work on grain and fish."));
    assert!(!speaks("Brandt met in Oslo with Ana Weiss to stress that the truce must hold."));
    assert!(!speaks("Ana Weiss: Commissioner for Trade and Fisheries"));
    assert!(!speaks("The plan will help by encouraging members to implement the agreement."));
}
