//! Looks a text through for names.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::context::{UNSURE, Unsure, is_government, is_other};
use super::{Authority, Mention, symbols};
use crate::model::{Entity, EntityType};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An entity of the list.
    Entity(usize),
    /// A place, or the government that speaks or acts there.
    Seat { place: usize, government: usize },
    /// One of several states.
    OneOf,
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
        let mut mentions: Vec<Mention> = Vec::new();
        let mut states: HashMap<&'static str, Option<&Entity>> = HashMap::new();
        let (mut documents, mut done) = (false, 0);
        for found in self.automaton.iter().flat_map(|automaton| automaton.find_iter(text)) {
            let (start, end) = (found.start(), found.end());
            if start < done || !opens(text, start) {
                continue;
            }
            let Some((target, unsure)) = self.targets.get(found.pattern().as_usize()) else {
                let body = mentions.last().filter(|last| text.get(last.end..start) == Some(" "));
                if let Some(document) = symbols::at(text, start, body.map(|last| last.entity.name.as_str())) {
                    documents = true;
                    done = document.end;
                    mentions.push(document);
                }
                continue;
            };
            if !closes(text, end) || unsure.is_some_and(|unsure| is_other(unsure, text, start, end)) {
                continue;
            }
            let entity = match *target {
                Target::Nothing => continue,
                Target::Entity(at) => &authority.entities[at],
                Target::Seat { place, government } => {
                    let at = if is_government(text, start, end) { government } else { place };
                    &authority.entities[at]
                }
                Target::Ministry => match ministry(text, start, mentions.last(), authority) {
                    Some(ministry) => ministry,
                    None => continue,
                },
                Target::OneOf => {
                    let state = |(state, hints): &(&'static str, Vec<&'static str>)| {
                        let meant = hints.iter().any(|hint| text.contains(hint));
                        if meant { authority.canonical(state) } else { None }
                    };
                    let Some(unsure) = unsure else { continue };
                    let one = *states
                        .entry(unsure.states.first().map_or("", |(state, _)| state))
                        .or_insert_with(|| unsure.states.iter().find_map(state));
                    let Some(entity) = one else { continue };
                    entity
                }
            };
            mentions.push(Mention { start, end, entity: entity.clone() });
        }
        if documents {
            symbols::join(&mut mentions);
        }
        mentions
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

fn opens(text: &str, start: usize) -> bool {
    !text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
}

fn closes(text: &str, end: usize) -> bool {
    !text[end..].chars().next().is_some_and(char::is_alphanumeric)
}
