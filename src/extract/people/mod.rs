//! People: who a document's sources are. Persons stand under their fullest name, bodies under their canonical one.
//!
//! The road of a name:
//!
//! 1. [`tokens`] reads words, [`lexicon`] says what is known of each;
//! 2. [`recognise`] finds where names stand, with the titles before them, [`namesakes`] which of them look like a state's;
//! 3. [`name`] and [`post`] take a name and the office beside it apart;
//! 4. [`persons`] says which mentions are one person's;
//! 5. [`identify`] gives them the names of the user's authority file or of the list of office holders;
//! 6. [`align`] sees to it that a source holds whole names, [`source`] says who the source of an attribution is, [`labels`] whom a label names, [`pronoun`] whom a pronoun means, [`pair`] whom a plural.
//!
//! A name is only ever given that stands in the document, or that the authority has for words that stand there. Where
//! two may be meant, nobody is.

mod align;
mod body;
mod identify;
mod joint;
mod labels;
mod lexicon;
mod name;
mod namesakes;
mod pair;
mod parts;
mod persons;
mod post;
mod pronoun;
mod recognise;
mod source;
mod tokens;
mod typography;
mod unnamed;
mod who;
mod words;

use std::ops::Range;
use std::rc::Rc;

use crate::authority::Mention;
use crate::extract::attribution;
use crate::model::{Entity, EntityType, Speaker};
use crate::read::titles;
pub(super) use identify::Setting;
pub use parts::NameParts;
use persons::{Context, Person, Persons};
use recognise::{NameMention, recognise};
use unnamed::tidy;
pub(super) use who::{Rule, Who};

/// The pronoun that a person goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    He,
    She,
}

/// Whether a word is a listed given name, and whom it goes with if with one only.
pub(super) fn given_name(word: &str) -> Option<Option<Pronoun>> {
    lexicon::given(word)
}

/// Whether a word that is an ordinary one too is borne as a given name.
pub(super) fn may_be_given(word: &str) -> bool {
    lexicon::may_be_given(word)
}

/// Whether a word with a capital is no part of a person's name: `Department`, `Monday`, `And`.
pub(super) fn is_no_name(word: &str) -> bool {
    lexicon::is_other(word)
}

/// Whether a word is a verb by which words are given to somebody: `said`.
pub(super) fn attributes(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphabetic());
    attribution::kind(bare) == Some(attribution::CueKind::Say)
}

/// The state whose officials the pages of a host mean.
pub(super) fn home_of(host: &str) -> Option<&'static str> {
    let mut rows = words::lines(include_str!("official_sites.tsv")).filter_map(|line| line.split_once('\t'));
    rows.find(|(end, _)| {
        let bare = end.trim_start_matches('.');
        host == bare || host.strip_suffix(bare).is_some_and(|before| before.ends_with('.'))
    })
    .map(|(_, state)| state)
}

/// The persons of a text, and where it names them.
pub(super) struct Naming {
    persons: Persons,
}

/// Whether a given name or a title shows that somebody is a person, and the name is no office: `Mr. Deputy Speaker`.
fn is_shown(person: &Person) -> bool {
    let name = person.name.as_str();
    let (first, last) = (name.split(' ').next().unwrap_or(name), name.rsplit(' ').next().unwrap_or(name));
    let given = first != last
        && (lexicon::given(first).is_some() || tokens::is_initials(first) && first.contains('.'));
    let office = || {
        let lower = name.to_lowercase();
        titles().is_office(&lower) || titles().is_vocative(&lower)
    };
    let ordinary = || name.split(' ').all(|word| lexicon::is_ordinary(word) || lexicon::is_other(word));
    given || person.titled && (person.borne || !office() && !ordinary())
}

/// So many words show whether a text is English.
const SAMPLE: usize = 400;

/// One word in so many is one of the commonest, at least, in English.
const COMMON: usize = 12;

/// Whether a text is English, by its commonest words.
pub(super) fn is_english(text: &str) -> bool {
    let common = ["the", "of", "and", "to", "in", "that", "is", "for", "on", "he", "said", "was"];
    let (mut all, mut found) = (0, 0);
    for word in text.split_ascii_whitespace().take(SAMPLE) {
        all += 1;
        found += usize::from(common.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    found * COMMON >= all
}

/// A person as a place in the text names them.
pub(super) struct NamedHere {
    /// The bytes of the name, without a title.
    pub start: usize,
    pub end: usize,
    /// Whether a given name stands in it.
    pub full: bool,
    speaker: Speaker,
}

impl NamedHere {
    /// The person as a speaker who is written so.
    pub fn speaker(&self, written: &str) -> Speaker {
        Speaker { as_written: tidy(written), ..self.speaker.clone() }
    }
}

impl Naming {
    /// Finds the persons of a text.
    pub fn new(text: &str, mentions: &[Mention], setting: Setting<'_>) -> Self {
        let context = Context { text, mentions, setting };
        Self { persons: Persons::new(&context, recognise(text, mentions)) }
    }

    /// Where the text names persons, in order, and not as who wrote or made something: those whom the lists know, and in
    /// English those of whom more than capitals shows that they are one.
    pub fn mentions(&self, english: bool) -> Vec<Mention> {
        let all = &self.persons.all;
        let is_person: Vec<bool> =
            all.iter().map(|person| person.known || english && is_shown(person)).collect();
        let known = self.persons.named.iter().filter(|(name, person)| !name.credit && is_person[*person]);
        let mention = |(name, person): &(NameMention, usize)| {
            let person = &self.persons.all[*person];
            let entity =
                Entity { id: person.id.clone(), ..Entity::new(person.name.as_str(), EntityType::Person) };
            Mention { start: name.start, end: name.end, entity }
        };
        known.map(mention).collect()
    }

    /// The mentions that are no part of a person's name: `Israel` in `Israel Katz` is no state.
    pub fn without_names(&self, mentions: Vec<Mention>) -> Vec<Mention> {
        let mut names = self.persons.named.iter().map(|(name, _)| name).peekable();
        let mut kept = mentions;
        kept.retain(|mention| {
            while names.next_if(|name| name.end <= mention.start).is_some() {}
            let inside =
                names.peek().is_some_and(|name| name.start <= mention.start && mention.end <= name.end);
            !(inside && matches!(mention.entity.kind, EntityType::Country | EntityType::Place))
        });
        kept
    }

    /// The first person named in a range of bytes.
    pub fn first_in(&self, range: &Range<usize>) -> Option<NamedHere> {
        let (name, person) = self.within(range).next()?;
        let person = &self.persons.all[*person];
        let speaker = Speaker {
            role: person.post.role.clone(),
            affiliation: person.post.affiliation.clone(),
            ..Speaker::named(person.name.clone())
        };
        Some(NamedHere { start: name.start, end: name.end, full: name.full, speaker })
    }

    fn within(&self, range: &Range<usize>) -> impl Iterator<Item = &(NameMention, usize)> {
        let range = range.clone();
        self.persons
            .named
            .iter()
            .filter(move |(name, _)| range.contains(&name.start) && name.end <= range.end)
    }
}

/// The persons and bodies of one document, and who spoke last.
pub(super) struct People<'a> {
    context: Context<'a>,
    persons: Persons,
    /// Who spoke last.
    last: Option<Rc<Who>>,
    /// The two who spoke last together.
    pair: Option<[usize; 2]>,
}

impl<'a> People<'a> {
    /// The sources of a text in which those persons were found. `mentions` are what `authority` found in it, in order.
    pub fn new(text: &'a str, mentions: &'a [Mention], setting: Setting<'a>, found: Naming) -> Self {
        let context = Context { text, mentions, setting };
        Self { context, persons: found.persons, last: None, pair: None }
    }
}

#[cfg(test)]
mod tests;
