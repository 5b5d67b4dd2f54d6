//! Words that may turn the sense where they change: negations, numbers, names, modal verbs, dates.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::difference::Sense;
use super::words::Word;
use crate::authority::Authority;
use crate::extract::class_words;
use crate::index::analysis;

/// Numbers that are no counts of a list of function words.
const MORE_NUMBERS: &str = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty \
    fifty sixty seventy eighty ninety hundred thousand million millions billion billions trillion dozen second third \
    fourth fifth percent twice double";

struct Lists {
    modals: FxHashSet<&'static str>,
    numbers: FxHashSet<&'static str>,
    dates: FxHashSet<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    modals: class_words("modal").collect(),
    numbers: class_words("number").chain(MORE_NUMBERS.split_whitespace()).collect(),
    dates: class_words("day")
        .chain(class_words("month").filter(|month| *month != "may"))
        .chain(["yesterday", "today", "tomorrow"])
        .collect(),
});

/// What of words may turn the sense, each once. `opens` tells whether a word opens a sentence, so that its capital says
/// nothing.
pub(super) fn senses<'w>(words: impl Iterator<Item = (&'w Word, bool)>) -> Vec<Sense> {
    let mut found: Vec<Sense> = words.flat_map(|(word, opens)| of(word, opens)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn of(word: &Word, opens: bool) -> Vec<Sense> {
    let mut found = Vec::new();
    let lower = super::words::plain(&word.written).to_lowercase();
    if analysis::is_negation(&word.folded, &word.written) {
        found.push(Sense::Negation);
    }
    let part = lower.find('\'').map_or("", |at| &lower[at..]);
    if LISTS.modals.contains(lower.as_str()) || matches!(part, "'ll" | "'d") {
        found.push(Sense::Modal);
    }
    if is_date(&lower) {
        found.push(Sense::Date);
    } else if lower.contains(char::is_numeric)
        || LISTS.numbers.contains(lower.as_str())
        || word.folded.is_empty()
    {
        found.push(Sense::Number);
    }
    let capital = word.written.starts_with(char::is_uppercase) && !analysis::is_grammar(&word.folded);
    let known = || Authority::builtin().canonical(&word.written).is_some();
    if capital && !found.contains(&Sense::Date) && (!opens || known()) {
        found.push(Sense::Name);
    }
    found
}

fn is_date(lower: &str) -> bool {
    let year = lower.len() == 4 && lower.parse().is_ok_and(|year: u32| (1500..2100).contains(&year));
    year || LISTS.dates.contains(lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::words::words;

    #[test]
    fn words_that_turn_the_sense_are_told() {
        for (text, expected) in [
            ("not", vec![Sense::Negation]),
            ("don’t", vec![Sense::Negation]),
            ("cannot", vec![Sense::Negation, Sense::Modal]),
            ("must", vec![Sense::Modal]),
            ("we’ll", vec![Sense::Modal]),
            ("seventy", vec![Sense::Number]),
            ("3.5", vec![Sense::Number]),
            ("%", vec![Sense::Number]),
            ("1987", vec![Sense::Date]),
            ("Tuesday", vec![Sense::Date]),
            ("Norway", vec![Sense::Name]),
            ("river", vec![]),
            ("I", vec![]),
        ] {
            let found = words(text);
            assert_eq!(senses(found.iter().map(|word| (word, false))), expected, "{text}");
        }
        let opens = words("The Norway");
        assert_eq!(senses(opens.iter().map(|word| (word, true))), [Sense::Name]);
    }
}
