//! Lexicon: what is known of a word before any text is read: given names with sex, ordinary words, titles, and words of
//! bodies, works and events.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::Pronoun;
use super::words::lines;
pub(super) use crate::authority::is_ordinary;

/// A given name goes with one pronoun where so many times more of its bearers do.
const MANY: u32 = 8;

/// Given names, and the pronoun that each goes with: the project's own list first, then those of office holders.
static GIVEN: LazyLock<HashMap<&'static str, Option<Pronoun>>> = LazyLock::new(|| {
    let mut names = HashMap::default();
    for line in lines(include_str!("given.txt")) {
        let Some((pronoun, list)) = line.split_once(':') else { continue };
        list.split_whitespace().for_each(|name| {
            names.entry(name).or_insert(pronoun_called(pronoun));
        });
    }
    for line in lines(include_str!("given_names.tsv")) {
        let mut cells = line.split('\t');
        let Some(name) = cells.next().filter(|name| !is_ordinary(name) && !OTHER.contains(name)) else {
            continue;
        };
        let mut count = || cells.next().and_then(|count| count.parse::<u32>().ok()).unwrap_or(0);
        let (men, women) = (count(), count());
        // Most who hold office are men: a few women count for more.
        let pronoun = if men > women * MANY * 2 {
            Some(Pronoun::He)
        } else if women > men * MANY / 2 {
            Some(Pronoun::She)
        } else {
            None
        };
        names.entry(name).or_insert(pronoun);
    }
    names
});

/// Nouns that mean persons or bodies of persons.
static WHO: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("who_nouns.txt")).collect());

/// Words with a capital that are no part of a person's name.
static OTHER: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("other.txt")).flat_map(str::split_whitespace).collect());

/// Titles before a name that are no office, and the pronoun that goes with them.
static HONORIFICS: LazyLock<HashMap<&'static str, Option<Pronoun>>> = LazyLock::new(|| {
    let lists = lines(include_str!("honorifics.txt")).filter_map(|line| line.split_once(':'));
    lists
        .flat_map(|(pronoun, titles)| {
            titles.split_whitespace().map(move |title| (title, pronoun_called(pronoun)))
        })
        .collect()
});

fn pronoun_called(name: &str) -> Option<Pronoun> {
    match name {
        "he" => Some(Pronoun::He),
        "she" => Some(Pronoun::She),
        _ => None,
    }
}

/// The pronoun of a listed given name; `None` where the word is not listed.
pub(super) fn given(word: &str) -> Option<Option<Pronoun>> {
    GIVEN.get(word).copied()
}

/// Whether a word that is an ordinary one too is borne as a given name: `Hope`. A few that open questions are left out.
pub(super) fn may_be_given(word: &str) -> bool {
    static BORNE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let names = lines(include_str!("given_names.tsv")).filter_map(|line| line.split('\t').next());
        names.filter(|name| is_ordinary(name) && !["Will", "May", "An", "So", "See"].contains(name)).collect()
    });
    BORNE.contains(word)
}

/// The pronoun that a given name goes with.
pub(super) fn pronoun_of(word: &str) -> Option<Pronoun> {
    GIVEN.get(word).copied().flatten()
}

/// Whether a noun, one or many, means persons or a body of persons: `officials`, `ministry`.
pub(super) fn is_who(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let part = word.rsplit('-').next().unwrap_or(&word);
    let one = |word: &str| {
        WHO.contains(word)
            || word.strip_suffix("ies").is_some_and(|stem| WHO.contains(format!("{stem}y").as_str()))
            || word.strip_suffix("es").is_some_and(|stem| WHO.contains(stem))
            || word.strip_suffix('s').is_some_and(|stem| WHO.contains(stem))
            || word.strip_suffix("men").is_some_and(|stem| WHO.contains(format!("{stem}man").as_str()))
    };
    one(&word) || one(part)
}

/// Whether a word with a capital belongs to no person's name: `Department`, `Monday`, `And`.
pub(super) fn is_other(word: &str) -> bool {
    OTHER.contains(word) && !GIVEN.contains_key(word)
}

/// Whether a title stands before the names of several: `Senators`.
pub(super) fn is_of_many(word: &str) -> bool {
    static MANY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let lists = lines(include_str!("honorifics.txt")).filter_map(|line| line.strip_prefix("many:"));
        lists.flat_map(str::split_whitespace).collect()
    });
    MANY.contains(word.trim_end_matches('.'))
}

/// Whether a word with a capital belongs to no person's name, even where it is a given name too: `Bill`.
pub(super) fn is_listed_other(word: &str) -> bool {
    OTHER.contains(word)
}

/// The pronoun of a title that is no office: `Mr`, `Dr`; `None` where the word, without its stop, is none.
pub(super) fn honorific(word: &str) -> Option<Option<Pronoun>> {
    HONORIFICS.get(word.trim_end_matches('.')).copied()
}
