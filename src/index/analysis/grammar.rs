//! Words that carry grammar rather than matter.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Each word, and whether it says nothing alone.
static WORDS: LazyLock<FxHashMap<&str, bool>> = LazyLock::new(|| {
    let lines = include_str!("grammar.txt").lines().filter(|line| !line.starts_with('#'));
    let words = lines.flat_map(str::split_whitespace);
    words.map(|word| word.strip_prefix('+').map_or((word, true), |word| (word, false))).collect()
});

/// Whether a folded word is one of grammar.
pub(crate) fn is_grammar(word: &str) -> bool {
    WORDS.contains_key(word)
}

/// Whether a folded word says nothing alone, so that a passage need not hold it.
pub(crate) fn says_nothing(word: &str) -> bool {
    WORDS.get(word) == Some(&true)
}

const NEGATIONS: [&str; 10] =
    ["not", "no", "never", "neither", "nor", "none", "nobody", "nothing", "without", "cannot"];

/// Whether a folded word says no, as `don’t` does. As statements are compared by it, it is part of the index's format.
pub(crate) fn is_negation(folded: &str, written: &str) -> bool {
    NEGATIONS.contains(&folded) || folded.ends_with("nt") && written.contains(['\'', '’'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_a_query_may_be_about_are_of_grammar_only() {
        assert!(is_grammar("the") && says_nothing("the"));
        assert!(is_grammar("against") && !says_nothing("against"));
        assert!(!is_grammar("march") && !says_nothing("march"));
    }
}
