//! Parts of a person's name: by which of them somebody may be called again, and which names may be one person's.

use deunicode::deunicode;

use super::lexicon::given;
use super::tokens::{after_particle, is_suffix};

/// How well a part stands for the whole name; the greater, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A given name alone: `Tamim`.
    Given,
    /// The first of names that begin with the family's: `Kim`.
    FamilyFirst,
    /// One of two surnames: `Sánchez` of `Pedro Sánchez Pérez`.
    Inner,
    /// The surname, with or without its particles.
    Surname,
}

/// A name's words as they are compared: Latin letters in small, no stops; a suffix stands apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub words: Vec<String>,
    pub suffix: Option<String>,
    /// Whether its first word is a listed given name.
    given: bool,
}

/// A word as it is compared.
pub(super) fn fold(word: &str) -> String {
    let bare = |c: char| !matches!(c, '.' | '’' | '\'' | '`');
    if word.is_ascii() {
        return word.chars().filter(|c| bare(*c)).map(|c| c.to_ascii_lowercase()).collect();
    }
    deunicode(word).chars().filter(|c| bare(*c)).flat_map(char::to_lowercase).collect()
}

impl Name {
    /// The parts of a name as it is written, with single spaces.
    pub fn of(written: &str) -> Self {
        let mut name = Self {
            given: written.split(' ').next().is_some_and(|word| given(word).is_some()),
            ..Self::default()
        };
        for word in written.split(' ') {
            let word = word.trim_end_matches(',');
            if is_suffix(word) && !name.words.is_empty() {
                name.suffix = Some(fold(word));
            } else {
                name.words.push(fold(word));
            }
        }
        name
    }

    /// The parts by which the person may be called, folded and joined by spaces, each with how well it stands for them.
    pub fn parts(&self) -> Vec<(String, Part)> {
        let count = self.words.len();
        let mut parts = Vec::new();
        for start in 1..count {
            parts.push((self.words[start..].join(" "), Part::Surname));
        }
        if let Some(rest) = self.words.last().and_then(|last| last.split_once('-')).filter(|_| count > 1) {
            // `al-Sisi` is `Sisi`.
            let capital = format!("{}-{}", rest.0, rest.1.get(..1).unwrap_or("").to_uppercase());
            if after_particle(&capital).is_some() {
                parts.push((rest.1.to_owned(), Part::Surname));
            } else {
                parts.push((rest.0.to_owned(), Part::Inner));
            }
        }
        for start in 1..count {
            for end in start + 1..count {
                let inner = &self.words[start..end];
                if inner.iter().all(|word| word.len() > 1) {
                    parts.push((inner.join(" "), Part::Inner));
                }
            }
        }
        if count > 1 {
            let part = if self.given { Part::Given } else { Part::FamilyFirst };
            parts.push((self.words[0].clone(), part));
        }
        parts
    }

    /// Whether a number makes a given name that of a monarch or a pope: `Abdullah II`.
    fn is_regnal(&self) -> bool {
        self.words.len() == 1 && self.suffix.is_some()
    }

    /// Whether both names may be one person's: the same surname, and given names none of which rules out the other's.
    pub fn is_compatible(&self, other: &Name) -> bool {
        if self.is_regnal() || other.is_regnal() {
            let realm = |name: &Name| name.words.len() == 1 || name.words[1] == "of";
            return self.suffix == other.suffix
                && self.words.first() == other.words.first()
                && realm(self)
                && realm(other);
        }
        let (Some(one), Some(two)) = (self.words.first(), other.words.first()) else { return false };
        let suffix = match (&self.suffix, &other.suffix) {
            (Some(one), Some(two)) => one == two,
            _ => true,
        };
        let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
        let first = one == two || initial(one, two) || initial(two, one);
        let (many, few) = if self.words.len() > other.words.len() { (self, other) } else { (other, self) };
        // Every word of the shorter stands in the longer, in order.
        let mut rest = many.words.iter();
        let within = few
            .words
            .iter()
            .all(|word| rest.any(|known| known == word || initial(word, known) || initial(known, word)));
        suffix && first && self.words.last() == other.words.last() && within
    }
}
