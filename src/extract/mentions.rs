//! Mentions: what a document names, as it is given to its statements: without who speaks, each entity once, with its places.

use std::collections::HashMap;
use std::ops::Range;

use super::cut::{By, Cut, Points};
use crate::authority::Mention;
use crate::model::{Entity, EntityMention, EntityType};

/// The mentions of persons but for those that say who speaks: in the head of a turn, and in the source of what is theirs.
pub(super) fn about(named: Vec<Mention>, cuts: &[Cut]) -> Vec<Mention> {
    let mut sources: Vec<(Range<usize>, Option<&str>)> = Vec::new();
    for cut in cuts {
        if let By::Head(head) = &cut.who {
            sources.push((head.clone(), None));
        }
        for said in &cut.said {
            let speaker = said.speaker().map(|speaker| speaker.name.as_str());
            sources.extend(said.found.source.clone().filter(|_| speaker.is_some()).map(|at| (at, speaker)));
        }
    }
    sources.sort_by_key(|(range, _)| range.start);
    let speaks = |mention: &Mention| {
        let next = sources.partition_point(|(range, _)| range.start <= mention.start);
        sources[..next].iter().rev().take(3).any(|(range, speaker)| {
            mention.start < range.end && speaker.is_none_or(|speaker| speaker == mention.entity.name)
        })
    };
    named.into_iter().filter(|mention| !speaks(mention)).collect()
}

/// Mentions in order, those of persons among the others. Of two over the same words the longer stands: `Michael Jordan` is no
/// state.
pub(super) fn with_persons(mut mentions: Vec<Mention>, persons: Vec<Mention>) -> Vec<Mention> {
    if persons.is_empty() {
        return mentions;
    }
    mentions.extend(persons);
    mentions.sort_by_key(|mention| (mention.start, std::cmp::Reverse(mention.end)));
    let mut kept: Vec<Mention> = Vec::with_capacity(mentions.len());
    // One name of two states names both: `the two Koreas`.
    let both = |one: &Mention, other: &Mention| {
        (one.start, one.end) == (other.start, other.end)
            && [one, other].iter().all(|mention| mention.entity.kind == EntityType::Country)
    };
    for mention in mentions {
        match kept.last_mut() {
            Some(last) if mention.start < last.end && !both(last, &mention) => {
                if mention.end - mention.start > last.end - last.start {
                    *last = mention;
                }
            }
            _ => kept.push(mention),
        }
    }
    kept
}

/// What mentions name, each once, in order of first mention; and of each mention, which of these it names.
pub(super) fn entities(mentions: &[Mention]) -> (Vec<Entity>, Vec<usize>) {
    let mut seen: HashMap<(&str, EntityType), usize> = HashMap::new();
    let mut entities: Vec<Entity> = Vec::new();
    let mut named = Vec::with_capacity(mentions.len());
    for entity in mentions.iter().map(|mention| &mention.entity) {
        let at = *seen.entry((&entity.name, entity.kind)).or_insert_with(|| {
            entities.push(entity.clone());
            entities.len() - 1
        });
        // One name has an id where the lists knew it.
        if entities[at].id.is_none() {
            entities[at].id.clone_from(&entity.id);
        }
        named.push(at);
    }
    (entities, named)
}

/// Where mentions name which entity; `points` stands at the statement's beginning.
pub(super) fn places(mut points: Points<'_>, mentions: &[Mention], named: &[usize]) -> Vec<EntityMention> {
    let place = |(mention, &entity): (&Mention, &usize)| {
        points.advance(mention.start);
        EntityMention { entity, span: points.near(&(mention.start..mention.end)) }
    };
    mentions.iter().zip(named).map(place).collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::model::{Document, Span};

    #[test]
    fn each_mention_stands_where_its_words_do() {
        let body = "À Genève, Ada Example met the two Koreas. “France and Mali agree,” Ben Sample said, and France left.";
        let letters: Vec<char> = body.chars().collect();
        let words = |span: Span| letters[span.start..span.end].iter().collect::<String>();
        let mut found = Vec::new();
        for statement in Extractor::default().extract(&Document::new("x.txt", body)) {
            for mention in &statement.mentions {
                found.push((statement.entities[mention.entity].name.clone(), words(mention.span)));
            }
        }
        let found: Vec<_> = found.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
        assert_eq!(
            found,
            [
                ("Ada Example", "Ada Example"),
                ("North Korea", "Koreas"),
                ("South Korea", "Koreas"),
                ("France", "France"),
                ("Mali", "Mali"),
                ("France", "France"),
            ]
        );
    }
}
