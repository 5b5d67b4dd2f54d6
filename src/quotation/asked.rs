//! A quotation as it is asked about: its words, and the marks of whoever quotes: an omission (`…`, `[…]`), an insertion
//! (`[the president]`), letters in brackets (`[T]he`, `talk[ed]`).

use std::sync::LazyLock;

use regex::Regex;

use super::words::{Word, words};
use crate::index::analysis::{self, UNITED_STATES};
use crate::model::Span;

/// A quotation, read.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// As given, without the quotation marks and blanks around it.
    pub text: String,
    /// How many code points of what was given stand before that.
    pub before: usize,
    /// The words that are claimed to have been said: those of insertions are not among them.
    pub words: Vec<Word>,
    /// Of each word, the letters outside its brackets where it has any: `talk` of `talk[ed]`.
    pub outside: Vec<Option<String>>,
    /// What is marked before each word, and after the last.
    pub marks: Vec<Marks>,
}

/// What whoever quotes has marked between two words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Where an omission is marked.
    pub omission: Option<Span>,
    /// Where something is inserted.
    pub insertion: Option<Span>,
}

impl Marks {
    /// Whether nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.omission.is_none() && self.insertion.is_none()
    }
}

static MARKS: LazyLock<Regex> = LazyLock::new(|| {
    let dots = r"(?:…|\.(?:\s?\.){2,})";
    let pattern = format!(
        r"(?P<omission>[\[(]\s*{dots}\s*[\])]|{dots}|\[\s*[-–—]+\s*\])|(?P<bracket>\[[^\[\]]{{1,300}}\])"
    );
    // A pattern of our own.
    #[allow(clippy::expect_used, reason = "the pattern is a constant, and a test reads it")]
    Regex::new(&pattern).expect("the pattern is a constant")
});

/// Marks that stand around a quotation, and are none of its own.
const AROUND: &[char] =
    &['"', '“', '”', '„', '«', '»', '‹', '›', '‘', '’', '‚', '\'', '`', '「', '」', '『', '』', '＂'];

impl Asked {
    /// Reads a quotation.
    pub fn read(given: &str) -> Self {
        let (before, text) = bare(given);
        let mut reading = Reading::default();
        let mut end = 0;
        for found in MARKS.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            reading.text(&text[end..whole.start()]);
            match found.name("omission") {
                Some(_) => reading.omission(whole.as_str()),
                None => reading.bracket(&text[..whole.start()], whole.as_str(), &text[whole.end()..]),
            }
            end = whole.end();
        }
        reading.text(&text[end..]);
        reading.asked(text.to_owned(), before)
    }

    /// How many words are claimed to have been said.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// What is said of the marks before a word, or after the last.
    pub fn marks_before(&self, word: usize) -> &Marks {
        &self.marks[word]
    }
}

/// A text without the quotation marks and blanks around it, and how many code points stand before it.
fn bare(given: &str) -> (usize, &str) {
    let mut text = given.trim();
    // An apostrophe at the end is a letter's: `the states’` is no quotation.
    while let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) {
        let inner = text.strip_prefix(AROUND).and_then(|text| text.strip_suffix(AROUND));
        match inner {
            Some(inner) if pairs(first, last) && !inner.contains(first) => text = inner.trim(),
            _ => break,
        }
    }
    let start = text.as_ptr() as usize - given.as_ptr() as usize;
    (given[..start].chars().count(), text)
}

fn pairs(first: char, last: char) -> bool {
    match first {
        '“' | '”' => matches!(last, '”' | '“'),
        '„' | '‚' => matches!(last, '“' | '”' | '‘' | '’'),
        '«' | '‹' => matches!(last, '»' | '›'),
        '»' | '›' => matches!(last, '«' | '‹'),
        '‘' | '’' | '`' => matches!(last, '’' | '\''),
        '「' => last == '」',
        '『' => last == '』',
        other => other == last,
    }
}

/// A quotation's text without its marks, with the places of both.
#[derive(Default)]
struct Reading {
    /// What is read as words; a line's end stands for each mark.
    clean: String,
    /// Of each code point of it, its place in the quotation.
    places: Vec<usize>,
    /// How many code points of the quotation are read.
    read: usize,
    /// Marks by the code point of `clean` they stand for.
    omissions: Vec<(usize, Span)>,
    insertions: Vec<(usize, Span)>,
    /// Code points of `clean` whose letters stand in brackets.
    bracketed: Vec<Span>,
}

impl Reading {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.clean.push(c);
            self.places.push(self.read);
            self.read += 1;
        }
    }

    /// A mark of so many code points; `clean` has a line's end in its place.
    fn mark(&mut self, mark: &str) -> (usize, Span) {
        let at = self.places.len();
        let span = Span::new(self.read, self.read + mark.chars().count());
        self.clean.push('\n');
        self.places.push(self.read);
        self.read = span.end;
        (at, span)
    }

    fn omission(&mut self, mark: &str) {
        let mark = self.mark(mark);
        self.omissions.push(mark);
    }

    fn bracket(&mut self, before: &str, bracket: &str, after: &str) {
        let inside = &bracket[1..bracket.len() - 1];
        let letters = inside.chars().all(|c| c.is_alphanumeric() || super::words::is_apostrophe(c));
        let glued = before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
        if letters && glued {
            self.read += 1;
            let start = self.places.len();
            self.text(inside);
            self.bracketed.push(Span::new(start, self.places.len()));
            self.read += 1;
        } else {
            let mark = self.mark(bracket);
            self.insertions.push(mark);
        }
    }

    fn asked(self, text: String, before: usize) -> Asked {
        let found = words(&self.clean);
        let end = |at: usize| self.places.get(at).copied().unwrap_or(self.read);
        let mut marks = vec![Marks::default(); found.len() + 1];
        for (at, span) in &self.omissions {
            marks[found.partition_point(|word| word.span.start < *at)].omission = Some(*span);
        }
        for (at, span) in &self.insertions {
            marks[found.partition_point(|word| word.span.start < *at)].insertion = Some(*span);
        }
        let in_capitals = !self.clean.contains(char::is_lowercase) && found.len() > 2;
        let outside = found.iter().map(|word| self.outside(word)).collect();
        let placed = found.into_iter().map(|word| {
            let last = end(word.span.end.saturating_sub(1)) + 1;
            let closes = self.bracketed.iter().any(|bracket| bracket.end == word.span.end);
            let opens = self.bracketed.iter().any(|bracket| bracket.start == word.span.start);
            let start = end(word.span.start) - usize::from(opens);
            let other = (in_capitals && word.folded == UNITED_STATES).then(|| analysis::hash("us"));
            Word { span: Span::new(start, last + usize::from(closes)), other, ..word }
        });
        Asked { before, words: placed.collect(), outside, marks, text }
    }

    /// The letters of a word outside its brackets, folded; `None` where it has none.
    fn outside(&self, word: &Word) -> Option<String> {
        let inside = |at: usize| self.bracketed.iter().any(|span| (span.start..span.end).contains(&at));
        let any = (word.span.start..word.span.end).any(inside);
        let letters = (word.span.start..).zip(word.written.chars()).filter(|(at, _)| !inside(*at));
        any.then(|| letters.flat_map(|(_, c)| c.to_lowercase()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, String) {
        let asked = Asked::read(text);
        let letters: Vec<char> = asked.text.chars().collect();
        let cut = |span: Span| letters[span.start..span.end].iter().collect::<String>();
        let marks = asked.marks.iter().map(|marks| match (&marks.omission, &marks.insertion) {
            (None, None) => "-".to_owned(),
            (omission, insertion) => {
                let both = [omission, insertion].into_iter().flatten();
                both.map(|span| cut(*span)).collect::<Vec<_>>().join("+")
            }
        });
        let marks = marks.collect::<Vec<_>>().join(" ");
        (asked.words.iter().map(|word| cut(word.span)).collect(), marks)
    }

    #[test]
    fn marks_of_whoever_quotes_are_no_words() {
        let (words, marks) = read("“[T]he talks … [with Norway] talk[ed] on [...] and. . . on”");
        assert_eq!(words, ["[T]he", "talks", "talk[ed]", "on", "and", "on"]);
        assert_eq!(marks, "- - …+[with Norway] - [...] . . . -");
        let asked = Asked::read("talk[ed]");
        assert_eq!((asked.words[0].key.as_str(), asked.outside[0].as_deref()), ("talked", Some("talk")));
    }

    #[test]
    fn marks_around_a_quotation_are_none_of_its_own() {
        for text in ["“We go on.”", "'We go on.'", "« We go on. »", "„We go on.“", "  \"We go on.\" "]
        {
            assert_eq!(Asked::read(text).text, "We go on.", "{text}");
        }
        assert_eq!(Asked::read("\"Yes\" and \"no\"").text, "\"Yes\" and \"no\"");
        assert_eq!(Asked::read("the states’").text, "the states’");
    }
}
