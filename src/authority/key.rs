//! One key for the spellings of one name: Zelensky, Zelenskyy and Зеленський.
//!
//! A word of a name is written in Latin letters, then rewritten by the rules of `name_rules.tsv`, in order.
//! The vowels stay, so that Kerry and Kerr, Kim and Kem have two keys. Arabic script leaves its short
//! vowels out: a word in it meets its Latin spellings only where the rules list it.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::LazyLock;

use deunicode::deunicode;
use regex::Regex;

use super::{rows, split};

const RULES: &str = include_str!("name_rules.tsv");

/// One rewriting of a word.
struct Rule {
    pattern: Regex,
    replacement: &'static str,
    /// What the word must look like before any rule.
    only: Option<Regex>,
}

struct Rules {
    rules: Vec<Rule>,
    /// The one spelling of each listed spelling, both as [`plain`] words.
    same: HashMap<String, String>,
    keep: HashSet<&'static str>,
    articles: HashSet<&'static str>,
}

static NAMES: LazyLock<Rules> = LazyLock::new(|| {
    let mut all = Rules {
        rules: Vec::new(),
        same: HashMap::default(),
        keep: HashSet::default(),
        articles: HashSet::default(),
    };
    for [kind, first, second, third] in rows::<4>(RULES) {
        match kind {
            // The tests read every rule: one that is no regular expression does not get past them.
            "rule" => all.rules.extend(Regex::new(first).ok().map(|pattern| Rule {
                pattern,
                replacement: second,
                only: Some(third).filter(|only| !only.is_empty()).and_then(|only| Regex::new(only).ok()),
            })),
            "same" => {
                let spellings = split(second).map(|other| (plain(other), first.to_owned()));
                all.same.extend(spellings.chain([(first.to_owned(), first.to_owned())]));
            }
            "keep" => all.keep.extend(split(first)),
            _ => all.articles.extend(split(first)),
        }
    }
    all
});

/// The key under which the spellings of a name meet, whatever their script, romanisation, case and
/// accents: `Qaddafi` and `Каддафи` have one, `Bush` and `Busch` two. Empty where the name has no letter.
///
/// The words of the name keep their order and are set apart by a space; Arabic articles are left out
/// (`Bashar al-Assad`: `bashar asad`). Two names of one key may still be two people.
pub fn name_key(name: &str) -> String {
    let parts =
        name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '–' | '_' | ',' | ';' | '/'));
    let words: Vec<String> = parts.map(plain).filter(|word| !word.is_empty()).collect();
    let hyphens = name.contains(['-', '‐']);
    let mut key: Vec<String> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1);
        let article =
            |next: &String| NAMES.articles.contains(word.as_str()) || (hyphens && is_assimilated(word, next));
        if !next.is_some_and(article) {
            key.extend(servant(word, next.is_none()).iter().map(|part| word_key(part)));
        }
    }
    key.join(" ")
}

/// The listed spellings, as plain words, whose key is `key`.
pub(crate) fn listed_spellings(key: &str) -> Vec<&'static str> {
    let same = NAMES.same.keys().filter(|word| word_key(word) == key);
    let mut found: Vec<&str> = same.map(String::as_str).collect();
    found.sort_unstable();
    found
}

/// Whether the word is an Arabic article that takes the first sound of the next: `ash-Sharaa`, `as-Sisi`.
fn is_assimilated(word: &str, next: &str) -> bool {
    let sound = word.strip_prefix(['a', 'e']).unwrap_or("");
    ["s", "sh", "r", "n", "d", "z", "t"].contains(&sound) && next.starts_with(sound)
}

/// `Abdel`, `Abdul` before a name, or run into it, is `abd` and the name: `Abdelfattah`, `Abdul Fattah`.
fn servant(word: &str, last: bool) -> Vec<String> {
    let run_in = ["abdel", "abdul", "abdal", "abdol"].iter().find_map(|start| word.strip_prefix(start));
    match run_in {
        Some("") if !last => vec!["abd".to_owned()],
        Some(rest) if rest.len() >= 4 && !NAMES.same.contains_key(word) => {
            vec!["abd".to_owned(), rest.to_owned()]
        }
        _ => vec![word.to_owned()],
    }
}

/// A word in lower-case Latin letters; a word in Arabic script that the lists know stays in it.
fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    if word.contains(|c: char| ('\u{600}'..'\u{6ff}').contains(&c)) {
        let bare: String =
            word.chars().filter(|c| !('\u{64b}'..='\u{652}').contains(c) && *c != '\u{200c}').collect();
        return bare.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).unwrap_or(&bare).to_owned();
    }
    let latin: String =
        deunicode(word).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if !latin.is_empty() {
        return latin;
    }
    // A letter that has no Latin form stays: a name of letters has a key.
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn word_key(word: &str) -> String {
    if NAMES.keep.contains(word) {
        return word.to_owned();
    }
    let listed = NAMES.same.get(word);
    let word = match listed {
        Some(same) => same.clone(),
        // A word of another script that no list knows.
        None if !word.is_ascii() => {
            Some(plain(&deunicode(word))).filter(|latin| !latin.is_empty()).unwrap_or(word.to_owned())
        }
        None => word.to_owned(),
    };
    if word.len() <= 3 {
        return word;
    }
    let mut key = word.clone();
    for rule in &NAMES.rules {
        if rule.only.as_ref().is_none_or(|only| only.is_match(&word)) && rule.pattern.is_match(&key) {
            key = rule.pattern.replace_all(&key, rule.replacement).into_owned();
        }
    }
    without_doubles(&key)
}

/// Doubled consonants are one: the commonest slip of all.
fn without_doubles(word: &str) -> String {
    let mut single = String::with_capacity(word.len());
    for c in word.chars() {
        if !single.ends_with(c) || "aeiou".contains(c) || c.is_ascii_digit() {
            single.push(c);
        }
    }
    single
}

#[cfg(test)]
mod tests;
