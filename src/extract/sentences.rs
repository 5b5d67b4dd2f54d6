//! Where sentences end, in the spirit of Unicode Standard Annex 29 with a list of abbreviations.

use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// When a full stop after an abbreviation ends no sentence.
#[derive(Clone, Copy)]
enum Goes {
    /// Whatever follows.
    On,
    /// Unless a word follows that opens sentences.
    OnUnlessOpened,
    /// If a number follows: `no. 5`.
    OnToNumber,
}

/// The abbreviations.
static ABBREVIATIONS: LazyLock<HashMap<&'static str, Goes>> = LazyLock::new(|| {
    let lines =
        include_str!("abbreviations.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let abbreviation = |line: &'static str| match (line.strip_suffix('*'), line.strip_suffix('#')) {
        (Some(word), _) => (word, Goes::OnUnlessOpened),
        (_, Some(word)) => (word, Goes::OnToNumber),
        _ => (line, Goes::On),
    };
    lines.map(abbreviation).collect()
});

/// Words that open a sentence after an abbreviation that may end one.
const OPENERS: [&str; 30] = [
    "The", "A", "An", "He", "She", "It", "They", "We", "I", "You", "This", "That", "These", "Those", "But",
    "And", "In", "On", "At", "If", "When", "While", "His", "Her", "Their", "Its", "There", "Our", "As", "So",
];

/// The sentences of a text, in bytes. They partition it; white space belongs to the sentence before.
/// A blank line always ends one. Takes linear time.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let end = match bytes[at] {
            b'.' | b'!' | b'?' => after_stop(text, at, at + 1),
            b'\n' => blank_line(text, at),
            // `…` is E2 80 A6; `。`, `！` and `？` are E3 80 82, EF BC 81 and EF BC 9F.
            0xe2 if bytes[at..].starts_with("…".as_bytes()) => after_stop(text, at, at + 3),
            0xe3 if bytes[at..].starts_with("。".as_bytes()) => Some(at + 3),
            0xef if bytes[at..].starts_with("！".as_bytes()) || bytes[at..].starts_with("？".as_bytes()) => {
                Some(at + 3)
            }
            _ => None,
        };
        match end {
            Some(end) => {
                found.push(start..end);
                start = end;
                at = end;
            }
            // If a stop ends nothing, neither do those that follow it at once: a long run takes linear time.
            None if matches!(bytes[at], b'.' | b'!' | b'?') => {
                at += 1;
                while at < bytes.len() && matches!(bytes[at], b'.' | b'!' | b'?' | b'"' | b'\'' | b')' | b']')
                {
                    at += 1;
                }
            }
            None => at += 1,
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

/// Where the sentence whose stop is at `stop` ends, white space included; `None` if it goes on.
fn after_stop(text: &str, stop: usize, after: usize) -> Option<usize> {
    let closing =
        |c: char| matches!(c, '.' | '!' | '?' | '…' | '”' | '’' | '"' | '\'' | '»' | ')' | ']' | '*' | '_');
    let rest = &text[after..];
    let marks = rest.len() - rest.trim_start_matches(closing).len();
    let rest = &rest[marks..];
    let blank = rest.len() - rest.trim_start().len();
    if blank == 0 {
        return rest.is_empty().then_some(text.len());
    }
    let end = after + marks + blank;
    let next =
        rest[blank..].trim_start_matches(['“', '"', '‘', '\'', '«', '(', '[', '¿', '¡', '*', '_', '„']);
    let opens = next.chars().next().is_none_or(|c| !c.is_lowercase() && c != ',' && c != ';');
    let broken = rest[..blank].matches('\n').nth(1).is_some();
    if broken || (opens && (text.as_bytes()[stop] != b'.' || marks > 0 || !abbreviated(text, stop, next))) {
        Some(end)
    } else {
        None
    }
}

/// Whether the full stop at `stop` belongs to an abbreviation or an initial.
fn abbreviated(text: &str, stop: usize, next: &str) -> bool {
    // No abbreviation is longer: what is looked at stays small, so that the whole takes linear time.
    let near = (stop.saturating_sub(16)..=stop).find(|&at| text.is_char_boundary(at)).unwrap_or(stop);
    let word = text[near..stop].rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or("");
    let mut letters = word.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase() && c != 'I')
        // `R&D. The`
        && !text[near..stop - word.len()].ends_with('&');
    match ABBREVIATIONS.get(word) {
        Some(Goes::On) => true,
        Some(Goes::OnToNumber) => next.starts_with(|c: char| c.is_ascii_digit()),
        Some(Goes::OnUnlessOpened) => {
            let opener = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
            !OPENERS.contains(&opener)
        }
        None => initial,
    }
}

/// The end of the white space, where the line break at `at` is followed by a blank line.
fn blank_line(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at + 1..];
    let bare = rest.trim_start_matches([' ', '\t', '\r', '\u{a0}']);
    if !bare.starts_with('\n') {
        return None;
    }
    Some(text.len() - bare.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| text[range].trim()).collect()
    }

    #[test]
    fn sentences_end_at_their_stops() {
        assert_eq!(
            cut("The talks failed. “We tried.” Nobody came! Why? He left…"),
            ["The talks failed.", "“We tried.”", "Nobody came!", "Why?", "He left…"]
        );
    }

    #[test]
    fn what_ends_no_sentence() {
        for text in [
            "Mr. Miller met Gen. Austin and Sen. J. F. Kennedy in Washington, D.C. on Oct. 9.",
            "The U.S. State Department said 3.5 million people, i.e. half, left at 9 a.m. on Monday.",
            "Item no. 5 of vol. 2, art. 7 and fig. 3 on p. 12 were struck out.",
            "“No deal.” he said.",
            "“Is it over?” he asked.",
            "Resolution No. 242 of the U.N. Security Council.",
            "A line\nthat is wrapped. and goes on",
        ] {
            assert_eq!(cut(text).len(), 1, "{text}: {:?}", cut(text));
        }
    }

    #[test]
    fn an_abbreviation_can_end_a_sentence() {
        assert_eq!(cut("The answer was no. They left.").len(), 2);
        assert_eq!(cut("He flew back to the U.S. The talks went on.").len(), 2);
        assert_eq!(cut("They met at 9 a.m. He left.").len(), 2);
        assert_eq!(cut("They pay for R&D. The others wait.").len(), 2);
        assert_eq!(cut("He quoted Res. 2118 at length.").len(), 1);
    }

    #[test]
    fn a_blank_line_ends_a_sentence() {
        assert_eq!(cut("A headline with no stop\n\nThe text.").len(), 2);
    }
}
