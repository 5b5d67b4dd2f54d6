//! Offices of state and diplomacy, and where one stands in a text.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::{rows, split};

/// An office found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Office {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The office as the list has it, in lower case.
    pub name: &'static str,
    /// Its kind: `state`, `government`, `foreign`, `defence`, `minister`, `spokesperson`, `envoy`,
    /// `international` or `adviser`.
    pub kind: &'static str,
}

/// The list of offices.
pub(crate) struct Offices {
    kinds: HashMap<&'static str, &'static str>,
    /// The first and the last words of all: most places begin and end no office.
    first: HashSet<&'static str>,
    last: HashSet<&'static str>,
    /// Whole words that an office begins with, and offices: where these words are none, no longer ones are.
    beginnings: HashSet<&'static str>,
    /// The words of the longest.
    words: usize,
}

/// The offices of `offices.tsv`, read once.
pub(crate) fn offices() -> &'static Offices {
    static OFFICES: LazyLock<Offices> = LazyLock::new(|| {
        let lines = rows::<2>(include_str!("offices.tsv"));
        let kinds: HashMap<_, _> =
            lines.flat_map(|[kind, names]| split(names).map(move |name| (name, kind))).collect();
        let words = kinds.keys().map(|name| name.split(' ').count()).max().unwrap_or(0);
        let first = kinds.keys().filter_map(|name| name.split(' ').next()).collect();
        let last = kinds.keys().filter_map(|name| name.rsplit(' ').next()).collect();
        let beginnings = kinds.keys().flat_map(|name| {
            name.match_indices(' ').map(|(at, _)| &name[..at]).chain(std::iter::once(*name))
        });
        let beginnings = beginnings.collect();
        Offices { kinds, first, last, beginnings, words }
    });
    &OFFICES
}

impl Offices {
    /// All offices and their kinds, in no order.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.kinds.iter().map(|(name, kind)| (*name, *kind))
    }

    /// The office that all of a text names.
    pub fn whole(&self, text: &str) -> Option<Office> {
        self.starting_at(text, 0).filter(|office| office.end == text.len())
    }

    /// The longest office that begins at the byte `start`, whatever its case.
    pub fn starting_at(&self, text: &str, start: usize) -> Option<Office> {
        let mut end = start;
        let mut best = None;
        for _ in 0..self.words {
            let rest = &text[end..];
            let gap = if end > start { spaces(rest) } else { 0 };
            let length = rest[gap..].find(|c: char| !in_word(c)).unwrap_or(rest.len() - gap).min(40);
            let length = (0..=length).rev().find(|&at| rest.is_char_boundary(gap + at)).unwrap_or(0);
            if length == 0 || (end > start && gap == 0) {
                break;
            }
            end += gap + length;
            if gap == 0 && !is_in(&self.first, &text[start..end]) {
                return None;
            }
            best = self.named(text, start, end).or(best);
            let written = &text[start..end];
            if !is_spaced(written) && !is_in(&self.beginnings, written) {
                break;
            }
        }
        best
    }

    /// The longest office that ends before the byte `end`, whatever its case.
    pub fn ending_at(&self, text: &str, end: usize) -> Option<Office> {
        let mut start = end;
        let mut best = None;
        for _ in 0..self.words {
            let before = &text[..start];
            let gap = if start < end { spaces_at_end(before) } else { 0 };
            if start < end && gap == 0 {
                break;
            }
            let before = &before[..before.len() - gap];
            let word: usize =
                before.chars().rev().take(40).take_while(|c| in_word(*c)).map(char::len_utf8).sum();
            if word == 0 {
                break;
            }
            start -= gap + word;
            if gap == 0 && !is_in(&self.last, &text[start..end]) {
                return None;
            }
            // `Then-Foreign Minister`
            let after = text[start..end].split(' ').next().and_then(|first| first.find('-'));
            let part = after.and_then(|hyphen| self.named(text, start + hyphen + 1, end));
            best = self.named(text, start, end).or(part).or(best);
        }
        best
    }

    fn named(&self, text: &str, start: usize, end: usize) -> Option<Office> {
        let written = &text[start..end];
        let (name, kind) = match in_small_letters(written, |small| self.kinds.get_key_value(small)) {
            Some(known) => known,
            None if is_spaced(written) => {
                let small = written.to_lowercase();
                self.kinds.get_key_value(small.split_whitespace().collect::<Vec<_>>().join(" ").as_str())?
            }
            None => return None,
        };
        Some(Office { start, end, name, kind })
    }
}

/// Whether words have other white space between them than one space: those of an office may stand in two lines.
fn is_spaced(written: &str) -> bool {
    written.contains(['\n', '\u{a0}']) || written.contains("  ")
}

/// The bytes of white space that a text begins with, none where a blank line is among it.
fn spaces(text: &str) -> usize {
    let length = text.len() - text.trim_start_matches([' ', '\n', '\r', '\u{a0}']).len();
    if text[..length].matches('\n').count() > 1 { 0 } else { length }
}

/// The same of the end of a text.
fn spaces_at_end(text: &str) -> usize {
    let start = text.trim_end_matches([' ', '\n', '\r', '\u{a0}']).len();
    if text[start..].matches('\n').count() > 1 { 0 } else { text.len() - start }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '’' | '\'')
}

/// Whether the word is in a list of words in small letters, whatever its case.
pub(super) fn is_in(list: &HashSet<&'static str>, word: &str) -> bool {
    in_small_letters(word, |word| list.contains(word))
}

/// Asks of a word in small letters, most often without an allocation.
fn in_small_letters<T>(word: &str, ask: impl FnOnce(&str) -> T) -> T {
    let mut small = [0; 48];
    if word.is_ascii() && word.len() <= small.len() {
        let small = &mut small[..word.len()];
        small.copy_from_slice(word.as_bytes());
        small.make_ascii_lowercase();
        // What is ASCII is UTF-8.
        return ask(std::str::from_utf8(small).unwrap_or_default());
    }
    ask(word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_office_is_found_at_a_byte() {
        let text = "US State Department principal deputy spokesperson Ada Example";
        let end = text.find(" Ada").unwrap();
        assert_eq!(
            offices().ending_at(text, end).map(|office| office.name),
            Some("principal deputy spokesperson")
        );
        let text = "Former Prime Minister Ben Example";
        let office = offices().starting_at(text, 0).unwrap();
        assert_eq!((office.name, office.kind, office.end), ("former prime minister", "government", 21));
        assert_eq!(offices().starting_at("prime numbers", 0), None);
        assert_eq!(offices().ending_at("the spokesmanship", 17), None);
        assert_eq!(offices().ending_at("", 0), None);
        assert_eq!(offices().starting_at("é", 0), None);
    }

    #[test]
    fn the_offices_of_diplomacy_are_there() {
        for name in [
            "secretary of state",
            "foreign minister",
            "foreign ministry spokesman",
            "spokeswoman",
            "press secretary",
            "ambassador",
            "special envoy",
            "national security adviser",
            "permanent representative",
        ] {
            assert!(offices().all().any(|(office, _)| office == name), "{name}");
        }
        assert!(offices().all().count() >= 150);
        assert!(offices().all().all(|(name, _)| name == name.to_lowercase()));
    }
}
