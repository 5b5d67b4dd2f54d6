//! What always holds of quotations: verdicts on a made-up corpus, and on quotations with random edits.

use proptest::prelude::*;
use proptest::sample::{Index as Pick, select};

use super::*;
use crate::extract::Extractor;
use crate::index::Index;
use crate::model::{Basis, Document, Layout, Speaker, StatementDate};
use crate::query::Bound;
use crate::search::Searcher;

const RIVER: &str = "Mr. President, the river feeds both our towns, and the cease-fire holds. We shall not sign before the \
    spring, and nobody will sign for us. The labour of 3,500 workers built the dam in 1987; it must not be the labour of \
    soldiers that breaks it.\n\nI say to the delegate of Norland: come to the table on Tuesday, bring your maps, and we will \
    open ours. What we have promised to the fishermen of the delta we will keep.";
const HARVEST: &str = "The harvest was poor in the north and worse in the south. My government will send grain to whoever \
    asks for it, and it will not ask who they are. Let nobody tell you that we count the hungry before we feed them.";
const MEMORY: &str = "Twelve years ago my teacher told me, “A bridge is a promise that two banks make to each other.” I have \
    not forgotten it, and I hope that this hall will not forget it either.";
const NEWS: &str = "The border is closed. “We will open it in the first week of May,” Foreign Minister Ada Example said on \
    Monday. The villages along the road had waited for the news since the winter.";

fn searcher() -> Searcher {
    let index = Index::in_memory().unwrap();
    let writer = index.writer().unwrap();
    let extractor = Extractor::default();
    for (path, name, date, words) in [
        ("un/river", "Ada Example", "2014-09-24", RIVER),
        ("un/harvest", "Ben Sample", "2015-10-01", HARVEST),
        ("un/memory", "Cyd Exempla", "2016-09-20", MEMORY),
        (
            "un/again",
            "Dee Ejemplo",
            "2017-09-19",
            "As was said here before: what we have promised to the fishermen of the delta we will keep. Nobody kept it.",
        ),
    ] {
        let date = StatementDate::known(date.parse().unwrap(), Basis::Stated);
        let speaker = Some(Speaker::named(name));
        let document = Document { speaker, date, layout: Layout::Speech, ..Document::new(path, words) };
        writer.add(&document, &extractor.extract(&document)).unwrap();
    }
    let document = Document::new("news/1", NEWS);
    writer.add(&document, &extractor.extract(&document)).unwrap();
    writer.commit().unwrap();
    index.searcher().unwrap()
}

fn verdict(searcher: &Searcher, quotation: &str) -> Verdict {
    searcher.quote(quotation, &QuoteOptions::default()).unwrap().verdict
}

#[test]
fn each_verdict_is_given_where_it_is_due() {
    let searcher = searcher();
    for (quotation, expected) in [
        ("We shall not sign before the spring, and nobody will sign for us.", Verdict::Exact),
        ("“We shall not\n sign before  the spring, and nobody will sign for us”", Verdict::Exact),
        ("we shall not sign before the spring – and nobody will sign for us", Verdict::SameWords),
        ("the river feeds both our towns and the ceasefire holds", Verdict::SameWords),
        ("The labor of 3500 workers built the dam", Verdict::SameWords),
        ("NOBODY WILL SIGN FOR US", Verdict::SameWords),
        ("We shall not sign … and nobody will sign for us", Verdict::SameWords),
        (
            "the cease-fire holds […] What we have promised to the fishermen of the delta we will keep",
            Verdict::SameWords,
        ),
        ("[We] shall not sign before the spring, and nobody [in my country] will sign", Verdict::SameWords),
        ("[The delegate] say to the delegate of Norland: come to the table", Verdict::SameWords),
        ("We shall sign before the spring, and nobody will sign for us", Verdict::Altered),
        ("We shall not sign before the summer, and nobody will sign for us", Verdict::Altered),
        ("The labour of 4,500 workers built the dam in 1987", Verdict::Altered),
        ("My government will send grain to whoever asks, and it will not ask who they are", Verdict::Altered),
        (
            "We shall not sign before the spring. My government will send grain to whoever asks for it",
            Verdict::Spliced,
        ),
        ("nobody will sign for us, and we shall not sign before the spring", Verdict::Spliced),
        ("The committee has read the report and takes note of it with thanks", Verdict::NotFound),
        ("We shall not vote before the debate, and others may vote in our place", Verdict::NotFound),
    ] {
        let found = searcher.quote(quotation, &QuoteOptions::default()).unwrap();
        assert_eq!(found.verdict, expected, "{quotation}: {:#?}", found.differences);
    }
}

#[test]
fn a_difference_is_told_on_both_sides_and_flagged() {
    let searcher = searcher();
    let quotation = "“We shall sign before the summer, and nobody will sign for us”";
    let found = searcher.quote(quotation, &QuoteOptions::default()).unwrap();
    let letters: Vec<char> = quotation.chars().collect();
    let body: Vec<char> = RIVER.chars().collect();
    let told: Vec<_> = found
        .differences
        .iter()
        .map(|one| {
            let cut =
                |letters: &[char], span: crate::model::Span| letters[span.start..span.end].iter().collect();
            let (quoted, source): (String, String) =
                (cut(&letters, one.quoted.span), cut(&body, one.source.span));
            assert_eq!((&quoted, &source), (&one.quoted.text, &one.source.text));
            (one.kind, one.may_turn_the_sense.clone(), quoted, source)
        })
        .collect();
    assert_eq!(
        told,
        [
            (DifferenceKind::LeftOut, vec![Sense::Negation], String::new(), "not".to_owned()),
            (DifferenceKind::Changed, vec![], "summer".to_owned(), "spring".to_owned()),
        ]
    );
}

#[test]
fn whose_words_they_are_is_told_and_held_against_the_name() {
    let searcher = searcher();
    let asked = |quotation: &str, name: &str| {
        let options = QuoteOptions { speaker: Some(name.to_owned()), ..QuoteOptions::default() };
        let found = searcher.quote(quotation, &options).unwrap();
        assert!(found.verdict.is_faithful(), "{quotation}");
        (found.speaker_agrees, found.disagreement)
    };
    let sign = "We shall not sign before the spring";
    assert_eq!(asked(sign, "Ms. Example"), (Some(true), None));
    assert_eq!(asked(sign, "Sample"), (Some(false), Some(Disagreement::OtherSpeaker)));
    let bridge = "A bridge is a promise that two banks make to each other";
    assert_eq!(asked(bridge, "Cyd Exempla"), (Some(false), Some(Disagreement::QuotesAnother)));
    assert_eq!(asked("We will open it in the first week of May", "Ada Example"), (Some(true), None));
    let road = "The villages along the road had waited for the news since the winter";
    assert_eq!(asked(road, "Ada Example"), (Some(false), Some(Disagreement::Narrator)));
    // The same words by two: whoever is named said them.
    let delta = "what we have promised to the fishermen of the delta we will keep";
    assert_eq!(asked(delta, "Ejemplo"), (Some(true), None));
}

#[test]
fn the_day_and_the_place_are_held_against_what_is_given() {
    let searcher = searcher();
    let delta = "What we have promised to the fishermen of the delta we will keep.";
    let asked = |date: &str, within: Option<&str>| {
        let date = Some(Bound::read(date).unwrap());
        let within = within.map(str::to_owned);
        let found = searcher.quote(delta, &QuoteOptions { date, within, ..QuoteOptions::default() }).unwrap();
        (found.verdict, found.date_agrees, found.link_agrees)
    };
    assert_eq!(asked("2014-09-24", None), (Verdict::Exact, Some(true), None));
    assert_eq!(asked("2017", None), (Verdict::SameWords, Some(true), None));
    assert_eq!(asked("2011", None), (Verdict::Exact, Some(false), None));
    let (there, elsewhere) = (Document::id_of("un/again", ""), Document::id_of("un/harvest", ""));
    assert_eq!(asked("2017", Some(&there)), (Verdict::SameWords, Some(true), Some(true)));
    assert_eq!(asked("2014", Some(&elsewhere)), (Verdict::Exact, Some(true), Some(false)));
    let found = searcher.quote(delta, &QuoteOptions::default()).unwrap();
    let places: Vec<&str> = found.places.iter().map(|place| place.stored.path.as_str()).collect();
    assert_eq!(places, ["un/river", "un/again"], "the earliest first");
}

#[test]
fn each_piece_of_a_spliced_quotation_has_its_place() {
    let quotation =
        "We shall not sign before the spring. My government will send grain to whoever asks for it";
    let found = searcher().quote(quotation, &QuoteOptions::default()).unwrap();
    let pieces: Vec<_> = found
        .places
        .iter()
        .map(|place| (place.stored.path.as_str(), place.quoted.text.as_str(), place.text.as_str()))
        .collect();
    assert_eq!(
        pieces,
        [
            ("un/river", "We shall not sign before the spring", "We shall not sign before the\nspring"),
            (
                "un/harvest",
                "My government will send grain to whoever asks for it",
                "My government will send grain to whoever asks for it"
            ),
        ]
        .map(|(path, quoted, said)| (
            path,
            quoted,
            Box::leak(said.replace('\n', " ").into_boxed_str()) as &str
        ))
    );
}

#[test]
fn what_is_no_quotation_is_not_found() {
    let searcher = searcher();
    for quotation in ["", "  ", "…", "“”", "[the president]", "?!", "\u{0}\u{202e}", &"word ".repeat(3000)]
    {
        assert_eq!(verdict(&searcher, quotation), Verdict::NotFound, "{quotation:.40}");
    }
    let long = searcher.quote(&"word ".repeat(5000), &QuoteOptions::default());
    assert!(matches!(long, Err(crate::search::SearchError::LongQuotation { words: 5000, .. })));
}

/// Words in small letters, without signs: an independent and simple reading.
fn simple(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace("cease-fire", "ceasefire");
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != ',');
    let words = parts.map(|part| part.trim_matches(',').replace(',', ""));
    words.filter(|word| !word.is_empty()).collect()
}

#[derive(Clone, Debug)]
enum Edit {
    Replace(Pick, &'static str),
    Delete(Pick),
    Insert(Pick, &'static str),
    Swap(Pick),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let words = || {
        select(vec![
            "not", "never", "the", "of", "seven", "river", "must", "Norland", "harbour", "1988", "we",
        ])
    };
    let edit = prop_oneof![
        (any::<Pick>(), words()).prop_map(|(at, word)| Edit::Replace(at, word)),
        any::<Pick>().prop_map(Edit::Delete),
        (any::<Pick>(), words()).prop_map(|(at, word)| Edit::Insert(at, word)),
        any::<Pick>().prop_map(Edit::Swap),
    ];
    proptest::collection::vec(edit, 1..4)
}

fn edited(words: &[&str], edits: &[Edit]) -> Vec<String> {
    let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    for edit in edits {
        if words.len() < 3 {
            break;
        }
        match edit {
            Edit::Replace(at, word) => {
                let at = at.index(words.len());
                words[at] = (*word).to_owned();
            }
            Edit::Delete(at) => drop(words.remove(at.index(words.len()))),
            Edit::Insert(at, word) => {
                let at = at.index(words.len() + 1);
                words.insert(at, (*word).to_owned());
            }
            Edit::Swap(at) => {
                let at = at.index(words.len() - 1);
                words.swap(at, at + 1);
            }
        }
        if words.len() < 3 {
            break;
        }
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_changed_quotation_passes_for_a_faithful_one(
        (text, start, length) in (select(vec![RIVER, HARVEST, MEMORY]), any::<Pick>(), 4..24_usize),
        edits in edits(),
    ) {
        thread_local!(static SEARCHER: Searcher = searcher());
        let words: Vec<&str> = text.split_whitespace().collect();
        let start = start.index(words.len() - 4);
        let quoted = edited(&words[start..words.len().min(start + length)], &edits).join(" ");
        let asked = simple(&quoted);
        let stands = [RIVER, HARVEST, MEMORY, NEWS, "what we have promised to the fishermen of the delta we will keep. Nobody kept it."]
            .iter()
            .any(|text| simple(text).windows(asked.len().max(1)).any(|window| window == asked));
        let verdict = SEARCHER.with(|searcher| verdict(searcher, &quoted));
        prop_assert_eq!(verdict.is_faithful(), stands, "{}", quoted);
    }
}
