//! Canonical names and their variants. The shipped lists are data files beside this one.

mod find;
mod key;

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

pub use key::name_key;

use crate::model::{Entity, EntityType};

const COUNTRIES: &str = include_str!("countries.tsv");
const BODIES: &str = include_str!("bodies.tsv");

/// An entity that a text mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The first byte of the mention.
    pub start: usize,
    /// The byte after its last; a possessive is left out.
    pub end: usize,
    /// What is mentioned.
    pub entity: Entity,
}

/// Canonical names of countries, bodies and places, and the names that stand for them.
pub struct Authority {
    entities: Vec<Entity>,
    /// Every name as it is written in texts, and the entity it names.
    names: Vec<(String, usize)>,
    by_key: HashMap<String, usize>,
    by_code: HashMap<&'static str, usize>,
    /// Built when a text is first looked through: a query needs none.
    finder: OnceLock<find::Finder>,
}

impl Authority {
    /// The shipped lists; read once.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Authority> = LazyLock::new(Authority::read);
        &BUILTIN
    }

    fn read() -> Self {
        let mut new = Self {
            entities: Vec::new(),
            names: Vec::new(),
            by_key: HashMap::new(),
            by_code: HashMap::new(),
            finder: OnceLock::new(),
        };
        for [code, name, variants, people, capitals] in rows::<5>(COUNTRIES) {
            let kind = if code == "EU" { EntityType::Organisation } else { EntityType::Country };
            let at = new.entity(name, kind);
            new.by_code.insert(code, at);
            new.by_key.entry(key(code)).or_insert(at);
            split(variants).chain(split(people)).for_each(|variant| new.name(variant, at));
            if let Some(capital) = split(capitals).next() {
                let at = new.entity(capital, EntityType::Place);
                split(capitals).skip(1).for_each(|other| new.name(other, at));
            }
        }
        for [kind, name, variants] in rows::<3>(BODIES) {
            let kind = if kind == "place" { EntityType::Place } else { EntityType::Organisation };
            let at = new.entity(name, kind);
            split(variants).for_each(|variant| new.name(variant, at));
        }
        new
    }

    fn entity(&mut self, name: &str, kind: EntityType) -> usize {
        let at = self.entities.len();
        self.entities.push(Entity { name: name.to_owned(), kind });
        self.name(name, at);
        at
    }

    /// Adds a name; the first entity to bear it keeps it.
    fn name(&mut self, name: &str, at: usize) {
        self.by_key.entry(key(name)).or_insert(at);
        let straight = name.replace('’', "'");
        if straight.contains('\'') {
            self.names.push((straight.replace('\'', "’"), at));
        }
        self.names.push((straight, at));
    }

    /// The entity that goes by that name, whatever its case and accents: `usa`, `Russian Federation`, `UNSC`.
    pub fn canonical(&self, name: &str) -> Option<&Entity> {
        let name = key(name);
        let at = self.by_key.get(&name).or_else(|| self.by_key.get(name.strip_prefix("the ")?))?;
        self.entities.get(*at)
    }

    /// The canonical name of a country by one of its names.
    pub fn country(&self, name: &str) -> Option<&str> {
        self.canonical(name)
            .filter(|entity| entity.kind == EntityType::Country)
            .map(|entity| entity.name.as_str())
    }

    /// The canonical name of a country by its ISO 3166-1 alpha-3 code, withdrawn codes included.
    pub fn country_of_code(&self, code: &str) -> Option<&str> {
        Some(&self.entities[*self.by_code.get(code)?].name)
    }

    /// The entities that a text mentions, in order, none overlapping another. Case counts: `us` and
    /// `turkey` are words, `US` and `Turkey` countries.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        self.finder.get_or_init(|| find::Finder::new(&self.names)).find(text, &self.entities)
    }
}

/// A name without case, accents, dots and apostrophes.
fn key(name: &str) -> String {
    let folded = name.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '.' | '\'' | '’'));
    folded.flat_map(char::to_lowercase).collect::<String>().trim().to_owned()
}

/// The rows of a data file, comments left out; missing columns are empty.
fn rows<const N: usize>(data: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    data.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or_default().trim())
    })
}

fn split(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(';').map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        Authority::builtin().find(text).into_iter().map(|mention| mention.entity.name).collect()
    }

    #[test]
    fn a_country_goes_by_many_names() {
        for (name, canonical) in [
            ("USA", "United States"),
            ("us", "United States"),
            ("Russian Federation", "Russia"),
            ("turkey", "Türkiye"),
            ("Ivory Coast", "Côte d’Ivoire"),
            ("cote d'ivoire", "Côte d’Ivoire"),
            ("UNSC", "UN Security Council"),
            ("the Netherlands", "Netherlands"),
            ("Hizbullah", "Hezbollah"),
        ] {
            assert_eq!(
                Authority::builtin().canonical(name).map(|e| e.name.as_str()),
                Some(canonical),
                "{name}"
            );
        }
        assert_eq!(Authority::builtin().canonical("Atlantis"), None);
    }

    #[test]
    fn mentions_are_found_by_case_and_whole_words() {
        assert_eq!(
            names("Hamas’ refusal, U.S.-backed talks and Israel's war with Hezbollah in the Gaza Strip"),
            ["Hamas", "United States", "Israel", "Hezbollah", "Gaza Strip"]
        );
        assert_eq!(names("They told us about turkey on fine china. Indiana, Malian."), ["Mali"]);
        assert_eq!(names("The British and the Russians"), ["United Kingdom", "Russia"]);
    }

    #[test]
    fn false_friends_are_left_alone() {
        for text in [
            "Michael Jordan played.",
            "Atlanta, Georgia",
            "the Indian Ocean",
            "Chad Smith said",
            "Latin America",
        ] {
            let found: Vec<_> = names(text);
            assert!(
                !found
                    .iter()
                    .any(|n| ["Jordan", "Georgia", "India", "Chad", "United States"].contains(&n.as_str())),
                "{text}: {found:?}"
            );
        }
        assert_eq!(names("talks in Jordan, in Chad and in Georgia"), ["Jordan", "Chad", "Georgia"]);
    }

    #[test]
    fn documents_are_entities() {
        assert_eq!(
            names("resolution 242 (1967) and S/RES/2735 (2024)"),
            ["resolution 242 (1967)", "S/RES/2735 (2024)"]
        );
        assert_eq!(names("see A/79/PV.4."), ["A/79/PV.4"]);
    }

    #[test]
    fn mentions_stand_where_they_say() {
        let text = "À Genève, l’Israël … U.S. officials met Iran’s envoys.";
        for mention in Authority::builtin().find(text) {
            assert!(text.get(mention.start..mention.end).is_some());
        }
        let found = Authority::builtin().find(text);
        assert!(found.iter().any(|mention| &text[mention.start..mention.end] == "Iran"));
    }
}
