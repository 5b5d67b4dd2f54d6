//! Tables of expressions of date, and what is none.

use super::*;

/// An expression of date: the bytes of a sentence on which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct DateWords {
    start: usize,
    end: usize,
}

/// The expressions of date in a sentence, in order. False friends (`Black September`, `they may`) are none.
/// Takes linear time.
fn find(sentence: &str) -> Vec<DateWords> {
    Words::of(sentence)
        .expressions()
        .into_iter()
        .map(|found| DateWords { start: found.start, end: found.end })
        .collect()
}

/// The date that one expression means to a document of the day `anchor`. Where that is not known, or
/// known to the month or year and this decides the matter, the value is unknown. The words are always kept.
fn resolve(words: &str, anchor: Option<PartialDate>) -> StatementDate {
    let words = words.trim();
    match (Words { alone: true, ..Words::of(words) }).expressions().first() {
        Some(found) => dated(&words[found.start..found.end], found.when, anchor, anchor),
        None => StatementDate { words: Some(words.to_owned()), ..StatementDate::unknown() },
    }
}

fn value(words: &str, anchor: &str) -> Option<String> {
    resolve(words, anchor.parse().ok()).value.map(|date| date.to_string())
}

/// What an article of Friday, 11 October 2024 means.
#[test]
fn expressions_to_a_day() {
    for (words, date) in [
        ("Wednesday", "2024-10-09"),
        ("on Wednesday", "2024-10-09"),
        ("Tuesday", "2024-10-08"),
        ("on Friday", "2024-10-11"),
        ("Saturday", "2024-10-05"),
        ("on Monday night", "2024-10-07"),
        ("Thursday morning", "2024-10-10"),
        ("WEDNESDAY", "2024-10-09"),
        ("last Saturday", "2024-10-05"),
        ("today", "2024-10-11"),
        ("tonight", "2024-10-11"),
        ("this morning", "2024-10-11"),
        ("earlier today", "2024-10-11"),
        ("yesterday", "2024-10-10"),
        ("Yesterday evening", "2024-10-10"),
        ("last night", "2024-10-10"),
        ("the day before yesterday", "2024-10-09"),
        ("the day before", "2024-10-10"),
        ("a day earlier", "2024-10-10"),
        ("two days ago", "2024-10-09"),
        ("a couple of days ago", "2024-10-09"),
        ("10 days ago", "2024-10-01"),
        ("tomorrow", "2024-10-12"),
        ("3 October", "2024-10-03"),
        ("3rd of October", "2024-10-03"),
        ("October 3rd", "2024-10-03"),
        ("Sept. 30", "2024-09-30"),
        ("Sept 30", "2024-09-30"),
        ("on Dec. 24", "2023-12-24"),
        ("12 October", "2023-10-12"),
        ("29 February", "2024-02-29"),
        ("Oct. 9, 2024", "2024-10-09"),
        ("9 October 2024", "2024-10-09"),
        ("Wednesday, Oct. 9", "2024-10-09"),
        ("Wednesday, 9 October 2024", "2024-10-09"),
        ("May 3", "2024-05-03"),
        ("2024-10-09", "2024-10-09"),
    ] {
        assert_eq!(value(words, "2024-10-11").as_deref(), Some(date), "{words}");
    }
}

#[test]
fn coarse_expressions_are_as_exact_as_they_may_be() {
    for (words, anchor, date) in [
        ("last week", "2024-10-18", Some("2024-10")),
        ("last week", "2024-10-08", Some("2024")),
        ("last week", "2025-01-08", None),
        ("earlier this week", "2024-10-18", Some("2024-10")),
        ("this week", "2024-10-02", Some("2024")),
        ("a week ago", "2024-10-18", Some("2024-10")),
        ("two weeks ago", "2024-10-30", Some("2024-10")),
        ("earlier this month", "2024-10-11", Some("2024-10")),
        ("last month", "2024-01-11", Some("2023-12")),
        ("three months ago", "2024-10-11", Some("2024-07")),
        ("in March", "2024-10-11", Some("2024-03")),
        ("in November", "2024-10-11", Some("2023-11")),
        ("in October", "2024-10-11", Some("2024-10")),
        ("early September", "2024-10-11", Some("2024-09")),
        ("last March", "2024-01-11", Some("2023-03")),
        ("last March", "2024-10-11", None),
        ("October 2024", "2024-10-11", Some("2024-10")),
        ("Oct. 9-10", "2024-10-11", Some("2024-10")),
        ("9-10 October 1973", "2024-10-11", Some("1973-10")),
        ("in 1994", "2024-10-11", Some("1994")),
        ("last year", "2024-10-11", Some("2023")),
        ("earlier this year", "2024-10-11", Some("2024")),
        ("ten years ago", "2024-10-11", Some("2014")),
        ("overnight", "2024-10-11", Some("2024-10")),
        ("overnight", "2024-01-01", None),
        ("over the weekend", "2024-10-11", Some("2024-10")),
        ("last Wednesday", "2024-10-11", Some("2024-10")),
        ("three hours ago", "2024-10-11", Some("2024-10")),
        ("recently", "2024-10-11", None),
        ("a few days ago", "2024-10-11", None),
        ("in recent weeks", "2024-10-11", None),
        ("the 1990s", "2024-10-11", Some("1990s")),
        ("next week", "2024-10-11", None),
        ("last summer", "2024-10-11", None),
        ("soon", "2024-10-11", None),
        ("31 June", "2024-10-11", None),
    ] {
        assert_eq!(value(words, anchor).as_deref(), date, "{words}, {anchor}");
    }
}

#[test]
fn without_an_anchor_the_words_are_kept_and_nothing_is_guessed() {
    for words in
        ["Wednesday", "last week", "the day before", "yesterday", "3 October", "in March", "recently"]
    {
        let date = resolve(words, None);
        assert_eq!((date.value, date.basis), (None, Basis::Unknown), "{words}");
        assert!(date.words.is_some_and(|kept| words.ends_with(&kept)), "{words}");
    }
    assert_eq!(resolve("on Wednesday", None).words.as_deref(), Some("Wednesday"));
    for (words, date) in [("Oct. 9, 2024", "2024-10-09"), ("in 1994", "1994"), ("March 1991", "1991-03")] {
        let found = resolve(words, None);
        assert_eq!(found.value.map(|date| date.to_string()).as_deref(), Some(date), "{words}");
        assert_eq!(found.basis, Basis::Stated, "{words}");
    }
    assert_eq!(resolve("Wednesday", "2024-10-11".parse().ok()).basis, Basis::Relative);
}

#[test]
fn a_coarse_anchor_decides_only_what_all_its_days_agree_on() {
    for (words, anchor, date) in [
        ("Wednesday", "2024-10", None),
        ("Wednesday", "2024", None),
        ("yesterday", "2024-10", None),
        ("3 October", "2024-10", None),
        ("3 September", "2024-10", Some("2024-09-03")),
        ("last month", "2024-10", Some("2024-09")),
        ("earlier this month", "2024", None),
        ("in March", "2024-10", Some("2024-03")),
        ("in March", "2024", None),
        ("last year", "2024", Some("2023")),
        ("two years ago", "2024-10", Some("2022")),
    ] {
        assert_eq!(value(words, anchor).as_deref(), date, "{words}, {anchor}");
    }
}

fn found(sentence: &str) -> Vec<&str> {
    find(sentence).into_iter().map(|words| &sentence[words.start..words.end]).collect()
}

#[test]
fn expressions_are_found_in_sentences() {
    for (sentence, words) in [
        ("Miller told reporters on Wednesday that talks had stopped", &["Wednesday"][..]),
        ("Asked Tuesday by a reporter", &["Tuesday"]),
        ("On Oct. 9, 2024, he said in the Council", &["Oct. 9, 2024"]),
        ("She spoke on 3 October and again two days ago.", &["3 October", "two days ago"]),
        ("He said earlier this month, and last week too", &["earlier this month", "last week"]),
        ("He said in 1994 that the war of 1967 went on", &["1994", "1967"]),
        ("Late on Sunday, the day before, in mid-October", &["Sunday", "the day before", "October"]),
        ("The minister said in March that in May he may march on", &["March", "May"]),
        ("They met at the end of June. Months ago, in July.", &["June", "Months ago", "July"]),
        ("In the primary in 2008. Months ago", &["2008", "Months ago"]),
        ("The letter of 4 May 1990, in December 1991", &["4 May 1990", "December 1991"]),
        ("said on Wed. that", &["Wed"]),
        ("In March and April 2023, she visited Ghana", &["March and April 2023"]),
        ("between the talks of June-July 2021", &["June-July 2021"]),
    ] {
        assert_eq!(found(sentence), words, "{sentence}");
    }
}

#[test]
fn false_friends_are_no_dates() {
    for sentence in [
        "They may march on the capital.",
        "The second sanctions were august.",
        "1,994 people and 1994 villages burned in 2000 places",
        "She told the Sunday Times",
        "Black September said",
        "It was Good Friday for the Good Friday Agreement",
        "Theresa May said",
        "The March on Washington",
        "He sat in the sun; they wed.",
        "The Sun. He read it.",
        "Russia Today said",
        "told USA TODAY",
        "resolution 1701 and 2735",
        "10 Downing Street",
        "$3 March Holdings",
        "31 June, 30 February 2020",
        "a day of mourning, for weeks, in two days",
        "April Glaspie and June Example met",
    ] {
        assert!(found(sentence).is_empty(), "{sentence}: {:?}", found(sentence));
    }
}

/// The date of a sentence whose content stands in quotation marks, by the verb of saying before or after it.
fn framed(sentence: &str, told: Option<&str>) -> Option<String> {
    let content = sentence.find('“').unwrap_or(sentence.len())
        ..sentence.find('”').map_or(sentence.len(), |at| at + '”'.len_utf8());
    let cue = sentence.find("said").or_else(|| sentence.find("told")).unwrap();
    let one = Attributed {
        own: true,
        source: None,
        cue: cue..cue + 4,
        head: cue,
        content: vec![content],
        direct: true,
    };
    let told = told.and_then(|date| date.parse().ok());
    let date = Sentence::new(sentence, None).date(&[one], 0, "2024-10-11".parse().ok(), told)?.date;
    Some(date.value.map_or_else(|| date.words.unwrap_or_default(), |value| value.to_string()))
}

#[test]
fn a_statement_is_dated_by_its_frame() {
    for (sentence, date) in [
        ("“We met on Monday,” Miller told reporters on Wednesday.", Some("2024-10-09")),
        ("“We met on Monday,” Miller said.", None),
        ("Since the war of 1973, Example said, “nothing.”", None),
        ("After Monday’s attack, Example said on Thursday: “No.”", Some("2024-10-10")),
        ("In Wednesday’s briefing Example said: “No.”", Some("2024-10-09")),
        ("Before next week’s vote, the envoy said: “No.”", None),
        ("The envoy said in 2031 “it will end”", None),
        ("The Oct. 7 attack, the envoy said, “changed it.”", None),
        ("“No,” she said in recent days.", Some("in recent days")),
        ("The day before, he had said: “No.”", Some("2024-10-08")),
    ] {
        assert_eq!(framed(sentence, Some("2024-10-09")).as_deref(), date, "{sentence}");
    }
    assert_eq!(framed("The day before, he had said: “No.”", None).as_deref(), Some("2024-10-10"));
}

/// The date of a sentence on Wednesday, 9 October 2024, whose source stands in `[]`, its cue in `{}`, its content in `<>`.
fn dated_by_clause(marked: &str) -> Option<String> {
    let (mut sentence, mut marks) = (String::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '[' | ']' | '{' | '}' | '<' | '>' => marks.push((c, sentence.len())),
            c => sentence.push(c),
        }
    }
    let range = |opens: char, closes: char| {
        let at = |mark: char| marks.iter().find(|(c, _)| *c == mark).map(|(_, at)| *at);
        Some(at(opens)?..at(closes)?)
    };
    let cue = range('{', '}').unwrap();
    let head = cue.start + sentence[cue.clone()].rfind(' ').map_or(0, |at| at + 1);
    let content = range('<', '>').into_iter().collect();
    let direct = marked.contains('“');
    let one = Attributed { own: true, source: range('[', ']'), cue, head, content, direct };
    Sentence::new(&sentence, None)
        .date(&[one], 0, "2024-10-09".parse().ok(), None)?
        .date
        .value
        .map(|date| date.to_string())
}

#[test]
fn a_date_is_the_statement_s_where_it_hangs_on_the_verb_of_saying() {
    for (sentence, date) in [
        // A clause on the speaker.
        ("[Weiss], who met Kovač on Monday, {said} <the talks were over>.", None),
        (
            "[Weiss], who met Kovač on Monday, {said} on Tuesday <that the talks were over>.",
            Some("2024-10-08"),
        ),
        ("[Weiss, who was born in 1950 in Lund], {said} <the talks were over>.", None),
        ("[Ada Weiss], elected in 2019, {said} <the talks were over>.", None),
        ("[Weiss], the foreign minister in 2004, {said} <the talks were over>.", None),
        ("<“It is over,”> {said} [Weiss], sworn in on Sept. 12.", None),
        ("Born in 1950, [Weiss] {said} <the talks were over>.", None),
        ("[Weiss], having met Kovač on Monday, {said} <the talks were over>.", None),
        ("[Weiss], speaking on Monday in Lund, {said} <the talks were over>.", Some("2024-10-07")),
        ("[Weiss], in Lund on Monday, {said} <the talks were over>.", Some("2024-10-07")),
        ("[Weiss] met Kovač on Monday and {said} <the talks were over>.", Some("2024-10-07")),
        ("[Weiss] arrived in Lund on Monday, {saying} <the talks were over>.", Some("2024-10-07")),
        ("<“It is over,”> {said} [Weiss], the minister, in a speech on Monday.", Some("2024-10-07")),
        ("{According to} [a report published in 2015], <the dam leaks>.", Some("2015")),
        // What is spoken of.
        ("[Weiss] on Tuesday {welcomed} the truce agreed on Sunday.", Some("2024-10-08")),
        ("[Weiss] {welcomed} on Tuesday the truce agreed last week.", Some("2024-10-08")),
        (
            "Two days after the strike on Sunday, [Weiss] {said} on Tuesday <the talks were over>.",
            Some("2024-10-08"),
        ),
        ("[Weiss] {said} <he had met Kovač> on Monday.", None),
        ("After a meeting on Monday, [Weiss] {said} <the talks were over>.", Some("2024-10-07")),
        (
            "Today, in response to a request on Sunday, [Weiss] {said} <the talks were over>.",
            Some("2024-10-09"),
        ),
        (
            "[Weiss] {said}, as notes (https://example.org/2024/05/02/talks) show, <the talks were over>.",
            None,
        ),
        ("In January, on the 15th Anniversary of the treaty, [Weiss] {said} <it held>.", Some("2024-01")),
        ("[Weiss] {condemned} the vote held on Sunday.", None),
        ("[Weiss] {condemned} the report published in 2015.", None),
        ("[Weiss] {said} at a meeting held on Sunday <that the talks were over>.", Some("2024-10-06")),
        ("[Weiss] {said} on 25-Mar-2019 <that the talks were over>.", Some("2019-03-25")),
        ("[Weiss] {said} in the spring of 2019 <that the talks were over>.", Some("2019")),
        ("[Weiss] {said} at the end of March <that the talks were over>.", Some("2024-03")),
        ("On Monday troops came, and [Weiss] {said} <the talks were over>.", None),
        // What is yet to be said.
        ("[Weiss] {will tell} Kovač on Friday <that the talks are over>.", Some("2024-10-11")),
        ("[Weiss] {plans to announce} on Nov. 5 <that the talks are over>.", Some("2024-11-05")),
        ("[Weiss], who will travel to Lund on Friday, {said} <the talks were over>.", None),
        ("[Weiss] {said} on Oct. 20 <that the talks were over>.", None),
        // A date that seems to be among the words said.
        ("[Weiss] {said on} <the 2nd of July that the talks were over>.", Some("2024-07-02")),
        ("[Weiss] {said} on Oct. <7 that the talks were over>.", Some("2024-10-07")),
        ("[Weiss] {said} <Monday is a holiday>.", None),
        // Vague words erase no day that is stated.
        ("On Monday [Weiss], as in recent years, {said} <the talks were over>.", Some("2024-10-07")),
        ("Twenty-five years ago, [Weiss] {said} <the talks were over>.", Some("1999")),
        ("[Weiss] {said} in the 1980s <that the talks were over>.", Some("1980s")),
        ("[Weiss] {said} on 25/03/2019 <that the talks were over>.", Some("2019-03-25")),
        ("[Weiss] {said} on 03/04/2019 <that the talks were over>.", None),
        ("[Weiss] {said} on the 25th <that the talks were over>.", Some("2024-09-25")),
    ] {
        assert_eq!(dated_by_clause(sentence).as_deref(), date, "{sentence}");
    }
}

#[test]
fn a_long_sentence_takes_linear_time() {
    let text = "last early in May 3 of the two weeks ".repeat(100_000);
    assert!(find(&text).len() >= 100_000);
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_it(text in "\\PC{0,60}", words in "(on|last|early|3|1994|May|Oct\\.|Wed\\.|’s|-|two weeks ago|, | |–|é){0,12}") {
        for text in [text.as_str(), words.as_str()] {
            for part in find(text) {
                proptest::prop_assert!(text.get(part.start..part.end).is_some());
            }
            let date = resolve(text, "2024-10-11".parse().ok());
            proptest::prop_assert_eq!(date.value.is_none(), date.basis == Basis::Unknown);
        }
    }
}
