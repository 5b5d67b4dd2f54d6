//! Bodies, governments and posts as sources: `Hamas`, `the Israeli government`, `the foreign minister of Iran`, and who holds
//! a post.

use std::ops::Range;

use super::persons::Person;
use super::post::{self, Post};
use super::tokens::has_capital;
use super::unnamed::{bare, tidy};
use super::words::words;
use super::{People, Rule, Who, is_no_name};
use crate::authority::individual;
use crate::extract::attribution;
use crate::model::{EntityType, Speaker};

/// How many persons a post is looked for among.
const NEAR: usize = 400;

impl People<'_> {
    /// Whether a word like `for` or `of` stands in the part of a source before a name: the name is not
    /// the source’s own.
    fn after_of(&self, before: Range<usize>) -> bool {
        let before = format!("{} ", &self.context.text[before]);
        words().of.iter().any(|word| before.contains(word))
    }

    /// The body, the government or the holder of a post that the source names.
    pub(super) fn body(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let (text, mentions) = (self.context.text, self.context.mentions);
        let post = post::inside(text, source.clone(), mentions);
        if post.role.is_some() {
            return Some(self.holder(post, source, written));
        }
        let from = mentions.partition_point(|mention| mention.start < source.start);
        let mention = mentions[from..]
            .iter()
            .take_while(|mention| mention.end <= source.end)
            .find(|mention| !self.after_of(source.start..mention.start))?;
        // `the Security Council on Saturday`, `the Soviet side took`: a day or a verb in the source is none of the body's.
        let rest = without_verb(super::align::without_day(text[mention.end..source.end].trim_end()));
        let head = rest.trim_matches(|c: char| !c.is_alphanumeric());
        let head = head.strip_prefix("s ").unwrap_or(head);
        let whole = head.is_empty() || head == "s" || words().heads.contains(head.to_lowercase().as_str());
        let demonym = &text[mention.start..mention.end];
        if head.is_empty() && individual(demonym) {
            return Some(self.compatriot(&mention.entity.name, source, written, demonym));
        }
        // `Americans` are people; `the Americans` may be their state.
        let many = demonym.strip_suffix('s').is_some_and(individual);
        let article = self.context.text[..mention.start].trim_end().rsplit(' ').next();
        if head.is_empty() && many && !article.is_some_and(|word| word.eq_ignore_ascii_case("the")) {
            let speaker = Speaker {
                affiliation: Some(mention.entity.name.clone()),
                as_written: tidy(written),
                ..Speaker::described(demonym)
            };
            return Some(Who::of_words(speaker, Rule::Words, source));
        }
        let name = match mention.entity.kind {
            EntityType::Organisation | EntityType::Country | EntityType::Person => &mention.entity.name,
            // What a place says its government says.
            EntityType::Place => &self.context.setting.authority.stands_for(&mention.entity.name)?.name,
            EntityType::Document => return None,
        };
        whole.then(|| {
            let speaker = Speaker { as_written: tidy(written), ..Speaker::named(name.clone()) };
            Who::of_words(speaker, Rule::Body, source)
        })
    }

    /// `the Ukrainian`: the person of that state who was named last, or one whom nothing names. A state is no person.
    fn compatriot(&self, state: &str, source: &Range<usize>, written: &str, demonym: &str) -> Who {
        let before = self.before(source.start);
        let of_state = |person: &usize| self.persons.all[*person].post.affiliation.as_deref() == Some(state);
        let lately = self.persons.named[..before].iter().rev().take(NEAR).map(|(_, person)| *person);
        if let Some(person) = lately.take(12).find(of_state) {
            return self.person(person, Rule::Holder, source, written);
        }
        let speaker = Speaker {
            affiliation: Some(state.to_owned()),
            as_written: tidy(written),
            ..Speaker::described(demonym)
        };
        Who::of_words(speaker, Rule::Words, source)
    }

    /// Who holds a post: the one person of the document who does, or the post itself. A post without its body is held by
    /// somebody named before.
    fn holder(&self, post: Post, source: &Range<usize>, written: &str) -> Who {
        let role = post.role.as_deref().unwrap_or_default();
        // The article may have been left out of the source.
        let before = self.context.text[..source.start].trim_end();
        // `The Prime Minister and President` has one article for both.
        let offices = before.strip_suffix(" and").map(|list| list.rsplit(' ').take(5));
        let shared = offices.and_then(|mut words| words.find(|word| !has_capital(word) || *word == "The"));
        let last = before.rsplit(|c: char| !c.is_alphabetic()).next();
        let article = shared.or(last).is_some_and(|word| word.eq_ignore_ascii_case("the"));
        let definite =
            article || written.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("the"));
        let holds = |person: &Person| {
            let same_body = match (&post.affiliation, &person.post.affiliation) {
                (Some(wanted), Some(held)) => wanted == held,
                (Some(_), None) => false,
                (None, _) => definite && person.at.start < source.start,
            };
            same_body && person.post.is_called(role)
        };
        // `The President` on a page of his own state is nobody's else.
        if definite
            && post.affiliation.is_none()
            && self.context.setting.home.is_some()
            && let Some(who) = self.on_date(&post, source, written)
        {
            return who;
        }
        let mut fits = (0..self.persons.all.len().min(NEAR)).filter(|&at| holds(&self.persons.all[at]));
        let first = fits.next();
        let person = match (first, fits.next()) {
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) if definite => {
                let named = self.persons.named[..self.before(source.start)].iter().rev().take(NEAR);
                named.map(|(_, person)| *person).find(|&person| holds(&self.persons.all[person]))
            }
            _ => None,
        };
        if let Some(person) = person {
            return self.person(person, Rule::Holder, source, written);
        }
        let named = named_before(written);
        // `the Russian foreign minister`: who held the office on the date.
        if named.is_none()
            && post.affiliation.is_some()
            && let Some(who) = self.on_date(&post, source, written)
        {
            return who;
        }
        let name = match named {
            Some(name) => Speaker::named(tidy(name)),
            None => Speaker::described(self.post_words(&post, source)),
        };
        let speaker =
            Speaker { role: post.role, affiliation: post.affiliation, as_written: tidy(written), ..name };
        let (role, affiliation, pronoun) = (post.role_at, post.affiliation_at, post.pronoun);
        Who { role, affiliation, pronoun, ..Who::of_words(speaker, Rule::Post, source) }
    }

    /// Whoever the lists have for a post on the date: of its own state, or of the page's.
    fn on_date(&self, post: &Post, source: &Range<usize>, written: &str) -> Option<Who> {
        let body = post.affiliation.as_deref().or(self.context.setting.home);
        let identity = self.context.setting.holder(post.role.as_deref()?, body)?;
        if let Some(person) = self.persons.all.iter().position(|person| person.name == identity.name) {
            return Some(self.person(person, Rule::Holder, source, written));
        }
        let speaker = Speaker {
            role: post.role.clone(),
            affiliation: post.affiliation.clone(),
            as_written: tidy(written),
            ..Speaker::named(identity.name)
        };
        let (role, affiliation, pronoun) =
            (post.role_at.clone(), post.affiliation_at.clone(), identity.pronoun);
        Some(Who { role, affiliation, pronoun, ..Who::of_words(speaker, Rule::OnDate, source) })
    }

    /// The words of a source that name a post, up to the post's end or that of its body: `minister` of `the minister
    /// quietly`, `foreign minister of Iran`.
    fn post_words(&self, post: &Post, source: &Range<usize>) -> String {
        let text = self.context.text;
        let whole = &text[source.clone()];
        let Some(role) = post.role_at.as_ref() else { return bare(whole) };
        let body = post.affiliation_at.as_ref().map_or(0, |body| body.end);
        let end = role.end.max(body).clamp(source.start, source.end);
        let rest = &text[end..source.end];
        // What goes on with the post is its own: `spokesman for her office`, `minister, who …` not.
        let more = words().of.iter().any(|word| rest.starts_with(word.as_str()));
        let inverted = {
            let verb =
                text[..source.start].trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
            attribution::kind(verb).is_some()
        };
        let named = if more && !inverted {
            whole
        } else if inverted || rest.starts_with(',') {
            &text[source.start..end]
        } else {
            whole
        };
        bare(named)
    }
}

/// What stands after a body without a verb at its end.
fn without_verb(rest: &str) -> &str {
    match rest.rsplit_once(' ') {
        // `The Safer America Plan` has a name at its end.
        Some((before, last)) if !has_capital(last) && attribution::kind(last).is_some() => before,
        _ => rest,
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
