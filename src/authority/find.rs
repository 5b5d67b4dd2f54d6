//! Looks a text through for names.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::borders::{closes, opens};
use super::context::is_government;
use super::homonyms::{UNSURE, Unsure, in_compound, in_paper, in_province, is_language};
use super::{Authority, Mention, symbols};
use crate::model::{Entity, EntityType};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An entity of the list.
    Entity(usize),
    /// A state, by its people or the adjective that is its language too.
    People(usize),
    /// A place, or the government that speaks or acts there.
    Seat { place: usize, government: usize },
    /// One of several states.
    OneOf,
    /// Two states at once: `the two Koreas`.
    Both(usize, usize),
    /// The foreign ministry of the country that stands before it.
    Ministry,
    /// What looks like a name and is none of the list: `Washington Post`.
    Nothing,
}

/// All names in one automaton: a text is read once, however many names there are.
pub(super) struct Finder {
    automaton: Option<AhoCorasick>,
    /// What each pattern stands for; those after the last open symbols of documents.
    targets: Vec<(Target, Option<&'static Unsure>)>,
}

impl Finder {
    pub fn new(names: &[(String, Target)], seats: &HashMap<usize, usize>) -> Self {
        let patterns = names.iter().map(|(name, _)| name.as_str()).chain(symbols::OPENINGS);
        // A list of plain strings is far below the automaton's limits; were it not, nothing would be found.
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        let target = |target: Target| match target {
            Target::Entity(place) if seats.contains_key(&place) => {
                Target::Seat { place, government: seats[&place] }
            }
            other => other,
        };
        let targets = names.iter().map(|(name, named)| (target(*named), UNSURE.get(name.as_str()))).collect();
        Self { automaton, targets }
    }

    pub fn find(&self, text: &str, authority: &Authority) -> Vec<Mention> {
        let mut search = Search {
            text,
            authority,
            mentions: Vec::new(),
            states: HashMap::new(),
            others: HashMap::new(),
            language: 0,
        };
        let (mut documents, mut done) = (false, 0);
        for found in self.automaton.iter().flat_map(|automaton| automaton.find_iter(text)) {
            let (start, end) = (found.start(), found.end());
            if start < done || !opens(text, start) {
                continue;
            }
            match self.targets.get(found.pattern().as_usize()) {
                Some((target, unsure)) => done = search.take(start..end, *target, *unsure),
                None => {
                    let found = symbols::at(text, start, search.body_before(start));
                    documents |= !found.is_empty();
                    done = found.last().map_or(done, |last| last.end);
                    search.mentions.extend(found);
                }
            }
        }
        let mut mentions = search.mentions;
        if documents {
            symbols::join(&mut mentions);
        }
        mentions
    }
}

/// One text as it is looked through.
struct Search<'a> {
    text: &'a str,
    authority: &'a Authority,
    mentions: Vec<Mention>,
    /// What names of several states mean in this text.
    states: HashMap<&'static str, Option<&'a Entity>>,
    /// Which names mean another thing in this text.
    others: HashMap<&'a str, bool>,
    /// Where the last adjective ended that was a language.
    language: usize,
}

impl<'a> Search<'a> {
    /// Takes a name for what it stands for here, if for anything; gives the byte up to which the text is done with.
    fn take(&mut self, range: Range<usize>, target: Target, unsure: Option<&'static Unsure>) -> usize {
        let Range { start, end } = range;
        let (text, entities) = (self.text, &self.authority.entities);
        if !closes(text, end) || unsure.is_some_and(|unsure| self.is_other(unsure, start, end)) {
            return end;
        }
        if let Some(end) = self.is_no_state(start, end, target) {
            return end;
        }
        let entity = match target {
            Target::Nothing => None,
            Target::Entity(at) | Target::People(at) => entities.get(at),
            Target::Seat { place, government } => {
                entities.get(if is_government(text, start, end) { government } else { place })
            }
            Target::Ministry => ministry(text, start, self.mentions.last(), self.authority),
            Target::OneOf => unsure.and_then(|unsure| self.one_of(unsure)),
            Target::Both(first, second) => {
                let first = entities.get(first).cloned();
                self.mentions.extend(first.map(|entity| Mention { start, end, entity }));
                entities.get(second)
            }
        };
        self.mentions.extend(entity.cloned().map(|entity| Mention { start, end, entity }));
        end
    }

    /// Whether the name of a state or a place means neither here: a town of the same name, a thing, a language. Gives
    /// the byte after the words that say so.
    fn is_no_state(&mut self, start: usize, end: usize, target: Target) -> Option<usize> {
        let text = self.text;
        let (at, seat) = match target {
            Target::Entity(at) => (at, None),
            Target::Seat { place, government } => (place, Some(government)),
            Target::People(_) => {
                if is_language(text, start, end, self.language) {
                    self.language = end;
                    return Some(end);
                }
                return in_compound(text, start, end).then_some(end);
            }
            _ => return None,
        };
        if !matches!(self.authority.entities[at].kind, EntityType::Country | EntityType::Place) {
            return None;
        }
        if in_compound(text, start, end) || in_paper(text, end) {
            return Some(end);
        }
        let town = in_province(text, end)?;
        // `Athens, Georgia` is a town of the province; `Tbilisi, Georgia` and `Armenia, Georgia` are of the state.
        let state = self.authority.by_key.get(&super::key(&text[end + 2..town]));
        let namesake = state.is_none_or(|state| seat.is_some_and(|seat| seat != *state));
        namesake.then_some(town)
    }

    fn is_other(&mut self, unsure: &Unsure, start: usize, end: usize) -> bool {
        let text = self.text;
        unsure.is_other(text, start, end)
            || *self.others.entry(&text[start..end]).or_insert_with(|| unsure.is_other_in(text))
    }

    /// The one of several states of a name that the text names elsewhere.
    fn one_of(&mut self, unsure: &'static Unsure) -> Option<&'a Entity> {
        let (text, authority) = (self.text, self.authority);
        let state = |(state, hints): &(&'static str, Vec<&'static str>)| {
            let meant = hints.iter().any(|hint| text.contains(hint));
            if meant { authority.canonical(state) } else { None }
        };
        let name = unsure.states.first().map_or("", |(state, _)| state);
        *self.states.entry(name).or_insert_with(|| unsure.states.iter().find_map(state))
    }

    /// The name that ends right before a byte.
    fn body_before(&self, start: usize) -> Option<&str> {
        let body = self.mentions.last().filter(|last| self.text.get(last.end..start) == Some(" "));
        body.map(|last| last.entity.name.as_str())
    }
}

/// `Russian Foreign Ministry`, `Russia’s foreign ministry`: the country is the mention before.
fn ministry<'a>(
    text: &str,
    start: usize,
    last: Option<&Mention>,
    authority: &'a Authority,
) -> Option<&'a Entity> {
    let last = last?;
    let gap = text.get(last.end..start)?;
    if !matches!(gap, " " | "’s " | "'s " | "’ " | "' ") || last.entity.kind != EntityType::Country {
        return None;
    }
    let country = authority.by_key.get(&super::key(&last.entity.name))?;
    authority.entities.get(*authority.ministries.get(country)?)
}
