//! What the head of a turn says: a title, an office, a surname, or nobody.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::authority::offices;
use crate::extract::people::Pronoun;

/// The parts of a head: `ACTING ADMINISTRATOR SLAVITT` is a role and a surname.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    /// The office, written as offices are: `Acting Administrator`.
    pub role: Option<String>,
    /// The name's words, as written; empty where the head is an office alone.
    pub name: Vec<String>,
    /// Whom the courtesy title goes with.
    pub sex: Option<Pronoun>,
    /// Whether it names nobody: `MODERATOR`, `SENIOR ADMINISTRATION OFFICIAL`.
    pub unnamed: bool,
}

/// The titles of `titles.txt`.
struct Titles {
    courtesy: HashMap<&'static str, Option<Pronoun>>,
    offices: Vec<&'static str>,
    short: HashMap<&'static str, &'static str>,
}

static TITLES: LazyLock<Titles> = LazyLock::new(|| {
    let mut titles = Titles { courtesy: HashMap::new(), offices: Vec::new(), short: HashMap::new() };
    for (kind, list) in include_str!("titles.txt").lines().filter_map(|line| line.split_once(": ")) {
        let mut courtesy = |sex| titles.courtesy.extend(list.split_whitespace().map(|title| (title, sex)));
        match kind {
            "he" => courtesy(Some(Pronoun::He)),
            "she" => courtesy(Some(Pronoun::She)),
            "any" => courtesy(None),
            "office" => titles.offices = list.split('|').collect(),
            "short" => titles.short = list.split('|').filter_map(|pair| pair.split_once('=')).collect(),
            _ => {}
        }
    }
    titles
});

/// All words of titles and offices, in small letters.
static WORDS: LazyLock<std::collections::HashSet<&'static str>> = LazyLock::new(|| {
    let names = offices().all().map(|(name, _)| name).chain(TITLES.offices.iter().copied());
    let words = names.flat_map(|name| name.split(' ')).filter(|word| word.len() > 3);
    let short = TITLES.short.keys().flat_map(|name| name.split(' '));
    words.chain(TITLES.courtesy.keys().copied()).chain(short).chain(["acting", "former"]).collect()
});

/// Whether a word is one of a title or an office: `Dr.`, `Secretary`, `Doctors`.
pub(super) fn is_title(word: &str) -> bool {
    let bare = word.trim_end_matches('.').to_lowercase();
    WORDS.contains(bare.as_str()) || bare.strip_suffix('s').is_some_and(|one| WORDS.contains(one))
}

/// Whether a word alone is an office of the list of titles: `Administrator`.
pub(super) fn is_office(word: &str) -> bool {
    TITLES.offices.contains(&word.to_lowercase().as_str())
}

/// Whether a word is, but for a slip of the keyboard, one of a title: `ADMINSITRATOR`, or `S.` for `MS.`.
pub(super) fn is_like_title(word: &str) -> bool {
    let bare = word.trim_end_matches('.').to_lowercase();
    bare.chars().count() <= 3
        || bare.chars().count() > 6 && WORDS.iter().any(|title| strsim::osa_distance(title, &bare) <= 2)
        || is_title(word)
}

/// Whether a head's last word names nobody, a slip of the keyboard allowed.
fn is_unnamed(word: &str) -> bool {
    static UNNAMED: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let lines = include_str!("unnamed.txt").lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).collect()
    });
    let word = word.to_lowercase();
    UNNAMED.iter().any(|name| {
        *name == word || name.len() >= 8 && word.len() >= 6 && strsim::osa_distance(name, &word) <= 2
    })
}

/// Takes a head apart.
pub(super) fn split(written: &str) -> Label {
    let mut words: Vec<&str> = written.split_whitespace().collect();
    if words.len() > 1 && words[0].eq_ignore_ascii_case("the") {
        words.remove(0);
    }
    let mut label = Label::default();
    let (alone, last) = (words.len() == 1, words.last().copied().unwrap_or(""));
    if is_unnamed(last)
        && (alone && !last.eq_ignore_ascii_case("speaker") || words.len() > 1 && !courtesy(words[0]))
    {
        label.unnamed = true;
        return label;
    }
    let mut role: Vec<String> = Vec::new();
    if words.len() > 1 && words[0].eq_ignore_ascii_case("acting") {
        role.push("Acting".to_owned());
        words.remove(0);
    }
    loop {
        let taken = office(&words);
        if taken > 0 {
            let lower = words[..taken].join(" ").replace('.', "").to_lowercase();
            let full = TITLES.short.get(lower.as_str()).copied().unwrap_or(&lower);
            role.extend(full.split(' ').map(capital));
            words.drain(..taken);
        } else if words.len() > 1 && courtesy(words[0]) {
            let bare = words[0].trim_end_matches('.').to_lowercase();
            label.sex = label.sex.or(TITLES.courtesy.get(bare.as_str()).copied().flatten());
            words.remove(0);
        } else {
            break;
        }
    }
    // `MR.KIRBY`: a title with no space after it.
    if let Some(first) = words.first()
        && let Some((title, rest)) = first.split_once('.')
        && rest.chars().count() > 2
        && let Some(sex) = TITLES.courtesy.get(title.to_lowercase().as_str())
    {
        label.sex = *sex;
        words[0] = rest;
    }
    let name = words.join(" ");
    let name = name.split(',').next().unwrap_or("");
    label.name = name.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    label.role = (role.iter().any(|word| word != "Acting")).then(|| role.join(" "));
    label
}

fn courtesy(word: &str) -> bool {
    TITLES.courtesy.contains_key(word.trim_end_matches('.').to_lowercase().as_str())
}

/// How many words at the beginning are an office.
fn office(words: &[&str]) -> usize {
    let is_office = |taken: &usize| {
        let lower = words[..*taken].join(" ").replace('.', "").to_lowercase();
        TITLES.offices.contains(&lower.as_str())
            || TITLES.short.contains_key(lower.as_str())
            || offices().starting_at(&lower, 0).is_some_and(|office| office.end == lower.len())
    };
    (1..=words.len().min(6)).rev().find(is_office).unwrap_or(0)
}

/// A word with a capital: `secretary-general` is `Secretary-General`.
fn capital(word: &str) -> String {
    if ["of", "for", "the", "to"].contains(&word) {
        word.to_owned()
    } else {
        title_case(&word.to_uppercase())
    }
}

/// A name in capitals as names are written: `JEAN-PIERRE` is `Jean-Pierre`, `McGURK` stays `McGurk`.
/// A name that has small letters but for a prefix is left as it is.
pub(super) fn title_case(name: &str) -> String {
    let small = name.chars().filter(|c| c.is_lowercase()).count();
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    if small > capitals {
        return name.to_owned();
    }
    let mut cased = String::with_capacity(name.len());
    let mut inside = false;
    let mut prefix = false;
    for c in name.chars() {
        if !c.is_alphabetic() {
            inside = false;
            prefix = c == '’' || c == '\'';
            cased.push(c);
        } else if inside && !prefix {
            // `McGURK`: the small letter says that the next capital opens a part of the name.
            prefix = c.is_lowercase();
            cased.extend(c.to_lowercase());
        } else {
            cased.push(c);
            inside = true;
            prefix = false;
        }
    }
    cased
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_taken_apart() {
        for (written, role, name) in [
            ("MS.\u{a0} JEAN-PIERRE", None, "JEAN-PIERRE"),
            ("MR KIRBY", None, "KIRBY"),
            ("ACTING ADMINISTRATOR SLAVITT", Some("Acting Administrator"), "SLAVITT"),
            ("CHAIR ROUSE", Some("Chair"), "ROUSE"),
            ("SURGEON GENERAL MURTHY", Some("Surgeon General"), "MURTHY"),
            ("VICE ADMIRAL GAUTIER", Some("Vice Admiral"), "GAUTIER"),
            ("LT. GEN. SIMS", Some("Lieutenant General"), "SIMS"),
            ("THE VICE PRESIDENT", Some("Vice President"), ""),
            ("PRIME MINISTER SUNAK", Some("Prime Minister"), "SUNAK"),
            ("Mr. Wang Yi", None, "Wang Yi"),
            ("SECRETARY-GENERAL GUTERRES", Some("Secretary-General"), "GUTERRES"),
        ] {
            let label = split(written);
            assert_eq!((label.role.as_deref(), label.name.join(" ").as_str()), (role, name), "{written}");
        }
        for written in ["MODERATOR", "MODERTOR", "SENIOR ADMINISTRATION OFFIAL", "AIDE", "WHITE HOUSE AIDE"] {
            assert!(split(written).unnamed, "{written}");
        }
    }

    #[test]
    fn names_in_capitals_are_written_as_names() {
        for (capitals, name) in [
            ("JEAN-PIERRE", "Jean-Pierre"),
            ("O’BRIEN", "O’Brien"),
            ("McGURK", "McGurk"),
            ("Wang Yi", "Wang Yi"),
        ] {
            assert_eq!(title_case(capitals), name);
        }
    }
}
