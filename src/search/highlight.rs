//! Finds in a passage the words that a query asked for.

use std::collections::HashSet;

use super::build::{join, spellings};
use crate::index::analysis;
use crate::model::Span;
use crate::query::Query;

/// What to look for in passages: made once for a query.
pub(super) struct Highlighter {
    /// Stems of single words.
    stems: HashSet<String>,
    /// Words that are matched as they are, from quotation marks.
    exact: HashSet<String>,
    /// Words that stand side by side; `true` where they are matched as they are.
    phrases: Vec<(Vec<String>, bool)>,
}

impl Highlighter {
    pub fn new(query: &Query, known: &dyn Fn(&str) -> bool) -> Self {
        let mut new = Self { stems: HashSet::new(), exact: HashSet::new(), phrases: Vec::new() };
        for clause in query.clauses.iter().filter(|clause| !super::build::is_function_word(clause)) {
            new.look_for(&clause.words, clause.quoted);
            if !clause.quoted {
                spellings(&clause.words, known).iter().for_each(|words| new.look_for(words, false));
            }
        }
        for pair in query.clauses.windows(2).filter(|pair| !pair[0].quoted && !pair[1].quoted) {
            if let Some(word) = join(&pair[0].words, &pair[1].words) {
                new.stems.insert(analysis::stem(&word));
            }
        }
        new
    }

    fn look_for(&mut self, words: &[String], quoted: bool) {
        match words {
            [word] if quoted => drop(self.exact.insert(word.clone())),
            [word] => drop(self.stems.insert(analysis::stem(word))),
            _ if quoted => self.phrases.push((words.to_vec(), true)),
            _ => self.phrases.push((words.iter().map(|word| analysis::stem(word)).collect(), false)),
        }
    }

    /// The matches in `text`, in code points of it, in order, none overlapping another.
    pub fn find(&self, text: &str) -> Vec<Span> {
        let words: Vec<_> = analysis::words(text).map(|word| (analysis::stem(&word.folded), word)).collect();
        let mut hit = vec![false; words.len()];
        let mut joined = vec![false; words.len()];
        for (at, (stem, word)) in words.iter().enumerate() {
            hit[at] |= self.stems.contains(stem) || self.exact.contains(&word.folded);
            for (phrase, exact) in &self.phrases {
                let end = at + phrase.len();
                let here = |i: usize| if *exact { &words[at + i].1.folded } else { &words[at + i].0 };
                if end <= words.len() && phrase.iter().enumerate().all(|(i, wanted)| wanted == here(i)) {
                    hit[at..end].fill(true);
                    joined[at + 1..end].fill(true);
                }
            }
        }
        let mut bytes: Vec<(usize, usize)> = Vec::new();
        for (at, (_, word)) in words.iter().enumerate().filter(|(at, _)| hit[*at]) {
            match bytes.last_mut() {
                Some(last) if joined[at] => last.1 = word.range.end,
                _ => bytes.push((word.range.start, word.range.end)),
            }
        }
        code_points(text, &bytes)
    }
}

/// Byte ranges, in order, as code points.
fn code_points(text: &str, bytes: &[(usize, usize)]) -> Vec<Span> {
    let (mut byte, mut point) = (0, 0);
    let mut advance = |to: usize| {
        point += text[byte..to].chars().count();
        byte = to;
        point
    };
    bytes.iter().map(|&(start, end)| Span::new(advance(start), advance(end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(query: &str, text: &str) -> Vec<String> {
        let highlighter = Highlighter::new(&Query::parse(query), &|word| matches!(word, "cease" | "fire"));
        let chars: Vec<char> = text.chars().collect();
        highlighter.find(text).into_iter().map(|span| chars[span.start..span.end].iter().collect()).collect()
    }

    #[test]
    fn stems_accents_and_possessives_are_marked() {
        assert_eq!(marked("negotiate Hamas", "“Hamas’ talks” were negotiated"), ["Hamas", "negotiated"]);
        assert_eq!(marked("turkiye", "Türkiye’s view"), ["Türkiye’s"]);
        assert_eq!(marked("US", "The U.S. told us"), ["U.S"]);
    }

    #[test]
    fn every_spelling_of_a_compound_is_marked() {
        for query in ["ceasefire", "cease-fire", "cease fire"] {
            let found = marked(query, "A ceasefire, a cease-fire, a cease fire.");
            assert_eq!(found.first().map(String::as_str), Some("ceasefire"), "{query}");
            assert_eq!(found.concat().replace(['-', ' '], ""), "ceasefireceasefireceasefire", "{query}");
        }
    }

    #[test]
    fn a_phrase_is_marked_as_one_and_only_whole() {
        assert_eq!(marked("\"red line\"", "A red line, not a red lining or a line."), ["red line"]);
    }

    #[test]
    fn function_words_are_not_marked() {
        assert_eq!(marked("the talks", "The talks"), ["talks"]);
    }
}
