//! Words beside a date that say nothing more: weekdays, times, zones, and what a date is called.

use rustc_hash::FxHashSet as HashSet;
use std::sync::LazyLock;

use regex::Regex;

/// The lists of `date_lines.txt`.
pub(super) struct Lists {
    pub published: Vec<&'static str>,
    pub updated: Vec<&'static str>,
    beside: HashSet<&'static str>,
    weekdays: HashSet<&'static str>,
}

pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let lines = || include_str!("date_lines.txt").lines().filter(|line| !line.starts_with('#'));
    let of = |kind: &'static str| {
        let named = lines().filter_map(move |line| line.split_once('\t').filter(|(one, _)| *one == kind));
        named.flat_map(|(_, words)| words.split(';'))
    };
    let longest_first = |kind| {
        let mut words: Vec<&str> = of(kind).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    };
    Lists {
        published: longest_first("published"),
        updated: longest_first("updated"),
        beside: of("beside").collect(),
        weekdays: of("weekday").collect(),
    }
});

/// Times, zones and numbers of them: `17:42`, `5 PM`, `18.04`, `14:05:00Z`, `GMT+2`, `2 hours ago`.
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)T?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?:Z\b|[\ ]?[+-]\d{2}:?\d{2})? | \b\d{1,2}\s?[ap]\.?m\b\.?
        | \b\d{3,4}\s(?:gmt|utc|est|edt|hrs|hours)\b | (?:gmt|utc)\s?[+-]\s?\d{1,2}(?::?\d{2})?
        | \b\d{1,2}\s(?:second|minute|min|hour|day|week|month)s?\s(?:ago|read)\b",
    )
    .ok()
});

/// Whether a word is a day of the week.
pub(super) fn is_weekday(word: &str) -> bool {
    LISTS.weekdays.contains(word.trim_end_matches(['.', ',']).to_lowercase().as_str())
}

/// Whether words beside a date say nothing more: weekdays, times, zones, small words.
pub(super) fn is_beside(words: &str) -> bool {
    let rest = match TIME.as_ref() {
        Some(time) => time.replace_all(words, " "),
        None => words.into(),
    };
    let mut words = rest.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-'));
    words.all(|word| {
        let word = word.trim_matches(['.', '-']).to_lowercase();
        word.is_empty() || LISTS.beside.contains(word.as_str()) || LISTS.weekdays.contains(word.as_str())
    })
}
