//! Words of heads: titles, and labels that are no names.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::LazyLock;

use crate::authority::offices;

/// What a courtesy title says of the person it goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Courtesy {
    /// A man: `Mr.`.
    He,
    /// A woman: `Mrs.`.
    She,
    /// Anybody: `Dr.`.
    Any,
}

/// What a label without a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LabelKind {
    /// Whoever asks: `Q`, `Reporter`.
    Asker,
    /// Whoever answers: `A`.
    Answerer,
    /// The last word of a head that names nobody: `Moderator`.
    Unnamed,
    /// Many voices: `Members`.
    Collective,
    /// A news agency, broadcaster or paper.
    Outlet,
    /// A word by which an outlet shows: `Agency`.
    OutletWord,
    /// A part of a document: `Note`.
    Part,
}

/// The titles of `titles.txt`.
pub(crate) struct Titles {
    courtesy: HashMap<&'static str, Courtesy>,
    offices: HashSet<&'static str>,
    vocative: HashSet<&'static str>,
    short: HashMap<&'static str, &'static str>,
}

/// The titles, read once.
pub(crate) fn titles() -> &'static Titles {
    static TITLES: LazyLock<Titles> = LazyLock::new(|| {
        let mut titles = Titles {
            courtesy: HashMap::default(),
            offices: HashSet::default(),
            vocative: HashSet::default(),
            short: HashMap::default(),
        };
        let lines = include_str!("titles.txt").lines().filter(|line| !line.starts_with('#'));
        for (kind, list) in lines.filter_map(|line| line.split_once(": ")) {
            let mut courtesy = |of| titles.courtesy.extend(list.split_whitespace().map(|title| (title, of)));
            match kind {
                "he" => courtesy(Courtesy::He),
                "she" => courtesy(Courtesy::She),
                "any" => courtesy(Courtesy::Any),
                "office" => titles.offices = list.split('|').collect(),
                "vocative" => titles.vocative = list.split('|').collect(),
                "short" => titles.short = list.split('|').filter_map(|pair| pair.split_once('=')).collect(),
                _ => {}
            }
        }
        titles
    });
    &TITLES
}

impl Titles {
    /// What a courtesy title says, if the word is one, whatever its case and with or without its dot.
    pub fn courtesy(&self, word: &str) -> Option<Courtesy> {
        let word = word.trim_end_matches('.');
        if word.len() > 12 { None } else { self.courtesy.get(word.to_lowercase().as_str()).copied() }
    }

    /// Whether the words, in small letters and without dots, are an office.
    pub fn is_office(&self, lower: &str) -> bool {
        self.offices.contains(lower)
            || self.short.contains_key(lower)
            || offices().starting_at(lower, 0).is_some_and(|office| office.end == lower.len())
    }

    /// Whether an office of that name is spoken to with a courtesy title: `Mr. Speaker`.
    pub fn is_vocative(&self, lower: &str) -> bool {
        self.vocative.contains(lower)
    }

    /// The office that a short form means: `general` of `gen`.
    pub fn full<'a>(&self, lower: &'a str) -> &'a str {
        self.short.get(lower).copied().unwrap_or(lower)
    }

    /// Whether a word alone is an office of the list of titles: `Administrator`.
    pub fn lists(&self, lower: &str) -> bool {
        self.offices.contains(lower)
    }

    /// How many words at the beginning are an office.
    pub fn office(&self, words: &[&str]) -> usize {
        let is_office = |taken: &usize| {
            let lower = words[..*taken].join(" ").replace('.', "").to_lowercase();
            self.is_office(&lower)
        };
        (1..=words.len().min(6)).rev().find(is_office).unwrap_or(0)
    }

    /// The courtesy titles and offices that are one word, in small letters.
    pub fn single(&self) -> HashSet<&'static str> {
        let names = offices().all().map(|(name, _)| name).chain(self.offices.iter().copied());
        names
            .chain(self.short.keys().copied())
            .chain(self.courtesy.keys().copied())
            .filter(|name| !name.contains(' '))
            .collect()
    }

    /// All words of courtesy titles, offices and their short forms, in small letters.
    pub fn words(&self) -> HashSet<&'static str> {
        let names = offices().all().map(|(name, _)| name).chain(self.offices.iter().copied());
        let words = names.flat_map(|name| name.split(' ')).filter(|word| word.len() > 3);
        let short = self.short.keys().flat_map(|name| name.split(' '));
        words.chain(self.courtesy.keys().copied()).chain(short).chain(["acting", "former"]).collect()
    }
}

/// The labels of `labels.txt` by kind.
fn labels() -> &'static HashMap<LabelKind, HashSet<&'static str>> {
    static LABELS: LazyLock<HashMap<LabelKind, HashSet<&'static str>>> = LazyLock::new(|| {
        let mut labels: HashMap<LabelKind, HashSet<&'static str>> = HashMap::default();
        let lines = include_str!("labels.txt").lines().filter(|line| !line.starts_with('#'));
        for (kind, list) in lines.filter_map(|line| line.split_once(": ")) {
            let kind = match kind {
                "asker" => LabelKind::Asker,
                "answerer" => LabelKind::Answerer,
                "unnamed" => LabelKind::Unnamed,
                "collective" => LabelKind::Collective,
                "outlet" => LabelKind::Outlet,
                "outlet-word" => LabelKind::OutletWord,
                _ => LabelKind::Part,
            };
            labels.entry(kind).or_default().extend(list.split(';').map(str::trim));
        }
        labels
    });
    &LABELS
}

/// Whether a label, in small letters, is one of that kind.
pub(crate) fn is_label(kind: LabelKind, lower: &str) -> bool {
    labels().get(&kind).is_some_and(|list| list.contains(lower))
}

/// Whether a label says that somebody asks who has no name; a slip of the keyboard allowed: `QUESITON`.
pub(crate) fn is_asker(label: &str) -> bool {
    let lower = label.to_lowercase();
    // `Question 2`, `Reporter B`.
    let bare =
        lower.rsplit_once(' ').filter(|(_, last)| is_number(last)).map_or(lower.as_str(), |(bare, _)| bare);
    is_label(LabelKind::Asker, bare)
        || bare.len() >= 6 && ["question", "reporter"].iter().any(|asker| is_slip(asker, bare, 1))
}

/// Whether a label says that somebody answers who has no name.
pub(crate) fn is_answerer(label: &str) -> bool {
    is_label(LabelKind::Answerer, &label.to_lowercase())
}

/// Whether a label is that of a news agency, broadcaster or paper.
pub(crate) fn is_outlet(label: &str) -> bool {
    let lower = label.to_lowercase().replace('\'', "’");
    let bare = lower.strip_prefix("the ").unwrap_or(&lower);
    let mut words = bare.split(' ');
    is_label(LabelKind::Outlet, &lower)
        || is_label(LabelKind::Outlet, bare)
        // `Shenzhen TV`, `Channel One`, `Voice of Peace Radio`.
        || words.clone().count() > 1
            && (words.clone().next_back().is_some_and(|word| is_label(LabelKind::OutletWord, word))
                || words.next().is_some_and(|word| matches!(word, "channel" | "radio")))
}

/// Whether a label's last word names nobody: `Senior Official`, a slip of the keyboard allowed.
pub(crate) fn is_unnamed(word: &str) -> bool {
    let word = word.to_lowercase();
    let list = labels().get(&LabelKind::Unnamed);
    is_label(LabelKind::Unnamed, &word)
        || word.len() >= 6
            && list.into_iter().flatten().any(|name| name.len() >= 8 && is_slip(name, &word, 2))
}

/// Whether a label is that of a part of a document, or of a form's field.
pub(crate) fn is_part(label: &str) -> bool {
    let lower = label.to_lowercase().replace('\'', "’");
    // `Day 3`, `Annex B`.
    let bare =
        lower.rsplit_once(' ').filter(|(_, last)| is_number(last)).map_or(lower.as_str(), |(bare, _)| bare);
    is_label(LabelKind::Part, bare.trim_end_matches('.'))
}

/// Whether a word may be another with at most so many slips of the keyboard. Lengths are compared first: most
/// words differ in it.
pub(crate) fn is_slip(one: &str, other: &str, most: usize) -> bool {
    one.len().abs_diff(other.len()) <= 2 * most && strsim::osa_distance(one, other) <= most
}

/// Whether a word numbers somebody: `1`, `#2`, `B`.
fn is_number(word: &str) -> bool {
    let word = word.trim_start_matches('#');
    word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit())
        || word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}
