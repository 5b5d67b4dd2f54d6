//! Who a source is: a person of the document, a body, the holder of a post, or nobody who is named.

use std::ops::Range;
use std::rc::Rc;

use super::names::has_capital;
use super::role::{self, Post};
use super::words::words;
use super::{NEAR, People, Person, Pronoun, Rule, Who, is_no_name};
use crate::authority::offices;
use crate::model::{EntityType, Speaker};

impl People<'_> {
    /// Who the source in `range` is; `None` where nobody can be named. Ask in the order of the text: who
    /// spoke last is who `he` is.
    pub fn speaker(&mut self, range: Range<usize>) -> Option<Rc<Who>> {
        let written = self.text[range.clone()]
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '“' | '”' | '"'));
        let who = self
            .pronoun(written, &range)
            .or_else(|| self.named_in(&range, written))
            .or_else(|| self.body(&range, written))
            .or_else(|| self.unnamed(&range, written))?;
        let who = Rc::new(who);
        self.last = Some(Rc::clone(&who));
        Some(who)
    }

    /// A person of the document as the speaker of a source.
    fn person(&self, person: usize, rule: Rule, source: &Range<usize>, written: &str) -> Who {
        let Person { name, pronoun, post, at } = &self.persons[person];
        let speaker = Speaker {
            name: name.clone(),
            role: post.role.clone(),
            affiliation: post.affiliation.clone(),
            as_written: tidy(written),
        };
        Who {
            speaker,
            rule,
            source: source.clone(),
            named: Some(at.clone()),
            role: post.role_at.clone(),
            affiliation: post.affiliation_at.clone(),
            pronoun: *pronoun,
        }
    }

    fn pronoun(&self, written: &str, source: &Range<usize>) -> Option<Who> {
        let wanted = match written.to_lowercase().as_str() {
            "he" => Some(Pronoun::He),
            "she" => Some(Pronoun::She),
            "who" | "they" | "it" => None,
            _ => return None,
        };
        let fits = |pronoun: Option<Pronoun>| wanted.is_none() || pronoun.is_none() || pronoun == wanted;
        let before = self.named.partition_point(|(run, _)| run.start < source.start);
        if written.eq_ignore_ascii_case("who") {
            let last = self.named[..before].last();
            let near = last.filter(|(run, _)| {
                run.end <= source.start
                    && source.start - run.end < 60
                    && !self.text[run.end..source.start].contains('.')
            });
            return near.map(|(_, person)| self.person(*person, Rule::NameBefore, source, written));
        }
        if let Some(last) = &self.last {
            let person = self.by_name.contains_key(&last.speaker.name);
            if person == wanted.is_some() && fits(last.pronoun) {
                let mut who = Who { rule: Rule::LastSpeaker, source: source.clone(), ..Who::clone(last) };
                who.speaker.as_written = tidy(written);
                who.named = last.named.clone().or(Some(last.source.clone()));
                return Some(who);
            }
        }
        wanted?;
        let found = self.lately(before).find(|&person| fits(self.persons[person].pronoun));
        found.map(|person| self.person(person, Rule::LastNamed, source, written))
    }

    /// The first person named in the source, unless only as the one spoken for.
    fn named_in(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let from = self.named.partition_point(|(run, _)| run.start < source.start);
        let inside = self.named[from..].iter().take_while(|(run, _)| run.end <= source.end);
        let mut own = inside.filter(|(run, _)| {
            // `Secretary of State`: the office before a name is no word that parts them.
            let before = self.text[..run.start].trim_end().len();
            let office = offices().ending_at(self.text, before).map_or(run.start, |office| office.start);
            !run.possessive && !self.after_of(source.start..office.max(source.start))
        });
        own.next().map(|(_, person)| self.person(*person, Rule::Name, source, written))
    }

    /// Whether the whole of a source is the name of a person, a body or a government.
    pub fn names(&self, source: &Range<usize>) -> bool {
        let run = self.named.partition_point(|(run, _)| run.start < source.start);
        let person = self
            .named
            .get(run)
            .is_some_and(|(run, _)| (run.start, run.end) == (source.start, source.end) && !run.possessive);
        let written = &self.text[source.clone()];
        let body = self.body(source, written).is_some_and(|who| who.rule == Rule::Body);
        let post = || role::inside(self.text, source.clone(), self.mentions).role.is_some();
        person || body || (post() && self.named_in(source, written).is_some())
    }

    /// Whether a word like `for` or `of` stands in the part of a source before a name: the name is not
    /// the source’s own.
    fn after_of(&self, before: Range<usize>) -> bool {
        let before = format!("{} ", &self.text[before]);
        words().of.iter().any(|word| before.contains(word))
    }

    /// The body, the government or the holder of a post that the source names.
    fn body(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let post = role::inside(self.text, source.clone(), self.mentions);
        if post.role.is_some() {
            return Some(self.holder(post, source, written));
        }
        let from = self.mentions.partition_point(|mention| mention.start < source.start);
        let mention = self.mentions[from..]
            .iter()
            .take_while(|mention| mention.end <= source.end)
            .find(|mention| !self.after_of(source.start..mention.start))?;
        let head = self.text[mention.end..source.end].trim_matches(|c: char| !c.is_alphanumeric());
        let head = head.strip_prefix("s ").unwrap_or(head);
        let whole = head.is_empty() || head == "s" || words().heads.contains(head.to_lowercase().as_str());
        let name = match mention.entity.kind {
            EntityType::Organisation | EntityType::Country | EntityType::Person => &mention.entity.name,
            // What a place says its government says.
            EntityType::Place => &self.authority.stands_for(&mention.entity.name)?.name,
            EntityType::Document => return None,
        };
        whole.then(|| {
            let speaker = Speaker { as_written: tidy(written), ..Speaker::named(name.clone()) };
            Who::of_words(speaker, Rule::Body, source)
        })
    }

    /// Who holds a post: the one person of the document who does, or the post itself.
    fn holder(&self, post: Post, source: &Range<usize>, written: &str) -> Who {
        let role = post.role.as_deref().unwrap_or_default();
        let definite = written.to_lowercase().starts_with("the ");
        let holds = |person: &Person| {
            let same_role = person.post.role.as_deref().is_some_and(|held| {
                held == role || held.ends_with(&format!(" {role}")) || role.ends_with(&format!(" {held}"))
            });
            let same_body = match (&post.affiliation, &person.post.affiliation) {
                (Some(wanted), Some(held)) => wanted == held,
                (Some(_), None) => false,
                (None, _) => definite,
            };
            same_role && same_body
        };
        let mut fits = (0..self.persons.len().min(NEAR)).filter(|&at| holds(&self.persons[at]));
        let first = fits.next();
        let person = match (first, fits.next()) {
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) if definite => {
                let before = self.named.partition_point(|(run, _)| run.start < source.start);
                self.lately(before).find(|&person| holds(&self.persons[person]))
            }
            _ => None,
        };
        if let Some(person) = person {
            return self.person(person, Rule::Holder, source, written);
        }
        let speaker = Speaker {
            name: named_before(written).map_or_else(|| bare(written), tidy),
            role: post.role,
            affiliation: post.affiliation,
            as_written: tidy(written),
        };
        let (role, affiliation, pronoun) = (post.role_at, post.affiliation_at, post.pronoun);
        Who { role, affiliation, pronoun, ..Who::of_words(speaker, Rule::Post, source) }
    }

    /// A source that the text does not name: `critics`, `two senior aides`.
    fn unnamed(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let name = bare(written);
        let count = name.split(' ').count();
        let word = name.chars().any(char::is_alphabetic);
        let nobody = words().nobody.contains(name.to_lowercase().as_str());
        let label =
            self.text[source.end..].starts_with(':') && words().labels.contains(name.to_lowercase().as_str());
        (word && !nobody && !label && count <= 6).then(|| {
            let speaker = Speaker { as_written: tidy(written), ..Speaker::named(name) };
            Who::of_words(speaker, Rule::Words, source)
        })
    }
}

/// The name that a post is said of: `Hamdan` of `Hamdan, a spokesman for the group`.
fn named_before(written: &str) -> Option<&str> {
    let (name, post) = written.split_once(", ")?;
    let said_of = ["a ", "an ", "the "].iter().any(|article| post.starts_with(article));
    let is_name = |word: &str| has_capital(word) && !is_no_name(word);
    let mut words = name.split_whitespace();
    Some(name).filter(|_| said_of && words.clone().count() <= 3 && words.all(is_name))
}

/// Words without an article, and with single spaces.
fn bare(written: &str) -> String {
    let tidy = tidy(written);
    let article =
        ["the ", "a ", "an ", "The ", "A ", "An "].iter().find_map(|article| tidy.strip_prefix(article));
    article.map(str::to_owned).unwrap_or(tidy)
}

/// Words with single spaces between them and no marks around.
pub(super) fn tidy(written: &str) -> String {
    let words: Vec<&str> = written.split_whitespace().collect();
    words.join(" ").trim_matches([',', ';', ':', '“', '”', '"', '(', ')', '—', '–', '-']).trim().to_owned()
}
