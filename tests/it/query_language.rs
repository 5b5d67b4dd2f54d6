//! The query language: every query of `data/queries.txt` with the tree it gives.

use chrono::NaiveDate;
use demarche::query::{ParseOptions, Query};
use proptest::prelude::*;

const TABLE: &str = include_str!("../data/queries.txt");

fn options() -> ParseOptions {
    let mut options = ParseOptions::default();
    options.today = NaiveDate::from_ymd_opt(2024, 10, 9).unwrap();
    options
}

/// The tree, or the refusal with the place it marks; and below it each note.
fn read(input: &str) -> String {
    match Query::parse(input, &options()) {
        Ok(query) => {
            let tree = query.root.map_or_else(|| "nothing".to_owned(), |root| root.to_string());
            let notes: String = query.notes.iter().map(|note| format!("\n    note: {}", note.text)).collect();
            tree + &notes
        }
        Err(error) => {
            let place: String =
                input.chars().skip(error.span.start).take(error.span.end - error.span.start).collect();
            format!("refused at `{place}`: {error}")
        }
    }
}

/// The cases of the table: a query in its first column, and below it, indented, what it gives.
fn cases() -> Vec<(String, String)> {
    let mut cases: Vec<(String, String)> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        match (line.strip_prefix("  "), cases.last_mut()) {
            (Some(more), Some((_, tree))) => {
                if !tree.is_empty() {
                    tree.push('\n');
                }
                tree.push_str(more);
            }
            _ => cases.push((line.replace('␣', " "), String::new())),
        }
    }
    cases
}

#[test]
fn every_query_gives_its_tree() {
    let cases = cases();
    assert!(cases.len() >= 200, "{}", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(input, tree)| read(input) != *tree)
        .map(|(input, tree)| format!("{input}\n  wanted {tree}\n  got    {}", read(input)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_query_as_understood_gives_the_same_tree() {
    for (input, _) in cases() {
        let Ok(query) = Query::parse(&input, &options()) else { continue };
        let again = Query::parse(&query.understood(), &options()).unwrap();
        if let Some(root) = &query.root {
            assert_eq!(again.root.map(|root| root.to_string()), Some(root.to_string()), "{input}");
        }
        assert!(again.notes.len() <= query.notes.len(), "{input}: {} {:?}", query.understood(), again.notes);
    }
}

#[test]
fn a_refusal_marks_the_place_and_says_what_to_write() {
    for (input, mark, hint) in [
        (
            "ceasefire speker:Miller",
            "          ^^^^^^^",
            "did you mean `speaker:`? to search it as text: \"speker:Miller\"",
        ),
        ("date:soon talks", "     ^^^^", "2023-Q4"),
        ("talks kind:shouted", "           ^^^^^^^", "spoken, quoted, reported and narration"),
        ("speaker:", "^^^^^^^^", "speaker:word"),
        ("lang:fr", "^^^^^", "leave `lang:` out"),
    ] {
        let error = Query::parse(input, &options()).unwrap_err();
        assert_eq!(error.marked(), (input.to_owned(), mark.to_owned()));
        assert!(error.hint().contains(hint), "{}", error.hint());
    }
}

#[test]
fn strict_refuses_what_would_be_repaired() {
    let mut strict = options();
    strict.strict = true;
    for input in ["\"red line", "(Miller", "Miller AND", "Hamas ~", "10:30 Hamas", "talks !"] {
        assert!(Query::parse(input, &options()).is_ok(), "{input}");
        let error = Query::parse(input, &strict).unwrap_err();
        assert!(error.to_string().starts_with("not as it should be"), "{input}: {error}");
    }
    assert!(Query::parse("speaker:Miller \"red line\"~3 -hostage", &strict).is_ok());
}

#[test]
fn literal_takes_every_word_as_a_word() {
    let mut literal = options();
    literal.literal = true;
    for (input, tree) in [
        ("speker:Miller AND -Hamas", "(best speker:miller and hamas)"),
        ("\"red line\" (talks", "(best red line talks)"),
        ("what? 5* hotel^2", "(best what 5 hotel·2)"),
    ] {
        assert_eq!(Query::parse(input, &literal).unwrap().root.unwrap().to_string(), tree);
    }
}

#[test]
fn what_is_too_long_or_too_deep_is_refused() {
    for input in
        ["(".repeat(5000), "-".repeat(5000) + "a", "a ".repeat(4999), "x* ".repeat(40), "NOT ".repeat(2000)]
    {
        let error = Query::parse(&input, &options()).unwrap_err();
        assert!(error.to_string().contains("at most"), "{error}");
        assert!(error.marked().0.chars().count() < 200);
    }
    let long = "x".repeat(20_000);
    assert!(Query::parse(&long, &options()).is_err());
}

/// What queries are made of.
const PIECES: [&str; 44] = [
    "Miller",
    "ceasefire",
    "\"",
    "“",
    "”",
    "«",
    "»",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    " AND ",
    " OR ",
    " NOT ",
    "+",
    "-",
    "!",
    "&&",
    "|",
    " NEAR/",
    "3",
    " BEFORE ",
    " WITHIN sentence",
    "*",
    "?",
    "~",
    "^",
    "2",
    "speaker:",
    "date:",
    "kind:",
    "id:",
    "entity:",
    "2023..",
    ">=",
    " TO ",
    "today",
    ":",
    "=",
    " ",
    "é",
    "字",
];

fn made_of_pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(0..PIECES.len(), 0..40)
        .prop_map(|pieces| pieces.into_iter().map(|piece| PIECES[piece]).collect())
}

/// Every node lies in the input and in the node above it, and holds its parts in order.
fn check_spans(node: &demarche::query::Node, length: usize) {
    assert!(node.span.start <= node.span.end && node.span.end <= length, "{node} {:?}", node.span);
    for part in node.children() {
        assert!(node.span.start <= part.span.start && part.span.end <= node.span.end, "{node} {part}");
        check_spans(part, length);
    }
}

fn check(input: &str, again_too: bool) {
    for (strict, literal) in [(false, false), (true, false), (false, true)] {
        let mut reading = options();
        reading.strict = strict;
        reading.literal = literal;
        let Ok(query) = Query::parse(input, &reading) else { continue };
        let Some(root) = &query.root else { continue };
        check_spans(root, input.chars().count());
        // A colon between letters is a letter for the index, but not for the language.
        let colon = root.to_string().contains(':');
        if again_too && !literal && !colon {
            let again = Query::parse(&query.understood(), &options());
            let again = again.unwrap_or_else(|error| panic!("{input:?}: {:?}: {error}", query.understood()));
            let tree = again.root.map(|root| root.to_string());
            assert_eq!(tree, Some(root.to_string()), "{input:?} understood as {:?}", query.understood());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read_or_refused(input in "\\PC{0,80}") {
        check(&input, false);
    }

    #[test]
    fn any_jumble_of_the_language_is_read_or_refused(input in made_of_pieces()) {
        check(&input, true);
    }
}
