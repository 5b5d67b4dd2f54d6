//! The query's text to its clauses.

use crate::index::analysis;
use crate::model::Span;

/// One thing that a passage is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The words as typed, without quotation marks.
    pub text: String,
    /// Where they stand in the query, in code points.
    pub span: Span,
    /// The folded words; several are looked for side by side and in order.
    pub words: Vec<String>,
    /// Whether it was written in quotation marks, and its words are to be matched as they are, not by their stems.
    pub quoted: bool,
}

/// A repair made to a query, for telling the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note(pub String);

/// A query as understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The text as typed.
    pub input: String,
    /// What is asked for, in the order typed. Empty: every passage.
    pub clauses: Vec<Clause>,
    /// What was repaired.
    pub notes: Vec<Note>,
}

/// Opening and closing quotation marks; an apostrophe inside a word is none of them.
const QUOTES: [(char, &[char]); 4] =
    [('"', &['"', '“', '”']), ('“', &['”', '“', '"']), ('„', &['“', '”', '"']), ('«', &['»'])];

impl Query {
    /// Reads a query. Nothing is an error: quotation marks (straight, curly, « ») make phrases, a lone
    /// one is closed at the end with a note, all else is words. `*` alone asks for everything.
    pub fn parse(input: &str) -> Self {
        let chars: Vec<char> = input.chars().collect();
        let mut query = Self { input: input.to_owned(), ..Self::default() };
        let mut at = 0;
        while at < chars.len() {
            let start = at;
            if let Some((_, closing)) = QUOTES.iter().find(|(open, _)| *open == chars[at]) {
                let inside = at + 1;
                let end = (inside..chars.len()).find(|&i| closing.contains(&chars[i]));
                let text: String = chars[inside..end.unwrap_or(chars.len())].iter().collect();
                if end.is_none() && !text.trim().is_empty() {
                    query.notes.push(Note(format!("closed the quotation mark after `{}`", text.trim())));
                }
                at = end.map_or(chars.len(), |end| end + 1);
                query.push(&text, Span::new(start, at), true);
            } else if chars[at].is_whitespace() {
                at += 1;
            } else {
                while at < chars.len() && !chars[at].is_whitespace() && !opens(chars[at]) {
                    at += 1;
                }
                let text: String = chars[start..at].iter().collect();
                query.push(&text, Span::new(start, at), false);
            }
        }
        query
    }

    fn push(&mut self, text: &str, span: Span, quoted: bool) {
        let words: Vec<_> = analysis::words(text).map(|word| word.folded).collect();
        if words.is_empty() {
            if text.chars().any(|c| !c.is_whitespace() && c != '*') {
                self.notes.push(Note(format!("`{}` holds no word to look for", text.trim())));
            }
            return;
        }
        self.clauses.push(Clause { text: text.trim().to_owned(), span, words, quoted });
    }
}

fn opens(c: char) -> bool {
    QUOTES.iter().any(|(open, _)| *open == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &str) -> Vec<(Vec<String>, bool)> {
        Query::parse(input).clauses.into_iter().map(|clause| (clause.words, clause.quoted)).collect()
    }

    fn word(text: &str) -> (Vec<String>, bool) {
        (vec![text.to_owned()], false)
    }

    #[test]
    fn words_and_phrases() {
        assert_eq!(read("Miller ceasefire Hamas"), [word("miller"), word("ceasefire"), word("hamas")]);
        let phrase = (vec!["red".to_owned(), "line".to_owned()], true);
        for input in ["\"red line\"", "“red line”", "«red line»", "„red line“", "\"red line"] {
            assert_eq!(read(input), std::slice::from_ref(&phrase), "{input}");
        }
        assert_eq!(read("Kim's \"red line\""), [word("kim"), phrase]);
    }

    #[test]
    fn punctuation_is_no_error() {
        assert_eq!(read("don't"), [word("dont")]);
        assert_eq!(read("10:30"), [(vec!["10".to_owned(), "30".to_owned()], false)]);
        assert_eq!(read("https://x.y Hamas").len(), 2);
        assert!(read("*").is_empty());
        assert!(read(" -- ").is_empty());
    }

    #[test]
    fn repairs_are_told() {
        assert_eq!(Query::parse("talks \"red line").notes.len(), 1);
        assert_eq!(Query::parse("talks ?!").notes.len(), 1);
        assert!(Query::parse("*").notes.is_empty());
    }
}
