//! Questions: a query asked as one asks a person, `What did Ada Example say about grain in March 2024?`.
//!
//! Words of asking are left out, and times become dates. What was made of it is told in one line; `--literal` undoes it.

use chrono::NaiveDate;

use super::Note;
use super::dates::span as days_of;
use super::tree::{Days, Expr, Node};
use crate::index::analysis::says_nothing;
use crate::model::Span;
use crate::read::month;

/// Words that begin a question.
const OPENERS: [&str; 9] = ["what", "which", "who", "whom", "whose", "when", "where", "how", "why"];
/// Words that begin one that is answered by yes or no, and that stand second in the others.
const AUXILIARIES: [&str; 18] = [
    "did", "does", "do", "has", "have", "had", "is", "are", "was", "were", "will", "would", "can", "could",
    "should", "may", "might", "must",
];
/// Words of saying: in a question they ask for statements, which all that is found are.
const SAYING: [&str; 16] = [
    "say",
    "says",
    "said",
    "saying",
    "tell",
    "told",
    "think",
    "thought",
    "speak",
    "spoke",
    "spoken",
    "talk",
    "talked",
    "mention",
    "mentioned",
    "comment",
];
/// Words before the first day of a range, and those between its ends.
const RANGES: [(&str, &[&str]); 2] = [("between", &["and"]), ("from", &["to", "until", "till", "through"])];
/// Words before a time in which something was said.
const WITHIN: [&str; 3] = ["in", "during", "on"];
/// The query with a question's times as dates and without its words of asking, with a note on it; as it was where it
/// is no question and names no time.
pub(super) fn understand(root: &Node, input: &str, today: NaiveDate) -> (Node, Option<Note>) {
    let Expr::Best(parts) = &root.expr else { return (root.clone(), None) };
    let words: Vec<Option<&str>> = parts.iter().map(|part| part.plain_word()).collect();
    let asked = is_question(&words, input);
    let reader = TimeReader { words: &words, parts, input, today, asked };
    let mut left: Vec<Node> = Vec::with_capacity(parts.len());
    let (mut at, mut dated, mut said) = (0, false, false);
    while at < parts.len() {
        if let Some((end, days)) = reader.time_at(at) {
            let span = Span::new(parts[at].span.start, parts[end - 1].span.end);
            left.push(Node::new(span, Expr::Date(days)));
            (at, dated) = (end, true);
            continue;
        }
        let word = words[at].filter(|_| asked);
        let saying = word.is_some_and(|word| !said && SAYING.contains(&word));
        said |= saying;
        let asking = word.is_some_and(|word| says_nothing(word) || at == 0 && OPENERS.contains(&word));
        if !saying && !asking {
            left.push(parts[at].clone());
        }
        at += 1;
    }
    // Where nothing but the asking is left, that is what is asked.
    if !(asked || dated) || left.len() == parts.len() || left.iter().all(Node::is_filter) && !dated {
        return (root.clone(), None);
    }
    let node = match left.len() {
        1 => left.remove(0),
        _ => Node::new(root.span, Expr::Best(left)),
    };
    let text =
        format!("understood as: {}; --literal looks for the words as typed", super::understood::of(&node));
    (node, Some(Note { span: root.span, text }))
}

/// Whether words are a question: by how they begin, or by how they begin and end.
fn is_question(words: &[Option<&str>], input: &str) -> bool {
    let is_of = |at: usize, list: &[&str]| {
        words.get(at).is_some_and(|word| word.is_some_and(|word| list.contains(&word)))
    };
    let ends = input.trim_end().ends_with('?');
    words.len() > 2
        && (is_of(0, &OPENERS) && (ends || is_of(1, &AUXILIARIES)) || ends && is_of(0, &AUXILIARIES))
}

/// Finds times among the words of a query.
struct TimeReader<'q> {
    words: &'q [Option<&'q str>],
    parts: &'q [Node],
    input: &'q str,
    today: NaiveDate,
    /// Whether they are a question.
    asked: bool,
}

/// A time: up to which word, its first and last day, and whether it names a month.
struct Time {
    end: usize,
    first: NaiveDate,
    last: NaiveDate,
    month: bool,
}

impl TimeReader<'_> {
    /// The days that the words from `at` on name, with the preposition before them, and the word after them.
    fn time_at(&self, at: usize) -> Option<(usize, Days)> {
        let word = self.words[at]?;
        let days = |first, last| Days { first, last, just: false };
        if let Some((_, between)) = RANGES.iter().find(|(before, _)| *before == word)
            && let Some((end, first, last)) = self.range(at + 1, between)
        {
            return Some((end, days(Some(first), Some(last))));
        }
        let next = || self.time(at + 1).filter(|time| time.month || self.asked);
        match word {
            "since" | "after" => next().filter(|_| self.asked).map(|time| {
                let first = if word == "since" { Some(time.first) } else { time.last.succ_opt() };
                (time.end, days(first, None))
            }),
            "before" | "until" => next().filter(|_| self.asked).map(|time| {
                let last = if word == "until" { Some(time.last) } else { time.first.pred_opt() };
                (time.end, days(None, last))
            }),
            _ if WITHIN.contains(&word) => {
                next().map(|time| (time.end, days(Some(time.first), Some(time.last))))
            }
            // Without a preposition a time may be what is spoken of.
            _ => self
                .time(at)
                .filter(|time| time.month && self.asked)
                .map(|time| (time.end, days(Some(time.first), Some(time.last)))),
        }
    }

    /// `March and May 2024`, `2019 to 2021`: the first may lack the year, which the second then gives.
    fn range(&self, at: usize, between: &[&str]) -> Option<(usize, NaiveDate, NaiveDate)> {
        let is_between =
            |at: usize| self.words.get(at).copied().flatten().is_some_and(|word| between.contains(&word));
        if let Some(first) = self.time(at).filter(|first| is_between(first.end)) {
            let last = self.time(first.end + 1).filter(|last| last.last > first.first)?;
            return Some((last.end, first.first, last.last));
        }
        let month = self.words.get(at).copied().flatten().filter(|word| month(word).is_some())?;
        let last = self.time(at + 2).filter(|last| is_between(at + 1) && last.month)?;
        let (first, _) = days_of(&format!("{month} {}", last.last.format("%Y")), self.today)?;
        (first < last.last).then_some((last.end, first, last.last))
    }

    /// `March 2024`, `9 March 2024`, `March 9, 2024`, `2024`.
    fn time(&self, at: usize) -> Option<Time> {
        for length in [3, 2, 1] {
            let Some(words) = self.words.get(at..at + length) else { continue };
            let words: Option<Vec<&str>> = words.iter().copied().collect();
            let Some(words) = words else { continue };
            let month = words.iter().any(|word| month(word).is_some());
            let has_year = words.iter().filter(|word| is_year(word)).count() == 1;
            let numbers = words.iter().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).count();
            if !has_year || month != (length > 1) || numbers + usize::from(month) != length {
                continue;
            }
            let (start, end) = (self.parts[at].span.start, self.parts[at + length - 1].span.end);
            let typed: String = self.input.chars().skip(start).take(end - start).collect();
            let found = days_of(&typed, self.today).or_else(|| days_of(&words.join(" "), self.today));
            if let Some((first, last)) = found {
                return Some(Time { end: at + length, first, last, month });
            }
        }
        None
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::query::{ParseOptions, Query};

    fn understood(input: &str) -> String {
        let query = Query::parse(input, &ParseOptions::default()).unwrap();
        query.root.unwrap().to_string()
    }

    #[test]
    fn a_question_is_asked_without_its_words_of_asking_and_with_its_dates() {
        for (asked, meant) in [
            (
                "What did Ada Example say about Iran in March 2024?",
                "(best ada example iran (date 2024-03-01..2024-03-31))",
            ),
            ("what did the minister say about grain", "(best minister grain)"),
            (
                "Who spoke of a red line between March and May 2012?",
                "(best red line (date 2012-03-01..2012-05-31))",
            ),
            ("Did Norway mention cod since 2019?", "(best norway cod (date 2019-01-01..))"),
            ("grain exports in March 2024", "(best grain exports (date 2024-03-01..2024-03-31))"),
            ("grain from 2019 to 2021", "(best grain (date 2019-01-01..2021-12-31))"),
        ] {
            assert_eq!(understood(asked), meant, "{asked}");
        }
    }

    #[test]
    fn words_that_only_look_like_a_time_or_a_question_stay_words() {
        for asked in
            ["treaty 1919", "what people may want", "march on the capital", "landslide August 2017 victims"]
        {
            assert!(understood(asked).split(' ').count() > asked.split(' ').count(), "{}", understood(asked));
            assert!(!understood(asked).contains("date"), "{asked}");
        }
    }

    #[test]
    fn a_question_is_told_as_it_was_understood_and_literal_leaves_it() {
        let asked = "What did Norway say about cod in May 2019?";
        let query = Query::parse(asked, &ParseOptions::default()).unwrap();
        let told =
            "understood as: Norway cod date:2019-05-01..2019-05-31; --literal looks for the words as typed";
        assert_eq!(query.notes.last().unwrap().text, told);
        let literal = ParseOptions { literal: true, ..ParseOptions::default() };
        let query = Query::parse(asked, &literal).unwrap();
        assert!(query.notes.is_empty() && query.asked().len() == 9, "{:?}", query.asked());
    }
}
