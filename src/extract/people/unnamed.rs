//! Sources that name nobody, `critics`, `two senior aides`, and words as they are written down.

use std::ops::Range;

use super::lexicon;
use super::words::words;
use super::{People, Rule, Who};
use crate::model::Speaker;

/// A source that names nobody has no more words than this.
const WORDS: usize = 6;

/// The name of a body has no more words than this.
const WORDS_OF_NAME: usize = 14;

impl People<'_> {
    /// A source that the text does not name: `critics`, `two senior aides`.
    pub(super) fn unnamed(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let name = bare(written);
        let name = without_apposition(&without_adverbs(&name)).to_owned();
        let count = name.split(' ').count();
        let longest = if is_written_as_name(&name) { WORDS_OF_NAME } else { WORDS };
        let word = name.chars().any(char::is_alphabetic);
        let first = name.split([' ', '’', '\'']).next().unwrap_or("").to_lowercase();
        let nobody = words().nobody.contains(name.to_lowercase().as_str())
            // `I’m`, `We’re`: a pronoun with its verb is no name.
            || name.contains(['’', '\'']) && count == 1 && words().nobody.contains(first.as_str());
        let label = self.context.text[source.end..].starts_with(':')
            && words().labels.contains(name.to_lowercase().as_str());
        let governed = self.is_governed(source);
        let label = label || self.is_heading(source);
        (word && !nobody && !label && !governed && count <= longest && is_somebody(&name)).then(|| {
            let speaker =
                Speaker { as_written: tidy(written), unnamed: !is_name(&name), ..Speaker::named(name) };
            Who::of_words(speaker, Rule::Words, source)
        })
    }

    /// Whether a preposition stands before a source, so that it says when, where or in what, not who: `To date`, `In a
    /// letter`. `According to`, `by` and `from` say who.
    fn is_governed(&self, source: &Range<usize>) -> bool {
        let before = self.context.text[..source.start].trim_end();
        let mut words = before.rsplit(|c: char| c.is_whitespace());
        let last = words.next().unwrap_or("").to_lowercase();
        let according = words.next().is_some_and(|word| word.eq_ignore_ascii_case("according"));
        // `In the mayor’s view`: it is the view that the preposition goes with.
        let possessive = self.context.text[source.end..].starts_with(['’', '\'']);
        ["to", "in", "at", "on", "with", "for", "until", "since"].contains(&last.as_str())
            && !according
            && !possessive
    }
}

/// Words without the adverbs around them, which go with the verb: `the state incorrectly`, `today the ministry`.
fn without_adverbs(name: &str) -> String {
    let time = ["today", "tonight", "yesterday", "now", "also", "then", "later", "earlier", "again"];
    let is_adverb = |word: &str| {
        time.iter().any(|known| word.eq_ignore_ascii_case(known))
            || word.ends_with("ly") && !lexicon::is_who(word)
    };
    let mut words: Vec<&str> = name.split(' ').collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_adverb(word)) {
        words.pop();
    }
    while words.len() > 1 && time.iter().any(|known| words[0].eq_ignore_ascii_case(known)) {
        words.remove(0);
        if words.len() > 1 && words[0].eq_ignore_ascii_case("the") {
            words.remove(0);
        }
    }
    words.join(" ")
}

/// A name without what is said of it after a comma: `Fjord Energy, a Tulsa-based maker of`.
fn without_apposition(name: &str) -> &str {
    let said_of = [", a ", ", an ", ", one of "].iter().filter_map(|word| name.find(word)).min();
    said_of.map(|at| &name[..at]).filter(|first| is_written_as_name(first)).unwrap_or(name)
}

/// Whether words are written as names are: with capitals, but for those that join them.
pub(super) fn is_written_as_name(name: &str) -> bool {
    let joins = |word: &str| matches!(word, "of" | "the" | "for" | "and" | "on" | "&" | "to" | "in" | "at");
    let capital = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '&' | '@' | '#');
    name.split(' ').all(|word| word.starts_with(capital) || joins(word))
}

/// Whether words may be the name of a body that no list has: `Abir Group`, `Fidesz`. `officials` and `NATO Leaders` are none.
pub(super) fn is_name(name: &str) -> bool {
    // `Caucus` of `Caucus of State Legislators`.
    let own = words().of.iter().filter_map(|word| name.find(word.as_str())).min();
    let group = &name[..own.unwrap_or(name.len())];
    let head = group.split([' ', '\u{a0}']).rfind(|word| !word.is_empty()).unwrap_or("");
    let many = head.ends_with('s') && lexicon::is_who(head) && lexicon::is_ordinary(head);
    let alone = head.len() == name.len() && lexicon::is_ordinary(head);
    head.starts_with(char::is_uppercase) && !many && !alone
}

/// Whether words that name nobody mean persons or a body of persons: `two senior aides`, `the ministry`; `the bill` means none.
/// What has a capital inside may be a name.
fn is_somebody(name: &str) -> bool {
    let own =
        words().of.iter().filter_map(|word| name.find(word.as_str())).chain(name.find([',', '('])).min();
    let group = &name[..own.unwrap_or(name.len())];
    let who = ["who ", "that ", "which "].iter().find_map(|word| group.find(word)).unwrap_or(group.len());
    let at = [" in ", " at ", " who", " that "].iter().filter_map(|word| group.find(word)).min();
    let group = group[..who].get(..at.unwrap_or(who)).unwrap_or(group);
    let words = || group.split([' ', '\u{a0}']).filter(|word| !word.is_empty());
    // What the group is says its last word: `Iranian case` is no more somebody than `case`.
    let head = words().next_back().unwrap_or("");
    let name = head.starts_with(char::is_uppercase) && (words().count() > 1 || !lexicon::is_ordinary(head));
    name || lexicon::is_who(head)
        || words()
            .any(|word| lexicon::is_who(word) && (word.ends_with('s') || word.eq_ignore_ascii_case("people")))
}

/// Words without an article or another word that points, and with single spaces.
pub(super) fn bare(written: &str) -> String {
    let tidy = tidy(written);
    let Some((first, rest)) = tidy.split_once(' ') else { return tidy };
    let points = [
        "the", "a", "an", "this", "that", "these", "those", "our", "his", "her", "its", "their", "my",
        "your", "both",
    ];
    let points = |word: &str| points.iter().any(|known| word.eq_ignore_ascii_case(known));
    if !points(first) {
        return tidy.clone();
    }
    let rest = rest.strip_prefix("of ").unwrap_or(rest);
    match rest.split_once(' ') {
        Some((next, after)) if points(next) => after.to_owned(),
        _ => rest.to_owned(),
    }
}

/// Words with single spaces between them, and no marks around or of Markdown.
pub(super) fn tidy(written: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || c == ' ';
    if written.chars().all(is_plain) && !written.contains("  ") {
        return written.trim().to_owned();
    }
    let marks = |c: char| matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|');
    let plain: String = written.chars().filter(|c| !marks(*c)).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let joined = words.join(" ");
    let tidy = joined.trim_matches([',', ';', ':', '“', '”', '"', '—', '–', '-', ' ']);
    // A bracket that closes nothing, or is never closed.
    let tidy = if tidy.matches('(').count() == tidy.matches(')').count() {
        tidy
    } else {
        tidy.split(['(', ')']).find(|part| !part.trim().is_empty()).unwrap_or("")
    };
    let tidy = tidy.trim();
    ["’s", "'s"].iter().find_map(|mark| tidy.strip_suffix(mark)).unwrap_or(tidy).to_owned()
}
