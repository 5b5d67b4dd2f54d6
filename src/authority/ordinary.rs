//! Ordinary words: those that running text writes in small letters, and that a capital makes no name of.

use std::sync::LazyLock;

use rustc_hash::FxHashSet as HashSet;

use super::offices::is_in;
use super::rows;

/// The list, made by `examples/make_name_lists.rs`.
static ORDINARY: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows::<1>(include_str!("ordinary_words.txt")).map(|[word]| word).collect());

/// Whether running text writes the word in small letters more often than with a capital.
pub(crate) fn is_ordinary(word: &str) -> bool {
    is_in(&ORDINARY, word)
}

#[cfg(test)]
mod tests {
    use super::is_ordinary;

    #[test]
    fn a_capital_makes_no_name_of_an_ordinary_word() {
        for word in ["Yesterday", "quietly", "Building", "Hammered"] {
            assert!(is_ordinary(word), "{word}");
        }
        for word in ["Weiss", "Monday", "Biden"] {
            assert!(!is_ordinary(word), "{word}");
        }
    }
}
