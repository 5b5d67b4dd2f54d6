//! Pronouns: whom `he`, `she`, `who`, `they` and `it` mean.
//!
//! The persons named before are weighed by sex, by who spoke last, by who is a sentence's first and so most often its
//! subject, and by how far back they stand (after Lappin and Leass 1994, with fewer factors). Below a threshold nobody is
//! meant.

use std::ops::Range;

use super::lexicon::is_who;
use super::recognise::{NameMention, Title};
use super::words::words;
use super::{People, Pronoun, Rule, Who, tidy};
use crate::authority::offices;
use crate::model::EntityType;

/// How many mentions before a pronoun are weighed.
const NEAR: usize = 24;
/// How many sentences back the one who is meant stands at most.
const FAR: i32 = 6;
/// The least weight of whoever is meant.
const LEAST: i32 = 2;

impl People<'_> {
    /// Whom a source that is a pronoun means; `None` where it is none, or where nobody can be told.
    pub(super) fn pronoun(&mut self, written: &str, source: &Range<usize>) -> Option<Who> {
        match written.to_lowercase().as_str() {
            "he" => self.third_person(Pronoun::He, source, written),
            "she" => self.third_person(Pronoun::She, source, written),
            "who" => self.relative(source, written),
            "they" | "it" => self.body_before(source, written),
            _ => None,
        }
    }

    /// `who`: the name right before it.
    fn relative(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let before = self.before(source.start);
        let near = self.persons.named[..before].last().filter(|(name, _)| {
            name.end <= source.start
                && source.start - name.end < 60
                && !self.context.text[name.end..source.start].contains('.')
        });
        near.map(|(_, person)| self.person(*person, Rule::NameBefore, source, written))
    }

    /// `it`, `they`: the body that spoke last.
    fn body_before(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let last = self.last.as_ref().filter(|last| {
            let noun = last.speaker.name.rsplit(' ').next().unwrap_or("");
            last.person.is_none() && (last.rule == Rule::Body || last.rule == Rule::Words && is_who(noun))
        })?;
        Some(self.again(last, source, written))
    }

    fn again(&self, last: &Who, source: &Range<usize>, written: &str) -> Who {
        let mut who = Who { rule: Rule::LastSpeaker, source: source.clone(), ..last.clone() };
        who.speaker.as_written = tidy(written);
        who.named = last.named.clone().or(Some(last.source.clone()));
        who
    }

    fn third_person(&mut self, wanted: Pronoun, source: &Range<usize>, written: &str) -> Option<Who> {
        let before = self.before(source.start);
        let mut best: Option<(i32, usize)> = None;
        let (mut distance, mut from) = (0, source.start);
        for at in (before.saturating_sub(NEAR)..before).rev() {
            let (name, person) = &self.persons.named[at];
            let person = *person;
            distance += self.sentences_between(name.end, from);
            from = name.end.min(from);
            // Nothing so far back weighs enough.
            if distance > FAR {
                break;
            }
            let Some(weight) = self.weight(at, wanted, source, distance) else { continue };
            if best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, person));
            }
        }
        let best = best.filter(|(weight, _)| *weight >= LEAST);
        let post = self.last_post(wanted, source);
        if let Some((weight, last)) = post
            && best.is_none_or(|(most, _)| weight > most)
        {
            return Some(self.again(&last, source, written));
        }
        if let Some((_, person)) = best {
            let last = self.last.as_ref().is_some_and(|last| last.person == Some(person));
            let known = &mut self.persons.all[person].pronoun;
            *known = known.or(Some(wanted));
            let rule = if last { Rule::LastSpeaker } else { Rule::LastNamed };
            return Some(self.person(person, rule, source, written));
        }
        self.described(source, written)
    }

    /// How well a mention fits a pronoun; `None` where it cannot be meant.
    fn weight(&self, at: usize, wanted: Pronoun, source: &Range<usize>, distance: i32) -> Option<i32> {
        let (name, index) = &self.persons.named[at];
        let person = &self.persons.all[*index];
        let sex = match person.pronoun {
            Some(own) if own != wanted => return None,
            Some(_) => 3,
            None => 0,
        };
        let last = self.last.as_ref().is_some_and(|last| last.person == Some(*index));
        let subject = self.is_subject(at);
        if name.end > source.start || name.credit || !person.sure && !subject && !last {
            return None;
        }
        // `Worked at Brandt and Weiss`: what one is at is a house that bears a name.
        if !last && !person.known && name.title == Title::None && self.governor(name.start) == "at" {
            return None;
        }
        // `To Lima, Peru, and Rio Grande, Brazil`: a name before its state is a place.
        if !last && !person.known && name.title == Title::None && self.is_placed(name.end) {
            return None;
        }
        let mut weight = 5 + sex - 2 * distance;
        weight += if last { 4 } else { 0 } + if subject { 2 } else { 0 };
        weight -= if name.possessive { 2 } else { 0 } + if person.sure { 0 } else { 2 };
        Some(weight)
    }

    /// Whether a state follows after a comma what ends at a byte.
    fn is_placed(&self, end: usize) -> bool {
        let Some(rest) = self.context.text[end..].strip_prefix(", ") else { return false };
        let start = self.context.text.len() - rest.len();
        let mentions = self.context.mentions;
        let at = mentions.partition_point(|mention| mention.start < start);
        mentions
            .get(at)
            .is_some_and(|mention| mention.start == start && mention.entity.kind == EntityType::Country)
    }

    /// The word in small letters, most often a preposition, that a name goes with: `at` of `at Brandt, Haddad and Weiss`.
    fn governor(&self, at: usize) -> &str {
        let before = &self.context.text[..at];
        let before = &before[before.rfind(['.', '?', '!', ':', ';', '\n']).map_or(0, |stop| stop + 1)..];
        let joins =
            |word: &&str| !word.starts_with(char::is_lowercase) || matches!(*word, "and" | "the" | "&");
        before.rsplit(' ').find(|word| !word.is_empty() && !joins(word)).unwrap_or("")
    }

    /// Whether a mention is the first name of its sentence and stands near its beginning: no preposition joins it to what
    /// stands before.
    fn is_subject(&self, at: usize) -> bool {
        let (name, _) = &self.persons.named[at];
        let governor = self.governor(name.start);
        if words().of.iter().any(|word| word.trim() == governor) {
            return false;
        }
        let start = at.checked_sub(1).map_or(0, |before| self.persons.named[before].0.end);
        let between = self.context.text.get(start..name.start).unwrap_or("");
        let ends = |c: char| matches!(c, '.' | '?' | '!' | '\n' | '”' | '"');
        at == 0 || self.but_title(between).contains(ends)
    }

    /// What stands between two names, but for the stops of titles right before the second.
    fn but_title<'t>(&self, between: &'t str) -> &'t str {
        let words = between.trim_end();
        words.strip_suffix('.').filter(|words| !words.ends_with(char::is_lowercase)).unwrap_or(between)
    }

    /// How many sentences end between two places, ten at most.
    fn sentences_between(&self, start: usize, end: usize) -> i32 {
        let between = self.context.text.get(start..end).unwrap_or("");
        let mut count = 0;
        let mut after_stop = false;
        for c in between.chars().take(2000) {
            if after_stop && c.is_whitespace() {
                count += 1;
            }
            after_stop = matches!(c, '.' | '?' | '!') || after_stop && matches!(c, '”' | '"' | '’' | ')');
        }
        count.min(10)
    }

    /// Who spoke last, where that is the holder of a post whom nothing names, and how well that fits.
    fn last_post(&self, wanted: Pronoun, source: &Range<usize>) -> Option<(i32, Who)> {
        let last = self.last.as_ref().filter(|last| last.person.is_none() && last.speaker.role.is_some())?;
        let fits = last.pronoun.is_none_or(|own| own == wanted);
        let weight = 9 - 2 * self.sentences_between(last.source.end, source.start);
        (fits && weight >= LEAST).then(|| (weight, Who::clone(last)))
    }

    /// A post that the text names shortly before, where nobody is known by name: `The envoy arrived. … he said`.
    fn described(&mut self, source: &Range<usize>, written: &str) -> Option<Who> {
        let text = self.context.text;
        let from = source.start.saturating_sub(240);
        let from = (from..source.start).find(|&at| text.is_char_boundary(at))?;
        let mut latest = None;
        for (at, _) in text[from..source.start].match_indices("he ") {
            // `The envoy`, `the minister`
            let start = from + at + 3;
            let article = text[..from + at].ends_with(['t', 'T']);
            if article && let Some(office) = offices().starting_at(text, start) {
                latest = Some(start - 4..office.end);
            }
        }
        let place = latest?;
        let who = self.body(&place, &text[place.clone()])?;
        let mut who = Who { rule: Rule::LastNamed, named: Some(place), source: source.clone(), ..who };
        who.speaker.as_written = tidy(written);
        Some(who)
    }

    /// How many mentions begin before a byte.
    pub(super) fn before(&self, at: usize) -> usize {
        self.persons.named.partition_point(|(name, _)| name.start < at)
    }

    /// The mentions inside a range, each with its person.
    pub(super) fn within(&self, range: &Range<usize>) -> impl Iterator<Item = &(NameMention, usize)> {
        let end = range.end;
        self.persons.named[self.before(range.start)..].iter().take_while(move |(name, _)| name.end <= end)
    }
}
