//! The words and numbers of a text, and what the lists say of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Weekday;
use rustc_hash::FxHashMap;

use super::{Unit, When};
use crate::read::month;

/// A word or number of a text.
#[derive(Clone, Copy)]
pub(super) struct Token<'a> {
    pub start: usize,
    pub text: &'a str,
}

impl Token<'_> {
    pub fn end(self) -> usize {
        self.start + self.text.len()
    }

    pub fn is(self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    pub fn is_capital(self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// A number of at most four digits.
    pub fn number(self) -> Option<u32> {
        let digits = self.text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ordinal = matches!(&self.text[digits.len()..], "" | "st" | "nd" | "rd" | "th");
        if ordinal && matches!(digits.len(), 1..=4) { digits.parse().ok() } else { None }
    }

    pub fn is_digits(self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The number that a word of the lists means: `two`, `twenty`.
    pub fn count(self) -> Option<u32> {
        number_of(&LISTS.numbers, self)
    }

    /// Whether it is an ordinal in a word.
    pub fn ordinal(self) -> bool {
        self.day_in_a_word().is_some()
    }

    /// The day of a month that an ordinal in a word means.
    pub fn day_in_a_word(self) -> Option<u32> {
        number_of(&LISTS.ordinals, self)
    }

    pub fn year(self) -> Option<i32> {
        let year = if self.text.len() == 4 { self.text.parse().ok()? } else { return None };
        (1500..2100).contains(&year).then_some(year)
    }

    pub fn month(self) -> Option<u32> {
        if self.is_capital() { month(self.text) } else { None }
    }

    /// A weekday by its whole name, or, where `short`, by its abbreviation.
    pub fn weekday(self, short: bool) -> Option<Weekday> {
        let named = self.text.len() > 4 && self.text.to_ascii_lowercase().ends_with("day");
        if self.is_capital() && (named || short) { self.text.parse().ok() } else { None }
    }

    pub fn unit(self) -> Option<Unit> {
        let lower = self.text.to_ascii_lowercase();
        Some(match lower.strip_suffix('s').unwrap_or(&lower) {
            "hour" | "minute" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            _ => return None,
        })
    }
}

/// The number of a word in a short list; no word is copied for it.
fn number_of(list: &[(&str, u32)], word: Token<'_>) -> Option<u32> {
    list.iter().find(|(one, _)| word.is(one)).map(|(_, number)| *number)
}

/// The words after the first, and the meaning.
pub(super) type Phrase = (Vec<String>, Option<When>);

/// The lists of `when.txt`.
pub(super) struct Lists {
    /// Phrases by their first word in lower case: the other words and the meaning, longest first. No
    /// meaning: no date.
    pub phrases: HashMap<String, Vec<Phrase>>,
    pub numbers: Vec<(&'static str, u32)>,
    /// Days of a month in words: `third`.
    pub ordinals: Vec<(&'static str, u32)>,
    /// Other lists of words, by their kind.
    kinds: FxHashMap<&'static str, Vec<&'static str>>,
    /// For each three letters, whether words that begin so can open an expression.
    openings: Vec<bool>,
}

/// What opens an expression beside the phrases and numbers of the lists: months, weekdays and what modifies
/// them, by their first three letters.
const OPENINGS: &str = "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun ear lat las \
    pas pre thi nex";

/// A number for the first three letters of a word; small letters and capitals are one.
fn opening(word: &str) -> usize {
    word.bytes().take(3).fold(0, |opening, byte| opening << 5 | usize::from(byte & 31))
}

impl Lists {
    /// Whether a word is of a kind of the lists, in small letters or capitals.
    pub fn has(&self, kind: &str, word: Token<'_>) -> bool {
        self.kinds.get(kind).is_some_and(|words| words.iter().any(|one| word.is(one)))
    }

    /// Whether an expression can begin with this word: most words need no closer look.
    pub fn may_open(&self, word: &str) -> bool {
        word.starts_with(|c: char| c.is_ascii_digit()) || self.openings[opening(word)]
    }
}

/// The lists, read once.
pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists {
        phrases: HashMap::new(),
        numbers: Vec::new(),
        ordinals: Vec::new(),
        kinds: FxHashMap::default(),
        openings: vec![false; 1 << 15],
    };
    let lines = include_str!("when.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    for line in lines {
        let mut cells = line.split('\t');
        let (kind, value, words) =
            (cells.next().unwrap_or(""), cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        let shift: i64 = value.parse().unwrap_or(0);
        for words in words.split(';').map(str::trim) {
            let when = match kind {
                "number" => {
                    lists.numbers.push((words, u32::try_from(shift).unwrap_or(0)));
                    continue;
                }
                "ordinal" => {
                    lists.ordinals.push((words, u32::try_from(shift).unwrap_or(0)));
                    continue;
                }
                "day" => Some(When::Day(shift)),
                "told" => Some(When::Told(shift)),
                "night" => Some(When::Night),
                "weekend" => Some(When::Weekend),
                "vague" => Some(When::Vague),
                "never" => None,
                _ => {
                    lists.kinds.entry(kind).or_default().push(words);
                    continue;
                }
            };
            let mut parts = words.split(' ').map(str::to_owned);
            let first = parts.next().unwrap_or_default().to_lowercase();
            lists.phrases.entry(first).or_default().push((parts.collect(), when));
        }
    }
    let words = lists.phrases.keys().map(String::as_str).chain(lists.numbers.iter().map(|(word, _)| *word));
    let words = words.chain(lists.ordinals.iter().map(|(word, _)| *word));
    for word in words.chain(OPENINGS.split_whitespace()) {
        lists.openings[opening(word)] = true;
    }
    lists
        .phrases
        .values_mut()
        .for_each(|phrases| phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
    lists
});

/// All of them, in order.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.push(Token { start: from, text: &text[from..at] });
                start = None;
            }
            _ => {}
        }
    }
    tokens
}
