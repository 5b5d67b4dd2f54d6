//! Two persons who are meant together: `the two leaders`, `both ministers`, and `they` after that.
//!
//! Two are only meant where the text has just two who may be: of three presidents no two are.

use std::ops::Range;
use std::rc::Rc;

use super::unnamed::tidy;
use super::words::words;
use super::{People, Rule, Who};
use crate::authority::offices;
use crate::read::first_paragraph;

/// How far back, in bytes, others may have been called so.
const FAR: usize = 20_000;

impl People<'_> {
    /// The two persons whom a plural of an office means: the only two with an office whom the text has named before, else
    /// the only two in its first paragraph.
    pub fn both(&mut self, source: &Range<usize>) -> Option<[Rc<Who>; 2]> {
        let written = tidy(&self.context.text[source.clone()]);
        let (pair, rule) = if written.eq_ignore_ascii_case("they") {
            (self.pair?, Rule::LastSpeaker)
        } else {
            let text = self.context.text;
            self.is_plural(&written.to_lowercase(), source)
                .then(|| {
                    let opening = first_paragraph(text).len().min(source.start);
                    self.only_two(source.start).or_else(|| self.only_two(opening))
                })
                .flatten()
                .map(|pair| (pair, Rule::Holder))?
        };
        self.pair = Some(pair);
        Some(pair.map(|person| Rc::new(self.person(person, rule, source, &written))))
    }

    /// Whether words are the plural of an office and point at two: `the two leaders`; `the leaders` where no others have
    /// been called so: `G7 leaders`.
    fn is_plural(&self, written: &str, source: &Range<usize>) -> bool {
        let rest = written.strip_prefix("the ").unwrap_or(written);
        let (two, noun) = match ["two ", "both "].iter().find_map(|word| rest.strip_prefix(word)) {
            Some(noun) => (true, noun.strip_prefix("the ").unwrap_or(noun)),
            None => (false, rest),
        };
        let office = noun.strip_suffix('s').is_some_and(|one| offices().whole(one).is_some());
        if noun.contains(' ') || !(office || words().leads.contains(noun)) || !two && rest == written {
            return false;
        }
        let text = self.context.text;
        let from = (source.start.saturating_sub(FAR)..=source.start).find(|&at| text.is_char_boundary(at));
        let before = text[from.unwrap_or(source.start)..source.start].to_lowercase();
        let points = |at: usize| {
            let last = before[..at].trim_end().rsplit(|c: char| !c.is_alphabetic()).next();
            last.is_some_and(|word| ["the", "two", "both"].contains(&word))
        };
        two || before.match_indices(noun).all(|(at, _)| points(at))
    }

    /// The two persons with an office whom the text names before a byte, if they are two.
    fn only_two(&self, end: usize) -> Option<[usize; 2]> {
        let mut persons: Vec<usize> = Vec::new();
        for (name, person) in &self.persons.named[..self.before(end)] {
            let one = &self.persons.all[*person];
            if !persons.contains(person) && !name.credit && one.sure && one.post.role.is_some() {
                persons.push(*person);
            }
            if persons.len() > 2 {
                return None;
            }
        }
        <[usize; 2]>::try_from(persons).ok()
    }
}
