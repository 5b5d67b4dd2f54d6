//! Canonical names and their variants. The shipped lists are data files beside this one; the user may
//! add a file of their own, whose names go before them.

mod borders;
mod compare;
mod context;
mod file;
mod find;
pub mod holders;
mod homonyms;
mod key;
mod offices;
mod ordinary;
mod roles;
mod same;
mod symbols;
mod why;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::model::{Entity, EntityType, PartialDate};
use find::Target;

pub use compare::{NameMatch, Wanted};
pub use file::AuthorityError;
pub(crate) use key::listed_spellings;
pub use key::name_key;
#[allow(unused_imports, reason = "called by the attributions")]
pub(crate) use offices::{Office, offices};
pub(crate) use ordinary::is_ordinary;
pub use why::NameRule;

const COUNTRIES: &str = include_str!("countries.tsv");
const BODIES: &str = include_str!("bodies.tsv");
const TREATIES: &str = include_str!("treaties.tsv");
const SEVERAL: &str = include_str!("several.tsv");
const METONYMS: &str = include_str!("metonyms.tsv");

/// What follows a country's adjective in the name of its ministry.
const MINISTRY: &str = "Foreign Ministry";

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

/// An office that somebody held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The office: `spokesman`.
    pub role: String,
    /// The body it belongs to: `US State Department`.
    #[serde(default)]
    pub affiliation: Option<String>,
    /// When it was taken up; `None` where that is not known.
    #[serde(default)]
    pub from: Option<PartialDate>,
    /// When it was left; `None` where that is not known, or has not come.
    #[serde(default)]
    pub to: Option<PartialDate>,
}

/// What the lists know of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Known {
    /// Its canonical name and type.
    #[serde(flatten)]
    pub entity: Entity,
    /// Its other names.
    pub variants: Vec<String>,
    /// The offices held, for people of the user's file.
    pub roles: Vec<Role>,
    /// The government or body that a place stands for where it speaks or acts.
    pub stands_for: Option<String>,
}

/// Canonical names of countries, bodies and places, and the names that stand for them.
pub struct Authority {
    entities: Vec<Entity>,
    /// For each entity, its other names and the offices it held.
    others: Vec<(Vec<String>, Vec<Role>)>,
    /// Every name as it is written in texts, and what it names.
    names: Vec<(String, Target)>,
    by_key: HashMap<String, usize>,
    by_code: HashMap<&'static str, usize>,
    /// The governments that places stand for.
    seats: HashMap<usize, usize>,
    /// The foreign ministries of countries.
    ministries: HashMap<usize, usize>,
    /// How many of the entities, the first ones, the user's file lists.
    own: usize,
    /// The persons of the user's file, with their offices under the names of the shipped list.
    people: Vec<holders::Person>,
    /// Tells the user's file from others, and from none.
    fingerprint: String,
    /// Built when a text is first looked through: a query needs none.
    finder: OnceLock<find::Finder>,
}

impl Authority {
    /// The shipped lists; read once.
    pub fn builtin() -> &'static Self {
        Self::builtin_arc()
    }

    /// The shipped lists, to be shared.
    pub fn shared() -> Arc<Self> {
        Arc::clone(Self::builtin_arc())
    }

    fn builtin_arc() -> &'static Arc<Self> {
        static BUILTIN: LazyLock<Arc<Authority>> =
            LazyLock::new(|| Arc::new(Authority::with(Vec::new(), String::new())));
        &BUILTIN
    }

    /// The shipped lists and the user's file, in TOML, or in CSV where its name ends so. The file's names
    /// go before the shipped ones; an entity of a shipped name gains the file's variants.
    ///
    /// # Errors
    /// Where the file cannot be read, or a line of it is not as `docs/authority.md` has it.
    pub fn open(path: &Path) -> Result<Self, AuthorityError> {
        let (known, fingerprint) = file::read(path)?;
        Ok(Self::with(known, fingerprint))
    }

    fn with(own: Vec<Known>, fingerprint: String) -> Self {
        let mut new = Self {
            entities: Vec::new(),
            others: Vec::new(),
            names: Vec::new(),
            by_key: HashMap::new(),
            by_code: HashMap::new(),
            seats: HashMap::new(),
            ministries: HashMap::new(),
            own: 0,
            people: Vec::new(),
            fingerprint,
            finder: OnceLock::new(),
        };
        for known in own {
            let at = new.entity(&known.entity.name, known.entity.kind);
            known.variants.iter().for_each(|variant| new.name(variant, at));
            new.others[at].1 = known.roles;
        }
        new.own = new.entities.len();
        new.add_countries();
        for [kind, name, variants] in rows::<3>(BODIES) {
            if kind == "none" {
                split(variants).for_each(|name| new.names.push((name.to_owned(), Target::Nothing)));
                continue;
            }
            let kind = if kind == "place" { EntityType::Place } else { EntityType::Organisation };
            let at = new.entity(name, kind);
            split(variants).for_each(|variant| new.name(variant, at));
        }
        for [name, variants] in rows::<2>(TREATIES) {
            let at = new.entity(name, EntityType::Document);
            split(variants).for_each(|variant| new.name(variant, at));
        }
        for name in [MINISTRY, "foreign ministry", "Ministry of Foreign Affairs"] {
            new.names.push((name.to_owned(), Target::Ministry));
        }
        new.add_ministries();
        new.add_seats();
        for [name, states] in rows::<2>(SEVERAL) {
            // The tests see to it that every name of the list is of two states.
            let of: Vec<usize> =
                split(states).filter_map(|state| new.by_key.get(&key(state)).copied()).collect();
            if let [first, second] = of[..] {
                new.names.push((name.to_owned(), Target::Both(first, second)));
            }
        }
        for (name, _) in homonyms::UNSURE.iter().filter(|(_, unsure)| !unsure.states.is_empty()) {
            if !new.by_key.contains_key(&key(name)) {
                new.names.push(((*name).to_owned(), Target::OneOf));
            }
        }
        new.people = new.listed_people();
        new
    }

    fn add_countries(&mut self) {
        for [code, name, variants, people, ..] in rows::<6>(COUNTRIES) {
            let kind = if code == "EU" { EntityType::Organisation } else { EntityType::Country };
            let at = self.entity(name, kind);
            self.entities[at].id = Some(code.to_owned());
            self.by_code.insert(code, at);
            self.by_key.entry(key(code)).or_insert(at);
            split(variants).for_each(|variant| self.name(variant, at));
            split(people).for_each(|people| self.people_of(people, at));
        }
    }

    /// The ministry of foreign affairs of each country, by its adjective.
    fn add_ministries(&mut self) {
        for [code, _, _, people, ..] in rows::<6>(COUNTRIES) {
            if let (Some(&country), Some(adjective)) = (self.by_code.get(code), split(people).next()) {
                let ministry = self.entity(&format!("{adjective} {MINISTRY}"), EntityType::Organisation);
                self.ministries.insert(country, ministry);
            }
        }
    }

    /// Seats of government, and what else stands for a government.
    fn add_seats(&mut self) {
        for [code, _, _, _, seats, _] in rows::<6>(COUNTRIES) {
            let Some(&government) = self.by_code.get(code) else { continue };
            for seat in split(seats) {
                let mut spellings = seat.trim_start_matches('*').split('=');
                self.seat(spellings.next().unwrap_or_default(), spellings, government);
            }
        }
        for [name, government, others] in rows::<3>(METONYMS) {
            // The tests see to it that every government of the list is known.
            if let Some(&government) = self.by_key.get(&key(government)) {
                self.seat(name, split(others), government);
            }
        }
    }

    fn seat<'a>(&mut self, name: &str, others: impl Iterator<Item = &'a str>, government: usize) {
        let place = match self.by_key.get(&key(name)) {
            // The user's file, or a state of the same name, has it already.
            Some(&at) if self.entities[at].kind != EntityType::Place => return,
            Some(&at) => at,
            None => self.entity(name, EntityType::Place),
        };
        others.for_each(|other| self.name(other, place));
        self.seats.insert(place, government);
    }

    /// The entity of that canonical name, new or known.
    fn entity(&mut self, name: &str, kind: EntityType) -> usize {
        let same = self.by_key.get(&key(name)).copied();
        if let Some(at) = same.filter(|&at| self.entities[at].kind == kind) {
            return at;
        }
        let at = self.entities.len();
        self.entities.push(Entity::new(name, kind));
        self.others.push((Vec::new(), Vec::new()));
        self.written(name, at);
        at
    }

    /// Adds another name of an entity.
    fn name(&mut self, name: &str, at: usize) {
        self.others[at].0.push(name.to_owned());
        self.written(name, at);
    }

    /// Adds the people or the adjective of a country.
    fn people_of(&mut self, name: &str, at: usize) {
        self.others[at].0.push(name.to_owned());
        self.written_as(name, at, Target::People(at));
    }

    /// The first entity to bear a name keeps it.
    fn written(&mut self, name: &str, at: usize) {
        self.written_as(name, at, Target::Entity(at));
    }

    fn written_as(&mut self, name: &str, at: usize, target: Target) {
        self.by_key.entry(key(name)).or_insert(at);
        if name.ends_with(MINISTRY) {
            // Found by the country that stands before it, so that the country is found too.
            return;
        }
        let straight = name.replace('’', "'");
        if straight.contains('\'') {
            self.names.push((straight.replace('\'', "’"), target));
        }
        if self.entities[at].kind == EntityType::Country && straight.len() > 4 && straight.is_ascii() {
            self.names.push((straight.to_uppercase(), target));
        }
        self.names.push((straight, target));
    }

    /// What tells this authority from others: empty for the shipped lists alone.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What the lists know of each entity, the user's first.
    pub fn known(&self) -> impl Iterator<Item = Known> + '_ {
        let all = self.entities.iter().zip(&self.others).enumerate();
        all.map(|(at, (entity, (variants, roles)))| Known {
            entity: entity.clone(),
            variants: variants.clone(),
            roles: roles.clone(),
            stands_for: self.seats.get(&at).map(|government| self.entities[*government].name.clone()),
        })
    }

    /// The entities that may be meant by `name`, or have it as their code, and why: the surest first, each once.
    pub fn matching(&self, name: &str) -> Vec<(NameMatch, Known)> {
        let wanted = Wanted::new(name);
        let mut found: Vec<(NameMatch, Known)> = self
            .known()
            .filter_map(|known| {
                let own = wanted.matches(&known.entity.name);
                let others = known.variants.iter().filter_map(|other| wanted.matches(other)).min();
                let others = others.map(|how| if how == NameMatch::Exact { NameMatch::Alias } else { how });
                let two = name.len() == 2;
                let has = |id: &str| id == name || two && Self::alpha_2(id) == Some(name);
                let code = known.entity.id.as_deref().is_some_and(has).then_some(NameMatch::Alias);
                let how = own.into_iter().chain(others).chain(code).min()?;
                Some((how, known))
            })
            .collect();
        found.sort_by_key(|(how, _)| *how);
        found
    }

    /// The entity that goes by that name, whatever its case and accents: `usa`, `Russian Federation`, `UNSC`.
    pub fn canonical(&self, name: &str) -> Option<&Entity> {
        let name = key(name);
        let at = self.by_key.get(&name).or_else(|| self.by_key.get(name.strip_prefix("the ")?))?;
        self.entities.get(*at)
    }

    /// The government or body that a place stands for where it speaks or acts.
    pub fn stands_for(&self, place: &str) -> Option<&Entity> {
        let government = self.seats.get(self.by_key.get(&key(place))?)?;
        self.entities.get(*government)
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

    /// The code of a country in ISO 3166-1 alpha-2, by its alpha-3 code: `FR` for `FRA`.
    pub fn alpha_2(code: &str) -> Option<&'static str> {
        rows::<6>(COUNTRIES).find(|row| row[0] == code).map(|row| row[5]).filter(|code| !code.is_empty())
    }

    /// The entities that a text mentions, in order, none overlapping another, but for two that one name means:
    /// `both Koreas`. Case counts: `us` and
    /// `turkey` are words, `US` and `Turkey` countries.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        self.finder.get_or_init(|| find::Finder::new(&self.names, &self.seats)).find(text, self)
    }
}

/// Whether a word names one person of a country: `the Briton`, `the Ukrainian`; `the French` and `the Ukrainians` are many.
pub(crate) fn individual(word: &str) -> bool {
    static INDIVIDUALS: LazyLock<std::collections::HashSet<&'static str>> = LazyLock::new(|| {
        let people = rows::<6>(COUNTRIES).map(|row| split(row[3]).collect::<Vec<_>>());
        people
            .flat_map(|forms| {
                let many = forms.clone();
                forms
                    .into_iter()
                    .filter(move |one| many.iter().any(|other| other.strip_suffix('s') == Some(one)))
            })
            .collect()
    });
    INDIVIDUALS.contains(word)
}

/// A name without case, accents, dots and apostrophes.
fn key(name: &str) -> String {
    if name.is_ascii() {
        let bare = name.trim().bytes().filter(|b| !matches!(b, b'.' | b'\''));
        return bare.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
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
mod tests;
