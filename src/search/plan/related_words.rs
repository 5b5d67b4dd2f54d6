//! Related words: for a word those that are used most like it, from a list made by `examples/related_words.py`.

/// A word, a tab, and its related words; the lines are sorted by their bytes.
const LIST: &str = include_str!("related_words.tsv");

/// The words used most like a folded word, the most alike first; none where the list does not have it.
pub(crate) fn related_words(word: &str) -> impl Iterator<Item = &'static str> {
    line_of(word).unwrap_or_default().split(' ').filter(|word| !word.is_empty())
}

/// What stands after a word in the list, found by halving it.
fn line_of(word: &str) -> Option<&'static str> {
    let (mut start, mut end) = (0, LIST.len());
    while start < end {
        let middle = start + (end - start) / 2;
        let begins = LIST.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let begins = begins.max(start);
        let line = LIST[begins..end].lines().next()?;
        let (known, related) = line.split_once('\t').unwrap_or((line, ""));
        match known.cmp(word) {
            std::cmp::Ordering::Equal => return Some(related),
            std::cmp::Ordering::Less => start = begins + line.len() + 1,
            std::cmp::Ordering::Greater => end = begins,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_is_found_and_no_other() {
        let lines: Vec<&str> = LIST.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() > 10_000 && lines.is_sorted());
        for (word, related) in lines.iter().filter_map(|line| line.split_once('\t')) {
            assert!(related_words(word).eq(related.split(' ')), "{word}");
        }
        assert_eq!(related_words("zzyzx").count() + related_words("").count(), 0);
    }

    #[test]
    fn words_used_alike_are_related_and_contraries_are_not() {
        let is_related = |one, other| related_words(one).any(|word| word == other);
        assert!(is_related("truce", "ceasefire") && is_related("famine", "starvation"));
        assert!(!is_related("illegal", "legal") && !is_related("legal", "illegal"));
    }
}
